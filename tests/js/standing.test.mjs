import assert from "node:assert/strict";
import test from "node:test";

import { standing } from "../../static/js/meetings/agenda.js";
import { quorumLostAt } from "../../static/js/meetings/figures.js";
import { quorumWords } from "../../static/js/meetings/attendance.js";
import { quorumLostWords } from "../../static/js/meetings/presiding.js";

const item = { id: "i", state: "current" };
const roomIn = (phase, votes = []) => ({ phase: { value: phase }, votes: { value: votes } });

test("in a break the rail doesn't say that the item is discussed", () => {
  assert.equal(standing(roomIn("in_progress"), item), "Đang thảo luận");
  assert.equal(standing(roomIn("paused"), item), "Tạm nghỉ");
  assert.equal(standing(roomIn("paused", [{ item: "i", state: "open" }]), item), "Đang biểu quyết");
});

const turn = (kind, minute) => ({ kind, at: `2026-11-26T01:${minute}:00.000Z` });
const roomWith = (...happened) => ({ by: () => Object.fromEntries(happened.map((one, n) => [n, one])), meeting: { value: { quorum: { present: 3, needed: 5 } } } });

test("a quorum that was there and is lost is no longer enough; one that never was isn't enough yet", () => {
  const [never, lost] = [roomWith(turn("started", 10)), roomWith(turn("quorum_lost", 30), turn("quorum_met", 20), turn("started", 10))];
  assert.equal(quorumLostAt([turn("quorum_met", 40), turn("quorum_lost", 30)]), null);
  assert.equal(quorumLostAt([turn("quorum_met", 20), turn("quorum_lost", 30)]), turn("", 30).at);
  assert.equal(quorumWords(never, false), "chưa đủ túc số");
  assert.equal(quorumWords(lost, false), "không đủ túc số");
  assert.equal(quorumWords(lost, true), "đủ túc số");
  assert.equal(quorumLostWords(never), "Có mặt 3 người, chưa đủ túc số 5.");
  assert.equal(quorumLostWords(lost), "Còn 3 người, không đủ túc số 5.");
});
