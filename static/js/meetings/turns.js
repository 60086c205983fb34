// @ts-check
/** Why somebody stands where they stand in the list, as key words: pure functions on the forms of wire.md. The server orders. */

/**
 * @typedef {import("./figures.js").Speech} Speech
 * @typedef {import("./figures.js").History} History
 * @typedef {{reason: "left" | "placed" | "point_of_order" | "question" | "spent" | "silent" | "first" | "again" | "least" | "group" | "arrival",
 *   n?: number, seconds?: number, group?: string}} Why
 */

import { ENOUGH, usedSeconds } from "./figures.js";

/** The house's own rule, where the meeting says nothing. */
export const FIRST_TIME = "first_time";

/**
 * @typedef {object} Matter
 * @property {string} order the rule of the list
 * @property {boolean} here
 * @property {{times: number, seconds: number} | undefined} before on this item
 * @property {{times: number, seconds: number} | undefined} inAll in the meeting
 * @property {string} group
 * @property {boolean} spent the group has used its time up
 * @property {History | null | undefined} history of earlier meetings (desk only)
 */

/**
 * The one reason that says most: what the chair did before what the lane and the rule make of it.
 * @param {Speech & {placed?: boolean}} speech @param {Matter} matter
 * @returns {Why}
 */
export function whyHere(speech, matter) {
  if (!matter.here) return { reason: "left" };
  if (speech.placed) return { reason: "placed" };
  if (speech.kind === "point_of_order") return { reason: speech.kind };
  if (matter.spent) return { reason: "spent", group: matter.group };
  if (speech.kind === "question") return { reason: speech.kind };
  if (matter.order === "groups") return { reason: "group", group: matter.group };
  if (matter.order === "arrival") return { reason: "arrival" };
  if (matter.order === "least_time" && matter.inAll?.seconds) return { reason: "least", seconds: matter.inAll.seconds };
  if (matter.order !== "least_time" && matter.before?.times) return { reason: "again", n: matter.before.times + 1, seconds: matter.before.seconds };
  const silent = matter.inAll ? 0 : (matter.history?.silent ?? 0);
  return silent >= ENOUGH ? { reason: "silent", n: silent } : { reason: "first" };
}

/** Reasons that say nothing of what somebody has said so far. */
const MUTE = new Set(["arrival", "group", "placed", "spent", "question"]);

/**
 * What the chair wants to know besides, whatever the list goes by: how often and how long they have spoken, or how long they have
 * been silent.
 * @param {Why} why @param {Matter} matter
 * @returns {Why | null}
 */
export function besides(why, matter) {
  if (why.reason === "first") return matter.inAll?.seconds ? { reason: "least", seconds: matter.inAll.seconds } : null;
  if (!MUTE.has(why.reason)) return null;
  if (matter.before?.times) return { reason: "again", n: matter.before.times + 1, seconds: matter.before.seconds };
  if (matter.inAll) return { reason: "least", seconds: matter.inAll.seconds };
  const silent = matter.history?.silent ?? 0;
  return silent >= ENOUGH ? { reason: "silent", n: silent } : null;
}

/**
 * The first who can be called: whoever is not here is passed over, and stays in the list.
 * @param {Speech[]} queue @param {(person: string) => boolean} here
 * @returns {number} the place from 0; -1: nobody
 */
export function firstHere(queue, here) {
  return queue.findIndex((one) => here(one.person));
}

/** Who comes next, of those who are here; the list itself keeps the others. @param {Speech[]} queue @param {(person: string) => boolean} here @param {number} most */
export function nextHere(queue, here, most) {
  return queue.filter((one) => here(one.person)).slice(0, most);
}

/** So near its end an item's last fifth begins to be the last minutes. */
const LAST_MINUTES = 300;

/**
 * Does an item come to its end by its plan: in its last fifth, five minutes at most, and after.
 * @param {import("./figures.js").Item} item @param {number} now
 * @returns {boolean}
 */
export function nearItsEnd(item, now) {
  const planned = item.minutes * 60;
  return planned - usedSeconds(item, now) <= Math.min(LAST_MINUTES, planned / 5);
}

/**
 * Of those not heard today, who has said nothing in the last meetings they attended, three at least.
 * @template {{history: History | null}} T
 * @param {T[]} found
 * @returns {T[]}
 */
export function longSilent(found) {
  return found.filter((one) => (one.history?.silent ?? 0) >= ENOUGH);
}
