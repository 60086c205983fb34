// @ts-check
/** The rule by which the list goes: chosen by the chair or the desk, explained, and why each stands where they stand. */

import { html, useSignal } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Button, Icon, Sheet, useOver } from "../app/components.js";
import { nameMatch } from "../app/fold.js";
import { t, tc, tn } from "../app/text.js";
import { HERE } from "./figures.js";
import { groupsOf, openQuotas } from "./quotas.js";
import { relieved } from "./relieved.js";
import { againWords, isSpent, spokenBy, spokeWords } from "./spokenby.js";
import { titleOf } from "./titles.js";
import { besides, FIRST_TIME, whyHere } from "./turns.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

/** @type {{order: string, icon: string, name: () => string, says: () => string}[]} */
const ORDERS = [
  { order: FIRST_TIME, icon: "user-plus", name: () => t("Người nói lần đầu trước"), says: () => t("Ai chưa nói ở nội dung này thì nói trước, rồi theo lúc đăng ký.") },
  { order: "arrival", icon: "clock", name: () => t("Theo lúc đăng ký"), says: () => t("Ai đăng ký trước thì nói trước.") },
  { order: "least_time", icon: "timer", name: () => t("Người nói ít nhất trước"), says: () => t("Ai nói ít phút nhất trong phiên thì nói trước.") },
  { order: "groups", icon: "users-three", name: () => t("Luân phiên các tổ"), says: () => t("Mỗi tổ một lượt, tổ chờ lâu nhất nói trước.") },
];

/** @param {Room} room @returns {string} */
export const orderOf = (room) => room.meeting.value?.speaking?.order ?? FIRST_TIME;

/** @param {string} order */
const told = (order) => /** @type {typeof ORDERS[0]} */ (ORDERS.find((one) => one.order === order) ?? ORDERS[0]);

/** @param {Room} room @param {string} order */
export function setOrder(room, order) {
  const before = orderOf(room);
  return room.act("speaking.set_order", { order }, {
    done: t("Danh sách xếp: %(name)s", { name: told(order).name() }),
    holds: () => orderOf(room) === order,
    undo: () => room.act("speaking.set_order", { order: before }, { done: t("Danh sách xếp: %(name)s", { name: told(before).name() }) }),
  });
}

/** What the list goes by, and the way to change it. @param {{room: Room}} props */
export function OrderButton({ room }) {
  if (!room.may("speaking.set_order")) return null;
  const name = told(orderOf(room)).name();
  return html`<${Button} kind="tron" class="thu-tu-ds" label=${t("Cách xếp danh sách: %(name)s", { name })} onPress=${() => openOrder(room)}>${name}<${Icon} name="caret-down" /></${Button}>`;
}

/** @param {Room} room */
function openOrder(room) {
  room.sheet((close) => html`<${OrderSheet} room=${room} close=${close} />`);
}

