import assert from "node:assert/strict";
import { test } from "node:test";

const kept = new Map();
globalThis.sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
const { named, overwritten, setAt, setting } = await import("../../static/js/meetings/duties.js");

const duty = (more) => ({ assignee: null, assignee_text: "", due: null, ...more });
const mine = (more) => ({ due: { set: duty({ due: "2026-12-15" }), at: 7, ...more } });

test("a change names the parts it sets", () => {
  assert.deepEqual(named({ due: "2026-12-15" }), ["due"]);
  assert.deepEqual(named({ assignee: "p1", assignee_text: "" }), ["who"]);
  assert.deepEqual(named({ assignee: null, assignee_text: "", due: null }), ["who", "due"]);
});

test("what was there before one's own date arrives is nobody else's", () => {
  assert.deepEqual(overwritten(mine({ at: null }), duty({}), 6), []);
  assert.deepEqual(overwritten(mine(), duty({}), 6), []);
  assert.deepEqual(overwritten(mine(), duty({ due: "2026-12-15" }), 7), []);
});

test("another date after one's own is told, until it is one's own again", () => {
  assert.deepEqual(overwritten(mine(), duty({ due: "2026-12-20" }), 8), ["due"]);
  assert.deepEqual(overwritten(mine(), duty({ due: "2026-12-15" }), 9), []);
});

test("another date that comes in one batch with one's own, before the answer, is told", async () => {
  // The screen is at entry 8 when the answer comes that one's own was entry 7: it never showed it.
  await setting("duty:a", duty({}), { due: "2026-12-15" }, async () => ({ ok: true, seq: 7 }));
  assert.deepEqual(overwritten(setAt("duty:a").value, duty({ due: "2026-12-20" }), 8), ["due"]);
});

test("a unit of another is told apart from the date, which stays", () => {
  const set = duty({ assignee_text: "Sở Tài chính", due: "2026-12-15" });
  assert.deepEqual(overwritten({ who: { set, at: 3 }, due: { set, at: 3 } }, duty({ assignee: "p9", due: "2026-12-15" }), 4), ["who"]);
});

test("what was refused is forgotten, and what was set before it is known again", async () => {
  await setting("duty:b", duty({}), { due: "2026-12-15" }, async () => ({ ok: true, seq: 7 }));
  await setting("duty:b", duty({ due: "2026-12-15" }), { due: "2026-12-18" }, async () => ({ ok: false, error: {} }));
  assert.deepEqual(setAt("duty:b").value, mine());
});

test("it outlives a reload of the page; what was not answered does not", async () => {
  await setting("duty:c", duty({}), { due: "2026-12-15" }, async () => ({ ok: true, seq: 7 }));
  assert.deepEqual(JSON.parse(kept.get("duty:c")), mine());
  await setting("duty:d", duty({}), { due: "2026-12-15" }, async () => (assert.equal(kept.has("duty:d"), false), { ok: true, seq: 7 }));
  kept.set("duty:e", JSON.stringify(mine()));
  assert.deepEqual(setAt("duty:e").value, mine());
});
