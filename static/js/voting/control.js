// @ts-check
/**
 * The chair's vote control (screens.md 6.10): prepare and open; while open the turnout and who is missing; close, look at the
 * result first, announce it; or set it aside and vote again. The steps of a secret one are in sealedchair.js.
 */

import { html, signal, useLayoutEffect } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Banner, Button, Chip, Icon, Sheet, Skeleton } from "../app/components.js";
import { Panel } from "../app/panels.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { openApproval } from "../meetings/approval.js";
import { HERE } from "../meetings/figures.js";
import { secondsLeft } from "./awaited.js";
import { MyBallot } from "./chairballot.js";
import { awaitsCount, countButton, openCount } from "./counted.js";
import { Preparing } from "./preparing.js";
import "./showing.js";
import { openBeside } from "./words.js";
import { SealedSteps } from "./sealedchair.js";
import { kindWords, ResultView, TurnoutStrip, turnout } from "./votes.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 */

/** The vote whose result fills the chair's screen. */
export const resultShown = signal(/** @type {string | null} */ (null));

/**
 * Opens what fits: the open vote's control, a result, or the form with the prepared draft.
 * @param {Room} room @param {{vote?: string | null, item?: string | null}} about
 */
export function openVoteControl(room, { vote: id, item } = {}) {
  if (id && room.one("votes", id)?.state === "open") return showOpen(room, id);
  const named = id ? room.one("votes", id) : null;
  const vote = named ?? room.vote.value ?? toAnnounce(room, item ?? null) ?? draftOf(room, item ?? null);
  if (vote?.by_hand && vote.state === "closed" && !vote.result) return showCount(room, vote.id);
  if (vote?.secret && !vote.by_hand && vote.id && (vote.state === "draft" || (vote.state === "closed" && !vote.result))) return showSteps(room, vote.id);
  if (vote && ["closed", "announced", "annulled"].includes(vote.state)) {
    resultShown.value = vote.id;
    return undefined;
  }
  if (vote?.state === "open") return showOpen(room, vote.id);
  return prepare(room, vote, item ?? vote?.item ?? null);
}

/** @param {Room} room @param {string} id */
function showOpen(room, id) {
  room.sheet((close) => html`<${OpenVote} room=${room} id=${id} onClose=${close} />`);
}

/** A count by hand, then its result. @param {Room} room @param {string} id */
function showCount(room, id) {
  openCount(room, id, () => { resultShown.value = id; });
}

/** The board's part of a secret vote. @param {Room} room @param {string} id */
function showSteps(room, id) {
  room.sheet((close) => html`<${Steps} room=${room} id=${id} onClose=${close} />`);
}

/** Another device may open it, or take it back, while this one waits for the board. @param {{room: Room, id: string, onClose: () => void}} props */
function Steps({ room, id, onClose }) {
  const over = ["open", "cancelled"].includes(room.one("votes", id)?.state);
  useLayoutEffect(() => { if (over) showOpen(room, id); }, [over]);
  return html`<${SealedSteps} room=${room} id=${id} onClose=${onClose} onOpened=${() => room.one("votes", id)?.state !== "open" && showOpen(room, id)}
    onEdit=${(/** @type {Vote} */ vote) => prepare(room, vote, vote.item)} onAnnul=${(/** @type {Vote} */ vote) => annul(room, vote)} onResult=${() => { resultShown.value = id; }} />`;
}

/** @param {Room} room @param {any} draft @param {string | null} item */
function prepare(room, draft, item) {
  room.sheet((close) => html`<${Preparing} room=${room} draft=${draft} item=${item} onClose=${close} onSealed=${(/** @type {string} */ made) => showSteps(room, made)} onOpened=${(/** @type {string} */ made) => showOpen(room, made)} />`);
}

/** @param {Room} room @param {string | null} item @returns {Vote | null} */
function toAnnounce(room, item) {
  return room.votes.value.find((one) => one.state === "closed" && (!item || one.item === item)) ?? null;
}

