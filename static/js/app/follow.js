// A page rendered by the server that keeps up with what others do: `<div data-follows="meeting:…">`. When an entry of somebody else
// comes, the page is fetched again and its `data-live` regions are renewed, except under a finger or a cursor: there it is offered.
import { io } from "../../vendor/socket.io.js";
import { Clock } from "./clock.js";
import { Connection } from "./connection.js";
import { prepareForms } from "./forms.js";
import { toast } from "./notice.js";
import { setValues } from "./page.js";
import { t } from "./text.js";

/** @typedef {import("./types.js").Frame} Frame */

/** Several entries close together (a paper is approved and published) are one renewal. */
const GATHER = 400;

/** What the connection keeps up to date: only how far it is, and that there is something new. */
class Watch {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.person = document.body.dataset.person ?? "";
    /** @type {number | null} */
    this.seq = null;
    /** @type {string | null} */
    this.view = null;
    /** @type {string | null} */
    this.head = null;
  }

  /** @param {unknown} _state @param {number} seq @param {string} view @param {string} head */
  reset(_state, seq, view, head) {
    if (this.seq !== null) this.changed();
    Object.assign(this, { seq, view, head });
  }

  /** @param {Frame} frame */
  apply(frame) {
    const seq = this.seq;
    if (seq === null || frame.from > seq) return false;
    if (frame.entries.some((entry) => entry.seq > seq && entry.actor !== this.person)) this.changed();
    if (frame.to > seq) Object.assign(this, { seq: frame.to, head: frame.head ?? this.head });
    return true;
  }
}

const regions = (/** @type {ParentNode} */ root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-live]")]);

/** Whether somebody is busy in this part of the page. @param {HTMLElement} region */
function busy(region) {
  const here = document.activeElement;
  const focused = here !== document.body && here !== region && region.contains(here);
  return focused || region.matches(":active") || !!region.querySelector(".keo-len, details[open]");
}

/** @param {HTMLElement} region @param {HTMLElement} fresh */
function renew(region, fresh) {
  region.replaceChildren(...document.importNode(fresh, true).childNodes);
  setValues(region);
  prepareForms(region);
}

/** The page as the server would show it now. */
async function fetched() {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** @param {boolean} [anyway] also where somebody is busy */
async function refresh(anyway = false) {
  const page = await fetched();
  if (!page) return;
  let held = false;
  for (const region of regions(document)) {
    const fresh = regions(page).find((other) => other.dataset.live === region.dataset.live);
    if (!fresh || fresh.innerHTML === region.dataset.shown) continue;
    const shown = fresh.innerHTML;
    if (!anyway && (busy(region) || document.querySelector("dialog[open]"))) held = true;
    else {
      renew(region, fresh);
      region.dataset.shown = shown;
    }
  }
  if (held) toast(t("Có thay đổi mới từ người khác."), { undo: () => refresh(true), action: t("Xem") });
}

async function stillSignedIn() {
  const answer = await fetch("/api/me", { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.status !== 401;
}

/** @param {string} stream */
function follow(stream) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  const watch = new Watch(() => {
    clearTimeout(soon);
    soon = setTimeout(refresh, GATHER);
  });
  const open = () => /** @type {any} */ (io({ transports: ["websocket"], reconnection: false, autoConnect: false, forceNew: true }));
  const clock = new Clock();
  const connection = new Connection({ stream, store: /** @type {any} */ (watch), clock, open, lively: () => false, stillSignedIn });
  connection.onSignedOut = () => location.reload();
  addEventListener("pagehide", () => connection.stop());
  addEventListener("online", () => connection.hurry());
  connection.start();
}

const followed = /** @type {HTMLElement | null} */ (document.querySelector("[data-follows]"));
if (followed?.dataset.follows) follow(followed.dataset.follows);
