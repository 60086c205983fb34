import assert from "node:assert/strict";
import test from "node:test";

import { invitedToNothing, whyNot } from "../../static/js/meetings/member.js";

/** @param {string | null} item what is on; a guest sees none that they are not invited to */
const guestRoom = (item) => ({ phase: { value: "in_progress" }, item: { value: null }, meeting: { value: { item } }, me: { person: "me", capacity: "guest" } });

test("between two items a guest is not told of an item they are not invited to", () => {
  assert.equal(whyNot(guestRoom("x")), "Không mời dự nội dung này.");
  assert.equal(whyNot(guestRoom(null)), "Chưa có nội dung nào đang họp.");
});

test("of an adjournment it is not said that the meeting takes a break", () => {
  const now = Date.parse("2026-11-26T03:00:00.000Z");
  const paused = (until) => ({ phase: { value: "paused" }, item: { value: null }, minute: { value: now }, meeting: { value: { until } } });
  assert.equal(whyNot(paused("2026-11-26T03:15:00.000Z")), "Đang tạm nghỉ.");
  assert.equal(whyNot(paused(null)), "Đang tạm nghỉ.");
  assert.equal(whyNot(paused("2026-11-28T01:00:00.000Z")), "Họp tiếp vào ngày khác.");
});

test("who left the body is offered nothing to do until an item asks them", () => {
  const left = (items, former = "member") => ({ one: () => ({ former }), me: { person: "me", capacity: "guest" }, items: { value: items } });
  assert.equal(invitedToNothing(left([])), true);
  assert.equal(invitedToNothing(left([{ id: "x" }])), false);
  assert.equal(invitedToNothing(left([], null)), false);
});
