import assert from "node:assert/strict";
import test from "node:test";

import { countArgs, counts, differing, fieldsOf, handWords, standingOf, sumOf, together, tooMany, twiceDisputed } from "../../static/js/voting/counting.js";

const HANDS = { id: "v", by_hand: "hands", options: ["yes", "no", "not_voting"], secret: false };
const PAPER = { ...HANDS, by_hand: "paper", board: ["an", "binh"], options: ["A", "B"], kind: "choice" };
const SECRET = { ...PAPER, secret: true };
const typed = (person, more = {}) => ({ id: person, vote: "v", person, state: "typed", at: "2026-11-27T02:00:00.000Z", reason: "", settled_by: null, counts: { A: 1, B: 2 }, issued: 3, returned: 3, valid: 3, invalid: 0, ...more });

test("a count is sent when every field holds a whole number, and then alone", () => {
  const entries = { issued: "3", returned: "3", valid: "3", invalid: "0", "option:A": "1", "option:B": " 2 " };
  assert.deepEqual(countArgs(PAPER, entries, ""), { vote: "v", issued: 3, returned: 3, valid: 3, invalid: 0, counts: { A: 1, B: 2 } });
  for (const wrong of ["", "1,5", "-1", "x"]) assert.equal(countArgs(PAPER, { ...entries, valid: wrong }, ""), null);
});

test("the chair's hand is sent only where the sides are equal", () => {
  const even = { "option:yes": "4", "option:no": "4", "option:not_voting": "0" };
  assert.equal(countArgs(HANDS, even, "yes").chair, "yes");
  assert.equal("chair" in countArgs(HANDS, even, ""), false);
  assert.equal("chair" in countArgs(HANDS, { ...even, "option:no": "3" }, "yes"), false);
});

test("the fields are those of paper only where there is paper", () => {
  assert.deepEqual(fieldsOf(HANDS).map(({ name }) => name), ["option:yes", "option:no", "option:not_voting"]);
  assert.equal(fieldsOf(PAPER).length, 6);
  assert.deepEqual(sumOf(PAPER, { valid: "7", "option:A": "3", "option:B": "4" }), { named: 7, valid: 7 });
});

test("whoever typed waits, the other confirms; of secret paper the other types", () => {
  assert.equal(standingOf(PAPER, [], "an").step, "empty");
  assert.equal(standingOf(PAPER, [typed("an")], "an").step, "mine");
  assert.equal(standingOf(PAPER, [typed("an")], "binh").step, "theirs");
  assert.equal(standingOf(SECRET, [typed("an")], "binh").step, "second");
  assert.equal(standingOf(SECRET, [typed("an"), typed("binh")], "an").step, "differs");
  assert.equal(standingOf(PAPER, [typed("an", { state: "accepted" })], "an").step, "done");
  assert.equal(standingOf(PAPER, [typed("an", { vote: "other" })], "an").step, "empty");
});

test("what was sent back is told until figures stand again", () => {
  const back = typed("an", { state: "returned", reason: "Đếm sót" });
  assert.equal(standingOf(PAPER, [back], "an").back.reason, "Đếm sót");
  assert.equal(standingOf(PAPER, [back, typed("binh")], "an").back, null);
});

test("fields that two typed differently are found, and no others", () => {
  assert.deepEqual([...differing(SECRET, [typed("an"), typed("binh", { counts: { A: 2, B: 2 }, issued: 4 })])], ["issued", "option:A"]);
  assert.equal(differing(SECRET, [typed("an"), typed("binh")]).size, 0);
});

test("hands are the desk's to count, paper the secretaries' and the board's, and never without the board", () => {
  assert.ok(counts(HANDS, { person: "x", capacity: "chair" }));
  assert.ok(!counts(PAPER, { person: "x", capacity: "chair" }));
  assert.ok(counts(PAPER, { person: "an", capacity: "chair" }) && counts(PAPER, { person: "x", capacity: "secretary" }));
  assert.ok(together(PAPER, "x", "an") && !together(PAPER, "x", "y") && !together(PAPER, "an", "an"));
  assert.ok(together(HANDS, "x", "y"));
});

test("a result names who stands for it", () => {
  const name = (person) => ({ an: "Lê An", binh: "Trần Bình" })[person];
  const result = { by_hand: { way: "paper", people: ["an", "binh"] } };
  assert.equal(handWords(result, name), "Lê An nhập, Trần Bình xác nhận");
  assert.equal(handWords({ ...result, level: "P" }, name), "Lê An và Trần Bình nhập độc lập, khớp nhau");
  assert.equal(handWords({}, name), "");
});

test("paper is offered after two disputed boxes in a row, not after one", () => {
  const boxes = { one: { disputes: ["an"], repeats: null }, two: { disputes: ["binh"], repeats: "one" }, calm: { disputes: [], repeats: "one" } };
  const box = (id) => boxes[id];
  assert.ok(twiceDisputed(box, "two"));
  for (const vote of ["one", "calm", "none"]) assert.equal(twiceDisputed(box, vote), false);
  assert.equal(twiceDisputed((id) => (id === "one" ? undefined : boxes[id]), "two"), false);
});

test("more hands or papers than people here are told while they are typed", () => {
  const hands = { ...HANDS, voters: 8 };
  const typedHands = { "option:yes": "5", "option:no": "2", "option:not_voting": "1" };
  assert.equal(tooMany(hands, typedHands), null);
  assert.deepEqual(tooMany(hands, { ...typedHands, "option:no": "3" }), { field: "", words: "Nhiều hơn số người có mặt được biểu quyết (8 người)." });
  assert.equal(tooMany(HANDS, { "option:yes": "99" }), null, "nobody knows yet how many");
  const paper = { ...PAPER, voters: 8 };
  assert.equal(tooMany(paper, { issued: "8", returned: "8" }), null);
  assert.equal(tooMany(paper, { issued: "9" })?.field, "issued");
  assert.equal(tooMany(paper, { issued: "8", returned: "9" })?.field, "returned");
  assert.equal(tooMany(paper, { returned: "9", issued: "x" }), null);
});
