//# allFunctionsCalledOnLoad
// @ts-check
/** The result of a vote (screens.md 6.12), and how many have sent while it is open. */

import { html, render, useEffect, useLayoutEffect, useMemo, useRef } from "../../vendor/preact.js";
import { alikeList, slices, useGrowing } from "../app/alike.js";
import { hhmmss } from "../app/clock.js";
import { Button, Chip, Icon, MemberStrip, Seal, Sheet } from "../app/components.js";
import { covering } from "../app/covering.js";
import { Panel } from "../app/panels.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { handWords, levelWords } from "./counting.js";
import { optionDrawn } from "./optionin.js";
import { factName, inBallotOrder, kindWords, namedBy, notchWords, ofNames, optionIcon, optionIn, optionKind, resultFacts, resultStrip, ruleSaid, sentenceOf, share, stripWords, verdictIn } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("../app/types.js").VoteResult} VoteResult */

/**
 * Of an open or closed vote: sent, here (those who sent and those still awaited), awaited, here without a ballot, away, and
 * all members.
 * @param {Room} room @param {Vote} vote
 */
export function turnout(room, vote) {
  const live = vote.state === "open" && vote.id in room.live.turnout.value;
  const sent = (live ? room.live.turnout.value[vote.id] : vote.turnout) ?? 0;
  const left = (live ? room.live.awaited.value[vote.id] : vote.awaited) ?? 0;
  const barred = (live ? room.live.barred.value[vote.id] : vote.barred) ?? 0;
  const members = Math.max(vote.members || vote.eligible, sent + left + barred);
  return { sent, left, barred, away: members - sent - left - barred, present: sent + left, members };
}

/** One cell for each member, and its words: whoever is here without a ballot is not away. @param {ReturnType<typeof turnout>} figures */
export function turnoutCells({ sent, left, barred, away, present, members }) {
  const label = t("%(sent)s trong %(present)s người có mặt đã gửi phiếu, tổng số thành viên %(members)s, vắng %(away)s", { sent, present, members, away });
  return { cells: [{ kind: "d", n: sent }, { kind: "c", n: left }, { kind: "o", n: barred }, { kind: "v", n: away }], label };
}

/** Sent, not sent, without a ballot, absent: never which way. @param {{room: Room, vote: Vote, height?: string, words?: boolean}} props */
export function TurnoutStrip({ room, vote, height = "22px", words = true }) {
  const figures = turnout(room, vote);
  const { cells, label } = turnoutCells(figures);
  const { sent, present } = figures;
  return html`<div class="da-gui"><${MemberStrip} cells=${cells} height=${height} label=${label} />
    ${words && html`<p class="phu vua" aria-hidden="true"><b class="dam so">${sent}/${present}</b> ${t("người có mặt đã gửi phiếu")}</p>`}</div>`;
}

/** Each name by itself, most votes first as elected, where a ballot could hold several. @param {{vote: Vote, result: VoteResult, height?: string}} props */
function Bars({ vote, result, height }) {
  const won = new Set(result.chosen ?? []);
  const order = [...vote.options].sort((a, b) => Number(a === "not_voting") - Number(b === "not_voting") || (result.counts[b] ?? 0) - (result.counts[a] ?? 0));
  return html`<ol class=${`thanh-ten${order.length > 6 ? " nhieu" : order.length > 4 ? " vua" : ""}`}>${order.map((option) => {
    const n = result.counts[option] ?? 0;
    const words = t("%(name)s: %(n)s trên %(members)s", { name: optionIn(option, vote), n, members: result.members });
    const state = won.has(option) ? html`<${Icon} name="check-circle-fill" />` : result.tied?.includes(option) ? html`<${Icon} name="scales" />` : "";
    const threshold = result.threshold && option !== "not_voting" ? { n: result.threshold, words: "" } : null;
    return html`<li key=${option} class=${won.has(option) ? "trung" : ""}><span class="ngat">${state}${optionIn(option, vote)}</span><b class="so">${n}</b>
      <${MemberStrip} cells=${[{ kind: won.has(option) ? "d" : "x", n }, { kind: "v", n: Math.max(0, result.members - n) }]} threshold=${threshold} height=${height ?? "16px"} label=${words} /></li>`;
  })}</ol>`;
}

