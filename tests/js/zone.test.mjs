// Times typed are times of the house, wherever the device is; texts are filled in, never run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { t, tn } from "../../static/js/app/text.js";
import { momentOf } from "../../static/js/app/zone.js";

test("a time typed is the display zone's", () => {
  assert.equal(momentOf("2026-11-26T08:00", "Asia/Ho_Chi_Minh"), "2026-11-26T01:00:00.000Z");
  assert.equal(momentOf("2026-11-26T08:00", "UTC"), "2026-11-26T08:00:00.000Z");
});

test("a zone that changes its clock is met on both sides of the change", () => {
  assert.equal(momentOf("2026-03-29T01:30", "Europe/Berlin"), "2026-03-29T00:30:00.000Z");
  assert.equal(momentOf("2026-03-29T03:30", "Europe/Berlin"), "2026-03-29T01:30:00.000Z");
});

test("what is no time is nothing", () => assert.equal(momentOf("sáng mai"), ""));

test("values are filled in and unknown ones left as they stand", () => {
  assert.equal(t("Còn %(n)s người, %(x)s", { n: 3 }), "Còn 3 người, %(x)s");
  assert.equal(t("100%% của %(n)s", { n: "%(n)s" }), "100% của %(n)s");
});

test("one and many", () => {
  assert.equal(tn("%(num)s ngày", "%(num)s ngày", 2), "2 ngày");
});
