import assert from "node:assert/strict";
import { test } from "node:test";

import { named, overwritten } from "../../static/js/meetings/duties.js";

const duty = (more) => ({ assignee: null, assignee_text: "", due: null, ...more });

test("a change names the parts it sets", () => {
  assert.deepEqual(named({ due: "2026-12-15" }), ["due"]);
  assert.deepEqual(named({ assignee: "p1", assignee_text: "" }), ["who"]);
  assert.deepEqual(named({ assignee: null, assignee_text: "", due: null }), ["who", "due"]);
});

test("what was there before one's own date arrives is nobody else's", () => {
  const mine = { due: { set: duty({ due: "2026-12-15" }), stood: false } };
  assert.deepEqual(overwritten(mine, duty({})), []);
  assert.deepEqual(overwritten(mine, duty({ due: "2026-12-15" })), []);
});

test("another date after one's own has stood is told, until it is one's own again", () => {
  const mine = { due: { set: duty({ due: "2026-12-15" }), stood: false } };
  overwritten(mine, duty({ due: "2026-12-15" }));
  assert.deepEqual(overwritten(mine, duty({ due: "2026-12-20" })), ["due"]);
  assert.deepEqual(overwritten(mine, duty({ due: "2026-12-15" })), []);
});

test("a unit of another is told apart from the date, which stays", () => {
  const set = duty({ assignee_text: "Sở Tài chính", due: "2026-12-15" });
  const mine = { who: { set, stood: true }, due: { set, stood: true } };
  assert.deepEqual(overwritten(mine, duty({ assignee: "p9", due: "2026-12-15" })), ["who"]);
});
