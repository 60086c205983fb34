import assert from "node:assert/strict";
import test from "node:test";

import { nearest } from "../../static/js/app/focus.js";

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
