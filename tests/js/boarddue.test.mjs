import assert from "node:assert/strict";
import test from "node:test";

import { boardDue, dutyOf, paperDuty } from "../../static/js/voting/boarddue.js";

const board = (more) => ({ id: "v", place: 1, nonces: [null, null], accepted: null, read: null, turn: false, stage: "keys", state: "draft", ...more });

test("a board's member is due for what nobody else can do", () => {
  assert.equal(dutyOf(board({})), "accept");
  assert.equal(dutyOf(board({ accepted: "t" })), "");
  assert.equal(dutyOf(board({ stage: "nonces", place: 2, nonces: ["ab", null] })), "nonce");
  assert.equal(dutyOf(board({ stage: "nonces", nonces: ["ab", null] })), "");
  assert.equal(dutyOf(board({ stage: "reading" })), "read");
  assert.equal(dutyOf(board({ stage: "reading", read: "t" })), "");
  assert.equal(dutyOf(board({ stage: "opening" })), "");
  assert.equal(dutyOf(board({ stage: "opening", turn: true })), "open");
});

test("a box to be opened comes before a ballot to be prepared, which waits while a vote is open", () => {
  const opening = board({ id: "o", stage: "opening", turn: true, state: "closed" });
  assert.equal(boardDue([board({}), opening], false).id, "o");
  assert.equal(boardDue([board({})], true), null);
});

test("of paper only its board is due, and only for what it has not done", () => {
  const paper = { id: "v", by_hand: "paper", board: ["an", "binh"], state: "closed", secret: false };
  const typed = (person, more = {}) => ({ id: person, vote: "v", person, state: "typed", at: person, ...more });
  assert.equal(paperDuty(paper, [], "an"), "count");
  assert.equal(paperDuty(paper, [], "chi"), "");
  assert.equal(paperDuty({ ...paper, state: "open" }, [], "an"), "");
  assert.equal(paperDuty({ ...paper, by_hand: "hands" }, [], "an"), "");
  assert.equal(paperDuty(paper, [typed("an")], "an"), "");
  assert.equal(paperDuty(paper, [typed("an")], "binh"), "confirm");
  assert.equal(paperDuty(paper, [typed("an", { state: "accepted" })], "binh"), "");
  const secret = { ...paper, secret: true };
  assert.equal(paperDuty(secret, [typed("an")], "binh"), "count");
  assert.equal(paperDuty(secret, [typed("an"), typed("binh")], "an"), "recount");
});
