import assert from "node:assert/strict";
import test from "node:test";

import { findPeople, fold, initials, nameMatch } from "../../static/js/app/fold.js";

const people = [
  "Nguyễn Thị Minh Hà", "Vi Thị Mến", "Trần Văn Mền", "Đặng Văn Khải", "Đỗ Văn Thành", "Lê Hoàng Nam", "Lý Thanh Tâm",
].map((name, order) => ({ id: String(order), name }));

test("letters lose their marks, đ becomes d, spaces become one", () => {
  assert.equal(fold("  Đặng  thị ĐÀO "), "dang thi dao");
  assert.equal(fold("ƯỠN Ẹo Ơ Ư"), "uon eo o u");
});

test("both Unicode forms fold alike", () => {
  const name = "Nguyễn Thị Mỹ Duyên";
  assert.equal(fold(name.normalize("NFD")), fold(name.normalize("NFC")));
});

test("folding twice changes nothing more", () => {
  for (const { name } of people) assert.equal(fold(fold(name)), fold(name));
});

test("a seat shows two letters of the last two words", () => {
  assert.equal(initials("Trần Thị Mỹ Duyên"), "MD");
  assert.equal(initials("Đinh Trọng Nghĩa"), "TN");
  assert.equal(initials("Y Đôn".normalize("NFD")), "YĐ");
});

test("men finds Mến", () => {
  assert.deepEqual(findPeople(people, "men").map((one) => one.name), ["Vi Thị Mến", "Trần Văn Mền"]);
});

test("typed marks put the one with these marks first", () => {
  assert.equal(findPeople(people, "mền")[0].name, "Trần Văn Mền");
  assert.equal(findPeople(people, "mến")[0].name, "Vi Thị Mến");
});

test("the given name counts more than the family name", () => {
  assert.equal(findPeople(people, "tha")[0].name, "Đỗ Văn Thành");
  assert.equal(findPeople(people, "thanh")[0].name, "Đỗ Văn Thành");
});

test("several words may be typed in any order, each the beginning of a word", () => {
  assert.deepEqual(findPeople(people, "ha minh").map((one) => one.name), ["Nguyễn Thị Minh Hà"]);
  assert.equal(nameMatch("Vi Thị Mến", "thi thi"), 0);
  assert.equal(nameMatch("Vi Thị Mến", "ế"), 0);
});

test("nothing typed matches everybody in their order", () => {
  assert.deepEqual(findPeople(people, " ", 2).map((one) => one.id), ["0", "1"]);
});
