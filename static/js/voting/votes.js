//# allFunctionsCalledOnLoad
// @ts-check
/** The ballot (screens.md 6.11): fills the screen of whoever may vote, and says only what is durably so. */

import { batch, html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { hhmmss, mmss } from "../app/clock.js";
import { Banner, Button, Icon, Seal } from "../app/components.js";
import { moved, SAME_TAP, useCovering } from "../app/covering.js";
import { Called } from "../meetings/called.js";
import { fill, Panel } from "../app/panels.js";
import { t } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { ItemResults, ResultView, TurnoutStrip, useResultOver } from "./result.js";
import { announcedOf, askedResult, isNews } from "./announced.js";
import { NoBallotFor, secondsLeft, tellOpen, useLastCall, VoteBand } from "./awaited.js";
import { castArgs, overtaken, sameChoice, takenAt } from "./casting.js";
import { complete, Options } from "./choosing.js";
import { CountedVote } from "./counted.js";
import { change, draftOf, goingOf } from "./draft.js";
import { barredOf, isVoter, myBar, noBallotWords } from "./entitled.js";
import { useFit } from "./fitting.js";
import { sealed, SealedWork } from "./sealedwork.js";
import { choiceWords, kindWords, namedBy, optionIcon, optionKind, placeAmong, ruleWords, secrecyWords, sendWords } from "./words.js";

export { ResultBody, ResultStrip, ResultView, TurnoutStrip, turnout } from "./result.js";
export { inBallotOrder, kindWords, notchWords, optionIcon, optionKind, optionName, reasonOf, resultStrip, ruleWords, secrecyWords, share, thresholdOf, verdictOf } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("./choosing.js").Choice} Choice */
/** @typedef {import("./draft.js").Draft} Draft */

/** From so many letters on a question is set smaller. */
const LONG = 90;

/**
 * Where a ballot stands: chosen or not, kept here until there is a network ("held"), on its way, stored, refused, closed.
 * @param {Room} room @param {Vote} vote @param {Draft} draft
 * @returns {"choosing" | "held" | "waiting" | "sending" | "stored" | "closed_sent" | "closed_unsent"}
 */
function standing(room, vote, draft) {
  // Of a secret ballot only what the house has signed for is stored.
  const stored = (vote.secret && sealed.value ? sealed.value.standingHere(room, vote).stored : room.one("my_votes", vote.id)) || draft.acknowledged;
  const going = goingOf(room, vote);
  if (going) return going.state !== "waiting" || going.sent ? going.state : room.connected.value ? "sending" : "held";
  if (vote.state !== "open") return stored ? "closed_sent" : "closed_unsent";
  return stored && !draft.editing ? "stored" : "choosing";
}

/** @param {Room} room @param {Vote} vote */
async function cast(room, vote) {
  const draft = draftOf(vote.id);
  const { choice, words, sent } = draft.peek();
  if (!complete(choice, words ?? "")) return;
  change(draft, { refused: "", gaveWay: null, sent: vote.secret ? sent : choice });
  const result = vote.secret ? await sealed.peek()?.castSealed(room, vote, namedBy(choice)) : await room.send("vote.cast", castArgs(room, vote, choice, words ?? ""), { hold: true });
  if (result) answered(room, vote, choice, sent, result); // else not loaded yet: it can be pressed again
}

