//# allFunctionsCalledOnLoad
// @ts-check
/** Who may send a ballot in an open vote: the server's own rule (cast_fault in voting/votes/rules.py), so that no screen offers a ballot that it refuses. */

import { t } from "../app/text.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {"" | "late" | "no_vote" | "away" | "online"} Bar */

/**
 * Why somebody of the roll has no ballot in this vote; empty where they have one, and where their status is not told here. Its own
 * roll is that of its opening: whoever came on the meeting's roll later (`joined`) is not on it.
 * @param {Vote} vote @param {string} person @param {string | undefined} status @param {string} [joined]
 * @returns {Bar}
 */
export function barOf(vote, person, status, joined = "") {
  if (joined && Date.parse(joined) > Date.parse(vote.opened_at ?? "")) return "late";
  if ((vote.no_vote ?? []).includes(person)) return "no_vote";
  if (status === undefined || status === "present") return "";
  if (status !== "online") return "away";
  return vote.online_votes ? "" : "online";
}

/** My own. @param {Room} room @param {Vote} vote */
export function myBar(room, vote) {
  const me = room.me.person;
  return barOf(vote, me, room.one("attendance", me)?.status, room.one("people", me)?.joined_at);
}

/** Is this person on the roll? Which of the votes they have a ballot in, `myBar` says. @param {Room} room */
export function isVoter(room) {
  const mine = room.one("people", room.me.person);
  return Boolean(mine?.on_roll) && ["member", "chair"].includes(room.me.capacity ?? "");
}

/** Open votes in which I have a ballot and have not sent it; after them those that are held by hand. @param {Room} room @returns {Vote[]} */
export function awaitedOf(room) {
  if (!isVoter(room)) return [];
  const mine = room.votes.value.filter((one) => one.state === "open" && !myBar(room, one) && !room.one("my_votes", one.id));
  return [...mine.filter((one) => !one.by_hand), ...mine.filter((one) => one.by_hand)];
}

/** Open votes in which somebody of the roll has no ballot. @param {Room} room @returns {Vote[]} */
export function barredOf(room) {
  return isVoter(room) ? room.votes.value.filter((one) => one.state === "open" && myBar(room, one) && !room.one("my_votes", one.id)) : [];
}

/** @param {Bar} bar @returns {string} */
export function barWords(bar) {
  if (bar === "online") return t("Người dự trực tuyến không biểu quyết.");
  if (bar === "late") return t("Không có tên trong danh sách biểu quyết lập khi mở biểu quyết.");
  if (bar === "no_vote") return t("Có tên trong danh sách không biểu quyết nội dung này.");
  return bar ? t("Cần điểm danh trước khi biểu quyết.") : "";
}

/** Why whoever is here has no ballot in this vote. @param {Room} room @param {Vote} vote @returns {string} */
export function noBallotWords(room, vote) {
  if (isVoter(room)) return barWords(myBar(room, vote));
  return room.me.capacity === "substitute" ? t("Người đi thay không biểu quyết.") : t("Khách mời không biểu quyết.");
}

/** Open votes that go on before the eyes of who has no ballot in them: guests, substitutes, members whom a rule keeps from it. @param {Room} room @returns {Vote[]} */
export function watchedOf(room) {
  if (isVoter(room)) return barredOf(room);
  return ["guest", "substitute"].includes(room.me.capacity ?? "") ? room.votes.value.filter((one) => one.state === "open") : [];
}
