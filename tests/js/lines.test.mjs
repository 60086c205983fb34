import assert from "node:assert/strict";
import test from "node:test";

import { lastResult, announcedWords } from "../../static/js/voting/announced.js";
import { Store } from "../../static/js/app/store.js";
import { Watch } from "../../static/js/app/watch.js";

/** @param {number} from @param {number} to @param {string} actor */
const frame = (from, to, actor) => /** @type {any} */ ({ stream: "meeting:m", from, to, head: `h${to}`, entries: [{ seq: to, actor, kind: "x", changes: {} }] });

/** A page at `seq` beside a store that came to `stands`. @param {string} seq @param {number} stands */
function beside(seq, stands) {
  /** @type {boolean[]} */
  const told = [];
  const store = new Store();
  store.reset({}, stands, "v", "h");
  const watch = new Watch((others) => told.push(others), { person: "p", seq, view: "v" });
  store.watches.push(watch);
  watch.catchUp(store);
  return { told, store, watch };
}

test("a page that is where the state is hears nothing until something comes, over the same line", () => {
  const { told, store, watch } = beside("4", 4);
  assert.deepEqual(told, []);
  store.apply(frame(4, 5, "p"));
  assert.deepEqual(told, [], "one's own entry is no news");
  store.apply(frame(5, 6, "other"));
  assert.deepEqual(told, [true]);
  assert.equal(watch.seq, 6);
});

test("what came between the page and the state is news at once", () => {
  const { told, watch } = beside("4", 7);
  assert.deepEqual(told, [true]);
  assert.equal(watch.seq, 7);
});

test("a page that was told further than the state asks for nothing twice", () => {
  const { told, store } = beside("6", 5);
  assert.deepEqual(told, []);
  store.apply(frame(5, 6, "other"));
  assert.deepEqual(told, []);
});

const vote = (/** @type {any} */ more) => ({ id: "v", item: "i", state: "announced", question: "Thông qua?", kind: "question", secret: false, result: { verdict: "passed", counts: { yes: 3 } }, ...more });

test("the last result of the item is told as long as no later vote is open or closed", () => {
  assert.equal(lastResult([vote({})], "i")?.id, "v");
  assert.equal(lastResult([vote({})], "other"), null);
  assert.equal(lastResult([vote({}), vote({ id: "w", state: "open", result: null })], "i"), null);
  assert.equal(lastResult([vote({}), vote({ id: "w", state: "closed", result: null })], "i"), null);
  assert.equal(lastResult([vote({ result: null })], "i"), null);
  assert.equal(lastResult([vote({})], null), null);
});

test("of a secret vote a band tells no more than that its result is there", () => {
  assert.equal(announcedWords(vote({})), "Được thông qua: Thông qua?");
  assert.equal(announcedWords(vote({ secret: true })), "Đã công bố kết quả biểu quyết: Thông qua?");
});
