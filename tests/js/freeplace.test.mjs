import assert from "node:assert/strict";
import test from "node:test";

import { covers, freePlace } from "../../static/js/app/freeplace.js";

const frame = { width: 390, height: 844 };
const home = { left: 16, top: 668, width: 358, height: 64 };
const row = (/** @type {number} */ top, more = {}) => ({ left: 16, top, width: 358, height: 64, ...more });

/** @param {{x: number, y: number}} by */
const moved = ({ x, y }) => ({ ...home, left: home.left + x, top: home.top + y });

test("a toast stays where toasts are while it covers nothing", () => {
  assert.deepEqual(freePlace(home, [row(300)], frame), { x: 0, y: 0 });
});

test("over a row it goes to the nearest free place", () => {
  const rows = [row(640), row(704)];
  const place = freePlace(home, rows, frame);
  assert.equal(covers(moved(place), rows), 0);
  assert.ok(Math.abs(place.y) <= 120, String(place.y));
});

test("a gap in a row of buttons is a place, too", () => {
  const wide = { width: 1180, height: 820 };
  const buttons = [{ left: 20, top: 748, width: 492, height: 60 }, { left: 1043, top: 748, width: 117, height: 60 }];
  const seats = { left: 232, top: 200, width: 576, height: 540 };
  const queue = { left: 808, top: 64, width: 372, height: 672 };
  const rail = { left: 0, top: 64, width: 232, height: 672 };
  const small = { left: 380, top: 648, width: 420, height: 60 };
  const place = freePlace(small, [...buttons, seats, queue, rail], wide);
  const lies = { ...small, left: small.left + place.x, top: small.top + place.y };
  assert.equal(covers(lies, [...buttons, seats, queue, rail]), 0);
});

test("where nothing is free the row that is spoken of is the last to be covered", () => {
  const rows = Array.from({ length: 13 }, (_, n) => row(n * 64 + 6, n === 10 ? { weight: 20 } : {}));
  const place = freePlace(home, rows, frame);
  assert.equal(covers(moved(place), [rows[10]]), 0);
});

test("it never goes over the header, however near that is", () => {
  const under = { ...frame, top: 64 };
  const high = { ...home, top: 90 };
  const place = freePlace(high, [{ left: 0, top: 80, width: 390, height: 200 }], under);
  assert.ok(high.top + place.y >= 280, String(place.y));
});
