// @ts-check
/**
 * The letters of the roll call. C, T and V say who is here, and half of all Vietnamese names begin with one of them: one
 * that another letter follows at once begins a name ("thu"), alone it says it.
 */

import { fold } from "../app/fold.js";

/** @type {Record<string, string>} */
export const KEYS = { c: "present", t: "online", v: "absent" };

/** So long a C, T or V waits for the letter that would make it a name. No name goes on with one of them: pressed in a row they are acts. */
export const HESITATION = 350;

/**
 * @param {(act: () => void) => () => void} after does it a little later; what it answers calls that off
 * @returns {{hold: (letter: string, act: () => void) => void, name: (letter: string) => string, settle: () => boolean}}
 */
export function hesitating(after) {
  /** @type {{letter: string, act: () => void, off: () => void} | null} */
  let held = null;
  const settle = () => {
    const one = held;
    held = null;
    one?.off();
    one?.act();
    return one !== null;
  };
  return {
    /** @param {string} letter @param {() => void} act */
    hold(letter, act) {
      settle();
      held = { letter, act, off: after(settle) };
    },
    /** The letter begins a name, with the one that waited. @param {string} letter */
    name(letter) {
      const begun = held?.letter ?? "";
      held?.off();
      held = null;
      return begun + letter;
    },
    settle,
  };
}

/** What a letter says of who is here. With Shift it begins a name. @param {{key: string, shiftKey?: boolean}} press */
export const saidBy = (press) => (press.shiftKey ? "" : (KEYS[fold(press.key)] ?? ""));
