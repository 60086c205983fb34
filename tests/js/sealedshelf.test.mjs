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