/** What was prepared and can be opened on an item. Pure. @param {Vote[]} votes @param {string | null} item */
export const preparedFor = (votes, item) => votes.filter((one) => one.state === "draft" && (!item || one.item === item || one.item === null));

/** @param {Room} room @param {string | null} item @returns {Vote | null} */
const draftOf = (room, item) => preparedFor(room.votes.value, item)[0] ?? null;

/**
 * Who has not sent: those here who may still, and those away. Who is online where the rules want ballots from the hall is
 * neither.
 * @param {Room} room @param {Vote} vote @returns {{here: string[], away: string[]}}
 */
function missingOf(room, vote) {
  const status = (/** @type {string} */ id) => room.one("attendance", id)?.status;
  const names = room.live.missing.value[vote.id] ?? vote.missing ?? [];
  return {
    here: names.filter((id) => status(id) === "present" || (vote.online_votes && status(id) === "online")),
    away: names.filter((id) => !HERE.has(status(id))),
  };
}

/** @param {{room: Room, vote: Vote}} props */
function TimeLeft({ room, vote }) {
  const time = mmss(secondsLeft(room, vote));
  return html`<span class="so" role="timer" aria-live="off">${t("còn %(time)s", { time })}</span>`;
}

// -- open -------------------------------------------------------------------------------------------------------------

/** @param {{room: Room, id: string, onClose: () => void}} props */
function OpenVote({ room, id, onClose }) {
  const vote = /** @type {Vote | null} */ (room.one("votes", id));
  // The answer to opening may come before the entry that shows the vote.
  if (!vote || vote.state === "draft") return html`<${Sheet} title=${t("Đang mở biểu quyết")} wide onClose=${onClose}><${Skeleton} rows=${3} /></${Sheet}>`;
  if (vote.state !== "open") return html`<${Ended} room=${room} vote=${vote} onClose=${onClose} />`;
  const { sent, present, left } = turnout(room, vote);
  const chair = room.may("vote.close");
  const why = room.connected.value ? "" : t("Cần có mạng");
  const trouble = vote.secret ? room.one("sealed", id)?.why : "";
  return html`<${Sheet} title=${t("Đang biểu quyết")} wide onClose=${onClose}><div class="dieu-khien mo" tabindex="-1" data-safe="">
    <p class="cau-hoi">${unbroken(vote.question)}</p>
    ${trouble && html`<${Banner} tone="xau" icon="warning-circle-fill">${trouble}. ${t("Hòm phiếu sẽ không mở được: hủy biểu quyết rồi bỏ phiếu lại.")}</${Banner}>`}
    ${vote.by_hand ? html`<p class="phu">${handsOn(vote)}</p>` : html`<div class="so-luong"><b class="so">${sent}/${present}</b><span>${t("người có mặt đã gửi phiếu")}</span>
      ${vote.closes_at ? html`<span class="day con"><${TimeLeft} room=${room} vote=${vote} /></span>` : html`<span class="day phu">${t("không giới hạn thời gian")}</span>`}</div>
    <${TurnoutStrip} room=${room} vote=${vote} words=${false} />
    <${Missing} room=${room} vote=${vote} left=${left} />`}
    ${!vote.by_hand && html`<${MyBallot} room=${room} vote=${vote} />`}
    <${OpenBeside} room=${room} vote=${vote} onPick=${(/** @type {string} */ other) => { onClose(); showOpen(room, other); }} />
    ${chair && html`<div class="chan-dk"><div class="hang wrap them-gio">
      ${vote.closes_at && html`<${Button} icon="plus" disabled=${why !== ""} onPress=${() => room.act("vote.extend", { vote: id, seconds: 30 }, { done: t("Đã thêm 30 giây") })}>${t("30 giây")}</${Button}>`}
      ${!trouble && html`<${Button} kind="nguy" class="day" disabled=${why !== ""} onPress=${() => cancelVote(room, vote)}>${t("Hủy biểu quyết")}</${Button}>`}</div>
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Để mở")}</${Button}>
      <${Button} large kind=${trouble ? "" : "chinh"} disabled=${why !== ""} why=${why} onPress=${() => closeVote(room, vote)}>${t("Đóng biểu quyết")}</${Button}>
      ${trouble && html`<${Button} large kind="chinh" disabled=${why !== ""} why=${why} onPress=${() => cancelVote(room, vote)}>${t("Hủy và bỏ phiếu lại")}</${Button}>`}</div></div>`}
    ${!chair && html`<div class="chan-to"><${Button} onPress=${onClose}>${t("Quay lại")}</${Button}></div>`}</div></${Sheet}>`;
}

