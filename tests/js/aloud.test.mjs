import assert from "node:assert/strict";
import test from "node:test";

import { aloud, saidFor } from "../../static/js/app/aloud.js";

/** A clock that is turned by hand. */
function heard() {
  /** @type {[string, number][]} */
  const told = [];
  /** @type {{at: number, act: () => void}[]} */
  let timers = [];
  let now = 0;
  const say = aloud((text) => told.push([text, now]), (act, ms) => timers.push({ at: now + ms, act }));
  const wait = (/** @type {number} */ ms) => {
    const end = now + ms;
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      if (!timers.length || timers[0].at > end) break;
      const [{ at, act }] = timers.splice(0, 1);
      now = at;
      act();
    }
    now = end;
  };
  return { say, told, wait };
}

test("two sentences of one moment are both told, in their order, each long enough", () => {
  const { say, told, wait } = heard();
  say("Đã điểm danh");
  say("Mở biểu quyết nội dung 3, còn 5 phút 17 giây");
  assert.deepEqual(told.map(([text]) => text), ["Đã điểm danh"]);
  wait(20_000);
  assert.deepEqual(told.map(([text]) => text), ["Đã điểm danh", "Mở biểu quyết nội dung 3, còn 5 phút 17 giây", ""]);
  assert.equal(told[1][1], saidFor("Đã điểm danh"));
});

test("one that comes alone is told at once, and stands no longer than four seconds", () => {
  const { say, told, wait } = heard();
  say("Mời tôi phát biểu");
  wait(3999);
  assert.deepEqual(told, [["Mời tôi phát biểu", 0]]);
  say("Hết giờ phát biểu");
  wait(1);
  assert.deepEqual(told.at(-1), ["Hết giờ phát biểu", 3999], "what has been said keeps nothing waiting");
  wait(4000);
  assert.equal(told.at(-1)?.[0], "");
});

test("the same words again are news again, once", () => {
  const { say, told, wait } = heard();
  say("Đã lưu ghi chú");
  wait(2000);
  say("Đã lưu ghi chú");
  say("Khác");
  say("Khác");
  wait(20_000);
  assert.deepEqual(told.map(([text]) => text), ["Đã lưu ghi chú", "", "Đã lưu ghi chú", "Khác", ""]);
});

test("of pages turned fast the first and the last are told, and what was said between them", () => {
  const { say, told, wait } = heard();
  for (const page of [1, 2, 3]) say(`Trang ${page}`, "page");
  say("Đã tạm dừng theo trang đang trình bày");
  say("Trang 4", "page");
  wait(20_000);
  assert.deepEqual(told.map(([text]) => text), ["Trang 1", "Đã tạm dừng theo trang đang trình bày", "Trang 4", ""]);
});
