import assert from "node:assert/strict";
import test from "node:test";

import { acknowledged, judged, latest, refused, sealedHere, sentElsewhere, settled, withoutChoice } from "../../static/js/voting/sealedmine.js";

const made = (h1, tab = "") => ({ person: "lan", manifest: "M", tab, ballot: { choice: [0], code: `code of ${h1}`, mark: "" }, digests: [h1, `${h1} inside`] });
/** What happened on a device: "a" sealed, "a'" in another window of its browser, "a1" its receipt of revision 1, "-a" refused. */
function kept(...steps) {
  return steps.reduce((was, step) => {
    if (step.endsWith("'")) return sealedHere(was, made(step[0], "2"));
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
  [["a'", "b", "b1"], "a2", "newer"], // two windows at once, the answer to the later one lost: only its person knows
  [["a'", "b", "b1"], "b1", "mine"],
  [["a'", "b", "b1"], "a1", "wrong older"],
  [["a'", "b", "b1"], "z2", "newer"],
  [["a", "b'", "a1"], "b2", "mine"],
  [["a'", "b", "b1", "a2"], "b1", "wrong older"],
  [["a'", "a1", "b", "b2"], "a3", "wrong older"], // acknowledged and replaced, whichever window it is from
  [["a", "b", "b1", "a2"], "a2", "mine"], // two tabs: the one that waited came later, and was acknowledged
];

for (const [steps, said, how] of TABLE) {
  test(`${steps.join(" ") || "nothing"} here, "${said}" from the house: ${how}`, () => {
    const found = judged(kept(...steps), told(said), true);
    assert.equal([found.how, found.why].filter(Boolean).join(" "), how);
    assert.equal(found.one?.digests[0] ?? "", how === "mine" || (how === "newer" && said[0] !== "z") ? said[0] : "");
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

test("a ballot of another window that counts is said to be elsewhere's, whatever this window was answered", () => {
  assert.equal(sentElsewhere(kept("a'", "b", "b1"), told("a2")), true);
  assert.equal(sentElsewhere(kept("a'", "b", "b1"), told("b1")), false);
  assert.equal(sentElsewhere(kept("a'", "b", "b1", "a2"), told("a2")), false);
  const over = settled(kept("a'", "b", "b1"), undefined);
  assert.equal(judged(over, told("a2"), true).how, "newer");
});

/** Every order in which two windows of one browser seal, are answered or not, and the house stores: none of it is a cheat. */
function* honest(left = 6, done = [], seen = { sealed: 0, stored: [], waits: [] }) {
  yield [done, seen.stored];
  if (!left) return;
  if (seen.sealed < 3) for (const mark of ["", "'"]) {
    const name = "abc"[seen.sealed];
    // One window sends its next ballot when its last one was answered.
    if (!seen.waits.some(([, of]) => of === mark)) yield* honest(left - 1, [...done, name + mark], { sealed: seen.sealed + 1, stored: seen.stored, waits: [...seen.waits, [name, mark, 0]] });
  }
  for (const one of seen.waits) {
    const others = seen.waits.filter((each) => each !== one);
    const revision = seen.stored.length + 1;
    if (!one[2]) yield* honest(left - 1, done, { ...seen, stored: [...seen.stored, one[0]], waits: [...others, [one[0], one[1], revision]] });
    else yield* honest(left - 1, [...done, `${one[0]}${one[2]}`], { ...seen, waits: others });
  }
}

test("no order of two windows' ballots, stored by an honest house, is called wrong", () => {
  let looked = 0;
  for (const [done, stored] of honest(9)) {
    const last = stored.at(-1);
    const found = judged(kept(...done), last ? told(`${last}${stored.length}`) : null, true);
    assert.notEqual(found.how, "wrong", `${done.join(" ")} | ${stored.join(" ")}: ${found.why}`);
    looked += 1;
  }
  assert.ok(looked > 500, `${looked}`);
});

test("what a later ballot replaced, what was forgotten and what is over names no choice", () => {
  const two = kept("a", "a1", "b", "b2");
  assert.deepEqual(two.sealed.map((one) => one.ballot === null), [true, false]);
  assert.deepEqual(withoutChoice(two).sealed.map((one) => one.ballot), [null, null]);
  const over = settled(two, { ok: true, bundle: "B" });
  assert.equal(JSON.stringify(over).includes("inside") || JSON.stringify(over).includes("code of"), false);
  assert.equal(latest(over).digests[0], "b");
});
