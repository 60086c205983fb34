//# allFunctionsCalledOnLoad
// @ts-check
/**
 * What covers the whole room (a ballot, a result) and what that does to a sheet that is open: it steps aside as it is, with all
 * that was typed in it, and is there again afterwards. And the taps that were meant for what has just gone.
 */

import { signal, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { giveBack } from "./focus.js";

/** A tap this soon is the same tap, or was meant for what was there before. */
export const SAME_TAP = 400;

/** @typedef {"" | "band" | "whole"} Covering "band": put aside for a moment, the way back stands over the room */

/** @type {import("./types.js").Signal<Covering>} */
export const covering = signal("");

/** Until when: any tap; a repeated tap at the same place. */
const held = { any: 0, again: 0, moved: 0, places: /** @type {Element[]} */ ([]) };
let pressed = -SAME_TAP;

/** Holds back the taps that were meant for what has gone. @param {EventTarget} page */
export function watchTaps(page) {
  page.addEventListener("click", (event) => {
    const tap = /** @type {MouseEvent} */ (event);
    if (tap.isTrusted && (heldBack(tap.timeStamp, tap.detail) || hasMoved(tap))) {
      tap.stopPropagation();
      tap.preventDefault();
    } else pressed = tap.timeStamp;
  }, true);
}

/** @param {number} at @param {number} count of clicks at one place */
function heldBack(at, count) {
  return at < held.any || (count > 1 && at < held.again);
}

/** A key (`detail` 0) presses what has the focus, wherever that stands. @param {MouseEvent} tap */
function hasMoved(tap) {
  return tap.detail > 0 && tap.timeStamp < held.moved && held.places.some((one) => one.contains(/** @type {Node} */ (tap.target)));
}

/** What stands in these places has moved: the next tap there was meant for what was there before. @param {Element[]} places @param {number} [now] */
export function moved(places, now = performance.now()) {
  Object.assign(held, { moved: now + SAME_TAP, places });
}

/** Whenever what is in `place` has come to take another height, `resized`. @param {{ current: HTMLElement | null }} place @param {(here: HTMLElement, higher: boolean) => void} resized */
export function useResized(place, resized) {
  useLayoutEffect(() => {
    const here = /** @type {HTMLElement} */ (place.current);
    let before = here.offsetHeight;
    const watcher = new MutationObserver(() => {
      const now = here.offsetHeight;
      if (now !== before) resized(here, now > before);
      before = now;
    });
    watcher.observe(here, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, []);
}

/**
 * Something has gone from under the fingers. A press that made it go may be followed by its own repeat alone; where it went by
 * itself, the next tap was still meant for it.
 * @param {{itself?: boolean, now?: number}} [how] itself: whatever was pressed
 */
export function gone({ itself, now = performance.now() } = {}) {
  held.again = now + SAME_TAP;
  if (itself ?? now - pressed > SAME_TAP) held.any = now + SAME_TAP;
}

/**
 * What `read` says; while the whole room is covered, what it said before: nobody sees what changes underneath, and what does cover
 * the room is there the sooner.
 * @template T @param {() => T} read @returns {T}
 */
export function useUncovered(read) {
  const known = useRef(/** @type {{said: T} | null} */ (null));
  if (!known.current || covering.value !== "whole") known.current = { said: read() };
  return known.current.said;
}

/**
 * `kind` covers the room now. The focus is back where it was when it no longer does.
 * @param {Covering} kind
 */
export function useCovering(kind) {
  const before = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const was = covering.peek();
    const here = /** @type {HTMLElement | null} */ (document.activeElement);
    if (kind === "whole" && was === "" && here !== document.body) before.current = here;
    covering.value = kind;
    if (was !== "whole" || kind === "whole") return;
    gone();
    if (document.activeElement === document.body) giveBack(before.current);
  }, [kind]);
  useLayoutEffect(() => () => { covering.value = ""; }, []);
}
