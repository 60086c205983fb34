// @ts-check
/** The meeting goes on another day with another roll: what is said of it, and the desk's notice of it. */

import { html } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { usePutAway } from "../app/putaway.js";
import { t, tn } from "../app/text.js";
import { ms } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {{id: string, kind: string, at: string, members?: number | null, came?: string[] | null, went?: string[] | null}} Renewed */

/** More are counted, not named. */
const NAMED = 4;

/** @param {Room} room @param {string[]} persons */
function who(room, persons) {
  if (persons.length > NAMED) return tn("%(num)s người", "%(num)s người", persons.length);
  const place = (/** @type {string} */ one) => room.one("people", one)?.order ?? 0;
  return [...persons].sort((a, b) => place(a) - place(b)).map((one) => room.name(one)).join(", ");
}

/** @param {Room} room @param {Renewed} one @returns {string} */
export function rollWords(room, one) {
  const [came, went] = [one.came ?? [], one.went ?? []];
  const said = [
    tn("Tổng số thành viên từ nay là %(num)s người.", "Tổng số thành viên từ nay là %(num)s người.", one.members ?? 0),
    came.length ? t("Thêm: %(names)s.", { names: who(room, came) }) : "",
    went.length ? t("Không còn là thành viên: %(names)s.", { names: who(room, went) }) : "",
  ];
  return said.filter(Boolean).join(" ");
}

/** Who counts the members hears that they are others, until they put it away. @param {{room: Room}} props */
export function RollRenewed({ room }) {
  const { isAway, putAway } = usePutAway();
  if (!["chair", "secretary"].includes(room.me.capacity ?? "") || !["in_progress", "paused"].includes(room.phase.value)) return null;
  const all = /** @type {Renewed[]} */ (Object.entries(room.by("happenings")).map(([id, one]) => ({ ...one, id })));
  const last = all.filter((one) => one.kind === "roll_renewed").sort((a, b) => ms(a.at) - ms(b.at)).at(-1);
  const key = `da-ro:${last?.id}`;
  if (!last || isAway(key)) return null;
  return html`<${Banner} icon="users" action=${html`<${Button} onPress=${() => putAway(key)}>${t("Đã rõ")}</${Button}>`}><b>${t("Danh sách thành viên đã thay đổi.")}</b> <span class="ngat">${rollWords(room, last)}</span></${Banner}>`;
}