/** @param {{vote: Vote, result: VoteResult, height?: string}} props */
export function ResultStrip({ vote, result, height }) {
  if (ofNames(vote)) return html`<${Bars} vote=${vote} result=${result} />`;
  // The mark counts from the left, where the low grades of a vote of confidence are not.
  const threshold = result.threshold && vote.kind !== "confidence" ? { n: result.threshold, words: notchWords(result.rule, result.threshold) } : null;
  return html`<${MemberStrip} cells=${resultStrip(result, vote.options)} threshold=${threshold} height=${height} label=${stripWords(result, vote.options)} />`;
}

/** The numbers, each with its share of all members. @param {{vote: Vote, result: VoteResult}} props */
function Numbers({ vote, result }) {
  if (ofNames(vote)) return null;
  return html`<div class="bon">${inBallotOrder(vote.options).map((option) => {
    const n = result.counts[option] ?? 0;
    const icon = optionIcon(option);
    return html`<div class=${`${optionKind(option)}1`}><b class="so">${n}</b><span>${icon && html`<${Icon} name=${icon} />`}${optionDrawn(option, vote)}</span>
      <small>${t("%(share)s%% tổng số", { share: share(n, result.members) })}</small></div>`;
  })}</div>`;
}

/** Every figure, then the rule; the same as on the printed sheet and in the minutes. @param {{vote: Vote, result: VoteResult}} props */
function Table({ vote, result }) {
  const level = levelWords(result.level);
  const said = (/** @type {{n: number, met?: boolean}} */ { n, met }) => (met === undefined ? n : met ? t("%(n)s · đủ", { n }) : t("%(n)s · không đủ", { n }));
  const rows = resultFacts(result, vote.options).map((fact) => [factName(fact, vote), said(fact)]);
  const why = vote.quorum && !vote.quorum.met ? (vote.opening_reason ?? "") : "";
  const texts = [[t("Mức bảo đảm"), level], [t("Quy tắc"), ruleSaid(result)], [t("Lý do mở khi chưa đủ túc số"), why]].filter(([, words]) => words);
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    ${texts.map(([name, words]) => html`<dt class="quy-tac">${name}</dt><dd class="quy-tac ngat">${words}</dd>`)}</dl>`;
}

/** Who chose what, in the order of the list; only where the vote is by name. @param {{room: Room, vote: Vote, choices: Record<string, string | string[]>}} props */
function Choices({ room, vote, choices }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const people = useMemo(() => alikeList(() => room.people.value.filter((one) => one.on_roll)), [room]).value;
  const parts = useMemo(() => slices(people), [people]);
  const shown = useGrowing(parts.length);
  const row = useMemo(() => copiedRows(vote), [choices, vote.options]);
  const drawn = useRef({ row, parts, shown: 0 });
  useLayoutEffect(() => {
    const before = drawn.current;
    const goesOn = before.row === row && before.parts === parts;
    const more = parts.slice(goesOn ? before.shown : 0, shown).flat().map((one) => row(one.name, choices[one.id]));
    if (goesOn) list.current?.append(...more);
    else list.current?.replaceChildren(...more);
    drawn.current = { row, parts, shown };
  }, [row, parts, shown]);
  return html`<aside class="ben cuon" tabindex="0" aria-label=${t("Phiếu của từng thành viên")}><h2>${t("Phiếu của từng thành viên")}</h2><ul class="ng" ref=${list}></ul></aside>`;
}

/**
 * Rows, each a copy of the one that was drawn for its choice: there are hundreds, of a few kinds, and drawing and taking down each by
 * itself took a slow device half as long again (docs/performance.md).
 * @param {Vote} vote @returns {(name: string, choice: string | string[] | undefined) => Node}
 */
function copiedRows(vote) {
  /** @type {Map<string, Element>} */
  const models = new Map();
  return (name, choice) => {
    const kind = JSON.stringify(choice ?? null);
    if (!models.has(kind)) {
      const place = document.createElement("ul");
      render(choiceRow(vote, choice), place);
      models.set(kind, /** @type {Element} */ (place.firstElementChild));
    }
    const row = /** @type {Element} */ (/** @type {Element} */ (models.get(kind)).cloneNode(true));
    /** @type {Element} */ (row.firstElementChild).textContent = name;
    return row;
  };
}

/** @param {Vote} vote @param {string | string[] | undefined} choice */
function choiceRow(vote, choice) {
  const named = namedBy(choice);
  const only = named.length === 1 ? named[0] : "";
  const icon = optionIcon(only);
  return html`<li><b class="ngat"></b>${choice
    ? html`<span class=${only ? `${optionKind(only)}1` : ""}>${icon && html`<${Icon} name=${icon} />`}${named.map((option) => optionIn(option, vote)).join(", ")}</span>`
    : html`<span class="phu">${t("Không gửi phiếu")}</span>`}</li>`;
}

/** Whose figures these are, where nobody's device counted. @param {{result: VoteResult, name: (person: string) => string}} props */
function ByHand({ result, name }) {
  if (!result.by_hand) return null;
  return html`<p class="nhap-tay"><${Chip} tone="vang" icon="pencil-simple">${t("Nhập tay")}</${Chip}> <span>${handWords(result, name)}</span></p>`;
}

/**
 * The verdict, its reason, the strip; the numbers and every figure, once they may be drawn.
 * @param {{vote: Vote, result: VoteResult, name: (person: string) => string, figures?: boolean}} props
 */
export function ResultBody({ vote, result, name, figures = true }) {
  const verdict = verdictIn(result, vote);
  return html`<p class=${`kq ${verdict.tone}`}><${Icon} name=${verdict.icon} /><span>${verdict.words}</span></p>
    <p class="phu ly-do">${sentenceOf(result)}</p><${ByHand} result=${result} name=${name} />
    <${ResultStrip} vote=${vote} result=${result} />${figures && html`<${Numbers} vote=${vote} result=${result} /><${Table} vote=${vote} result=${result} /><${Opinions} result=${result} />`}`;
}

/** Opinions of one's own, in their words; with names only where the vote is by name. @param {{result: VoteResult}} props */
function Opinions({ result }) {
  if (!result.words?.length) return null;
  return html`<section class="y-kien-khac"><h2>${t("Ý kiến khác")}</h2><ul>${result.words.map((one, place) => html`<li key=${place} class="ngat">${one.name && html`<b>${one.name}</b> `}${one.words}</li>`)}</ul></section>`;
}

/** Opinions with the names of whose they are. @param {Room} room @param {VoteResult} result @returns {VoteResult} */
function named(room, result) {
  return result.words ? { ...result, words: result.words.map((one) => ({ ...one, name: one.person ? room.name(one.person) : "" })) } : result;
}

/** The question, the verdict, the figures, who chose what: each a moment after the other, for all at once held a slow device for three frames. */
const PARTS = 4;

/**
 * The whole screen. `children` is the action bar's content.
 * @param {{room: Room, vote: Vote, onBack?: () => void, children?: any}} props
 */
export function ResultView({ room, vote, onBack, children }) {
  const step = useGrowing(PARTS);
  const result = vote.result;
  if (!result) return null;
  const closed = vote.closed_at ? t("%(kind)s · đóng lúc %(time)s", { kind: vote.by_hand ? kindWords(vote) : vote.secret ? t("Kín") : t("Công khai"), time: hhmmss(vote.closed_at) }) : "";
  const choices = vote.by_name && !vote.secret ? result.choices : null;
  const sealed = vote.secret && !vote.by_hand && vote.state !== "closed";
  const n = room.order(vote.item);
  return html`<section class="man-kq" aria-label=${t("Kết quả biểu quyết")}>
    <header class="dau phong">${onBack && html`<${Button} kind="tron" class="o" icon="arrow-left" label=${t("Về phòng họp")} onPress=${onBack} />`}
      <div class="ten"><b>${t("Kết quả biểu quyết")}</b><span>${closed}</span></div><span class="day"></span>
      ${room.phase.value === "in_progress" && html`<span class="song">${t("Đang họp")}</span>`}<${Panel} place="result.shown" room=${room} vote=${vote} /></header>
    <div class=${choices ? "than" : sealed ? "than kin" : "than mot"}><div class="noi-dung cuon"><div class="hoi">${n ? html`<${Seal} n=${n} state="current" big />` : html`<span class="khong-an"></span>`}<h1 tabindex="-1">${unbroken(vote.question)}</h1></div>
      ${vote.state === "closed" && html`<${Panel} place="result.warned" room=${room} vote=${vote} />`}${step > 1 && html`<${ResultBody} vote=${vote} result=${named(room, result)} name=${room.name} figures=${step > 2} />`}</div>${sealed && html`<${Panel} place="result.sealed" room=${room} vote=${vote} />`}${choices && step > 3 && html`<${Choices} room=${room} vote=${vote} choices=${choices} />`}</div>
    <div class="duoi">${children}</div></section>`;
}

/** Who was elected, or what was chosen, by name. @param {Vote} vote @param {VoteResult} result @returns {string} */
const chosenWords = (vote, result) => {
  const names = (result.chosen ?? []).join(", ");
  return vote.kind === "election" ? t("Trúng cử: %(names)s", { names }) : t("Được chọn: %(names)s", { names });
};

/**
 * Results as cards among an item's things. `onOpen`: how this room shows one whole. `brief`: the last one in a line, with the way to
 * all of them, where somebody speaks beside it.
 * @param {{room: Room, item: import("../app/types.js").Item, onOpen?: (vote: string) => void, brief?: boolean}} props
 */
export function ItemResults({ room, item, onOpen, brief = false }) {
  const votes = room.votes.value.filter((one) => one.item === item.id && one.state === "announced" && one.result);
  if (!votes.length) return null;
  const open = (/** @type {string} */ id) => onOpen ? onOpen(id) : room.sheet((close) => html`<${FullResult} room=${room} id=${id} close=${close} />`);
  return brief ? html`<${BriefResult} room=${room} votes=${votes} open=${open} />` : votes.map((vote) => html`<${ResultCard} key=${vote.id} vote=${vote} open=${open} />`);
}

/** @param {{vote: any, open: (vote: string) => void}} props */
function ResultCard({ vote, open }) {
  const result = /** @type {VoteResult} */ (vote.result);
  const verdict = verdictIn(result, vote);
  return html`<section class="the the-kq"><div class="hang"><p class=${`kq-nho ${verdict.tone}`}><${Icon} name=${verdict.icon} /><span>${verdict.words}</span></p>${result.by_hand && html`<${Chip} tone="vang" icon="pencil-simple">${t("Nhập tay")}</${Chip}>`}
      <span class="day"></span><${Button} onPress=${() => open(vote.id)}>${t("Xem kết quả")}</${Button}></div>
    ${Boolean(result.chosen?.length) && html`<p class="ngat dac-cu">${chosenWords(vote, result)}</p>`}
    <p class="ngat cau-hoi">${unbroken(vote.question)}</p><${ResultStrip} vote=${vote} result=${result} height="24px" /></section>`;
}

/** The last verdict and its figures, and how many more there are. @param {{room: Room, votes: any[], open: (vote: string) => void}} props */
function BriefResult({ room, votes, open }) {
  const vote = /** @type {any} */ (votes.at(-1));
  const result = /** @type {VoteResult} */ (vote.result);
  const verdict = verdictIn(result, vote);
  const more = votes.length - 1;
  const all = () => room.sheet((close) => html`<${Sheet} title=${t("Kết quả biểu quyết")} wide onClose=${close}><div class="cac-kq">${votes.map((one) => html`<${ResultCard} key=${one.id} vote=${one} open=${(/** @type {string} */ id) => { close(); open(id); }} />`)}</div>
    <div class="chan-to"><${Button} onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`);
  const words = result.chosen?.length ? chosenWords(vote, result) : verdict.words;
  return html`<button type="button" class="kq-dong the-kq" title=${vote.question} onClick=${() => (more ? all() : open(vote.id))}><span class="an">${t("Kết quả biểu quyết")}: </span>
    <span class=${`kq-nho ${verdict.tone}`}><${Icon} name=${verdict.icon} /><span>${words}</span></span>${"yes" in result.counts && html`<b class="so">${result.counts.yes}/${result.members}</b>`}
    <span class="cau-hoi">${vote.question}</span>${more > 0 && html`<b class="so"><span aria-hidden="true">+${more}</span><span class="an">${tn("và %(num)s kết quả nữa", "và %(num)s kết quả nữa", more)}</span></b>`}<${Icon} name="caret-right" /></button>`;
}

/** A result that covers the room is read from its question on, and Esc leaves it as its button does. @param {() => void} back */
export function useResultOver(back) {
  const leave = useRef(back);
  leave.current = back;
  useEffect(() => {
    /** @type {HTMLElement | null} */ (document.querySelector(".phu-kin .man-kq h1"))?.focus({ preventScroll: true });
    /** @param {KeyboardEvent} event */
    const key = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog:modal")) leave.current();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
}

/** An earlier one, looked at again; a ballot that opens comes before it. @param {{room: Room, id: string, close: () => void}} props */
function FullResult({ room, id, close }) {
  useResultOver(close);
  if (covering.value === "whole") return null;
  const vote = room.one("votes", id);
  return html`<div class="phu-kin"><${ResultView} room=${room} vote=${vote} onBack=${close}><${Panel} place="result.sheet" room=${room} vote=${vote} /><${Button} kind="chinh" onPress=${close}>${t("Về phòng họp")}</${Button}></${ResultView}></div>`;
}
