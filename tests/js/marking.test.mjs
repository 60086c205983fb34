import assert from "node:assert/strict";
import test from "node:test";

import { mark } from "../../static/js/meetings/rollcall.js";

/** A desk's room, as far as marking asks it. */
function desk(attendance) {
  const said = [];
  return {
    said, sites: { value: [] }, me: { capacity: "secretary", person: "s" }, meetingId: "m",
    by: () => attendance, one: () => ({ site: null }), name: () => "Ông Tư", list: () => ({ value: [] }),
    act: async (_name, args, { undo } = {}) => { said.push(args); if (undo) await undo({}); return { ok: true }; },
  };
}

test("a roll mark taken back gives the earlier status with its times", () => {
  const came = { status: "present", at: "2026-11-28T01:00:00.000Z", arrived_at: "2026-11-28T00:50:00.000Z", reason: "", marked_by: null };
  const gone = { status: "left", at: "2026-11-28T02:00:00.000Z", arrived_at: "2026-11-28T01:00:00.000Z", reason: "Đi họp", marked_by: "s" };
  const room = desk({ came, gone });
  mark(room, "came", "absent");
  mark(room, "gone", "present");
  mark(room, "late", "present");
  assert.deepEqual(room.said, [
    { person: "came", status: "absent" },
    { person: "came", status: "present", at: came.at, arrived_at: came.arrived_at, by_themselves: true },
    { person: "gone", status: "present" },
    { person: "gone", status: "left", at: gone.at, arrived_at: gone.arrived_at, reason: "Đi họp" },
    { person: "late", status: "present" },
    { person: "late", status: "expected" },
  ]);
});