/** Other questions that are open at the same time, each with the way to it. @param {{room: Room, vote: Vote, onPick: (vote: string) => void}} props */
function OpenBeside({ room, vote, onPick }) {
  return openBeside(room, vote).map((one) => html`<div key=${one.id} class="hang wrap g2 cung-mo"><p class="ngat"><b>${t("Cùng đang biểu quyết")}</b> ${unbroken(one.question)}</p>
    <${Button} icon="check-square-offset" class="day" onPress=${() => onPick(one.id)}>${t("Điều khiển biểu quyết này")}</${Button}></div>`);
}

/** What the chair asks for aloud. @param {Vote} vote */
function handsOn(vote) {
  return vote.by_hand === "hands" ? t("Mời từng bên giơ tay và đếm. Đếm xong thì đóng biểu quyết rồi nhập kết quả.") : t("Phát phiếu, bỏ phiếu vào hòm. Thu đủ phiếu thì đóng biểu quyết, kiểm phiếu rồi nhập kết quả.");
}

/** The names who have not sent: for the desk alone. @param {{room: Room, vote: Vote, left: number}} props */
function Missing({ room, vote, left }) {
  const { here, away } = missingOf(room, vote);
  const words = left === 0
    ? html`<${Chip} tone="lam" icon="check-bold">${t("Mọi người có mặt đã gửi phiếu")}</${Chip}>`
    : html`<b>${tn("Còn %(num)s người chưa gửi", "Còn %(num)s người chưa gửi", left)}</b>`;
  return html`<div class="con-lai"><p>${words}
      ${away.length > 0 && html` <span class="phu">· ${tn("%(num)s người không có mặt", "%(num)s người không có mặt", away.length)}</span>`}</p>
    <ul class="hang wrap g2" tabindex="0" aria-label=${t("Chưa gửi phiếu")}>${here.map((id) => html`<li key=${id}><${Chip} tone="vang">${room.name(id)}</${Chip}></li>`)}
      ${away.map((id) => html`<li key=${id}><${Chip} tone="vien">${room.name(id)}</${Chip}></li>`)}</ul></div>`;
}

/** The countdown closed it, or another desk did. @param {{room: Room, vote: Vote | null, onClose: () => void}} props */
function Ended({ room, vote, onClose }) {
  const see = () => { onClose(); if (vote) openVoteControl(room, { vote: vote.id }); };
  const counted = Boolean(vote?.result) || !(vote?.secret || vote?.by_hand);
  const next = counted ? t("Xem kết quả") : vote?.by_hand ? countButton(room, vote) : t("Chờ mở hòm phiếu");
  return html`<${Sheet} title=${vote?.state === "cancelled" ? t("Biểu quyết đã hủy") : t("Biểu quyết đã đóng")} onClose=${onClose}>
    <p>${vote?.question}</p><div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
    ${vote?.state === "closed" && html`<${Button} large kind="chinh" onPress=${see} data-safe="">${next}</${Button}>`}</div></${Sheet}>`;
}

