import assert from "node:assert/strict";
import test from "node:test";

import { whyNot } from "../../static/js/meetings/member.js";

/** @param {string | null} item what is on; a guest sees none that they are not invited to */
const guestRoom = (item) => ({ phase: { value: "in_progress" }, item: { value: null }, meeting: { value: { item } }, me: { person: "me", capacity: "guest" } });

test("between two items a guest is not told of an item they are not invited to", () => {
  assert.equal(whyNot(guestRoom("x")), "Không mời dự nội dung này.");
  assert.equal(whyNot(guestRoom(null)), "Chưa có nội dung nào đang họp.");
});
