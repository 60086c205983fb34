import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { spokenUntil } from "../../static/js/meetings/figures.js";
import { isSpent, spokenBy } from "../../static/js/meetings/spokenby.js";
import { computed, signal } from "../../static/vendor/preact.js";

const NOW = Date.parse("2026-11-26T02:00:00Z");
const ago = (/** @type {number} */ seconds) => new Date(NOW - seconds * 1000).toISOString();
const speech = (id, person, more = {}) => ({ id, person, item: "i", group: "", kind: "speech", state: "waiting", order: 1, started_at: null, seconds: 0, limit: 300, replies_to: null, ...more });

for (const one of JSON.parse(readFileSync(new URL("stretches.json", import.meta.url), "utf8"))) {
  test(`as the server counts it: ${one.says}`, () => {
    const told = one.speeches.map(({ person, seconds, running }, place) => speech(`s${place}`, person, running === null ? { state: "finished", seconds } : { state: "speaking", seconds, started_at: ago(running) }));
    assert.deepEqual(Object.fromEntries([...spokenUntil(told, NOW)].map(([person, { seconds }]) => [person, seconds])), one.counted);
  });
}

/** A room whose clock stands until it is moved. */
function roomOf(told) {
  const speeches = signal(told);
  const lists = { quotas: signal([{ id: "q", group: "Tổ 1", item: null, seconds: 300 }]) };
  const room = {
    at: NOW,
    now: () => room.at,
    meeting: signal({ item: "i" }),
    items: signal([{ id: "i", order: 1, title: "", minutes: 30, state: "current", taken_up_at: ago(900) }]),
    speeches,
    list: (name) => lists[name],
    heard: computed(() => speeches.value.filter((one) => ["speaking", "paused", "finished"].includes(one.state))),
    queue: computed(() => speeches.value.filter((one) => one.state === "waiting")),
    floor: computed(() => speeches.value.find((one) => one.state === "speaking") ?? null),
  };
  return room;
}

test("a row says that its group's time is up when the list is ordered by it: at the entry after, not as the seconds go by", () => {
  const room = roomOf([speech("a", "p", { state: "speaking", group: "Tổ 1", started_at: ago(0) }), speech("b", "q")]);
  assert.equal(isSpent(room, "Tổ 1"), false);
  room.at = NOW + 300_000;
  assert.equal(isSpent(room, "Tổ 1"), false, "no entry has come, and nobody has changed places");
  room.speeches.value = [...room.speeches.value, speech("c", "r")];
  assert.equal(isSpent(room, "Tổ 1"), true);
});

test("who speaks and asks again is told what they have said until the last entry", () => {
  const room = roomOf([speech("a", "p", { state: "speaking", started_at: ago(60) })]);
  assert.equal(spokenBy(room, "p")?.times, 1);
  room.at = NOW + 60_000;
  room.speeches.value = [...room.speeches.value, speech("b", "p", { order: 2 })];
  assert.deepEqual(spokenBy(room, "p", "i"), { times: 1, seconds: 120 });
  assert.deepEqual(spokenBy(room, "p"), { times: 1, seconds: 120 });
});
