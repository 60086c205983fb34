// @ts-check
/** Which page of a document is in front: the one that was gone to, until somebody moves by hand; then the one that is seen most. */

import { batch, useEffect, useRef, useState } from "../../vendor/preact.js";

/** What moves the pages by hand: by wheel, by finger, by the scroll bar, by a key. */
const BY_HAND = ["wheel", "touchmove", "pointerdown", "keydown"];

/**
 * A page that is gone to stays in front while pages get their size, which moves all that are below; a hand lets it go.
 * @param {{ current: HTMLElement | null }} pane what scrolls, with a leaf for each page
 * @param {any} pdf @param {boolean} large
 * @param {number} first the page to begin with
 * @param {() => void} own told of every move by hand
 */
export function usePages(pane, pdf, large, first, own) {
  const [page, setPage] = useState(first);
  const [near, setNear] = useState(() => new Set([first]));
  /** The page gone to; 0 once a hand has moved. */
  const held = useRef(first);
  const told = useRef(own);
  told.current = own;
  const bring = () => pane.current?.querySelector(`[data-page="${held.current}"]`)?.scrollIntoView({ block: "start", behavior: "instant" });
  useEffect(() => {
    const here = pane.current;
    if (!pdf || !here) return undefined;
    const stops = [watchSizes(here, () => held.current && bring()), watchSeen(here, look)];
    const hand = () => {
      held.current = 0;
      told.current();
    };
    for (const way of BY_HAND) here.addEventListener(way, hand, { passive: true });
    return () => {
      for (const stop of stops) stop();
      for (const way of BY_HAND) here.removeEventListener(way, hand);
    };
  }, [pdf, large]);
  /** @param {Map<number, number>} seen */
  function look(seen) {
    const front = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
    if (!front) return;
    // Sizes are told before what is seen, so a page out of sight was left by a way without events, as a screen reader's.
    if (!seen.has(held.current)) held.current = 0;
    batch(() => {
      setPage(held.current || front);
      setNear(new Set([...seen.keys()].flatMap((n) => [n - 1, n, n + 1])));
    });
  }
  /** @param {number} number */
  const go = (number) => {
    held.current = number;
    setPage(number);
    setNear((before) => new Set([...before, number]));
    bring();
  };
  return { page, near, go };
}

/** The leaves of a pane. @param {HTMLElement} pane */
const leaves = (pane) => /** @type {NodeListOf<HTMLElement>} */ (pane.querySelectorAll("[data-page]"));

/** @param {HTMLElement} pane @param {() => void} tell @returns {() => void} stops */
function watchSizes(pane, tell) {
  const watcher = new ResizeObserver(tell);
  for (const leaf of leaves(pane)) watcher.observe(leaf);
  return () => watcher.disconnect();
}

/** @param {HTMLElement} pane @param {(seen: Map<number, number>) => void} tell the pages in sight, and how much of each @returns {() => void} stops */
function watchSeen(pane, tell) {
  /** @type {Map<number, number>} */
  const seen = new Map();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const number = Number(/** @type {HTMLElement} */ (entry.target).dataset.page);
        entry.isIntersecting ? seen.set(number, entry.intersectionRect.height) : seen.delete(number);
      }
      tell(seen);
    },
    { root: pane, threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] },
  );
  for (const leaf of leaves(pane)) watcher.observe(leaf);
  return () => watcher.disconnect();
}
