import assert from "node:assert/strict";
import test from "node:test";

import { nearest, writes } from "../../static/js/app/focus.js";

const any = () => true;

test("what stands in the place of what has gone comes next", () => {
  assert.equal(nearest(["a", "b", "c"], 1, any), "b");
  assert.equal(nearest(["a", "b", "c"], 1, (one) => one !== "b"), "c");
});

test("at the end of a list it is the one before, and the place may be beyond what is left", () => {
  assert.equal(nearest(["a", "b", "c"], 2, (one) => one !== "c"), "b");
  assert.equal(nearest(["a", "b"], 9, any), "b");
  assert.equal(nearest(["a", "b"], -1, any), "a");
});

test("where nothing may have it there is nothing", () => {
  assert.equal(nearest([], 0, any), null);
  assert.equal(nearest(["a", "b"], 1, () => false), null);
});

test("letters, marks being composed and a correction are still writing; what sends or leaves a field is not", () => {
  const key = (name, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });
  for (const one of ["a", " ", "ố", "Backspace", "Process", "Dead"]) assert.ok(writes(key(one)), one);
  for (const one of ["Enter", "Escape", "Tab", "ArrowDown", "F5"]) assert.ok(!writes(key(one)), one);
  assert.ok(!writes(key("z", { ctrlKey: true })));
  assert.ok(writes(key("Enter", { isComposing: true })), "it ends a word");
});
