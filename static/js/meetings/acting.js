// @ts-check
/** What the chair and the desk do with one press: each act says what it did and offers the way back where there is one. */

import { ddmm, hhmm } from "../app/clock.js";
import { t } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { toCheckIn } from "./attendance.js";
import { adjourned } from "./breaks.js";
import { ms, waiting } from "./figures.js";
import { checkInLeading } from "./hallcode.js";
import { waitingWords } from "./stillwaiting.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Result} Result */

/**
 * Invite who waits (by speech) or who did not ask (by person). The way back lets the interrupted speaker go on.
 * @param {Room} room @param {{speech?: string, person: string}} whom
 * @returns {Promise<Result>}
 */
export function invite(room, { speech, person }) {
  const name = room.name(person);
  const seen = room.floor.value?.id ?? "";
  return room.act("speaking.call", { ...(speech ? { speech } : { person }), seen }, {
    done: t("Đã mời %(name)s phát biểu", { name }),
    holds: (result) => stillHeard(room, result.result?.id ?? speech),
    undo: (result) => room.act("speaking.undo_call", { speech: result.result?.id ?? speech }, { done: t("Đã rút lời mời %(name)s", { name }) }),
  });
}

/** Not yet over: what is said of a speech is said no longer. @param {Room} room @param {string | undefined} speech */
function stillHeard(room, speech) {
  return ["waiting", "speaking", "paused"].includes(room.one("speeches", speech)?.state ?? "waiting");
}

/** @param {Room} room @param {string} speech */
export function oneMoreMinute(room, speech) {
  return room.act("speaking.extend", { speech, seconds: 60 }, {
    done: t("Đã thêm 1 phút"),
    holds: () => stillHeard(room, speech),
    undo: () => room.act("speaking.shorten", { speech, seconds: 60 }, { done: t("Đã bớt 1 phút") }),
  });
}

/** Stop or start the speaker's clock. @param {Room} room @param {import("../app/types.js").Speech} speech */
export function stopOrStart(room, speech) {
  const stop = speech.state === "speaking";
  return room.act(stop ? "speaking.pause" : "speaking.resume", { speech: speech.id }, {
    done: stop ? t("Đã dừng đồng hồ") : t("Đồng hồ chạy tiếp"),
  });
}

/** @param {Room} room @param {import("../app/types.js").Speech} speech */
export function finishSpeech(room, speech) {
  const name = room.name(speech.person);
  return room.act("speaking.finish", { speech: speech.id }, {
    done: t("%(name)s đã phát biểu xong", { name }),
    holds: () => [null, speech.id, speech.replies_to].includes(room.floor.value?.id ?? null) && room.phase.value === "in_progress",
    undo: () => room.act("speaking.undo_finish", { speech: speech.id }, { done: t("%(name)s nói tiếp", { name }) }),
  });
}

/** Before everybody who waits. @param {Room} room @param {import("../app/types.js").Speech} speech */
export function toTheFront(room, speech) {
  const before = room.queue.value[room.queue.value.findIndex((one) => one.id === speech.id) - 1]?.id ?? null;
  return room.act("speaking.move", { speech: speech.id, after: null }, {
    done: t("Đã đưa %(name)s lên đầu danh sách", { name: room.name(speech.person) }),
    undo: () => room.act("speaking.move", { speech: speech.id, after: before }),
  });
}

/** To the end of the list. @param {Room} room @param {import("../app/types.js").Speech} speech */
export function later(room, speech) {
  const queue = room.queue.value;
  const place = queue.findIndex((one) => one.id === speech.id);
  const last = queue.at(-1);
  if (!last || last.id === speech.id) return room.toast(t("Đã ở cuối danh sách"));
  return room.act("speaking.move", { speech: speech.id, after: last.id }, {
    done: t("Đã để %(name)s phát biểu sau", { name: room.name(speech.person) }),
    undo: () => room.act("speaking.move", { speech: speech.id, after: queue[place - 1]?.id ?? null }),
  });
}

/** One place up (-1) or down (1); `told` with its way back, where the list is not what is looked at alone. @param {Room} room @param {string} id @param {number} by @param {{told?: boolean}} [options] */
export function moveInQueue(room, id, by, { told = false } = {}) {
  const queue = room.queue.value;
  const place = queue.findIndex((one) => one.id === id);
  const target = place + by;
  if (place < 0 || target < 0 || target >= queue.length) return null;
  const after = by > 0 ? queue[target].id : (queue[target - 1]?.id ?? null);
  const back = queue[place - 1]?.id ?? null;
  return room.act("speaking.move", { speech: id, after }, !told ? {} : {
    done: t("%(name)s: thứ %(n)s trong danh sách chờ", { name: room.name(queue[place].person), n: target + 1 }),
    undo: () => room.act("speaking.move", { speech: id, after: back }, { done: t("Đã đưa %(name)s về chỗ cũ", { name: room.name(queue[place].person) }) }),
  });
}

