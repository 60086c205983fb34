import assert from "node:assert/strict";
import test from "node:test";

import { foldEach, hitsIn } from "../../static/js/documents/find.js";
import { paragraphsOf } from "../../static/js/documents/reflow.js";

/** A line of text as pdf.js gives it. */
const line = (str, x, y, width = str.length * 6, height = 13) => ({ str, transform: [height, 0, 0, height, x, y], width, height });

test("lines that fill the page join into one paragraph, an indented one begins the next", () => {
  const found = paragraphsOf(
    [
      line("Hộ phải di dời toàn bộ nhà ở và đất ở được hỗ trợ", 116, 700, 404),
      line("chín mươi triệu đồng một hộ theo quy định này;", 80, 682, 440),
      line("trường hợp khác do Ủy ban quyết định.", 80, 664, 220),
      line("Kinh phí lấy từ ngân sách tỉnh và nguồn hợp pháp khác", 116, 646, 404),
    ],
    595,
  );
  assert.equal(found.length, 2);
  assert.match(found[0].text, /hỗ trợ chín mươi .* quyết định\.$/);
});

test("an article, a clause and a list begin a paragraph of their own", () => {
  const texts = ["Điều 3. Mức hỗ trợ hộ dân phải di dời khỏi vùng sạt lở", "1. Hộ phải di dời toàn bộ nhà ở và đất ở được", "a) Hỗ trợ một lần bằng tiền cho hộ dân"];
  const found = paragraphsOf(texts.map((text, n) => line(text, 80, 700 - n * 18, 440)), 595);
  assert.deepEqual(found.map((one) => one.text), texts);
});

test("a centred title in capitals is a heading", () => {
  const found = paragraphsOf([line("QUYẾT ĐỊNH", 262, 700, 70), line("Về việc hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông", 80, 660, 440)], 595);
  assert.deepEqual([found[0].heading, found[0].centred, found[1].heading], [true, true, false]);
});

test("a page without text gives nothing", () => {
  assert.deepEqual(paragraphsOf([], 595), []);
  assert.deepEqual(paragraphsOf([line("   ", 80, 700)], 595), []);
});

test("pieces of one line keep the spaces that only their places show", () => {
  const found = paragraphsOf([line("Hỗ trợ", 80, 700, 36), line("hộ dân", 122, 700, 36)], 595);
  assert.equal(found[0].text, "Hỗ trợ hộ dân");
});

test("a search without marks finds words with them, over pieces and lines", () => {
  const pieces = ["Mức hỗ", " trợ hộ dân", "", "di dời"];
  assert.deepEqual(hitsIn(pieces, "ho tro"), [{ pieces: [0, 1] }]);
  assert.deepEqual(hitsIn(pieces, "DÂN DI"), [{ pieces: [1, 3] }]);
  assert.deepEqual(hitsIn(pieces, "đường"), []);
  assert.deepEqual(hitsIn(pieces, "h"), []);
});

test("folding letter by letter keeps every place", () => {
  const text = "Đặng Thị Mến, ĐIỀU 3";
  assert.equal(foldEach(text), "dang thi men, dieu 3");
  assert.equal(foldEach(text).length, text.length);
});
