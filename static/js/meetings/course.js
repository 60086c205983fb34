//# allFunctionsCalledOnLoad
// @ts-check
/** Diễn biến: what happened, as everybody in the room reads it, each their own part of it. */

import { html } from "../../vendor/preact.js";
import { useAlike, useSaid } from "../app/alike.js";
import { ddmm, hhmm } from "../app/clock.js";
import { Button, Sheet } from "../app/components.js";
import { useUncovered } from "../app/covering.js";
import { t, tn } from "../app/text.js";
import { disputeSaid, disputesOf } from "../voting/disputes.js";
import { endWords } from "../voting/words.js";
import { adjourned, anotherDay, goesOnToday } from "./breaks.js";
import { minutes, ms } from "./figures.js";
import { happenings } from "./happened.js";
import { noticesOf, noticeWords } from "./notices.js";
import { rollWords } from "./sitting.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("./happened.js").Happening} Happening */

/** What the room knows of what happened, for its course and for the desk's journal alike. @param {Room} room */
export function matterOf(room) {
  return {
    meeting: room.meeting.value, items: room.items.value, speeches: room.heard.value, votes: /** @type {any} */ (room.votes.value), remarks: room.remarks.value,
    course: Object.values(room.by("happenings")), notices: noticesOf(room), adoptions: /** @type {any} */ (Object.values(room.by("adoptions"))), disputes: disputesOf(room), boxes: room.by("sealed"),
  };
}

/** All of which something is said, oldest first. @param {Room} room @returns {Happening[]} */
function course(room) {
  const opinions = Object.values({ ...room.by("opinions"), ...room.by("my_opinions") });
  return happenings({ ...matterOf(room), attendance: [], opinions }).filter(says);
}

/** @param {Happening} one */
const says = (one) => one.kind !== "left" && (one.kind !== "meeting" || COURSE.has(one.course?.kind ?? "")) && (one.kind !== "remark" || Boolean(one.remark?.text));

/** What happened, newest first; the rest of it one press away. @param {{room: Room, limit?: number}} props */
export function Happened({ room, limit = 12 }) {
  const all = useUncovered(() => course(room));
  if (!all.length) return html`<p class="phu vua trong-ds">${t("Chưa có diễn biến.")}</p>`;
  const more = all.length - limit;
  return html`<${Rows} room=${room} rows=${all.slice(-limit).reverse()} />
    ${more > 0 && html`<${Button} kind="tron" class="xem-het" onPress=${() => openCourse(room)}>${tn("Xem thêm %(num)s diễn biến", "Xem thêm %(num)s diễn biến", more)}</${Button}>`}`;
}

/** Of a meeting over midnight each day is named. @param {{room: Room, rows: Happening[], onResult?: (vote: string) => void}} props */
function Rows({ room, rows, onResult }) {
  const drawn = useAlike();
  const days = new Set(rows.map((one) => ddmm(one.at)));
  let before = "";
  return html`<ul class="dien-bien song-lung">${rows.flatMap((one) => {
    const day = ddmm(one.at);
    const named = days.size > 1 && day !== before;
    before = day;
    const row = drawn(one.key, [one], () => html`<${Row} key=${one.key} room=${room} one=${one} onResult=${onResult} />`);
    return named ? [html`<li key=${`ngay:${day}`} class="ngay"><b>${t("Ngày %(day)s", { day })}</b></li>`, row] : [row];
  })}</ul>`;
}

/** @param {{room: Room, one: Happening, onResult?: (vote: string) => void}} props */
function Row({ room, one, onResult }) {
  const words = useSaid(one, (now) => happenedWords(room, now));
  const now = one.speech ? one.speech.state !== "finished" : one.kind === "vote_open" && one.vote?.state === "open";
  const told = one.kind === "vote_end" && one.vote?.state === "announced" ? one.vote.id : "";
  return html`<li class=${now ? "nay" : ""}><b class="so">${hhmm(one.at)}</b><span class="ngat">${words}${onResult && told && html` <${Button} onPress=${() => onResult(told)}>${t("Xem kết quả")}</${Button}>`}</span></li>`;
}

/** @param {Room} room @param {(vote: string) => void} [onResult] how the chair and the desk come to a result again, to show it to the hall */
export function openCourse(room, onResult) {
  room.sheet((close) => html`<${Course} room=${room} close=${close} onResult=${onResult && ((/** @type {string} */ vote) => { close(); onResult(vote); })} />`);
}

