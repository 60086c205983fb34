// @ts-check
/**
 * What is said aloud, one after the other: a live region has room for one sentence, and of two that come in the same moment a screen
 * reader would tell the last alone.
 */

/** So long at least a sentence stands before the next takes its place. @param {string} text */
export const saidFor = (text) => Math.min(4000, Math.max(1200, text.length * 60));
/** The last one goes after so long: what is read by hand later isn't news any more. */
const STAYS = 4000;
/** The same words again are told only once the place was empty. */
const EMPTY = 60;

/**
 * What is told of a `kind` (which page, how many were found) takes the place of what still waits of it: pages turned fast are not all read.
 * @param {(text: string) => void} show @param {(act: () => void, ms: number) => any} [later]
 * @returns {(text: string, kind?: string) => void}
 */
export function aloud(show, later = (act, ms) => setTimeout(act, ms)) {
  /** @type {{text: string, kind: string}[]} */
  const waiting = [];
  let [shown, busy, turn] = ["", false, 0];
  const put = (/** @type {string} */ text) => {
    shown = text;
    show(text);
  };
  const next = () => {
    const text = waiting.shift()?.text;
    busy = text !== undefined;
    if (text === undefined) {
      const mine = turn;
      return void later(() => mine === turn && put(""), Math.max(0, STAYS - saidFor(shown)));
    }
    turn += 1;
    const again = text === shown;
    if (again) put("");
    const say = () => {
      put(text);
      later(next, saidFor(text));
    };
    return again ? void later(say, EMPTY) : say();
  };
  return (text, kind = "") => {
    if (!text || waiting.at(-1)?.text === text) return;
    const before = kind ? waiting.findIndex((one) => one.kind === kind) : -1;
    if (before >= 0) waiting.splice(before, 1);
    waiting.push({ text, kind });
    if (!busy) next();
  };
}
