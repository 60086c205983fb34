// @ts-check
/** What is at stake, and the rule that follows from it by itself, as a sentence; another majority may be chosen. */

import { html } from "../../vendor/preact.js";
import { t } from "../app/text.js";
import { asksMatter, BY_RULE, majorityHeld, MATTERS, matterOf } from "./matters.js";
import { ruleName, RULES, ruleSentence } from "./rulewords.js";
import { majorityOf } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("./matters.js").Matter} Matter */
/** @typedef {{kind: import("./asked.js").Kinds, matter: Matter, majority: any}} Asked */

/** @returns {Record<Matter, string>} */
const matters = () => ({
  general: t("Nghị quyết, quyết định thường"), removal: t("Bãi nhiệm đại biểu, thành viên"), confidence: t("Lấy phiếu tín nhiệm"),
  election: t("Bầu người"), bylaws: t("Sửa đổi quy chế, nội quy"),
});

/** Only where the kind of ballot doesn't tell it. @param {{entries: Asked, change: (part: any) => void, fault?: string}} props */
export function MatterField({ entries, change, fault }) {
  if (!asksMatter(entries.kind)) return null;
  const words = matters();
  return html`<div class="truong"><label for="bq-viec">${t("Quyết định về việc")}</label>
    <select id="bq-viec" class="o-nhap" value=${matterOf(entries.kind, entries.matter)} onChange=${(/** @type {any} */ event) => change({ matter: event.target.value })}>
      ${MATTERS.map((one) => html`<option key=${one} value=${one}>${words[one]}</option>`)}</select>${fault && html`<p class="loi">${fault}</p>`}</div>`;
}

/** Whose rule it is. @param {"matter" | "general" | "meeting"} from @param {Matter} matter @returns {string} */
function whose(from, matter) {
  if (from === "meeting") return t("Quy tắc riêng của phiên họp này.");
  if (from === "matter") return t("Quy tắc của cơ quan cho việc này.");
  return matter === "general" ? t("Quy tắc chung của cơ quan.") : t("Quy tắc chung: cơ quan không có quy tắc riêng cho việc này.");
}

/** The rule in words, with its number for this roll. @param {{room: Room, entries: Asked, change: (part: any) => void, fault?: string}} props */
export function Rule({ room, entries, change, fault }) {
  const members = room.meeting.value?.members ?? room.people.value.filter((one) => one.on_roll).length;
  if (entries.kind === "opinion") return null;
  const matter = matterOf(entries.kind, entries.matter);
  const held = majorityHeld(room.meeting.value?.vote_rules, matter);
  const majority = entries.majority === BY_RULE ? held.majority : entries.majority;
  const ruled = majorityOf(held.majority).name;
  const named = majorityOf(majority).name;
  const choices = [...new Set([ruled, named, ...RULES])];
  const pick = (/** @type {any} */ event) => change({ majority: event.target.value === ruled ? BY_RULE : event.target.value });
  const label = entries.kind === "confidence" ? t("Không đạt tín nhiệm khi phiếu tín nhiệm thấp") : matter === "election" ? t("Trúng cử khi được") : t("Được thông qua khi");
  const said = named === ruled ? whose(held.from, matter) : t("Khác quy tắc của cơ quan (%(rule)s); kết quả sẽ ghi rõ.", { rule: ruleName(held.majority) });
  return html`<div class="truong"><label for="bq-luat">${label}</label>
    <select id="bq-luat" class="o-nhap" value=${named} onChange=${pick}>${choices.map((one) => html`<option key=${one} value=${one}>${ruleName(one)}</option>`)}</select>
    ${fault && html`<p class="loi">${fault}</p>`}</div><p class="goi-y luat-noi">${ruleSentence(majority, members, entries.kind)} ${said}</p>`;
}
