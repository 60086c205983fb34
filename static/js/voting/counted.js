// @ts-check
/**
 * Typing in a count by hand (screens.md 6.10): one types, a second person confirms; of secret paper each types alone, and where
 * the figures differ both see where.
 */

import { html, useEffect, useState } from "../../vendor/preact.js";
import { Banner, Button, Icon, Sheet } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { countArgs, counts, differing, equalSides, fieldsOf, onBoard, standingOf, sumOf, together, tooMany, typedIn } from "./counting.js";
import { handsWords, kindWords, optionIn } from "./words.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 * @typedef {import("./counting.js").Typed} Typed
 */

/** @param {Room} room @param {Vote} vote */
const standing = (room, vote) => standingOf(vote, typedIn(room), room.me.person);

/** Closed, and nobody stands for a count yet. @param {Room} room @param {Vote} vote */
export function awaitsCount(room, vote) {
  return Boolean(vote.by_hand) && vote.state === "closed" && !vote.result && standing(room, vote).step !== "done";
}

/** What the button that opens the count says. @param {Room} room @param {Vote} vote */
export function countButton(room, vote) {
  const { step, typed } = standing(room, vote);
  if (!counts(vote, room.me)) return t("Xem tình hình kiểm phiếu");
  if (step === "theirs" && together(vote, typed[0].person, room.me.person)) return t("Xác nhận kết quả kiểm phiếu");
  if (step === "differs") return t("Số liệu chưa khớp");
  if (step !== "mine" && step !== "theirs") return t("Nhập kết quả kiểm phiếu");
  return vote.secret ? t("Chờ người thứ hai nhập kết quả") : t("Chờ xác nhận kết quả kiểm phiếu");
}

/** Is it somebody else's turn? @param {Room} room @param {Vote} vote */
function othersTurn(room, vote) {
  const { step, typed } = standing(room, vote);
  return step === "mine" || (step === "theirs" && !together(vote, typed[0].person, room.me.person));
}

/** @param {Room} room @param {string} id @param {() => void} [onResult] */
export function openCount(room, id, onResult) {
  room.sheet((close) => html`<${CountSheet} room=${room} id=${id} onClose=${close} onResult=${onResult} />`);
}

/** @param {{room: Room, id: string, onClose: () => void, onResult?: () => void}} props */
function CountSheet({ room, id, onClose, onResult }) {
  const [again, retype] = useState(false);
  const vote = /** @type {Vote | null} */ (room.one("votes", id));
  const announced = vote?.state === "announced";
  useEffect(() => { if (announced) onClose(); }, [announced]); // the result itself comes over it
  if (!vote) return null;
  const where = standing(room, vote);
  const part = vote.state !== "closed" ? html`<${Over} vote=${vote} onClose=${onClose} />`
    : vote.result || where.step === "done" ? html`<${Done} vote=${vote} onClose=${onClose} onResult=${onResult} />`
    : !counts(vote, room.me) ? html`<${Waiting} room=${room} vote=${vote} where=${where} onClose=${onClose} />`
    : again || where.step === "empty" || where.step === "second" ? html`<${Form} key=${where.back?.id ?? ""} room=${room} vote=${vote} where=${where} onClose=${onClose} onSent=${() => retype(false)} />`
    : html`<${TypedCounts} room=${room} vote=${vote} where=${where} onClose=${onClose} onAgain=${() => retype(true)} onResult=${onResult} />`;
  return html`<${Sheet} title=${t("Kết quả kiểm phiếu")} wide onClose=${onClose}><div class="dieu-khien kiem" tabindex="-1" data-safe="">
    <p class="phu vua">${kindWords(vote)}</p><p class="cau-hoi">${unbroken(vote.question)}</p>${part}</div></${Sheet}>`;
}

/** @param {{vote: Vote, onClose: () => void}} props */
function Over({ vote, onClose }) {
  const words = vote.state === "open" ? t("Biểu quyết này đang mở.") : vote.state === "announced" ? t("Đã công bố kết quả.") : t("Kết quả này đã hủy.");
  return html`<p role="status">${words}</p><div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}></div>`;
}

