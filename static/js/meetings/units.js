// @ts-check
/** Who a conclusion may be given to, as typed after `@`: people of the meeting, their units, or words as they stand. Pure. */

import { fold, nameMatch } from "../app/fold.js";

/** @typedef {{label: string, more: string, assignee: string | null, assignee_text: string}} Charge */

const UNIT = /(?:^|\s)((?:Sở|Phòng|Ban|Văn phòng|Công an|Thanh tra|Chi cục|Cục|Ủy ban|UBND|Trung tâm|Bộ|Kho bạc|Hội|Đoàn|Mặt trận|Liên đoàn|Trường|Bệnh viện|Trạm|Đội|Tổ)\s.+)$/u;

/**
 * The unit in an office: "Giám đốc Sở Xây dựng" -> "Sở Xây dựng"; "" where there is none.
 * @param {string} office
 * @returns {string}
 */
export function unitOf(office) {
  return UNIT.exec(office.normalize("NFC"))?.[1] ?? "";
}

/**
 * Units first (a conclusion usually names one), then people, then what was typed.
 * @param {{id: string, name: string, office?: string}[]} people @param {string} typed @param {number} [most]
 * @returns {Charge[]}
 */
export function charges(people, typed, most = 6) {
  const wanted = fold(typed);
  /** @type {Map<string, Charge & {score: number}>} */
  const found = new Map();
  for (const person of people) {
    const unit = unitOf(person.office ?? "");
    const unitScore = unit && nameMatch(unit, typed) ? 10 : 0;
    if (unitScore && !found.has(`u:${fold(unit)}`))
      found.set(`u:${fold(unit)}`, { label: unit, more: person.name, assignee: null, assignee_text: unit, score: unitScore });
    const score = wanted ? nameMatch(person.name, typed) || Math.min(1, nameMatch(person.office ?? "", typed)) : 1;
    if (score) found.set(`p:${person.id}`, { label: person.name, more: person.office ?? "", assignee: person.id, assignee_text: "", score });
  }
  const list = [...found.values()].sort((a, b) => b.score - a.score).slice(0, most);
  const words = typed.trim();
  const known = list.some((one) => fold(one.label) === wanted);
  const asTyped = words && !known ? [{ label: words, more: "", assignee: null, assignee_text: words }] : [];
  return [...list.map(({ score: _score, ...one }) => one), ...asTyped];
}
