import assert from "node:assert/strict";
import test from "node:test";

import { fold } from "../../static/js/app/fold.js";
import { conclusionsOf, withName } from "../../static/js/meetings/concluding.js";
import { parseDue, shownDate } from "../../static/js/meetings/dates.js";
import { unitOf } from "../../static/js/meetings/units.js";

const today = "2026-11-24";
const people = [
  { id: "g", name: "Trần Văn Giám", office: "Giám đốc Sở Xây dựng" },
  { id: "t", name: "Bùi Anh Tuấn", office: "Giám đốc Sở Tài chính" },
  { id: "u", name: "Lê Anh Tuấn", office: "Chánh Văn phòng Ủy ban" },
  { id: "d", name: "Phan Hữu Đức", office: "Phó Chủ tịch" },
  { id: "s", name: "Phạm Văn Giang", office: "Phó Giám đốc Sở Xây dựng" },
  { id: "v", name: "Mai Thị Hồng Nhung", office: "Giám đốc Sở Văn hóa, Thể thao và Du lịch" },
];
const all = (line) => conclusionsOf(line, people, today);
/** What Enter records: the words, who, until when. */
const first = (line) => { const [one] = all(line); return one && [one.text, one.assignee ?? one.assignee_text, one.due]; };
const left = (line) => all(line)[0].left.map((one) => [one.why, one.words]);

test("a unit without marks and a day behind the words are its unit and its deadline", () => {
  assert.deepEqual(first("Trình phương án @so xay dung 30/11"), ["Trình phương án", "Sở Xây dựng", "2026-11-30"]);
  assert.deepEqual(first("Trình phương án @Sở Xây dựng 30-11."), ["Trình phương án", "Sở Xây dựng", "2026-11-30"]);
  assert.deepEqual(first("Trình phương án @so xay dung 30/11/2026"), ["Trình phương án", "Sở Xây dựng", "2026-11-30"]);
  assert.deepEqual(first("Trình phương án @xay"), ["Trình phương án", "Sở Xây dựng", null]);
});

test("alone behind the name a day may be typed in every way of the field", () => {
  for (const typed of ["30/11", "30-11", "30.11", "30 11", " 5 / 1 ", "15", "+7", "+2t", "+2 tuần", "15/12/27"])
    assert.deepEqual(first(`Báo cáo @so tai ${typed}`), ["Báo cáo", "Sở Tài chính", parseDue(typed, today)], typed);
});

test("a name in the sentence stands in it in full, and so does one its last word leads to", () => {
  assert.deepEqual(first("Giao @so xay dung trình phương án trước 15/12"), ["Giao Sở Xây dựng trình phương án trước 15/12", "Sở Xây dựng", "2026-12-15"]);
  assert.deepEqual(first("Giao @so xay dung, hoàn thành trong quý I"), ["Giao Sở Xây dựng, hoàn thành trong quý I", "Sở Xây dựng", null]);
  assert.deepEqual(first("@so xay dung 30/11 trình phương án"), ["Sở Xây dựng trình phương án", "Sở Xây dựng", "2026-11-30"]);
  assert.deepEqual(first("Chuyển hồ sơ cho @so xay dung 30/11"), ["Chuyển hồ sơ cho Sở Xây dựng", "Sở Xây dựng", "2026-11-30"]);
});

test("a comma of the unit's own name is no end of it", () => {
  for (const typed of ["Sở Văn hóa, Thể thao và Du lịch", "so van hoa, the thao", "van hoa"])
    assert.deepEqual(first(`Giao @${typed}, hoàn thành 30/11`), ["Giao Sở Văn hóa, Thể thao và Du lịch, hoàn thành 30/11", "Sở Văn hóa, Thể thao và Du lịch", "2026-11-30"]);
});

