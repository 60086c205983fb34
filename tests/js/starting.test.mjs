import assert from "node:assert/strict";
import test from "node:test";

import { finishSpeech, goOn, resumeMeeting, startMeeting } from "../../static/js/meetings/acting.js";
import { whyNobody } from "../../static/js/meetings/stillwaiting.js";

/** A chair's room before the start, as far as starting asks it. */
function chairsRoom({ status = "expected", present = 16, needed = 16, sites = [] } = {}) {
  const said = [];
  const gave = {};
  const room = {
    said, gave, sites: { value: sites }, list: () => ({ value: [] }), meetingId: "m", me: { capacity: "chair", person: "c" }, phase: { value: "published" }, second: { value: Date.parse("2026-11-28T02:00:00Z") },
    meeting: { value: { phase: "published", title: "Phiên họp", starts_at: "2026-11-28T02:00:00Z", quorum: { needed, present, met: present >= needed } } },
    may: () => true, one: (name, id) => (name === "sites" ? (sites.find((one) => one.id === id) ?? null) : { status, site: sites[0]?.id ?? null }),
    send: async (name, args) => (said.push(name), (gave[name] = args), { ok: true }),
    act: async (name) => (said.push(name), { ok: true }),
    ask: async () => (said.push("asked"), true),
  };
  return room;
}

test("whoever starts the meeting from the chair is checked in", async () => {
  const room = chairsRoom();
  await startMeeting(room);
  assert.deepEqual(room.said, ["attendance.check_in", "meeting.start"]);
});

test("the chair is checked in where the chair is, and where there are no sites nothing is said of it", async () => {
  const [alone, hall] = [chairsRoom(), chairsRoom({ sites: [{ id: "s1", name: "Xã" }] })];
  await startMeeting(alone);
  await startMeeting(hall);
  assert.deepEqual([alone.gave["attendance.check_in"], hall.gave["attendance.check_in"]], [{}, { site: "s1" }]);
});

test("a chair who is here is not checked in again", async () => {
  const room = chairsRoom({ status: "present" });
  await startMeeting(room);
  assert.deepEqual(room.said, ["meeting.start"]);
});

test("the chair who makes the quorum full is not asked about it", async () => {
  const room = chairsRoom({ present: 15 });
  await startMeeting(room);
  assert.deepEqual(room.said, ["attendance.check_in", "meeting.start"]);
  const fewer = chairsRoom({ present: 14 });
  await startMeeting(fewer);
  assert.deepEqual(fewer.said, ["attendance.check_in", "asked", "meeting.start"]);
});

test("a beginning long before the hour on the invitation is asked about, for it is not taken back", async () => {
  const [early, soon] = ["2026-11-28T02:10:01Z", "2026-11-28T02:10:00Z"].map((starts_at) => {
    const room = chairsRoom({ status: "present" });
    room.meeting.value.starts_at = starts_at;
    return room;
  });
  await startMeeting(early);
  await startMeeting(soon);
  assert.deepEqual([early.said, soon.said], [["asked", "meeting.start"], ["meeting.start"]]);
});

/** A room in a break, as far as going on asks it. */
function pausedRoom({ until, answer = true }) {
  const now = Date.parse("2026-11-28T03:00:00Z");
  const said = [];
  return {
    said, phase: { value: "paused" }, minute: { value: now }, floor: { value: null }, meeting: { value: { phase: "paused", until } },
    act: async (name) => (said.push(name), { ok: true }),
    ask: async ({ over }) => (said.push(over() ? "over" : "asked"), answer),
  };
}

test("a meeting adjourned to another day asks before it goes on early, a break goes on with one tap", async () => {
  const [early, kept, soon, open] = [{ until: "2026-12-01T01:30:00Z" }, { until: "2026-12-01T01:30:00Z", answer: false }, { until: "2026-11-28T03:15:00Z" }, { until: null }].map(pausedRoom);
  for (const room of [early, kept, soon, open]) await resumeMeeting(room);
  assert.deepEqual([early.said, kept.said, soon.said, open.said], [["asked", "meeting.resume"], ["asked"], ["meeting.resume"], ["meeting.resume"]]);
});

test("an adjournment taken back at once asks nothing", async () => {
  const room = pausedRoom({ until: "2026-12-01T01:30:00Z" });
  await goOn(room);
  assert.deepEqual(room.said, ["meeting.resume"]);
});

test("the end of a speech can be taken back until somebody else is called", async () => {
  const said = [];
  let way = null;
  const floor = { value: { id: "s" } };
  const room = { floor, phase: { value: "in_progress" }, name: () => "Ông Tư", act: async (name, args, how = {}) => (said.push([name, args.speech]), (way ??= how), { ok: true }) };
  await finishSpeech(room, { id: "s", person: "p", replies_to: null });
  assert.ok(way.holds(), "the entry is still to come");
  floor.value = null;
  assert.ok(way.holds());
  await way.undo();
  assert.deepEqual(said, [["speaking.finish", "s"], ["speaking.undo_finish", "s"]]);
  floor.value = { id: "another" };
  assert.ok(!way.holds());
});

test("nobody is called in a break, and a session adjourned to another day says so", () => {
  const [long, short] = ["2026-12-01T01:30:00Z", "2026-11-28T03:15:00Z"].map((until) => pausedRoom({ until }));
  assert.deepEqual([whyNobody(long), whyNobody(short), whyNobody({ ...short, phase: { value: "in_progress" } })], ["Họp tiếp vào ngày khác.", "Đang tạm nghỉ.", ""]);
});
