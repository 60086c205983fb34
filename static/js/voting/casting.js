//# allFunctionsCalledOnLoad
// @ts-check
/** What a device says with a ballot: how much it knew of the voter's others when it was sent. */

import { ballotArgs } from "./choosing.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("./choosing.js").Choice} Choice */

/** Up to which entry this page has to have read before it knows its own last ballot. @type {Map<string, number>} */
const answered = new Map();

/** The house has taken a ballot sent from here. @param {string} vote @param {import("../app/types.js").Result} result */
export const takenAt = (vote, result) => void answered.set(vote, result.seq ?? 0);

/**
 * How often my ballot has been given, as far as this device knows; the answer to the last one sent from here may have come before
 * what is told of it: then nothing is said. `own`: what a device knows by itself.
 * @param {Room} room @param {string} vote @param {number} [own] @returns {{known?: number}}
 */
export function knownOf(room, vote, own = 0) {
  if ((answered.get(vote) ?? 0) > room.seen()) return {};
  return { known: Math.max(own, room.one("my_votes", vote)?.revision ?? 0) };
}

/** @param {Room} room @param {Vote} vote @param {Choice} choice @param {string} words */
export const castArgs = (room, vote, choice, words) => ({ vote: vote.id, ...ballotArgs(choice, words), ...knownOf(room, vote.id) });

/** Was a ballot refused because another one, from another device, was kept meanwhile? @param {import("../app/types.js").Result} result */
export const overtaken = (result) => result.error?.code === "conflict" && Boolean(result.error.fields?.known);

/** The same options, whatever the order. @param {Choice | undefined} one @param {Choice | undefined} other */
export const sameChoice = (one, other) => JSON.stringify([one ?? []].flat().sort()) === JSON.stringify([other ?? []].flat().sort());
