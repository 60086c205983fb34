// @ts-check
/** The chair's side of a secret vote: naming the counting board, seeing how far it is, opening; and afterwards who has opened the box. */

import { html, useState } from "../../vendor/preact.js";
import { Banner, Button, Chip, Sheet } from "../app/components.js";
import { FindField, NoneFound } from "../app/findfield.js";
import { findPeople } from "../app/fold.js";
import { t, tc } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { HERE } from "../meetings/figures.js";
import { sameVotersWords } from "./words.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 */

const MOST = 3;
/** So many stand side by side; of more, those on the board and those whose name is typed. */
const SHOWN = 24;

/** @param {{room: Room, board: string[], change: (board: string[]) => void, fault?: string, paper?: boolean}} props */
export function BoardChoice({ room, board, change, fault, paper = false }) {
  const [typed, type] = useState("");
  const voters = room.people.value.filter((one) => one.on_roll);
  const many = voters.length > SHOWN;
  const found = new Set(many ? findPeople(voters, typed, typed.trim() ? SHOWN : 0) : voters);
  const people = voters.filter((one) => found.has(one) || board.includes(one.id));
  const press = (/** @type {string} */ id) => change(board.includes(id) ? board.filter((one) => one !== id) : [...board, id].slice(-MOST));
  return html`<fieldset class="truong"><legend>${t("Ban kiểm phiếu (1 đến 3 người)")}</legend>
    ${many && html`<${FindField} label=${t("Tìm người vào ban kiểm phiếu")} typed=${typed} type=${type} />`}
    ${people.length > 0 && html`<div class="chon chon-ban">
    ${people.map((one) => html`<label key=${one.id}><input type="checkbox" checked=${board.includes(one.id)} onChange=${() => press(one.id)} />${one.name}</label>`)}</div>`}
    ${many && people.length === 0 && html`<${NoneFound} words=${typed.trim() ? t("Không tìm thấy ai") : ""} />`}
    <p class="goi-y">${paper ? t("Ban kiểm phiếu kiểm phiếu giấy, nhập hoặc xác nhận kết quả trên máy của mình.") : t("Máy của ban kiểm phiếu giữ khóa hòm phiếu. Hai người trở lên thì không ai mở được một mình.")}</p>${fault && html`<p class="loi">${fault}</p>`}</fieldset>`;
}

/** @returns {Record<string, string>} */
const stages = () => ({
  keys: t("Chờ ban kiểm phiếu bấm Nhận kiểm phiếu."),
  nonces: t("Máy của ban kiểm phiếu đang lập mã hòm phiếu."),
  reading: t("Chờ ban kiểm phiếu đọc to mã hòm phiếu."),
  ready: t("Mã hòm phiếu đã đọc xong, có thể mở bỏ phiếu."),
  stopped: t("Máy của ban kiểm phiếu báo có điều không khớp. Hãy chuẩn bị lại phiếu kín."),
  opening: t("Chờ ban kiểm phiếu mở hòm phiếu."),
  few: t("Quá ít phiếu: hòm phiếu không được mở."),
});

/** @param {any} one @param {boolean} draft */
function doneWords(one, draft) {
  if (!draft) return one.opened ? t("đã mở hòm phiếu") : t("chưa mở hòm phiếu");
  if (one.read) return t("đã đọc mã");
  return one.accepted ? t("đã nhận") : t("chưa nhận");
}

/** The house warns by the roll; who isn't here can't vote. @type {number} */
const WARNED_UNDER = 9;

/** What the chair is told before opening, by who is here now. @param {Room} room @param {Vote} vote @param {any} box @returns {string[]} */
function warningsOf(room, vote, box) {
  const here = room.people.value.filter((one) => one.on_roll && !(vote.no_vote ?? []).includes(one.id) && HERE.has(room.one("attendance", one.id)?.status)).length;
  return [...new Set([...(box.level === "A" ? ["one_keeper"] : []), ...(here < WARNED_UNDER ? ["few_voters"] : []), ...(box.warnings ?? [])])];
}

