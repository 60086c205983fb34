import assert from "node:assert/strict";
import { test } from "node:test";
import { beganAt, happenings } from "../../static/js/meetings/happened.js";
import { left, toBeHeard, unsettled } from "../../static/js/meetings/ending.js";
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

test("who leaves does so before the quorum is lost by it", () => {
  const at = "2026-11-26T01:00:00Z";
  const course = [{ id: "q", kind: "quorum_lost", at, present: 5, needed: 6 }];
  assert.deepEqual(kinds({ course, attendance: [{ id: "p", status: "left", at }] }), ["left", "quorum_lost"]);
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

test("an item begins once: through breaks, during one, and when it is over", () => {
  const at = (/** @type {string} */ time) => `2026-11-26T${time}:00Z`;
  const course = [["paused", "02:00"], ["resumed", "02:30"], ["paused", "03:00"], ["resumed", "03:10"]].map(([kind, time]) => ({ id: time, kind, at: at(time), present: 8, needed: 6 }));
  const item = (/** @type {object} */ more) => ({ id: "a", order: 1, state: "current", seconds_used: 0, started_at: null, finished_at: null, ...more });
  const began = Date.parse(at("01:40"));
  assert.equal(beganAt(item({ started_at: at("01:40") }), []), began);
  assert.equal(beganAt(item({ seconds_used: 20 * 60 }), course.slice(0, 1)), began);
  assert.equal(beganAt(item({ started_at: at("02:30"), seconds_used: 20 * 60 }), course.slice(0, 2)), began);
  assert.equal(beganAt(item({ started_at: at("03:10"), seconds_used: 50 * 60 }), course), began);
  assert.equal(beganAt(item({ state: "done", finished_at: at("03:20"), seconds_used: 60 * 60 }), course), began);
  assert.equal(beganAt(item({ started_at: at("03:15") }), course), Date.parse(at("03:15")));
  assert.equal(beganAt(item({ state: "done", finished_at: at("02:55"), seconds_used: 10 * 60 }), course), Date.parse(at("02:45")));
  assert.equal(beganAt(item({ state: "waiting" }), course), 0);
  const told = happenings({ ...nothing, items: [item({ started_at: at("02:30"), seconds_used: 20 * 60 })], course: course.slice(0, 2) });
  assert.deepEqual(told.map((one) => one.course?.kind ?? one.kind), ["item_start", "paused", "resumed"]);
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

test("each dispute of a secret ballot is told when it was said: whose to the desk, to everybody else that there is one", async () => {
  const { disputeSaid, disputesOf } = await import("../../static/js/voting/disputes.js");
  const votes = { v: { id: "v", item: "a", question: "Bầu?", state: "announced", opened_at: "2026-11-26T01:00:00Z", announced_at: "2026-11-26T01:05:00Z" } };
  const seen = (/** @type {any} */ disputes, /** @type {any} */ known = votes) => {
    const boxes = { v: { id: "v", disputes, disputed_at: ["2026-11-26T01:05:00Z", "2026-11-26T01:06:00Z"] }, w: { id: "w", disputes: 0, disputed_at: [] } };
    return { by: (/** @type {string} */ name) => (name === "sealed" ? boxes : {}), one: (/** @type {string} */ name, /** @type {string} */ id) => known[id] ?? null, name: (/** @type {string} */ id) => ({ lan: "Lan", minh: "Minh" })[id] };
  };
  const [desk, member] = [seen(["lan", "minh"]), seen(2)];
  const told = (/** @type {any} */ room) => disputesOf(room).map((one) => disputeSaid(room, one));
  assert.deepEqual(told(desk), ["Máy của Lan báo phiếu không khớp: Bầu?", "Máy của Minh báo phiếu không khớp: Bầu?"]);
  assert.deepEqual(told(member), Array(2).fill("Có máy báo phiếu không khớp: Bầu?"));
  assert.deepEqual(disputesOf(seen(2, {})), []); // of a vote that isn't theirs to see
  assert.equal(disputesOf(member)[0], disputesOf(member)[0]);
  const order = happenings({ ...nothing, votes: [votes.v], disputes: disputesOf(member) });
  assert.deepEqual(order.map((one) => one.key), ["vote_open:v", "vote_end:v", "dispute:v:0", "dispute:v:1"]);
  assert.deepEqual(order.slice(2).map((one) => one.item), ["a", "a"]);
  const aside = { ...votes.v, state: "annulled" };
  const boxes = { v: { stage: "ended", finished_at: "2026-11-26T01:08:00Z" } };
  assert.deepEqual(happenings({ ...nothing, votes: [aside], disputes: disputesOf(member), boxes }).map((one) => one.kind), ["vote_open", "dispute", "dispute", "vote_end"]);
});

test("at the end they wait who are on the list or asked for what is to come, not who waited on an item that is over", () => {
  const items = [{ id: "a", state: "done" }, { id: "b", state: "current" }, { id: "c", state: "waiting" }];
  const one = (/** @type {string} */ id, /** @type {string} */ item, more = {}) => ({ id, item, state: "waiting", ...more });
  const queue = [one("2", "b")];
  const speeches = [one("1", "a"), ...queue, one("3", "c"), one("4", "c", { state: "withdrawn" }), one("5", "b", { replies_to: "9" })];
  assert.deepEqual(toBeHeard(queue, speeches, items).map((speech) => speech.id), ["2", "3"]);
});
