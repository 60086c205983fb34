import assert from "node:assert/strict";
import test from "node:test";
import { Turning } from "../../static/js/documents/turning.js";

/** A presenter's device whose time the test moves. */
function device() {
  const had = { now: 0, sent: /** @type {number[]} */ ([]), answer: /** @type {any} */ ({ ok: true }), refused: 0 };
  /** @type {{at: number, act: () => void}[]} */
  const due = [];
  const turning = new Turning({
    now: () => had.now,
    later: (act, ms) => due.push({ at: had.now + ms, act }),
    refused: () => (had.refused += 1),
    send: async (page) => (had.sent.push(page), had.answer),
  });
  const pass = async (/** @type {number} */ ms) => {
    had.now += ms;
    for (const one of due.splice(0)) one.at <= had.now ? one.act() : due.push(one);
    await new Promise((done) => setImmediate(done));
  };
  return { had, turning, pass };
}

test("a page is told at once", async () => {
  const { had, turning, pass } = device();
  turning.at(2);
  await pass(0);
  assert.deepEqual(had.sent, [2]);
});

test("pages that are flown over are not told, the one that is come to is", async () => {
  const { had, turning, pass } = device();
  for (let page = 2; page <= 30; page += 1) {
    turning.at(page);
    await pass(40);
  }
  await pass(700);
  assert.ok(had.sent.length <= 4, String(had.sent));
  assert.equal(had.sent.at(-1), 30);
});

test("a page whose news was lost is told again, and only the latest", async () => {
  const { had, turning, pass } = device();
  had.answer = { ok: false, error: { code: "too_many" } };
  turning.at(2);
  await pass(0);
  turning.at(3);
  had.answer = { ok: true };
  await pass(1000);
  await pass(700);
  assert.deepEqual(had.sent, [2, 3]);
});

test("what began with a page does not tell it again", async () => {
  const { had, turning, pass } = device();
  turning.begin(5);
  turning.at(5);
  await pass(1000);
  assert.deepEqual(had.sent, []);
});

test("where one may not turn any more one is told, and tries no further", async () => {
  const { had, turning, pass } = device();
  had.answer = { ok: false, error: { code: "not_allowed" } };
  turning.at(2);
  await pass(0);
  await pass(5000);
  assert.deepEqual([had.sent, had.refused], [[2], 1]);
});
