// @ts-check
/** What kind of question is put: for and against, a choice, an election, confidence, opinions; its options and how many. */

import { html } from "../../vendor/preact.js";
import { t } from "../app/text.js";

/** @typedef {"question" | "opinion" | "choice" | "election" | "confidence"} Kinds */
/** @typedef {{kind: Kinds, names: string, most: number, seats: number, each?: boolean}} Asked */

/** Opinions are a question with one answer more, that decides nothing. */
const OPINIONS = ["yes", "no", "other"];

/** @param {any} draft @returns {Asked} */
export function askedOf(draft) {
  const options = draft?.options ?? [];
  const kind = draft?.kind ?? "question";
  return {
    kind: kind === "question" && options.includes("other") ? "opinion" : kind,
    names: ["choice", "election"].includes(kind) ? options.filter((/** @type {string} */ one) => one !== "not_voting").join("\n") : "",
    most: draft?.most ?? 1,
    seats: draft?.seats ?? 1,
    each: false,
  };
}

/** What of itself is adopted: a paper, by its name. */
const PAPERS = /^(?:dự thảo|nghị quyết|quyết định|quy định|quy chế|nội quy|kế hoạch|đề án|dự án|phương án|chương trình|báo cáo|tờ trình|quy hoạch|dự toán|danh mục|biên bản)(?:\s|:|$)/iu;

/** A question to begin with, from the title of the item; of names and opinions the title is what is asked. Pure. @param {string} title @param {Kinds} kind @returns {string} */
export function questionOf(title, kind) {
  if (!title || kind !== "question" || /^thông qua\s/iu.test(title)) return title;
  return PAPERS.test(title) ? t("Thông qua %(title)s", { title }) : t("Có thông qua nội dung “%(title)s” không?", { title });
}

/** One option a line; empty lines are none. @param {string} text */
export const namesIn = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Among how many names one sealed ballot may choose several (the server's MOST_NAMES): more are put one by one. */
export const MOST_SEALED = 6;

/** Is it asked of too many names at once for one sealed ballot? Pure. @param {Asked} asked */
export const tooManySealed = ({ kind, names, most, seats }) => ["choice", "election"].includes(kind) && (kind === "election" ? seats : most) > 1 && namesIn(names).length > MOST_SEALED;

/** A sealed question for each name, of for and against. Pure. @param {string} question @param {Asked} asked */
export const oneByOne = (question, { names }) => namesIn(names).map((name) => ({ kind: "question", question: `${question.trim().replace(/[:?.]+$/, "")}: ${name}` }));

/** The part of a command that says what is asked. @param {Asked} asked */
export function kindArgs({ kind, names, most, seats }) {
  if (kind === "opinion") return { kind: "question", options: OPINIONS, majority: "none" };
  if (kind === "choice") return { kind, options: [...namesIn(names), "not_voting"], most };
  if (kind === "election") return { kind, options: namesIn(names), seats, most: Math.max(seats, 1) };
  return { kind };
}

/** @param {{asked: Asked, change: (part: any) => void, faults: Record<string, string>}} props */
export function Kind({ asked, change, faults }) {
  /** @type {[Kinds, string][]} */
  const kinds = [
    ["question", t("Tán thành hay không")], ["choice", t("Chọn phương án")], ["election", t("Bầu người")],
    ["confidence", t("Lấy phiếu tín nhiệm")], ["opinion", t("Lấy ý kiến, không quyết định")],
  ];
  return html`<div class="truong"><label for="bq-loai">${t("Loại biểu quyết")}</label>
    <select id="bq-loai" class="o-nhap" value=${asked.kind} onChange=${(/** @type {any} */ event) => change({ kind: event.target.value })}>
      ${kinds.map(([kind, words]) => html`<option key=${kind} value=${kind}>${words}</option>`)}</select>${hint(asked.kind)}</div>
    ${(asked.kind === "choice" || asked.kind === "election") && html`<${Names} asked=${asked} change=${change} faults=${faults} />`}`;
}

/** @param {Kinds} kind */
function hint(kind) {
  if (kind === "confidence") return html`<p class="goi-y">${t("Ba mức: tín nhiệm cao, tín nhiệm, tín nhiệm thấp. Đa số bên dưới tính trên phiếu tín nhiệm thấp.")}</p>`;
  if (kind === "opinion") return html`<p class="goi-y">${t("Tán thành, không tán thành hoặc ý kiến khác kèm nội dung.")}</p>`;
  return null;
}

/** @param {{asked: Asked, change: (part: any) => void, faults: Record<string, string>}} props */
function Names({ asked, change, faults }) {
  const election = asked.kind === "election";
  const many = namesIn(asked.names).length;
  const number = election ? asked.seats : asked.most;
  const fault = faults[election ? "seats" : "most"];
  const count = (/** @type {any} */ event) => change(election ? { seats: Number(event.target.value) || 1 } : { most: Number(event.target.value) || 1 });
  return html`<div class="truong"><label for="bq-ten">${election ? t("Người ứng cử, mỗi dòng một người") : t("Các phương án, mỗi dòng một phương án")}</label>
    <textarea id="bq-ten" class="o-nhap" rows="4" aria-invalid=${faults.options ? "true" : undefined} value=${asked.names}
      onInput=${(/** @type {any} */ event) => change({ names: event.target.value })}></textarea>${faults.options && html`<p class="loi">${faults.options}</p>`}</div>
    ${election && html`<${Ways} asked=${asked} change=${change} />`}
    ${!(election && asked.each) && html`<div class="truong"><label for="bq-so">${election ? t("Số người cần bầu") : t("Mỗi phiếu chọn tối đa")}</label>
    <input id="bq-so" class="o-nhap so" type="number" inputmode="numeric" min="1" max=${Math.max(1, many)} value=${number} aria-invalid=${fault ? "true" : undefined} onInput=${count} />
    ${fault && html`<p class="loi">${fault}</p>`}</div>`}`;
}

/** Up to so many names on one ballot, or each candidate for and against. @param {{asked: Asked, change: (part: any) => void}} props */
function Ways({ asked, change }) {
  /** @type {[boolean, string][]} */
  const ways = [[false, t("Chọn tên trong danh sách")], [true, t("Từng người: tán thành hay không tán thành")]];
  return html`<fieldset class="truong"><legend>${t("Cách bầu")}</legend><div class="chon">${ways.map(([each, words]) => html`<label key=${words}>
    <input type="radio" name="bq-bau" checked=${Boolean(asked.each) === each} onChange=${() => change({ each })} />${words}</label>`)}</div></fieldset>`;
}