/** What the house said to a ballot from here. @param {Room} room @param {Vote} vote @param {Choice} choice @param {Choice} sent what was sent before it @param {import("../app/types.js").Result} result */
function answered(room, vote, choice, sent, result) {
  const draft = draftOf(vote.id);
  if (result.ok) {
    takenAt(vote.id, result);
    batch(() => change(draft, { sent: vote.secret ? "" : choice, choice: vote.secret ? null : choice, editing: false, refused: "", acknowledged: true }));
    room.announce(vote.secret ? t("Phiếu kín đã ghi nhận") : t("Đã ghi nhận: %(choice)s", { choice: choiceWords(choice, vote) }), true);
    return;
  }
  if (result.error?.code === "taken_back") return void change(draft, { sent });
  const gaveWay = overtaken(result) && room.one("my_votes", vote.id);
  change(draft, { sent, refused: gaveWay ? "" : result.error?.message || t("Hãy thử lại."), gaveWay: gaveWay ? choice : null, editing: gaveWay ? false : draft.peek().editing });
  if (!gaveWay && room.one("votes", vote.id)?.state !== "open") return; // what has become of it then says itself
  room.announce(gaveWay ? `${gaveWayWords(vote, choice)} ${recordedWords(vote, gaveWay.choice)}` : refusedWords(draft.peek().refused), true);
}

/** A ballot that waited for a network while its page was opened anew: as if just sent. @param {Room} room @param {{args: Record<string, any>}} kept @param {import("../app/types.js").Result} result @returns {boolean} the ballot says it */
export function answeredLate(room, { args }, result) {
  const vote = /** @type {Vote | null} */ (room.one("votes", args.vote));
  if (!vote) return false;
  change(draftOf(vote.id), { choice: args.choice, words: args.words ?? null });
  answered(room, vote, args.choice, overtaken(result) ? null : (room.one("my_votes", vote.id)?.choice ?? null), result);
  return vote.state === "open";
}

/** @param {string} why */
const refusedWords = (why) => `${t("Không được ghi nhận, gửi lại")}: ${why}`;

/** A ballot that is kept here until there is a network is its voter's still. @param {Room} room @param {Vote} vote @param {Partial<Draft>} [more] what they do to it */
function takeBack(room, vote, more = {}) {
  const held = goingOf(room, vote);
  if (held && !room.outbox.takeBack(held.id)) return;
  change(draftOf(vote.id), more);
  if (held) room.announce(t("Đã lấy lại phiếu chờ gửi. Chọn rồi bấm Gửi."), true);
}

/** @param {Vote} vote @param {Choice | undefined} choice */
const recordedWords = (vote, choice) => (vote.secret || !choice ? t("Phiếu kín đã ghi nhận") : t("Đã ghi nhận: %(choice)s", { choice: choiceWords(choice, vote) }));

/** @param {Vote} vote @param {Choice} choice what was sent from here */
function gaveWayWords(vote, choice) {
  const said = t("Phiếu gửi từ thiết bị khác đã được ghi nhận và vẫn được tính.");
  return `${said} ${vote.secret ? t("Phiếu chờ trên máy này không được ghi nhận.") : t("Phiếu chờ trên máy này (%(choice)s) không được ghi nhận.", { choice: choiceWords(choice, vote) })}`;
}

/** My ballot of another device, which isn't what was sent from here. @param {Room} room @param {Vote} vote @param {Draft} draft */
function isElsewhere(room, vote, draft) {
  if (vote.secret) return Boolean(sealed.value?.standingHere(room, vote).elsewhere);
  const stored = room.one("my_votes", vote.id);
  return Boolean(stored) && !sameChoice(stored.choice, draft.sent);
}

/** My ballot changed on another device: nobody touched this one, so it says it. @param {{room: Room, vote: Vote}} props */
function SentElsewhere({ room, vote }) {
  const known = useRef(room.one("my_votes", vote.id)?.revision ?? 0);
  const stored = room.one("my_votes", vote.id);
  const revision = stored?.revision ?? 0;
  const going = Boolean(goingOf(room, vote));
  useEffect(() => {
    if (going || revision <= known.current) return;
    known.current = revision;
    const draft = draftOf(vote.id).peek();
    if (isElsewhere(room, vote, draft) && !draft.gaveWay) room.announce(`${t("Phiếu vừa được gửi từ thiết bị khác của tôi.")} ${recordedWords(vote, stored?.choice)}`, true);
  }, [revision, going]);
  return null;
}

// -- what covers the room --------------------------------------------------------------------------------------------

