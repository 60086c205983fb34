// @ts-check
/** My request was taken off the list: I read why, until I put it away, ask again, or the item is over. */

import { html } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { usePutAway } from "../app/putaway.js";
import { t } from "../app/text.js";
import { ms } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {{id: string, item: string | null, reason: string, at: string}} Gone */

/** The latest of the current item after which I have not asked again. @param {Room} room @returns {Gone | null} */
export function declinedNow(room) {
  const item = room.item.value?.id;
  const all = /** @type {Gone[]} */ (Object.entries(room.by("my_declined")).map(([id, one]) => ({ ...one, id })));
  const last = all.filter((one) => item && one.item === item).sort((a, b) => ms(a.at) - ms(b.at)).at(-1);
  if (!last) return null;
  const again = room.speeches.value.some((one) => one.person === room.me.person && one.item === item && ms(one.requested_at) > ms(last.at));
  return again ? null : last;
}

/** @param {Gone} gone @returns {string} */
export function declinedWords(gone) {
  if (!gone.reason) return t("Đăng ký của tôi đã được đưa ra khỏi danh sách phát biểu.");
  return t("Đăng ký của tôi đã được đưa ra khỏi danh sách phát biểu. Lý do: %(reason)s", { reason: gone.reason });
}

/** @param {{room: Room}} props */
export function Declined({ room }) {
  const { isAway, putAway } = usePutAway();
  const gone = declinedNow(room);
  const key = `da-ro:${gone?.id}`;
  if (!gone || isAway(key)) return null;
  return html`<${Banner} icon="list" action=${html`<${Button} onPress=${() => putAway(key)}>${t("Đã rõ")}</${Button}>`}><span class="ngat">${declinedWords(gone)}</span></${Banner}>`;
}
