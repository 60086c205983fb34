// @ts-check
/** Closing the meeting: what is still open is said beforehand, each with the way to end it. The server would refuse. */

import { html } from "../../vendor/preact.js";
import { Button, Sheet } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { openVoteControl } from "../voting/control.js";
import { finishSpeech } from "./acting.js";

/** @typedef {import("../app/types.js").Room} Room */

/** So many who wait are named before the rest are counted. */
const NAMED = 3;

/** Who waits and would not be heard any more, for whichever item. @param {Room} room @returns {string} */
function waitingWords(room) {
  const waiting = room.speeches.value.filter((one) => one.state === "waiting");
  const ordered = [...room.queue.value, ...waiting.filter((one) => one.item !== room.meeting.value?.item)];
  const named = ordered.slice(0, NAMED).map((one) => room.name(one.person)).join(", ");
  const more = ordered.length - NAMED;
  const names = more > 0 ? tn("%(names)s và %(num)s người khác", "%(names)s và %(num)s người khác", more, { names: named }) : named;
  return ordered.length ? tn("Còn %(num)s người chờ phát biểu: %(names)s.", "Còn %(num)s người chờ phát biểu: %(names)s.", ordered.length, { names }) : "";
}

/** What is left undone and may be. @param {Room} room @returns {string[]} */
function leftWords(room) {
  const left = room.items.value.filter((one) => one.state === "waiting").length;
  return [
    waitingWords(room),
    left ? tn("Còn %(num)s nội dung chưa họp. Bế mạc rồi thì không mở lại được.", "Còn %(num)s nội dung chưa họp. Bế mạc rồi thì không mở lại được.", left) : t("Bế mạc rồi thì không mở lại được."),
  ].filter(Boolean);
}

/** One thing that is open. @param {{words: string, children?: any}} props */
function Open({ words, children }) {
  return html`<li><span class="ngat">${words}</span>${children}</li>`;
}

/** @param {{room: Room, close: () => void}} props */
function EndSheet({ room, close }) {
  const floor = room.floor.value;
  const vote = room.vote.value;
  const unsaid = room.votes.value.filter((one) => one.state === "closed");
  const offline = !room.connected.value;
  const why = offline ? t("Cần có mạng") : floor ? t("Kết thúc phát biểu trước") : vote ? t("Đóng biểu quyết trước") : "";
  const see = (/** @type {string} */ id) => () => { close(); openVoteControl(room, { vote: id }); };
  const end = () => { close(); room.act("meeting.end", {}, { done: t("Phiên họp đã bế mạc") }); };
  return html`<${Sheet} title=${t("Bế mạc %(title)s?", { title: room.meeting.value?.title ?? "" })} onClose=${close}>
    ${(floor || vote || unsaid.length > 0) && html`<ul class="con-mo">
      ${floor && html`<${Open} words=${t("%(name)s đang phát biểu.", { name: room.name(floor.person) })}>
        <${Button} icon="stop-fill" disabled=${offline} busy=${room.sending("speaking.finish") > 0} onPress=${() => finishSpeech(room, floor)}>${t("Kết thúc phát biểu")}</${Button}></${Open}>`}
      ${vote && html`<${Open} words=${t("Đang biểu quyết: %(question)s", { question: vote.question })}><${Button} icon="check-square-offset" onPress=${see(vote.id)}>${t("Điều khiển biểu quyết")}</${Button}></${Open}>`}
      ${unsaid.map((one) => html`<${Open} key=${one.id} words=${t("Kết quả chưa công bố: %(question)s", { question: one.question })}><${Button} icon="megaphone" onPress=${see(one.id)}>${t("Xem kết quả và công bố")}</${Button}></${Open}>`)}</ul>`}
    <p class="ph">${leftWords(room).map((line) => html`<span class="dong-hoi">${line}</span>`)}</p>
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Quay lại")}</${Button}>
      <${Button} large kind="nguy" disabled=${why !== ""} why=${why} onPress=${end}>${t("Bế mạc")}</${Button}></div></${Sheet}>`;
}

/** @param {Room} room */
export function endMeeting(room) {
  room.sheet((close) => html`<${EndSheet} room=${room} close=${close} />`);
}