/** @param {{vote: Vote, onClose: () => void, onResult?: () => void}} props */
function Done({ vote, onClose, onResult }) {
  return html`<p role="status"><${Icon} name="check-circle-fill" /> <b>${t("Kết quả kiểm phiếu đã được hai người xác nhận.")}</b></p>
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
    ${vote.result && onResult && html`<${Button} large kind="chinh" onPress=${() => { onClose(); onResult(); }}>${t("Xem kết quả")}</${Button}>`}</div>`;
}

/** Who may not count reads how far it is. @param {{room: Room, vote: Vote, where: ReturnType<typeof standingOf>, onClose: () => void}} props */
function Waiting({ room, vote, where, onClose }) {
  const names = where.typed.map((one) => room.name(one.person)).join(", ");
  const board = (vote.board ?? []).map((/** @type {string} */ one) => room.name(one)).join(", ");
  const far = where.step === "differs" ? t("Hai bên nhập khác nhau. Chờ %(names)s kiểm lại.", { names }) : names ? t("Đã nhập: %(names)s. Chờ người thứ hai.", { names }) : t("Chưa ai nhập kết quả kiểm phiếu.");
  return html`<p role="status"><b>${far}</b></p>
    <p class="phu">${t("Phiếu giấy do thư ký và ban kiểm phiếu nhập. Ban kiểm phiếu: %(board)s.", { board })}</p>
    ${where.step === "differs" && html`<${Figures} room=${room} vote=${vote} typed=${where.typed} />`}
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}></div>`;
}

// -- typing ------------------------------------------------------------------------------------------------------------

/** @param {{room: Room, vote: Vote, where: ReturnType<typeof standingOf>, onClose: () => void, onSent: () => void}} props */
function Form({ room, vote, where, onClose, onSent }) {
  const [entries, set] = useState(/** @type {Record<string, string>} */ ({}));
  const [chair, choose] = useState("");
  const [faults, fault] = useState(/** @type {Record<string, string>} */ ({}));
  const args = countArgs(vote, entries, chair);
  const over = tooMany(vote, entries);
  const why = !room.connected.value ? t("Cần có mạng") : !args ? t("Cần điền đủ các ô") : "";
  /** @param {Event} event */
  const send = async (event) => {
    event.preventDefault();
    if (why || !args) return;
    const result = await room.send("count.enter", args);
    if (result.ok) return onSent();
    fault({ ...(result.error?.fields ?? {}), all: result.error?.message ?? t("Hãy thử lại.") });
  };
  return html`<form onSubmit=${send}>
    ${where.back && html`<${Banner} icon="arrow-u-up-left">${t("%(name)s trả lại: %(reason)s. Kiểm và nhập lại.", { name: room.name(where.back.settled_by), reason: where.back.reason })}</${Banner}>`}
    <p class="phu">${partWords(room, vote, where)}</p>
    ${faults.all && html`<div class="tom-loi" role="alert"><b>${faults.all}</b></div>`}
    <div class="o-kiem">${fieldsOf(vote).map(({ name, words }) => html`<${Figure} key=${name} name=${name} words=${words} value=${entries[name] ?? ""} fault=${over?.field === name ? over.words : faults[name.startsWith("option:") ? "" : name]}
      onInput=${(/** @type {string} */ value) => set({ ...entries, [name]: value })} />`)}</div>
    <${Sums} vote=${vote} entries=${entries} />
    <div aria-live="polite">${over && !over.field && html`<p class="loi qua-so"><${Icon} name="warning" /> ${over.words}</p>`}</div>
    ${args && equalSides(vote, args.counts) && html`<${ChairsHand} vote=${vote} chair=${chair} choose=${choose} />`}
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
      <${Button} large type="submit" kind="chinh" disabled=${why !== ""} why=${why} busy=${room.sending("count.enter") > 0}>${t("Gửi kết quả kiểm")}</${Button}></div></form>`;
}

/** What this person's typing is for. @param {Room} room @param {Vote} vote @param {ReturnType<typeof standingOf>} where */
function partWords(room, vote, where) {
  if (!vote.secret) return t("Người thứ hai xem lại rồi xác nhận. Kết quả được ghi là nhập tay.");
  const other = where.typed.find((one) => one.person !== room.me.person);
  if (!other) return t("Phiếu kín: hai người kiểm và nhập độc lập, khớp nhau mới được ghi nhận.");
  return t("%(name)s đã nhập. Nhập số liệu do chính mình kiểm; hai bên khớp nhau mới được ghi nhận.", { name: room.name(other.person) });
}