/** Fills the place over a room: the open ballot, then its result. @param {{room: Room}} props */
function Cover({ room }) {
  return html`<${VoteCover} room=${room} /><${SealedWork} room=${room} />`;
}

/** @param {{room: Room}} props */
function VoteCover({ room }) {
  useSeenFromTheChair(room);
  const vote = coveringVote(room);
  const draft = vote && draftOf(vote.id);
  const aside = vote?.state === "open" && draft?.value.aside;
  useCovering(!vote ? "" : aside ? "band" : "whole");
  useCancelled(room, vote);
  if (!vote || !draft) return null;
  if (vote.state === "announced") return html`<div class="phu-kin"><${CalledOver} room=${room} /><${ShownResult} key=${vote.id} room=${room} vote=${vote} /></div>`;
  if (aside) return html`<${AsideBand} room=${room} vote=${vote} /><${SentElsewhere} key=${vote.id} room=${room} vote=${vote} />`;
  return html`<div class="phu-kin"><${CalledOver} room=${room} /><${Ballot} key=${vote.id} room=${room} vote=${vote} onAside=${() => change(draft, { aside: true })} /></div>`;
}

/** Called to speak in the middle of a vote: over the ballot, which moves down; a tap that was meant for where it stood goes nowhere. @param {{room: Room}} props */
function CalledOver({ room }) {
  const called = room.floor.value?.person === room.me.person;
  const before = useRef(called);
  useLayoutEffect(() => {
    if (before.current !== called) moved([...document.querySelectorAll(".phu-kin .noi-dung")]);
    before.current = called;
  }, [called]);
  return html`<${Called} room=${room} low />`;
}

/** A ballot that the chair takes away doesn't just vanish. @param {Room} room @param {Vote | null} vote */
function useCancelled(room, vote) {
  const last = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    const before = room.one("votes", last.current);
    last.current = vote?.state === "open" ? vote.id : null;
    if (before?.state === "cancelled") room.toast(t("Chủ trì đã hủy biểu quyết: %(reason)s. Phiếu đã gửi không được tính.", { reason: before.reason.replace(/\.$/, "") }));
  }, [vote?.id, vote?.state]);
}

/** Once: what a later question has covered does not come back. @param {{room: Room, vote: Vote}} props */
function ShownResult({ room, vote }) {
  const back = () => change(draftOf(vote.id), { seen: "announced" });
  useEffect(() => back, []);
  useResultOver(back);
  return html`<${ResultView} room=${room} vote=${vote} onBack=${back}><${Panel} place="result.sheet" room=${room} vote=${vote} /><${Button} kind="chinh" onPress=${back}>${t("Về phòng họp")}</${Button}></${ResultView}>`;
}

/** What was announced while this device was the chair's or the desk's is no news on it once it is a member's: who hands the chair over sees the room. @param {Room} room */
function useSeenFromTheChair(room) {
  const leads = ["chair", "secretary"].includes(room.me.capacity ?? "");
  const told = leads ? room.votes.value.filter((one) => one.state === "announced").map((one) => one.id) : [];
  useEffect(() => {
    for (const id of told) if (draftOf(id).peek().seen !== "announced") change(draftOf(id), { seen: "announced" });
  }, [told.join()]);
}

let entered = 0;

/** The chair and the desk have their own sheets; guests and substitutes are told in the room. @param {Room} room @returns {Vote | null} */
function coveringVote(room) {
  entered ||= room.now(); // however long a question has to wait, and its results with it
  if (room.me.capacity === "hall" || room.me.capacity === "secretary" || room.me.capacity === "chair") return null;
  const open = room.votes.value.filter((one) => one.state === "open");
  const mine = isVoter(room) ? open.filter((one) => !one.by_hand && hasPart(room, one)) : [];
  const asked = yetToCast(room, mine);
  if (asked) return asked;
  const comes = (/** @type {Vote} */ one) => one.id === askedResult() || isNews(one, room.votes.value, entered);
  const result = announcedOf(room).find((one) => draftOf(one.id).value.seen !== one.state && comes(one)) ?? null;
  if (open.length) return result ?? lastSent(room, mine);
  const closed = justClosed(room);
  // What has become of a ballot that was not sent goes before what was announced under it.
  const unsent = closed && !room.one("my_votes", closed.id) && Date.parse(closed.closed_at ?? "") >= Date.parse(result?.announced_at ?? "");
  return unsent ? closed : result ?? closed;
}