/** @param {Room} room @param {import("../app/types.js").Speech} speech */
export async function removeFromQueue(room, speech) {
  const name = room.name(speech.person);
  return room.ask({
    title: t("Bỏ %(name)s khỏi danh sách?", { name }),
    body: t("Người đăng ký sẽ thấy lý do."),
    yes: t("Bỏ khỏi danh sách"),
    danger: true,
    about: speech.id,
    fields: [{ name: "reason", label: t("Lý do"), required: true, type: "text" }],
    send: async ({ reason }) => (await room.act("speaking.decline", { speech: speech.id, reason }, { done: t("Đã bỏ %(name)s khỏi danh sách", { name }) })).ok,
    over: () => room.one("speeches", speech.id)?.state !== "waiting",
  });
}

/** @param {Room} room @param {import("../app/types.js").Item} item */
export function lockOrUnlock(room, item) {
  const locked = item.queue === "locked";
  const [name, back] = locked ? ["speaking.unlock", "speaking.lock"] : ["speaking.lock", "speaking.unlock"];
  return room.act(name, { item: item.id }, {
    done: locked ? t("Đã cho đăng ký tiếp") : t("Đã khóa danh sách phát biểu"),
    undo: () => room.act(back, { item: item.id }),
  });
}

/** Nobody speaks and nobody waits: to leave the item takes nothing from anybody. @param {Room} room */
const nothingOn = (room) => !room.floor.value && waiting(room.speeches.value, room.meeting.value?.item ?? null).length === 0 && !room.vote.value;

/** @param {Room} room @param {import("../app/types.js").Item} item */
function wordsOfGoing(room, item) {
  const n = room.order(item.id);
  return item.state === "done" ? t("Trở lại nội dung %(n)s", { n }) : t("Sang nội dung %(n)s", { n });
}

/** Picked in the agenda, where a tap may be meant for something else: asked about once, and any item may be picked. @param {Room} room @param {import("../app/types.js").Item} item */
export async function pickItem(room, item) {
  const over = () => !nothingOn(room) || room.one("items", item.id)?.state !== item.state || room.phase.value !== "in_progress";
  const words = wordsOfGoing(room, item);
  if (nothingOn(room) && !(await room.ask({ title: `${words}?`, body: unbroken(item.title), yes: words, over }))) return null;
  return goToItem(room, item);
}

/**
 * Go to an item. One press; one more when somebody speaks, who is then thanked first, or when some still wait: they are named.
 * Pressed by mistake, the item before is on again.
 * @param {Room} room @param {import("../app/types.js").Item} item
 */
export async function goToItem(room, item) {
  const n = room.order(item.id);
  const from = nothingOn(room) ? room.item.value : null;
  if (room.vote.value) return room.toast(t("Đang biểu quyết. Đóng biểu quyết rồi mới sang nội dung khác."), { tone: "xau" });
  const words = wordsOfGoing(room, item);
  if (!(await leaveItem(room, { title: `${words}?`, yes: words, over: () => room.one("items", item.id)?.state !== item.state }))) return null;
  return room.act("agenda.start_item", { item: item.id }, {
    done: item.state === "done" ? t("Đã trở lại nội dung %(n)s", { n }) : t("Đã sang nội dung %(n)s", { n }),
    ...(from ? wayBack(room, from, item) : {}),
  });
}

/** The item that was on before, as long as nothing has come of it. @param {Room} room @param {import("../app/types.js").Item} from @param {import("../app/types.js").Item | null} now what is on instead */
function wayBack(room, from, now) {
  const n = room.order(from.id);
  const [name, item] = now?.state === "waiting" ? ["agenda.undo_start", now.id] : ["agenda.start_item", from.id];
  return {
    holds: () => (room.meeting.value?.item ?? null) === (now?.id ?? null) && room.phase.value === "in_progress" && !room.floor.value && !room.vote.value,
    undo: () => room.act(name, { item }, { done: t("Đã trở lại nội dung %(n)s", { n }) }),
  };
}

/** The current item is done, and none comes after it. @param {Room} room @param {import("../app/types.js").Item} item */
export async function finishItem(room, item) {
  const n = room.order(item.id);
  const from = nothingOn(room) ? item : null;
  if (!(await leaveItem(room, { title: t("Kết thúc nội dung %(n)s?", { n }), yes: t("Kết thúc nội dung %(n)s", { n }), over: () => room.meeting.value?.item !== item.id }))) return null;
  return room.act("agenda.finish_item", { item: item.id }, { done: t("Đã kết thúc nội dung %(n)s", { n }), ...(from ? wayBack(room, from, null) : {}) });
}

/**
 * Whoever speaks on the current item is thanked, whoever waits on it is named first.
 * @param {Room} room @param {{title: string, yes: string, over: () => boolean}} asked
 * @returns {Promise<boolean>} the way is free
 */
