import assert from "node:assert/strict";
import test from "node:test";

import { awayWords, markedBy, whyLost } from "../../static/js/meetings/statuses.js";

const room = (came) => ({ one: () => came, name: (id) => ({ yen: "Nguyễn Hải Yến" })[id] ?? "" });

test("whoever was marked by the desk is told as marked, and by whom", () => {
  assert.match(markedBy(room({ status: "present", marked_by: "yen" }), "an"), /Nguyễn Hải Yến/);
});

test("whoever came by themselves, or is expected again, was marked by nobody", () => {
  assert.equal(markedBy(room({ status: "present", marked_by: null }), "an"), "");
  assert.equal(markedBy(room({ status: "expected", marked_by: "yen" }), "an"), "");
  assert.equal(markedBy(room(undefined), "an"), "");
});

test("a device that went without a word is lost; who left, and who was waited for in vain, has not opened the room", () => {
  assert.deepEqual(["network", "restart", "left", "long", "never"].map(awayWords), ["mất kết nối", "chưa kết nối lại", "không mở phòng họp", "không mở phòng họp", "không mở phòng họp"]);
});

test("of somebody who is not here nothing is told", () => {
  const told = { live: { whyLost: (person) => ({ an: "network" })[person] ?? "" } };
  assert.equal(whyLost({ ...room({ status: "present" }), ...told }, "an"), "network");
  assert.equal(whyLost({ ...room({ status: "present" }), ...told }, "binh"), "");
  assert.equal(whyLost({ ...room({ status: "left" }), ...told }, "an"), "");
});