/** @param {{name: string, words: string, value: string, fault?: string, onInput: (value: string) => void}} props */
function Figure({ name, words, value, fault, onInput }) {
  const id = `kiem-${name.replace(/[^a-z0-9]/gi, "_")}-${name.length}`;
  return html`<div class="truong"><label for=${id}>${words}</label>
    <input id=${id} class="o-nhap so" type="text" inputmode="numeric" pattern="[0-9]*" maxlength="6" autocomplete="off" value=${value} aria-invalid=${fault ? "true" : undefined}
      onInput=${(/** @type {any} */ event) => onInput(event.target.value)} />${fault && html`<p class="loi">${fault}</p>`}</div>`;
}

/** @param {{vote: Vote, entries: Record<string, string>}} props */
function Sums({ vote, entries }) {
  const { named, valid } = sumOf(vote, entries);
  if (vote.by_hand === "hands") return html`<p class="cong" role="status">${tn("Tổng số người giơ tay: %(num)s", "Tổng số người giơ tay: %(num)s", named)}</p>`;
  if ((vote.most ?? 1) > 1) return html`<p class="cong" role="status">${t("Cộng các phương án: %(named)s lượt chọn trên %(valid)s phiếu hợp lệ", { named, valid })}</p>`;
  return html`<p class="cong" role="status">${named === valid && valid > 0 && html`<${Icon} name="check-bold" /> `}${t("Cộng các phương án: %(named)s · phiếu hợp lệ: %(valid)s", { named, valid })}</p>`;
}

/** @param {{vote: Vote, chair: string, choose: (option: string) => void}} props */
function ChairsHand({ vote, chair, choose }) {
  const options = ["yes", "no"].filter((one) => vote.options.includes(one));
  return html`<fieldset class="truong"><legend>${t("Hai bên bằng nhau: chủ tọa giơ tay")}</legend><div class="chon">
    ${[...options, ""].map((option) => html`<label key=${option}><input type="radio" name="kiem-chu-toa" checked=${chair === option} onChange=${() => choose(option)} />${option ? optionIn(option, vote) : t("Không bên nào")}</label>`)}</div>
    <p class="goi-y">${t("Theo quy định, hai bên bằng nhau thì theo bên của chủ tọa.")}</p></fieldset>`;
}

// -- what was typed ----------------------------------------------------------------------------------------------------

/** @param {{room: Room, vote: Vote, where: ReturnType<typeof standingOf>, onClose: () => void, onAgain: () => void, onResult?: () => void}} props */
function TypedCounts({ room, vote, where, onClose, onAgain, onResult }) {
  const offline = !room.connected.value;
  const why = offline ? t("Cần có mạng") : "";
  const first = where.typed[0];
  const confirms = where.step === "theirs" && together(vote, first.person, room.me.person);
  const shown = where.typed.some((one) => one.counts);
  const confirm = () => room.act("count.confirm", { vote: vote.id, count: first.id }, { done: t("Đã xác nhận kết quả kiểm phiếu") });
  return html`<p role="status"><b>${typedWords(room, vote, where, confirms)}</b></p>
    ${shown && html`<${Figures} room=${room} vote=${vote} typed=${where.typed} />`}
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
      ${(where.step === "differs" || confirms) && html`<${Button} large disabled=${offline} why=${why} onPress=${() => giveBack(room, vote, onResult)}>${confirms ? t("Không đúng, trả lại") : t("Kiểm lại từ đầu")}</${Button}>`}
      ${confirms ? html`<${Button} large kind="chinh" icon="check-bold" disabled=${offline} why=${why} busy=${room.sending("count.confirm") > 0} onPress=${confirm}>${t("Xác nhận kết quả")}</${Button}>`
        : html`<${Button} large kind=${where.step === "differs" ? "chinh" : ""} disabled=${offline} why=${why} onPress=${onAgain}>${t("Nhập lại")}</${Button}>`}</div>`;
}

