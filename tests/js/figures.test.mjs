import assert from "node:assert/strict";
import test from "node:test";

import * as figures from "../../static/js/meetings/figures.js";
import { happenings } from "../../static/js/meetings/happened.js";

const at = (time) => `2026-11-26T${time}:00.000Z`;
const now = Date.parse(at("01:30"));
const person = (id, more = {}) => ({ id, name: id, office: "", capacity: "member", on_roll: true, order: 1, ...more });
const speech = (id, who, state, more = {}) => ({
  id, person: who, item: "i", kind: "speech", gist: "", state, order: 1, started_at: null, seconds: 0, limit: 300, ...more,
});
const here = (...ids) => Object.fromEntries(ids.map((id) => [id, { id, status: "present" }]));
const history = (spokenTimes, attended) => ({ person: "x", attended, spoken: spokenTimes, last_spoke: null, registered: 0 });

test("an item's used time counts the running stretch by the server's clock", () => {
  const item = { id: "i", order: 1, title: "", minutes: 40, state: "current", started_at: at("01:20"), seconds_used: 60 };
  assert.equal(figures.usedSeconds(item, now), 660);
  assert.equal(figures.usedSeconds({ ...item, state: "done" }, now), 60);
});

test("the rest of the day moves with the overrun of the current item, and never before now", () => {
  const items = [
    { id: "a", order: 1, title: "", minutes: 20, state: "current", started_at: at("01:00"), seconds_used: 0 },
    { id: "b", order: 2, title: "", minutes: 30, state: "waiting" },
    { id: "c", order: 3, title: "", minutes: 10, state: "waiting" },
  ];
  const table = figures.timetable(items, now, Date.parse(at("01:00")));
  assert.equal(table.begin.b, now);
  assert.equal(table.begin.c, now + 30 * 60_000);
  assert.equal(table.end, now + 40 * 60_000);
  assert.equal(table.planned, Date.parse(at("02:00")));
  const meeting = { phase: "in_progress", starts_at: at("01:00"), minutes: 90 };
  assert.equal(figures.foretold(items, meeting, now).planned, Date.parse(at("02:30")), "what the invitation says holds before the items' sum");
});

test("a meeting that began early ends early, one not begun waits for its hour", () => {
  const items = [
    { id: "a", order: 1, title: "", minutes: 20, state: "current", started_at: at("01:20"), seconds_used: 0 },
    { id: "b", order: 2, title: "", minutes: 30, state: "waiting" },
  ];
  assert.equal(figures.timetable(items, now, Date.parse(at("01:45"))).begin.b, now + 10 * 60_000);
  const waiting = items.map((one) => ({ ...one, state: "waiting" }));
  assert.equal(figures.timetable(waiting, now, Date.parse(at("01:45"))).begin.b, Date.parse(at("01:45")) + 20 * 60_000);
  const meeting = { phase: "in_progress", starts_at: at("01:45"), minutes: 50 };
  assert.equal(figures.foretold(waiting, meeting, now).begin.a, now, "opened before its hour, with no item on yet");
  assert.equal(figures.foretold(waiting, { ...meeting, phase: "published" }, now).begin.a, Date.parse(at("01:45")));
});

test("who sees some of the items only is told when one begins where nothing before it is hidden", () => {
  const third = { id: "c", order: 3, title: "", minutes: 10, state: "waiting" };
  const fourth = { ...third, id: "d", order: 4 };
  const meeting = { phase: "in_progress", item: "a", starts_at: at("01:00"), minutes: 90 };
  assert.deepEqual(figures.foretold([third, fourth], meeting, now).begin, {}, "another item is on");
  assert.deepEqual(figures.foretold([third, fourth], { ...meeting, item: null }, now).begin, {}, "others come before it");
  assert.deepEqual(figures.foretold([third], { ...meeting, phase: "published", item: null }, now).begin, {});
  const on = { ...third, state: "current", started_at: at("01:25"), seconds_used: 0 };
  assert.deepEqual(figures.foretold([on, fourth], { ...meeting, item: "c" }, now).begin, { d: now + 5 * 60_000 });
  const first = { ...third, id: "a", order: 1 };
  assert.deepEqual(figures.foretold([first, fourth], { ...meeting, item: null }, now).begin, { a: now });
});

