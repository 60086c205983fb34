import assert from "node:assert/strict";
import test from "node:test";

import { Watch, gathered } from "../../static/js/app/watch.js";

const settled = () => new Promise((done) => setTimeout(done, 0));
/** @param {number} from @param {number} to @param {string} actor */
const frame = (from, to, actor) => ({ stream: "meeting:m", from, to, entries: [{ seq: to, actor, changes: {} }] });

test("what happened between the rendering and the first join is news", () => {
  let told = 0;
  const watch = new Watch(() => (told += 1), { person: "p", seq: "4", view: "v" });
  assert.equal(watch.apply(/** @type {any} */ (frame(4, 5, "other"))), true);
  assert.equal(told, 1);
  assert.equal(watch.seq, 5);
});

test("one's own entry is no news, and an entry known already neither", () => {
  let told = 0;
  const watch = new Watch(() => (told += 1), { person: "p", seq: "4", view: "v" });
  watch.apply(/** @type {any} */ (frame(4, 5, "p")));
  watch.apply(/** @type {any} */ (frame(3, 5, "other")));
  assert.equal(told, 0);
});

test("what the house does by itself is no news from others", () => {
  /** @type {boolean[]} */
  const told = [];
  const watch = new Watch((others) => told.push(others), { person: "p", seq: "4", view: "v" });
  watch.apply(/** @type {any} */ (frame(4, 5, /** @type {any} */ (null))));
  watch.apply(/** @type {any} */ (frame(5, 6, "other")));
  assert.deepEqual(told, [false, true]);
});

test("a gap asks for a join, and a whole state after it is news", () => {
  let told = 0;
  const watch = new Watch(() => (told += 1), { person: "p", seq: "4", view: "v" });
  assert.equal(watch.apply(/** @type {any} */ (frame(6, 7, "other"))), false);
  watch.reset({}, 9, "v2", "h");
  assert.equal(told, 1);
  assert.equal(watch.view, "v2");
});

test("a renewal that failed is tried again, and one asked for meanwhile is not lost", async () => {
  /** @type {((done: boolean) => void)[]} */
  const running = [];
  const ask = gathered(() => new Promise((done) => running.push(done)), 0, 0);
  const until = async (/** @type {number} */ count) => {
    while (running.length < count) await settled();
  };
  ask();
  await until(1);
  running[0](false);
  await until(2);
  ask();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(running.length, 2);
  running[1](true);
  await until(3);
});
