// @ts-check
/** What is said aloud of a secret ballot: that a device found it doesn't agree, and when. Never a choice; whose device, to the desk. */

import { t } from "../app/text.js";

/** @typedef {import("../meetings/happened.js").Dispute} Dispute */

/** The very same for the same form, as long as it is of the same vote: who draws them sees which are new. @type {WeakMap<object, Dispute[]>} */
const made = new WeakMap();

/** @param {any} box @param {{item: string | null, question: string}} vote @returns {Dispute[]} */
function ofBox(box, vote) {
  const found = made.get(box) ?? (box.disputed_at ?? []).map((/** @type {string} */ at, /** @type {number} */ n) => (
    { id: `${box.id}:${n}`, at, item: vote.item, person: Array.isArray(box.disputes) ? (box.disputes[n] ?? "") : "", question: vote.question }
  ));
  made.set(box, found);
  return found;
}

/** @param {import("../app/types.js").Room} room @returns {Dispute[]} */
export function disputesOf(room) {
  return Object.values(room.by("sealed")).flatMap((box) => {
    const vote = box.disputed_at?.length ? room.one("votes", box.id) : null;
    return vote ? ofBox(box, vote) : [];
  });
}

/** @param {import("../app/types.js").Room} room @param {Dispute} one @returns {string} */
export function disputeSaid(room, { person, question }) {
  const name = person ? room.name(person) : "";
  return name ? t("Máy của %(name)s báo phiếu không khớp: %(question)s", { name, question }) : t("Có máy báo phiếu không khớp: %(question)s", { question });
}
