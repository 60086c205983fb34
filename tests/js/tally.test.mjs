import assert from "node:assert/strict";
import test from "node:test";

import { keyed, placeApart, slices } from "../../static/js/app/alike.js";
import { Store } from "../../static/js/app/store.js";
import { Tally } from "../../static/js/app/tally.js";
import { presence } from "../../static/js/meetings/attendance.js";
import { HERE, rankedUnheard, stillUnheard } from "../../static/js/meetings/figures.js";
import { seatCounts, useLook } from "../../static/js/meetings/seatlook.js";
import { computed, effect, signal } from "../../static/vendor/preact.js";

/** The same numbers each time, so that what fails once fails again. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

const STATUSES = ["expected", "present", "online", "absent", "left"];

test("a tally kept by what changes is what counting everything gives", () => {
  const roll = dice(1);
  const tally = new Tally();
  const all = new Map();
  for (let turn = 0; turn < 2000; turn += 1) {
    const key = `k${roll(40)}`;
    const kind = roll(6) === 0 ? null : STATUSES[roll(STATUSES.length)];
    tally.put(key, kind);
    if (kind === null) all.delete(key);
    else all.set(key, kind);
    for (const one of STATUSES) assert.equal(tally.of(one), [...all.values()].filter((other) => other === one).length);
  }
});

test("those of a collection kept by entries are those one finds by looking at all of them", () => {
  const roll = dice(2);
  const store = new Store();
  store.reset({ attendance: { p1: { status: "left" }, p2: { status: "present" } } }, 0, "v", null);
  const gone = store.those("attendance", (one) => one.status === "left");
  const looked = () => Object.values(store.collection("attendance").value).filter((one) => one.status === "left");
  const ids = (list) => list.map((one) => `${one.id} ${one.at}`).sort();
  assert.deepEqual(ids(gone.value), ids(looked()));
  for (let seq = 1; seq < 800; seq += 1) {
    const id = `p${roll(30)}`;
    const form = roll(9) === 0 ? null : { status: STATUSES[roll(STATUSES.length)], at: `${seq}` };
    if (roll(50) === 0) store.reset({ attendance: { [id]: form ?? { status: "left", at: `${seq}` }, p3: { status: "left" } } }, seq, "v", null);
    else store.apply({ stream: "s", from: seq - 1, to: seq, entries: [{ seq, at: "", kind: "", actor: null, changes: { attendance: { [id]: form } } }] });
    assert.deepEqual(ids(gone.value), ids(looked()));
  }
});

test("who reads those of a collection is not told of the others", () => {
  const store = new Store();
  store.reset({ attendance: { a: { status: "left" }, b: { status: "present" } } }, 0, "v", null);
  const gone = store.those("attendance", (one) => one.status === "left");
  let told = 0;
  effect(() => {
    gone.value;
    told += 1;
  });
  store.apply({ stream: "s", from: 0, to: 1, entries: [{ seq: 1, changes: { attendance: { b: { status: "online" } } } }] });
  assert.equal(told, 1);
  store.apply({ stream: "s", from: 1, to: 2, entries: [{ seq: 2, changes: { attendance: { b: { status: "left" } } } }] });
  assert.equal(told, 2);
});

test("of a map that changes in one place only who asked for that place is told", () => {
  const map = signal(new Map([["a", 1], ["b", 2]]));
  const of = keyed(() => map.value, 0);
  const told = { a: [], b: [], c: [] };
  for (const key of Object.keys(told)) effect(() => void told[key].push(of(key)));
  map.value = new Map([["a", 1], ["b", 3]]);
  map.value = new Map([["b", 3], ["c", 4]]);
  assert.deepEqual(told, { a: [1, 0], b: [2, 3], c: [0, 4] });
  assert.equal(of("c"), 4);
});

/** @param {{needed: number, present: number}} quorum */
function quorate(quorum, live = /** @type {number | null} */ (null)) {
  const meeting = signal({ members: 23, quorum: { ...quorum, met: quorum.present >= quorum.needed } });
  return { meeting, people: signal([]), live: { present: signal(live) } };
}

test("the quorum is tight when one more who leaves loses it, and neither before nor after", () => {
  const at = (present) => presence(quorate({ needed: 16, present }));
  assert.deepEqual([17, 16, 15].map(at).map((one) => [one.met, one.tight]), [[true, false], [true, true], [false, false]]);
  assert.equal(presence(quorate({ needed: 0, present: 0 })).tight, false);
});

test("who shows the quorum is drawn again once for one who comes, and not for what changes nothing", () => {
  const room = quorate({ needed: 16, present: 20 }, 20);
  let drawn = 0;
  effect(() => {
    presence(room);
    drawn += 1;
  });
  room.meeting.value = { ...room.meeting.value, quorum: { needed: 16, present: 21, met: true } };
  assert.equal(drawn, 1, "the live figure holds until another is heard");
  room.live.present.value = 21;
  room.meeting.value = { ...room.meeting.value };
  assert.equal(drawn, 2);
});

