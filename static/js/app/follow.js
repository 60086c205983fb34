// A page rendered by the server that keeps up with what others do: `<div {{ follows() }}>`. When an entry of somebody else
// comes, the page is fetched again and its `data-live` regions are renewed, except under a finger or a cursor: there it is offered.
import { follow } from "./lines.js";
import { toast } from "./notice.js";
import { reach } from "./reach.js";
import { fetched, handled, renewRegions } from "./regions.js";
import { t } from "./text.js";
import { Watch, gathered } from "./watch.js";

/** Several entries close together (a paper is approved and published) are one renewal. */
const GATHER = 400;

/** Where the page could not be fetched: again, while it is open. */
const AGAIN = 2000;

/** Whether others have changed something since the page was last up to date. */
let others = false;

/** What the house did by itself waits here until nobody is busy: it is nobody's change that would be told. */
let waiting = false;

/** @param {boolean} [anyway] also where somebody is busy @returns whether the page is up to date */
async function refresh(anyway = false) {
  if (!anyway && handled()) return false;
  const page = await fetched();
  if (!page) return false;
  const held = renewRegions(page, { anyway });
  waiting = held && !others;
  if (held && others) toast(t("Có thay đổi mới từ người khác."), { undo: () => refresh(true), action: t("Xem") });
  others = false;
  return true;
}

const soon = gathered(() => refresh(), GATHER, AGAIN);

/** A sheet was closed, a field or a menu was left. */
const left = () => waiting && soon();
for (const event of ["close", "focusout", "toggle"]) document.addEventListener(event, left, true);

/** @param {string} stream @param {DOMStringMap} page */
function keepUp(stream, page) {
  const changed = (/** @type {boolean} */ byOthers) => {
    others ||= byOthers;
    soon();
  };
  const watch = new Watch(changed, {
    person: document.body.dataset.person ?? "",
    seq: page.seq,
    view: page.view,
  });
  follow(stream, watch, (line) => line.network.subscribe((state) => reach("house", !["reconnecting", "full", "offline"].includes(state))));
}

const followed = /** @type {HTMLElement | null} */ (document.querySelector("[data-follows]"));
if (followed?.dataset.follows) keepUp(followed.dataset.follows, followed.dataset);
