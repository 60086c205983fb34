// A question goes by itself once what it asks no longer stands: each says when that is so.
import assert from "node:assert/strict";
import { test } from "node:test";

import { goToItem, removeFromQueue, startMeeting } from "../../static/js/meetings/acting.js";

/** A room that asks: the question stands until it is over, and is answered by nobody. */
function asking(state) {
  const room = {
    ...state,
    me: { capacity: "chair", person: "c" },
    may: () => true, name: () => "Nguyễn Văn An", order: () => 4, toast() {}, act: async () => ({ ok: true }), send: async () => ({ ok: true }),
    one: (name, id) => room[name]?.[id] ?? null,
    ask: async (spec) => ((room.over = spec.over), false),
  };
  return room;
}

test("to go to an item while somebody speaks is asked only as long as they speak", async () => {
  const room = asking({ vote: { value: null }, floor: { value: { id: "s1", person: "p" } }, items: { i4: { id: "i4", state: "waiting" } } });
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

test("to start without a quorum is asked only as long as there is none, and it has not started", async () => {
  const meeting = (present) => ({ phase: "published", title: "Phiên họp", starts_at: "2026-11-28T02:00:00Z", quorum: { needed: 16, present, met: present >= 16 } });
  const room = asking({ phase: { value: "published" }, second: { value: Date.parse("2026-11-28T02:00:00Z") }, meeting: { value: meeting(10) }, attendance: { c: { status: "present" } } });
  await startMeeting(room);
  assert.equal(room.over(), false);
  room.meeting.value = meeting(16);
  assert.equal(room.over(), true);
  room.meeting.value = meeting(10);
  room.phase.value = "in_progress";
  assert.equal(room.over(), true);
});
