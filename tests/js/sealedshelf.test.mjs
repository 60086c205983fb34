import assert from "node:assert/strict";
import test from "node:test";

import { forgetKeys, keepKeys, keysOf, leftOver, tidyKeys } from "../../static/js/voting/sealedshelf.js";

const DAY = 24 * 3600 * 1000;
const here = { person: "lan", stream: "meeting:1", boards: ["v1"], now: 100 * DAY };
const key = (vote, { person = "lan", stream = "meeting:1", at = 100 * DAY } = {}) => [`board:${vote}:${person}`, { stream, at }];

test("keys of a draft that was taken away or has another board are left over, those of a board that is there are not", () => {
  assert.deepEqual(leftOver([key("v1"), key("v2")], here), ["board:v2:lan"]);
});

test("keys of another meeting, or of somebody else on this tablet, are left over after a month and no earlier", () => {
  const all = [
    key("v3", { stream: "meeting:2", at: 71 * DAY }), key("v4", { stream: "meeting:2", at: 69 * DAY }),
    key("v5", { person: "minh", at: 71 * DAY }), key("v6", { person: "minh", at: 69 * DAY }),
  ];
  assert.deepEqual(leftOver(all, here), ["board:v4:lan", "board:v6:minh"]);
});

test("a ballot of one's own is no key and stays", () => {
  assert.deepEqual(leftOver([["ballot:v9:lan:abcd", { person: "lan" }]], here), []);
});

test("a tablet forgets what is left over and says of which votes; the keys it still needs stay", async () => {
  const room = { me: { person: "lan" }, stream: "meeting:1" };
  await keepKeys(room, "v1", { box: "b1" });
  await keepKeys(room, "v2", { box: "b2" });
  assert.deepEqual(await tidyKeys(room, ["v1"]), ["v2"]);
  assert.equal(await keysOf(room, "v2"), null);
  assert.equal((await keysOf(room, "v1")).box, "b1");
  await forgetKeys(room, "v1");
  assert.equal(await keysOf(room, "v1"), null);
});

test("who signs out leaves no choice and no code on the tablet, and of a vote that is over nobody's is left", async () => {
  const { changeMine, forgetChoices, keep, kept, leaveNoChoice, mineOf } = await import("../../static/js/voting/sealedshelf.js");
  const { acknowledged, sealedHere, settled } = await import("../../static/js/voting/sealedmine.js");
  const [lan, minh] = ["lan", "minh"].map((person) => ({ me: { person }, stream: "meeting:1" }));
  const ballot = { choice: [1], code: "SECRETCODE", mark: "HN" };
  for (const room of [lan, minh]) {
    await changeMine(room, "v1", (was) => sealedHere(was, { person: room.me.person, manifest: "M", ballot, digests: ["out", "in"] }));
    await changeMine(room, "v1", (was) => acknowledged(was, "out", 1));
  }
  await keep("ballot:v0:lan:out", { ballot }); // of an earlier release
  await leaveNoChoice();
  for (const room of [lan, minh]) {
    assert.equal(JSON.stringify(await mineOf(room, "v1")).includes("SECRETCODE"), false);
    assert.deepEqual((await mineOf(room, "v1")).sealed, [{ ballot: null, digests: ["out", "in"], revision: 1, tab: "" }]);
  }
  assert.equal(await kept("ballot:v0:lan:out"), null);
  await forgetChoices((was) => settled(was, undefined), "v2");
  assert.deepEqual((await mineOf(minh, "v1")).sealed[0].digests, ["out", "in"]);
  await forgetChoices((was) => settled(was, undefined), "v1");
  for (const room of [lan, minh]) assert.deepEqual((await mineOf(room, "v1")).sealed, [{ ballot: null, digests: ["out"], revision: 1, tab: "" }]);
});
