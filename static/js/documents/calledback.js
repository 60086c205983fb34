// @ts-check
/**
 * Any page beside the room, for whoever is in a meeting that goes on (`[data-calls]`): they are called back to it as in the reader.
 * It is given the little that can call (documents/reading/called.py) and goes on from there by entries, over the page's one line.
 */

import { html, render } from "../../vendor/preact.js";
import { useZone } from "../app/clock.js";
import { alone, carry } from "../app/lines.js";
import { Store } from "../app/store.js";
import { Elsewhere } from "./elsewhere.js";
import { outside } from "./live.js";

const AGAIN = 3000;
const FEET = ".chan, .man-yk .duoi";

const place = document.getElementById("goi-ve");
let listening = "";

/** What the page says now: it may say it later than it came. */
export function comes() {
  const stream = /** @type {HTMLElement | null} */ (document.querySelector("[data-calls]"))?.dataset.calls ?? "";
  if (!place || !stream || listening) return;
  listening = stream;
  useZone(document.documentElement.dataset.zone);
  listen(stream);
}

/** @param {string} stream */
async function listen(stream) {
  const answer = await fetch(`/meetings/${stream.split(":")[1]}/called`, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 404) return alone(stream);
  if (!answer?.ok || answer.redirected) return void setTimeout(() => listen(stream), AGAIN);
  const { state, seq, view, head } = await answer.json();
  const store = new Store();
  store.reset(state, seq, view, head);
  carry(stream, store, (line) => {
    const room = outside(line, document.body.dataset.person ?? "", { network: false, whole: false });
    render(html`<${Elsewhere} room=${room} network=${false} />`, /** @type {HTMLElement} */ (place));
    stand();
    overSheets();
  });
}

/** At the foot of the window, over what stands there already; the page's own end can be brought out from under it. */
function stand() {
  const bands = /** @type {HTMLElement} */ (place?.querySelector(".goi-ve"));
  const measure = () => {
    const foot = [...document.querySelectorAll(FEET)].find((one) => getComputedStyle(one).position === "fixed");
    const { style } = document.documentElement;
    style.setProperty("--chan-trang", `${foot?.getBoundingClientRect().height ?? 0}px`);
    style.setProperty("--goi-ve", `${bands.offsetHeight}px`);
  };
  new ResizeObserver(measure).observe(bands);
  addEventListener("resize", measure);
  measure();
}

/** A sheet of the page hides and silences all that is not in it: what calls is in it as long as it is open. */
function overSheets() {
  const here = /** @type {HTMLElement} */ (place);
  const move = () => {
    const at = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    if (here.parentElement !== at) at.append(here);
  };
  document.addEventListener("close", () => here.parentElement !== document.body && document.body.append(here), true); // the sheet itself may go
  new MutationObserver(move).observe(document.body, { subtree: true, childList: true, attributeFilter: ["open"] });
  move();
}
