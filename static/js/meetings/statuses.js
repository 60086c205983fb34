// @ts-check
/** Whether somebody is here, as a word and as a mark. */

import { html } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { t } from "../app/text.js";
import { HERE } from "./figures.js";

/** @param {string} status @returns {string} */
export function statusWords(status) {
  /** @type {Record<string, string>} */
  const words = { present: t("có mặt"), online: t("trực tuyến"), absent: t("vắng"), left: t("đã về"), expected: t("chưa điểm danh") };
  return words[status] ?? status;
}

/** Who has marked somebody, for the desk; empty where they came by themselves. @param {import("../app/types.js").Room} room @param {string} person */
export function markedBy(room, person) {
  const came = room.one("attendance", person);
  const by = came?.status !== "expected" && came?.marked_by;
  return by && by !== person ? t("ghi giúp bởi %(name)s", { name: room.name(by) }) : "";
}

/** Why is not known: a page without a line of its own, signed out, or no network. @returns {string} */
export const awayWords = () => t("không mở phòng họp");

/** Here, and no device of theirs answers any more: for the desk. @param {import("../app/types.js").Room} room @param {string} person */
export function isLost(room, person) {
  return room.live.lost.value.includes(person) && HERE.has(room.one("attendance", person)?.status);
}

/** Beside somebody who is here. @param {{room: import("../app/types.js").Room, person: string}} props */
export function LostDevice({ room, person }) {
  if (!isLost(room, person)) return null;
  return html`<span class="mat-noi" role="status"><${Icon} name="device-tablet" />${awayWords()}</span>`;
}

/** @param {{status: string}} props */
export function StatusIcon({ status }) {
  const [name, tone] = /** @type {Record<string, [string, string]>} */ ({
    present: ["check-circle-fill", "cm"], online: ["video-camera", "cm"], absent: ["minus-circle", "vg"], left: ["sign-out", "vg"],
  })[status] ?? ["circle", ""];
  return html`<span class=${tone}><${Icon} name=${name} /></span>`;
}
