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
