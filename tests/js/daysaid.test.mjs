import assert from "node:assert/strict";
import test from "node:test";

import { daySaid, titled } from "../../static/js/app/daysaid.js";

test("a day and a time stand as the house writes them, whatever the browser's country", () => {
  assert.equal(daySaid("2026-12-04T08:00", "vi"), "Thứ Sáu, 04/12/2026 · 08:00");
  assert.equal(daySaid("2026-12-04", "en"), "Friday, 04/12/2026");
  assert.equal(daySaid("", "vi"), "");
});

test("a title with places takes the month, the quarter and the year of another day", () => {
  assert.equal(titled("Phiên họp tháng {month} năm {year}", "2027-01-08T08:00"), "Phiên họp tháng 1 năm 2027");
  assert.equal(titled("Sơ kết quý {quarter}, quý {quarter_number}", "2026-12-04T08:00"), "Sơ kết quý IV, quý 4");
  assert.equal(titled("Phiên họp tháng {month}", ""), "");
});
