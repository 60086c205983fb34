// @ts-check
/** Whether somebody is here, as a word and as a mark. */

import { html } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { t } from "../app/text.js";

/** @param {string} status @returns {string} */
export function statusWords(status) {
  /** @type {Record<string, string>} */
  const words = { present: t("có mặt"), online: t("trực tuyến"), absent: t("vắng"), left: t("đã về"), expected: t("chưa điểm danh") };
  return words[status] ?? status;
}

/** @param {{status: string}} props */
export function StatusIcon({ status }) {
  const [name, tone] = /** @type {Record<string, [string, string]>} */ ({
    present: ["check-circle-fill", "cm"], online: ["video-camera", "cm"], absent: ["minus-circle", "vg"], left: ["sign-out", "vg"],
  })[status] ?? ["circle", ""];
  return html`<span class=${tone}><${Icon} name=${name} /></span>`;
}
