//# allFunctionsCalledOnLoad
// @ts-check
/** What a page knows of a ballot before the house does. */

import { signal } from "../../vendor/preact.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("./choosing.js").Choice} Choice */

/**
 * What this page knows of one ballot: the choice not yet sent, what was sent from here, what was refused, and what gave way to a
 * ballot from another device.
 * @typedef {{choice: Choice, words: string | null, sent: Choice, refused: string, gaveWay: Choice, editing: boolean, aside: boolean,
 *   seen: string, acknowledged: boolean}} Draft
 */
/** @type {Map<string, import("../app/types.js").Signal<Draft>>} */
const drafts = new Map();

/** Kept over leaving the page to read the draft decision and coming back. @param {string} vote */
export function draftOf(vote) {
  let found = drafts.get(vote);
  if (!found) {
    /** @type {Partial<Draft>} */
    const kept = taken(sessionShelf(), `ballot:${vote}`) ?? {};
    const made = signal(/** @type {Draft} */ ({ choice: null, words: null, sent: null, refused: "", gaveWay: null, editing: false, aside: false, seen: "", acknowledged: false, ...kept }));
    made.subscribe(({ choice, words, sent, seen }) => shelve(sessionShelf(), `ballot:${vote}`, { choice, words, sent, seen }));
    drafts.set(vote, made);
    found = made;
  }
  return found;
}

/** @param {import("../app/types.js").Signal<Draft>} draft @param {Partial<Draft>} more */
export const change = (draft, more) => (draft.value = { ...draft.peek(), ...more });

/** My ballot on its way to the house. @param {Room} room @param {Vote} vote */
export const goingOf = (room, vote) => room.outbox.pending.value.find((one) => ["vote.cast", "sealed.cast"].includes(one.name) && one.args.vote === vote.id);