/** @returns {Record<string, string>} */
const warned = () => ({
  one_keeper: t("Ban kiểm phiếu chỉ có một người: một mình người đó giữ khóa hòm phiếu, và máy đó hỏng thì phải bỏ phiếu lại. Nên có hai người trở lên."),
  few_voters: t("Dưới 9 người bỏ phiếu: kết quả có thể để lộ người bỏ phiếu thế nào, nhất là khi mọi người chọn giống nhau."),
  almost_the_same_voters: sameVotersWords(),
});

/**
 * From the preparing to the opening, and from the closing to the count.
 * @param {{room: Room, id: string, onClose: () => void, onOpened: () => void, onEdit: (vote: Vote) => void, onAnnul: (vote: Vote) => void, onResult: () => void}} props
 */
export function SealedSteps({ room, id, onClose, onOpened, onEdit, onAnnul, onResult }) {
  const vote = /** @type {Vote | null} */ (room.one("votes", id));
  const box = room.one("sealed", id);
  if (!vote || !box) return null;
  const draft = vote.state === "draft";
  const offline = !room.connected.value;
  const open = async () => {
    const result = await room.act("vote.open", { vote: id });
    if (result.ok) onOpened();
  };
  const why = offline ? t("Cần có mạng") : box.stage !== "ready" ? (stages()[box.stage] ?? "") : "";
  return html`<${Sheet} title=${t("Bỏ phiếu kín")} wide onClose=${onClose}><div class="dieu-khien" tabindex="-1" data-safe="">
    <p class="cau-hoi">${unbroken(vote.question)}</p>
    <p role="status"><b>${stages()[box.stage] ?? (vote.result ? t("Đã kiểm phiếu xong.") : "")}</b></p>
    ${box.code && draft && html`<p class="ma-doc so">${box.code.match(/.{4}/g)?.join(" ")}</p>`}
    ${box.why && html`<${Banner} tone="xau" icon="warning-circle-fill">${box.why}</${Banner}>`}
    <ul class="hang wrap g2" aria-label=${t("Ban kiểm phiếu")}>${box.board.map((/** @type {any} */ one) => html`<li key=${one.person}><${Chip} tone=${(!draft ? one.opened : one.read || (one.accepted && box.stage === "keys")) ? "lam" : "vang"}>${one.name}: ${doneWords(one, draft)}</${Chip}></li>`)}</ul>
    ${draft && warningsOf(room, vote, box).map((one) => html`<${Banner} key=${one} icon="warning-circle">${warned()[one]}</${Banner}>`)}
    ${draft && html`<p class="goi-y">${t("Nếu mọi người chọn giống nhau thì kết quả cho biết ai đã chọn gì.")}</p>`}
    ${!draft && !vote.result && html`<p class="phu">${t("Máy của ai trong ban kiểm phiếu hỏng hoặc mất thì không mở được hòm phiếu: hủy kết quả rồi bỏ phiếu lại.")}</p>`}
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
      ${draft && html`<${Button} large onPress=${() => onEdit(vote)}>${tc("vote", "Soạn lại")}</${Button}>`}
      ${draft && room.may("vote.open") && html`<${Button} large kind="chinh" icon="check-square-offset" disabled=${why !== ""} why=${why} busy=${room.sending("vote.open") > 0} onPress=${open}>${t("Mở biểu quyết")}</${Button}>`}
      ${vote.result && html`<${Button} large kind="chinh" onPress=${() => { onClose(); onResult(); }}>${t("Xem kết quả")}</${Button}>`}
      ${!draft && !vote.result && room.may("vote.annul") && html`<${Button} large kind="nguy" disabled=${offline} why=${t("Cần có mạng")} onPress=${() => onAnnul(vote)}>${t("Hủy kết quả, biểu quyết lại")}</${Button}>`}</div></div></${Sheet}>`;
}
