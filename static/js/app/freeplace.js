// @ts-check
/** Where a toast lies: as near its usual place as it can without covering anything one could press, must read, or the row it speaks of. */

import { useLayoutEffect } from "../../vendor/preact.js";
import { watchHold } from "./holding.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {Box & {weight?: number}} Obstacle */

const STEP = 12;
/** Kept free between a toast and what it must not cover, and the window's edge. */
const GAP = 6;
/** A moved toast looks again: rows come and people scroll. */
const LOOK_EVERY = 400;

/** @param {Box} a @param {Box} b */
function shared(a, b) {
  const wide = Math.min(a.left + a.width, b.left + b.width + GAP) - Math.max(a.left, b.left - GAP);
  const high = Math.min(a.top + a.height, b.top + b.height + GAP) - Math.max(a.top, b.top - GAP);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** @param {Box} box @param {Obstacle[]} obstacles @returns {number} */
export function covers(box, obstacles) {
  return obstacles.reduce((sum, one) => sum + shared(box, one) * (one.weight ?? 1), 0);
}

/**
 * The nearest place to `home` that covers nothing; where there is none, the one that covers least.
 * @param {Box} home @param {Obstacle[]} obstacles @param {{width: number, height: number}} frame
 * @returns {{x: number, y: number}} how far from home
 */
export function freePlace(home, obstacles, frame) {
  let best = { x: 0, y: 0, cost: covers(home, obstacles) * 100 };
  if (best.cost === 0) return { x: 0, y: 0 };
  const { width, height } = home;
  for (let top = frame.height - GAP - height; top >= GAP; top -= STEP) {
    for (let left = GAP; left + width <= frame.width - GAP + 1; left += STEP) {
      const far = Math.abs(top - home.top) + Math.abs(left - home.left);
      if (far >= best.cost) continue;
      const cost = far + covers({ left, top, width, height }, obstacles) * 100;
      if (cost < best.cost) best = { x: left - home.left, y: top - home.top, cost };
    }
  }
  return { x: best.x, y: best.y };
}

const PRESSED = "a[href], button, input, select, textarea, summary, .so-do .cho, [role=button], [role=option], [role=radio]";
const ROWS = ".hang-doi li, .bang-phieu";
/** Who speaks and how long, that one is called, what is discussed and what comes, where people sit, when it will be over. */
const READ = ".noi, .moi-toi, .muc h1, .so-do, .du-kien, .ray li";
/** What is spoken of: the row of mine, the row chosen for the keys; the band with a code to be read aloud; the end that has just moved. */
const SPOKEN_OF = ".toi, [aria-selected=true], .bang-phieu, .du-kien";

/** @param {Element} toast @returns {Obstacle[]} */
function obstacles(toast) {
  const found = [];
  const covered = document.querySelector(".phu-kin") ?? document.querySelector(".theo-chieu") ?? document;
  for (const element of covered.querySelectorAll(`${PRESSED}, ${ROWS}, ${READ}`)) {
    if (toast.contains(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const box = seen(element);
    if (box) found.push({ ...box, weight: element.matches(SPOKEN_OF) ? 20 : 1 });
  }
  return found;
}

/** What shows of an element in the window and in the pane it scrolls in. @param {Element} element @returns {Box | null} */
function seen(element) {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  const pane = element.closest(".cuon")?.getBoundingClientRect();
  if (pane) [left, top, right, bottom] = [Math.max(left, pane.left), Math.max(top, pane.top), Math.min(right, pane.right), Math.min(bottom, pane.bottom)];
  const shows = right - left > 1 && bottom - top > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  return shows ? { left, top, width: right - left, height: bottom - top } : null;
}

/** Words beside the button, or above it: a rail that is narrow has room as well. */
const SHAPES = ["", "hep"];

/** @param {HTMLElement} toast */
function settle(toast) {
  const [byX = 0, byY = 0] = toast.style.translate.split(" ").map((part) => Number.parseFloat(part) || 0);
  const around = obstacles(toast);
  const usual = homeOf(toast);
  if (covers({ ...usual, left: usual.left + byX, top: usual.top + byY }, around) === 0) return;
  /** @type {{shape: string, x: number, y: number, cost: number} | null} */
  let best = null;
  for (const shape of SHAPES) {
    toast.classList.toggle("hep", shape !== "");
    const home = homeOf(toast);
    const { x, y } = freePlace(home, around, { width: innerWidth, height: innerHeight });
    const cost = covers({ ...home, left: home.left + x, top: home.top + y }, around);
    if (!best || cost < best.cost) best = { shape, x, y, cost };
    if (best.cost === 0) break;
  }
  toast.classList.toggle("hep", best?.shape !== "");
  toast.style.translate = `${best?.x ?? 0}px ${best?.y ?? 0}px`;
}

/** Where it lies if nothing moves it. @param {HTMLElement} toast @returns {Box} */
function homeOf(toast) {
  const region = /** @type {HTMLElement} */ (toast.parentElement).getBoundingClientRect();
  return { left: region.left + toast.offsetLeft, top: region.top + toast.offsetTop, width: toast.offsetWidth, height: toast.offsetHeight };
}

/** Keeps what is in `box` off everything, unless somebody holds it. @param {{current: HTMLElement | null}} box @param {unknown} shown */
export function useFreePlace(box, shown) {
  useLayoutEffect(() => {
    const region = box.current;
    if (!shown || !region) return undefined;
    const hold = watchHold(region);
    const look = () => {
      const toast = /** @type {HTMLElement | null} */ (region.firstElementChild);
      if (toast && !hold.held()) settle(toast);
    };
    look();
    const timer = setInterval(look, LOOK_EVERY);
    return () => {
      clearInterval(timer);
      hold.stop();
    };
  }, [shown]);
}
