import assert from "node:assert/strict";
import { test } from "node:test";
import { adjourned, anotherDay, dayOf, goesOnToday, momentOn, nextAt, soon } from "../../static/js/meetings/breaks.js";

const HANOI = "Asia/Ho_Chi_Minh";
const at = (text) => Date.parse(`${text}+07:00`);

test("a quarter past midnight, said at ten to, is tomorrow", () => {
  const now = at("2026-11-26T23:50");
  assert.equal(Date.parse(nextAt("00:15", now, HANOI)), at("2026-11-27T00:15"));
  assert.equal(Date.parse(nextAt("23:55", now, HANOI)), at("2026-11-26T23:55"));
});

test("the next time is always within a day and shows what was typed", () => {
  for (let hour = 0; hour < 24; hour += 1) {
    for (const typed of ["00:00", "07:30", "12:05", "23:59"]) {
      const now = at(`2026-12-31T${String(hour).padStart(2, "0")}:17`);
      const found = Date.parse(nextAt(typed, now, HANOI));
      assert.ok(found > now && found - now <= 86_400_000, `${typed} after ${hour}`);
      assert.equal(new Date(found + 7 * 3_600_000).toISOString().slice(11, 16), typed);
    }
  }
});

test("what is no time is none", () => {
  for (const typed of ["", "25:00", "7:5", "12:60", "mai"]) assert.equal(nextAt(typed, 0, HANOI), "");
});

test("a break over midnight is a break, the next morning is another meeting day", () => {
  const now = at("2026-11-26T23:50");
  const short = new Date(at("2026-11-27T00:15")).toISOString();
  const long = new Date(at("2026-11-27T08:00")).toISOString();
  assert.ok(anotherDay(short, now, HANOI) && !adjourned(short, now, HANOI));
  assert.ok(adjourned(long, now, HANOI));
  assert.ok(!anotherDay(new Date(at("2026-11-26T23:59")).toISOString(), now, HANOI));
});

test("what was adjourned to this day goes on today; a break in a day or in a night's sitting is a break", () => {
  const iso = (/** @type {string} */ text) => new Date(at(text)).toISOString();
  const goesOn = (until, since, now) => goesOnToday(iso(until), since && iso(since), at(now), HANOI);
  assert.ok(goesOn("2026-11-27T08:00", "2026-11-26T08:00", "2026-11-27T00:01"));
  assert.ok(goesOn("2026-11-27T08:00", "2026-11-25T08:00", "2026-11-27T08:20"), "late as well");
  assert.ok(!goesOn("2026-11-27T08:00", "2026-11-26T08:00", "2026-11-26T18:00"), "the evening before");
  assert.ok(!goesOn("2026-11-27T08:00", "2026-11-26T08:00", "2026-11-28T07:00"), "nobody took it up");
  assert.ok(!goesOn("2026-11-27T10:15", "2026-11-27T08:00", "2026-11-27T10:00"));
  assert.ok(!goesOn("2026-11-27T00:30", "2026-11-26T20:00", "2026-11-27T00:10"));
  assert.ok(!goesOn("2026-11-27T08:00", "", "2026-11-27T07:00"));
});

test("a day that has been is refused", () => {
  const now = at("2026-11-26T09:00");
  assert.equal(momentOn("2026-11-25", "08:00", now, HANOI), "");
  assert.equal(Date.parse(momentOn("2026-12-03", "08:00", now, HANOI)), at("2026-12-03T08:00"));
  assert.equal(momentOn("", "08:00", now, HANOI), "");
  assert.equal(dayOf(now, HANOI), "2026-11-26");
});

test("a break ends on a round five minutes, never earlier than asked", () => {
  const now = at("2026-11-26T09:14");
  assert.equal(soon(now, 15), at("2026-11-26T09:30"));
  assert.equal(soon(at("2026-11-26T09:15"), 15), at("2026-11-26T09:30"));
});
