// @ts-check
/** Preparing and opening a vote: question, time, names or not, the rule in words, the roll, the reason below quorum. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Banner, Button, Sheet, useOver } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { askedOf, Kind, kindArgs, namesIn, oneByOne, questionOf, tooManySealed } from "./asked.js";
import { twiceDisputed } from "./counting.js";
import { BoardChoice } from "./sealedchair.js";
import { VotingRoll } from "./votingroll.js";
import { MatterField, Rule } from "./matterfields.js";
import { BY_RULE, matterOf, usualWay } from "./matters.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 */
/** @typedef {{question: string, seconds: number, by_name: boolean, secret: boolean, by_hand: "" | "hands" | "paper", board: string[], no_vote: string[], matter: import("./matters.js").Matter, majority: any, reason: string, told: boolean} & import("./asked.js").Asked} Entries */

const SECONDS = [30, 60, 90, 0];

/**
 * @param {Room} room @param {any} draft @param {string | null} item
 * @returns {Entries}
 */
function entriesOf(room, draft, item) {
  const title = room.one("items", item)?.title ?? "";
  return {
    question: draft?.question ?? questionOf(title, "question"),
    seconds: draft ? (draft.seconds ?? 0) : 60,
    by_name: draft?.by_name ?? true,
    secret: Boolean(draft?.secret),
    by_hand: draft?.by_hand ?? "",
    board: draft?.board?.length ? draft.board : (room.one("sealed", draft?.id)?.board ?? []).map((/** @type {any} */ one) => one.person),
    no_vote: draft?.no_vote ?? [],
    matter: draft?.matter ?? "general",
    majority: draft?.majority_from === "vote" && draft.majority !== "none" ? draft.majority : BY_RULE,
    reason: "",
    told: Boolean(draft),
    ...askedOf(draft),
  };
}

/**
 * @param {{room: Room, draft: any, item: string | null, onClose: () => void, onOpened: (vote: string) => void, onSealed: (vote: string) => void}} props
 */
export function Preparing({ room, draft, item, onClose, onOpened, onSealed }) {
  useOver(["ended", "cancelled"].includes(room.phase.value), onClose);
  const [entries, set] = useState(() => entriesOf(room, draft, item));
  const [faults, fault] = useState(/** @type {Record<string, string>} */ ({}));
  const title = room.one("items", item)?.title ?? "";
  /** What nobody has changed goes with the kind. @param {Partial<Entries>} part */
  const asked = ({ kind }) => (kind && entries.question === questionOf(title, entries.kind) ? { question: questionOf(title, kind) } : {});
  const change = (/** @type {Partial<Entries>} */ part) => set(chosenWay(room, { ...entries, ...asked(part), ...part }, part));
  const board = useBoardInView(entries.secret || entries.by_hand === "paper", entries.told && !draft);
  const form = useFaultInView(faults);
  const quorum = room.meeting.value?.quorum ?? { needed: 0, present: 0, met: true };
  const press = async (/** @type {string} */ name) => {
    const result = await room.send(name, argsOf(entries, draft, item, name === "vote.open" && !quorum.met));
    if (result.ok && replaces(draft, entries)) room.send("vote.cancel", { vote: draft.id, reason: t("Soạn lại, không giới hạn thời gian") });
    if (result.ok && boxed(entries)) return onSealed(result.result?.id ?? draft?.id);
    if (result.ok) return name === "vote.open" ? onOpened(result.result?.id ?? draft?.id) : saved(room, onClose);
    fault({ ...(result.error?.fields ?? {}), all: result.error?.message ?? "" });
    return undefined;
  };
  const n = room.order(item);
  return html`<${Sheet} title=${n ? t("Biểu quyết nội dung %(n)s", { n }) : t("Biểu quyết")} wide onClose=${onClose}><div class="dieu-khien" ref=${form} tabindex="-1" data-safe="">
    ${faults.all && html`<div class="tom-loi" role="alert"><b>${faults.all}</b></div>`}
    ${!quorum.met && html`<${BelowQuorum} quorum=${quorum} entries=${entries} change=${change} fault=${faults.reason} />`}
    <${TwiceDisputed} room=${room} draft=${draft} entries=${entries} change=${change} />
    <${Question} entries=${entries} change=${change} fault=${faults.question} />
    <div class="cac-chon"><${Kind} asked=${entries} change=${change} faults=${faults} />
      <${MatterField} entries=${entries} change=${change} fault=${faults.matter} />
      <${Rule} room=${room} entries=${entries} change=${change} fault=${faults.majority} /></div>
    <${Choices} entries=${entries} change=${change} fault=${faults.by_hand ?? faults.secret} />
    ${(entries.secret || entries.by_hand === "paper") && html`<div ref=${board}><${BoardChoice} room=${room} paper=${entries.by_hand === "paper"} board=${entries.board} change=${(/** @type {string[]} */ board) => change({ board })} fault=${faults.board} /></div>`}
    ${(eachByItself(entries) || (boxed(entries) && tooManySealed(entries))) && html`<${OneByOne} room=${room} entries=${entries} item=${item} onDone=${onClose} fault=${fault} />`}
    <${VotingRoll} room=${room} barred=${entries.no_vote} change=${(/** @type {string[]} */ no_vote) => change({ no_vote })} fault=${faults.no_vote} />
    <${Buttons} room=${room} each=${eachByItself(entries)} secret=${boxed(entries)} press=${press} onClose=${onClose} needsReason=${!quorum.met && !entries.reason.trim()} /></div></${Sheet}>`;
}

