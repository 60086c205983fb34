// @ts-check
/** Which scene the hall's screen shows. Pure. */

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/**
 * Which scene: what happened last decides between a result and the speaker after it.
 * @param {Room} room
 * @returns {{name: "waiting" | "pause" | "ended" | "vote" | "result" | "speaker" | "item" | "agenda", vote?: Vote}}
 */
export function scene(room) {
  const phase = room.phase.value;
  if (phase === "paused") return { name: "pause" };
  if (phase === "ended" || phase === "cancelled") return { name: "ended" };
  if (phase !== "in_progress") return { name: "waiting" };
  if (room.vote.value) return { name: "vote", vote: room.vote.value };
  const floor = room.floor.value;
  const last = room.votes.value.filter((one) => one.item === room.meeting.value?.item && ["closed", "announced"].includes(one.state)).at(-1);
  const since = Date.parse(last?.announced_at ?? last?.closed_at ?? "") || 0;
  const spoke = Math.max(0, ...room.speeches.value.map((one) => Date.parse(one.called_at ?? "") || 0));
  if (last && since >= spoke) return { name: last.state === "closed" ? "vote" : "result", vote: last };
  if (floor) return { name: "speaker" };
  return { name: room.item.value ? "item" : "agenda" };
}
