import assert from "node:assert/strict";
import test from "node:test";

import { daySaid } from "../../static/js/app/daysaid.js";

test("a day and a time stand as the house writes them, whatever the browser's country", () => {
  assert.equal(daySaid("2026-12-04T08:00", "vi"), "Thứ Sáu, 04/12/2026 · 08:00");
  assert.equal(daySaid("2026-12-04", "en"), "Friday, 04/12/2026");
  assert.equal(daySaid("", "vi"), "");
});
