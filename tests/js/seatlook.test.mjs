import assert from "node:assert/strict";
import test from "node:test";

import { useLook, useMark } from "../../static/js/meetings/seatlook.js";
import { batch, computed, effect, signal } from "../../static/vendor/preact.js";

/** A hall of so many who are all here; `asked` counts how often a seat is worked out. */
function hallOf(count) {
  const people = Array.from({ length: count }, (_, place) => ({ id: `p${place}`, name: `Người ${place}`, office: "", on_roll: true, capacity: "member", order: place }));
  const speeches = signal([]);
  const room = {
    asked: 0,
    people: signal(people),
    speeches,
    queue: computed(() => speeches.value.filter((one) => one.state === "waiting")),
    floor: computed(() => speeches.value.find((one) => one.state === "speaking") ?? null),
    one(name, id) {
      if (name !== "attendance") return people.find((one) => one.id === id) ?? null;
      room.asked += 1;
      return { status: "present" };
    },
  };
  return room;
}

const speech = (person, state) => ({ id: `s-${person}`, person, item: "i", kind: "speech", state, seconds: 60 });

test("a seat shows its place in the list, who speaks and who has spoken", () => {
  const room = hallOf(4);
  for (let place = 0; place < 4; place += 1) effect(() => void useLook(room, `p${place}`));
  room.speeches.value = [speech("p0", "finished"), speech("p1", "speaking"), speech("p2", "waiting")];
  assert.deepEqual([0, 1, 2, 3].map((place) => useLook(room, `p${place}`)).map((one) => [one.state, one.place]), [["spoke", 0], ["speaking", 0], ["not_yet", 1], ["not_yet", 0]]);
  room.speeches.value = [speech("p1", "finished"), speech("p2", "speaking")];
  assert.deepEqual([0, 1, 2].map((place) => useLook(room, `p${place}`).state), ["not_yet", "spoke", "speaking"]);
});

test("of five hundred seats only those are worked out again of whom the list says something else", () => {
  const room = hallOf(500);
  for (const one of room.people.value) effect(() => void useLook(room, one.id));
  room.asked = 0;
  batch(() => (room.speeches.value = [speech("p7", "speaking"), speech("p8", "waiting"), speech("p9", "waiting")]));
  assert.equal(room.asked, 3);
  room.asked = 0;
  batch(() => (room.speeches.value = [speech("p7", "finished"), speech("p8", "speaking"), speech("p9", "waiting")]));
  assert.equal(room.asked, 3);
});

test("a list that moves by one writes the numbers of the seats anew and draws no seat of who still waits", () => {
  const room = hallOf(6);
  const drawn = { p1: 0, p2: 0, p3: 0 };
  for (const id of Object.keys(drawn)) effect(() => void (useMark(room, id), (drawn[id] += 1)));
  room.speeches.value = ["p1", "p2", "p3"].map((id) => speech(id, "waiting"));
  const places = Object.keys(drawn).map((id) => useMark(room, id).place);
  assert.deepEqual(places.map((one) => one?.value), [1, 2, 3]);
  assert.deepEqual(drawn, { p1: 2, p2: 2, p3: 2 });
  room.speeches.value = [speech("p1", "speaking"), speech("p2", "waiting"), speech("p3", "waiting")];
  assert.deepEqual(places.slice(1).map((one) => one?.value), [1, 2]);
  assert.equal(useMark(room, "p1").place, null);
  assert.deepEqual(drawn, { p1: 3, p2: 2, p3: 2 });
});

test("who takes part from another site is shown to be there, and their seat here keeps its colour", () => {
  const room = hallOf(2);
  room.people.value[1].site = "s1";
  assert.deepEqual([0, 1].map((place) => useLook(room, `p${place}`)).map((one) => [one.state, one.site]), [["not_yet", ""], ["not_yet", "s1"]]);
});
