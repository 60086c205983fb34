// @ts-check
/** The worker of sealedaside.js. */

import { openList } from "./sealedbox.js";
import { looked } from "./sealedlook.js";

/** @type {Record<string, (...args: any[]) => any>} */
const acts = { openList, looked };

self.onmessage = ({ data: { id, name, args } }) => {
  try {
    self.postMessage({ id, value: acts[name](...args) });
  } catch (error) {
    self.postMessage({ id, why: String(/** @type {any} */ (error)?.message ?? error) });
  }
};
