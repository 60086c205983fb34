// @ts-check
/** Pausing: until a time, until another day (the same meeting goes on), or without one. */

import { html, useState } from "../../vendor/preact.js";
import { ddmm, hhmm } from "../app/clock.js";
import { Button, Sheet, useOver } from "../app/components.js";
import { t, tc, tn } from "../app/text.js";
import { goOn } from "./acting.js";
import { adjourned, anotherDay, dayOf, momentOn, nextAt, soon } from "./breaks.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {"break" | "day" | "open"} Way */

const MINUTES = [10, 15, 30, 60];
const DAY = 86_400_000;

/** @param {Room} room */
export function pauseMeeting(room) {
  room.sheet((close) => html`<${PauseSheet} room=${room} close=${close} />`);
}

/** Until when, as the sheet has it. @param {Way} way @param {string} time @param {string} day @param {number} now */
function chosen(way, time, day, now) {
  if (way === "open") return "";
  return way === "break" ? nextAt(time, now) : momentOn(day, time, now);
}

/** What will be so, in words. @param {Way} way @param {string} until @param {number} now */
function willBe(way, until, now) {
  if (way === "open") return t("Phiên họp nghỉ cho đến khi bấm Họp tiếp.");
  if (!until) return way === "day" ? t("Chọn một ngày giờ sau lúc này.") : t("Chọn giờ họp lại.");
  const values = { time: hhmm(until), day: ddmm(until) };
  if (way === "day") return t("Họp tiếp lúc %(time)s ngày %(day)s. Nội dung đã họp được giữ nguyên.", values);
  return anotherDay(until, now) ? t("Họp lại lúc %(time)s ngày mai, %(day)s.", values) : t("Họp lại lúc %(time)s.", values);
}

/** @param {{room: Room, close: () => void}} props */
function PauseSheet({ room, close }) {
  useOver(room.phase.value !== "in_progress", close);
  const begun = room.now();
  const [way, go] = useState(/** @type {Way} */ ("break"));
  const [time, at] = useState(() => hhmm(soon(begun, 15)));
  const [day, on] = useState(() => dayOf(begun + DAY));
  const now = room.minute.value;
  const until = chosen(way, time, day, now);
  const vote = room.vote.value;
  const why = !room.connected.value ? t("Cần có mạng") : vote ? t("Đóng biểu quyết trước") : way !== "open" && !until ? willBe(way, until, now) : "";
  const pause = () => {
    close();
    const done = way === "day" && until ? t("Phiên họp dừng, họp tiếp ngày %(day)s", { day: ddmm(until) }) : t("Phiên họp tạm nghỉ");
    room.act("meeting.pause", until ? { until } : {}, { done, undo: () => goOn(room) });
  };
  /** @param {Way} next */
  const choose = (next) => { go(next); at(hhmm(next === "day" ? (room.meeting.value?.starts_at ?? begun) : soon(room.now(), 15))); };
  return html`<${Sheet} title=${tc("act", "Tạm nghỉ")} onClose=${close}><p class="ph">${vote ? t("Đang biểu quyết: %(question)s", { question: vote.question }) : keptWords(room, until !== "" && adjourned(until, now))}</p>
    <${Ways} way=${way} choose=${choose} />
    ${way === "break" && html`<div class="hang g2 wrap phut">${MINUTES.map((n) => html`<${Button} key=${n} onPress=${() => at(hhmm(soon(room.now(), n)))}>${tn("%(num)s phút", "%(num)s phút", n)}</${Button}>`)}</div>`}
    ${way !== "open" && html`<div class=${way === "day" ? "hai-cot" : ""}>
      ${way === "day" && html`<div class="truong"><label for="nghi-ngay">${t("Ngày")}</label><input id="nghi-ngay" class="o-nhap" type="date" min=${dayOf(begun)} value=${day} onInput=${(/** @type {any} */ event) => on(event.target.value)} /></div>`}
      <div class="truong"><label for="nghi-gio">${t("Họp lại lúc")}</label><input id="nghi-gio" class="o-nhap" type="time" value=${time} onInput=${(/** @type {any} */ event) => at(event.target.value)} /></div></div>`}
    <p class="se-la" role="status">${willBe(way, until, now)}</p>
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Quay lại")}</${Button}>
      <${Button} large kind="chinh" disabled=${why !== ""} why=${why} onPress=${pause}>${way === "day" ? t("Dừng phiên họp") : tc("act", "Tạm nghỉ")}</${Button}></div></${Sheet}>`;
}

/** @param {Room} room @param {boolean} overnight everybody goes home with the day, and only then the speech is over: until then it can be taken back */
function keptWords(room, overnight) {
  const floor = room.floor.value;
  const kept = t("Danh sách phát biểu được giữ nguyên.");
  const name = floor ? room.name(floor.person) : "";
  if (floor && overnight) return `${t("Họp lại ngay trong hôm nay thì %(name)s nói tiếp; hết ngày thì lượt phát biểu này kết thúc, thời gian đã nói vẫn được tính.", { name })} ${kept}`;
  return floor?.state === "speaking" ? `${t("%(name)s đang phát biểu sẽ nói tiếp khi họp lại.", { name })} ${kept}` : kept;
}

/** @param {{way: Way, choose: (way: Way) => void}} props */
function Ways({ way, choose }) {
  /** @type {[Way, string][]} */
  const ways = [["break", t("Nghỉ giải lao")], ["day", t("Họp tiếp ngày khác")], ["open", t("Chưa định giờ")]];
  return html`<fieldset class="truong"><legend>${t("Nghỉ đến bao giờ")}</legend><div class="chon-mot ngang">${ways.map(([value, name]) => html`<label>
    <input type="radio" name="nghi" checked=${way === value} onChange=${() => choose(value)} /><span>${name}</span></label>`)}</div></fieldset>`;
}