/** The last vote of the item, while its result is awaited, with what has become of my ballot. @param {Room} room @returns {Vote | null} */
function justClosed(room) {
  const current = room.meeting.value?.item;
  const last = room.votes.value.filter((one) => one.item === current && ["closed", "announced"].includes(one.state)).at(-1);
  const mine = last?.state === "closed" && isVoter(room) && !last.by_hand && hasPart(room, last);
  if (last && draftOf(last.id).value.aside && room.one("my_votes", last.id)) return null; // sent, and back in the room already
  return last && mine && draftOf(last.id).value.seen !== "closed" ? last : null;
}

/** Somebody who has a ballot in it, or has sent one before they became one who has none. @param {Room} room @param {Vote} vote */
const hasPart = (room, vote) => Boolean(room.one("my_votes", vote.id)) || !myBar(room, vote);

/** @param {Room} room @param {Vote} vote */
const sentAt = (room, vote) => room.one("my_votes", vote.id)?.at ?? "";

/** Two questions may be open at once: the one being changed, else the one without a ballot of mine. @param {Room} room @param {Vote[]} open @returns {Vote | null} */
function yetToCast(room, open) {
  return open.find((one) => draftOf(one.id).value.editing) ?? open.find((one) => !sentAt(room, one)) ?? null;
}

/** @param {Room} room @param {Vote[]} open @returns {Vote | null} */
const lastSent = (room, open) => [...open].sort((a, b) => sentAt(room, b).localeCompare(sentAt(room, a)))[0] ?? null;

/** While the ballot is put aside: one way back, a red one where it has not been sent. @param {{room: Room, vote: Vote}} props */
function AsideBand({ room, vote }) {
  const stored = standing(room, vote, draftOf(vote.id).value) === "stored";
  return html`<${VoteBand} room=${room} vote=${vote} said=${stored ? t("Phiếu đã ghi nhận: %(question)s", { question: vote.question }) : vote.question}><${Button} kind=${stored ? "" : "son"} onPress=${() => change(draftOf(vote.id), { aside: false })}>${t("Về phiếu biểu quyết")}</${Button}><div class="goi-toi"><${Called} room=${room} low /></div></${VoteBand}>`;
}

/** Who has no ballot sees that a vote goes on, and why. @param {{room: Room, item: any}} props */
function NoBallot({ room }) {
  const vote = room.vote.value;
  const barred = barredOf(room)[0];
  if (barred && !["hall", "secretary"].includes(room.me.capacity ?? "")) return html`<${NoBallotFor} room=${room} vote=${barred} />${!vote?.by_hand && html`<${CountedVote} room=${room} />`}`;
  if (!vote || vote.by_hand) return html`<${CountedVote} room=${room} />`;
  if (isVoter(room) || room.me.capacity === "secretary" || room.me.capacity === "hall") return null;
  return html`<${Banner} icon="check-square-offset">${t("Đang biểu quyết.")} ${noBallotWords(room, vote)}</${Banner}>`;
}

// -- the ballot ------------------------------------------------------------------------------------------------------

