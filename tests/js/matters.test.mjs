import assert from "node:assert/strict";
import test from "node:test";
import { asksMatter, majorityHeld, matterOf, MATTERS, usualWay } from "../../static/js/voting/matters.js";

const RULES = { majority: "more_than_half_of_members", "majority.removal": "two_thirds_of_members", "majority.election": null, overridden: [] };

test("an election and confidence tell their matter, opinions have none, others are chosen", () => {
  assert.equal(matterOf("election", "removal"), "election");
  assert.equal(matterOf("confidence", "general"), "confidence");
  assert.equal(matterOf("opinion", "removal"), "general");
  assert.equal(matterOf("question", "removal"), "removal");
  assert.equal(matterOf("question", "confidence"), "general");
  assert.deepEqual(["question", "choice", "election", "confidence", "opinion"].map(asksMatter), [true, true, false, false, false]);
});

test("a matter takes its own rule by itself, and the general one where there is none", () => {
  assert.deepEqual(majorityHeld(RULES, "removal"), { majority: "two_thirds_of_members", from: "matter" });
  for (const matter of MATTERS.filter((one) => one !== "removal")) assert.deepEqual(majorityHeld(RULES, matter), { majority: "more_than_half_of_members", from: "general" });
  assert.deepEqual(majorityHeld(null, "removal"), { majority: "more_than_half_of_members", from: "general" });
});

test("where the meeting gave the matter's own rule back, the general one is the meeting's word", () => {
  const back = { ...RULES, "majority.removal": null, overridden: ["majority.removal"] };
  assert.deepEqual(majorityHeld(back, "removal"), { majority: "more_than_half_of_members", from: "meeting" });
  assert.deepEqual(majorityHeld(back, "general").from, "general");
});

test("a meeting that eases its ordinary votes does not ease a removal", () => {
  const eased = { ...RULES, majority: "more_than_half_of_cast", overridden: ["majority"] };
  assert.deepEqual(majorityHeld(eased, "removal"), { majority: "two_thirds_of_members", from: "matter" });
  assert.deepEqual(majorityHeld(eased, "election"), { majority: "more_than_half_of_cast", from: "meeting" });
  assert.deepEqual(majorityHeld({ ...RULES, overridden: ["majority.removal"] }, "removal").from, "meeting");
});

test("a vote about people is secret by itself: sealed where enough are here, else on paper", () => {
  const sealed = { by_name: false, secret: true, by_hand: "" };
  for (const [kind, matter] of [["election", "general"], ["confidence", "general"], ["question", "removal"]]) {
    assert.deepEqual(usualWay(kind, matter, 8), sealed);
    assert.deepEqual(usualWay(kind, matter, 4), { ...sealed, by_hand: "paper" });
  }
  for (const kind of ["question", "choice", "opinion"]) assert.deepEqual(usualWay(kind, "general", 8), { by_name: true, secret: false, by_hand: "" });
});
