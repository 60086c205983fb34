// @ts-check
/** What somebody has read and put away stays away in this tab, through a reload too. */

import { useSignal } from "../../vendor/preact.js";
import { sessionShelf, shelve, taken } from "./shelf.js";

/** For a band that shows one thing after another, each by its key. @returns {{isAway: (key: string) => boolean, putAway: (key: string) => void}} */
export function usePutAway() {
  const latest = useSignal("");
  return {
    isAway: (key) => latest.value === key || Boolean(taken(sessionShelf(), key)),
    putAway: (key) => {
      shelve(sessionShelf(), key, true);
      latest.value = key;
    },
  };
}
