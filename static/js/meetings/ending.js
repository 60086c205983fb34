// @ts-check
/**
 * Closing the meeting: a list of what is still open is said beforehand, each line with the way to its place. What the server
 * would refuse (somebody speaks, a vote is open) stands first and holds the end; the rest may be left, and is said to be.
 */

import { html } from "../../vendor/preact.js";
import { Button, Icon, Sheet, useOver } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { openVoteControl } from "../voting/control.js";
import { finishSpeech } from "./acting.js";
import { openApproval, waitingPoints } from "./approval.js";
import { openRail } from "./chairparts.js";
import { openOpinions, unanswered } from "./opinions.js";
import { waitingWords } from "./stillwaiting.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Who waits and would not be heard any more, for whichever item. @param {Room} room @returns {string} */
const allWaiting = (room) => waitingWords(room, toBeHeard(room.queue.value, room.speeches.value, room.items.value));

/**
 * The list as it stands, then who has asked for items still to come: who waited on one that is over was told so then. Pure.
 * @param {any[]} queue @param {any[]} speeches @param {any[]} items
 */
export function toBeHeard(queue, speeches, items) {
  const past = new Set([...queue.map((one) => one.item), ...items.filter((one) => one.state === "done").map((one) => one.id)]);
  return [...queue, ...speeches.filter((one) => one.state === "waiting" && !one.replies_to && !past.has(one.item))];
}

/**
 * What may be left open, in figures. Pure.
 * @param {{items: any[], conclusions: any[], attendance: any[]}} matter
 */
export function left({ items, conclusions, attendance }) {
  return {
    items: items.filter((one) => one.state === "waiting"),
    drafts: conclusions.filter((one) => one.state !== "approved").length,
    leave: attendance.filter((one) => one.leave === "asked").length,
  };
}

/**
 * Secret ballots that hold the end: whose box isn't opened, announced or agreed on still has envelopes beside names; devices that
 * are looking at a result hold it for their minute. Pure.
 * @param {any[]} votes @param {any[]} boxes
 */
export function unsettled(votes, boxes) {
  const held = new Map(boxes.filter((one) => ["opening", "counted", "checking", "disputed"].includes(one.stage)).map((one) => [one.id, one]));
  return votes.filter((one) => held.has(one.id)).map((one) => ({ id: one.id, question: one.question, stage: held.get(one.id).stage, until: held.get(one.id).confirm_until ?? null }));
}

/** It goes by itself: how long, and how many devices it waits for. @param {{room: Room, id: string, question: string, until: string}} props */
function Looking({ room, id, question, until }) {
  const { confirmed = 0, devices = 0 } = room.one("votes", id)?.result ?? {};
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - room.second.value) / 1000));
  return html`<li class="giu-lai"><span class="ngat">${t("Các máy đang kiểm tra phiếu kín: %(question)s", { question })}
    <span class="phu so"> ${t("%(n)s/%(all)s thiết bị xác nhận", { n: confirmed, all: devices })} · ${tn("còn %(num)s giây", "còn %(num)s giây", seconds)}</span></span></li>`;
}

/** @param {{stage: string, question: string}} box */
function unsettledWords({ stage, question }) {
  if (stage === "opening") return t("Hòm phiếu kín chưa mở xong: %(question)s", { question });
  return stage === "counted" ? t("Kết quả phiếu kín chưa công bố: %(question)s", { question }) : t("Có máy báo phiếu kín không khớp: %(question)s", { question });
}

/** @param {Room} room */
const boxesOf = (room) => unsettled(room.votes.value, room.list("sealed").value);

/** To a place on the screen under the sheet. @param {string} selector */
function goTo(selector) {
  requestAnimationFrame(() => {
    const place = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    place?.scrollIntoView({ block: "center" });
    place?.focus();
  });
}

/** One thing that is open; `holds` the end. @param {{words: string, holds?: boolean, children?: any}} props */
function Open({ words, holds = false, children }) {
  return html`<li class=${holds ? "giu-lai" : ""}><span class="ngat">${words}</span>${children}</li>`;
}

/** What holds the end. @param {{room: Room, see: (vote: string) => () => void}} props */
function Blockers({ room, see }) {
  const floor = room.floor.value;
  const votes = room.votes.value.filter((one) => one.state === "open");
  return html`${floor && html`<${Open} holds words=${t("%(name)s đang phát biểu.", { name: room.name(floor.person) })}>
      <${Button} icon="stop-fill" disabled=${!room.connected.value} busy=${room.sending("speaking.finish") > 0} onPress=${() => finishSpeech(room, floor)}>${t("Kết thúc phát biểu")}</${Button}></${Open}>`}
    ${votes.map((vote) => html`<${Open} key=${vote.id} holds words=${t("Đang biểu quyết: %(question)s", { question: vote.question })}><${Button} icon="check-square-offset" onPress=${see(vote.id)}>${t("Điều khiển biểu quyết")}</${Button}></${Open}>`)}
    ${boxesOf(room).map((box) => box.stage === "checking" ? html`<${Looking} key=${box.id} room=${room} ...${box} />` : html`<${Open} key=${box.id} holds words=${unsettledWords(box)}><${Button} icon="check-square-offset" onPress=${see(box.id)}>${t("Điều khiển biểu quyết")}</${Button}></${Open}>`)}`;
}

