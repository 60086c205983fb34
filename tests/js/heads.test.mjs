import assert from "node:assert/strict";
import test from "node:test";

import { Heads } from "../../static/js/app/heads.js";

function scene(stored = {}) {
  const kept = new Map(Object.entries(stored));
  const shelf = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const timers = [];
  const hidden = [];
  const make = () => new Heads(shelf, (act) => timers.push(act), (act) => hidden.push(act));
  return { kept, make, timers, hide: () => hidden.forEach((act) => act()), tick: () => timers.splice(0).forEach((act) => act()) };
}

test("the last head of a journal is there after the page was closed", () => {
  const { make, tick } = scene();
  const heads = make();
  heads.keep("meeting:m", 5, "h5");
  heads.keep("meeting:m", 6, "h6");
  tick();
  const found = make().last("meeting:m");
  assert.deepEqual([found.seq, found.head], [6, "h6"]);
  assert.equal(make().last("meeting:other"), null);
});

test("a page that is left has written the last head it saw", () => {
  const { kept, make, hide } = scene();
  const heads = make();
  hide();
  assert.equal(kept.size, 0);
  heads.keep("meeting:m", 5, "h5");
  hide();
  assert.equal(make().last("meeting:m").head, "h5");
});

test("many frames are written once", () => {
  const { make, timers } = scene();
  const heads = make();
  for (let seq = 1; seq <= 500; seq += 1) heads.keep("meeting:m", seq, `h${seq}`);
  assert.equal(timers.length, 1);
  assert.equal(heads.last("meeting:m").seq, 500);
});

test("another page's heads stay, and the oldest meetings are forgotten", () => {
  const { make, tick } = scene();
  const [one, other] = [make(), make()];
  one.keep("meeting:a", 1, "a1");
  tick();
  other.keep("meeting:b", 2, "b2");
  tick();
  assert.deepEqual([make().last("meeting:a").seq, make().last("meeting:b").seq], [1, 2]);
  for (let n = 0; n < 250; n += 1) other.keep(`meeting:${n}`, n, `h${n}`);
  tick();
  assert.equal(Object.keys(make().kept()).length, 200);
});

test("a browser that keeps nothing, or something else, is no fault", () => {
  const nothing = new Heads(null);
  nothing.keep("meeting:m", 5, "h5");
  assert.equal(nothing.last("meeting:m").seq, 5);
  const { make } = scene({ "journal.heads": "{" });
  assert.equal(make().last("meeting:m"), null);
});
