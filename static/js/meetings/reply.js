// @ts-check
/** A short reply (đáp lời): given by the chair or the desk, asked for by a member with one tap; who speaks waits for its end. */

import { html, useSignal } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Button, Icon, Sheet, useOver } from "../app/components.js";
import { nameMatch } from "../app/fold.js";
import { t, tn } from "../app/text.js";
import { amHere } from "./attendance.js";
import { secondsLeft } from "./figures.js";
import { isHere } from "./order.js";
import { relieved } from "./relieved.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

/** What the one who has the floor does there. @param {Speech} floor @returns {string} */
export function floorWords(floor) {
  if (floor.state === "paused") return floor.replies_to ? t("Tạm dừng đáp lời") : t("Tạm dừng phát biểu");
  if (floor.replies_to) return t("Đang đáp lời");
  if (floor.kind === "question") return t("Đang chất vấn");
  return floor.kind === "point_of_order" ? t("Đang nêu ý kiến về thủ tục") : t("Đang phát biểu");
}

/** The speech the reply on the floor interrupts. @param {Room} room @returns {Speech | null} */
export function interrupted(room) {
  return room.one("speeches", room.floor.value?.replies_to);
}

/** Who asked for a reply to who speaks now, in the order they asked. @param {Room} room @returns {Speech[]} */
export function askers(room) {
  const floor = room.floor.value;
  return room.speeches.value
    .filter((one) => one.state === "waiting" && floor && one.replies_to === (floor.replies_to ?? floor.id))
    .sort((a, b) => String(a.requested_at).localeCompare(String(b.requested_at)));
}

/** @param {Room} room @param {{speech?: string, person: string}} whom */
export function giveReply(room, { speech, person }) {
  const name = room.name(person);
  const to = room.floor.value?.id ?? "";
  return room.act("speaking.reply", { ...(speech ? { speech } : { person }), to }, {
    done: t("Đã mời %(name)s đáp lời", { name }),
    holds: (result) => room.one("speeches", result.result?.id)?.state !== "finished",
    undo: (result) => room.act("speaking.undo_call", { speech: result.result?.id ?? speech }, { done: t("Đã rút lời mời %(name)s", { name }) }),
  });
}

// -- the chair and the desk -------------------------------------------------------------------------------------------

/** The way to a reply while somebody speaks, and how many ask for one. @param {{room: Room}} props */
export function ReplyButton({ room }) {
  const floor = room.floor.value;
  if (!floor || floor.replies_to || !room.may("speaking.reply")) return null;
  const asking = askers(room).length;
  return html`<${Button} class="nut-dap" icon="arrow-u-up-left" disabled=${!room.connected.value} onPress=${() => openReply(room)}>${t("Đáp lời")}${asking > 0 &&
  html` <span class="dem-so" aria-hidden="true">${asking}</span> <span class="an">${tn("%(num)s người xin", "%(num)s người xin", asking)}</span>`}</${Button}>`;
}

/** Who goes on after the reply, and with how much time. @param {Room} room @returns {string} */
export function afterwards(room) {
  const main = interrupted(room);
  if (!main) return "";
  const left = secondsLeft(main, room.second.value);
  const time = left < 0 ? t("quá %(time)s", { time: mmss(left) }) : t("còn %(time)s", { time: mmss(left) });
  const name = room.name(main.person);
  return main.goes_on ? t("%(name)s nói tiếp sau đó, %(time)s", { name, time }) : t("%(name)s chờ, %(time)s", { name, time });
}

/** @param {Room} room */
export function openReply(room) {
  room.sheet((close) => html`<${ReplySheet} room=${room} close=${close} />`);
}

/** So many are shown before one searches. */
const SHOWN = 8;

