// @ts-check
/** An option as it is drawn: where its words don't fit a line they break after the first, never between the last two. */

import { html } from "../../vendor/preact.js";
import { USUAL, optionIn } from "./words.js";

/** @typedef {import("../app/types.js").Vote} Vote */

/** @param {string} option @param {Vote} vote */
export function optionDrawn(option, vote) {
  const words = optionIn(option, vote);
  const [first, ...rest] = words.split(" ");
  return USUAL.includes(option) && rest.length === 2 ? html`<bdi>${first} <bdi class="lien-mach">${rest.join(" ")}</bdi></bdi>` : words;
}