test("a word of the sentence isn't swallowed as one more word of the name", () => {
  assert.deepEqual(first("Giao @van hoa và các xã"), ["Giao Sở Văn hóa, Thể thao và Du lịch và các xã", "Sở Văn hóa, Thể thao và Du lịch", null]);
  assert.deepEqual(first("Giao @so xay dung xây trường"), ["Giao Sở Xây dựng xây trường", "Sở Xây dựng", null]);
});

test("a person may be named as well, and is told from another of the name", () => {
  assert.deepEqual(first("Chuẩn bị báo cáo @duc 30/11"), ["Chuẩn bị báo cáo", "d", "2026-11-30"]);
  assert.deepEqual(all("Báo cáo @anh tuan").slice(0, 2).map((one) => [one.who, one.more]), [["Bùi Anh Tuấn", "Giám đốc Sở Tài chính"], ["Lê Anh Tuấn", "Chánh Văn phòng Ủy ban"]]);
});

test("a name of several offers each, and last the words as they were typed", () => {
  const offered = all("Báo cáo @so");
  assert.deepEqual(offered.slice(0, 2).map((one) => one.assignee_text), ["Sở Xây dựng", "Sở Tài chính"]);
  assert.deepEqual([offered.at(-1).text, offered.at(-1).who, offered.at(-1).due], ["Báo cáo @so", "", null]);
});

test("an @ that names nobody stays words, and is told", () => {
  assert.deepEqual(first("Gửi về hop@tinh.vn trước thứ sáu"), ["Gửi về hop@tinh.vn trước thứ sáu", "", null]);
  assert.deepEqual(left("Gửi về hop@tinh.vn"), [["name", "hop@tinh.vn"]]);
  assert.deepEqual(first("Giao @nghe an trình diễn"), ["Giao @nghe an trình diễn", "", null]);
  assert.deepEqual(first("Trình phương án @kho bac"), ["Trình phương án @kho bac", "", null]);
  assert.deepEqual(left("Trình phương án @kho bac"), [["name", "@kho"]]);
  assert.deepEqual(left("Giao @so xay dung và @xyz"), [["name", "@xyz"]]);
  assert.deepEqual(left("Giá 5 @ một cái"), [["name", "@"]]);
});

test("a unit nobody here is of can be given it as typed, as the second choice", () => {
  const [, second] = all("Trình phương án @Kho bạc tỉnh 30/11");
  assert.deepEqual([second.text, second.assignee_text, second.due], ["Trình phương án", "Kho bạc tỉnh", "2026-11-30"]);
});

test("a day that ends a sentence is the deadline and stays, and may be words alone", () => {
  const [one, two] = all("Thường trực nghe lại vào ngày 30/11");
  assert.deepEqual([one.text, one.due], ["Thường trực nghe lại vào ngày 30/11", "2026-11-30"]);
  assert.deepEqual([two.text, two.due], ["Thường trực nghe lại vào ngày 30/11", null]);
});

test("figures are no days", () => {
  for (const text of ["Thông qua Nghị quyết số 15", "Giữ hệ số 1.5", "Đạt 45/60", "Tăng thêm +7", "Nghị quyết 15/2026", "Thông báo 12/TB-UBND", "Mức 1/2 lương"])
    assert.deepEqual(all(text), [{ text, who: "", more: "", assignee: null, assignee_text: "", due: null, left: [] }], text);
  assert.deepEqual(first("Giao @so xay dung 1.5 tỷ đồng"), ["Giao Sở Xây dựng 1.5 tỷ đồng", "Sở Xây dựng", null]);
});

test("a day that can be no deadline stays words, and is told", () => {
  assert.deepEqual(first("Báo cáo @so tai 30/11/2025"), ["Báo cáo Sở Tài chính 30/11/2025", "Sở Tài chính", null]);
  assert.deepEqual(left("Báo cáo @so tai 30/11/2025"), [["past", "30/11/2025"]]);
  assert.deepEqual(left("Báo cáo @so tai 31/02"), [["no_day", "31/02"]]);
  assert.deepEqual(left("Báo cáo lại ngày 30/11/2099"), [["far", "30/11/2099"]]);
});

