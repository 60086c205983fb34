// @ts-check
/** What stands under a person's name: the office, and for a substitute whom they go for. */

import { t } from "../app/text.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @param {Room} room @param {string | null | undefined} id @returns {string} */
export function titleOf(room, id) {
  const person = room.one("people", id);
  if (!person) return "";
  const instead = person.substitutes ? t("dự thay %(name)s", { name: room.name(person.substitutes) }) : "";
  return [person.office, instead].filter(Boolean).join(" · ");
}
