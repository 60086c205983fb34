// @ts-check
/** Who presides: handing the chair over to a member who is here, deputies first; taking it back; and the quorum lost, said plainly. */

import { effect, html, untracked } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Avatar, Banner, Button, Sheet, useOver } from "../app/components.js";
import { moved } from "../app/covering.js";
import { t } from "../app/text.js";
import { lostSince } from "./attendance.js";
import { HERE, seatOrder } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Person} Person */

const POSTS = ["chair", "deputy"];

/** A place among those who may preside: who leads the body, its deputies, then the others in the order of their seats. @param {any} one */
const rank = (one) => (POSTS.includes(one.post) ? POSTS.indexOf(one.post) : POSTS.length);

/**
 * Who may be given the chair. Pure.
 * @param {Person[]} people @param {Record<string, {status: string}>} attendance
 * @returns {Person[]}
 */
export function mayPreside(people, attendance) {
  return people
    .filter((one) => one.on_roll && one.capacity === "member" && HERE.has(attendance[one.id]?.status))
    .sort((a, b) => rank(a) - rank(b) || seatOrder(a, b));
}

/** The chair has left, or never came. @param {Room} room */
function chairAway(room) {
  const chair = room.meeting.value?.chair;
  return !chair || !HERE.has(room.one("attendance", chair)?.status);
}

/** May I hand the chair to others now? @param {Room} room */
export function mayHandOver(room) {
  if (!room.may("meeting.hand_over") || !["in_progress", "paused"].includes(room.phase.value)) return false;
  return room.me.capacity === "chair" || (room.me.capacity === "secretary" && chairAway(room));
}

/** @param {Room} room */
export function openHandOver(room) {
  room.sheet((close) => html`<${HandOver} room=${room} close=${close} />`);
}

