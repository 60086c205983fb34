import assert from "node:assert/strict";
import { test } from "node:test";

import { gone, moved, watchTaps } from "../../static/js/app/covering.js";

/** A page: `tap(at, count)` says whether the tap reached what it fell on. */
function page() {
  let hear;
  watchTaps({ addEventListener: (_name, heard) => (hear = heard) });
  return (timeStamp, detail = 1, isTrusted = true, target = null) => {
    let reached = true;
    hear({ timeStamp, detail, isTrusted, target, stopPropagation: () => (reached = false), preventDefault() {} });
    return reached;
  };
}

test("a tap meant for what has just gone by itself reaches nothing beneath, a later one does", () => {
  const tap = page();
  gone({ itself: true, now: 10_000 });
  assert.equal(tap(10_100), false);
  assert.equal(tap(10_200, 0), false, "nor does a key");
  assert.equal(tap(10_401), true);
});

test("a tap that fell before it went, and is heard of after, was meant for it", () => {
  const tap = page();
  gone({ itself: true, now: 20_000 });
  assert.equal(tap(19_990), false);
});

test("what a press made go holds back only that press once more", () => {
  const tap = page();
  assert.equal(tap(30_000), true);
  gone({ now: 30_005 });
  assert.equal(tap(30_150, 2), false);
  assert.equal(tap(30_200), true);
});

test("what goes long after a press has gone by itself", () => {
  const tap = page();
  assert.equal(tap(40_000), true);
  gone({ now: 41_000 });
  assert.equal(tap(41_100), false);
});

test("what a script presses is nobody's finger", () => {
  const tap = page();
  gone({ itself: true, now: 50_000 });
  assert.equal(tap(50_100, 0, false), true);
});

test("a tap at what has just been moved reaches nothing there, and all the rest", () => {
  const tap = page();
  const [moving, still] = [{}, {}];
  moved([/** @type {any} */ ({ contains: (/** @type {any} */ one) => one === moving })], 60_000);
  assert.equal(tap(60_100, 1, true, moving), false);
  assert.equal(tap(60_100, 1, true, still), true);
  assert.equal(tap(60_401, 1, true, moving), true);
});

test("a key presses what has the focus, wherever that has been moved to", () => {
  const tap = page();
  const moving = {};
  moved([/** @type {any} */ ({ contains: (/** @type {any} */ one) => one === moving })], 70_000);
  assert.equal(tap(70_100, 0, true, moving), true);
  assert.equal(tap(70_200, 1, true, moving), false);
});
