//# allFunctionsCalledOnLoad
// @ts-check
/** The ballot as large as its window holds: what is chosen is never a scroll away where it can be in sight, and never smaller than it must be. */

import { useLayoutEffect } from "../../vendor/preact.js";

/** From the roomy one (0) to the closest one; vote.css says what each is. */
const CLOSEST = 4;

/**
 * The first of the steps that fits; where none does, the closest. Pure but for `fits`.
 * @param {(step: number) => boolean} fits
 */
export function stepThatFits(fits) {
  for (let step = 0; step < CLOSEST; step += 1) if (fits(step)) return step;
  fits(CLOSEST);
  return CLOSEST;
}

/** @param {HTMLElement} ballot */
function fit(ballot) {
  const window = /** @type {HTMLElement} */ (ballot.parentElement);
  stepThatFits((step) => {
    ballot.dataset.fit = String(step);
    return window.scrollHeight <= window.clientHeight; // with what stands over it there
  });
}

/**
 * Looked at while the vote is open: when something else is asked, and when the window or the letters become others. A choice changes
 * nothing of it: what is under a finger stays there. Nor does a keyboard that comes up over the words of an opinion.
 * @param {{current: HTMLElement | null}} box @param {string} asked what it asks; nothing once the vote is over
 */
export function useFit(box, asked) {
  useLayoutEffect(() => {
    if (!asked) return undefined;
    const ballot = /** @type {HTMLElement} */ (box.current);
    const look = () => !document.activeElement?.matches("input, textarea") && fit(ballot);
    const watch = new ResizeObserver(look);
    for (const one of [ballot, ballot.querySelector("h1")]) if (one) watch.observe(one);
    fit(ballot);
    return () => watch.disconnect();
  }, [asked]);
}
