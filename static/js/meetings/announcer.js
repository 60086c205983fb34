// @ts-check
/** What is read aloud to screen readers as the meeting goes on (screens.md §4). Queue changes are silent. */

import { effect, untracked } from "../../vendor/preact.js";
import { t, tn } from "../app/text.js";
import { pausedWords } from "./course.js";
import { declinedNow, declinedWords } from "./declined.js";
import { secondsLeft } from "./figures.js";
import { noticesOf } from "./notices.js";
import { quorumLostWords } from "./presiding.js";
import { myFloorWords } from "./sitefloor.js";
import { lapsedNow, lapsedWords } from "./stillwaiting.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

/**
 * Calls `said` when what `read` gives has changed, never for the first value: what was so when the page came is on the page.
 * @template T
 * @param {() => T} read @param {(now: T, before: T) => void} said
 */
function changes(read, said) {
  let known = false;
  /** @type {T} */
  let before;
  effect(() => {
    const now = read();
    if (known && now !== before) {
      const was = before;
      untracked(() => said(now, was));
    }
    known = true;
    before = now;
  });
}

/**
 * @param {Room} room
 * @param {{network?: boolean, whole?: boolean}} [how] network: nothing else on the page tells of the line; whole: it knows who everybody
 * is, else what concerns this person is all that is told
 */
export function listenFor(room, { network = true, whole = true } = {}) {
  const floor = () => (whole || room.floor.value?.person === room.me.person ? room.floor.value : null);
  const after = (/** @type {() => any} */ read) => () => (room.meeting.value ? read() : undefined);
  changes(after(() => room.meeting.value?.item ?? null), (id, before) => before !== undefined && id && sayItem(room, id));
  changes(after(() => floor()?.id ?? null), (id, before) => before !== undefined && sayFloor(room, floor()));
  changes(after(() => (floor() ? `${floor()?.id} ${floor()?.state}` : "")), (now, before) => before !== undefined && sayGoingOn(room, now, before));
  changes(after(() => room.phase.value), (phase, before) => before !== undefined && sayPhase(room, phase));
  changes(after(() => room.meeting.value?.quorum.met), (met, before) => before !== undefined && sayQuorum(room, Boolean(met)));
  if (whole) changes(after(() => room.meeting.value?.chair ?? null), (chair, before) => before !== undefined && chair && room.announce(t("%(name)s điều hành phiên họp", { name: room.name(chair) }), true));
  changes(after(() => declinedNow(room)?.id ?? ""), (id, before) => before !== undefined && id && sayDeclined(room));
  changes(after(() => lapsedNow(room)?.id ?? ""), (id, before) => before !== undefined && id && sayLapsed(room));
  changes(after(() => noticesOf(room).at(-1)?.id ?? ""), (id, before) => before !== undefined && sayNotice(room, id));
  if (network) changes(() => room.network.value, (state, before) => sayNetwork(room, state, before));
  listenForTime(room, floor);
}

/** @param {Room} room @param {string} id */
function sayItem(room, id) {
  const item = room.one("items", id);
  if (!item && room.me.capacity === "guest") room.announce(t("Nội dung đang họp không mời khách dự."));
  if (item) room.announce(t("Nội dung %(n)s: %(title)s", { n: room.order(id), title: item.title }));
}

/** @param {Room} room @param {Speech | null} floor */
function sayFloor(room, floor) {
  if (!floor) room.announce(t("Phát biểu đã kết thúc"));
  else if (floor.person === room.me.person) called(room, floor);
  else if (myFloorWords(room)) room.announce(myFloorWords(room), true);
  else if (floor.replies_to) room.announce(t("Mời %(name)s đáp lời", { name: room.name(floor.person) }));
  else if (floor.seconds > 0) room.announce(t("%(name)s nói tiếp", { name: room.name(floor.person) }));
  else room.announce(t("Mời %(name)s phát biểu", { name: room.name(floor.person) }));
}

/** @param {Room} room @param {Speech} floor */
function called(room, floor) {
  room.announce(floor.replies_to ? t("Mời tôi đáp lời") : floor.seconds > 0 ? t("Mời tôi phát biểu tiếp") : t("Mời tôi phát biểu"), true);
  buzz([60, 80, 60]);
}

/** A phone in the hand is felt; before the first touch of a page the browser only complains. @param {number | number[]} pattern milliseconds */
export function buzz(pattern) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

/** Do I have the floor, and my time runs? That is told before anything else. @param {Room} room */
function speaking(room) {
  return room.floor.value?.state === "speaking" && room.floor.value.person === room.me.person;
}

/** A speaker stopped in the middle goes on. @param {Room} room @param {string} now @param {string} before */
function sayGoingOn(room, now, before) {
  const floor = room.floor.value;
  if (!floor || floor.state !== "speaking" || before !== now.replace("speaking", "paused")) return;
  if (speaking(room)) room.announce(t("Mời tôi phát biểu tiếp"), true);
  else room.announce(t("%(name)s nói tiếp", { name: room.name(floor.person) }));
}

/** @param {Room} room @param {string} phase */
function sayPhase(room, phase) {
  const meeting = room.meeting.value;
  if (phase === "paused") room.announce(meeting?.until ? pausedWords(meeting.until, room.now(), meeting.sitting_since) : t("Phiên họp tạm nghỉ"), true);
  else if (phase === "ended") room.announce(t("Phiên họp đã kết thúc"), true);
  else if (phase === "in_progress" && !speaking(room)) room.announce(t("Phiên họp đang diễn ra"), true);
}

/** Only of a meeting that goes on: before it people are still coming. @param {Room} room @param {boolean} met */
function sayQuorum(room, met) {
  if (room.phase.value !== "in_progress") return;
  room.announce(met ? t("Đủ túc số trở lại") : quorumLostWords(room), true);
}

/** @param {Room} room @param {string | undefined} id */
function sayNotice(room, id) {
  const notice = noticesOf(room).find((one) => one.id === id);
  if (notice && notice.by !== room.me.person) room.announce(t("Thông báo: %(text)s", { text: notice.text }), true);
}

/** @param {Room} room */
function sayDeclined(room) {
  const gone = declinedNow(room);
  if (gone) room.announce(declinedWords(gone));
}

/** @param {Room} room */
function sayLapsed(room) {
  const mine = lapsedNow(room);
  if (mine) room.announce(lapsedWords(room, mine));
}

/** @param {Room} room @param {string} state @param {string} before */
function sayNetwork(room, state, before) {
  if (state === "reconnecting" || state === "offline") room.announce(t("Mất kết nối, đang nối lại"), true);
  else if (state === "full") room.announce(t("Máy chủ đã đủ thiết bị kết nối. Thiết bị này tự thử lại."), true);
  else if (state === "online" && before !== "connecting") room.announce(t("Đã nối lại"), true);
}

/** The speaker's time is told at one minute and at zero, once each. @param {Room} room @param {() => Speech | null} heard */
function listenForTime(room, heard) {
  /** @type {Set<string>} */
  const told = new Set();
  effect(() => {
    const floor = heard();
    if (!floor || floor.state !== "speaking") return;
    const left = secondsLeft(floor, room.second.value);
    const mark = left <= 0 ? "over" : left <= 60 ? "minute" : "";
    const key = `${floor.id}:${floor.limit}:${mark}`;
    if (!mark || told.has(key)) return;
    told.add(key);
    if (Math.abs(left - (mark === "over" ? 0 : 60)) > 3) return;
    untracked(() => room.announce(mark === "over" ? t("Hết giờ phát biểu") : tn("Còn %(num)s phút", "Còn %(num)s phút", 1)));
  });
}
