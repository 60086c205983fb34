// @ts-check
/** How often and how long somebody has spoken, and whose group has used its time up, live: a row of a long list is told of its own person alone. */

import { keyed } from "../app/alike.js";
import { spoken } from "./figures.js";
import { spentGroups } from "./quotas.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {{times: number, seconds: number}} Told
 */

/** @type {WeakMap<Room, {said: (key: string) => Told | undefined, spent: (group: string) => boolean}>} */
const known = new WeakMap();

/** @param {Room} room */
function of(room) {
  let found = known.get(room);
  if (!found) {
    const said = keyed(() => saidNow(room.heard.value), /** @type {Told | undefined} */ (undefined), (a, b) => a?.times === b?.times && a?.seconds === b?.seconds);
    const spent = keyed(() => new Map(spentGroups(room).map((group) => [group, true])), false);
    known.set(room, (found = { said, spent }));
  }
  return found;
}

/** In the meeting by person, and on each item. @param {import("../app/types.js").Speech[]} heard @returns {Map<string, Told | undefined>} */
function saidNow(heard) {
  const found = new Map(spoken(heard));
  for (const item of new Set(heard.map((one) => one.item))) {
    for (const [person, told] of spoken(heard, item)) found.set(`${item} ${person}`, told);
  }
  return found;
}

/** In the meeting, or on one item only. @param {Room} room @param {string} person @param {string} [item] */
export function spokenBy(room, person, item = "") {
  return of(room).said(item ? `${item} ${person}` : person);
}

/** Has the group of somebody who waits used up its time? @param {Room} room @param {string} group */
export function isSpent(room, group) {
  return group !== "" && of(room).spent(group);
}
