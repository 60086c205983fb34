// @ts-check
/**
 * Secret votes on every device: what a result's check has found, and the counting board's three taps. One's own ballot is in
 * sealedown.js. Loaded when a secret vote is there.
 */

import { html, signal, useEffect } from "../../vendor/preact.js";
import { Banner, Button, Icon } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";
import { dutyOf } from "./boarddue.js";
import { BallotList } from "./ballotlist.js";
import { aside } from "./sealedaside.js";
import { base64, grouped, heard, myLayer, newSecrets, publicOf, unbase64 } from "./sealedbox.js";
import { checked, codeHolds, look, OVER } from "./sealedown.js";
import { forgetKeys, keepKeys, keysOf } from "./sealedshelf.js";
import { sameVotersWords } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

export { BallotCode, castSealed, Mark, MyCode, OwnBallot, standingHere } from "./sealedown.js";

const PART = 100;
/** Stages at which a tablet's key is still needed. */
const AWAITED = ["nonces", "reading", "ready", "casting", "opening"];

// -- what is said of a result -----------------------------------------------------------------------------------------

/** The desk has the names, everybody else the number. @param {any} box */
const disputed = (box) => box.stage === "disputed" || Number(box.disputes?.length ?? box.disputes ?? 0) > 0;

/** Said aloud in the hall, so no secret; the chair's next step beside it. @param {Room} room @param {any} box */
function disputeWords(room, box) {
  const who = Array.isArray(box.disputes) ? box.disputes.map(room.name).filter(Boolean).join(", ") : "";
  if (!who) return t("Có máy báo phiếu không khớp. Chủ trì hủy kết quả và bỏ phiếu lại.");
  return t("Máy của %(names)s báo phiếu không khớp. Hãy hủy kết quả và bỏ phiếu lại.", { names: who });
}

/** Under a secret result. What is found is read aloud, and no count of the devices: hundreds report within a minute. @param {{room: Room, vote: Vote}} props */
function Confirmation({ room, vote }) {
  const result = vote.result;
  const box = room.one("sealed", vote.id);
  if (!result || !box || vote.state === "closed") return null;
  const own = checked.value[vote.id];
  const list = () => room.sheet((close) => html`<${BallotList} vote=${vote} ballots=${checked.peek()[vote.id].bundle.ballots} onClose=${close} />`);
  const said = disputed(box)
    ? html`<${Banner} tone="xau" icon="warning-circle-fill">${disputeWords(room, box)}</${Banner}>`
    : html`<p class="phu"><span aria-live="off">${t("%(n)s/%(all)s thiết bị xác nhận", { n: result.confirmed ?? 0, all: result.devices ?? 0 })}</span>${result.final ? ` · ${t("kết quả chính thức")}` : ""}</p>`;
  return html`<aside class="ben kin cuon" tabindex="0" aria-label=${t("Kiểm tra phiếu kín")}><section class="xac-nhan" role="status" aria-atomic="false"><${OwnFound} room=${room} vote=${vote} />
    ${said}
    ${own && html`<p class="phu">${t("Mã kết quả: %(code)s", { code: grouped(own.code) })}</p>`}
    ${own?.bundle && html`<${Button} icon="list-checks" onPress=${list}>${t("Danh sách phiếu")}</${Button}>`}</section></aside>`;
}

/** What this device has found of its person's own ballot. @param {{room: Room, vote: Vote}} props */
function OwnFound({ room, vote }) {
  const own = checked.value[vote.id];
  if (!own || !room.one("people", room.me.person)?.on_roll) return null;
  if (!own.ok) return html`<${Banner} tone="xau" icon="warning-circle-fill"><b>${own.how === "nothing" && own.found.includes("never_voted") ? t("Tôi không gửi phiếu mà danh sách ghi tôi đã gửi: báo ngay cho chủ trì") : t("Phiếu của tôi không khớp: báo ngay cho chủ trì")}</b></${Banner}>`;
  if (own.how === "mine" && own.whole) return html`<p class="dung"><${Icon} name="check-circle-fill" /><b>${t("Phiếu của tôi đã được tính đúng")}</b></p>`;
  if (own.how === "mine") return html`<p>${t("Phiếu của tôi có trong hòm phiếu. Máy này đã đăng xuất trước khi công bố nên không kiểm tra được hết.")}</p>`;
  return ["newer", "elsewhere"].includes(own.how) ? html`<${Elsewhere} room=${room} vote=${vote} own=${own} />` : null;
}

