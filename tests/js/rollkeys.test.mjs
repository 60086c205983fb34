import assert from "node:assert/strict";
import test from "node:test";

const { hesitating, saidBy } = await import("../../static/js/meetings/rollkeys.js");

function desk() {
  /** @type {(() => void)[]} */
  let due = [];
  const done = [];
  const keys = hesitating((act) => (due.push(act), () => (due = due.filter((one) => one !== act))));
  return { keys, done, late: () => due.splice(0).forEach((one) => one()), press: (letter) => keys.hold(letter, () => done.push(letter)) };
}

test("a C, T or V that stands alone says who is here, once", () => {
  const { done, late, press, keys } = desk();
  press("t");
  assert.deepEqual(done, []);
  late();
  assert.deepEqual(done, ["t"]);
  assert.equal(keys.settle(), false);
  late();
  assert.deepEqual(done, ["t"]);
});

test("one that another letter follows at once begins a name and says nothing", () => {
  const { done, late, press, keys } = desk();
  press("t");
  assert.equal(keys.name("h"), "th");
  late();
  assert.deepEqual(done, []);
  assert.equal(keys.name("a"), "a");
});

test("pressed in a row they are acts, and any other key lets the last one act first", () => {
  const { done, press, keys } = desk();
  ["c", "c", "v"].forEach(press);
  assert.deepEqual(done, ["c", "c"]);
  assert.equal(keys.settle(), true);
  assert.deepEqual(done, ["c", "c", "v"]);
});

test("with Shift they begin a name, and other letters say nothing", () => {
  assert.equal(saidBy({ key: "c" }), "present");
  assert.equal(saidBy({ key: "V", shiftKey: true }), "");
  assert.equal(saidBy({ key: "h" }), "");
});