/** What may be left. @param {{room: Room, see: (vote: string) => () => void, close: () => void}} props */
function Leftovers({ room, see, close }) {
  const held = new Set(boxesOf(room).map((one) => one.id));
  const unsaid = room.votes.value.filter((one) => one.state === "closed" && !held.has(one.id));
  const { items, drafts, leave } = left({ items: room.items.value, conclusions: room.conclusions.value, attendance: Object.values(room.by("attendance")) });
  const waiting = allWaiting(room);
  const opinions = unanswered(room).length;
  const chair = room.me.capacity === "chair";
  const then = (/** @type {() => any} */ act) => () => { close(); act(); };
  const points = () => (chair || waitingPoints(room).length ? openApproval(room, null) : goTo("#kl-moi"));
  return html`${unsaid.map((one) => html`<${Open} key=${one.id} words=${t("Kết quả chưa công bố: %(question)s", { question: one.question })}><${Button} icon="megaphone" onPress=${see(one.id)}>${t("Xem kết quả và công bố")}</${Button}></${Open}>`)}
    ${waiting && html`<${Open} words=${waiting}><${Button} icon="list" onPress=${then(() => goTo(".cho .hang-doi button, #d-queue, .hang-doi button"))}>${t("Xem danh sách")}</${Button}></${Open}>`}
    ${items.length > 0 && html`<${Open} words=${tn("Còn %(num)s nội dung chưa họp: %(list)s.", "Còn %(num)s nội dung chưa họp: %(list)s.", items.length, { list: items.map((one) => room.order(one.id)).join(", ") })}>
      <${Button} icon="list-numbers" onPress=${then(() => (chair ? openRail(room) : goTo(".muc-so button")))}>${t("Xem chương trình")}</${Button}></${Open}>`}
    ${drafts > 0 && html`<${Open} words=${tn("Còn %(num)s điểm kết luận chưa được duyệt.", "Còn %(num)s điểm kết luận chưa được duyệt.", drafts)}><${Button} icon="gavel" onPress=${then(points)}>${t("Xem kết luận")}</${Button}></${Open}>`}
    ${opinions > 0 && html`<${Open} words=${tn("Còn %(num)s góp ý bằng chữ chưa được trả lời.", "Còn %(num)s góp ý bằng chữ chưa được trả lời.", opinions)}><${Button} icon="note-pencil" onPress=${then(() => openOpinions(room, null))}>${t("Xem góp ý")}</${Button}></${Open}>`}
    ${leave > 0 && html`<${Open} words=${tn("Còn %(num)s người báo vắng chưa được trả lời.", "Còn %(num)s người báo vắng chưa được trả lời.", leave)}><a class="nut" href="/approvals"><${Icon} name="user-minus" />${t("Xem báo vắng")}</a></${Open}>`}`;
}

/** @param {{room: Room, close: () => void}} props */
function EndSheet({ room, close }) {
  useOver(!["in_progress", "paused"].includes(room.phase.value), close);
  const floor = room.floor.value;
  const vote = room.vote.value;
  const boxes = boxesOf(room);
  const kept = boxes.some((one) => one.stage !== "checking") ? t("Giải quyết phiếu kín trước") : boxes.length ? t("Chờ các máy kiểm tra xong") : "";
  const why = !room.connected.value ? t("Cần có mạng") : floor ? t("Kết thúc phát biểu trước") : vote ? t("Đóng biểu quyết trước") : kept;
  const see = (/** @type {string} */ id) => () => { close(); openVoteControl(room, { vote: id }); };
  const end = () => { close(); room.act("meeting.end", {}, { done: t("Phiên họp đã bế mạc") }); };
  return html`<${Sheet} title=${t("Bế mạc %(title)s?", { title: room.meeting.value?.title ?? "" })} onClose=${close}>
    <ul class="con-mo"><${Blockers} room=${room} see=${see} /><${Leftovers} room=${room} see=${see} close=${close} /></ul>
    <p class="ph">${t("Bế mạc rồi thì không mở lại được.")}</p>
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Quay lại")}</${Button}>
      <${Button} large kind="nguy" disabled=${why !== ""} why=${why} onPress=${end}>${t("Bế mạc")}</${Button}></div></${Sheet}>`;
}

/** @param {Room} room */
export function endMeeting(room) {
  room.sheet((close) => html`<${EndSheet} room=${room} close=${close} />`);
}
