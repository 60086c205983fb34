//# allFunctionsCalledOnLoad
// @ts-check
/** Long lists: a row that would look as it does already is not drawn again. */

import { computed, effect, signal, useEffect, useMemo, useRef, useState } from "../../vendor/preact.js";

/**
 * Gives `row(key, parts, draw)`: what `draw` made, until one of `parts` is another. Preact passes over a drawing that is the very same.
 * What a row's handlers use must be found through what doesn't change (ids, refs), as they are kept with it.
 * @returns {(key: string, parts: any[], draw: () => any) => any}
 */
export function useAlike() {
  const kept = useRef(/** @type {Map<string, {parts: any[], drawn: any}>} */ (new Map()));
  const before = kept.current;
  /** @type {typeof before} */
  const now = new Map();
  kept.current = now;
  return (key, parts, draw) => {
    const last = before.get(key);
    const same = last !== undefined && last.parts.length === parts.length && parts.every((part, place) => part === last.parts[place]);
    const one = same ? last : { parts, drawn: draw() };
    now.set(key, one);
    return one.drawn;
  };
}

/** Do these two say the same, but for the place among others? @param {Record<string, any>} one @param {Record<string, any>} other */
function samePlaceApart(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key === "order" || (key in other && Object.is(one[key], other[key])));
}

/**
 * The forms as they were first, as long as they say the same but for their place: whoever is put before hundreds gives each of them
 * another place, and nothing else. The number itself is the style sheet's (a counter of the list).
 * @returns {<F extends {id: string, order?: number}>(rows: F[]) => F[]}
 */
export function placeApart() {
  /** @type {Map<string, any>} */
  let known = new Map();
  return (rows) => {
    const before = known;
    known = new Map(rows.map((one) => {
      const last = before.get(one.id);
      return [one.id, last && samePlaceApart(last, one) ? last : one];
    }));
    return [...known.values()];
  };
}

/** So many rows stand together in a list that grows at its end. */
const STRETCH = 12;

/**
 * Cuts a list into stretches, each drawn as one: what grows at its end is compared stretch by stretch, and only the last is gone over.
 * A row stays in the stretch in which it was first, or it would be drawn anew and lose the focus; who comes between others joins
 * the one before.
 * @template {{key: string}} T
 * @returns {(rows: T[]) => {key: string, rows: T[]}[]}
 */
export function stretches(size = STRETCH) {
  /** @type {Map<string, number>} */
  let known = new Map();
  return (rows) => {
    const before = known;
    const lastKnown = rows.reduce((last, one, place) => (before.has(one.key) ? place : last), -1);
    /** @type {{key: string, rows: T[]}[]} */
    const all = [];
    let at = 0;
    known = new Map(rows.map((one, place) => {
      const here = all.at(-1);
      const grown = place > lastKnown && (here?.rows.length ?? 0) >= size;
      at = Math.max(at, before.get(one.key) ?? (grown ? at + 1 : at));
      if (here?.key === String(at)) here.rows.push(one);
      else all.push({ key: String(at), rows: [one] });
      return [one.key, at];
    }));
    return all;
  };
}

/** So many rows of a list of hundreds are drawn with the screen, and as many again each time the browser has nothing else to do. */
const SLICE = 40;
/** It is whole after a moment even on a device that always has something to do. */
const AT_LAST = 100;

/** @template T @param {T[]} list @returns {T[][]} */
export function slices(list) {
  return Array.from({ length: Math.ceil(list.length / SLICE) }, (_, place) => list.slice(place * SLICE, (place + 1) * SLICE));
}

/** How many slices of so many to draw now: one more with each idle moment, until all are there. @param {number} total @returns {number} */
export function useGrowing(total) {
  const [shown, show] = useState(1);
  useEffect(() => {
    if (shown >= total) return undefined;
    const more = () => show(shown + 1);
    if (typeof requestIdleCallback !== "function") {
      const timer = setTimeout(more, AT_LAST);
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(more, { timeout: AT_LAST });
    return () => cancelIdleCallback(asked);
  }, [shown, total]);
  return Math.min(shown, total);
}

/**
 * A list that is another only when one of its members is: what is made from hundreds of forms is not drawn again for one that isn't in it.
 * @template T
 * @param {() => T[]} read @param {(a: T, b: T) => boolean} [same]
 * @returns {import("./types.js").ReadonlySignal<T[]>}
 */
export function alikeList(read, same = Object.is) {
  /** @type {T[]} */
  let known = [];
  return computed(() => {
    const now = read();
    if (now.length !== known.length || !now.every((one, place) => same(one, known[place]))) known = now;
    return known;
  });
}

/**
 * What a map says of each key. Whoever asks for one is told again only when it says something else of that one: a map of hundreds
 * that changes in one place wakes nobody who doesn't stand there.
 * @template V
 * @param {() => Map<string, V>} read @param {V} none of a key it says nothing of @param {(a: V, b: V) => boolean} [same]
 * @returns {(key: string) => V}
 */
export function keyed(read, none, same = Object.is) {
  /** @type {Map<string, import("./types.js").Signal<V>>} */
  const signals = new Map();
  /** @type {Map<string, V>} */
  let known = new Map();
  effect(() => {
    const now = read();
    const before = known;
    known = now;
    for (const [key, told] of signals) {
      if (!now.has(key) && !before.has(key)) continue;
      const is = now.has(key) ? /** @type {V} */ (now.get(key)) : none;
      if (!same(told.peek(), is)) told.value = is;
    }
  });
  return (key) => {
    let found = signals.get(key);
    if (!found) signals.set(key, (found = signal(known.has(key) ? /** @type {V} */ (known.get(key)) : none)));
    return found.value;
  };
}

/**
 * What `read` says of this form: whoever shows it is drawn again only when that is something else.
 * @template F, T
 * @param {F} form @param {(form: F) => T} read
 * @returns {T}
 */
export function useSaid(form, read) {
  return useMemo(() => computed(() => read(form)), [form]).value;
}
