// @ts-check
/** The chair and an item's conclusions: each point approved, or returned with a reason. */

import { html } from "../../vendor/preact.js";
import { Button, Chip, Empty, Sheet } from "../app/components.js";
import { t, tc, tn } from "../app/text.js";
import { shownDate } from "./dates.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 */

/** @param {Room} room @param {Item | null} item */
export function openApproval(room, item) {
  room.sheet((close) => html`<${Approval} room=${room} item=${item} onClose=${close} />`);
}

/** A conclusion's state in words: glyph and word. @param {{point: any}} props */
export function PointState({ point }) {
  if (point.state === "approved") return html`<${Chip} tone="lam" icon="check-bold">${t("Đã duyệt")}</${Chip}>`;
  if (point.state === "submitted") return html`<${Chip} tone="vang" icon="hourglass-medium">${t("Chờ duyệt")}</${Chip}>`;
  if (point.returned_reason) return html`<${Chip} tone="dat" icon="arrow-u-up-left">${t("Trả lại")}</${Chip}>`;
  return html`<${Chip} icon="pencil-simple">${t("Nháp")}</${Chip}>`;
}

/** Who does it until when. @param {{room: Room, point: any}} props */
export function PointTask({ room, point }) {
  const who = point.assignee ? room.name(point.assignee) : point.assignee_text;
  if (!who && !point.due) return null;
  return html`<span class="hang g2 wrap nv">${who && html`<${Chip} tone="lam" icon="list-checks">${tc("one", "Nhiệm vụ")}</${Chip}><${Chip} tone="vien">${who}</${Chip}>`}
    ${point.due && html`<${Chip} tone="vien" icon="calendar-blank">${t("Hạn %(day)s", { day: shownDate(point.due) })}</${Chip}>`}</span>`;
}

/** What waits for the chair, of all items. @param {Room} room */
export function waitingPoints(room) {
  return room.conclusions.value.filter((one) => one.state === "submitted");
}

/** The item's points, then those of other items that wait. @param {{room: Room, item: Item | null, onClose: () => void}} props */
function Approval({ room, item, onClose }) {
  const waiting = waitingPoints(room);
  const points = room.conclusions.value;
  const others = room.items.value.filter((one) => one.id !== item?.id && waiting.some((point) => point.item === one.id));
  const shown = [...(item ? [item] : []), ...others];
  const why = room.connected.value ? "" : t("Cần có mạng");
  const all = async () => {
    for (const point of waiting) if (!(await room.act("conclusion.approve", { conclusion: point.id })).ok) return;
    const undo = async () => { for (const point of waiting) if (!(await unapprove(room, point)).ok) return; };
    room.toast(tn("Đã duyệt %(num)s điểm kết luận", "Đã duyệt %(num)s điểm kết luận", waiting.length), { undo });
  };
  const title = item && !others.length ? t("Kết luận nội dung %(n)s", { n: room.order(item.id) }) : t("Kết luận");
  return html`<${Sheet} title=${title} wide onClose=${onClose}><div class="duyet" tabindex="-1" data-safe="">
      ${shown.length === 0 && html`<${Empty} icon="check-circle" text=${t("Không có kết luận nào chờ duyệt.")} />`}
      ${shown.map((one) => html`<${Group} key=${one.id} room=${room} item=${one} named=${shown.length > 1} points=${points.filter((point) => point.item === one.id && (one.id === item?.id || point.state === "submitted"))} />`)}</div>
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Đóng")}</${Button}>
      ${waiting.length > 1 && room.may("conclusion.approve") && html`<${Button} large kind="chinh" icon="check-bold" disabled=${why !== ""} why=${why} busy=${room.sending("conclusion.approve") > 0} onPress=${all}>
        ${tn("Duyệt %(num)s điểm", "Duyệt %(num)s điểm", waiting.length)}</${Button}>`}</div></${Sheet}>`;
}

/** @param {{room: Room, item: Item, named: boolean, points: any[]}} props */
function Group({ room, item, named, points }) {
  return html`<section>${named && html`<h3>${t("Nội dung %(n)s: %(title)s", { n: room.order(item.id), title: item.title })}</h3>`}
    ${points.length === 0 ? html`<${Empty} icon="note-pencil" text=${t("Thư ký chưa ghi kết luận cho nội dung này. Đọc kết luận để thư ký ghi; ghi xong, từng điểm hiện ở đây để duyệt.")} />`
      : html`<ol>${points.map((point) => html`<${Point} key=${point.id} room=${room} point=${point} item=${item} />`)}</ol>`}</section>`;
}

/** @param {{room: Room, point: any, item: Item}} props */
function Point({ room, point, item }) {
  const waits = point.state === "submitted" && room.may("conclusion.approve");
  const reopens = point.state === "approved" && room.may("conclusion.unapprove");
  return html`<li><div class="cau"><p class="ph">${point.text}</p><${PointTask} room=${room} point=${point} /></div>
    <div class="hang g2 wrap"><${PointState} point=${point} />
      ${waits && html`<span class="day"></span><${Button} icon="arrow-u-up-left" onPress=${() => giveBack(room, point, item)}>${t("Sửa lại")}</${Button}>
        <${Button} kind="chinh" icon="check-bold" onPress=${() => approve(room, point)}>${t("Duyệt")}</${Button}>`}
      ${reopens && html`<span class="day"></span><${Button} icon="arrow-u-up-left" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${() => unapprove(room, point)}>${t("Mở lại")}</${Button}>`}</div></li>`;
}

/** Approved, with the way back: nobody has begun a task that was given a moment ago. @param {Room} room @param {any} point */
export function approve(room, point) {
  return room.act("conclusion.approve", { conclusion: point.id }, {
    done: point.assignee || point.assignee_text ? t("Đã duyệt và giao nhiệm vụ") : t("Đã duyệt"),
    undo: () => unapprove(room, point),
  });
}

/** It waits for the chair again. @param {Room} room @param {any} point */
function unapprove(room, point) {
  return room.act("conclusion.unapprove", { conclusion: point.id }, { done: t("Kết luận lại chờ duyệt") });
}

/** @param {Room} room @param {any} point @param {Item} item */
async function giveBack(room, point, item) {
  await room.ask({
    title: t("Trả lại để sửa?"),
    body: point.text,
    yes: t("Trả lại thư ký"),
    about: point.id,
    fields: [{ name: "reason", label: t("Cần sửa gì"), required: true, type: "area" }],
    send: async ({ reason }) => (await room.act("conclusion.return", { conclusion: point.id, reason }, { done: t("Đã trả lại thư ký") })).ok,
    over: () => room.one("conclusions", point.id)?.state !== "submitted",
  });
  openApproval(room, item);
}
