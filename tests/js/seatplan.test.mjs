import assert from "node:assert/strict";
import test from "node:test";

import { planSeats, SEAT_HEIGHT, SEAT_WIDTH } from "../../static/js/meetings/seatplan.js";

const SIZES = [1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 23, 24, 31, 47, 59, 60, 61, 80, 95, 96, 120, 200, 500];

for (const count of SIZES) {
  test(`${count} members each have a seat inside the drawing`, () => {
    const plan = planSeats(count);
    assert.equal(plan.places.length, count);
    for (const place of plan.places) {
      assert.ok(place.x - SEAT_WIDTH / 2 >= 0 && place.x + SEAT_WIDTH / 2 <= plan.width, `x ${place.x}`);
      assert.ok(place.y - SEAT_HEIGHT / 2 >= 0 && place.y + SEAT_HEIGHT / 2 <= plan.height, `y ${place.y}`);
    }
  });

  test(`no two of ${count} seats overlap`, () => {
    const { places } = planSeats(count);
    for (let one = 0; one < places.length; one++)
      for (let other = one + 1; other < places.length; other++) {
        const across = Math.abs(places[one].x - places[other].x);
        const down = Math.abs(places[one].y - places[other].y);
        assert.ok(across >= SEAT_WIDTH - 0.5 || down >= SEAT_HEIGHT - 0.5, `${one} and ${other}: ${across}, ${down}`);
      }
  });
}

test("the chair sits in the middle of the head table", () => {
  for (const count of SIZES) {
    const plan = planSeats(count);
    assert.equal(plan.places[0].row, 0);
    assert.ok(Math.abs(plan.places[0].x - plan.width / 2) < 0.01, `${count}: ${plan.places[0].x} of ${plan.width}`);
  }
});

test("no seat of an arc stands on the head table", () => {
  for (const count of SIZES) {
    const { table, places } = planSeats(count);
    for (const place of places.filter((one) => one.row > 0)) {
      const beside = place.x + SEAT_WIDTH / 2 <= table.x || place.x - SEAT_WIDTH / 2 >= table.x + table.width;
      assert.ok(beside || place.y + SEAT_HEIGHT / 2 <= table.y, `${count}: ${place.x},${place.y}`);
    }
  }
});

test("twenty-three sit as on the drawing: five at the table, two arcs", () => {
  const { places } = planSeats(23);
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => places.filter((place) => place.row === row).length),
    [5, 7, 11, 0],
  );
});

test("a meeting of 95 still fills its space: seats stay legible on a tablet", () => {
  const plan = planSeats(96);
  const scale = Math.min(530 / plan.width, 250 / plan.height);
  assert.ok(scale * SEAT_WIDTH >= 20, `a seat is ${Math.round(scale * SEAT_WIDTH)} pixels wide`);
});
