// @ts-check
/** Which scene a screen of the hall shows: by itself, or as the desk chose. Pure. */

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {"waiting" | "pause" | "ended" | "vote" | "result" | "speaker" | "item" | "agenda" | "document" | "blank"} Name */
/** @typedef {{name: Name, vote?: Vote}} Scene */

/** What may be chosen, in this order. */
export const CHOICES = ["auto", "agenda", "item", "speaker", "document", "vote", "waiting", "blank"];

/** `vote`: whose result was chosen. @param {Room} room @param {string} [chosen] @param {string | null} [vote] @returns {Scene} */
export function scene(room, chosen = "auto", vote = null) {
  return asChosen(room, chosen, vote) ?? byItself(room);
}

/** A result that may stand on the wall again: announced, and nothing about it is still open. @param {Vote | null | undefined} vote */
export const isFinal = (vote) => vote?.state === "announced" && Boolean(vote.result) && !vote.result?.check;

/** What is presented to everybody just now. @param {Room} room */
export function presented(room) {
  const found = room.list("presenting").value[0];
  return found?.state === "on" ? found : null;
}

/** Null where the chosen scene has nothing to show: then the screen follows by itself. @param {Room} room @param {string} chosen @param {string | null} [id] of a vote @returns {Scene | null} */
export function asChosen(room, chosen, id = null) {
  if (chosen === "blank" || chosen === "waiting") return { name: chosen };
  if (chosen === "agenda" && room.items.value.length) return { name: "agenda" };
  if (chosen === "item" && room.item.value) return { name: "item" };
  if (chosen === "speaker" && room.floor.value) return { name: "speaker" };
  if (chosen === "document" && presented(room)) return { name: "document" };
  if (chosen === "result") {
    const shown = room.votes.value.find((one) => one.id === id);
    return shown && isFinal(shown) ? { name: "result", vote: shown } : null;
  }
  if (chosen !== "vote") return null;
  const vote = room.vote.value ?? lastVote(room);
  return vote ? { name: vote.state === "announced" ? "result" : "vote", vote } : null;
}

/** The latest vote of the current item that is over. @param {Room} room */
function lastVote(room) {
  return room.votes.value.filter((one) => one.item === room.meeting.value?.item && ["closed", "announced"].includes(one.state)).at(-1);
}

/** The last question of the item that was opened. One that was cancelled or annulled: nothing is over, and no older result comes back in its place. @param {Room} room */
function lastOver(room) {
  const asked = room.votes.value.filter((one) => one.item === room.meeting.value?.item && one.opened_at);
  const last = asked.sort((a, b) => (a.opened_at ?? "").localeCompare(b.opened_at ?? "")).at(-1);
  return last && ["cancelled", "annulled"].includes(last.state) ? undefined : lastVote(room);
}

/** What happened last decides between a result, a page that is presented and the speaker. @param {Room} room @returns {Scene} */
function byItself(room) {
  const phase = room.phase.value;
  if (phase === "paused") return { name: "pause" };
  if (phase === "ended" || phase === "cancelled") return { name: "ended" };
  if (phase !== "in_progress") return { name: "waiting" };
  if (room.vote.value) return { name: "vote", vote: room.vote.value };
  const floor = room.floor.value;
  const page = presented(room);
  const last = lastOver(room);
  const since = Date.parse(last?.announced_at ?? last?.closed_at ?? "") || 0;
  const spoke = Math.max(0, ...room.speeches.value.map((one) => Date.parse(one.called_at ?? "") || 0));
  const shown = Date.parse(page?.started_at ?? "") || 0;
  if (last && since >= Math.max(spoke, shown)) return { name: last.state === "closed" ? "vote" : "result", vote: last };
  if (page) return { name: "document" };
  if (floor) return { name: "speaker" };
  return { name: room.item.value ? "item" : "agenda" };
}

/** The height of the wall's list, in its own unit; so many letters a line holds, and so much larger it may be where little stands. */
const [HEIGHT, LINE, LARGER] = [38, 80, 1.3];

/** @param {{title: string}} item @param {number} letters in a line */
const height = (item, letters) => Math.max(3.4, Math.ceil(item.title.length / letters) * 2.5) + 1.2;

/**
 * The agenda as a wall holds it: the item that is on, the one before it, and as many as fit; `large` where all of them have room
 * for larger letters. Pure.
 * @template {{title: string, state: string}} T
 * @param {T[]} items in order @returns {{shown: T[], large: boolean}}
 */
export function inSight(items) {
  const found = items.findIndex((one) => one.state === "current");
  const next = found < 0 ? items.findIndex((one) => one.state === "waiting") : found;
  const now = next < 0 ? Math.max(0, items.length - 1) : next;
  let [from, to, room] = [now, now, HEIGHT];
  const fits = (/** @type {T | undefined} */ one) => {
    if (!one || height(one, LINE) > room) return false;
    room -= height(one, LINE);
    return true;
  };
  if (fits(items[to])) to += 1;
  if (fits(items[from - 1])) from -= 1;
  while (fits(items[to])) to += 1;
  while (fits(items[from - 1])) from -= 1;
  const shown = items.slice(from, to);
  return { shown, large: shown.length === items.length && items.reduce((sum, one) => sum + height(one, LINE / LARGER) * LARGER, 0) <= HEIGHT };
}
