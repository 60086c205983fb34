// @ts-check
/** A field in which some letters of a name or a code are typed to find it in a list. */

import { html } from "../../vendor/preact.js";
import { t } from "./text.js";

/**
 * `hint` stands in the empty field; without it a name is looked for. `capitals`: a phone's keys begin with them.
 * @param {{label: string, typed: string, type: (typed: string) => void, hint?: string, capitals?: boolean}} props
 */
export function FindField({ label, typed, type, hint, capitals = false }) {
  return html`<input class="o-nhap" type="search" autocomplete="off" autocapitalize=${capitals ? "characters" : undefined} aria-label=${label}
    placeholder=${hint ?? t("Gõ tên, không cần dấu")} value=${typed} onInput=${(/** @type {any} */ event) => type(event.target.value)} />`;
}

/** Where nothing is found it is said, also aloud. @param {{words: string}} props */
export function NoneFound({ words }) {
  return html`<p class="phu vua" role="status">${words}</p>`;
}
