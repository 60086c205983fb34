// @ts-check
/** Who is on the list of a vote, and who of them does not vote on this question: they count in the number of all members. */

import { html, useState } from "../../vendor/preact.js";
import { FindField, NoneFound } from "../app/findfield.js";
import { findPeople } from "../app/fold.js";
import { t, tn } from "../app/text.js";
import { HERE, seatOrder } from "../meetings/figures.js";
import { statusWords } from "../meetings/statuses.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Of more, who is looked for is found by name. */
const SHOWN = 24;

/** @param {{room: Room, barred: string[], change: (barred: string[]) => void, fault?: string}} props */
export function VotingRoll({ room, barred, change, fault }) {
  const [typed, type] = useState("");
  const attendance = room.by("attendance");
  const roll = room.people.value.filter((one) => one.on_roll).sort(seatOrder);
  const here = roll.filter((one) => HERE.has(attendance[one.id]?.status)).length;
  const found = typed.trim() ? new Set(findPeople(roll, typed, SHOWN)) : null;
  const shown = found ? roll.filter((one) => found.has(one) || barred.includes(one.id)) : roll;
  const press = (/** @type {string} */ id) => change(barred.includes(id) ? barred.filter((one) => one !== id) : [...barred, id]);
  const none = barred.length ? ` · ${tn("%(num)s người không biểu quyết nội dung này", "%(num)s người không biểu quyết nội dung này", barred.length)}` : "";
  return html`<details class="danh-sach"><summary>${tn("Danh sách biểu quyết: %(num)s thành viên, %(here)s có mặt", "Danh sách biểu quyết: %(num)s thành viên, %(here)s có mặt", roll.length, { here })}${none}</summary>
    <p class="phu nho">${t("Danh sách được chốt khi mở biểu quyết; ai đến sau vẫn gửi phiếu được.")} ${t("Đánh dấu người không biểu quyết nội dung này; họ vẫn tính trong tổng số thành viên.")}</p>
    ${roll.length > SHOWN && html`<${FindField} label=${t("Tìm người")} typed=${typed} type=${type} />`}
    ${found?.size === 0 && html`<${NoneFound} words=${t("Không tìm thấy ai")} />`}
    ${fault && html`<p class="loi">${fault}</p>`}
    <ol>${shown.map((one) => html`<li key=${one.id}><label><input type="checkbox" checked=${barred.includes(one.id)} onChange=${() => press(one.id)} /><span>${one.name}</span></label>
      <span class="v">${barred.includes(one.id) ? t("không biểu quyết nội dung này") : statusWords(attendance[one.id]?.status ?? "expected")}</span></li>`)}</ol></details>`;
}
