/** Who asked for the floor: how long they still wait, and what the chair's row says of why they stand there. The room is the real one. */
import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../static/js/app/store.js";
import { chipRowWords, rowWords } from "../../static/js/meetings/order.js";
import { bothHere } from "../../static/js/meetings/relieved.js";
import { myPlaceWords, waitSeconds, waitWords } from "../../static/js/meetings/speaking.js";
import { makeRoom } from "../../static/js/meetings/state.js";
import { signal } from "../../static/vendor/preact.js";

const START = Date.parse("2026-11-28T02:00:00Z");
const asked = (order) => ({ person: `p${order}`, item: "i1", kind: "speech", state: "waiting", order, requested_at: "2026-11-28T01:50:00Z", started_at: null, seconds: 0, limit: 300 });

/** Two wait, each with five minutes. */
function waiting(now = {}, who = {}) {
  const [store, second] = [new Store(), signal(START)];
  const meeting = { phase: "in_progress", item: "i1", chair: "chair", quorum: { met: true, present: 9, needed: 5 }, speaking: {}, ...now };
  store.reset({ meeting: { m: meeting }, items: { i1: { title: "Kinh tế", order: 1, state: "current", minutes: 30 } }, people: {}, attendance: {}, speeches: { a: asked(1), b: asked(2) }, notices: {}, ...who }, 1, "v", null);
  const connection = { stream: "meeting:m", store, me: signal({ person: "p2", capacity: "member", may: [] }), network: signal("online") };
  return makeRoom(connection, { person: "p2", pending: signal([]), send: async () => ({ ok: true }) }, { second, now: () => second.value });
}

test("who goes for a member who has come is promised no turn, in the list and on the bar", () => {
  const room = (member, now = {}) => waiting(now, { people: { p2: { name: "Phạm Thu Trang", substitutes: "p3" }, p3: { name: "Đỗ Văn Thành" } }, attendance: { p2: { status: "present" }, p3: { status: member } } });
  assert.deepEqual([waitWords(room("expected"), 1), myPlaceWords(room("expected"))], ["Khoảng 5 phút nữa", "Thứ tự 2 · khoảng 5 phút nữa"]);
  assert.deepEqual([waitWords(room("present"), 1), myPlaceWords(room("present"))], ["Thành viên đã có mặt.", "Thành viên đã có mặt."]);
  assert.deepEqual([room("expected"), room("present"), room("present", { phase: "ended" })].map((one) => bothHere(one).length), [0, 1, 0], "at the end nobody is told what holds from now on");
});

test("one waits for whoever is before", () => {
  assert.equal(waitSeconds(waiting(), 0), 0);
  assert.equal(waitSeconds(waiting(), 1), 300);
});

test("nobody waits for who has left, and stands in the list until they are back", () => {
  const room = (status) => waiting({}, { attendance: { p1: { status } } });
  assert.equal(waitSeconds(room("left"), 1), 0);
  assert.equal(waitSeconds(room("present"), 1), 300);
});

test("a break is waited for, too; one that should be over is not", () => {
  assert.equal(waitSeconds(waiting({ phase: "paused", until: "2026-11-28T02:15:00Z" }), 1), 900 + 300);
  assert.equal(waitSeconds(waiting({ phase: "paused", until: "2026-11-28T01:59:00Z" }), 1), 300);
});

test("nobody can say how long where no end was given, or the meeting goes on another day", () => {
  assert.equal(waitSeconds(waiting({ phase: "paused", until: null }), 1), null);
  assert.equal(waitSeconds(waiting({ phase: "paused", until: "2026-11-30T02:00:00Z" }), 1), null);
});

test("whose question is told by a chip is said to have spoken, if they have: the list may go by it", () => {
  const spoke = { ...asked(1), state: "finished", seconds: 180, started_at: "2026-11-28T01:40:00Z" };
  const room = waiting({ speaking: { order: "least_time" } }, { speeches: { s: spoke }, attendance: { p1: { status: "present" }, p2: { status: "present" } } });
  const question = (order) => ({ id: `q${order}`, ...asked(order), kind: "question", gist: "Về vốn" });
  assert.match(chipRowWords(room, question(1)), /đã nói 3 phút · Về vốn$/);
  assert.doesNotMatch(chipRowWords(room, question(1)), /chất vấn/);
  assert.equal(chipRowWords(room, question(2)), "Về vốn");
  assert.match(rowWords(room, question(1)), /^chất vấn · .*đã nói 3 phút/);
});
