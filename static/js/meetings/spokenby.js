// @ts-check
/**
 * How often and how long somebody has spoken, and whose group has used its time up: a row of a long list is told of its own person alone.
 * Both count what runs until the last entry, and not as the seconds go by: it is then that the server orders the list, and a row says why it
 * stands where it stands.
 */

import { computed } from "../../vendor/preact.js";
import { keyed } from "../app/alike.js";
import { t } from "../app/text.js";
import { minutes, spokenUntil } from "./figures.js";
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
    // What runs is in the list only where who speaks waits again: elsewhere no row is told of anew.
    const until = computed(() => (room.queue.value.some((one) => one.person === room.floor.value?.person) ? room.now() : 0));
    const said = keyed(() => saidNow(room.heard.value, until.value), /** @type {Told | undefined} */ (undefined), (a, b) => a?.times === b?.times && a?.seconds === b?.seconds);
    const spent = keyed(() => new Map(spentGroups(room).map((group) => [group, true])), false);
    known.set(room, (found = { said, spent }));
  }
  return found;
}

/** In the meeting by person, and on each item. @param {import("../app/types.js").Speech[]} heard @param {number} now @returns {Map<string, Told | undefined>} */
function saidNow(heard, now) {
  /** @type {Map<string, Told | undefined>} */
  const found = new Map(spokenUntil(heard, now));
  for (const item of new Set(heard.map((one) => one.item))) {
    for (const [person, told] of spokenUntil(heard, now, item)) found.set(`${item} ${person}`, told);
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

/** @param {number} seconds @returns {string} */
export function spokeWords(seconds) {
  return seconds > 0 && seconds < 60 ? t("đã nói dưới 1 phút") : t("đã nói %(m)s phút", { m: minutes(seconds) });
}

/** @param {number} time which time it will be @param {number} seconds spoken before it @returns {string} */
export const againWords = (time, seconds) => t("Lần %(n)s · %(spoke)s", { n: time, spoke: spokeWords(seconds) });
