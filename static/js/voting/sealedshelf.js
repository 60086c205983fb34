// @ts-check
/** What only this device may know of a secret vote: a voter's own ballot, a board tablet's keys. Lost with the page where the browser keeps nothing. */

import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { withoutChoice } from "./sealedmine.js";

const NAME = "dien-hong-sealed";
/** @type {Map<string, any>} */
const memory = new Map();
/** @type {Promise<IDBDatabase | null> | null} */
let opened = null;

function database() {
  opened ??= new Promise((found) => {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found(null);
      asked.onblocked = () => found(null);
    } catch {
      found(null);
    }
  });
  return opened;
}

/** @param {"readonly" | "readwrite"} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
async function within(mode, act) {
  const base = await database();
  if (!base) return undefined;
  return new Promise((done) => {
    try {
      const transaction = base.transaction("kept", mode);
      const asked = act(transaction.objectStore("kept"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = () => done(undefined);
      transaction.onabort = () => done(undefined);
    } catch {
      done(undefined);
    }
  });
}

/** @param {string} key @param {any} value */
export async function keep(key, value) {
  memory.set(key, value);
  await within("readwrite", (store) => store.put(value, key));
}

/** Another tab may have changed it. @param {string} key @returns {Promise<any>} */
export async function kept(key) {
  return (await within("readonly", (store) => store.get(key))) ?? memory.get(key) ?? null;
}

/** @param {string} key */
export async function forget(key) {
  memory.delete(key);
  await within("readwrite", (store) => store.delete(key));
}

/** @param {string} start @returns {Promise<string[]>} */
async function keysFrom(start) {
  const names = /** @type {string[]} */ ((await within("readonly", (store) => store.getAllKeys())) ?? []);
  return [...new Set([...names, ...memory.keys()])].filter((key) => key.startsWith(start));
}

// -- a voter's own ballots --------------------------------------------------------------------------------------------

/** @typedef {import("./sealedmine.js").Kept} Kept */

/** Says that there are ballots here, as `SOME` does of keys. */
const BALLOTS = "dien-hong:phieu-kin";
/** Under vote and person, never under a digest: which ballot is looked for is not for the house to say. @param {string} vote @param {string} person */
const mineKey = (vote, person) => `mine:${vote}:${person}`;
const TAB = "cua-so";
let tab = "";

/** This window until it is closed, also when it is loaded anew: another one of the same browser has another. */
export function thisTab() {
  tab ||= taken(sessionShelf(), TAB) ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  shelve(sessionShelf(), TAB, tab);
  return tab;
}

/**
 * Read and written in one transaction: of two windows that seal at once, neither loses what the other has sealed.
 * @param {string} key @param {(was: Kept | null) => Kept | null} by @returns {Promise<Kept | null>}
 */
async function changed(key, by) {
  /** @type {Kept | null | undefined} */
  let now;
  await within("readwrite", (store) => {
    const asked = store.get(key);
    asked.onsuccess = () => {
      now = by(asked.result ?? memory.get(key) ?? null);
      if (now) store.put(now, key);
    };
    return asked;
  });
  if (now === undefined) now = by(memory.get(key) ?? null); // this browser keeps nothing
  if (now) memory.set(key, now);
  return now;
}

/** @param {{me: {person: string}}} room @param {string} vote @returns {Promise<Kept | null>} */
export const mineOf = (room, vote) => kept(mineKey(vote, room.me.person));

/** @param {{me: {person: string}}} room @param {string} vote @param {(was: Kept | null) => Kept | null} by @returns {Promise<Kept | null>} */
export function changeMine(room, vote, by) {
  some(true, BALLOTS);
  return changed(mineKey(vote, room.me.person), by);
}

/** Of everybody on this tablet: their ballots of this vote (of all, without one) are no longer readable. @param {(was: Kept) => Kept} by @param {string} [vote] */
export async function forgetChoices(by, vote = "") {
  if (!some(undefined, BALLOTS)) return;
  await Promise.all((await keysFrom("ballot:")).map(forget)); // as an earlier release kept them
  const mine = await keysFrom(vote ? `mine:${vote}:` : "mine:");
  await Promise.all(mine.map((key) => changed(key, (was) => was && by(was))));
}

/** Whoever signs out leaves no choice on a tablet that is the hall's. */
export const leaveNoChoice = () => forgetChoices(withoutChoice);

// -- a board tablet's keys --------------------------------------------------------------------------------------------

/** Keys of a meeting that this device has not seen again for so long open nothing any more. */
const LONGEST = 30 * 24 * 3600 * 1000;
/** Says that there are keys here at all, so that no other device opens its shelf to look. */
const SOME = "dien-hong:khoa-hom-phieu";

/** @param {string} vote @param {string} person */
const boardKey = (vote, person) => `board:${vote}:${person}`;

/** @param {boolean} [there] @param {string} [what] @returns {boolean} */
function some(there, what = SOME) {
  try {
    if (there === true) localStorage.setItem(what, "1");
    if (there === false) localStorage.removeItem(what);
    return localStorage.getItem(what) !== null;
  } catch {
    return memory.size > 0;
  }
}

/** @param {{me: {person: string}, stream: string}} room @param {string} vote @param {any} made */
export async function keepKeys(room, vote, made) {
  some(true);
  await keep(boardKey(vote, room.me.person), { ...made, stream: room.stream, at: Date.now() });
}

/** @param {{me: {person: string}}} room @param {string} vote @returns {Promise<any>} */
export const keysOf = (room, vote) => kept(boardKey(vote, room.me.person));

/** @param {{me: {person: string}}} room @param {string} vote */
export const forgetKeys = (room, vote) => forget(boardKey(vote, room.me.person));

/**
 * Which keys open nothing any more: of a draft that was taken away or given another board, or left over from a meeting long ago. A
 * board that is there says itself when its keys are over. Pure.
 * @param {[string, any][]} all @param {{person: string, stream: string, boards: string[], now: number}} here
 */
export function leftOver(all, { person, stream, boards, now }) {
  const gone = (/** @type {[string, any]} */ [key, value]) => {
    const [kind, vote, owner] = key.split(":");
    if (kind !== "board") return false;
    if (owner === person && value?.stream === stream) return !boards.includes(vote);
    return now - (value?.at ?? 0) > LONGEST;
  };
  return all.filter(gone).map(([key]) => key);
}

/** Forgets the keys that are left over; returns whose votes they were. @param {{me: {person: string}, stream: string}} room @param {string[]} boards @returns {Promise<string[]>} */
export async function tidyKeys(room, boards) {
  if (!some()) return [];
  const keys = await keysFrom("board:");
  if (!keys.length) some(false);
  const all = await Promise.all(keys.map(async (key) => /** @type {[string, any]} */ ([key, await kept(key)])));
  const gone = leftOver(all, { person: room.me.person, stream: room.stream, boards, now: Date.now() });
  await Promise.all(gone.map(forget));
  return gone.map((key) => key.split(":")[1]);
}
