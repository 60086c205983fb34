import assert from "node:assert/strict";
import test from "node:test";

import { acknowledged, judged, latest, refused, sealedHere, sentElsewhere, settled, withoutChoice } from "../../static/js/voting/sealedmine.js";

const made = (h1) => ({ person: "lan", manifest: "M", ballot: { choice: [0], code: `code of ${h1}`, mark: "" }, digests: [h1, `${h1} inside`] });
/** What happened on a device: "a" sealed, "a1" its receipt of revision 1, "-a" refused. */
function kept(...steps) {
  return steps.reduce((was, step) => {
    if (step.startsWith("-")) return refused(was, step.slice(1));
    return step.length > 1 ? acknowledged(was, step[0], Number(step[1])) : sealedHere(was, made(step));
  }, null);
}
const told = (said) => said && { h1: said[0], revision: Number(said[1]), receipt: "" };

/** What was done here, what the house says it keeps, how the device judges it. */
const TABLE = [
  [[], "", "nothing"],
  [[], "z1", "elsewhere"],
  [["a"], "", "nothing"], // nobody was told that it is stored
  [["a"], "a1", "mine"], // its answer was lost
  [["a"], "z1", "elsewhere"],
  [["a", "-a"], "", "nothing"],
  [["a", "-a"], "a1", "elsewhere"], // it was said to be refused: its person is asked
  [["a", "a1"], "a1", "mine"],
  [["a", "a1"], "", "wrong gone"],
  [["a", "a1"], "z1", "wrong other"],
  [["a", "a1"], "z2", "newer"],
  [["a", "a1"], "a2", "wrong older"],
  [["a", "a1", "b", "b2"], "b2", "mine"],
  [["a", "a1", "b", "b2"], "a1", "wrong older"], // a change that was acknowledged and thrown away
  [["a", "a1", "b", "b2"], "a3", "wrong older"], // the replaced one, replayed
  [["a", "a1", "b", "b2"], "b3", "wrong older"],
  [["a", "a1", "b", "b2"], "z2", "wrong other"],
  [["a", "a1", "b", "b2"], "z3", "newer"],
  [["a", "a1", "b", "b2"], "", "wrong gone"],
  [["a", "a1", "b"], "a1", "mine"], // the change was never acknowledged
  [["a", "a1", "b"], "b2", "mine"],
  [["a", "a1", "b"], "b1", "wrong older"],
  [["a", "b", "b1"], "a2", "wrong older"], // its answer held back, to be counted after the voter chose anew
  [["a", "b", "b1", "a2"], "a2", "mine"], // two tabs: the one that waited came later, and was acknowledged
];

for (const [steps, said, how] of TABLE) {
  test(`${steps.join(" ") || "nothing"} here, "${said}" from the house: ${how}`, () => {
    const found = judged(kept(...steps), told(said), true);
    assert.equal([found.how, found.why].filter(Boolean).join(" "), how);
    assert.equal(found.one?.digests[0] ?? "", how === "mine" ? said[0] : "");
  });
}

test("whatever the house hasn't signed is wrong", () => {
  for (const [steps, said] of TABLE.filter(([, one]) => one)) assert.equal(judged(kept(...steps), told(said), false).why, "receipt");
});

test("only what came after my last ballot is said to be another's", () => {
  assert.equal(sentElsewhere(kept("a", "a1", "b", "b2"), told("a1")), false); // the entry is behind the answer
  assert.equal(sentElsewhere(kept("a", "a1"), told("z2")), true);
  assert.equal(sentElsewhere(null, told("z1")), true);
  assert.equal(sentElsewhere(null, null), false);
});

test("what a later ballot replaced, what was forgotten and what is over names no choice", () => {
  const two = kept("a", "a1", "b", "b2");
  assert.deepEqual(two.sealed.map((one) => one.ballot === null), [true, false]);
  assert.deepEqual(withoutChoice(two).sealed.map((one) => one.ballot), [null, null]);
  const over = settled(two, { ok: true, bundle: "B" });
  assert.equal(JSON.stringify(over).includes("inside") || JSON.stringify(over).includes("code of"), false);
  assert.equal(latest(over).digests[0], "b");
});
