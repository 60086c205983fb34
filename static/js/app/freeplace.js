// @ts-check
/**
 * Where a toast lies: at its usual place, always the same one; where that would cover something to press or words to read, as near
 * it as nothing is covered, where the last one lay if that is free. Never over the header. It stays there: only what comes with it
 * (the row it speaks of), or a button that comes under it, makes it move.
 */

import { useLayoutEffect, useState } from "../../vendor/preact.js";
import { watchHold } from "./holding.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {Box & {weight?: number}} Obstacle */

const STEP = 12;
/** Kept free between a toast and what it must not cover, and the window's edge. */
const GAP = 6;
/** It looks again, soon for what has come with it, then for buttons only. */
const LOOK_EVERY = 400;
const SOON = 1300;

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
 * @param {Box} home @param {Obstacle[]} obstacles @param {{width: number, height: number, top?: number}} frame
 * @returns {{x: number, y: number}} how far from home
 */
export function freePlace(home, obstacles, frame) {
  let best = { x: 0, y: 0, cost: covers(home, obstacles) * 100 };
  if (best.cost === 0) return { x: 0, y: 0 };
  const { width, height } = home;
  for (let top = frame.height - GAP - height; top >= (frame.top ?? 0) + GAP; top -= STEP) {
    for (let left = GAP; left + width <= frame.width - GAP + 1; left += STEP) {
      const far = Math.abs(top - home.top) + Math.abs(left - home.left);
      if (far >= best.cost) continue;
      const cost = far + covers({ left, top, width, height }, obstacles) * 100;
      if (cost < best.cost) best = { x: left - home.left, y: top - home.top, cost };
    }
  }
  return { x: best.x, y: best.y };
}

const PRESSED = "a[href], button, select, input, textarea, summary, [role=button], [role=option], [role=radio]";
/** Who speaks and how long, that one is called, what is discussed and what comes, where people sit, when it will be over; whole rows. */
const READ = ".dai, .noi, .moi-toi, .muc h1, .so-do, .du-kien, .ray li, .hang-doi li, .bang-phieu, .gop-y li .ngat";
/** What a room is about and who is here: it never lies there. */
const HEAD = ".dau.phong";
/** What is spoken of: the row of mine, the row chosen for the keys; the band with a code to be read aloud; the end that has just moved. */
const SPOKEN_OF = ".toi, [aria-selected=true], .bang-phieu, .du-kien, .gop-y li .ngat";
const WORDS = 0.02;
/** An empty field that nobody writes in, a button that can't be pressed: no more than their words. */
const SILENT = "input:placeholder-shown:not(:focus), textarea:placeholder-shown:not(:focus), [disabled]";

/** The sheet on top, or what else covers the room; what lies under it is not in sight. @returns {Element} */
function inSight() {
  return sheetOnTop() ?? document.querySelector(".phu-kin") ?? document.querySelector(".theo-chieu") ?? document.body;
}

/** What of the screen may not be covered within `area`. @param {Element} toast @param {Box} area @returns {Obstacle[]} */
function obstacles(toast, area) {
  /** @type {Obstacle[]} */
  const found = [];
  const words = document.createRange();
  /** @param {Element} element */
  const visit = (element) => {
    if (element === toast.parentElement || element.matches(".an")) return;
    const box = element.getBoundingClientRect();
    if (box.width && box.height && !shared(box, area)) return; // a row out of sight costs one look
    const pressed = element.matches(PRESSED);
    if ((pressed || element.matches(READ) || element.matches(HEAD)) && element.checkVisibility({ visibilityProperty: true })) {
      const seen = shows(element, box);
      if (seen) found.push({ ...seen, weight: element.matches(HEAD) ? 200 : element.matches(SPOKEN_OF) ? 20 : element.matches(SILENT) ? WORDS : 1 });
      if (pressed) return;
    }
    for (const child of element.childNodes) {
      if (child instanceof Element) visit(child);
      else if (child.nodeValue?.trim() && element.checkVisibility({ visibilityProperty: true })) {
        words.selectNodeContents(child);
        for (const line of words.getClientRects()) {
          const seen = shows(element, line, box);
          if (seen) found.push({ ...seen, weight: WORDS });
        }
      }
    }
  };
  visit(inSight());
  return found.filter((one) => shared(one, area));
}

/**
 * What shows of a box in the window, in its element and in the pane it scrolls in.
 * @param {Element} element @param {DOMRect} box @param {DOMRect} [within] @returns {Box | null}
 */