/** It was sealed on another device, or in a window that is closed; whoever sent none, or finds another choice by their code, says so here. @param {{room: Room, vote: Vote, own: import("./sealedown.js").Checked}} props */
function Elsewhere({ room, vote, own }) {
  const said = room.one("my_words", vote.id);
  const theirs = !said ? t("Máy hoặc cửa sổ đó chưa báo kết quả kiểm tra.") : said.ok ? t("Đã xác nhận: phiếu được tính đúng.") : t("Đã báo phiếu không khớp cho chủ trì.");
  const tell = async () => {
    const sure = await room.ask({ title: t("Báo phiếu không khớp?"), body: t("Chỉ báo khi phiếu được tính không phải tôi gửi, mã phiếu của tôi không có trong danh sách, hoặc bên mã đó ghi lựa chọn khác. Chủ trì và cả hội trường biết ngay, để hủy kết quả và bỏ phiếu lại."), yes: t("Báo chủ trì"), danger: true, over: () => vote.state !== "announced" });
    if (sure) await room.act("sealed.confirm", { vote: vote.id, bundle: own.hash, ok: false, why: t("Người bỏ phiếu báo phiếu không khớp") }, { done: t("Đã báo chủ trì"), hold: true });
  };
  // Sealed in another window of this browser: it can be looked for here, once its person says that it is the one.
  const here = own.how === "newer" && own.own !== null;
  const mine = () => room.act("sealed.confirm", { vote: vote.id, bundle: own.hash, ok: true }, { done: t("Đã xác nhận"), hold: true });
  const words = here
    ? html`<${Banner} icon="warning-circle">${t("Phiếu được tính gửi từ cửa sổ khác trên máy này, cùng lúc với phiếu của cửa sổ này. Nếu không phải tôi gửi, báo ngay cho chủ trì.")}</${Banner}>`
    : own.how === "newer"
      ? html`<${Banner} icon="warning-circle">${t("Phiếu được tính gửi từ thiết bị khác, sau phiếu gửi từ máy này. Nếu không phải tôi gửi, báo ngay cho chủ trì.")}</${Banner}>`
      : html`<p>${t("Máy này không còn giữ phiếu của tôi: phiếu gửi từ máy khác, hoặc từ cửa sổ riêng tư đã đóng, nên không tự kiểm tra được.")}</p><p>${t("Đã ghi lại mã phiếu thì tìm mã đó trong Danh sách phiếu, xem có đúng lựa chọn của mình không.")}</p>`;
  const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
  return html`${words}<p class="phu">${theirs}</p><div class="hang wrap g2">${here && own.whole && !said && html`<${Button} ...${offline} onPress=${mine}>${t("Đó là phiếu của tôi")}</${Button}>`}
    ${said?.ok !== false && html`<${Button} kind="nguy" ...${offline} onPress=${tell}>${t("Báo phiếu không khớp")}</${Button}>`}</div>`;
}

// -- the counting board's tablet --------------------------------------------------------------------------------------

/** @type {import("../app/types.js").Signal<Record<string, any>>} this tablet's keys, by vote */
const secrets = signal({});
/** Accepted on another device, by vote: this one can't go on. @type {import("../app/types.js").Signal<Record<string, boolean>>} */
const keyless = signal({});
const busy = signal("");

/** Their keys are no longer here. @param {string[]} votes */
export function drop(votes) {
  secrets.value = { ...secrets.peek(), ...Object.fromEntries(votes.map((vote) => [vote, undefined])) };
}

/** @param {Room} room @param {any} board */
async function accept(room, board) {
  const made = newSecrets();
  await keepKeys(room, board.id, made);
  const { box, sign, nonce } = publicOf(made);
  const result = await room.act("sealed.accept", { vote: board.id, box_key: box, sign_key: sign, nonce_hash: nonce }, { done: t("Đã nhận kiểm phiếu") });
  if (!result.ok) return;
  secrets.value = { ...secrets.peek(), [board.id]: made };
  keyless.value = { ...keyless.peek(), [board.id]: false };
}

