// @ts-check
/** An item's papers in the room: cards whose whole row opens the reader. */

import { html } from "../../vendor/preact.js";
import { Chip, Icon } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t, tn } from "../app/text.js";

/** @type {Record<string, [string, string, () => string]>} */
const MARKS = {
  draft: ["", "pencil-simple", () => t("Nháp")],
  submitted: ["vang", "hourglass-medium", () => t("Chờ duyệt")],
  returned: ["dat", "arrow-u-up-left", () => t("Trả lại")],
  approved: ["lam", "check", () => t("Đã duyệt")],
  recalled: ["dat", "eye-slash", () => t("Đã thu hồi")],
};

/** A chip for every state but "published", which needs none. @param {{ state: string }} props */
export function PaperMark({ state }) {
  const mark = MARKS[state];
  return mark ? html`<${Chip} tone=${mark[0]} icon=${mark[1]}>${mark[2]()}<//>` : null;
}

/** The few letters on a card. @param {string | null | undefined} type */
export function labelOf(type) {
  if (type?.includes("word")) return "DOC";
  if (type?.includes("sheet")) return "XLS";
  if (type?.includes("presentation")) return "PPT";
  return type?.startsWith("image/") ? t("Ảnh") : "PDF";
}

/** @param {any} paper */
function factsOf(paper) {
  const facts = [paper.pages ? tn("%(num)s trang", "%(num)s trang", paper.pages) : labelOf(paper.media_type)];
  if (paper.version > 1) facts.push(t("bản %(n)s", { n: paper.version }));
  if (paper.conversion === "failed") facts.push(t("chỉ tải về được"));
  if (paper.late) facts.push(t("gửi muộn"));
  return facts.join(" · ");
}

/** @param {{ paper: any }} props */
export function PaperCard({ paper }) {
  if (paper.state === "recalled" && !paper.url) {
    return html`<div class="tl"><span class="to"><${Icon} name="eye-slash" /></span><span><b>${paper.title}</b><span class="v">${t("Tài liệu đã thu hồi")}</span></span></div>`;
  }
  return html`<a class="tl" href=${`/read/${paper.id}`}><span class="to">${labelOf(paper.media_type)}</span>
    <span><b>${paper.title}</b><span class="v">${factsOf(paper)}</span><${PaperMark} state=${paper.state} /></span><${Icon} name="caret-right" /></a>`;
}

/** The papers of one item, in their order. @param {{ room: any, item: any }} props */
export function ItemPapers({ room, item }) {
  const mine = room.papers.value
    .filter((/** @type {any} */ paper) => paper.item === (item?.id ?? null))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  if (!mine.length) return null;
  return html`<section class="giay-to" aria-label=${t("Tài liệu")}>${mine.map((/** @type {any} */ paper) => html`<${PaperCard} key=${paper.id} paper=${paper} />`)}</section>`;
}

fill("room.item.papers", ItemPapers);
