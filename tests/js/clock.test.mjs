import assert from "node:assert/strict";
import test from "node:test";

import { Clock, ddmmyyyy, hhmm, hhmmss, mmss } from "../../static/js/app/clock.js";

const told = (ms) => new Date(ms).toISOString();
const NOON = Date.parse("2026-11-24T05:00:00.000Z");

test("a device whose clock is an hour wrong shows the server's time", () => {
  let here = NOON + 3_600_000;
  const clock = new Clock(() => here);
  clock.hear(told(NOON));
  here += 1500;
  assert.equal(Math.round(clock.now()), NOON + 1500);
});

test("half the way there and back is taken off an answer", () => {
  let here = 1000;
  const clock = new Clock(() => here);
  here = 1400;
  clock.hear(told(NOON), 1000);
  assert.equal(clock.now(), NOON + 200);
});

test("of several samples the quickest one counts", () => {
  let here = 0;
  const clock = new Clock(() => here);
  for (const late of [900, 30, 400]) {
    here += 2000;
    clock.hear(told(NOON + here - late));
  }
  assert.equal(clock.now(), NOON + here - 30);
});

test("after a gap old samples are forgotten", () => {
  let here = 0;
  const clock = new Clock(() => here);
  clock.hear(told(NOON));
  clock.forget();
  clock.hear(told(NOON - 60_000));
  assert.equal(clock.now(), NOON - 60_000);
});

test("a time that can't be read changes nothing", () => {
  const clock = new Clock(() => 0);
  clock.hear(told(NOON));
  clock.hear("gibberish");
  clock.hear(null);
  assert.equal(clock.now(), NOON);
});

test("times are those of Vietnam, 24 hours", () => {
  assert.equal(hhmm("2026-11-24T17:05:09.000Z"), "00:05");
  assert.equal(hhmmss("2026-11-24T02:14:03.900Z"), "09:14:03");
  assert.equal(ddmmyyyy("2026-11-24T17:05:09.000Z"), "25/11/2026");
});

test("what is left is rounded up and what is over is rounded down", () => {
  assert.equal(mmss(134), "2:14");
  assert.equal(mmss(0.2), "0:01");
  assert.equal(mmss(0), "0:00");
  assert.equal(mmss(-24.9), "0:24");
  assert.equal(mmss(3600), "60:00");
});
