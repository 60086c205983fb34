// The parts of a page that are renewed while it is looked at (`data-live="name"`), from the same page fetched again: never
// under a finger, a cursor or an open sheet.
import { prepareForms } from "./forms.js";
import { loadParts } from "./loads.js";
import { setValues } from "./page.js";

/** Nothing moves so soon after a finger has left. */
const RELEASE = 600;
let touched = -RELEASE;
for (const event of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(event, () => (touched = performance.now()), true);

const regions = (/** @type {ParentNode} */ root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-live]")]);

/** What each shows, as the server said it. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap(regions(document).map((region) => [region, region.innerHTML]));

/** Whether a finger is on the page, or was a moment ago. */
export const handled = () => performance.now() - touched < RELEASE || document.querySelector("[data-live]:active") !== null;

/** The page as the server would show it now. */
export async function fetched() {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The same link in what comes. @param {HTMLElement} place @param {Element} link */
const twin = (place, link) => {
  const href = link.getAttribute("href");
  return /** @type {HTMLElement | undefined} */ ([...place.querySelectorAll("a[href]")].find((one) => one.getAttribute("href") === href));
};

/** The link in this region that has the focus: nothing is typed into it. @param {HTMLElement} region */
function linkIn(region) {
  const here = document.activeElement;
  return here instanceof HTMLAnchorElement && region.contains(here) ? here : null;
}

/** Whether somebody is busy in this part of the page. @param {HTMLElement} region @param {Element | null} kept */
function busy(region, kept) {
  const here = document.activeElement;
  const focused = here !== document.body && here !== region && here !== kept && region.contains(here);
  return focused || region.matches(":active") || !!region.querySelector(".keo-len, details[open], [aria-busy=true]");
}

/** @param {HTMLElement} region @param {HTMLElement} fresh @param {Element | null} kept */
function renew(region, fresh, kept) {
  region.replaceChildren(...document.importNode(fresh, true).childNodes);
  setValues(region);
  prepareForms(region);
  loadParts(region);
  if (kept) (twin(region, kept) ?? /** @type {HTMLElement | null} */ (region.querySelector("a[href]")))?.focus({ preventScroll: true });
}

/**
 * Shows what has changed. `anyway`: also where somebody is busy; `links`: the focus of a link goes to the same
 * link in what comes, or to the first there.
 * @param {Document} page @param {{anyway?: boolean, links?: boolean}} [how] @returns {boolean} whether something had to wait
 */
export function renewRegions(page, { anyway = false, links = false } = {}) {
  let held = false;
  const still = !anyway && (handled() || document.querySelector("dialog[open]") !== null);
  for (const region of regions(document)) {
    const fresh = regions(page).find((other) => other.dataset.live === region.dataset.live);
    if (!fresh || fresh.innerHTML === shown.get(region)) continue;
    const kept = links ? linkIn(region) : null;
    if (still || (!anyway && busy(region, kept))) held = true;
    else {
      shown.set(region, fresh.innerHTML);
      renew(region, fresh, kept);
    }
  }
  return held;
}