/** What is chosen, with the way that is usual for it until somebody chooses another. @param {Room} room @param {Entries} entries @param {Partial<Entries>} part @returns {Entries} */
function chosenWay(room, entries, part) {
  if ("secret" in part) return { ...entries, told: true };
  if (entries.told || !("kind" in part || "matter" in part)) return entries;
  const here = room.people.value.filter((one) => one.on_roll && room.one("attendance", one.id)?.status === "present").length;
  const way = usualWay(entries.kind, entries.matter, here);
  return { ...entries, ...way, seconds: way.by_hand ? 0 : entries.seconds };
}

/** Whoever chooses a way with a board sees that a board is to be named. @param {boolean} named @param {boolean} chosen */
function useBoardInView(named, chosen) {
  const board = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (named && chosen) board.current?.scrollIntoView({ block: "nearest" });
  }, [named, chosen]);
  return board;
}

/** The buttons stay in sight while the form is long: what is wrong comes to whoever pressed one. @param {Record<string, string>} faults */
function useFaultInView(faults) {
  const form = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const first = form.current?.querySelector(".loi") ?? form.current?.querySelector(".tom-loi");
    first?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null | undefined} */ (first?.parentElement?.querySelector("input, textarea, select"))?.focus({ preventScroll: true });
  }, [faults]);
  return form;
}

/** An election in which each candidate is voted on by themselves. @param {Entries} entries */
const eachByItself = (entries) => entries.kind === "election" && entries.each;

/** A secret ballot on devices: its box is prepared with the board. @param {Entries} entries */
const boxed = (entries) => entries.secret && !entries.by_hand;

/** Two boxes in a row that somebody's device did not agree with: paper is offered. @param {{room: Room, draft: any, entries: Entries, change: (part: Partial<Entries>) => void}} props */
function TwiceDisputed({ room, draft, entries, change }) {
  if (!draft?.again || entries.by_hand || !twiceDisputed((id) => room.one("sealed", id), draft.id)) return null;
  const paper = html`<${Button} onPress=${() => change({ secret: true, by_name: false, by_hand: "paper", seconds: 0 })}>${t("Bỏ phiếu giấy")}</${Button}>`;
  return html`<${Banner} icon="warning-circle" action=${paper}>${t("Hai lần bỏ phiếu kín liền nhau đều có máy báo không khớp. Nên bỏ phiếu giấy.")}</${Banner}>`;
}

