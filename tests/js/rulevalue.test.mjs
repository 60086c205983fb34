import assert from "node:assert/strict";
import test from "node:test";

import { filled } from "../../static/js/app/rulevalue.js";

test("a number typed stands in the value of its choice", () => {
  assert.deepEqual(filled({ name: "at_least", k: "#k" }, { k: "14" }), { name: "at_least", k: 14 });
  assert.equal(filled("#minutes*60", { minutes: " 7 " }), 420);
});

test("what is no whole number is a value that no rule takes", () => {
  for (const typed of ["", "2.5", "-1", "nhiều", "12345678901"]) assert.equal(filled("#k", { k: typed }), null, typed);
});

test("a value without numbers stays as it is", () => {
  for (const value of [true, false, null, "chair", 300, { numerator: 1, denominator: 2 }]) assert.deepEqual(filled(value, {}), value);
});
