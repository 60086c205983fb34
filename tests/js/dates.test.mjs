import assert from "node:assert/strict";
import test from "node:test";

import { addDays, dayAt, parseDue, shownDate } from "../../static/js/meetings/dates.js";

const today = "2026-11-24";

test("a day and month are the next ones, today included", () => {
  assert.equal(parseDue("15/12", today), "2026-12-15");
  assert.equal(parseDue("24/11", today), "2026-11-24");
  assert.equal(parseDue("23/11", today), "2027-11-23");
  assert.equal(parseDue(" 5 / 1 ", today), "2027-01-05");
  assert.equal(parseDue("5-1", today), "2027-01-05");
  assert.equal(parseDue("5.1", today), "2027-01-05");
});

test("a year may be written in full or short, and may be past", () => {
  assert.equal(parseDue("15/12/2027", today), "2027-12-15");
  assert.equal(parseDue("15/12/27", today), "2027-12-15");
  assert.equal(parseDue("01/02/2026", today), "2026-02-01");
});

test("plus counts days, with t weeks", () => {
  assert.equal(parseDue("+7", today), "2026-12-01");
  assert.equal(parseDue("+ 7", today), "2026-12-01");
  assert.equal(parseDue("+2t", today), "2026-12-08");
  assert.equal(parseDue("+2 tuần", today), "2026-12-08");
  assert.equal(parseDue("+0", today), today);
});

test("a day alone is the next day with this number", () => {
  assert.equal(parseDue("30", today), "2026-11-30");
  assert.equal(parseDue("15", today), "2026-12-15");
  assert.equal(parseDue("31", today), "2026-12-31");
  assert.equal(parseDue("15", "2026-12-24"), "2027-01-15");
});

test("a day that isn't on the calendar is refused, not moved", () => {
  for (const typed of ["31/2", "32/1", "1/13", "0/5", "31/11", "29/2/2027", "", "mai", "15/", "+", "1/2/3/4", "15/12/202"])
    assert.equal(parseDue(typed, today), null, typed);
});

test("a leap day is found in a leap year only", () => {
  assert.equal(parseDue("29/2", "2027-11-24"), "2028-02-29");
  assert.equal(parseDue("29/2", today), null);
});

test("days are counted over months and years", () => {
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2028-02-28", 1), "2028-02-29");
});

test("a deadline is shown as on paper", () => assert.equal(shownDate("2026-12-05"), "05/12/2026"));

test("today is the day in the house's zone, not in London", () => {
  assert.equal(dayAt(Date.parse("2026-11-24T18:30:00Z")), "2026-11-25");
  assert.equal(dayAt(Date.parse("2026-11-24T16:59:59Z")), "2026-11-24");
});