test("in a break the rest of the day counts from when the meeting goes on", () => {
  const until = at("01:50");
  assert.equal(figures.goesOnAt({ phase: "paused", until }, now), Date.parse(until));
  assert.equal(figures.goesOnAt({ phase: "paused", until: at("01:00") }, now), now);
  assert.equal(figures.goesOnAt({ phase: "paused", until: null }, now), now);
  assert.equal(figures.goesOnAt({ phase: "in_progress", until }, now), now);
});

test("a speech's time runs from its stretch and what was spoken before", () => {
  const one = speech("s", "a", "speaking", { started_at: at("01:28"), seconds: 30, limit: 180 });
  assert.equal(figures.secondsLeft(one, now), 30);
  assert.equal(figures.secondsLeft({ ...one, started_at: null }, now), 150);
});

test("least heard of those attended comes first, more silent meetings before fewer", () => {
  const people = ["a", "b", "c", "d"].map((id) => person(id));
  const histories = { a: history(1, 6), b: history(0, 4), c: history(0, 5), d: history(3, 7) };
  const found = figures.notHeard(people, here("a", "b", "c", "d"), [], histories);
  assert.deepEqual(found.map((one) => one.person.id), ["c", "b", "a", "d"]);
});

test("neither who presides nor who leads the body is waiting to be heard, and who is heard often stands apart", () => {
  const people = [person("presides", { capacity: "chair" }), person("leads", { post: "chair" }), person("a"), person("b"), person("c")];
  const histories = { presides: history(0, 6), leads: history(0, 6), a: history(6, 6), b: history(3, 6), c: history(4, 7) };
  const found = figures.notHeard(people, here("presides", "leads", "a", "b", "c"), [], histories);
  const { seldom, today } = figures.byHabit(found);
  assert.deepEqual(seldom.map((one) => one.id), ["b"]);
  assert.deepEqual(today.map((one) => one.id), ["c", "a"]);
});

test("nothing is told of whom too few meetings tell something", () => {
  const people = ["two", "three", "none"].map((id) => person(id));
  const found = figures.notHeard(people, here("two", "three", "none"), [], { two: history(0, 2), three: history(2, 3) });
  assert.deepEqual(found.map((one) => one.person.id), ["three"]);
});

test("a reply has the floor before the speech it interrupts, and waits in no list", () => {
  const main = speech("1", "a", "paused");
  const reply = speech("2", "b", "speaking", { replies_to: "1" });
  assert.equal(figures.onTheFloor([main, reply])?.id, "2");
  assert.equal(figures.onTheFloor([main, { ...reply, state: "paused" }])?.id, "2");
  assert.equal(figures.onTheFloor([main, { ...reply, state: "finished" }])?.id, "1");
  assert.deepEqual(figures.waiting([{ ...reply, state: "waiting" }], "i"), []);
});

test("who is absent, has spoken, waits, speaks, presides or is a guest isn't among the not heard", () => {
  const people = [
    person("absent"), person("spoke"), person("waits"), person("speaks"), person("chair", { capacity: "chair" }),
    person("guest", { on_roll: false, capacity: "guest" }), person("left"), person("silent"), person("withdrew"),
  ];
  const attendance = { ...here("spoke", "waits", "speaks", "chair", "guest", "silent", "withdrew"), left: { id: "left", status: "left" } };
  const speeches = [
    speech("1", "spoke", "finished"), speech("2", "waits", "waiting"), speech("3", "speaks", "speaking"),
    speech("4", "withdrew", "withdrawn"),
  ];
  const told = Object.fromEntries(people.map((one) => [one.id, history(0, 3)]));
  const found = figures.notHeard(people, attendance, speeches, told);
  assert.deepEqual(found.map((one) => one.person.id), ["silent", "withdrew"]);
});