function shows(element, box, within) {
  let { left, top, right, bottom } = box;
  const edges = [element.closest(".cuon")?.getBoundingClientRect(), within?.width && within.height ? within : undefined, new DOMRect(0, 0, innerWidth, innerHeight)];
  for (const edge of edges) if (edge) [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
  return right - left > 1 && bottom - top > 1 ? { left, top, width: right - left, height: bottom - top } : null;
}

/** Words beside the button, or above it: a rail that is narrow has room as well. */
const SHAPES = ["", "hep"];
/** It is moved this much farther before it takes the other shape. */
const NARROW = 200;

/** @typedef {{shape: string, x: number, y: number}} Place */
/** @type {Place} */
const USUAL = { shape: "", x: 0, y: 0 };
/** Where the last one lay that had to move. */
let last = USUAL;

/** The window under the header; a sheet stands over that as well. @returns {{width: number, height: number, top: number}} */
function frame() {
  const header = inSight().matches("dialog") ? null : document.querySelector(".dau");
  return { width: innerWidth, height: innerHeight, top: Math.max(0, header?.getBoundingClientRect().bottom ?? 0) };
}

/** @param {HTMLElement} toast @param {Place} place @returns {Box} */
function put(toast, { shape, x, y }) {
  toast.classList.toggle("hep", shape !== "");
  toast.style.translate = `${x}px ${y}px`;
  const home = homeOf(toast);
  return { ...home, left: home.left + x, top: home.top + y };
}

/** @param {Box} box @param {{width: number, height: number, top: number}} around */
function within(box, around) {
  return box.left >= 0 && box.top >= around.top && box.left + box.width <= around.width && box.top + box.height <= around.height;
}

/** @param {HTMLElement} toast */
function settle(toast) {
  const window = frame();
  const around = obstacles(toast, { left: 0, top: 0, width: innerWidth, height: innerHeight });
  for (const place of [USUAL, last]) {
    const box = put(toast, place);
    if (within(box, window) && covers(box, around) === 0) return;
  }
  /** @type {(Place & {cost: number, covered: number}) | null} */
  let best = null;
  for (const shape of SHAPES) {
    const home = put(toast, { shape, x: 0, y: 0 });
    const { x, y } = freePlace(home, around, window);
    const covered = covers({ ...home, left: home.left + x, top: home.top + y }, around);
    const cost = covered * 100 + Math.abs(x) + Math.abs(y) + (shape ? NARROW : 0);
    if (!best || cost < best.cost) best = { shape, x, y, cost, covered };
  }
  if (!best) return;
  // Nothing is free: over plain words its usual place is as good as any other, and is where one looks for it.
  if (best.covered > 0 && covers(put(toast, USUAL), around.filter((one) => (one.weight ?? 1) >= 1)) === 0) return;
  put(toast, best);
  if (best.covered === 0) last = best;
}

/** What it covers as it lies (it may still be on its way). @param {HTMLElement} toast @param {boolean} reading words count, too */
function covered(toast, reading) {
  const [x = 0, y = 0] = toast.style.translate.split(" ").map((part) => Number.parseFloat(part) || 0);
  const home = homeOf(toast);
  const here = { ...home, left: home.left + x, top: home.top + y };
  return covers(here, obstacles(toast, here).filter((one) => reading || (one.weight ?? 1) >= 1));
}

/** Where it lies if nothing moves it. @param {HTMLElement} toast @returns {Box} */
function homeOf(toast) {
  const region = /** @type {HTMLElement} */ (toast.parentElement).getBoundingClientRect();
  return { left: region.left + toast.offsetLeft, top: region.top + toast.offsetTop, width: toast.offsetWidth, height: toast.offsetHeight };
}

/** What stands under an open sheet is dead: the toast stands in the sheet on top, and over it. @returns {HTMLDialogElement | undefined} */
function sheetOnTop() {
  return [.../** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))].filter((one) => one.matches(":modal")).at(-1);
}

/**
 * Takes the region of toasts into the sheet on top and back again; `where` changes with it. What it was told when it came is not
 * told once more for having been moved.
 * @param {{current: HTMLElement | null}} box @param {unknown} shown
 */
function useOnTop(box, shown) {
  const [where, moved] = useState(0);
  useLayoutEffect(() => {
    const region = /** @type {HTMLElement} */ (box.current);
    const home = /** @type {HTMLElement} */ (region.parentElement);
    const follow = () => {
      const sheet = sheetOnTop();
      if (region.parentElement === (sheet ?? home)) return;
      if (region.firstElementChild) region.setAttribute("aria-live", "off");
      (sheet ?? home).append(region);
      region.popover = sheet ? "manual" : null;
      if (sheet) region.showPopover();
      if (sheet) taken.observe(document.body, { subtree: true, childList: true });
      else taken.disconnect();
      moved((count) => count + 1);
    };
    // A sheet is on top once its `open` is there. What comes and goes in the page is looked at only while the region stands in a
    // sheet, which may be taken out as it is, the region with it.
    const opened = new MutationObserver((changes) => changes.some(({ target }) => target.nodeName === "DIALOG") && follow());
    opened.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["open"] });
    const taken = new MutationObserver(() => region.isConnected || follow());
    follow();
    return () => {
      opened.disconnect();
      taken.disconnect();
    };
  }, []);
  useLayoutEffect(() => box.current?.removeAttribute("aria-live"), [shown]);
  return where;
}

/** Keeps what is in `box` off everything, unless somebody holds it. @param {{current: HTMLElement | null}} box @param {unknown} shown */
export function useFreePlace(box, shown) {
  const where = useOnTop(box, shown);
  useLayoutEffect(() => {
    const region = box.current;
    const toast = /** @type {HTMLElement | null} */ (region?.firstElementChild ?? null);
    if (!shown || !region || !toast) return undefined;
    const hold = watchHold(region);
    const came = performance.now();
    let borne = 0;
    const lay = () => {
      settle(toast);
      borne = covered(toast, true);
    };
    lay();
    const look = () => {
      const soon = performance.now() - came < SOON;
      if (!hold.held() && covered(toast, soon) > borne + 1) lay();
    };
    const timer = setInterval(look, LOOK_EVERY);
    // A tablet that is turned has other edges: where it lay may be beyond them.
    addEventListener("resize", lay);
    return () => {
      clearInterval(timer);
      removeEventListener("resize", lay);
      hold.stop();
    };
  }, [shown, where]);
}