/** The device that holds this member's key is broken or gone: the chair is told, who begins anew. @param {Room} room @param {any} board */
async function tellLost(room, board) {
  const sure = await room.ask({ title: t("Máy giữ khóa đã hỏng hoặc mất?"), body: t("Chủ trì được báo ngay và phải cho bỏ phiếu lại. Nếu máy đó còn dùng được, hãy mở lại trang này trên máy đó."), yes: t("Báo chủ trì"), danger: true, over: () => !AWAITED.includes(room.one("my_boards", board.id)?.stage) || Boolean(room.one("sealed", board.id)?.why) });
  if (sure) await room.act("sealed.stop", { vote: board.id, why: t("Máy giữ khóa của %(name)s đã hỏng hoặc mất", { name: board.name }) }, { done: t("Đã báo chủ trì") });
}

/** What a tablet does without a tap: bring its chance, delete its keys when all is over. @param {Room} room @param {any} board */
async function byItself(room, board) {
  const own = secrets.peek()[board.id] ?? (await keysOf(room, board.id));
  const mine = own && publicOf(own).box === board.box_key;
  if (board.accepted) keyless.value = { ...keyless.peek(), [board.id]: !mine && !OVER.includes(board.stage) };
  if (own && OVER.includes(board.stage)) {
    await forgetKeys(room, board.id); // also those with which the board was not accepted any more
    drop([board.id]);
    if (mine && !board.wiped) await room.send("sealed.wiped", { vote: board.id }, { hold: true });
    return;
  }
  if (!own || !mine) return;
  if (!secrets.peek()[board.id]) secrets.value = { ...secrets.peek(), [board.id]: own };
  if (board.stage === "nonces" && !board.nonces[board.place - 1]) {
    const { sign, nonce } = publicOf(own);
    const there = myLayer(board.manifest, { box: board.box_key, sign, nonce }) === board.place;
    if (there) await room.send("sealed.add_nonce", { vote: board.id, nonce: hexOf(own.nonce) }, { hold: true });
    else await room.send("sealed.stop", { vote: board.id, why: t("Khóa của máy này không có trong phiếu") }, { hold: true });
  }
}

/** @param {Uint8Array} raw */
const hexOf = (raw) => Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");

/** @param {Room} room @param {any} board */
async function openBox(room, board) {
  const own = secrets.peek()[board.id] ?? (await keysOf(room, board.id));
  if (!own) return room.toast(t("Khóa nằm trên máy đã nhận kiểm phiếu. Hãy mở hòm phiếu trên máy đó."), { tone: "xau" });
  busy.value = board.id;
  try {
    const answer = await fetch(`/api/sealed/${board.id}/list`, { credentials: "same-origin" });
    if (!answer.ok) return room.toast(t("Chưa lấy được phiếu. Hãy thử lại."), { tone: "xau" });
    const given = (await answer.json()).envelopes.map(unbase64);
    const found = await aside("openList", board.manifest, board.place, given, board.expected, own);
    for (let start = 0; start < found.envelopes.length; start += PART) {
      const part = await room.send("sealed.put", { vote: board.id, start, envelopes: found.envelopes.slice(start, start + PART).map(base64) }, { hold: true });
      if (!part.ok) return room.toast(part.error?.message ?? t("Hãy thử lại."), { tone: "xau" });
    }
    await room.act("sealed.open_box", { vote: board.id, after: found.digest, unopened: found.unopened, signature: found.signature }, { done: t("Đã mở hòm phiếu") });
  } catch (error) {
    const why = String(/** @type {any} */ (error)?.message ?? "");
    if (["twice", "count", "order"].includes(why)) await room.send("sealed.stop", { vote: board.id, why: t("Số phiếu hoặc danh sách phiếu không khớp") }, { hold: true });
    else room.toast(t("Chưa lấy được phiếu. Hãy thử lại."), { tone: "xau" });
  } finally {
    busy.value = "";
  }
  return undefined;
}

