// @ts-check
/** Who still waits when an item or the meeting is over, in words for whoever ends it and for themselves. */

import { html } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { usePutAway } from "../app/putaway.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { adjourned } from "./breaks.js";
import { ms } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

/** So many who wait are named before the rest are counted. */
const NAMED = 3;

/** @param {Room} room @param {Speech[]} waiting in order @returns {string} */
export function waitingWords(room, waiting) {
  const named = waiting.slice(0, NAMED).map((one) => room.name(one.person)).join(", ");
  const more = waiting.length - NAMED;
  const names = more > 0 ? tn("%(names)s và %(num)s người khác", "%(names)s và %(num)s người khác", more, { names: named }) : named;
  return waiting.length ? tn("Còn %(num)s người chờ phát biểu: %(names)s.", "Còn %(num)s người chờ phát biểu: %(names)s.", waiting.length, { names }) : "";
}

/**
 * My request on an item that is over, the latest of them; none where I have spoken or asked since. Pure.
 * @param {Speech[]} speeches @param {{id: string, state: string}[]} items @param {string} me @returns {Speech | null}
 */
export function lapsed(speeches, items, me) {
  const over = new Set(items.filter((one) => one.state === "done").map((one) => one.id));
  const mine = speeches.filter((one) => one.person === me);
  const last = mine.filter((one) => one.state === "waiting" && !one.replies_to && over.has(one.item)).sort((a, b) => ms(a.requested_at) - ms(b.requested_at)).at(-1);
  return last && !mine.some((one) => ms(one.requested_at) > ms(last.requested_at)) ? last : null;
}

/** @param {Room} room */
export const lapsedNow = (room) => lapsed(room.speeches.value, room.items.value, room.me.person);

/** @param {Room} room @param {Speech} mine */
export function lapsedWords(room, mine) {
  const title = unbroken(room.one("items", mine.item)?.title ?? "");
  return t("Nội dung %(n)s (%(title)s) đã kết thúc, đăng ký phát biểu của tôi ở nội dung này không còn.", { n: room.order(mine.item), title });
}

/** The item went on without me: I am told, until I put it away. @param {{room: Room}} props */
export function Lapsed({ room }) {
  const { isAway, putAway } = usePutAway();
  const mine = lapsedNow(room);
  const key = `da-qua:${mine?.id}`;
  if (!mine || isAway(key)) return null;
  return html`<${Banner} icon="hand-palm" action=${html`<${Button} onPress=${() => putAway(key)}>${t("Đã rõ")}</${Button}>`}><span class="ngat">${lapsedWords(room, mine)}</span></${Banner}>`;
}

/** Why nobody can be called just now, whoever waits; empty while the meeting is in progress. @param {Room} room */
export function whyNobody(room) {
  const phase = room.phase.value;
  const until = room.meeting.value?.until;
  if (phase === "in_progress") return "";
  if (phase === "ended") return t("Phiên họp đã kết thúc.");
  if (phase === "paused") return until && adjourned(until, room.minute.value) ? t("Họp tiếp vào ngày khác.") : t("Đang tạm nghỉ.");
  return t("Phiên họp chưa bắt đầu.");
}
