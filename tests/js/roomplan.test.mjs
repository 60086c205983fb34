import assert from "node:assert/strict";
import test from "node:test";

import { initials } from "../../static/js/app/fold.js";
import { neighbour, planRoom, rowLetters, rowsTyped, seatLabel, seatsIn, seatTexts, viewOf, zoomed } from "../../static/js/meetings/roomplan.js";
import { SEAT_HEIGHT, SEAT_WIDTH } from "../../static/js/meetings/seatplan.js";

const PLANS = ["arcs", "rows", "u"].flatMap((shape) =>
  [
    { head: 0, rows: [1] }, { head: 1, rows: [2, 3] }, { head: 5, rows: [7, 11] }, { head: 15, rows: [] }, { head: 7, rows: [40, 12, 30] },
    { head: 3, rows: [4, 4, 4, 4] }, { head: 15, rows: Array(17).fill(30) }, { head: 9, rows: [80, 80, 80, 80, 80, 80] },
  ].map((plan) => ({ shape, ...plan })));

for (const plan of PLANS) {
  const name = `${plan.shape}, ${plan.head} and ${plan.rows.length} rows`;

  test(`${name}: every seat is in the drawing and has a label of its own`, () => {
    const { places, width, height } = planRoom(plan);
    assert.equal(places.length, seatsIn(plan));
    assert.equal(new Set(places.map((one) => one.label)).size, places.length);
    for (const one of places) {
      assert.ok(one.x - SEAT_WIDTH / 2 >= -0.01 && one.x + SEAT_WIDTH / 2 <= width + 0.01, `x ${one.x}`);
      assert.ok(one.y - SEAT_HEIGHT / 2 >= -0.01 && one.y + SEAT_HEIGHT / 2 <= height + 0.01, `y ${one.y}`);
    }
  });

  test(`${name}: no two seats overlap, and none stands on the head table`, () => {
    const { places, table } = planRoom(plan);
    for (const [place, one] of places.entries()) {
      for (const other of places.slice(place + 1)) {
        const [across, down] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)];
        assert.ok(across >= SEAT_WIDTH - 0.5 || down >= SEAT_HEIGHT - 0.5, `${one.label} and ${other.label}: ${across}, ${down}`);
      }
      const beside = one.x + SEAT_WIDTH / 2 <= table.x || one.x - SEAT_WIDTH / 2 >= table.x + table.width;
      assert.ok(one.row === 0 || table.width === 0 || beside || one.y + SEAT_HEIGHT / 2 <= table.y + 0.01, one.label);
    }
  });

  test(`${name}: every seat is reached by the arrow keys`, () => {
    const { places } = planRoom(plan);
    const reached = new Set([0]);
    for (const at of reached) for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) reached.add(neighbour(places, at, key));
    assert.equal(reached.size, places.length);
  });
}

test("rows are called and seats labelled as the server does", () => {
  assert.deepEqual([0, 25, 26, 51, 52].map(rowLetters), ["A", "Z", "AA", "AZ", "BA"]);
  const plan = { shape: "arcs", head: 3, rows: [4, 5] };
  assert.deepEqual([1, 3, 4, 7, 8, 12, 13].map((seat) => seatLabel(plan, seat)), ["A1", "A3", "B1", "B4", "C1", "C5", ""]);
  assert.equal(seatLabel({ shape: "rows", head: 0, rows: [2, 2] }, 3), "B1");
});

test("ninety-five members with the same initials can be told apart on their seats", () => {
  const people = Array.from({ length: 95 }, (_, n) => ({ id: `p${n}`, name: "Nguyễn Văn An", number: n + 3 }));
  const written = [...seatTexts(people, initials).values()].map((lines) => lines.join("\n"));
  assert.equal(new Set(written).size, 95);
  const mixed = seatTexts([...people, { id: "k", name: "Hồ Quốc Dũng", number: 1 }], initials);
  assert.deepEqual(mixed.get("k"), ["QD", ""]);
});

test("rows are typed as numbers, many alike at once", () => {
  assert.deepEqual(rowsTyped("8, 10 12;14"), [8, 10, 12, 14]);
  assert.deepEqual(rowsTyped("3x20 5"), [20, 20, 20, 5]);
  assert.deepEqual(rowsTyped(""), []);
  assert.equal(rowsTyped("tám"), null);
  assert.equal(rowsTyped("-3"), null);
});

test("a search shows everybody it has found, one alone as near as may be", () => {
  const hall = { width: 2000, height: 900 };
  const shown = (view, one) => Math.abs(one.x - view.x) < hall.width / view.zoom / 2 && Math.abs(one.y - view.y) < hall.height / view.zoom / 2;
  const [left, right, beside] = [{ x: 60, y: 400 }, { x: 1900, y: 700 }, { x: 180, y: 430 }];
  const near = viewOf([left], hall, 8);
  assert.ok(near.zoom > 4 && shown(near, left) && !shown(near, right));
  const two = viewOf([left, beside], hall, 8);
  assert.ok(two.zoom > 2 && shown(two, left) && shown(two, beside));
  const far = viewOf([left, right], hall, 8);
  assert.ok(far.zoom >= 1 && shown(far, left) && shown(far, right));
});

test("nearer by hand, one of those that were found stays in sight", () => {
  const hall = { width: 2000, height: 900 };
  const found = [{ x: 60, y: 400 }, { x: 1900, y: 700 }];
  let view = { x: 980, y: 450, zoom: 1 };
  for (const zoom of [1.5, 2.25, 3.4, 5, 8]) view = zoomed(view, zoom, found, hall);
  assert.deepEqual(view, { ...found[0], zoom: 8 });
  assert.deepEqual(zoomed({ x: 980, y: 450, zoom: 1 }, 2, [], hall), { x: 980, y: 450, zoom: 2 });
  assert.deepEqual(zoomed({ x: 100, y: 420, zoom: 4 }, 5, found, hall), { x: 100, y: 420, zoom: 5 });
});