/** One tap at a time, over the room. @param {{room: Room, board: any}} props */
function BoardBand({ room, board }) {
  const step = stepOf(room, board);
  if (!step) return null;
  const offline = !room.connected.value;
  return html`<section class=${`bang-phieu ban-kiem${step.press && !step.danger ? " doi-bam" : ""}`} aria-label=${t("Ban kiểm phiếu")}><${Icon} name="lock-simple" large />
    <span class="ngat viec-kiem"><span><b>${t("Ban kiểm phiếu")}</b>: ${board.question}</span><span class="viec">${step.words}</span></span>${step.code && html`<b class="so ma-doc">${grouped(step.code)}</b>`}
    ${step.press && html`<${Button} kind=${step.danger ? "nguy" : "son"} busy=${busy.value === board.id || room.sending(step.name ?? "") > 0} disabled=${offline} why=${t("Cần có mạng")} onPress=${step.press}>${step.label}</${Button}>`}</section>`;
}

/** @param {Room} room @param {any} board @returns {{words: string, label?: string, press?: () => any, name?: string, code?: string, danger?: boolean} | null} */
function stepOf(room, board) {
  const duty = dutyOf(board);
  const lost = keyless.value[board.id] && board.accepted;
  const told = Boolean(room.one("sealed", board.id)?.why);
  if (lost && board.stage === "keys") return { words: t("Khóa hòm phiếu đang nằm trên máy khác. Có thể nhận lại trên máy này."), label: t("Nhận trên máy này"), press: () => accept(room, board), name: "sealed.accept" };
  if (lost && AWAITED.includes(board.stage) && !board.opened) {
    // While ballots are sent nothing may lie over one's own.
    if (board.stage === "casting" && (told || !room.one("my_votes", board.id))) return null;
    if (told) return { words: t("Đã báo chủ trì: máy giữ khóa hỏng hoặc mất.") };
    return { words: t("Khóa hòm phiếu nằm trên máy đã nhận kiểm phiếu. Hãy dùng máy đó."), label: t("Máy đó hỏng"), danger: true, press: () => tellLost(room, board), name: "sealed.stop" };
  }
  if (duty === "accept") return { words: t("Chủ trì mời kiểm phiếu kín. Máy này sẽ giữ khóa hòm phiếu."), label: t("Nhận kiểm phiếu"), press: () => accept(room, board), name: "sealed.accept" };
  if (["keys", "nonces"].includes(board.stage)) return { words: t("Đang chờ những người khác trong ban kiểm phiếu.") };
  if (duty === "read") return { words: t("Đọc to mã này, cả hội trường so với máy của mình:"), code: board.code, label: t("Đọc mã"), press: () => readCode(room, board), name: "sealed.read_code" };
  if (duty === "open") return { words: t("Đã đóng bỏ phiếu: %(n)s phiếu.", { n: board.expected }), label: t("Mở hòm phiếu"), press: () => openBox(room, board), name: "sealed.open_box" };
  if (board.stage === "opening") return { words: t("Đang chờ người khác trong ban kiểm phiếu mở hòm phiếu.") };
  return null;
}

/** Of several ballots the one whose box is to be opened, then what waits for a tap; the next one is prepared when no vote is open. @param {Room} room @param {any[]} boards @param {boolean} open */
function firstDuty(room, boards, open) {
  const due = boards.filter((one) => stepOf(room, one) && !(open && one.state === "draft"));
  return due.find((one) => one.stage === "opening") ?? due.find((one) => stepOf(room, one)?.press) ?? due[0];
}

/** Read aloud; the tablet has worked the code out itself. @param {Room} room @param {any} board */
function readCode(room, board) {
  if (!heard(board.manifest, board.nonces, board.code)) return room.send("sealed.stop", { vote: board.id, why: t("Mã hòm phiếu không khớp") }, { hold: true });
  return room.act("sealed.read_code", { vote: board.id, code: board.code }, { done: t("Đã đọc mã") });
}

// -- in every room ----------------------------------------------------------------------------------------------------

