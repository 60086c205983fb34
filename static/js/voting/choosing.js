//# allFunctionsCalledOnLoad
// @ts-check
/** What a voter taps on a ballot: one answer, one or several names, and the words of an opinion of their own. */

import { html, useRef } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { optionDrawn } from "./optionin.js";
import { inBallotOrder, namedBy, namesSeveral, optionIcon, optionKind } from "./words.js";

/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {string | string[] | null} Choice */

/**
 * The choice after a tap: another answer, or one name more or less. A tap beyond what a ballot may name changes nothing;
 * abstaining stands alone. Pure.
 * @param {Vote} vote @param {Choice | undefined} before @param {string} option @returns {Choice}
 */
export function tapped(vote, before, option) {
  if (!namesSeveral(vote)) return option;
  const named = namedBy(before);
  if (named.includes(option)) {
    const left = named.filter((one) => one !== option);
    return left.length ? left : null;
  }
  if (option === "not_voting") return [option];
  const names = named.filter((one) => one !== "not_voting");
  return names.length < (vote.most ?? 1) ? vote.options.filter((one) => one === option || names.includes(one)) : before ?? null;
}

/** Whether a choice can be sent: an opinion of one's own needs its words. @param {Choice | undefined} choice @param {string} words */
export const complete = (choice, words) => namedBy(choice).length > 0 && (!namedBy(choice).includes("other") || words.trim() !== "");

/** What a ballot sends. @param {Choice} choice @param {string} words */
export const ballotArgs = (choice, words) => ({ choice, ...(namedBy(choice).includes("other") ? { words: words.trim() } : {}) });

/**
 * @param {{vote: Vote, chosen: Choice, words: string, locked: boolean, onChoose: (choice: Choice) => void, onWords: (words: string) => void}} props
 */
export function Options({ vote, chosen, words, locked, onChoose, onWords }) {
  const options = inBallotOrder(vote.options);
  const several = namesSeveral(vote);
  const named = namedBy(chosen);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  /** @param {string} option */
  const choose = (option) => !locked && onChoose(tapped(vote, chosen, option));
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || several) return;
    event.preventDefault();
    const at = named.length ? options.indexOf(named[0]) : step > 0 ? -1 : 0;
    const next = (at + step + options.length) % options.length;
    choose(options[next]);
    /** @type {HTMLElement | undefined} */ (box.current?.querySelectorAll("[role=radio]")[next])?.focus();
  };
  const full = several && named.length >= (vote.most ?? 1) && !named.includes("not_voting");
  return html`${several && html`<p class="da-chon-may" role="status">${tn("Được chọn tối đa %(num)s, đã chọn %(chosen)s", "Được chọn tối đa %(num)s, đã chọn %(chosen)s", vote.most ?? 1, { chosen: named.filter((one) => one !== "not_voting").length })}</p>`}
    <div class=${`ba${options.length === 3 && !several ? "" : " nhieu"}`} role=${several ? "group" : "radiogroup"} aria-labelledby="cau-hoi" ref=${box} onKeyDown=${move}>
    ${options.map((option, place) => html`<${Option} key=${option} option=${option} vote=${vote} several=${several} checked=${named.includes(option)}
      locked=${locked || (full && !named.includes(option) && option !== "not_voting")} reachable=${several || (named.length ? named[0] === option : place === 0)} onChoose=${() => choose(option)} />`)}</div>
    ${named.includes("other") && html`<${Words} words=${words} locked=${locked} onWords=${onWords} />`}`;
}

/** @param {{words: string, locked: boolean, onWords: (words: string) => void}} props */
function Words({ words, locked, onWords }) {
  return html`<div class="truong y-khac"><label for="y-khac">${t("Nội dung ý kiến khác")}</label>
    <textarea id="y-khac" class="o-nhap" rows="3" maxlength="2000" value=${words} readonly=${locked} onInput=${(/** @type {any} */ event) => onWords(event.target.value)}></textarea>
    ${!words.trim() && html`<p class="goi-y">${t("Cần ghi nội dung thì phiếu mới gửi được.")}</p>`}</div>`;
}

/** @param {{option: string, vote: Vote, several: boolean, checked: boolean, locked: boolean, reachable: boolean, onChoose: () => void}} props */
function Option({ option, vote, several, checked, locked, reachable, onChoose }) {
  const icon = optionIcon(option);
  const kind = icon ? optionKind(option) : "x";
  const glyph = icon ? html`<${Icon} name=${icon} />` : html`<b class="so">${inBallotOrder(vote.options).indexOf(option) + 1}</b>`;
  return html`<button type="button" class=${`phieu ${kind}`} role=${several ? "checkbox" : "radio"} aria-checked=${String(checked)} aria-disabled=${locked ? "true" : undefined}
    tabindex=${reachable ? 0 : -1} onClick=${onChoose}><span class="o" aria-hidden="true">${glyph}</span><span class="ngat">${optionDrawn(option, vote)}</span>
    <span class=${several ? "dau-chon vuong" : "dau-chon"} aria-hidden="true">${checked && html`<${Icon} name="check-bold" />`}</span></button>`;
}