/** @param {{room: Room, vote: Vote, onAside?: () => void}} props */
export function Ballot({ room, vote, onAside }) {
  const draft = draftOf(vote.id);
  const opened = useRef(performance.now());
  const [ready, prepare] = useState(false);
  const question = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    question.current?.focus();
    if (vote.state !== "open") return;
    room.toasts.value = null; // nothing lies over the ballot's button
    tellOpen(room, vote);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => prepare(true), SAME_TAP);
    return () => clearTimeout(timer);
  }, []);
  const state = standing(room, vote, draft.value);
  useStanding(room, vote, state);
  /** @param {MouseEvent} event */
  const early = (event) => {
    if (performance.now() - opened.current > SAME_TAP) return;
    event.stopPropagation();
    event.preventDefault();
  };
  const choosing = ["choosing", "held", "sending", "waiting"].includes(state);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useFit(box, vote.state === "open" ? String(choosing) : "");
  return html`<section ref=${box} class=${`man-bq${vote.secret ? " kin" : ""}${draft.value.choice ? " da-chon" : ""}`} aria-label=${kindWords(vote)} data-ready=${ready ? "" : undefined} onClickCapture=${early}>
    <${BallotHeader} room=${room} vote=${vote} /><${SentElsewhere} room=${room} vote=${vote} />
    <${LastCall} room=${room} vote=${vote} unsent=${state === "choosing"} />
    ${vote.secret && room.connected.value && sealed.value && html`<${sealed.value.BallotCode} room=${room} vote=${vote} />`}
    ${vote.secret && sealed.value && html`<${sealed.value.OwnBallot} room=${room} vote=${vote.id} />`}
    <div class="noi-dung"><div class="hoi">${room.order(vote.item) ? html`<${Seal} n=${room.order(vote.item)} state="current" />` : html`<span class="khong-an"></span>`}
      <div><h1 tabindex="-1" ref=${question} id="cau-hoi" class=${vote.question.length > LONG ? "ngat dai-cau" : "ngat"}>${unbroken(vote.question)}</h1>
        ${vote.item && onAside && html`<button type="button" class="xem-du-thao" onClick=${onAside}><${Icon} name="file-text" />${t("Xem dự thảo")}</button>`}</div></div>
      ${choosing ? html`<${Choosing} room=${room} vote=${vote} locked=${!["choosing", "held"].includes(state)} />` : html`<${Stored} room=${room} vote=${vote} state=${state} onAside=${onAside} />`}</div>
    ${choosing && html`<${SendBar} room=${room} vote=${vote} state=${state} />`}
  </section>`;
}

/** @param {{room: Room, vote: Vote}} props */
function BallotHeader({ room, vote }) {
  const open = vote.state === "open";
  const [n, all] = placeAmong(room.votes.value.filter((one) => one.state === "open" && !one.by_hand && hasPart(room, one)), vote);
  return html`<header class="tren"><${Icon} name=${vote.secret ? "lock-simple" : "eye"} /><span><b>${open ? kindWords(vote) : t("Đã đóng biểu quyết")}${all > 1 && html` <span class="so" aria-label=${t("phiếu thứ %(n)s trong %(all)s phiếu đang mở", { n, all })}>${n}/${all}</span>`}</b><span>${secrecyWords(vote)}</span></span>
    ${open && vote.closes_at && html`<${TimeLeft} room=${room} vote=${vote} />`}</header>`;
}

/** @param {{room: Room, vote: Vote}} props */
function TimeLeft({ room, vote }) {
  return html`<span class=${`con-lai${room.connected.value ? "" : " nhat"}`} role="timer" aria-live="off" aria-label=${t("Thời gian còn lại")}>${mmss(secondsLeft(room, vote))}</span>`;
}

/** Ten seconds left and not sent: said once. And why it can't be sent. @param {{room: Room, vote: Vote, unsent: boolean}} props */
function LastCall({ room, vote, unsent }) {
  useLastCall(room, vote, unsent);
  if (!room.connected.value) return html`<div class="hang-bang"><${Banner} icon="wifi-slash">${room.network.value !== "offline" ? t("Đang nối lại…") : t("Mất mạng. Có mạng lại thì phiếu mới gửi được.")}</${Banner}></div>`;
  const trouble = room.outbox.trouble.value; // the room's own banner lies under the ballot
  if (trouble) return html`<div class="hang-bang"><${Banner} tone="xau" icon="warning-circle-fill">${trouble}</${Banner}></div>`;
  return null;
}