/** The chair's and the desk's, while somebody's device doesn't agree and the result is not in sight. @param {{room: Room, vote: Vote}} props */
function DisputedBand({ room, vote }) {
  const see = () => import("./control.js").then((control) => control.openVoteControl(room, { vote: vote.id }));
  return html`<section class="bang-phieu ban-kiem tranh-chap doi-bam" aria-label=${t("Kiểm tra phiếu kín")} role="status"><${Icon} name="warning-circle-fill" large />
    <span class="ngat"><b>${t("Chưa chốt: có máy báo không khớp")}</b><br />${vote.question}</span><${Button} kind="son" onPress=${see}>${t("Xem và xử lý")}</${Button}></section>`;
}

/** Runs what goes by itself, and shows the board its taps; on the hall's screen the code, before the vote opens. @param {{room: Room}} props */
export function Work({ room }) {
  const boards = room.list("my_boards").value;
  const boxes = room.list("sealed").value;
  const online = room.connected.value;
  const published = boxes.filter((one) => one.bundle || OVER.includes(one.stage)).map((one) => one.id + one.stage).join();
  const steps = boards.map((one) => `${one.id}${one.stage}${one.nonces.map(Boolean)}`).join();
  useEffect(() => {
    if (online) for (const box of boxes) if (box.bundle || OVER.includes(box.stage)) look(room, box);
  }, [published, online]);
  useEffect(() => {
    if (online) for (const board of boards) byItself(room, board);
  }, [steps, online]);
  const open = room.votes.value.some((one) => one.state === "open");
  const aloud = open ? undefined : boxes.find((one) => ["reading", "ready"].includes(one.stage));
  const mine = firstDuty(room, boards, open);
  const doubted = ["chair", "secretary"].includes(room.me.capacity ?? "") ? room.votes.value.find((one) => one.result?.check === "disputed") : undefined;
  if (doubted) return html`<${DisputedBand} room=${room} vote=${doubted} />`;
  if (mine) return html`<${BoardBand} room=${room} board=${mine} />`;
  if (!aloud || !["hall", "member"].includes(room.me.capacity ?? "")) return null;
  return html`<section class="bang-phieu ban-kiem" aria-label=${t("Mã hòm phiếu")}><${Icon} name="lock-simple" large />
    ${codeHolds(aloud) ? html`<span>${t("Sắp bỏ phiếu kín. Mã hòm phiếu, giống mã đọc trong hội trường")}</span><b class="so ma-doc">${grouped(aloud.code)}</b>` : html`<span>${t("Mã hòm phiếu trên máy này không khớp. Báo ngay cho chủ trì.")}</span>`}</section>`;
}

/** On the hall's screen, to compare with: the code of the ballot, then that of the result. @param {{room: Room, vote: Vote}} props */
function HallWords({ room, vote }) {
  const box = room.one("sealed", vote.id);
  if (!vote.secret || !box) return null;
  if (vote.state === "closed") {
    const opened = box.board.filter((/** @type {any} */ one) => one.opened).length;
    return html`<b class="ma-doc" role="status">${opened === box.board.length ? t("Đã mở hòm phiếu, chờ công bố") : t("Ban kiểm phiếu đang mở hòm phiếu: %(n)s/%(all)s", { n: opened, all: box.board.length })}</b>`;
  }
  if (!vote.result) return html`<b class="ma-doc so">${t("Mã hòm phiếu: %(code)s", { code: grouped(box.code ?? "") })}</b>`;
  const own = checked.value[vote.id];
  const { confirmed = 0, devices = 0 } = vote.result;
  if (disputed(box)) return html`<b class="ma-doc khong-khop"><${Icon} name="warning-circle-fill" /> ${t("Có máy báo phiếu không khớp")}</b>`;
  return html`<b class="ma-doc so">${t("%(n)s/%(all)s thiết bị xác nhận", { n: confirmed, all: devices })}${own && ` · ${t("Mã kết quả: %(code)s", { code: grouped(own.code) })}`}</b>`;
}

/** Before a result that repeats another is announced: what the two would tell together. @param {{room: Room, vote: Vote}} props */
function Compared({ room, vote }) {
  const told = room.one("sealed", vote.id)?.warnings?.includes("almost_the_same_voters");
  return told ? html`<${Banner} icon="warning-circle">${sameVotersWords()}</${Banner}>` : null;
}

fill("result.warned", Compared);
fill("result.sealed", Confirmation);
fill("hall.sealed", HallWords);