/** All that happened, the newest first: a sheet opens at its head. @param {{room: Room, close: () => void, onResult?: (vote: string) => void}} props */
function Course({ room, close, onResult }) {
  const rows = course(room).reverse();
  return html`<${Sheet} title=${t("Diễn biến")} onClose=${close} wide>
    ${rows.length ? html`<${Rows} room=${room} rows=${rows} onResult=${onResult} />` : html`<p class="phu vua">${t("Chưa có diễn biến.")}</p>`}
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** @param {Room} room @param {Happening} one @returns {string} */
function happenedWords(room, one) {
  const n = one.item ? room.order(one.item) : 0;
  if (one.kind === "item_start") return t("Bắt đầu thảo luận nội dung %(n)s", { n });
  if (one.kind === "item_end") return t("Xong nội dung %(n)s", { n });
  if (one.kind === "remark") return one.remark?.text ?? "";
  if (one.kind === "notice" && one.notice) return noticeWords(room, one.notice);
  if (one.kind === "opinion" && one.opinion) return opinionWords(room, one.opinion);
  if (one.kind === "speech" && one.speech) return speechWords(room, one.speech);
  if (one.kind === "vote_open") return t("Mở biểu quyết: %(question)s", { question: one.vote?.question ?? "" });
  if (one.kind === "dispute" && one.dispute) return disputeSaid(room, one.dispute);
  if (one.kind === "adopted") return adoptedWords(room, one.adoption?.items ?? []);
  if (one.kind === "adopted_not") return notAdoptedWords(room, one.adoption);
  if (one.kind === "vote_end" && one.vote) return endWords(one.vote, n, room.votes.value);
  return one.kind === "meeting" ? courseWords(room, one.course) : "";
}

/** @param {Room} room @param {string[]} items */
export function adoptedWords(room, items) {
  const list = items.map((one) => room.order(one)).filter(Boolean).sort((a, b) => a - b).join(", ");
  return tn("Thông qua %(num)s nội dung không có ý kiến khác: nội dung %(list)s", "Thông qua %(num)s nội dung không có ý kiến khác: nội dung %(list)s", items.length, { list });
}

/** @param {Room} room @param {import("./happened.js").Happening["adoption"]} act */
export function notAdoptedWords(room, act) {
  const list = (act?.items ?? []).map((one) => room.order(one)).filter(Boolean).sort((a, b) => a - b).join(", ");
  return tn("Hủy việc thông qua chung nội dung %(list)s: %(reason)s", "Hủy việc thông qua chung nội dung %(list)s: %(reason)s", act?.items.length ?? 0, { list, reason: act?.reason ?? "" });
}

/** @param {Room} room @param {import("../app/types.js").Speech} speech */
function speechWords(room, speech) {
  const name = room.name(speech.person);
  if (speech.replies_to) return t("%(name)s đáp lời", { name });
  if (speech.state !== "finished") return speech.to ? t("%(name)s chất vấn %(to)s", { name, to: room.name(speech.to) }) : t("Mời %(name)s phát biểu", { name });
  if (speech.seconds < 60) return t("%(name)s đã nói dưới 1 phút", { name });
  return tn("%(name)s đã nói %(num)s phút", "%(name)s đã nói %(num)s phút", minutes(speech.seconds), { name });
}

/** That it came; what it says stands beside its item. @param {Room} room @param {any} one */
export function opinionWords(room, one) {
  const n = room.order(one.item);
  return one.person === room.me.person ? t("Góp ý của tôi cho nội dung %(n)s", { n }) : t("%(name)s góp ý bằng chữ cho nội dung %(n)s", { name: one.name, n });
}

/** What is said of a meeting as a whole. */
const COURSE = new Set(["started", "ended", "resumed", "paused", "quorum_lost", "quorum_met", "handed_over", "roll_renewed"]);

/** What happened to the meeting as a whole. @param {Room} room @param {any} one @returns {string} */
export function courseWords(room, one) {
  const figures = { present: one.present, needed: one.needed };
  if (one.kind === "started") return one.needed ? t("Bắt đầu phiên họp, có mặt %(present)s người, túc số %(needed)s", figures) : t("Bắt đầu phiên họp");
  if (one.kind === "ended") return t("Bế mạc phiên họp");
  if (one.kind === "resumed") return t("Phiên họp tiếp tục");
  if (one.kind === "paused") return pausedWords(one.until, ms(one.at));
  if (one.kind === "quorum_lost") return t("Còn %(present)s người, không đủ túc số %(needed)s", figures);
  if (one.kind === "quorum_met") return t("Đủ túc số trở lại, có mặt %(present)s người", figures);
  if (one.kind === "roll_renewed") return rollWords(room, one);
  if (one.kind === "handed_over" && !one.person) return t("Chưa có ai điều hành phiên họp.");
  if (one.kind === "handed_over") return t("%(name)s điều hành phiên họp", { name: room.name(one.person) });
  return "";
}

/** A pause, as seen from a moment. @param {string | null | undefined} until @param {number} now @param {string | null} [since] when the sitting began */
export function pausedWords(until, now, since) {
  if (!until) return t("Tạm nghỉ");
  if (goesOnToday(until, since, now)) return t("Họp tiếp %(time)s hôm nay", { time: hhmm(until) });
  const values = { time: hhmm(until), day: ddmm(until) };
  if (adjourned(until, now)) return t("Họp tiếp ngày %(day)s lúc %(time)s", values);
  return anotherDay(until, now) ? t("Tạm nghỉ đến %(time)s ngày %(day)s", values) : t("Tạm nghỉ đến %(time)s", values);
}

/** The same of a meeting in a chip: a pause, or when it goes on. @param {any} meeting @param {number} now */
export function pausedShort(meeting, now) {
  const { until, sitting_since: since } = meeting ?? {};
  if (until && goesOnToday(until, since, now)) return t("Họp tiếp %(when)s", { when: hhmm(until) });
  return until && adjourned(until, now) ? t("Họp tiếp %(when)s", { when: ddmm(until) }) : t("Tạm nghỉ");
}