/** A vote for each name, as asked or because one sealed ballot can't hold so many: they wait as drafts, opened one after another. @param {{room: Room, entries: Entries, item: string | null, onDone: () => void, fault: (faults: Record<string, string>) => void}} props */
function OneByOne({ room, entries, item, onDone, fault }) {
  const [busy, work] = useState(false);
  const counted = entries.secret || entries.by_hand === "paper";
  const prepare = async () => {
    work(true);
    for (const asked of oneByOne(entries.question, entries)) {
      const { board, by_hand, by_name, majority, no_vote, seconds, secret } = entries;
      const matter = matterOf(entries.kind, entries.matter);
      const way = { secret, by_name, ...(by_hand ? { by_hand } : {}), ...(counted ? { board } : {}) };
      const result = await room.send("vote.prepare", { ...asked, ...way, no_vote, matter, majority, ...(item ? { item } : {}), ...(seconds ? { seconds } : {}) });
      if (!result.ok) {
        work(false);
        return fault({ ...(result.error?.fields ?? {}), all: result.error?.message ?? "" });
      }
    }
    onDone();
    return room.toast(t("Đã soạn biểu quyết cho từng người; mở lần lượt."));
  };
  const many = namesIn(entries.names).length;
  const why = !room.connected.value ? t("Cần có mạng") : counted && !entries.board.length ? t("Cần chọn ban kiểm phiếu.") : !many ? t("Cần ghi tên người ứng cử.") : "";
  const words = boxed(entries) ? t("Mỗi người một phiếu kín") : t("Mỗi người một lần biểu quyết");
  const action = html`<${Button} busy=${busy} disabled=${why !== ""} why=${why} onPress=${prepare}>${words}</${Button}>`;
  if (eachByItself(entries)) return html`<${Banner} icon="list-checks" action=${action}>${tn("%(num)s người ứng cử: mỗi người được biểu quyết riêng, tán thành hay không tán thành.", "%(num)s người ứng cử: mỗi người được biểu quyết riêng, tán thành hay không tán thành.", many)}</${Banner}>`;
  return html`<${Banner} icon="warning-circle" action=${action}>${tn("%(num)s người để chọn là quá nhiều cho một phiếu kín: cách chọn có thể để lộ người bỏ phiếu.", "%(num)s người để chọn là quá nhiều cho một phiếu kín: cách chọn có thể để lộ người bỏ phiếu.", many)}</${Banner}>`;
}

/** @param {Room} room @param {() => void} onClose */
function saved(room, onClose) {
  onClose();
  room.toast(t("Đã lưu để mở sau"));
}

/**
 * A time once written into a draft can be changed, not taken away: without a limit it is written anew.
 * @param {any} draft @param {Entries} entries
 */
function replaces(draft, entries) {
  return Boolean(draft && !draft.again && draft.seconds && !entries.seconds);
}

/**
 * @param {Entries} entries @param {any} draft @param {string | null} item @param {boolean} reasoned
 */
function argsOf(entries, draft, item, reasoned) {
  const { question, seconds, by_name, secret, by_hand, board, no_vote, majority, reason } = entries;
  const known = draft && !draft.again && !replaces(draft, entries) ? { vote: draft.id } : {};
  return {
    ...known, question, by_name, majority, matter: matterOf(entries.kind, entries.matter),
    ...(item ? { item } : {}),
    ...kindArgs(entries),
    ...(seconds ? { seconds } : {}),
    ...(secret || draft?.secret ? { secret } : {}),
    ...(by_hand || draft?.by_hand ? { by_hand: by_hand || null } : {}),
    ...(secret || by_hand === "paper" ? { board } : {}),
    ...(no_vote.length || draft?.no_vote?.length ? { no_vote } : {}),
    ...(boxed(entries) && draft?.again ? { repeats: draft.id } : {}),
    ...(reasoned ? { reason } : {}),
  };
}

/** @param {{entries: Entries, change: (part: Partial<Entries>) => void, fault?: string}} props */
function Question({ entries, change, fault }) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  return html`<div class="truong"><label for="bq-hoi">${t("Nội dung biểu quyết")}</label>
    <textarea id="bq-hoi" class="o-nhap cao-dan" rows="2" maxlength="2000" ref=${field} value=${entries.question} aria-invalid=${fault ? "true" : undefined}
      onInput=${(/** @type {any} */ event) => change({ question: event.target.value })}></textarea>
    ${fault && html`<p class="loi">${fault}</p>`}</div>`;
}

