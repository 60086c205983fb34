// @ts-check
/** A list that scrolls by itself to what is on, and moves nothing around it. */

import { useEffect, useRef } from "../../vendor/preact.js";

/** So much of what is before and after it is seen too. */
const EDGE = 28;

/**
 * How far a list has to scroll for a stretch to be in sight; 0 where it is. Pure.
 * @param {number} from @param {number} to the stretch @param {number} start @param {number} end what is seen of the list
 * @returns {number}
 */
export function wayTo(from, to, start, end) {
  if (from < start) return from - start - EDGE;
  return to > end ? Math.min(to - end + EDGE, from - start) : 0;
}

/** For the scrolling element: what the selector finds in it comes into sight whenever one of `when` is another. @param {string} selector @param {any[]} when */
export function useInSight(selector, when) {
  const box = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const row = box.current?.querySelector(selector);
    if (!row) return;
    // A sheet scrolls as a whole, and opens after what is in it is there.
    if (box.current.closest("dialog")) return void requestAnimationFrame(() => row.scrollIntoView({ block: "center" }));
    const [one, all] = [row.getBoundingClientRect(), box.current.getBoundingClientRect()];
    const [down, aside] = [wayTo(one.top, one.bottom, all.top, all.bottom), wayTo(one.left, one.right, all.left, all.right)];
    if (down) box.current.scrollTop += down;
    if (aside) box.current.scrollLeft += aside;
  }, when);
  return box;
}
