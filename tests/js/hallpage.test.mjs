import assert from "node:assert/strict";
import test from "node:test";

import { inkOf, partsOf } from "../../static/js/documents/hallpage.js";
import { followWords } from "../../static/js/documents/presentreader.js";

const A4 = { width: 595, height: 842 };
/** Administrative documents are set in 14 points. */
const LETTERS = 14;
/** A page of 100 × 100 with print from here to there. */
const printed = (left, top, right, bottom) => {
  const pixels = new Uint8ClampedArray(40_000).fill(255);
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) pixels.set([0, 0, 0], 4 * (100 * y + x));
  return inkOf(pixels, 100, 100);
};

test("an upright page on a wide screen is two halves in which the last row can read, and nothing is between them", () => {
  const place = { width: 1780, height: 790 };
  const [upper, lower] = partsOf(A4, place, printed(14, 7, 91, 94));
  assert.ok(upper.scale * LETTERS >= 26, `${upper.scale * LETTERS} px`);
  assert.equal(upper.scale, lower.scale);
  assert.ok(upper.top <= 0.07 * A4.height && lower.top + lower.height >= 0.94 * A4.height);
  assert.ok(lower.top + 0.02 * A4.height < upper.top + upper.height, "a line that one half cuts is whole in the other");
  assert.ok((upper.width + lower.width) * upper.scale <= place.width && upper.height * upper.scale <= place.height);
});

test("no print is left out, and of an empty page no more than of another", () => {
  const full = printed(0, 0, 100, 100);
  assert.deepEqual(full, { left: 0, right: 1, top: 0, bottom: 1, end: 1 });
  const small = printed(40, 40, 60, 60);
  assert.deepEqual(small, { left: 0.13, right: 0.9, top: 0.08, bottom: 0.92, end: 0.612 });
  assert.deepEqual(printed(0, 0, 0, 0), full);
});

test("a page that ends early is shown in one piece: no half of it is empty", () => {
  const place = { width: 1780, height: 700 };
  const parts = partsOf(A4, place, printed(14, 7, 91, 50));
  assert.equal(parts.length, 1);
  assert.ok(parts[0].scale * LETTERS >= 24 && parts[0].width * parts[0].scale <= place.width && parts[0].height * parts[0].scale <= place.height);
  assert.ok(parts[0].top + parts[0].height >= 0.5 * A4.height);
  assert.equal(partsOf(A4, place, printed(14, 7, 91, 80)).length, 2);
});

test("a slide, and a page on an upright screen, are whole", () => {
  for (const [page, place] of [[{ width: 960, height: 540 }, { width: 1780, height: 790 }], [A4, { width: 800, height: 1300 }], [A4, { width: 360, height: 460 }]]) {
    const parts = partsOf(page, place);
    assert.deepEqual(parts.map(({ left, top, width, height }) => [left, top, width, height]), [[0, 0, page.width, page.height]]);
  }
});

test("who presides follows the screen, not themselves", () => {
  assert.deepEqual([followWords(true, false), followWords(false, false)], ["Đang theo chủ trì", "Theo chủ trì"]);
  assert.deepEqual([followWords(true, true), followWords(false, true)], ["Đang theo màn chiếu", "Theo màn chiếu"]);
});
