import assert from "node:assert/strict";
import test from "node:test";
import { heard, isHere, mayPresent } from "../../static/js/documents/following.js";

const shown = { paper: "p", version: 1 };
const at = (/** @type {any} */ more = {}) => ({ id: "x", state: "on", why: "", paper: "p", version: 1, page: 4, by: "c", started_at: "1", ...more });
const follows = { wants: true, paused: false };
const how = { begins: false, busy: false, came: false };

test("who follows is turned to the page that is presented", () => {
  assert.deepEqual(heard(follows, at(), shown, how), { following: follows, go: 4 });
});

test("one's own turning pauses it, and nobody is turned until they come back", () => {
  const paused = { wants: true, paused: true };
  assert.deepEqual(heard(paused, at(), shown, how), { following: paused });
});

test("another presentation takes along who had paused the one before, but not who is turning pages just now", () => {
  const paused = { wants: true, paused: true };
  assert.equal(heard(paused, at(), shown, { ...how, begins: true }).go, 4);
  assert.deepEqual(heard(follows, at(), shown, { ...how, begins: true, busy: true }), { following: paused });
});

test("who opened another paper by themselves keeps it; who came along goes along", () => {
  const other = at({ paper: "q", version: 2 });
  assert.deepEqual(heard(follows, other, shown, how), { following: { wants: true, paused: true } });
  assert.deepEqual(heard(follows, other, shown, { ...how, came: true }).open, { paper: "q", version: 2 });
});

test("who does not want to follow is left alone", () => {
  const alone = { wants: false, paused: false };
  assert.deepEqual(heard(alone, at(), shown, { ...how, begins: true, came: true }), { following: alone });
});

test("when it is over nothing is paused any more", () => {
  assert.deepEqual(heard({ wants: true, paused: true }, at({ state: "over", paper: null }), shown, how), { following: follows });
  assert.equal(isHere(at({ state: "over" }), shown), false);
});

test("chair and secretary present, who has the floor, and whom the item names", () => {
  const fold = (/** @type {string} */ text) => text.toLowerCase();
  const me = { person: "m", capacity: "member", phase: "in_progress", speeches: /** @type {any[]} */ ([]), presenter: "", name: "Hà", office: "Giám đốc Sở" };
  assert.equal(mayPresent(me, fold), false);
  assert.equal(mayPresent({ ...me, capacity: "chair" }, fold), true);
  assert.equal(mayPresent({ ...me, capacity: "chair", phase: "paused" }, fold), false);
  assert.equal(mayPresent({ ...me, speeches: [{ person: "m", state: "speaking" }] }, fold), true);
  assert.equal(mayPresent({ ...me, speeches: [{ person: "m", state: "waiting" }] }, fold), false);
  assert.equal(mayPresent({ ...me, presenter: "Giám đốc Sở" }, fold), true);
  assert.equal(mayPresent({ ...me, presenter: "đồng chí Hà trình" }, fold), true);
  assert.equal(mayPresent({ ...me, presenter: "Hàn" }, fold), false);
});