/** @param {Room} room @param {Vote} vote @param {ReturnType<typeof standingOf>} where @param {boolean} confirms */
function typedWords(room, vote, where, confirms) {
  if (where.step === "differs") return t("Hai bên nhập khác nhau. Kiểm lại những ô khác nhau; khớp nhau mới được ghi nhận.");
  const name = room.name(where.typed[0].person);
  if (confirms) return t("%(name)s đã nhập. So với số kiểm được rồi xác nhận.", { name });
  if (where.step === "theirs") return t("%(name)s đã nhập. Cần ban kiểm phiếu xác nhận.", { name });
  if (vote.by_hand === "hands") return t("Đã nhập. Chờ chủ trì hoặc thư ký khác xác nhận.");
  const board = (vote.board ?? []).map((/** @type {string} */ one) => room.name(one)).join(", ");
  if (vote.secret) return onBoard(vote, room.me.person) ? t("Đã nhập. Chờ thư ký hoặc người khác trong ban kiểm phiếu nhập.") : t("Đã nhập. Chờ ban kiểm phiếu nhập: %(board)s.", { board });
  return t("Đã nhập. Chờ người thứ hai xác nhận. Ban kiểm phiếu: %(board)s.", { board });
}

/** What was typed, side by side where two did; figures that differ are marked with a word and a sign. @param {{room: Room, vote: Vote, typed: Typed[]}} props */
function Figures({ room, vote, typed }) {
  const other = differing(vote, typed);
  return html`<div class="bang-kiem" tabindex="0" role="region" aria-label=${t("Số liệu đã nhập")}><table><thead><tr><th scope="col">${t("Số liệu")}</th>${typed.map((one) => html`<th scope="col" key=${one.id}>${room.name(one.person)}</th>`)}</tr></thead>
    <tbody>${fieldsOf(vote).map(({ name, words, value }) => html`<tr key=${name} class=${other.has(name) ? "khac" : ""}><th scope="row">${words}${other.has(name) && html`<small><${Icon} name="warning" />${t("khác nhau")}</small>`}</th>${typed.map((one) => html`<td key=${one.id} class="so">${value(one)}</td>`)}</tr>`)}
      ${typed.length === 1 && typed[0].chair && html`<tr><th scope="row">${t("Chủ tọa giơ tay")}</th><td>${optionIn(typed[0].chair, vote)}</td></tr>`}</tbody></table></div>`;
}

/** @param {Room} room @param {Vote} vote @param {() => void} [onResult] */
async function giveBack(room, vote, onResult) {
  await room.ask({
    title: t("Kiểm và nhập lại từ đầu?"),
    body: t("Số liệu đã nhập được bỏ qua nhưng vẫn lưu lại, kèm lý do."),
    yes: t("Trả lại"),
    danger: true,
    about: vote.id,
    fields: [{ name: "reason", label: t("Lý do"), required: true, type: "text" }],
    send: async ({ reason }) => (await room.act("count.return", { vote: vote.id, reason }, { done: t("Đã trả lại để kiểm lại") })).ok,
    over: () => room.one("votes", vote.id)?.state !== "closed" || ["empty", "done"].includes(standing(room, vote).step),
  });
  openCount(room, vote.id, onResult);
}

// -- in the room -------------------------------------------------------------------------------------------------------

/** What hands and paper look like on a member's device: what goes on, and to who counts, the way to the count. @param {{room: Room}} props */
export function CountedVote({ room }) {
  const open = room.vote.value;
  if (open?.by_hand) return html`<${Banner} icon=${open.by_hand === "hands" ? "hand-palm" : "files"}>${handsWords(open)}</${Banner}>`;
  const closed = room.votes.value.find((one) => one.by_hand && one.state === "closed" && onBoard(one, room.me.person));
  if (!closed || !awaitsCount(room, closed)) return null;
  return html`<section class=${othersTurn(room, closed) ? "the the-kiem" : "the the-kiem doi-bam"} aria-label=${t("Kiểm phiếu")}><p class="phu vua">${t("Ban kiểm phiếu")}</p><h2 class="ngat">${unbroken(closed.question)}</h2>
    <${Button} kind=${othersTurn(room, closed) ? "" : "son"} icon="list-checks" onPress=${() => openCount(room, closed.id)}>${countButton(room, closed)}</${Button}></section>`;
}
