import assert from "node:assert/strict";
import test from "node:test";

import { markedBy } from "../../static/js/meetings/statuses.js";

const room = (came) => ({ one: () => came, name: (id) => ({ yen: "Nguyễn Hải Yến" })[id] ?? "" });

test("whoever was marked by the desk is told as marked, and by whom", () => {
  assert.match(markedBy(room({ status: "present", marked_by: "yen" }), "an"), /Nguyễn Hải Yến/);
});

test("whoever came by themselves, or is expected again, was marked by nobody", () => {
  assert.equal(markedBy(room({ status: "present", marked_by: null }), "an"), "");
  assert.equal(markedBy(room({ status: "expected", marked_by: "yen" }), "an"), "");
  assert.equal(markedBy(room(undefined), "an"), "");
});
