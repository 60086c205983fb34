import assert from "node:assert/strict";
import test from "node:test";

import { lacking, mention, parseLine, suggest } from "../../static/js/meetings/commandline.js";

const scene = {
  people: [
    { id: "m", name: "Vi Thị Mến" },
    { id: "d", name: "Phan Hữu Đức" },
    { id: "t", name: "Bùi Anh Tuấn" },
    { id: "u", name: "Lê Anh Tuấn" },
  ],
  items: [
    { id: "i1", number: 1, order: 1, title: "Kinh tế - xã hội tháng 11", state: "done" },
    { id: "i2", number: 2, order: 2, title: "Hỗ trợ hộ dân di dời", state: "current" },
    { id: "i3", number: 3, order: 3, title: "Chuyển đổi số trường học", state: "waiting" },
    { id: "i4", number: 4, order: 4, title: "Phòng, chống dịch mùa đông xuân", state: "waiting" },
  ],
  current: "i2",
  verbs: ["call", "register", "event", "conclude", "vote", "item"],
  everybody: [{ id: "g", name: "Trần Văn Giám", office: "Giám đốc Sở Xây dựng" }],
  today: "2026-11-24",
};
const heads = (line, other = scene) =>
  suggest(line, other).map((one) => [one.verb, one.person?.id ?? one.item?.id ?? one.text].join(" "));

test("the letter after the slash says what is meant", () => {
  assert.deepEqual(parseLine("/m mến"), { verb: "call", rest: "mến", unknown: false });
  assert.deepEqual(parseLine("/K  Giao Sở Xây dựng "), { verb: "conclude", rest: "Giao Sở Xây dựng", unknown: false });
  assert.deepEqual(parseLine("//m mến"), { verb: "call", rest: "mến", unknown: false });
  assert.deepEqual(parseLine("/"), { verb: null, rest: "", unknown: false });
  assert.deepEqual(parseLine("/x gì"), { verb: null, rest: "gì", unknown: true });
  assert.deepEqual(parseLine("mến"), { verb: null, rest: "mến", unknown: false });
});

test("đ typed for d is the same letter", () => assert.equal(parseLine("/đ mến").verb, "register"));

test("an unknown letter offers nothing", () => assert.deepEqual(suggest("/x mến", scene), []));

test("a line that would do nothing says what is missing", () => {
  const why = (line, other = scene) => lacking(line, other);
  assert.equal(why("/k"), "words");
  assert.equal(why("/s  "), "words");
  assert.equal(why("/k Giao Sở Xây dựng"), null);
  assert.equal(why("/x gì"), "unknown");
  assert.equal(why("/v", { ...scene, verbs: ["call"] }), "unknown");
  assert.equal(why("/"), "commands");
  assert.equal(why(""), "commands");
  assert.equal(why("quang"), "nobody");
  assert.equal(why("/m quang"), "nobody");
  assert.equal(why("/m", { ...scene, people: [] }), "nobody_here");
  assert.equal(why("/n 9"), "no_item");
  assert.equal(why("/n", { ...scene, items: [] }), "none_waiting");
  assert.equal(why("/v"), null);
});

test("/m men invites Mến, and offers to register her", () => {
  assert.deepEqual(heads("/m men"), ["call m", "register m"]);
});

test("two of one name are both offered, no other act between them", () => {
  assert.deepEqual(heads("/m tuan"), ["call t", "call u"]);
  assert.deepEqual(heads("/m bui tuan"), ["call t", "register t"]);
});

test("a name without a slash offers inviting and registering", () => {
  assert.deepEqual(heads("duc"), ["call d", "register d"]);
});

test("/d takes a gist after a colon", () => {
  const [first] = suggest("/d men: Mức hỗ trợ: 40 triệu", scene);
  assert.deepEqual([first.verb, first.person.id, first.text], ["register", "m", "Mức hỗ trợ: 40 triệu"]);
});

test("nobody of this name: nothing to do", () => assert.deepEqual(suggest("/m quang", scene), []));

test("/n goes to the next item, to a number or to words of a title", () => {
  assert.deepEqual(heads("/n"), ["item i3"]);
  assert.deepEqual(heads("/n 4"), ["item i4"]);
  assert.deepEqual(heads("/n truong hoc"), ["item i3"]);
  assert.deepEqual(heads("/n 9"), []);
});

test("the current item isn't gone to", () => assert.deepEqual(heads("/n 2"), []));

test("/s and /k need words, /v may go without", () => {
  assert.deepEqual(heads("/s"), []);
  assert.deepEqual(heads("/s Mất điện 2 phút"), ["event Mất điện 2 phút"]);
  assert.deepEqual(heads("/k Thống nhất 3 mức"), ["conclude Thống nhất 3 mức"]);
  assert.deepEqual(heads("/v"), ["vote "]);
});

test("/k takes whom it is given to and until when", () => {
  const [first] = suggest("/k Trình phương án @so xay dung 30/11", scene);
  assert.deepEqual([first.verb, first.text, first.meant.assignee_text, first.meant.due], ["conclude", "Trình phương án", "Sở Xây dựng", "2026-11-30"]);
  assert.equal(lacking("/k @so xay dung 30/11", scene), "words");
});

test("what this desk may not do isn't offered", () => {
  const guest = { ...scene, verbs: ["register"] };
  assert.deepEqual(heads("/m men", guest), []);
  assert.deepEqual(heads("men", guest), ["register m"]);
  assert.deepEqual(heads("/s gì đó", guest), []);
});

test("decomposed typing (macOS) is understood", () => {
  assert.deepEqual(heads("/m mến".normalize("NFD")), ["call m", "register m"]);
});

test("@ begins a mention at the start of a word only", () => {
  assert.deepEqual(mention("Giao @Sở Xây", 12), { from: 5, typed: "Sở Xây" });
  assert.deepEqual(mention("@", 1), { from: 0, typed: "" });
  assert.equal(mention("a@b.vn", 6), null);
  assert.equal(mention("Giao @Sở Xây dựng, hoàn thành", 29), null);
  assert.equal(mention("Giao", 4), null);
});

test("only what is before the caret is the mention", () => {
  assert.deepEqual(mention("@Sở hoàn thành", 3), { from: 0, typed: "Sở" });
});
