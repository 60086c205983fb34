// @ts-check
/** Speaking: who has the floor, who waits. */

import { html, useComputed, useState } from "../../vendor/preact.js";
import { placeApart, useAlike, useSaid } from "../app/alike.js";
import { mmss } from "../app/clock.js";
import { Chip, Ring, useStill } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { adjourned } from "./breaks.js";
import { floorSeconds, ms, secondsLeft } from "./figures.js";
import { MyGist } from "./gist.js";
import { isHere } from "./order.js";
import { relieved } from "./relieved.js";
import { floorWords, interrupted } from "./reply.js";
import { SiteOf } from "./sitefloor.js";
import { againWords, spokenBy } from "./spokenby.js";
import { whyNobody } from "./stillwaiting.js";
import { titleOf } from "./titles.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

/** @param {{room: Room, size?: number, children?: any}} props */
export function SpeakerCard({ room, size = 76, children }) {
  const floor = room.floor.value;
  if (!floor) return null;
  const [main, title] = [interrupted(room), titleOf(room, floor.person)];
  return html`<section class="the noi" aria-label=${floorWords(floor)}>
    <${Ring} room=${room} speech=${floor} size=${size} width=${7} words=${size >= 100} />
    <div class="ai"><p class="phu vua">${floorWords(floor)}</p><span class="ten-nguoi"><b>${room.name(floor.person)}</b>${title && html`<span class="v">${title}</span>`}</span><${SiteOf} room=${room} person=${floor.person} />
      ${floor.to && html`<p class="phu vua">${t("chất vấn %(name)s", { name: room.name(floor.to) })}</p>`}${main && html`<p class="phu vua">${t("Sau đó %(name)s nói tiếp", { name: room.name(main.person) })}</p>`}</div>
    ${children}</section>`;
}

/** How much of a speech is left, in words. @param {{room: Room, speech: Speech}} props */
export function SpeechLeft({ room, speech }) {
  const left = secondsLeft(speech, room.second.value);
  return html`<span class="con so">${left >= 0 ? t("còn %(time)s", { time: mmss(left) }) : t("quá %(time)s", { time: mmss(left) })}</span>`;
}

/** What is left of a break; null where nobody has said until when, or it is another day. @param {Room} room @returns {number | null} seconds */
function breakSeconds(room) {
  if (room.phase.value !== "paused") return 0;
  const until = room.meeting.value?.until;
  return until && !adjourned(until, room.now()) ? Math.max(0, ms(until) - room.now()) / 1000 : null;
}

/** Of whom it is known that they can't be called just now: nobody waits for them. @param {Room} room @param {string} person */
const away = (room, person) => Boolean(room.one("attendance", person)) && !isHere(room, person);

/** Seconds until a place in the queue has its turn, if everybody takes their time; null: who could say. @param {Room} room @param {number} place from 0 */
export function waitSeconds(room, place) {
  const pause = breakSeconds(room);
  if (pause === null) return null;
  return pause + floorSeconds([room.floor.value, interrupted(room)], room.now()) + room.queue.value.slice(0, place).filter((one) => !away(room, one.person)).reduce((sum, one) => sum + (one.limit || 300), 0);
}

/** The same as it is said to whoever waits. @param {Room} room @param {number} place from 0 @returns {number | null} */
function waitMinutes(room, place) {
  const seconds = waitSeconds(room, place);
  return seconds === null ? null : Math.max(1, Math.round(seconds / 60));
}

/** From an hour on: hours and minutes, of which the last few are nobody's to know. @param {number} wait minutes @returns {string} "": less than an hour */
export function hoursWords(wait) {
  const rounded = Math.round(wait / 5) * 5;
  if (rounded < 60) return "";
  const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
  const words = tn("%(num)s giờ", "%(num)s giờ", hours);
  return rest ? `${words} ${tn("%(num)s phút", "%(num)s phút", rest)}` : words;
}

/** What a row says under the name: the gist, or that they have spoken, or the office. @param {Room} room @param {Speech} speech */
export function rowWords(room, speech) {
  if (speech.gist) return speech.gist;
  const before = spokenBy(room, speech.person);
  const office = titleOf(room, speech.person);
  if (!before) return office;
  return againWords(before.times + 1, before.seconds);
}

/** Of the request that is withdrawn there, once the clock is known; -1: none. @param {Room} room */
export const myPlace = (room) => (room.second.value ? room.queue.value.findIndex((one) => one.person === room.me.person && one.kind === "speech") : -1);

