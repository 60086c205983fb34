//# allFunctionsCalledOnLoad
// @ts-check
/**
 * The focus is never lost. What has it may go (a row that somebody else takes away, a button that becomes another, one that nobody
 * may press now): then it goes to what stands in its place, else to the nearest that is left, else to where it was before, else to
 * the room itself (`data-home`). What is done with once it is gone says where one goes on (`data-then`).
 * What was still being typed into a field that went by itself presses nothing where the focus has come to.
 */

const REACHED = "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex='-1'])";
/** A field that gets the focus by itself would open a tablet's keyboard. */
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=button], [type=submit])";
const KEPT = 12;
/** So long after what one writes in has gone one may still be writing. */
const STILL_TYPING = 3000;

/** Where something stood: the boxes around it, from the inside, and its place among what could be reached in each. @typedef {{box: Element, at: number}[]} Trail */

/** @type {WeakMap<Element, Trail>} */
const trails = new WeakMap();
/** What had the focus before, the latest last. @type {HTMLElement[]} */
let before = [];
/** @type {HTMLElement | null} */
let last = null;
let byKeys = false;
/** What was written in last, with nothing else done since, and when it went. @type {{field: HTMLElement | null, gone: number}} */
const written = { field: null, gone: 0 };

/** The first of these places, from one on and then backwards, that may have the focus. @template T @param {T[]} all @param {number} at @param {(one: T) => boolean} may @returns {T | null} */
export function nearest(all, at, may) {
  const from = Math.max(0, Math.min(at, all.length - 1));
  for (let place = from; place < all.length; place += 1) if (may(all[place])) return all[place];
  for (let place = from - 1; place >= 0; place -= 1) if (may(all[place])) return all[place];
  return null;
}

/** @param {Element} box @returns {HTMLElement[]} */
const within = (box) => /** @type {HTMLElement[]} */ ([...box.querySelectorAll(REACHED)]);

/** The room itself: what is in it has no place among all of it. @param {Element} box */
const isRoot = (box) => box === document.body || box.id === "room" || box.id === "content";

/** @param {Element} one @returns {Trail} */
function trailOf(one) {
  const trail = [];
  for (let box = one.parentElement; box && !isRoot(box); box = box.parentElement) {
    trail.push({ box, at: within(box).indexOf(/** @type {HTMLElement} */ (one)) });
    if (box.localName === "dialog") break;
  }
  return trail;
}

/** Asked after every change of the page: nothing is laid out for it. @param {Element} one */
const isGone = (one) => !one.isConnected || one.matches(":disabled") || one.closest("[inert], [hidden]") !== null;

/** Gone, or such that nobody gets there. @param {Element | null} one */
const unreachable = (one) => !one || isGone(one) || !(/** @type {HTMLElement} */ (one).checkVisibility({ visibilityProperty: true }));

/** What is open above all else takes the keys. */
const shutOut = (/** @type {Element} */ one) => {
  const over = [...document.querySelectorAll("dialog:modal")].at(-1);
  return over !== undefined && !over.contains(one);
};

/** @param {HTMLElement} one */
function focus(one) {
  one.focus({ preventScroll: !byKeys });
  return document.activeElement === one;
}

/** The focus to what had it, or to what stands there now. @param {HTMLElement | null} one */
export function giveBack(one) {
  if (!one || one === document.body) return;
  if (!unreachable(one) && focus(one)) return;
  const may = (/** @type {HTMLElement} */ other) => !unreachable(other) && !other.matches(TYPED) && !shutOut(other);
  // Some say they can have it and don't take it, as what stands under a covered room.
  const takes = (/** @type {HTMLElement} */ other) => other !== one && may(other) && focus(other);
  const done = (trails.get(one) ?? []).map(({ box }) => /** @type {HTMLElement} */ (box)).find((box) => box.dataset.then && !box.isConnected);
  const next = done ? document.querySelector(/** @type {string} */ (done.dataset.then)) : null;
  if (next && within(next).some(takes)) return;
  for (const { box, at } of trails.get(one) ?? []) {
    const found = box.isConnected ? nearest(within(box), at, may) : null;
    if (found && focus(found)) return;
  }
  const home = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-home]"));
  if (![...before].reverse().some(takes) && ![...home].some(takes)) within(document.body).some(takes);
}

let looking = false;

/** Looked at once the page has been drawn anew: who takes something away may put the focus somewhere themselves. */
function look() {
  if (looking || !last || !isGone(last)) return;
  looking = true;
  requestAnimationFrame(() => {
    looking = false;
    const now = document.activeElement;
    if (last && unreachable(last) && (now === document.body || unreachable(now))) giveBack(last);
  });
}

/** What gets the focus by itself shows it to whoever goes by keys, and to nobody else. @param {boolean} used */
function keysAre(used) {
  byKeys = used;
  document.documentElement.toggleAttribute("data-keys", used);
}

/** Does this key write something, and the next one too? @param {KeyboardEvent} event */
export const writes = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && (event.isComposing || [...event.key].length === 1 || ["Backspace", "Process", "Dead"].includes(event.key));

/**
 * Was this key meant for a field that went by itself while it was written in (a sheet closes because its speaker is called)? Whoever
 * sends or leaves the field does so by another key, or a press: then the next key is meant.
 * @param {KeyboardEvent} event
 */
function meantForWhatWent(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches?.(TYPED)) {
    Object.assign(written, { field: writes(event) ? target : null, gone: 0 });
    return false;
  }
  hasItGone(event.timeStamp);
  const meant = written.gone > 0 && event.timeStamp - written.gone < STILL_TYPING && (writes(event) || event.key === "Enter");
  if (!meant) written.field = null;
  else if (event.key !== " " && event.key !== "Enter") written.gone = event.timeStamp; // pressed twice, these are meant for a button after all
  return meant;
}

/** @param {number} now */
function hasItGone(now) {
  if (!written.field) written.gone = 0;
  else if (!written.gone && unreachable(written.field)) written.gone = now;
}

/** From now on, on this page. */
export function keepFocus() {
  document.addEventListener("focusin", (event) => {
    hasItGone(event.timeStamp);
    last = /** @type {HTMLElement} */ (event.target);
    trails.set(last, trailOf(last));
    before = [...before.filter((one) => one !== last), last].slice(-KEPT);
  });
  document.addEventListener("focusout", (event) => {
    const left = event.target;
    // By a press on nothing: it is not wanted back. What goes away is not there any more a moment later.
    setTimeout(() => { if (last === left && !unreachable(last) && document.activeElement === document.body) last = null; }, 0);
  });
  addEventListener("keydown", (event) => {
    keysAre(true);
    if (meantForWhatWent(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    // A held key presses once: what comes in the place of a button is not pressed by it.
    if (event.repeat && (event.key === "Enter" || event.key === " ") && /** @type {Element} */ (event.target).closest?.("button, [role=button]")) event.preventDefault();
  }, true);
  addEventListener("pointerdown", () => {
    keysAre(false);
    written.field = null;
  }, true);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "inert", "hidden"] });
}
