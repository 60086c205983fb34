// @ts-check
/** The published ballots of a secret vote: each by its code, without a name; five hundred of them in a large hall. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { Button, Icon, Sheet } from "../app/components.js";
import { FindField, NoneFound } from "../app/findfield.js";
import { t, tn } from "../app/text.js";
import { grouped } from "./sealedbox.js";
import { optionIcon, optionIn, optionKind } from "./words.js";

/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("./sealedbox.js").Ballot} Ballot */

/** From so many ballots on a code is found by typing some of it. */
const MANY = 6;
const PAGE = 8;

/** As people copy it from paper: in groups, with dashes, in small letters. @param {string} typed */
const asCode = (typed) => typed.replace(/[^0-9a-z]/gi, "").toUpperCase();

/** @param {Ballot[]} all @param {string} typed @returns {Ballot[]} */
export const foundBy = (all, typed) => all.filter((one) => `${one.code}${one.mark ?? ""}`.includes(asCode(typed)));

/** Where a key leads among so many lines; null: nowhere. @param {string} key @param {number} at @param {number} all @returns {number | null} */
export function ledTo(key, at, all) {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: all - 1 }[key];
  return to === undefined || all === 0 ? null : Math.max(0, Math.min(all - 1, to));
}

/** Every code with its choice; any line can be taken for mine. Only one line is a stop of Tab, the others are reached by arrows. @param {{vote: Vote, ballots: Ballot[], onClose: () => void}} props */
export function BallotList({ vote, ballots, onClose }) {
  const [mine, choose] = useState(/** @type {string | null} */ (null));
  const [typed, type] = useState("");
  const [at, stand] = useState(0);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const many = ballots.length > MANY;
  const found = foundBy(ballots, typed);
  const place = Math.min(at, Math.max(0, found.length - 1));
  const go = (/** @type {number} */ to) => {
    stand(to);
    /** @type {HTMLElement | undefined} */ (list.current?.children[to]?.firstElementChild)?.focus();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const to = ledTo(event.key, place, found.length);
    if (to === null) return;
    event.preventDefault();
    go(to);
  };
  /** From the field one goes on to what was found. @param {KeyboardEvent} event */
  const down = (event) => {
    if (!["ArrowDown", "Enter"].includes(event.key) || !found.length) return;
    event.preventDefault();
    go(0);
  };
  const counted = asCode(typed) ? tn("Tìm thấy %(num)s phiếu", "Tìm thấy %(num)s phiếu", found.length) : tn("%(num)s phiếu", "%(num)s phiếu", ballots.length);
  return html`<${Sheet} title=${t("Danh sách phiếu")} wide onClose=${onClose}><div class="xem-phieu" tabindex="-1" data-safe="">
    <p class="phu">${t("Mỗi dòng là một phiếu, không có tên. Bấm một dòng để đánh dấu.")}</p>
    ${many && html`<div class="tim-phieu" onKeyDown=${down}><${FindField} label=${t("Tìm mã phiếu")} hint=${t("Gõ mấy ký tự của mã phiếu")} capitals typed=${typed} type=${(/** @type {string} */ said) => { stand(0); type(said); }} />
      ${found.length > 0 && html`<p class="phu" role="status">${counted}</p>`}</div>`}
    ${found.length === 0 && html`<${NoneFound} words=${t("Không có mã phiếu nào như vậy.")} />`}
    <ul class="ds-phieu" ref=${list} aria-label=${t("Danh sách phiếu")} onKeyDown=${key}>${found.map((one, n) => html`<li key=${one.code}>
      <button type="button" tabindex=${n === place ? 0 : -1} aria-pressed=${String(mine === one.code)} onFocus=${() => stand(n)} onClick=${() => choose(mine === one.code ? null : one.code)}>
        <span class="so">${grouped(one.code)}${one.mark ? ` · ${one.mark}` : ""}</span><${Chosen} vote=${vote} choice=${one.choice} /></button></li>`)}</ul>
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Đóng")}</${Button}></div></div></${Sheet}>`;
}

/** In the colours of the ballot. @param {{vote: Vote, choice: number[]}} props */
function Chosen({ vote, choice }) {
  const only = choice.length === 1 ? vote.options[choice[0]] : "";
  const icon = optionIcon(only);
  return html`<b class=${only ? `${optionKind(only)}1` : ""}>${icon && html`<${Icon} name=${icon} />`}${choice.map((n) => optionIn(vote.options[n], vote)).join(", ")}</b>`;
}
