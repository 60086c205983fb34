//# allFunctionsCalledOnLoad
// @ts-check
/** What a counting board waits for from one of its members, told where its band or its card is not in sight. */

import { html } from "../../vendor/preact.js";
import { Button, Icon } from "../app/components.js";
import { t } from "../app/text.js";
import { onBoard, standingOf, together, typedIn } from "./counting.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {{id: string, duty: string, question: string}} Due */

/** The tap that waits for this member; "nonce": none, their tablet only has to be in the room. @param {any} board */
export function dutyOf(board) {
  if (board.stage === "keys" && !board.accepted) return "accept";
  if (board.stage === "nonces" && !board.nonces[board.place - 1]) return "nonce";
  if (board.stage === "reading" && !board.read) return "read";
  return board.stage === "opening" && board.turn ? "open" : "";
}

/** Of several the one whose box is to be opened; the next ballot is prepared when no vote is open. @param {any[]} boards @param {boolean} open */
export function boardDue(boards, open) {
  const due = boards.filter((one) => dutyOf(one) && !(open && one.state === "draft"));
  return due.find((one) => one.stage === "opening") ?? due[0] ?? null;
}

/** With the paper of a vote that is closed. @param {Vote} vote @param {import("./counting.js").Typed[]} all @param {string} me */
export function paperDuty(vote, all, me) {
  if (vote.by_hand !== "paper" || vote.state !== "closed" || vote.result || !onBoard(vote, me)) return "";
  const { step, typed } = standingOf(vote, all, me);
  if (step === "theirs") return together(vote, typed[0].person, me) ? "confirm" : "";
  return step === "empty" || step === "second" ? "count" : step === "differs" ? "recount" : "";
}

/** @param {Room} room @returns {Due | null} */
function sealedDue(room) {
  const open = room.votes.value.some((one) => one.state === "open");
  const board = boardDue(room.list("my_boards").value, open);
  return board && { id: board.id, duty: dutyOf(board), question: board.question };
}

/** What is due of me, of either kind of ballot. @param {Room} room @returns {Due | null} */
export function dueOf(room) {
  const sealed = sealedDue(room);
  if (sealed) return sealed;
  for (const vote of room.votes.value) {
    const duty = paperDuty(vote, typedIn(room), room.me.person);
    if (duty) return { id: vote.id, duty, question: vote.question };
  }
  return null;
}

/** @param {Due} due @returns {string} */
export function dueWords({ duty, question }) {
  if (duty === "accept") return t("Ban kiểm phiếu đang chờ tôi nhận kiểm phiếu: %(question)s", { question });
  if (duty === "read") return t("Ban kiểm phiếu đang chờ tôi đọc mã: %(question)s", { question });
  if (duty === "open") return t("Ban kiểm phiếu đang chờ tôi mở hòm phiếu: %(question)s", { question });
  if (duty === "count") return t("Ban kiểm phiếu đang chờ tôi nhập kết quả kiểm phiếu: %(question)s", { question });
  if (duty === "confirm") return t("Ban kiểm phiếu đang chờ tôi xác nhận kết quả kiểm phiếu: %(question)s", { question });
  if (duty === "recount") return t("Số liệu kiểm phiếu chưa khớp, chờ tôi kiểm lại: %(question)s", { question });
  return t("Ban kiểm phiếu đang chờ máy này trong phòng họp: %(question)s", { question });
}

/** @param {{due: Due, children: any}} props children: the way back */
function DueBand({ due, children }) {
  return html`<section class="bang-phieu" aria-label=${t("Ban kiểm phiếu")}><${Icon} name="lock-simple" large /><span class="ngat">${dueWords(due)}</span>${children}</section>`;
}

/** From outside the room. @param {{room: Room}} props */
export function DueElsewhere({ room }) {
  const due = dueOf(room);
  return due && html`<${DueBand} due=${due}><a class="nut son" href=${`${room.home}/room`}>${t("Về phòng họp")}</a></${DueBand}>`;
}

/** Over a sheet that hides the board's band in the room; what a tablet does by itself it does under a sheet too. @param {{room: Room, onBack: () => void}} props */
export function DueUnderSheet({ room, onBack }) {
  const due = sealedDue(room);
  return due && due.duty !== "nonce" && html`<${DueBand} due=${due}><${Button} kind="son" onPress=${onBack}>${t("Về phòng họp")}</${Button}></${DueBand}>`;
}
