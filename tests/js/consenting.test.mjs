import assert from "node:assert/strict";
import test from "node:test";

import { happenings } from "../../static/js/meetings/happened.js";
import { adopted, agreedOn, sortedOut, standing, waitingConsent } from "../../static/js/voting/consenting.js";

const item = (id, order, more = {}) => ({ id, order, title: id, vote_kind: "consent", state: "waiting", ...more });
const ITEMS = [item("b", 2), item("a", 1), item("c", 3, { vote_kind: "open" }), item("d", 4, { state: "done" }), item("e", 5)];
const says = (person, on, mark) => ({ id: person + on, person, item: on, mark, at: "" });

test("only consent items that wait are asked about, in the agenda's order", () => {
  assert.deepEqual(waitingConsent(ITEMS).map((one) => one.id), ["a", "b", "e"]);
});

test("one objection or wish to speak takes an item out, silence doesn't", () => {
  const { free, out } = sortedOut(ITEMS, [says("x", "a", "agreed"), says("x", "b", "objection"), says("y", "b", "agreed"), says("y", "e", "speak")]);
  assert.deepEqual(free.map((one) => one.id), ["a"]);
  assert.deepEqual(out.map(({ item: one, by }) => [one.id, by.map(({ person }) => person)]), [["b", ["x"]], ["e", ["y"]]]);
  assert.equal(agreedOn([says("x", "a", "agreed"), says("y", "a", "speak")], "a"), 1);
});

test("an adopted item neither began nor ended; taken up again it did", () => {
  const at = "2026-11-27T02:00:00.000Z";
  const adoptions = [{ id: "n", items: ["a"], at }];
  const matter = { meeting: null, speeches: [], votes: [], remarks: [], attendance: [], course: [], adoptions };
  const told = (finished_at) => happenings({ ...matter, items: [item("a", 1, { state: "done", finished_at, seconds_used: 0 })] }).map((one) => one.kind);
  assert.deepEqual(told(at), ["adopted"]);
  assert.deepEqual(told("2026-11-27T03:00:00.000Z").sort(), ["adopted", "item_end", "item_start"]);
  const annulled = [{ ...adoptions[0], annulled_at: "2026-11-27T04:00:00.000Z", reason: "x" }];
  assert.deepEqual([standing(adoptions).length, standing(annulled).length], [1, 0]);
});

test("an item is adopted only by an act that stands", () => {
  const acts = [{ id: "1", at: "2026-11-28T02:00:00Z", items: ["a", "b"] }, { id: "2", at: "2026-11-28T03:00:00Z", items: ["c"], annulled_at: "2026-11-28T03:05:00Z" }];
  assert.deepEqual(["a", "b", "c", "d"].map((one) => adopted(acts, one)), [true, true, false, false]);
});
