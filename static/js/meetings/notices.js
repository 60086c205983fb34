// @ts-check
/** Notices of the desk: written in a sheet, shown under the header of everybody they are for, until put away. */

import { html, signal, useState } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Banner, Button, Sheet, useOver } from "../app/components.js";
import { deviceShelf, sessionShelf, shelve, taken } from "../app/shelf.js";
import { t, tc } from "../app/text.js";
import { ms } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {{id: string, text: string, at: string, to: string, site: string | null, by?: string | null, hall?: boolean, down?: boolean}} Notice */

/** So long it stands there by itself. */
const FRESH = 15 * 60_000;
/** And on the hall's screen, which shows one thing. */
const HALL_FRESH = 3 * 60_000;
const LONGEST = 300;

/** Those for me, oldest first. @param {Room} room @returns {Notice[]} */
export function noticesOf(room) {
  const all = [...Object.values(room.by("notices")), ...Object.values(room.by("my_notices"))];
  return all.sort((a, b) => ms(a.at) - ms(b.at));
}

/** Put away by a person, in all tabs of this device. @type {Map<string, import("../app/types.js").Signal<string[]>>} */
const away = new Map();
const shelfOf = (/** @type {string} */ person) => `notices:away:${person}`;

/** @param {string} person */
function awayOf(person) {
  let found = away.get(person);
  if (!found) {
    const made = signal(/** @type {string[]} */ (taken(deviceShelf(), shelfOf(person)) ?? []));
    addEventListener("storage", (event) => event.key === shelfOf(person) && (made.value = taken(deviceShelf(), shelfOf(person)) ?? []));
    away.set(person, (found = made));
  }
  return found;
}

/** @param {string} person @param {string} id */
function putAway(person, id) {
  const mine = awayOf(person);
  mine.value = [...mine.value, id].slice(-50);
  shelve(deviceShelf(), shelfOf(person), mine.value);
}

/** What still stands, of those not older than this. @param {Room} room @param {number} fresh @returns {Notice | undefined} */
function standingOf(room, fresh) {
  const now = room.minute.value;
  return noticesOf(room).filter((one) => !one.down && now - ms(one.at) < fresh).at(-1);
}

/** @param {Room} room @param {string} notice */
function takeDown(room, notice) {
  const back = () => room.act("notice.take_down", { notice, down: false }, { done: t("Đã đặt lại thông báo") });
  return room.act("notice.take_down", { notice }, { done: t("Đã gỡ thông báo"), undo: back, holds: () => Boolean(room.one("notices", notice)?.down) });
}

/** The latest one that is fresh and not put away; the desk may take it down. @param {{room: Room}} props */
export function NoticeBanner({ room }) {
  if (["ended", "cancelled"].includes(room.phase.value)) return null;
  const one = standingOf(room, FRESH);
  if (!one || awayOf(room.me.person).value.includes(one.id)) return null;
  const read = html`<${Button} onPress=${() => putAway(room.me.person, one.id)}>${t("Đã rõ")}</${Button}>`;
  const action = !room.may("notice.take_down") ? read
    : html`<div class="hang g2"><${Button} disabled=${!room.connected.value} label=${t("Gỡ thông báo này khỏi mọi màn hình")} onPress=${() => takeDown(room, one.id)}>${t("Gỡ")}</${Button}>${read}</div>`;
  return html`<${Banner} tone="tin" icon="megaphone" action=${action}><span class="so">${hhmm(one.at)}</span> <b class="ngat">${one.text}</b></${Banner}>`;
}

/** On the hall's screen: what was meant for it too, and for a short while; never over what is voted on. @param {{room: Room}} props */
export function HallNotice({ room }) {
  const one = room.vote.value ? null : standingOf(room, HALL_FRESH);
  return one ? html`<p class="tin-hoi-truong"><span class="so">${hhmm(one.at)}</span> ${one.text}</p>` : null;
}

/** To whom, as a row of Diễn biến says it. @param {Room} room @param {Notice} one */
export function noticeWords(room, one) {
  if (room.me.capacity !== "chair" && room.me.capacity !== "secretary") return t("Thông báo: %(text)s", { text: one.text });
  if (one.down) return t("Thông báo đã gỡ: %(text)s", { text: one.text });
  if (one.to === "members") return t("Thông báo cho thành viên: %(text)s", { text: one.text });
  if (one.to !== "site") return t("Thông báo: %(text)s", { text: one.text });
  return t("Thông báo cho %(site)s: %(text)s", { site: room.one("sites", one.site)?.name ?? t("một điểm cầu"), text: one.text });
}

/** @param {Room} room */
export function openNotify(room) {
  room.sheet((close) => html`<${NotifySheet} room=${room} close=${close} />`);
}

/** @param {{room: Room, close: () => void}} props */
function NotifySheet({ room, close }) {
  useOver(["ended", "cancelled"].includes(room.phase.value), close);
  const place = `notify:${room.me.person}:${room.meetingId}`;
  const [text, write] = useState(() => String(taken(sessionShelf(), place) ?? ""));
  const [to, address] = useState("all");
  const [hall, show] = useState(false);
  const typed = (/** @type {string} */ value) => { write(value); shelve(sessionShelf(), place, value || null); };
  const why = !room.connected.value ? t("Cần có mạng") : !text.trim() ? t("Cần ghi nội dung thông báo.") : "";
  const site = to.startsWith("site:") ? to.slice(5) : null;
  const send = async () => {
    close();
    const args = { text: text.trim(), to: site ? "site" : to, ...(site ? { site } : {}), ...(hall && !site ? { hall } : {}) };
    const sent = await room.act("notice.send", args, { done: t("Đã gửi thông báo"), undoText: t("Gỡ"), undo: (result) => takeDown(room, result.result?.id ?? ""), holds: (result) => !room.one("notices", result.result?.id)?.down });
    if (sent.ok) shelve(sessionShelf(), place, null);
  };
  /** @type {[string, string][]} */
  const whom = [["all", t("Mọi người trong phòng")], ["members", t("Thành viên")], ...room.sites.value.map((one) => /** @type {[string, string]} */ ([`site:${one.id}`, one.name]))];
  return html`<${Sheet} title=${t("Gửi thông báo")} onClose=${close} typing>
    <div class="truong"><label for="thong-bao">${tc("notice", "Nội dung")}</label>
      <textarea id="thong-bao" class="o-nhap" rows="3" maxlength=${LONGEST} value=${text} onInput=${(/** @type {any} */ event) => typed(event.target.value)}></textarea>
      <p class="goi-y">${t("Hiện ngay trên màn hình của người nhận, kèm giờ gửi, và được ghi vào diễn biến.")}</p></div>
    <div class="truong"><label for="gui-cho">${t("Gửi cho")}</label><select id="gui-cho" class="o-nhap" value=${to} onChange=${(/** @type {any} */ event) => address(event.target.value)}>${whom.map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select></div>
    ${!site && html`<label class="dong-chon"><input type="checkbox" checked=${hall} onChange=${(/** @type {any} */ event) => show(event.target.checked)} />${t("Hiện cả trên màn chiếu của hội trường")}</label>`}
    <div class="chan-to"><${Button} large onPress=${close}>${t("Quay lại")}</${Button}><${Button} large kind="chinh" icon="megaphone" disabled=${why !== ""} why=${why} onPress=${send}>${t("Gửi thông báo")}</${Button}></div></${Sheet}>`;
}
