// @ts-check
/** A ballot that waits for its voter: who has one, and how that is told where the ballot itself is not in sight. */

import { effect, html, untracked, useEffect, useRef } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Icon } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { buzz } from "../meetings/announcer.js";
import { openWords } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/** The last seconds in which who has not sent is told aloud. */
const LAST = 10;

/** Is this person a voter here? The server judges; this only decides what is shown. @param {Room} room */
export function isVoter(room) {
  const mine = room.one("people", room.me.person);
  return Boolean(mine?.on_roll) && ["member", "chair"].includes(room.me.capacity ?? "");
}

/** Open votes in which I have a ballot and have not sent it. @param {Room} room @returns {Vote[]} */
export function awaitedOf(room) {
  if (!isVoter(room)) return [];
  const me = room.me.person;
  return room.votes.value.filter((one) => one.state === "open" && !one.by_hand && !(one.no_vote ?? []).includes(me) && !room.one("my_votes", one.id));
}

/** @param {Room} room @param {Vote} vote */
export function secondsLeft(room, vote) {
  return vote.closes_at ? Math.max(0, (Date.parse(vote.closes_at) - room.second.value) / 1000) : Infinity;
}

/** Said aloud, and felt on a phone, in the moment it opens. @param {Room} room @param {Vote} vote */
export function tellOpen(room, vote) {
  const left = vote.closes_at ? Math.round((Date.parse(vote.closes_at) - room.now()) / 1000) : 0;
  room.announce(openWords(room.order(vote.item), left), true);
  buzz(60);
}

/** Where no ballot comes by itself: tells of each that opens, never of those the page came with. @param {Room} room */
export function listenForVotes(room) {
  /** @type {Set<string> | null} */
  let known = null;
  effect(() => {
    if (!room.meeting.value) return;
    const awaited = awaitedOf(room);
    const before = known;
    known = new Set(awaited.map((one) => one.id));
    for (const one of awaited) if (before && !before.has(one.id)) untracked(() => tellOpen(room, one));
  });
}

/** Ten seconds left and not sent: said once. @param {Room} room @param {Vote} vote @param {boolean} unsent */
export function useLastCall(room, vote, unsent) {
  const told = useRef(false);
  const left = secondsLeft(room, vote);
  useEffect(() => {
    if (!unsent || told.current || vote.state !== "open" || left > LAST || left <= 0) return;
    told.current = true;
    room.announce(tn("Còn %(num)s giây, chưa gửi phiếu", "Còn %(num)s giây, chưa gửi phiếu", Math.ceil(left)), true);
  });
}

/** The question, the time left, and the one way to the ballot. @param {{room: Room, vote: Vote, said?: string, children: any}} props said: in front of the question */
export function VoteBand({ room, vote, said = vote.question, children }) {
  const left = vote.closes_at ? html`<span class="so con-lai" role="timer" aria-live="off">${mmss(secondsLeft(room, vote))}</span>` : null;
  return html`<div class="bang-phieu"><${Icon} name="check-square-offset" large /><span class="ngat">${said}</span>${left}${children}</div>`;
}

/** From outside the room: one that is open, and the way back to where its ballot is. @param {{room: Room, vote: Vote}} props */
export function VoteElsewhere({ room, vote }) {
  useLastCall(room, vote, true);
  return html`<${VoteBand} room=${room} vote=${vote} said=${t("Đang biểu quyết: %(question)s", { question: vote.question })}><a class="nut son" href=${`${room.home}/room`}>${t("Về phòng họp")}</a></${VoteBand}>`;
}