/** @param {Room} room @param {Vote} vote */
async function closeVote(room, vote) {
  const { left } = turnout(room, vote);
  const quorum = room.meeting.value?.quorum;
  const body = [
    vote.by_hand ? t("Đóng rồi thì không mở lại được. Kết quả kiểm được nhập và xác nhận sau khi đóng.") : left ? tn("Còn %(num)s người chưa gửi phiếu. Đóng rồi thì không mở lại được.", "Còn %(num)s người chưa gửi phiếu. Đóng rồi thì không mở lại được.", left) : t("Mọi người có mặt đã gửi phiếu. Đóng rồi thì không mở lại được."),
    quorum && !quorum.met ? t("Đang thiếu túc số: kết quả sẽ không có giá trị.") : "",
  ].filter(Boolean);
  const sure = await room.ask({
    title: vote.item ? t("Đóng biểu quyết nội dung %(n)s?", { n: room.order(vote.item) }) : t("Đóng biểu quyết?"),
    body: html`${body.map((line) => html`<span class="dong-hoi">${line}</span>`)}`,
    yes: t("Đóng biểu quyết"),
    no: t("Chờ thêm"),
    over: () => room.one("votes", vote.id)?.state !== "open",
  });
  if (!sure) return openVoteControl(room, { vote: vote.id });
  const result = await room.act("vote.close", { vote: vote.id });
  if (result.ok && vote.by_hand) showCount(room, vote.id);
  else if (result.ok && vote.secret) showSteps(room, vote.id);
  else if (result.ok) resultShown.value = vote.id;
  return undefined;
}

/** @param {Room} room @param {Vote} vote */
async function cancelVote(room, vote) {
  const given = await room.ask({
    title: t("Hủy biểu quyết này?"),
    body: t("Phiếu đã gửi không được tính. Lý do được ghi lại."),
    yes: t("Hủy biểu quyết"),
    danger: true,
    about: vote.id,
    fields: [{ name: "reason", label: t("Lý do"), required: true, type: "text" }],
    send: async ({ reason }) => (await room.act("vote.cancel", { vote: vote.id, reason }, { done: t("Đã hủy biểu quyết") })).ok,
    over: () => !["draft", "open"].includes(room.one("votes", vote.id)?.state ?? ""),
  });
  if (!given) return room.one("votes", vote.id)?.state === "open" ? openVoteControl(room, { vote: vote.id }) : undefined;
  // A secret one is put again as it was, with its board; whoever votes is warned of what two results would tell.
  if (vote.secret && !vote.by_hand && vote.state === "open") prepare(room, { ...vote, state: "draft", again: true }, vote.item);
  return undefined;
}

/** Whether a result covers the room, which is then out of reach. @param {Room} room */
export function covered(room) {
  return Boolean(room.one("votes", resultShown.value)?.result);
}

// -- in the room ------------------------------------------------------------------------------------------------------

/** What the room shows while a vote is open, or closed and not announced. `children`: beside its first words. @param {{room: Room, vote?: Vote | null, children?: any}} props */
export function VoteCard({ room, vote: named = null, children = null }) {
  const vote = named ?? room.vote.value ?? toAnnounce(room, room.meeting.value?.item ?? null);
  if (!vote) return null;
  const { sent, present } = turnout(room, vote);
  const open = vote.state === "open";
  return html`<section class="the the-bq" aria-label=${t("Biểu quyết")}>
    <div class="dau-bq"><p class="phu vua">${open ? t("Đang biểu quyết") : t("Đã đóng, chưa công bố")}</p>${children}</div><h2>${unbroken(vote.question)}</h2>
    ${vote.by_hand ? html`<p class="so-phieu">${kindWords(vote)}</p>` : html`<p class="so-phieu"><b class="so">${sent}/${present}</b> ${t("người có mặt đã gửi phiếu")}
      ${open && vote.closes_at && html`<span class="con"><${TimeLeft} room=${room} vote=${vote} /></span>`}</p>
    ${open && html`<${TurnoutStrip} room=${room} vote=${vote} words=${false} />`}`}
    <${Button} kind="son" class="moi" icon=${open ? "check-square-offset" : awaitsCount(room, vote) ? "list-checks" : "megaphone"} onPress=${() => openVoteControl(room, { vote: vote.id })}>
      <span><b>${open ? t("Điều khiển biểu quyết") : awaitsCount(room, vote) ? countButton(room, vote) : vote.secret && !vote.result ? t("Chờ mở hòm phiếu") : t("Xem kết quả và công bố")}</b></span></${Button}>
    <${OpenBeside} room=${room} vote=${vote} onPick=${(/** @type {string} */ other) => showOpen(room, other)} /></section>`;
}

