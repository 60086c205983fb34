// @ts-check
/** Speaking by site: who waits there, who speaks from there, how often and how long so far. Pure. */

import { HEARD, secondsSpoken } from "./figures.js";

/**
 * @typedef {import("./figures.js").Speech} Speech
 * @typedef {{waiting: Speech[], floor: Speech | null, times: number, seconds: number}} Spoken
 */

/** The hall itself, among the sites. */
export const HALL = "";

/**
 * Every speech belongs to one place: where its speaker takes part now, and the hall where that is no site of the meeting. A reply is
 * time, and no speech of its own, as everywhere.
 * @param {string[]} sites @param {(person: string) => string | null | undefined} siteOf
 * @param {{speeches: Speech[], queue: Speech[], floor: Speech | null}} matter @param {number} now
 * @returns {Map<string, Spoken>}
 */
export function spokenBySite(sites, siteOf, { speeches, queue, floor }, now) {
  const found = new Map([HALL, ...sites].map((id) => [id, /** @type {Spoken} */ ({ waiting: [], floor: null, times: 0, seconds: 0 })]));
  const there = (/** @type {Speech} */ one) => /** @type {Spoken} */ (found.get(siteOf(one.person) ?? HALL) ?? found.get(HALL));
  for (const one of queue) there(one).waiting.push(one);
  for (const one of speeches) {
    if (!HEARD.has(one.state)) continue;
    const place = there(one);
    place.times += one.replies_to ? 0 : 1;
    place.seconds += secondsSpoken(one, now);
  }
  if (floor) there(floor).floor = floor;
  return found;
}

/** In all of them together. @param {Iterable<Spoken>} places @returns {{times: number, seconds: number}} */
export function spokenInAll(places) {
  const sum = { times: 0, seconds: 0 };
  for (const one of places) {
    sum.times += one.times;
    sum.seconds += one.seconds;
  }
  return sum;
}

/** More places than these don't fit beside each other: the strip tells the first of them and leads to all. */
export const FEW = 3;

/**
 * Of many places those that matter now come first after the hall: where somebody speaks, where somebody waits, where somebody is
 * missing. The strip is one button, so nothing moves under a finger.
 * @template {{id: string, speaks: boolean, waiting: number, present: number, members: number}} T
 * @param {T[]} all @returns {T[]}
 */
export function foremost(all) {
  if (all.length <= FEW) return all;
  const rank = (/** @type {T} */ one) => (one.id === HALL ? 0 : one.speaks ? 1 : one.waiting > 0 ? 2 : one.present < one.members ? 3 : 4);
  return all.map((one, place) => ({ one, place })).sort((a, b) => rank(a.one) - rank(b.one) || a.place - b.place).map(({ one }) => one);
}
