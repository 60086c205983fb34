import assert from "node:assert/strict";
import test from "node:test";

import { foundBy, ledTo } from "../../static/js/voting/ballotlist.js";

const all = Array.from({ length: 500 }, (_one, n) => ({ choice: [n % 3], code: `7KQM${String(n).padStart(4, "X")}94TBH3WF`, mark: n % 9 ? "" : "S7" }));

test("a code copied from paper is found whichever way it is written, with its mark or without", () => {
  for (const typed of ["7KQMX32194TBH3WF", "7kqm x321 94tb h3wf", "7KQM-X321-94TB", "x321"]) assert.deepEqual(foundBy(all, typed).map((one) => one.code), ["7KQMX32194TBH3WF"]);
  assert.equal(foundBy(all, " ·- ").length, 500);
  assert.equal(foundBy(all, "S7").length, 56);
  assert.equal(foundBy(all, "ZZZZ").length, 0);
});

test("keys lead to a line that is there, whatever the line", () => {
  assert.deepEqual(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"].map((key) => ledTo(key, 0, 500)), [1, 0, 8, 0, 0, 499]);
  assert.deepEqual(["ArrowDown", "PageDown", "ArrowUp"].map((key) => ledTo(key, 499, 500)), [499, 499, 498]);
  assert.equal(ledTo("ArrowDown", 0, 0), null);
  assert.equal(ledTo("a", 3, 500), null);
});
