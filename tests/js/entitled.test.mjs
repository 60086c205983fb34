import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { awaitedOf, barOf, barredOf, barWords, noBallotWords, watchedOf } from "../../static/js/voting/entitled.js";

const cases = JSON.parse(readFileSync(new URL("entitled.json", import.meta.url)));

test("a ballot is offered to whom the server takes one from, and to nobody else", () => {
  for (const { no_vote, status, online_votes, bar } of cases) assert.equal(barOf({ no_vote: no_vote ? ["me"] : [], online_votes }, "me", status), bar);
});

/** @param {string} status @param {object} vote */
function roomOf(status, vote, more = {}) {
  const kept = { people: { me: { on_roll: true } }, attendance: { me: { status } }, ...more };
  return { me: { person: "me", capacity: "member" }, votes: { value: [{ id: "v", state: "open", ...vote }] }, one: (name, id) => kept[name]?.[id] ?? null };
}

test("whoever has no ballot is not called for one, but told that a vote goes on", () => {
  const found = (room) => [awaitedOf(room).length, barredOf(room).length];
  assert.deepEqual(found(roomOf("present", {})), [1, 0]);
  assert.deepEqual(found(roomOf("online", {})), [0, 1]);
  assert.deepEqual(found(roomOf("online", { online_votes: true })), [1, 0]);
  assert.deepEqual(found(roomOf("online", { by_hand: "hands" })), [0, 1]);
  assert.deepEqual(found(roomOf("left", {})), [0, 1]);
  assert.deepEqual(found(roomOf("present", { no_vote: ["me"] })), [0, 1]);
});

test("a ballot that was sent from the hall stands, whatever its voter is now: nothing is said against it", () => {
  const room = roomOf("online", {}, { my_votes: { v: { cast: true } } });
  assert.deepEqual([awaitedOf(room), barredOf(room)], [[], []]);
});

test("whoever came on the roll after the opening has no ballot in it, and is told why; one of the day's opening has", () => {
  const opened_at = "2026-11-27T02:00:00.500Z";
  const roomFor = (joined_at, vote = {}) => roomOf("present", { opened_at, ...vote }, { people: { me: { on_roll: true, joined_at } } });
  const late = roomFor("2026-11-28T01:00:00.000Z");
  assert.deepEqual([awaitedOf(late).length, barredOf(late).length], [0, 1]);
  assert.match(barWords("late"), /danh sách biểu quyết lập khi mở biểu quyết/);
  for (const joined of ["2026-11-27T01:00:00.000Z", opened_at]) assert.equal(awaitedOf(roomFor(joined)).length, 1);
  assert.equal(barOf({ opened_at, no_vote: ["me"] }, "me", "left", "2026-11-28T01:00:00.000Z"), "late");
});

test("a vote that opens is told to guests, to substitutes and to whom a rule keeps from it, with why they have no ballot", () => {
  const told = (/** @type {any} */ room) => watchedOf(room).map((one) => noBallotWords(room, one));
  const as = (/** @type {string} */ capacity) => ({ ...roomOf("present", {}, { people: { me: { on_roll: false } } }), me: { person: "me", capacity } });
  assert.deepEqual(told(as("guest")), ["Khách mời không biểu quyết."]);
  assert.deepEqual(told(as("substitute")), ["Người đi thay không biểu quyết."]);
  assert.deepEqual(told(as("hall")), []);
  assert.deepEqual(told(roomOf("online", {})), ["Người dự trực tuyến không biểu quyết."]);
  assert.deepEqual(told(roomOf("present", {})), []);
});