/** The result, to the chair first. Fills the screen. @param {{room: Room}} props */
export function ChairResult({ room }) {
  const vote = /** @type {Vote | null} */ (room.one("votes", resultShown.value));
  if (!vote?.result) return null;
  const back = () => { resultShown.value = null; };
  return html`<div class="phu-kin"><${ResultView} room=${room} vote=${vote} onBack=${back}>
    <${ResultBar} room=${room} vote=${vote} onBack=${back} /></${ResultView}></div>`;
}

/** Announcing stands first; setting aside stands apart. @param {{room: Room, vote: Vote, onBack: () => void}} props */
function ResultBar({ room, vote, onBack }) {
  const item = vote.item ? room.one("items", vote.item) : null;
  const offline = !room.connected.value;
  if (vote.state === "annulled") return html`<${Banner} icon="warning-circle">${t("Kết quả này đã hủy: %(reason)s", { reason: vote.reason ?? "" })}</${Banner}>
    <${Panel} place="result.sheet" room=${room} vote=${vote} /><${Button} large class="day" onPress=${onBack}>${t("Về phòng họp")}</${Button}>`;
  const again = room.may("vote.annul") && stillAnnulled(room, vote) && html`<${Button} kind=${vote.result?.check === "disputed" ? "son" : "nguy"} disabled=${offline} why=${t("Cần có mạng")} onPress=${() => annul(room, vote)}>${t("Hủy kết quả, biểu quyết lại")}</${Button}>`;
  if (vote.result?.check === "disputed") return html`${again}<span class="day"></span><${Panel} place="result.sheet" room=${room} vote=${vote} />`;
  return html`
    ${vote.state === "closed" && room.may("vote.announce") && html`<${Button} kind="son" icon="megaphone" disabled=${offline} why=${t("Cần có mạng")} busy=${room.sending("vote.announce") > 0}
      onPress=${() => room.act("vote.announce", { vote: vote.id }, { done: t("Đã công bố kết quả") })}>${t("Công bố")}</${Button}>`}
    ${vote.state === "announced" && item && html`<${Button} kind="chinh" icon="gavel" onPress=${() => { onBack(); openApproval(room, item); }}>${t("Kết luận nội dung %(n)s", { n: room.order(item.id) })}</${Button}>
      <span class="phu vua an-dt"><${Icon} name="file-text" /> ${t("Đã ghi vào biên bản")}</span>`}
    <span class="day"></span>
    <${Panel} place="result.sheet" room=${room} vote=${vote} />
    ${again}`;
}

/** Once the meeting is over nothing is voted on again: then only a secret result that a device disputes. @param {Room} room @param {Vote} vote */
const stillAnnulled = (room, vote) => room.phase.value !== "ended" || Boolean(room.one("sealed", vote.id)?.disputes?.length);

/** Both are kept: the one set aside, and the new one. @param {Room} room @param {Vote} vote */
async function annul(room, vote) {
  const given = await room.ask({
    title: t("Hủy kết quả và biểu quyết lại?"),
    body: t("Kết quả cũ vẫn được lưu, kèm lý do. Câu hỏi được soạn lại để mở biểu quyết mới."),
    yes: t("Hủy kết quả"),
    danger: true,
    about: vote.id,
    fields: [{ name: "reason", label: t("Lý do"), required: true, type: "text" }],
    send: async ({ reason }) => (await room.act("vote.annul", { vote: vote.id, reason }, { done: t("Đã hủy kết quả") })).ok,
    over: () => ["annulled", "cancelled"].includes(room.one("votes", vote.id)?.state ?? "annulled"),
  });
  if (!given) return;
  resultShown.value = null;
  if (room.phase.value !== "ended") prepare(room, { ...vote, state: "draft", again: true }, vote.item);
}
