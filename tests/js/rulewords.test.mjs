import assert from "node:assert/strict";
import test from "node:test";

import { neededOf, RULES, ruleSentence } from "../../static/js/voting/rulewords.js";

test("the threshold said before a vote is the one the rule engine judges by", () => {
  for (let members = 1; members <= 200; members++) {
    const needed = neededOf("more_than_half_of_members", members);
    assert.ok(2 * needed > members && 2 * (needed - 1) <= members);
    const thirds = neededOf("two_thirds_of_members", members);
    assert.ok(3 * thirds >= 2 * members && 3 * (thirds - 1) < 2 * members);
    const fifths = neededOf("three_fifths_of_members", members);
    assert.ok(5 * fifths >= 3 * members && 5 * (fifths - 1) < 3 * members);
  }
});

test("what depends on who is here or votes has no number beforehand", () => {
  for (const rule of RULES.filter((one) => !one.endsWith("_of_members"))) assert.equal(neededOf(rule, 23), null, rule);
});

test("at least k is k", () => assert.equal(neededOf({ name: "at_least", k: 5 }, 23), 5));

test("a choice and an election need votes, a question votes in favour", () => {
  const said = ["question", "choice", "election"].map((kind) => ruleSentence("more_than_half_of_members", 23, kind));
  assert.equal(said[0], "Cần từ 12 phiếu tán thành trên tổng số 23 thành viên.");
  assert.deepEqual(said.slice(1), Array(2).fill("Cần từ 12 phiếu trên tổng số 23 thành viên."));
});