/** Whom to give a reply: who asked, who is questioned, then anybody here. @param {{room: Room, close: () => void}} props */
function ReplySheet({ room, close }) {
  useOver(room.phase.value !== "in_progress" || !room.floor.value, close);
  const typed = useSignal("");
  const floor = room.floor.value;
  const asking = askers(room);
  const asked = new Map(asking.map((one) => [one.person, one.id]));
  /** @param {any} one */
  const rank = (one) => (asked.has(one.id) ? 0 : one.id === floor?.to ? 1 : room.item.value?.presenter && (one.office === room.item.value.presenter || one.name === room.item.value.presenter) ? 2 : 3);
  const found = room.people.value
    .filter((one) => isHere(room, one.id) && one.id !== floor?.person && (!typed.value.trim() || nameMatch(one.name, typed.value) > 0))
    .sort((a, b) => rank(a) - rank(b) || (a.order ?? 0) - (b.order ?? 0));
  const [people, more] = [found.slice(0, SHOWN), found.length - SHOWN];
  const why = ["", t("được chất vấn"), t("người trình"), ""];
  const give = (/** @type {string} */ person) => {
    close();
    giveReply(room, { speech: asked.get(person), person });
  };
  return html`<${Sheet} title=${t("Mời ai đáp lời?")} onClose=${close}><p class="phu vua">${t("Người đang phát biểu dừng lại, rồi nói tiếp với thời gian còn lại.")}</p>
    <div class="truong"><label for="tim-dap">${t("Tìm người")}</label><input id="tim-dap" class="o-nhap" type="search" autocomplete="off" value=${typed.value} onInput=${(/** @type {any} */ event) => (typed.value = event.target.value)} /></div>
    <ul class="ds-dap">${people.map((one) => html`<li key=${one.id}><button type="button" disabled=${!room.connected.value} onClick=${() => give(one.id)}><span><b>${one.name}</b><small>${one.office}</small></span>
      ${(asked.has(one.id) || why[rank(one)]) && html`<span class="nhan-ch">${asked.has(one.id) ? t("xin đáp lời") : why[rank(one)]}</span>`}<${Icon} name="arrow-u-up-left" /></button></li>`)}</ul>
    ${people.length === 0 && html`<p class="phu vua trong">${t("Không có ai như vậy đang có mặt.")}</p>`}
    ${more > 0 && html`<p class="phu vua">${tn("Còn %(num)s người có mặt: gõ tên để tìm.", "Còn %(num)s người có mặt: gõ tên để tìm.", more)}</p>`}
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}

// -- a member ---------------------------------------------------------------------------------------------------------

/** One tap while somebody else speaks; taken back with another. @param {{room: Room}} props */
export function AskReply({ room }) {
  const floor = room.floor.value;
  const speech = interrupted(room) ?? floor;
  if (!speech || speech.person === room.me.person || floor?.person === room.me.person) return null;
  if (room.phase.value !== "in_progress" || !room.may("speaking.ask_reply") || !amHere(room)) return null;
  const mine = askers(room).find((one) => one.person === room.me.person);
  const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
  if (mine) return html`<${Button} class="xin-dap-toi" icon="x" ...${offline} busy=${room.sending("speaking.withdraw") > 0} onPress=${() => room.act("speaking.withdraw", { speech: mine.id }, { done: t("Đã rút xin đáp lời") })}>${t("Rút xin đáp lời")}</${Button}>`;
  if (relieved(room, room.me.person)) return null;
  return html`<${Button} class="xin-dap-toi" icon="arrow-u-up-left" ...${offline} busy=${room.sending("speaking.ask_reply") > 0} onPress=${() => room.act("speaking.ask_reply", { speech: speech.id }, { done: t("Đã xin đáp lời, chờ chủ trì") })}>${t("Xin đáp lời")}</${Button}>`;
}

/** My own speech, which a reply interrupts. @param {{room: Room}} props */
export function MyInterruption({ room }) {
  const main = interrupted(room);
  if (!main || main.person !== room.me.person) return null;
  const left = secondsLeft(main, room.second.value);
  const words = t("Phát biểu của tôi đang tạm dừng");
  return html`<section class="moi-toi tam-dung-toi" aria-label=${words}><div><h2><${Icon} name="pause" />${words}</h2>
    <p>${t("%(name)s đang đáp lời. Tôi còn %(time)s.", { name: room.name(room.floor.value?.person), time: mmss(Math.max(0, left)) })}</p></div></section>`;
}
