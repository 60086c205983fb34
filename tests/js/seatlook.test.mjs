import assert from "node:assert/strict";
import test from "node:test";

import { useLook } from "../../static/js/meetings/seatlook.js";
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
