import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { shares, sharesOf, takenUp } from "../../static/js/meetings/allowance.js";
import { shareWords } from "../../static/js/meetings/quotas.js";

const cases = JSON.parse(readFileSync(new URL("allowances.json", import.meta.url), "utf8"));
const at = (time) => `2026-11-26T${time}:00.000Z`;
const item = (id, order, more = {}) => ({ id, order, title: id, minutes: 30, state: "done", ...more });
const speech = (item, group, seconds, more = {}) => ({
  id: "s", person: "p", item, kind: "speech", gist: "", state: "finished", order: 0, started_at: null, seconds, limit: 300, group, ...more,
});

for (const one of cases) {
  test(`as the server has it: ${one.says}`, () => {
    const found = shares(one.items, one.quotas, one.default, one.used);
    assert.deepEqual(one.items.map((id) => [found[id].given, found[id].debt, found[id].owes, found[id].spent, found[id].since]), one.shares);
  });
}

test("items go in the order in which they were first taken up, one that was not yet comes last", () => {
  const items = [item("a", 1, { taken_up_at: at("01:00") }), item("b", 2, { state: "waiting" }), item("c", 3, { taken_up_at: at("01:20"), state: "current" })];
  assert.deepEqual(takenUp(items, "c"), ["a", "c"]);
  assert.deepEqual(takenUp(items, "b"), ["a", "c", "b"]);
  const again = [item("a", 2, { taken_up_at: at("01:00"), state: "current", started_at: at("03:00") }), item("b", 1, { taken_up_at: at("02:00") })];
  assert.deepEqual(takenUp(again, "a"), ["a", "b"]);
});

test("the stretch that runs counts as what is over does; a call taken back counts for nobody", () => {
  const items = [item("a", 1, { taken_up_at: at("01:00") }), item("b", 2, { taken_up_at: at("02:00"), state: "current" })];
  const quotas = [{ id: "q", group: "Tổ 2", item: null, seconds: 900 }, { id: "r", group: "Tổ 10", item: "b", seconds: 60 }];
  const speeches = [
    speech("a", "Tổ 2", 1080),
    speech("b", "Tổ 2", 60, { state: "speaking", started_at: at("02:10") }),
    speech("b", "Tổ 10", 50, { state: "waiting" }),
    speech("b", "", 500),
  ];
  const [two, ten] = sharesOf(quotas, speeches, items, "b", Date.parse(at("02:12")));
  assert.deepEqual([two.group, two.share.debt, two.share.given, two.share.used, two.share.since], ["Tổ 2", 180, 720, 180, "a"]);
  assert.deepEqual([ten.group, ten.share.used, ten.share.spent], ["Tổ 10", 0, false]);
  assert.deepEqual([719.4, 719.6].map((past) => sharesOf(quotas, speeches, items, "b", Date.parse(at("02:10")) + (past - 60) * 1000)[0].share.spent), [false, true]);
});

test("what a group owes and overruns is told to the second, as every time in the room", () => {
  const room = { order: () => 2 };
  const told = (used, more = {}) => shareWords(room, { ...shares(["a", "b"], {}, 300, { a: 361, b: used }).b, ...more });
  assert.deepEqual(told(60), ["đã nói 1:00/3:59", "nợ 1:01 từ nội dung 2"]);
  assert.deepEqual(told(240), ["đã nói 4:00/3:59", "nợ 1:01 từ nội dung 2", "quá 0:01, trừ vào nội dung sau"]);
  assert.deepEqual(told(239, { since: null }), ["đã nói 3:59/3:59", "nợ 1:01", "đã hết giờ"]);
});
