// @ts-check
/** Votes on the hall's screen: turnout while open, the result once announced, no partial result ever. */

import { html } from "../../vendor/preact.js";
import { hhmmss, mmss } from "../app/clock.js";
import { Icon, MemberStrip } from "../app/components.js";
import { fill, Panel } from "../app/panels.js";
import { t } from "../app/text.js";
import { secondsLeft } from "./awaited.js";
import { optionDrawn } from "./optionin.js";
import { ResultStrip, turnout, turnoutCells } from "./result.js";
import { handWords, levelWords } from "./counting.js";
import { inBallotOrder, isYesOrNo, kindWords, ofNames, openBeside, optionIcon, optionKind, reasonOf, ruleWords, verdictIn, whoVoted } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/** Hands are raised or paper is put into a box: the screen counts nothing. @param {{room: Room, vote: Vote, Head: any}} props */
function HandVote({ room, vote, Head }) {
  const hands = vote.by_hand === "hands";
  const words = vote.state !== "open" ? t("Đang kiểm phiếu") : hands ? t("Mời giơ tay") : t("Mời bỏ phiếu giấy");
  return html`<div class="noi-dung"><${Head} n=${room.order(vote.item)} text=${vote.question} />
    <div class="g tay"><p><${Icon} name=${vote.state !== "open" ? "list-checks" : hands ? "hand-palm-fill" : "files"} /><b>${words}</b></p></div><${OpenBeside} room=${room} vote=${vote} /></div>
    <footer class="chan-m"><${Icon} name=${vote.secret ? "lock-simple" : "eye"} />${kindWords(vote)}<span class="day">${ruleWords(vote, vote.members || vote.eligible)}</span></footer>`;
}

/** Other questions that are open at the same time: what is asked, and how many have sent. @param {{room: Room, vote: Vote}} props */
function OpenBeside({ room, vote }) {
  if (vote.state !== "open") return null;
  return openBeside(room, vote).map((one) => html`<p key=${one.id} class="cung-mo"><b>${t("Cùng đang biểu quyết")}</b><span class="ngat">${one.question}</span>
    ${!one.by_hand && html`<em class="so">${turnout(room, one).sent}/${turnout(room, one).present}</em>`}</p>`);
}

/** @param {{room: Room, vote: Vote, Head: any}} props */
function OpenVote({ room, vote, Head }) {
  if (vote.by_hand) return html`<${HandVote} room=${room} vote=${vote} Head=${Head} />`;
  const figures = turnout(room, vote);
  const { sent, left, barred, away, present, members } = figures;
  const open = vote.state === "open";
  const { cells, label } = turnoutCells(figures);
  return html`<div class="noi-dung"><${Head} n=${room.order(vote.item)} text=${vote.question} />
    <div class="g"><p><b>${sent}/${present}</b>${t("người có mặt đã gửi phiếu")}</p>${open ? html`<${Left} room=${room} vote=${vote} />` : html`<span class="da-dong">${t("Đã đóng biểu quyết")}</span>`}</div>
    <${MemberStrip} cells=${cells} label=${label} />
    <p class="cg"><span><i class="mau gui"></i>${t("Đã gửi %(n)s", { n: sent })}</span><span><i class="mau"></i>${t("Chưa gửi %(n)s", { n: left })}</span>
      ${barred > 0 && html`<span><i class="mau khong-phieu"></i>${t("Có mặt, không bỏ phiếu %(n)s", { n: barred })}</span>`}
      ${away > 0 && html`<span class="mo-bot"><i class="mau"></i>${t("Vắng %(n)s", { n: away })}</span>`}</p>
    <${OpenBeside} room=${room} vote=${vote} /></div>
    <footer class="chan-m"><${Icon} name=${vote.secret ? "lock-simple" : "eye"} />${kindWords(vote)}<${Panel} place="hall.sealed" room=${room} vote=${vote} /><span class="day">${ruleWords(vote, members)}</span></footer>`;
}

/** @param {{room: Room, vote: Vote}} props */
function Left({ room, vote }) {
  if (!vote.closes_at) return null;
  return html`<span class="dh" role="timer" aria-live="off">${mmss(secondsLeft(room, vote))}</span>`;
}

/** @param {{room: Room, vote: Vote, Head: any}} props */
function Announced({ room, vote, Head }) {
  const result = vote.result;
  if (!result) return null;
  const closed = vote.closed_at ? t("%(kind)s · đóng lúc %(time)s", { kind: kindWords(vote), time: hhmmss(vote.closed_at) }) : kindWords(vote);
  const rows = whoVoted(result);
  const options = inBallotOrder(vote.options);
  const named = ofNames(vote);
  return html`<div class=${named ? "noi-dung co-ten" : "noi-dung"}><${Head} n=${room.order(vote.item)} text=${vote.question} />
    <div class="kl"><span class="dat-duoc">${verdictIn(result, vote).words}</span><p>${reasonOf(result)}${result.by_hand && html`<span class="nhap-tay"><${Icon} name="pencil-simple" /> ${t("Nhập tay")}: ${handWords(result, room.name)}${result.level && ` · ${levelWords(result.level)}`}</span>`}</p></div>
    <div><${ResultStrip} vote=${vote} result=${result} />
      <div class=${named ? "so4 nhieu chi-tong" : options.length > 3 || !isYesOrNo(options) ? "so4 nhieu" : "so4"}>${(named ? [] : options).map((option) => html`<div class=${`${optionKind(option)}1`}><b>${result.counts[option] ?? 0}</b>
        <span>${optionIcon(option) && html`<${Icon} name=${optionIcon(option)} />`}${optionDrawn(option, vote)}</span></div>`)}
        <div class="tong">${rows.map(([name, n]) => html`<p><span>${name}</span><em>${n}</em></p>`)}</div></div></div></div>
    <footer class="chan-m"><${Icon} name=${vote.secret ? "lock-simple" : "eye"} />${closed}<${Panel} place="hall.sealed" room=${room} vote=${vote} /><span class="day">${t("Túc số: cần %(needed)s, có mặt %(present)s", { needed: result.quorum.needed, present: result.quorum.present })}</span></footer>`;
}

fill("hall.vote", OpenVote);
fill("hall.result", Announced);
