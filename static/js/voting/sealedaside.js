// @ts-check
/**
 * What a secret ballot asks of a device and takes seconds on a slow one (opening hundreds of envelopes, looking at the whole list)
 * is done beside the page, which goes on answering; where a browser has no workers, on the page itself.
 */

import { openList } from "./sealedbox.js";
import { looked } from "./sealedlook.js";

const ACTS = { openList, looked };
/** @typedef {typeof ACTS} Acts */

/** @type {Worker | null | undefined} undefined: not begun; null: there is none */
let worker;
let last = 0;
/** @type {Map<number, {done: (value: any) => void, failed: (why: Error) => void, again: () => void}>} */
const waiting = new Map();

function begun() {
  if (worker !== undefined) return worker;
  try {
    worker = new Worker(new URL("./sealedworker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { id, value, why } }) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (why === undefined) one?.done(value);
      else one?.failed(new Error(why));
    };
    worker.onerror = () => {
      worker = null;
      for (const one of waiting.values()) one.again();
      waiting.clear();
    };
  } catch {
    worker = null;
  }
  return worker;
}

/**
 * @template {keyof Acts} Name
 * @param {Name} name @param {Parameters<Acts[Name]>} args
 * @returns {Promise<ReturnType<Acts[Name]>>}
 */
export function aside(name, ...args) {
  const act = /** @type {(...args: any[]) => any} */ (ACTS[name]);
  const there = begun();
  if (!there) return new Promise((done) => done(act(...args)));
  return new Promise((done, failed) => {
    const again = () => {
      try {
        done(act(...args));
      } catch (error) {
        failed(/** @type {Error} */ (error));
      }
    };
    waiting.set(++last, { done, failed, again });
    there.postMessage({ id: last, name, args });
  });
}
