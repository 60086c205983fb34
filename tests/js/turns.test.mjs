import assert from "node:assert/strict";
import test from "node:test";

import { besides, firstHere, longSilent, nearItsEnd, nextHere, whyHere } from "../../static/js/meetings/turns.js";
import { againWords, spokeWords } from "../../static/js/meetings/spokenby.js";

const speech = (more = {}) => ({ id: "s", person: "p", item: "i", kind: "speech", gist: "", state: "waiting", order: 1, started_at: null, seconds: 0, limit: 300, ...more });
const matter = (more = {}) => ({ order: "first_time", here: true, before: undefined, inAll: undefined, group: "", spent: false, history: null, ...more });
const spoken = { times: 1, seconds: 360 };

test("what the chair did says more than the lane, and the lane more than the rule", () => {
  assert.equal(whyHere(speech({ placed: true, kind: "question" }), matter({ here: false })).reason, "left");
  assert.equal(whyHere(speech({ placed: true, kind: "question" }), matter()).reason, "placed");
  assert.equal(whyHere(speech({ kind: "question" }), matter({ order: "groups", group: "Tổ 1" })).reason, "question");
  assert.equal(whyHere(speech({ kind: "point_of_order" }), matter({ before: spoken })).reason, "point_of_order");
});

test("first-time speakers first: a second time, a first time, or long silence", () => {
  assert.deepEqual(whyHere(speech(), matter({ before: spoken, inAll: spoken })), { reason: "again", n: 2, seconds: 360 });
  assert.equal(whyHere(speech(), matter({ history: { silent: 2 } })).reason, "first");
  assert.deepEqual(whyHere(speech(), matter({ history: { silent: 5 } })), { reason: "silent", n: 5 });
  assert.equal(whyHere(speech(), matter({ history: { silent: 5 }, inAll: spoken })).reason, "first");
});

test("each other rule gives its own reason", () => {
  assert.equal(whyHere(speech(), matter({ order: "arrival", before: spoken })).reason, "arrival");
  assert.deepEqual(whyHere(speech(), matter({ order: "least_time", inAll: spoken })), { reason: "least", seconds: 360 });
  assert.equal(whyHere(speech(), matter({ order: "least_time" })).reason, "first");
  assert.deepEqual(whyHere(speech(), matter({ order: "groups", group: "Tổ 2" })), { reason: "group", group: "Tổ 2" });
  assert.equal(whyHere(speech({ kind: "question" }), matter({ group: "Tổ 2", spent: true })).reason, "spent");
  assert.equal(whyHere(speech({ kind: "point_of_order" }), matter({ group: "Tổ 2", spent: true })).reason, "point_of_order");
  assert.deepEqual(whyHere(speech(), matter({ group: "Tổ 2", spent: true })), { reason: "spent", group: "Tổ 2" });
});

test("whatever the list goes by, what somebody said so far, or how long they were silent, is told besides", () => {
  const told = (/** @type {any} */ of, /** @type {any} */ more = {}) => besides(whyHere(speech(more), matter(of)), matter(of));
  for (const order of ["arrival", "groups"]) {
    assert.deepEqual(told({ order, before: spoken, inAll: { times: 2, seconds: 400 } }), { reason: "again", n: 2, seconds: 360 });
    assert.deepEqual(told({ order, inAll: spoken }), { reason: "least", seconds: 360 });
    assert.deepEqual(told({ order, history: { silent: 4 } }), { reason: "silent", n: 4 });
    assert.equal(told({ order, history: { silent: 2 } }), null);
    assert.equal(told({ order, here: false, inAll: spoken }), null);
  }
  assert.deepEqual(told({ history: { silent: 4 } }, { placed: true }), { reason: "silent", n: 4 });
  assert.deepEqual(told({ inAll: spoken }), { reason: "least", seconds: 360 }, "a first time on this item");
  assert.equal(told({ before: spoken, inAll: spoken }), null, "the reason says it");
  assert.equal(told({ history: { silent: 4 } }), null, "the reason says it");
});

test("who is not here is passed over", () => {
  const queue = [speech({ person: "gone" }), speech({ person: "here" })];
  assert.equal(firstHere(queue, (person) => person === "here"), 1);
  assert.equal(firstHere(queue, () => false), -1);
});

test("an item nears its end in its last fifth, five minutes at most, and after", () => {
  const now = Date.parse("2026-11-26T02:00:00Z");
  const item = (minutes, used) => ({ id: "i", order: 1, title: "", minutes, state: "current", started_at: new Date(now - used * 60_000).toISOString() });
  assert.deepEqual([34, 35, 60].map((used) => nearItsEnd(item(40, used), now)), [false, true, true]);
  assert.deepEqual([7, 8].map((used) => nearItsEnd(item(10, used), now)), [false, true]);
});

test("who said nothing in three meetings, one after the other, has long been silent", () => {
  const found = [{ history: { silent: 3 } }, { history: { silent: 2 } }, { history: null }];
  assert.deepEqual(longSilent(found), [found[0]]);
});

test("the hall is told who comes next of those who are here, and the list keeps the others", () => {
  const queue = ["a", "b", "c", "d"].map((person) => speech({ id: person, person }));
  assert.deepEqual(nextHere(queue, (person) => person !== "b", 2).map((one) => one.person), ["a", "c"]);
  assert.equal(queue.length, 4);
});

test("a speech of seconds is told as in the record, not rounded up to a minute", () => {
  assert.equal(againWords(2, 11), "Lần 2 · đã nói dưới 1 phút");
  assert.equal(againWords(3, 89), "Lần 3 · đã nói 1 phút");
  assert.equal(spokeWords(0), "đã nói 0 phút");
});
