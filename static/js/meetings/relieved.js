// @ts-check
/** A member who sent somebody in their place has come after all: from then on they speak for themselves, and all three are told. */

import { html } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { usePutAway } from "../app/putaway.js";
import { t } from "../app/text.js";
import { HERE } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @param {Room} room @param {string | null | undefined} person */
const here = (room, person) => Boolean(person) && HERE.has(room.one("attendance", person)?.status);

/** Does this one go for somebody who is here? @param {Room} room @param {string} person */
export const relieved = (room, person) => here(room, room.one("people", person)?.substitutes);

/** Who is here although the member they go for is, too; nobody once the meeting is over. @param {Room} room */
export const bothHere = (room) => (room.phase.value === "ended" ? [] : room.people.value.filter((one) => one.substitutes && here(room, one.id) && here(room, one.substitutes)));

/** To the substitute and to the member. @param {{room: Room}} props */
export function RelievedMe({ room }) {
  const me = room.me.person;
  const mine = bothHere(room).find((one) => one.id === me || one.substitutes === me);
  if (!mine) return null;
  const words = mine.id === me ? t("%(name)s đã có mặt: người đi thay dự nghe, không phát biểu thay nữa.", { name: room.name(mine.substitutes) }) : t("%(name)s đi thay tôi không phát biểu thay nữa, vì tôi đã có mặt.", { name: mine.name });
  return html`<div role="status"><${Banner} icon="user-switch">${words}</${Banner}></div>`;
}

/** To the chair and the desk, until it is put away there. @param {{room: Room}} props */
export function RelievedNote({ room }) {
  const { isAway, putAway } = usePutAway();
  const key = (/** @type {string} */ id) => `thoi-thay:${room.stream}:${id}`;
  const one = bothHere(room).find(({ id }) => !isAway(key(id)));
  if (!one) return null;
  return html`<div role="status"><${Banner} icon="user-switch" action=${html`<${Button} onPress=${() => putAway(key(one.id))}>${t("Đã rõ")}</${Button}>`}>${t("%(member)s đã đến. %(name)s đi thay từ nay dự nghe, không phát biểu thay nữa.", { member: room.name(one.substitutes), name: one.name })}</${Banner}></div>`;
}
