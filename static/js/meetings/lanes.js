// @ts-check
/** What a member asks for beside the list: a point of order, and in councils a question to somebody who is named. */

import { html, useComputed } from "../../vendor/preact.js";
import { Button } from "../app/components.js";
import { t } from "../app/text.js";
import { myRequest, register, withdraw } from "./asking.js";
import { amHere } from "./attendance.js";
import { openGist } from "./gist.js";
import { relieved } from "./relieved.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Are members offered questions here? @param {Room} room */
export const asksQuestions = (room) => room.meeting.value?.speaking?.questions === true;

/** @param {{room: Room}} props */
export function OwnLanes({ room }) {
  const item = room.item.value;
  const point = useComputed(() => myRequest(room, "point_of_order")?.id ?? "").value;
  const question = useComputed(() => myRequest(room, "question")?.id ?? "").value;
  if (!item || room.phase.value !== "in_progress" || !room.may("speaking.request") || !amHere(room)) return null;
  const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
  const over = relieved(room, room.me.person); // what was asked for can still be withdrawn
  if (over && !question && !point) return null;
  const locked = item.queue === "locked" ? { disabled: true, why: t("Đã khóa danh sách.") } : offline;
  return html`<div class="lan-rieng">
    ${(question || (asksQuestions(room) && !over)) && (question
      ? html`<${Button} icon="x" class="day-du" ...${offline} onPress=${() => withdraw(room, question)}>${t("Rút đăng ký chất vấn")}</${Button}>`
      : html`<${Button} icon="question" class="day-du" ...${locked} onPress=${() => openGist(room, null, "question")}>${t("Đăng ký chất vấn")}</${Button}>`)}
    ${(point || !over) && (point
      ? html`<${Button} kind="tron" icon="x" class="day-du" ...${offline} onPress=${() => withdraw(room, point)}>${t("Rút ý kiến về thủ tục")}</${Button}>`
      : html`<${Button} kind="tron" icon="scales" class="day-du" ...${offline} onPress=${() => register(room, { kind: "point_of_order" })}>${t("Phát biểu về thủ tục")}</${Button}>`)}</div>`;
}
