import assert from "node:assert/strict";
import { test } from "node:test";
import { happenings } from "../../static/js/meetings/happened.js";
import { left, unsettled } from "../../static/js/meetings/ending.js";
import { mayPreside } from "../../static/js/meetings/presiding.js";

const nothing = { meeting: null, items: [], speeches: [], votes: [], remarks: [], attendance: [] };
const kinds = (matter) => happenings({ ...nothing, ...matter }).map((one) => one.course?.kind ?? one.kind);

test("of one moment the meeting begins before everything and ends after it", () => {
  const at = "2026-11-26T01:00:00Z";
  const items = [{ id: "a", order: 1, state: "current", started_at: at, seconds_used: 0 }];
  const course = ["ended", "started"].map((kind) => ({ id: kind, kind, at, present: 8, needed: 6 }));
  const notices = [{ id: "n", text: "Giải lao", at, to: "all", site: null }];
  assert.deepEqual(kinds({ items, course, notices }), ["started", "item_start", "notice", "ended"]);
});

test("it goes on in order over midnight", () => {
  const course = [
    { id: "2", kind: "resumed", at: "2026-11-26T17:15:00Z" },
    { id: "1", kind: "paused", at: "2026-11-26T16:50:00Z", until: "2026-11-26T17:15:00Z" },
    { id: "0", kind: "started", at: "2026-11-26T16:00:00Z", present: 8, needed: 6 },
    { id: "3", kind: "quorum_lost", at: "2026-11-26T17:30:00Z", present: 5, needed: 6 },
  ];
  assert.deepEqual(kinds({ course }), ["started", "paused", "resumed", "quorum_lost"]);
});

test("a meeting of before the record still begins and ends", () => {
  const meeting = { started_at: "2026-11-26T01:00:00Z", ended_at: "2026-11-26T03:00:00Z" };
  assert.deepEqual(kinds({ meeting, course: [] }), ["started", "ended"]);
  assert.deepEqual(kinds({ meeting: { started_at: null, ended_at: null }, course: [] }), []);
});

test("who leads the body, then its deputies, then the others by seat; nobody away, no guest, not who presides", () => {
  const person = (id, more) => ({ id, name: id, office: "", capacity: "member", on_roll: true, order: 9, post: "", ...more });
  const people = [
    person("e", { order: 2 }), person("d", { order: 1 }), person("deputy", { post: "deputy", order: 8 }), person("head", { post: "chair" }),
    person("acting", { capacity: "chair" }), person("guest", { capacity: "guest", on_roll: false }), person("away", { post: "deputy" }),
  ];
  const attendance = Object.fromEntries(people.map((one) => [one.id, { status: one.id === "away" ? "left" : "present" }]));
  assert.deepEqual(mayPreside(people, attendance).map((one) => one.id), ["head", "deputy", "d", "e"]);
});

test("what is left at the end: items not dealt with, conclusions not approved, leave not answered", () => {
  const found = left({
    items: [{ state: "done" }, { state: "waiting" }, { state: "current" }],
    conclusions: [{ state: "draft" }, { state: "submitted" }, { state: "approved" }],
    attendance: [{ leave: "asked" }, { leave: "" }, { leave: "granted" }],
  });
  assert.deepEqual([found.items.length, found.drafts, found.leave], [1, 2, 1]);
});

test("a secret ballot whose box isn't settled holds the end; one being checked holds it for its minute, one final or called off doesn't", () => {
  const stages = ["casting", "opening", "counted", "checking", "disputed", "final", "few", "ended"];
  const votes = [...stages.map((id) => ({ id, question: id })), { id: "open", question: "open" }];
  const found = unsettled(votes, stages.map((stage) => ({ id: stage, stage, confirm_until: "t" })));
  assert.deepEqual(found.map((one) => one.stage), ["opening", "counted", "checking", "disputed"]);
  assert.equal(found[2].until, "t");
});
