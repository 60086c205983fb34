// @ts-check
/** Long lists: a row that would look as it does already is not drawn again. */

import { computed, useMemo, useRef } from "../../vendor/preact.js";

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
 * What `read` says of this form: whoever shows it is drawn again only when that is something else.
 * @template F, T
 * @param {F} form @param {(form: F) => T} read
 * @returns {T}
 */
export function useSaid(form, read) {
  return useMemo(() => computed(() => read(form)), [form]).value;
}