/** @param {{room: Room, vote: Vote, locked: boolean}} props */
function Choosing({ room, vote, locked }) {
  const draft = draftOf(vote.id);
  const { choice, words, editing } = draft.value;
  const mine = editing ? room.one("my_votes", vote.id) : null;
  return html`<${Options} vote=${vote} chosen=${choice ?? mine?.choice ?? null} words=${words ?? mine?.words ?? ""} locked=${locked}
    onChoose=${(/** @type {Choice} */ chosen) => sameChoice(chosen, choice) || takeBack(room, vote, { choice: chosen, refused: "" })} onWords=${(/** @type {string} */ said) => takeBack(room, vote, { words: said })} />`;
}

/** @param {{room: Room, vote: Vote, state: string}} props */
function SendBar({ room, vote, state }) {
  const draft = draftOf(vote.id).value;
  const words = state === "sending" ? t("Đang gửi") : state === "held" ? t("Chưa gửi, chờ có mạng") : state === "waiting" ? t("Chờ máy chủ trả lời") : draft.choice ? sendWords(draft.choice, vote) : t("Chọn một phương án");
  const hint = vote.revote === false ? t("Gửi rồi thì không đổi được.") : t("Đổi được đến khi đóng biểu quyết.");
  const stored = draft.editing && state === "choosing" ? room.one("my_votes", vote.id) : null;
  const below = stored && vote.secret ? t("Phiếu đã gửi vẫn được tính cho đến khi gửi phiếu mới.") : stored ? t("Phiếu đã ghi nhận (%(choice)s) vẫn được tính cho đến khi gửi phiếu mới.", { choice: choiceWords(stored.choice, vote) }) : state === "held" ? t("Phiếu chờ trên máy này, chưa được ghi nhận. Còn đổi hoặc lấy lại được.") : state !== "choosing" ? t("Chỉ ghi nhận khi máy chủ đã lưu phiếu.") : draft.choice ? hint : html`<span class="cach">${t("Bấm chọn, rồi bấm Gửi. Trước khi gửi có thể đổi.")}</span>`;
  const held = state === "held";
  return html`<div class="duoi"><div class=${stored || held ? "co-giu" : ""}>
    ${vote.secret && state === "choosing" && sealed.value && html`<${sealed.value.Mark} vote=${vote} />`}
    ${draft.refused && html`<p class="loi"><${Icon} name="warning-circle" />${refusedWords(draft.refused)}</p>`}
    ${held && html`<${Button} class="giu" icon="arrow-u-up-left" onPress=${() => takeBack(room, vote)}>${t("Lấy lại phiếu")}</${Button}>`}
    <${Button} kind="chinh" class="gui" busy=${state !== "choosing"} disabled=${!complete(draft.choice, draft.words ?? "")} onPress=${() => cast(room, vote)}>${words}</${Button}>
    ${stored && html`<${Button} class="giu" onPress=${() => change(draftOf(vote.id), { editing: false, choice: stored.choice ?? null, words: stored.words ?? null })}>${t("Giữ phiếu đã gửi")}</${Button}>`}
    <p>${below} <span class="quy-tac">${ruleWords(vote, vote.members || vote.eligible)}</span></p></div></div>`;
}

