import assert from "node:assert/strict";
import test from "node:test";

import { approve } from "../../static/js/meetings/approval.js";

test("an approved conclusion can be taken back from the message that says so", async () => {
  const said = [];
  const room = { act: async (name, args, { undo } = {}) => { said.push([name, args.conclusion]); if (undo) await undo(); return { ok: true }; } };
  await approve(room, { id: "k", assignee: "p" });
  assert.deepEqual(said, [["conclusion.approve", "k"], ["conclusion.unapprove", "k"]]);
});
