// @ts-check
/** A result that was announced while somebody is elsewhere: what it says there, and the way to it in the room. */

import { html, signal } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";
import { ms } from "../meetings/figures.js";
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
 * The last result of the current item, as long as the room itself would show it: no later vote is open or closed. Pure.
 * @param {Vote[]} votes @param {string | null | undefined} item @returns {Vote | null}
 */
export function lastResult(votes, item) {
  if (!item || votes.some((one) => one.state === "open")) return null;
  const last = votes.filter((one) => one.item === item && ["closed", "announced"].includes(one.state)).at(-1);
  return last?.state === "announced" && last.result ? last : null;
}

/** @param {Room} room @returns {Vote | null} */
export function announcedOf(room) {
  if (["chair", "hall"].includes(room.me.capacity ?? "")) return null;
  return lastResult(room.votes.value, room.meeting.value?.item);
}

/** Of a secret vote only that it is there: what it says is said beside what makes it sure, in the room. @param {Vote} vote @returns {string} */
export function announcedWords({ secret, question, result, kind }) {
  if (secret || !result) return t("Đã công bố kết quả biểu quyết: %(question)s", { question });
  return t("%(verdict)s: %(question)s", { verdict: verdictIn(result, kind).words, question });
}

/** The address of the room that shows it first. @param {Room} room @param {Vote} vote */
const wayTo = (room, vote) => `${room.home}/room#${PLACE}${vote.id}`;

/** The result somebody came to the room for. @returns {string} */
export function askedResult() {
  return location.hash.startsWith(`#${PLACE}`) ? location.hash.slice(PLACE.length + 1) : "";
}

/** From outside the room, until it was seen there or put away. @param {{room: Room}} props */
export function ResultElsewhere({ room }) {
  const vote = announcedOf(room);
  if (!vote || room.minute.value - ms(vote.announced_at ?? "") > FRESH) return null;
  if (kept(vote.id).seen === "announced" || away.value.includes(vote.id)) return null;
  const putAway = () => {
    away.value = [...away.value, vote.id];
    shelve(sessionShelf(), `ballot:${vote.id}`, { ...kept(vote.id), seen: "announced" });
  };
  const acts = html`<span class="hang g2 wrap"><a class="nut" href=${wayTo(room, vote)}>${t("Xem kết quả")}</a><${Button} kind="tron" onPress=${putAway}>${t("Đã rõ")}</${Button}></span>`;
  return html`<${Banner} tone="tin" icon="megaphone" action=${acts}><b class="ngat">${announcedWords(vote)}</b></${Banner}>`;
}
