import assert from "node:assert/strict";
import test from "node:test";

import { announcedOf, announcedWords, isNews, resultsInTurn } from "../../static/js/voting/announced.js";
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

const vote = (/** @type {any} */ more) => ({ id: "v", item: "i", state: "announced", question: "Thông qua?", kind: "question", secret: false, opened_at: "2026-11-27T02:00:00Z", announced_at: "2026-11-27T02:05:00Z", result: { verdict: "passed", counts: { yes: 3 } }, ...more });

const inTurn = (/** @type {any[]} */ ...votes) => resultsInTurn(votes, "i").map(({ id }) => id);

test("the last result of the item is told as long as no later vote is open or closed", () => {
  const later = { id: "w", result: null, opened_at: "2026-11-27T02:10:00Z" };
  assert.deepEqual(inTurn(vote({})), ["v"]);
  assert.deepEqual(resultsInTurn([vote({})], "other"), []);
  assert.deepEqual(inTurn(vote({}), vote({ ...later, state: "open" })), []);
  assert.deepEqual(inTurn(vote({}), vote({ ...later, state: "closed" })), []);
  assert.deepEqual(inTurn(vote({}), vote({ ...later, state: "cancelled" })), ["v"]);
  assert.deepEqual(inTurn(vote({ result: null })), []);
  assert.deepEqual(resultsInTurn([vote({})], null), []);
});

test("a result that was announced over a later question has its turn, whatever has become of that", () => {
  const over = vote({ announced_at: "2026-11-27T02:11:00Z" });
  const later = { id: "w", opened_at: "2026-11-27T02:10:00Z", announced_at: "2026-11-27T02:15:00Z" };
  for (const state of ["open", "closed", "cancelled"]) assert.deepEqual(inTurn(over, vote({ ...later, state, result: null })), ["v"]);
  assert.deepEqual(inTurn(over, vote(later)), ["v", "w"]);
  assert.deepEqual(inTurn(over, vote(later), vote({ id: "x", state: "open", result: null, opened_at: "2026-11-27T02:20:00Z" })), ["v"]);
});

test("a result is news to whoever was there, and to who came in just now if nothing was asked since", () => {
  const at = (/** @type {string} */ time) => Date.parse(`2026-11-27T${time}Z`);
  const told = vote({ announced_at: "2026-11-27T02:05:00Z" });
  const since = vote({ id: "w", opened_at: "2026-11-27T02:05:10Z" });
  const before = vote({ id: "u", opened_at: "2026-11-27T02:04:00Z" });
  assert.ok(isNews(told, [told, since], at("01:00:00")), "however late it can come");
  assert.ok(isNews(told, [before, told], at("02:05:50")), "a page that was loaded again");
  assert.ok(!isNews(told, [told, since], at("02:05:50")));
  assert.ok(!isNews(told, [told], at("02:06:10")), "long afterwards");
});

test("no result comes over a question that waits for this person, only over one they have answered or have no ballot in", () => {
  const votes = [vote({ announced_at: "2026-11-27T02:11:00Z" }), vote({ id: "w", state: "open", result: null, opened_at: "2026-11-27T02:10:00Z" })];
  /** @param {string} status @param {any} mine @param {string} [capacity] */
  const coming = (status, mine, capacity = "member") => {
    const kept = { people: { me: { on_roll: capacity === "member" } }, attendance: { me: { status } }, my_votes: mine };
    const room = { me: { person: "me", capacity }, votes: { value: votes }, meeting: { value: { item: "i" } }, one: (/** @type {"people"} */ name, /** @type {"me"} */ id) => kept[name]?.[id] ?? null };
    return announcedOf(/** @type {any} */ (room)).length;
  };
  assert.equal(coming("present", {}), 0);
  assert.equal(coming("present", { w: { cast: true } }), 1);
  assert.equal(coming("online", {}), 1);
  assert.equal(coming("present", {}, "guest"), 1);
  assert.equal(coming("present", {}, "chair"), 0);
});

test("of a secret vote a band tells no more than that its result is there", () => {
  assert.equal(announcedWords(vote({})), "Được thông qua: Thông qua?");
  assert.equal(announcedWords(vote({ secret: true })), "Đã công bố kết quả biểu quyết: Thông qua?");
});
