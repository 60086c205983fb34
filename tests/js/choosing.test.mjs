import assert from "node:assert/strict";
import test from "node:test";

import { preparedFor } from "../../static/js/voting/control.js";
import { questionOf } from "../../static/js/voting/asked.js";
import { ballotArgs, complete, tapped } from "../../static/js/voting/choosing.js";

const three = { options: ["yes", "no", "not_voting"], most: 1 };
const election = { options: ["An", "Bình", "Chi", "not_voting"], most: 2, kind: "election" };

test("another answer replaces the one before", () => {
  assert.equal(tapped(three, null, "yes"), "yes");
  assert.equal(tapped(three, "yes", "no"), "no");
});

test("a ballot of several names takes one more or one less, in the order of the list", () => {
  assert.deepEqual(tapped(election, null, "Chi"), ["Chi"]);
  assert.deepEqual(tapped(election, ["Chi"], "An"), ["An", "Chi"]);
  assert.deepEqual(tapped(election, ["An", "Chi"], "An"), ["Chi"]);
  assert.equal(tapped(election, ["Chi"], "Chi"), null);
});

test("a tap beyond what a ballot may name changes nothing", () => assert.deepEqual(tapped(election, ["An", "Bình"], "Chi"), ["An", "Bình"]));

test("for nobody stands alone", () => {
  assert.deepEqual(tapped(election, ["An", "Bình"], "not_voting"), ["not_voting"]);
  assert.deepEqual(tapped(election, ["not_voting"], "Chi"), ["Chi"]);
});

test("an opinion of one's own is sent with its words, and not without", () => {
  assert.equal(complete("other", "  "), false);
  assert.equal(complete("other", "Cần thêm"), true);
  assert.equal(complete(null, "Cần thêm"), false);
  assert.deepEqual(ballotArgs("other", " Cần thêm "), { choice: "other", words: "Cần thêm" });
  assert.deepEqual(ballotArgs("yes", "Cần thêm"), { choice: "yes" });
});

test("a vote begins with its question in natural words, and names and opinions with the title", () => {
  assert.equal(questionOf("Tình hình tháng 11", "question"), "Có thông qua nội dung “Tình hình tháng 11” không?");
  assert.equal(questionOf("Quyết định hỗ trợ hộ dân", "question"), "Thông qua Quyết định hỗ trợ hộ dân");
  for (const title of ["Thông qua Nghị quyết", ""]) assert.equal(questionOf(title, "question"), title);
  assert.equal(questionOf("Tình hình tháng 11", "election"), "Tình hình tháng 11");
});

test("what was prepared for an item is told to whoever opens votes there", () => {
  const votes = [{ id: "a", state: "draft", item: "i" }, { id: "b", state: "draft", item: null }, { id: "c", state: "draft", item: "j" }, { id: "d", state: "open", item: "i" }];
  assert.deepEqual(preparedFor(votes, "i").map((one) => one.id), ["a", "b"]);
});
