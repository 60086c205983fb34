//# allFunctionsCalledOnLoad
// @ts-check
/** A result that was announced while somebody is elsewhere: what it says there, and the way to it in the room. */

import { html, signal } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";
import { ms } from "../meetings/figures.js";
import { awaitedOf } from "./entitled.js";
import { verdictIn } from "./words.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/** So long it stands there by itself. */
const FRESH = 5 * 60_000;
const PLACE = "result:";

const away = signal(/** @type {string[]} */ ([]));

/** What a ballot's page has kept in this tab. @param {string} id */
const kept = (id) => taken(sessionShelf(), `ballot:${id}`) ?? {};

/**
 * The results of the item that are news, in the order their votes were opened: the last one, as long as no later vote is open or
 * closed; and each that was announced when a later question was open, and may have covered it. Pure.
 * @param {Vote[]} votes @param {string | null | undefined} item @returns {Vote[]}
 */
export function resultsInTurn(votes, item) {
  if (!item) return [];
  return votes.filter((one, place) => {
    if (one.item !== item || one.state !== "announced" || !one.result) return false;
    const later = votes.slice(place + 1).filter((other) => other.opened_at);
    const covered = later.some((other) => Date.parse(other.opened_at ?? "") <= Date.parse(one.announced_at ?? ""));
    return covered || !later.some((other) => other.state === "open" || (other.item === item && ["closed", "announced"].includes(other.state)));
  });
}

/** Those that may come now: no question waits for this person. @param {Room} room @returns {Vote[]} */
export function announcedOf(room) {
  if (["chair", "hall"].includes(room.me.capacity ?? "") || awaitedOf(room).length > 0) return [];
  return resultsInTurn(room.votes.value, room.meeting.value?.item);
}

/** Who comes in so soon after it was announced is shown it all the same. */
const JUST_NOW = 60_000;

/**
 * Does a result come over the room of somebody who came in at `entered`? Later on they find it in the item. Pure.
 * @param {Vote} vote @param {Vote[]} votes @param {number} entered
 */
export function isNews(vote, votes, entered) {
  const at = Date.parse(vote.announced_at ?? "");
  if (at > entered) return true;
  return at > entered - JUST_NOW && !votes.some((one) => Date.parse(one.opened_at ?? "") > at);
}

/** Of a secret vote only that it is there: what it says is said beside what makes it sure, in the room. @param {Vote} vote @returns {string} */
export function announcedWords(vote) {
  const { secret, question, result } = vote;
  if (secret || !result) return t("Đã công bố kết quả biểu quyết: %(question)s", { question });
  return t("%(verdict)s: %(question)s", { verdict: verdictIn(result, vote).words, question });
}

/** The address of the room that shows it first. @param {Room} room @param {Vote} vote */
const wayTo = (room, vote) => `${room.home}/room#${PLACE}${vote.id}`;

/** The result somebody came to the room for. @returns {string} */
export function askedResult() {
  return location.hash.startsWith(`#${PLACE}`) ? location.hash.slice(PLACE.length + 1) : "";
}

/** From outside the room, until it was seen there or put away. @param {{room: Room}} props */
export function ResultElsewhere({ room }) {
  const waits = (/** @type {Vote} */ { id, announced_at }) => room.minute.value - ms(announced_at ?? "") <= FRESH && kept(id).seen !== "announced" && !away.value.includes(id);
  const vote = announcedOf(room).find(waits);
  if (!vote) return null;
  const putAway = () => {
    away.value = [...away.value, vote.id];
    shelve(sessionShelf(), `ballot:${vote.id}`, { ...kept(vote.id), seen: "announced" });
  };
  const acts = html`<span class="hang g2 wrap"><a class="nut" href=${wayTo(room, vote)}>${t("Xem kết quả")}</a><${Button} kind="tron" onPress=${putAway}>${t("Đã rõ")}</${Button}></span>`;
  return html`<${Banner} tone="tin" icon="megaphone" action=${acts}><b class="ngat">${announcedWords(vote)}</b></${Banner}>`;
}