async function leaveItem(room, { title, yes, over }) {
  const floor = room.floor.value;
  const here = room.meeting.value?.item ?? null;
  const waits = () => waitingWords(room, waiting(room.speeches.value, here));
  if (!floor && !waits()) return true;
  // Who has ended meanwhile is in no way any more; somebody else who speaks is asked about anew, and nobody about nothing.
  const speaks = () => (floor && room.floor.value?.id === floor.id ? t("%(name)s đang phát biểu. Phần phát biểu này sẽ kết thúc.", { name: room.name(floor.person) }) : "");
  const waitWords = () => waits() && `${waits()} ${t("Đăng ký của họ ở nội dung này không còn.")}`;
  const body = () => [speaks(), waitWords()].filter(Boolean).join(" ");
  const another = () => room.floor.value !== null && room.floor.value.id !== floor?.id;
  if (!(await room.ask({ title, body, yes, over: () => another() || !body() || over() }))) return false;
  return !floor || !speaks() || (await room.act("speaking.finish", { speech: floor.replies_to ?? floor.id })).ok;
}

/** The item after the current one that is still to come. @param {Room} room */
export function nextItem(room) {
  const items = room.items.value;
  const here = items.findIndex((one) => one.id === room.meeting.value?.item);
  return items.slice(here + 1).find((one) => one.state === "waiting") ?? items.find((one) => one.state === "waiting") ?? null;
}

/** So long before its hour a meeting is begun by mistake more often than not, and its beginning is not taken back. */
const MUCH_EARLIER = 10 * 60_000;

/** @param {Room} room @param {string} starts ISO moment @returns {string} "" where it may begin */
function muchEarlier(room, starts) {
  if (ms(starts) - room.second.value <= MUCH_EARLIER) return "";
  const [time, day] = [hhmm(starts), ddmm(starts)];
  return day === ddmm(room.second.value) ? t("Giấy mời họp lúc %(time)s.", { time }) : t("Giấy mời họp lúc %(time)s ngày %(day)s.", { time, day });
}

/** @param {Room} room */
export async function startMeeting(room) {
  // Whoever starts it from the chair is there; the quorum is asked about as it is then.
  const before = room.meeting.value?.quorum.present;
  const came = room.me.capacity === "chair" && toCheckIn(room) && (await checkInLeading(room)).ok;
  const { quorum: told, title, starts_at } = /** @type {import("../app/types.js").Meeting} */ (room.meeting.value);
  // The answer may be here before the entry that counts it.
  const present = told.present + (came && told.present === before ? 1 : 0);
  const early = muchEarlier(room, starts_at);
  if ((early || present < told.needed) && !(await sureToStart(room, title, present, early))) return null;
  return room.act("meeting.start", {}, { done: t("Phiên họp đã bắt đầu") });
}

/**
 * Begin without a quorum, or long before the hour? Whoever comes while it is asked turns the question into one that is none: it stays under
 * the finger.
 * @param {Room} room @param {string} title @param {number} counted members who are here, at least @param {string} early what the invitation says
 */
function sureToStart(room, title, counted, early) {
  const now = () => {
    const { present, needed } = /** @type {import("../app/types.js").Meeting} */ (room.meeting.value).quorum;
    const here = Math.max(present, counted);
    return { present: here, needed, met: here >= needed };
  };
  return room.ask({
    title: t("Bắt đầu %(title)s?", { title }),
    body: () => {
      const { met, ...figures } = now();
      const quorum = met ? t("Đã đủ túc số: có mặt %(present)s người, túc số %(needed)s.", figures) : t("Có mặt %(present)s người, chưa đủ túc số %(needed)s. Vẫn bắt đầu được, nhưng biểu quyết chưa có giá trị.", figures);
      return [early, quorum].filter(Boolean).join(" ");
    },
    yes: () => (now().met && !early ? t("Bắt đầu phiên họp") : t("Vẫn bắt đầu")),
    over: () => room.phase.value !== "published",
  });
}

/** The speaker whom a break interrupted: they go on by themselves when the meeting does. @param {Room} room @returns {string} */
export function whoGoesOn(room) {
  const floor = room.floor.value;
  return floor?.goes_on ? room.name(floor.person) : "";
}

/** Asked about while the meeting stands adjourned to a day that has not come: people have gone home, and one tap calls nobody back. @param {Room} room */
export async function resumeMeeting(room) {
  const until = room.meeting.value?.until;
  const early = () => until && room.phase.value === "paused" && room.meeting.value?.until === until && adjourned(until, room.minute.value);
  if (until && early()) {
    const [day, time] = [ddmm(until), hhmm(until)];
    const title = t("Phiên họp đã hẹn họp tiếp ngày %(day)s, họp tiếp ngay bây giờ?", { day });
    if (!(await room.ask({ title, body: t("Lịch họp tiếp lúc %(time)s ngày %(day)s sẽ không còn.", { day, time }), yes: t("Họp tiếp ngay"), over: () => !early() }))) return null;
  }
  return goOn(room);
}

/** The meeting goes on, without a question: a pause is taken back. @param {Room} room */
export function goOn(room) {
  const name = whoGoesOn(room);
  return room.act("meeting.resume", {}, { done: name ? t("Phiên họp tiếp tục, %(name)s nói tiếp", { name }) : t("Phiên họp tiếp tục") });
}