/** How the ballots are given: on devices, by hands, on paper. @returns {{words: string, is: Pick<Entries, "by_name" | "secret" | "by_hand">}[]} */
const ways = () => [
  { words: t("Công khai, ghi tên"), is: { by_name: true, secret: false, by_hand: "" } },
  { words: t("Công khai, chỉ ghi số"), is: { by_name: false, secret: false, by_hand: "" } },
  { words: t("Kín"), is: { by_name: false, secret: true, by_hand: "" } },
  { words: t("Giơ tay"), is: { by_name: false, secret: false, by_hand: "hands" } },
  { words: t("Phiếu giấy"), is: { by_name: false, secret: false, by_hand: "paper" } },
  { words: t("Phiếu giấy, kín"), is: { by_name: false, secret: true, by_hand: "paper" } },
];

/** @param {{entries: Entries, change: (part: Partial<Entries>) => void, fault?: string}} props */
function Choices({ entries, change, fault }) {
  const words = (/** @type {number} */ seconds) => (seconds ? t("%(n)s giây", { n: seconds }) : t("Không giới hạn"));
  const options = SECONDS.includes(entries.seconds) ? SECONDS : [...SECONDS, entries.seconds];
  const chosen = (/** @type {any} */ is) => is.by_hand === entries.by_hand && is.secret === entries.secret && (is.secret || is.by_hand !== "" || is.by_name === entries.by_name);
  return html`<fieldset class="truong"><legend>${t("Cách ghi phiếu")}</legend><div class="chon chon-cach">
      ${ways().map(({ words: way, is }) => html`<label key=${way}><input type="radio" name="bq-ten" checked=${chosen(is)} onChange=${() => change({ ...is, ...(is.by_hand ? { seconds: 0 } : {}) })} />${way}</label>`)}</div>
      ${entries.by_hand && html`<p class="goi-y">${entries.secret ? t("Hai người kiểm và nhập độc lập; khớp nhau thì kết quả được ghi là nhập tay.") : t("Kết quả do một người nhập, người thứ hai xác nhận, và được ghi là nhập tay.")}</p>`}${fault && html`<p class="loi">${fault}</p>`}</fieldset>
    ${!entries.by_hand && html`<fieldset class="truong"><legend>${t("Thời gian")}</legend><div class="chon">${options.map((seconds) => html`<label key=${seconds}>
      <input type="radio" name="bq-giay" checked=${entries.seconds === seconds} onChange=${() => change({ seconds })} />${words(seconds)}</label>`)}</div></fieldset>`}`;
}

/** @param {{quorum: any, entries: Entries, change: (part: Partial<Entries>) => void, fault?: string}} props */
function BelowQuorum({ quorum, entries, change, fault }) {
  return html`<div class="truong"><${Banner} icon="warning-circle">${t("Có mặt %(present)s người, chưa đủ túc số %(needed)s. Nếu lúc đóng vẫn thiếu, kết quả không có giá trị.", quorum)}</${Banner}>
    <label for="bq-ly-do">${t("Lý do vẫn mở biểu quyết")}</label>
    <textarea id="bq-ly-do" class="o-nhap" rows="2" maxlength="1000" aria-invalid=${fault ? "true" : undefined}
      onInput=${(/** @type {any} */ event) => change({ reason: event.target.value })}>${entries.reason}</textarea>${fault && html`<p class="loi">${fault}</p>`}</div>`;
}

/** @param {{room: Room, secret: boolean, press: (name: string) => any, onClose: () => void, needsReason: boolean, each?: boolean}} props */
function Buttons({ room, each = false, secret, press, onClose, needsReason }) {
  const live = room.phase.value === "in_progress";
  const why = !room.connected.value ? t("Cần có mạng") : !live ? t("Phiên họp chưa diễn ra") : needsReason ? t("Cần ghi lý do") : "";
  const opens = room.may("vote.open") && !secret;
  if (each) return html`<div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}></div>`;
  return html`<div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
    <${Button} large kind=${opens ? "" : "chinh"} busy=${room.sending("vote.prepare") > 0} onPress=${() => press("vote.prepare")}>${secret ? t("Mời ban kiểm phiếu") : t("Lưu để mở sau")}</${Button}>
    ${opens && html`<${Button} large kind="chinh" icon="check-square-offset" disabled=${why !== ""} why=${why} busy=${room.sending("vote.open") > 0} onPress=${() => press("vote.open")}>${t("Mở biểu quyết")}</${Button}>`}</div>`;
}
