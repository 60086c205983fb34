//# allFunctionsCalledOnLoad
// @ts-check
/** A ballot that waits for its voter: how that is told where the ballot itself is not in sight. Who has one, `entitled` says. */

import { effect, html, untracked, useEffect, useRef } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Banner, Button, Icon } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { buzz } from "../meetings/announcer.js";
import { announcedOf, announcedWords } from "./announced.js";
import { dueOf, dueWords } from "./boarddue.js";
import { awaitedOf, barWords, myBar, noBallotWords, watchedOf } from "./entitled.js";
import { handsWords, openWords } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/** The last seconds in which who has not sent is told aloud. */
const LAST = 10;

/** @param {Room} room @param {Vote} vote */
export function secondsLeft(room, vote) {
  return vote.closes_at ? Math.max(0, (Date.parse(vote.closes_at) - room.second.value) / 1000) : Infinity;
}

/** Said aloud, and felt on a phone, in the moment it opens. @param {Room} room @param {Vote} vote */
export function tellOpen(room, vote) {
  const left = vote.closes_at ? Math.round((Date.parse(vote.closes_at) - room.now()) / 1000) : 0;
  room.announce(vote.by_hand ? handsWords(vote) : openWords(room.order(vote.item), left), true);
  buzz(60);
}

/** @param {Room} room @param {import("./boarddue.js").Due} due */
function tellDue(room, due) {
  room.announce(dueWords(due), true);
  buzz(60);
}

/** @param {Vote} vote */
const resultKey = ({ id }) => `result:${id}`;

/**
 * What is told in the moment it comes, each by its key. In the room the ballot comes by itself, and tells of itself; who leads
 * opens the votes and announces the results.
 * @param {Room} room @param {boolean} inside @returns {Map<string, () => void>}
 */
function tidings(room, inside) {
  const leads = inside && ["chair", "secretary"].includes(room.me.capacity ?? "");
  const votes = awaitedOf(room).filter((one) => !inside || (one.by_hand && !leads));
  /** @type {Map<string, () => void>} */
  const now = new Map(votes.map((one) => [one.id, () => tellOpen(room, one)]));
  for (const one of inside && !leads ? watchedOf(room) : []) now.set(`watched:${one.id}`, () => room.announce(`${openWords(room.order(one.item), 0)}. ${noBallotWords(room, one)}`));
  const due = dueOf(room);
  if (due && !(inside && due.duty === "nonce")) now.set(`${due.duty}:${due.id}`, () => tellDue(room, due));
  for (const result of leads ? [] : announcedOf(room)) now.set(resultKey(result), () => room.announce(announcedWords(result)));
  return now;
}

/** Tells of each vote that opens, of what a counting board waits for, and of results; never of those the page came with. @param {Room} room @param {{inside?: boolean}} [where] inside the room */
export function listenForVotes(room, { inside = false } = {}) {
  /** @type {Map<string, () => void> | null} */
  let known = null;
  /** Results wait while a question does: each is told once. @type {Set<string>} */
  const told = new Set();
  effect(() => {
    if (!room.meeting.value || !room.me.capacity) return;
    const now = tidings(room, inside);
    const before = known;
    known = now;
    if (!before) for (const one of room.votes.peek()) if (one.state === "announced") told.add(resultKey(one));
    for (const [key, tell] of now) {
      if (!before || before.has(key) || told.has(key)) continue;
      untracked(tell);
      if (key.startsWith("result:")) told.add(key);
    }
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

/** Says once that ten seconds are left: in the one place that is always there. @param {{room: Room, vote: Vote}} props */
export function LastCallElsewhere({ room, vote }) {
  useLastCall(room, vote, !vote.by_hand);
  return null;
}

/** From outside the room: one that is open, and the way back to where its ballot is. @param {{room: Room, vote: Vote}} props */
export function VoteElsewhere({ room, vote }) {
  const said = vote.by_hand ? handsWords(vote) : t("Đang biểu quyết: %(question)s", { question: vote.question });
  return html`<${VoteBand} room=${room} vote=${vote} said=${said}><a class="nut son" href=${`${room.home}/room`}>${t("Về phòng họp")}</a></${VoteBand}>`;
}

/** A vote goes on, and why there is no ballot for this person: nobody is called for it. @param {{room: Room, vote: Vote, action?: any}} props */
export function NoBallotFor({ room, vote, action = null }) {
  return html`<${Banner} icon="check-square-offset" action=${action}>${t("Đang biểu quyết.")} ${barWords(myBar(room, vote))}</${Banner}>`;
}

/** The same from outside the room, where whoever is not checked in may go to be it. @param {{room: Room, vote: Vote}} props */
export function NoBallotElsewhere({ room, vote }) {
  return html`<${NoBallotFor} room=${room} vote=${vote} action=${myBar(room, vote) === "away" && html`<a class="nut" href=${`${room.home}/room`}>${t("Về phòng họp")}</a>`} />`;
}

/** Over a sheet in the room: hands or paper, for which no ballot comes that would put the sheet aside. @param {{room: Room, onBack: () => void}} props */
export function HandsUnderSheet({ room, onBack }) {
  const vote = awaitedOf(room).find((one) => one.by_hand);
  if (!vote || ["chair", "secretary"].includes(room.me.capacity ?? "")) return null;
  return html`<${VoteBand} room=${room} vote=${vote} said=${handsWords(vote)}><${Button} kind="son" onPress=${onBack}>${t("Về phòng họp")}</${Button}></${VoteBand}>`;
}