/** @param {{room: Room, close: () => void}} props */
function HandOver({ room, close }) {
  useOver(!mayHandOver(room), close);
  const found = mayPreside(room.people.value, room.by("attendance"));
  // Who opened a vote closes it; where the chair has left, a secretary finds somebody to close it all the same.
  const votes = room.me.capacity === "chair" && Boolean(room.vote.value);
  return html`<${Sheet} title=${t("Giao điều hành phiên họp")} onClose=${close}>
    ${votes && html`<${Banner} icon="warning">${t("Còn một biểu quyết đang mở. Hãy đóng biểu quyết trước khi giao điều hành.")}</${Banner}>`}
    <p class="ph">${t("Người nhận phải là thành viên đang có mặt. Túc số và danh sách thành viên không đổi.")}</p>
    ${found.length === 0 ? html`<p class="phu">${t("Chưa có thành viên nào có mặt.")}</p>` : html`<ul class="nguoi-nhan cuon" tabindex=${votes ? "0" : undefined /* by keyboard it scrolls also where nothing in it can be pressed */}>${found.map((one) => html`<li key=${one.id}><button type="button" disabled=${votes} onClick=${() => { close(); handOver(room, one); }}>
      <${Avatar} name=${one.name} /><span><b>${one.name}</b>${one.office && html`<span class="phu vua">${one.office}</span>`}</span></button></li>`)}</ul>`}
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}

/** @param {Room} room @param {Person} one */
async function handOver(room, one) {
  const name = one.name;
  const mine = room.me.capacity === "chair";
  const sure = await room.ask({
    title: t("Giao điều hành cho %(name)s?", { name }),
    body: mine ? t("Máy này trở về màn hình thành viên. Việc giao được ghi vào diễn biến và biên bản.") : t("Việc giao được ghi vào diễn biến và biên bản."),
    yes: t("Giao điều hành"),
    over: () => !mayHandOver(room) || !mayPreside(room.people.value, room.by("attendance")).some((other) => other.id === one.id),
  });
  if (!sure) return null;
  return turn(room, mine, { person: one.id }, t("%(name)s điều hành phiên họp", { name }));
}

/** Was it done on this very device, which says so then itself? */
let byHand = false;

/** @param {Room} room @param {boolean} mine this device becomes another one by it @param {{person: string | null}} args @param {string} done */
async function turn(room, mine, args, done) {
  byHand = mine;
  const result = await room.act("meeting.hand_over", args, { done });
  byHand &&= result.ok;
  return result;
}

/**
 * Somebody else's word, or another device of mine, has turned this screen into the chair's, or from it: that is said on it (aloud the
 * announcer says it), and the next tap was meant for what stood there before.
 * @param {Room} room
 */
export function tellTurns(room) {
  /** @type {string | null} */
  let before = null;
  effect(() => {
    const now = room.me.capacity;
    if (!now) return;
    const turned = before !== null && before !== now && [before, now].includes("chair");
    before = now;
    if (turned) untracked(() => told(room, now));
  });
}

/** @param {Room} room @param {string} now what I am */
function told(room, now) {
  moved([document.body]);
  // What the chair had open leads to acts that are another's now. It goes as by Esc: what was typed in it is kept.
  if (now !== "chair") document.querySelector("dialog.to-day")?.dispatchEvent(new Event("cancel"));
  const own = byHand;
  byHand = false;
  if (own) return;
  const name = room.name(room.meeting.value?.chair);
  room.toast(now === "chair" ? t("Từ bây giờ tôi điều hành phiên họp") : t("%(name)s điều hành phiên họp", { name }), { silent: true });
}

/** @param {Room} room */
async function takeBack(room) {
  const chair = room.meeting.value?.chair;
  const name = room.name(chair);
  const sure = await room.ask({
    title: t("Nhận lại điều hành?"),
    body: t("%(name)s trở lại là thành viên dự họp.", { name }),
    yes: t("Nhận lại điều hành"),
    over: () => !mayTakeBack(room) || room.meeting.value?.chair !== chair,
  });
  if (sure) await turn(room, true, { person: room.me.person }, t("Đã nhận lại điều hành"));
}

/** Is the chair somebody else's, who might not have it? @param {Room} room */
function mayTakeBack(room) {
  return ["in_progress", "paused"].includes(room.phase.value) && room.may("meeting.hand_over") && room.me.capacity !== "chair";
}

/** Who leads the body and doesn't preside is told who does, and takes the chair back; the desk is told that nobody does. @param {{room: Room}} props */
export function PresidingBanner({ room }) {
  if (!mayTakeBack(room)) return null;
  const offline = !room.connected.value;
  const name = room.name(room.meeting.value?.chair);
  if (room.me.capacity === "secretary") {
    if (!chairAway(room)) return null;
    return html`<${Banner} icon="user-switch" action=${html`<${Button} disabled=${offline} why=${t("Cần có mạng")} onPress=${() => openHandOver(room)}>${t("Chọn người điều hành")}</${Button}>`}>
      ${name ? t("Chủ trì %(name)s không có mặt.", { name }) : t("Chưa có ai điều hành phiên họp.")}</${Banner}>`;
  }
  return html`<${Banner} icon="user-switch" action=${html`<${Button} disabled=${offline} why=${t("Cần có mạng")} onPress=${() => takeBack(room)}>${t("Nhận lại điều hành")}</${Button}>`}>
    ${t("%(name)s đang điều hành phiên họp.", { name })}</${Banner}>`;
}

/** Under the meeting's title: who presides; the chair sees who keeps the desk. @param {Room} room @param {string} body */
export function presidingWords(room, body) {
  if (room.me.capacity === "chair") {
    const desk = room.people.value.find((one) => one.capacity === "secretary");
    return desk ? t("Chủ trì · thư ký %(name)s", { name: desk.name }) : t("Chủ trì");
  }
  const name = room.name(room.meeting.value?.chair);
  if (!name) return body;
  return body ? t("Chủ trì %(name)s · %(body)s", { body, name }) : t("Chủ trì: %(name)s", { name });
}

/** One that was there and is lost is no longer enough; one that never was isn't enough yet. @param {Room} room @param {string | null} [since] */
export function quorumLostWords(room, since = lostSince(room)) {
  const { present, needed } = /** @type {import("../app/types.js").Meeting} */ (room.meeting.value).quorum;
  return since ? t("Còn %(present)s người, không đủ túc số %(needed)s.", { present, needed }) : t("Có mặt %(present)s người, chưa đủ túc số %(needed)s.", { present, needed });
}

/** The meeting goes on, and not enough are here. @param {Room} room */
export function withoutQuorum(room) {
  const meeting = room.meeting.value;
  return Boolean(meeting && !meeting.quorum.met && meeting.phase === "in_progress" && meeting.quorum.needed);
}

/** On every screen of the room, as long as it is so. @param {{room: Room}} props */
export function QuorumLost({ room }) {
  if (!withoutQuorum(room)) return null;
  const since = lostSince(room);
  return html`<${Banner} icon="warning-circle-fill"><b>${quorumLostWords(room, since)}</b> ${since && t("Từ %(time)s.", { time: hhmm(since) })} ${t("Biểu quyết lúc này không có giá trị.")}</${Banner}>`;
}
