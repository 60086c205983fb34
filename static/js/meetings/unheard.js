// @ts-check
/** Who is here and was not heard, live: put in order once, then only looked through when somebody comes, asks or speaks. */

import { alikeList } from "../app/alike.js";
import { computed } from "../../vendor/preact.js";
import { rankedUnheard, stillUnheard } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @type {WeakMap<Room, import("../app/types.js").ReadonlySignal<import("./figures.js").Unheard[]>>} */
const known = new WeakMap();

/** Another list only when somebody comes into it or leaves it. @param {Room} room @returns {import("./figures.js").Unheard[]} */
export function unheard(room) {
  let found = known.get(room);
  if (!found) {
    const ranked = computed(() => rankedUnheard(room.people.value, room.by("unheard")));
    known.set(room, (found = alikeList(() => stillUnheard(ranked.value, room.by("attendance"), room.speeches.value))));
  }
  return found.value;
}