/** A hall whose people come, go, ask and speak as the dice say. @param {number} size */
function hall(size) {
  const people = Array.from({ length: size }, (_, place) => ({ id: `p${place}`, name: `Người ${place}`, office: "", on_roll: true, capacity: place === 0 ? "chair" : "member", order: place }));
  const statuses = new Map(people.map((one) => [one.id, signal({ id: one.id, status: "expected" })]));
  const speeches = signal([]);
  return {
    statuses,
    people: signal(people),
    speeches,
    list: () => signal([]),
    queue: computed(() => speeches.value.filter((one) => one.state === "waiting")),
    floor: computed(() => speeches.value.find((one) => one.state === "speaking") ?? null),
    one: (name, id) => (name === "attendance" ? (statuses.get(id)?.value ?? null) : (people.find((one) => one.id === id) ?? null)),
  };
}

test("the seats counted one by one are what counting all of them gives", () => {
  const roll = dice(3);
  const room = hall(60);
  for (let turn = 0; turn < 300; turn += 1) {
    const id = `p${roll(60)}`;
    if (roll(3)) room.statuses.get(id).value = { id, status: STATUSES[roll(STATUSES.length)] };
    else room.speeches.value = [...room.speeches.value.filter((one) => one.person !== id), { id, person: id, item: "i", kind: "speech", seconds: 9, state: ["waiting", "speaking", "finished"][roll(3)] }];
    if (turn === 150) room.people.value = room.people.value.slice(0, 50);
    const looks = room.people.value.map((one) => useLook(room, one.id).state);
    const count = (...states) => looks.filter((one) => states.includes(one)).length;
    assert.deepEqual(seatCounts(room), { total: room.people.value.length, free: 0, notYet: count("not_yet"), absent: count("absent", "invited") });
  }
});

test("who was not heard, put in order once, is who is found in order each time", () => {
  const roll = dice(4);
  const people = Array.from({ length: 40 }, (_, place) => ({ id: `p${place}`, name: "", office: "", on_roll: roll(9) > 0, capacity: place ? "member" : "chair", order: roll(40) }));
  const histories = Object.fromEntries(people.map((one) => [one.id, { person: one.id, meetings: 9, attended: roll(8), spoken: roll(4), last_spoke: null, registered: 0 }]));
  const ranked = rankedUnheard(people, histories);
  const attendance = Object.fromEntries(people.map((one) => [one.id, { id: one.id, status: "expected" }]));
  let speeches = [];
  for (let turn = 0; turn < 200; turn += 1) {
    const id = `p${roll(40)}`;
    attendance[id] = { id, status: STATUSES[roll(STATUSES.length)] };
    if (roll(4) === 0) speeches = [...speeches.filter((one) => one.person !== id), { id, person: id, item: "i", kind: "speech", state: ["waiting", "finished", "withdrawn"][roll(3)] }];
    const free = (one) => one.on_roll && one.capacity !== "chair" && HERE.has(attendance[one.id].status) && histories[one.id].attended >= 3 && !speeches.some((other) => other.person === one.id && other.state !== "withdrawn");
    const found = stillUnheard(ranked, attendance, speeches);
    assert.deepEqual(new Set(found.map((one) => one.id)), new Set(people.filter(free).map((one) => one.id)));
    const rates = found.map((one) => one.history.spoken / one.history.attended);
    assert.deepEqual(rates, [...rates].sort((a, b) => a - b));
  }
});

test("a list in slices is the whole list, in its order", () => {
  for (const size of [0, 1, 39, 40, 41, 500]) {
    const list = Array.from({ length: size }, (_, place) => place);
    assert.deepEqual(slices(list).flat(), list);
    assert.ok(slices(list).every((some) => some.length > 0 && some.length <= 40));
  }
});

test("a row is the very same while only its place is another", () => {
  const apart = placeApart();
  const [one, other] = [{ id: "s", order: 3, gist: "Vốn" }, { id: "o", order: 4, gist: "" }];
  assert.deepEqual(apart([one, other]), [one, other]);
  const moved = apart([{ ...other, order: 1 }, { ...one, order: 2 }]);
  assert.equal(moved[0], other);
  assert.equal(moved[1], one);
  for (const told of [{ ...one, gist: "Vốn trung hạn" }, { ...one, why: "moved" }, { id: "s", order: 3 }]) assert.equal(apart([told])[0], told);
  assert.equal(apart([one])[0], one);
});

test("a row that went and came back is drawn as it is told then", () => {
  const apart = placeApart();
  const one = { id: "s", order: 3 };
  apart([one]);
  apart([]);
  const back = { ...one };
  assert.equal(apart([back])[0], back);
});
