// A question goes by itself once what it asks no longer stands: each says when that is so.
import assert from "node:assert/strict";
import { test } from "node:test";

import { goToItem, removeFromQueue, startMeeting } from "../../static/js/meetings/acting.js";
import { lapsed } from "../../static/js/meetings/stillwaiting.js";

/** A room that asks: the question stands until it is over, and is answered by nobody. */
function asking(state) {
  const room = {
    ...state,
    me: { capacity: "chair", person: "c" },
    may: () => true, name: () => "Nguyễn Văn An", order: () => 4, toast() {}, act: async () => ({ ok: true }), send: async () => ({ ok: true }),
    one: (name, id) => room[name]?.[id] ?? null,
    ask: async (spec) => ((room.over = spec.over), (room.asked = spec), false),
  };
  return room;
}

test("to go to an item while somebody speaks is asked only as long as they speak", async () => {
  const room = asking({ vote: { value: null }, floor: { value: { id: "s1", person: "p" } }, meeting: { value: { item: "i3" } }, speeches: { value: [] }, items: { i4: { id: "i4", state: "waiting" } } });
  await goToItem(room, room.items.i4);
  assert.equal(room.over(), false);
  room.floor.value = null;
  assert.equal(room.over(), true, "the speech has ended");
  room.floor.value = { id: "s2", person: "p" };
  assert.equal(room.over(), true, "another speech was not asked about");
  room.floor.value = { id: "s1", person: "p" };
  room.items.i4 = { id: "i4", state: "current" };
  assert.equal(room.over(), true, "another chair was quicker");
});

test("to take somebody from the list is asked only as long as they wait", async () => {
  const room = asking({ speeches: { s1: { id: "s1", person: "p", state: "waiting" } } });
  await removeFromQueue(room, room.speeches.s1);
  assert.equal(room.over(), false);
  room.speeches.s1 = { ...room.speeches.s1, state: "speaking" };
  assert.equal(room.over(), true);
  room.speeches = {};
  assert.equal(room.over(), true);
});

test("the question of a start without a quorum stays, and asks no more than that once the quorum is met", async () => {
  const meeting = (present) => ({ phase: "published", title: "Phiên họp", starts_at: "2026-11-28T02:00:00Z", quorum: { needed: 16, present, met: present >= 16 } });
  const room = asking({ phase: { value: "published" }, second: { value: Date.parse("2026-11-28T02:00:00Z") }, meeting: { value: meeting(15) }, attendance: { c: { status: "present" } } });
  await startMeeting(room);
  assert.equal(room.over(), false);
  assert.match(room.asked.body(), /chưa đủ túc số/);
  const before = room.asked.yes();
  room.meeting.value = meeting(16);
  assert.equal(room.over(), false, "the finger on its way to it meets no other button");
  assert.match(room.asked.body(), /Đã đủ túc số/);
  assert.notEqual(room.asked.yes(), before);
  room.phase.value = "in_progress";
  assert.equal(room.over(), true);
});

test("to leave an item that some wait on is asked, and they are named; where nobody waits it is done at once", async () => {
  const waits = (id, order) => ({ id, person: id, item: "i3", state: "waiting", order, replies_to: null });
  const room = asking({
    vote: { value: null }, floor: { value: null }, item: { value: null }, meeting: { value: { item: "i3" } }, items: { i4: { id: "i4", state: "waiting" } },
    speeches: { value: [waits("a", 1), waits("b", 2), waits("c", 3), waits("d", 4), { ...waits("e", 1), item: "i2" }] },
  });
  const done = [];
  room.act = async (name) => (done.push(name), { ok: true });
  room.name = (id) => `người ${id}`;
  await goToItem(room, room.items.i4);
  assert.deepEqual(done, []);
  assert.match(room.asked.body(), /4 người chờ.*người a, người b, người c/);
  room.speeches.value = [];
  await goToItem(room, room.items.i4);
  assert.deepEqual(done, ["agenda.start_item"]);
});

test("whose item went on without them is told so until they ask or speak again, and nobody else is", () => {
  const items = [{ id: "i3", state: "done" }, { id: "i4", state: "current" }];
  const mine = { id: "s", person: "me", item: "i3", state: "waiting", replies_to: null, requested_at: "2026-11-28T02:00:00Z" };
  assert.equal(lapsed([mine], items, "me")?.id, "s");
  assert.equal(lapsed([mine], items, "other"), null);
  assert.equal(lapsed([{ ...mine, state: "finished" }], items, "me"), null);
  assert.equal(lapsed([{ ...mine, item: "i4" }], items, "me"), null);
  assert.equal(lapsed([mine, { ...mine, id: "t", item: "i4", requested_at: "2026-11-28T02:05:00Z" }], items, "me"), null);
});