/** @param {{room: Room, close: () => void}} props */
function OrderSheet({ room, close }) {
  useOver(["ended", "cancelled"].includes(room.phase.value), close);
  const now = orderOf(room);
  const grouped = room.people.value.some((one) => one.group);
  const choose = (/** @type {string} */ order) => {
    close();
    if (order !== now) setOrder(room, order);
  };
  return html`<${Sheet} title=${t("Cách xếp danh sách")} onClose=${close}>
    <div class="chon-thu-tu" role="group" aria-label=${t("Cách xếp danh sách")}>${ORDERS.map(({ order, icon, name, says }) => {
      const lacking = order === "groups" && !grouped;
      return html`<button key=${order} type="button" aria-pressed=${String(order === now)} disabled=${lacking || !room.connected.value} onClick=${() => choose(order)}>
        <${Icon} name=${icon} large /><span><b>${name()}</b><small>${lacking ? (room.may("speaking.set_group") ? t("Chưa xếp tổ cho ai.") : t("Thư ký chưa xếp tổ cho ai.")) : says()}</small></span><${Icon} name=${order === now ? "check-circle-fill" : "circle"} large /></button>`;
    })}</div>
    <p class="phu vua loi-nhac">${t("Ý kiến về thủ tục luôn trước, rồi đến chất vấn. Ai được chủ trì hoặc thư ký xếp tay thì giữ nguyên chỗ.")}</p>
    <div class="chan-to">${room.may("speaking.set_group") && html`<${Button} icon="users-three" onPress=${() => openGroups(room)}>${t("Xếp tổ")}</${Button}>`}
      ${room.may("speaking.set_quota") && (grouped || room.list("quotas").value.length > 0) && html`<${Button} icon="timer" onPress=${() => openQuotas(room)}>${t("Thời gian các tổ")}</${Button}>`}
      <${Button} onPress=${close} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}

// -- groups -----------------------------------------------------------------------------------------------------------

/** @param {Room} room */
export function openGroups(room) {
  room.sheet((close) => html`<${GroupSheet} room=${room} close=${close} />`);
}

/** Of which group people are: some are ticked, a name is given. @param {{room: Room, close: () => void}} props */
function GroupSheet({ room, close }) {
  useOver(["ended", "cancelled"].includes(room.phase.value), close);
  const group = useSignal("");
  const typed = useSignal("");
  const ticked = useSignal(/** @type {Set<string>} */ (new Set()));
  const shown = room.people.value.filter((one) => ticked.value.has(one.id) || !typed.value.trim() || nameMatch(one.name, typed.value) > 0);
  const tick = (/** @type {string} */ id) => {
    const next = new Set(ticked.value);
    if (!next.delete(id)) next.add(id);
    ticked.value = next;
  };
  const send = async () => {
    const people = [...ticked.value];
    const name = group.value.trim();
    const done = name ? tn("Đã xếp %(num)s người vào %(group)s", "Đã xếp %(num)s người vào %(group)s", people.length, { group: name }) : tn("Đã bỏ %(num)s người khỏi tổ", "Đã bỏ %(num)s người khỏi tổ", people.length);
    if ((await room.act("speaking.set_group", { people, group: name }, { done })).ok) ticked.value = new Set();
  };
  const empty = ticked.value.size === 0;
  return html`<${Sheet} title=${t("Xếp tổ")} onClose=${close} typing>
    <div class="truong"><label for="ten-to">${t("Tên tổ (bỏ trống để bỏ khỏi tổ)")}</label>
      <input id="ten-to" class="o-nhap" list="cac-to" maxlength="80" autocomplete="off" value=${group.value} onInput=${(/** @type {any} */ event) => (group.value = event.target.value)} />
      <datalist id="cac-to">${groupsOf(room).map((one) => html`<option key=${one} value=${one} />`)}</datalist></div>
    <div class="truong"><label for="tim-nguoi-to">${t("Tìm người")}</label>
      <input id="tim-nguoi-to" class="o-nhap" type="search" autocomplete="off" value=${typed.value} onInput=${(/** @type {any} */ event) => (typed.value = event.target.value)} /></div>
    <ul class="ds-to cuon" tabindex="0" aria-label=${t("Người dự họp")}>${shown.map((one) => html`<li key=${one.id}><label><input type="checkbox" checked=${ticked.value.has(one.id)} onChange=${() => tick(one.id)} />
      <span><b>${one.name}</b><small>${one.office}</small></span>${one.group && html`<span class="nhan-to">${one.group}</span>`}</label></li>`)}</ul>
    <div class="chan-to"><${Button} large onPress=${close}>${t("Xong")}</${Button}>
      <${Button} large kind="chinh" disabled=${empty || !room.connected.value} why=${empty ? t("Chọn người trước") : t("Cần có mạng")} busy=${room.sending("speaking.set_group") > 0} onPress=${send}>${group.value.trim() ? tn("Xếp %(num)s người", "Xếp %(num)s người", ticked.value.size) : tn("Bỏ %(num)s người khỏi tổ", "Bỏ %(num)s người khỏi tổ", ticked.value.size)}</${Button}></div></${Sheet}>`;
}

// -- why --------------------------------------------------------------------------------------------------------------

/** Here, and not there for somebody who has come. @param {Room} room @param {string} person */
export const isHere = (room, person) => HERE.has(room.one("attendance", person)?.status) && !relieved(room, person);

/**
 * Why somebody stands where they stand, in words, and what they have said so far.
 * @param {Room} room @param {Speech} speech @param {"" | "brief" | "besides"} [told] brief: more is told beside it; besides: so is the first of the reasons
 * @returns {string}
 */
export function whyWords(room, speech, told = "") {
  const group = room.one("people", speech.person)?.group ?? "";
  const matter = {
    order: orderOf(room),
    here: isHere(room, speech.person),
    before: spokenBy(room, speech.person, speech.item),
    inAll: spokenBy(room, speech.person),
    group,
    spent: isSpent(room, group),
    history: room.one("unheard", speech.person),
  };
  const why = whyHere(speech, matter);
  const more = besides(why, matter);
  if (told === "besides") return more ? reasonWords(room, speech, group, more) : "";
  if (told === "brief" && !more && why.reason === "first") return t("lần đầu");
  return more ? `${reasonWords(room, speech, group, why)} · ${reasonWords(room, speech, group, more)}` : reasonWords(room, speech, group, why);
}

/** @param {Room} room @param {Speech} speech @param {string} group @param {import("./turns.js").Why} why @returns {string} */
function reasonWords(room, speech, group, why) {
  const left = relieved(room, speech.person) ? t("thành viên đã đến") : room.one("attendance", speech.person)?.status === "left" ? t("đã rời") : t("không có mặt");
  return {
    left: () => left,
    placed: () => t("xếp tay"),
    point_of_order: () => t("về thủ tục"),
    question: () => (speech.to ? t("chất vấn %(name)s", { name: room.name(speech.to) }) : tc("one", "chất vấn")),
    spent: () => t("%(group)s đã hết giờ", { group }),
    silent: () => tn("chưa phát biểu %(num)s phiên liền", "chưa phát biểu %(num)s phiên liền", why.n ?? 0),
    first: () => t("lần đầu ở nội dung này"),
    again: () => againWords(why.n ?? 0, why.seconds ?? 0),
    least: () => spokeWords(why.seconds ?? 0),
    group: () => group || t("không thuộc tổ nào"),
    arrival: () => t("đăng ký lúc %(time)s", { time: hhmm(speech.requested_at ?? "") }),
  }[why.reason]();
}

/** A row of the list at the desk: why they stand there, who has asked for them, and what they mean to say. @param {Room} room @param {Speech} speech */
export function rowWords(room, speech) {
  const helped = speech.asked_by && speech.asked_by !== speech.person ? t("ghi giúp bởi %(name)s", { name: room.name(speech.asked_by) }) : "";
  return [whyWords(room, speech), helped, speech.gist].filter(Boolean).join(" · ");
}

/** A row of the chair's list: why they stand there, unless a chip tells it already, then what they mean to say, and the office of who has not told; the reason is first. @param {Room} room @param {Speech & {placed?: boolean}} speech */
export function chipRowWords(room, speech) {
  const spent = speech.kind === "question" && isSpent(room, room.one("people", speech.person)?.group ?? "");
  const told = speech.kind !== "speech" && !speech.placed && isHere(room, speech.person) && !spent;
  // One line of it is seen: what they mean to say begins in it.
  return [whyWords(room, speech, told ? "besides" : speech.gist ? "brief" : ""), speech.gist || titleOf(room, speech.person)].filter(Boolean).join(" · ");
}