test("decomposed typing (macOS) is understood", () => {
  assert.deepEqual(first("Trình phương án @Sở Xây dựng 30/11".normalize("NFD")), ["Trình phương án", "Sở Xây dựng", "2026-11-30"]);
});

// -- properties -------------------------------------------------------------------------------------------------------

/** The same numbers each time, so that what fails once fails again. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}
const PIECES = ["Giao", "trình", "phương án", "@so", "@so xay dung", "@duc", "@", "@@", "a@b.vn", "@Kho bạc", "30/11", "30-11", "1/1/2020", "31/2", "+7", "15", "xây", "dựng", ",", ".", "cho", "  ", "@so,", "@30/11", "ngày"];

test("whatever is typed: no words are lost, and every choice is one the server takes", () => {
  const roll = dice(7);
  for (let turn = 0; turn < 4000; turn += 1) {
    const line = Array.from({ length: 1 + roll(7) }, () => PIECES[roll(PIECES.length)]).join(" ");
    const offered = all(line);
    const same = new Set();
    for (const one of offered) {
      assert.ok(one.text.trim() === one.text && one.text !== "", line);
      assert.ok(!(one.assignee && one.assignee_text), line);
      assert.ok(one.due === null || (one.due >= today && /^\d{4}-\d{2}-\d{2}$/.test(one.due)), line);
      assert.equal(one.text.includes("@"), one.left.some((kept) => kept.why === "name"), line);
      // Every word typed is in the words, in the name, or is the day.
      const said = fold([one.text, one.who, one.more].join(" "));
      for (const word of fold(line).split(/[\s,.;:@]+/).filter((word) => /^\p{L}+$/u.test(word))) assert.ok(said.includes(word), `${line} -> ${said}`);
      if (!one.due) for (const day of line.match(/\d+[/-]\d+/g) ?? []) assert.ok(`${one.text} ${one.who}`.includes(day), `${line} -> ${one.text}`);
      const key = JSON.stringify([one.text, one.assignee, one.assignee_text, one.due]);
      assert.ok(!same.has(key), line);
      same.add(key);
    }
    // Whatever was read into it, the words as they stand can be had.
    const words = line.trim();
    if (words && offered.length > 0 && !offered.some((one) => one.who === "" && one.text === words)) assert.fail(`${line} -> ${JSON.stringify(offered)}`);
  }
});

test("any unit of the meeting, its words begun only, with any day to come, is found behind any words", () => {
  const roll = dice(11);
  for (let turn = 0; turn < 1000; turn += 1) {
    const unit = unitOf(people[[0, 1][roll(2)]].office);
    const typed = fold(unit).split(" ").map((word, place) => (place === 0 ? word : word.slice(0, 2 + roll(9)))).join(" ");
    const due = new Date(Date.UTC(2026, 10, 24 + roll(3000))).toISOString().slice(0, 10);
    const words = ["Trình phương án", "Rà soát 15 dự án", "Báo cáo, đánh giá"][roll(3)];
    assert.deepEqual(first(`${words} @${typed} ${shownDate(due)}`), [words, unit, due]);
  }
});

test("a unit chosen behind a sentence is not said in it a second time, as after /k", () => {
  const chosen = (value) => withName(value, value.indexOf("@"), value.indexOf("@") + "@xay".length, "Sở Xây dựng").next;
  assert.equal(chosen("Sở Xây dựng hoàn thành san nền @xay").trim(), "Sở Xây dựng hoàn thành san nền");
  assert.equal(chosen("Giao @xay").trim(), "Giao Sở Xây dựng");
  assert.equal(chosen("Giao @xay hoàn thành san nền"), "Giao Sở Xây dựng hoàn thành san nền");
  assert.equal(chosen("@xay"), "Sở Xây dựng ");
});