/** What is durably so. @param {{room: Room, vote: Vote, state: string, onAside?: () => void}} props */
function Stored({ room, vote, state, onAside }) {
  const stored = room.one("my_votes", vote.id);
  const draft = draftOf(vote.id);
  if (state === "closed_unsent") return html`<${Unsent} room=${room} vote=${vote} />`;
  const choice = stored?.choice ?? (vote.secret ? null : draft.value.sent);
  const one = namedBy(choice).length === 1 ? namedBy(choice)[0] : "";
  const elsewhere = isElsewhere(room, vote, draft.value);
  const mayChange = state === "stored" && (vote.secret || vote.revote !== false) && !myBar(room, vote);
  return html`<div class="xong"><span class=${`tron ${vote.secret ? "" : optionIcon(one) ? optionKind(one) : "x"}`}><${Icon} name=${vote.secret ? "lock-simple" : optionIcon(one) || "check-bold"} /></span>
    <h2 class="ngat">${recordedWords(vote, choice)}</h2>
    <p class="phu">${stored?.at && html`${t("lúc %(time)s", { time: hhmmss(stored.at) })}<br />`}${elsewhere && html`${vote.secret ? t("Máy này không giữ phiếu đã gửi: phiếu gửi từ máy khác, hoặc từ cửa sổ khác.") : draft.value.gaveWay ? gaveWayWords(vote, draft.value.gaveWay) : t("Đã ghi nhận phiếu từ thiết bị khác.")}<br />`}
      ${vote.secret && elsewhere ? t("Khi ban kiểm phiếu mở hòm phiếu, máy đã gửi tự kiểm tra phiếu đó; không còn máy đó thì tìm mã phiếu trong danh sách phiếu.") : vote.secret ? t("Khi ban kiểm phiếu mở hòm phiếu, máy này tự kiểm tra phiếu của tôi.") : state === "closed_sent" ? t("Biểu quyết đã đóng. Kết quả hiện khi chủ trì công bố.") : t("Kết quả hiện khi chủ trì công bố.")}</p>
    ${vote.secret && sealed.value && html`<${sealed.value.MyCode} room=${room} vote=${vote} />`}
    <div class="ti-le"><${TurnoutStrip} room=${room} vote=${vote} /></div>
    ${state === "closed_sent" && html`<${Button} onPress=${() => change(draft, { seen: vote.state })}>${t("Về phòng họp")}</${Button}>`}
    ${mayChange && html`<${Button} onPress=${() => change(draft, { editing: true, gaveWay: null, choice: stored?.choice ?? draft.value.sent, words: stored?.words ?? draft.value.words })}>${t("Đổi phiếu")}</${Button}>`}
    ${state === "stored" && onAside && html`<${Button} onPress=${onAside}>${t("Về phòng họp")}</${Button}>`}</div>`;
}

/** @param {Vote} vote @param {Draft} draft */
const unsentWords = (vote, { refused, choice }) => refused || (choice ? t("Đã chọn %(choice)s nhưng chưa gửi trước khi đóng.", { choice: choiceWords(choice, vote) }) : t("Kết quả hiện khi chủ trì công bố."));

/** What becomes of a ballot without anybody's touch is said once, in the one place for it: nothing that changes with others' ballots. @param {Room} room @param {Vote} vote @param {string} state */
function useStanding(room, vote, state) {
  const before = useRef("");
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (state === "held") room.announce(t("Chưa gửi, chờ có mạng"), true);
    if (state === "closed_unsent") room.announce(`${t("Đã đóng, phiếu chưa gửi")}. ${unsentWords(vote, draftOf(vote.id).peek())}`, true);
    if (state === "closed_sent" && was) room.announce(t("Biểu quyết đã đóng. Kết quả hiện khi chủ trì công bố."));
  }, [state]);
}

/** @param {{room: Room, vote: Vote}} props */
function Unsent({ room, vote }) {
  const draft = draftOf(vote.id);
  return html`<div class="xong"><span class="tron x"><${Icon} name="x-bold" /></span><h2>${t("Đã đóng, phiếu chưa gửi")}</h2>
    <p class="phu">${unsentWords(vote, draft.value)}</p>
    <div class="ti-le"><${TurnoutStrip} room=${room} vote=${vote} /></div>
    <${Button} onPress=${() => change(draft, { seen: vote.state })}>${t("Về phòng họp")}</${Button}></div>`;
}

fill("room.cover", Cover);
fill("room.item.results", ItemResults);
fill("room.no_ballot", NoBallot);