/** @param {number} n from 1 @param {number | null} wait minutes */
function placeWords(n, wait) {
  if (wait === null) return t("Thứ tự %(n)s", { n });
  const hours = hoursWords(wait);
  return hours ? t("Thứ tự %(n)s · khoảng %(time)s nữa", { n, time: hours }) : tn("Thứ tự %(n)s · khoảng %(num)s phút nữa", "Thứ tự %(n)s · khoảng %(num)s phút nữa", wait, { n });
}

/** Whoever goes for somebody who has come is not called any more: no turn is promised. @param {Room} room */
const noTurn = (room) => (relieved(room, room.me.person) ? t("Thành viên đã có mặt.") : "");

/** In one's own row. @param {Room} room @param {number} place from 0; -1: not in the list any more */
export function waitWords(room, place) {
  if (place < 0) return "";
  if (noTurn(room)) return noTurn(room);
  const wait = waitMinutes(room, place);
  if (wait === null) return whyNobody(room);
  const hours = hoursWords(wait);
  return hours ? t("Khoảng %(time)s nữa", { time: hours }) : tn("Khoảng %(num)s phút nữa", "Khoảng %(num)s phút nữa", wait);
}

/** @param {Room} room */
export function myPlaceWords(room) {
  const place = myPlace(room);
  return place < 0 ? "" : noTurn(room) || placeWords(place + 1, waitMinutes(room, place));
}

/** One's own place and wait, where one withdraws: on a phone the list is far below. @param {{room: Room, before?: string}} props before: what the place is of */
export function MyPlace({ room, before = "" }) {
  const words = useComputed(() => myPlaceWords(room)).value;
  return words && html`<small class="thu-tu">${before ? `${unbroken(before)} · ${words}` : words}</small>`;
}

/** The waiting list of the current item. `row` draws what stands at a row's end. @param {{room: Room, row?: (speech: Speech) => any}} props */
export function Queue({ room, row }) {
  const [rows, still] = useStill(room.queue.value);
  const item = room.item.value;
  const drawn = useAlike();
  const [apart] = useState(() => placeApart());
  // The entry may come before the answer: who is in the list is not shown a second time.
  const listed = rows.filter((one) => one.person === room.me.person).map((one) => one.kind);
  const waitingToSend = room.outbox.pending.value.some((one) => one.name === "speaking.request" && !listed.includes(one.args.kind ?? "speech"));
  return html`<div class="ds-phat-bieu">
    ${item?.queue === "locked" && html`<p><${Chip} icon="lock-simple" tone="vang">${t("Đã khóa danh sách")}</${Chip}></p>`}
    ${rows.length === 0 && !waitingToSend ? html`<p class="phu vua trong-ds">${t("Chưa có ai đăng ký.")}</p>` : null}
    <ol class="hang-doi" ...${still}>${apart(rows).map((speech) => drawn(speech.id, [speech, row], () => html`<${QueueRow} key=${speech.id} room=${room} speech=${speech} row=${row} />`))}
      ${waitingToSend && html`<li class="toi cho-gui"><span></span><div><b>${t("Tôi")}</b><span class="v">${room.held("speaking.request") ? t("Chờ gửi") : t("Đang gửi")}</span></div></li>`}</ol></div>`;
}

/** @param {{room: Room, speech: Speech, row?: (speech: Speech) => any}} props */
function QueueRow({ room, speech, row }) {
  const mine = speech.person === room.me.person;
  const question = speech.to ? t("Chất vấn %(name)s", { name: room.name(speech.to) }) : t("Chất vấn");
  const kind = { question, point_of_order: t("Về thủ tục") }[speech.kind];
  const words = useSaid(speech, (one) => (mine ? waitWords(room, room.queue.value.findIndex(({ id }) => id === one.id)) : rowWords(room, one)));
  return html`<li class=${mine ? "toi" : ""}><span class="stt"></span>
    <div><b>${mine ? t("Tôi") : room.name(speech.person)}</b>
      <span class="v">${words}</span>
      ${mine && speech.gist && html`<span class="v">${speech.gist}</span>`}
      ${kind && html`<span class="v"><${Chip} tone="vien">${kind}</${Chip}></span>`}
      ${mine && html`<${MyGist} room=${room} request=${speech} />`}</div>
    ${row ? row(speech) : null}</li>`;
}
