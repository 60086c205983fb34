// @ts-check
/** Whether somebody is here, as a word and as a mark. */

import { html } from "../../vendor/preact.js";
import { ddmm, hhmm } from "../app/clock.js";
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

/** What a mark that is taken back gives again: since when, why, and that nobody had helped. @param {any} row attendance as it was @returns {Record<string, any>} */
export function asItStood(row) {
  if (!row?.at || row.status === "expected") return {};
  return { at: row.at, ...(row.arrived_at ? { arrived_at: row.arrived_at } : {}), ...(row.reason ? { reason: row.reason } : {}), ...(row.marked_by === null ? { by_themselves: true } : {}) };
}

/** Of another day of the meeting, with it. @param {import("../app/types.js").Room} room @param {string | null | undefined} at */
export function leftWords(room, at) {
  if (!at) return t("đã về");
  const [time, day] = [hhmm(at), ddmm(at)];
  return day === ddmm(room.now()) ? t("về %(time)s", { time }) : t("về %(time)s ngày %(day)s", { time, day });
}

/** @typedef {import("./state.js").Gone} Gone */

/** A device that went without a word is waited for; who left, or was waited for in vain, has not opened the room. @param {Gone} why @returns {string} */
export function awayWords(why) {
  if (why === "network") return t("mất kết nối");
  return why === "restart" ? t("chưa kết nối lại") : t("không mở phòng họp");
}

/** Why no device of somebody who is here is in the room: for the desk. Empty where one is. @param {import("../app/types.js").Room} room @param {string} person @returns {Gone | ""} */
export function whyLost(room, person) {
  return HERE.has(room.one("attendance", person)?.status) ? room.live.whyLost(person) : "";
}

/** Beside somebody who speaks, if they had a device: who never opened the room is asked nothing by it. @param {{room: import("../app/types.js").Room, person: string}} props */
export function LostDevice({ room, person }) {
  const why = whyLost(room, person);
  return why && why !== "never" && html`<span class="mat-noi" role="status"><${LostMark} why=${why} /></span>`;
}

/** @param {{why: Gone}} props */
export function LostMark({ why }) {
  return html`<${Icon} name=${why === "network" || why === "restart" ? "wifi-slash" : "device-tablet"} />${awayWords(why)}`;
}

/** @param {{status: string}} props */
export function StatusIcon({ status }) {
  const [name, tone] = /** @type {Record<string, [string, string]>} */ ({
    present: ["check-circle-fill", "cm"], online: ["video-camera", "cm"], absent: ["minus-circle", "vg"], left: ["sign-out", "vg"],
  })[status] ?? ["circle", "chua-den"];
  return html`<span class=${tone}><${Icon} name=${name} /></span>`;
}