test("nobody was heard where no member but the chair is here", () => {
  const people = [person("chair", { capacity: "chair" }), person("a"), person("guest", { on_roll: false, capacity: "guest" })];
  assert.equal(figures.anyoneToHear(people, here("chair", "guest")), false);
  assert.equal(figures.anyoneToHear(people, { ...here("chair"), a: { id: "a", status: "left" } }), false);
  assert.equal(figures.anyoneToHear(people, { a: { id: "a", status: "online" } }), true);
});

test("the list is in its order, of its item only", () => {
  const speeches = [
    speech("1", "a", "waiting", { order: 3 }), speech("2", "b", "waiting", { order: 1 }),
    speech("3", "c", "waiting", { item: "j" }), speech("4", "d", "declined"),
  ];
  assert.deepEqual(figures.waiting(speeches, "i").map((one) => one.id), ["2", "1"]);
});

test("a substitute sits in the absent member's seat; the chair sits first", () => {
  const people = [
    person("m", { order: 2 }), person("h", { order: 5, capacity: "chair" }),
    person("s", { on_roll: false, capacity: "substitute", substitutes: "m" }),
  ];
  const attendance = { ...here("h", "s"), m: { id: "m", status: "absent" } };
  const found = figures.seats(people, attendance, [speech("1", "s", "waiting")], "i");
  assert.deepEqual(found.map((seat) => [seat.person.id, seat.sitter.id, seat.state, seat.place]), [
    ["h", "h", "chair", null], ["m", "s", "not_yet", 1],
  ]);
});

test("a seat says who speaks, spoke, has not yet and is absent", () => {
  const people = ["a", "b", "c", "d"].map((id, order) => person(id, { order }));
  const speeches = [speech("1", "a", "speaking"), speech("2", "b", "finished"), speech("3", "a", "finished")];
  const found = figures.seats(people, { ...here("a", "b"), c: { id: "c", status: "online" } }, speeches, "i");
  assert.deepEqual(found.map((seat) => [seat.state, seat.online]), [
    ["speaking", false], ["spoke", false], ["not_yet", true], ["absent", false],
  ]);
  assert.deepEqual(figures.seatFigures(found), { total: 4, notYet: 1, absent: 1 });
});

test("the clock rounds up what is left and down what is over", () => {
  assert.equal(figures.clockText(133.2), "02:14");
  assert.equal(figures.clockText(60), "01:00");
  assert.equal(figures.clockText(-24.9), "00:24");
  assert.equal(figures.clockText(0), "00:00");
});

test("what happened is told in order, without who still waits or drafts", () => {
  const items = [{ id: "i", order: 1, title: "", minutes: 5, state: "current", started_at: at("01:00"), finished_at: null }];
  const speeches = [
    speech("w", "a", "waiting", { requested_at: at("01:01") }),
    speech("f", "b", "finished", { called_at: at("01:10") }),
    speech("g", "c", "speaking", { called_at: at("01:00"), started_at: at("01:00") }),
  ];
  const votes = [
    { id: "d", item: "i", question: "", state: "draft" },
    { id: "v", item: "i", question: "", state: "announced", opened_at: at("01:20"), closed_at: at("01:21"), announced_at: at("01:22") },
  ];
  const remarks = [{ id: "r", text: "Mất điện", at: at("01:15") }];
  const attendance = [{ id: "a", status: "left", at: at("01:12") }, { id: "b", status: "present", at: at("00:50") }];
  const found = happenings({ meeting: null, items, speeches, votes, remarks, attendance });
  assert.deepEqual(found.map((one) => one.key), [
    "item_start:i", "speech:g", "speech:f", "left:a", "remark:r", "vote_open:v", "vote_end:v",
  ]);
});
