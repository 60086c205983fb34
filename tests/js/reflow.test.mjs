import assert from "node:assert/strict";
import test from "node:test";

import { foldEach, hitsIn } from "../../static/js/documents/find.js";
import { hanging, paragraphsOf } from "../../static/js/documents/reflow.js";

/** A line of text as pdf.js gives it. */
const line = (str, x, y, width = str.length * 6, height = 13, fontName = "roman") => ({ str, transform: [height, 0, 0, height, x, y], width, height, fontName });
const PAGE = 595;
const BODY = [line("Hộ phải di dời toàn bộ nhà ở và đất ở được hỗ trợ theo mức", 124, 400, 423), line("chín mươi triệu đồng một hộ theo quy định này.", 88, 382, 300)];
/** A line around a middle. */
const around = (str, middle, y, fontName = "roman", wide = str.length * 7) => line(str, middle - wide / 2, y, wide, 13, fontName);
const told = (pieces) => paragraphsOf(pieces, PAGE).map((one) => [one.heading ? "h" : "p", one.centred, one.text]);

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

test("what stands in another column of a table stays apart from what is before it", () => {
  const blank = (x, y, width) => ({ str: " ", transform: [13, 0, 0, 13, x, y], width, height: 0 });
  const row = [line("Phường Bến Sông", 80, 500, 90), blank(170, 500, 60), line("2.460", 230, 500, 30), line("1.697", 330, 500, 30), blank(360, 500, 80)];
  assert.deepEqual(told(row).map((one) => one[2]), ["Phường Bến Sông · 2.460 · 1.697"]);
  assert.deepEqual(told([line("Hộ phải", 80, 500, 40), blank(120, 500, 9), line("di dời", 129, 500, 30)]).map((one) => one[2]), ["Hộ phải di dời"]);
});

test("a centred title in capitals is a heading", () => {
  const found = paragraphsOf([line("QUYẾT ĐỊNH", 262, 700, 70), line("Về việc hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông", 80, 660, 440)], 595);
  assert.deepEqual([found[0].heading, found[0].centred, found[1].heading], [true, true, false]);
});

test("a heading of several lines is one heading: a body's name in its column, a title over the page", () => {
  const found = told([
    around("ỦY BAN NHÂN DÂN TỈNH LẠC", 170, 760),
    around("GIANG", 170, 744),
    around("SỞ NÔNG NGHIỆP VÀ MÔI", 170, 728, "bold"),
    around("TRƯỜNG", 170, 712, "bold"),
    around("TỜ TRÌNH", 317, 660, "bold"),
    around("Quy định hỗ trợ hộ dân di dời khỏi khu vực sạt lở", 317, 644, "bold", 380),
    around("ven sông Lạc", 317, 628, "bold"),
    ...BODY,
  ]);
  assert.deepEqual(found.slice(0, 4), [
    ["h", false, "ỦY BAN NHÂN DÂN TỈNH LẠC GIANG"],
    ["h", false, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"],
    ["h", true, "TỜ TRÌNH"],
    ["p", true, "Quy định hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc"],
  ]);
});

test("two titles one under the other stay two, and so do the nation's name and its motto", () => {
  const found = told([
    around("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 390, 760, "bold", 240),
    around("Độc lập - Tự do - Hạnh phúc", 390, 744, "bold", 160),
    around("ỦY BAN NHÂN DÂN TỈNH LẠC GIANG", 317, 700, "bold", 230),
    around("DỰ THẢO QUYẾT ĐỊNH", 317, 684, "bold", 140),
    ...BODY,
  ]);
  assert.deepEqual(found.slice(0, 4).map(([, , text]) => text), [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ỦY BAN NHÂN DÂN TỈNH LẠC GIANG",
    "DỰ THẢO QUYẾT ĐỊNH",
  ]);
});

test("an indented line of a list is not centred because it happens to be long", () => {
  const found = told([line("1. Thống nhất ban hành Quyết định với 3 mức hỗ trợ theo Tờ trình.", 124, 420, 375), ...BODY]);
  assert.equal(found[0][1], false);
});

test("the number of the page is no text of it", () => {
  assert.equal(told([line("2", 296, 800, 6), ...BODY]).length, 1);
  assert.equal(told([...BODY, line("- 2 -", 290, 40, 20)]).length, 1);
});

test("a heading at the end of a page goes with what follows; the titles of a title page stay", () => {
  const [title, heading, text] = [{ text: "ĐỀ ÁN", heading: true, centred: true }, { text: "IV. Ý KIẾN", heading: true, centred: false }, { text: "Hộ dân", heading: false, centred: false }];
  assert.equal(hanging([title, text, heading]), 1);
  assert.equal(hanging([title, text]), 0);
  assert.equal(hanging([title, heading]), 0);
  assert.equal(hanging([text, title]), 0);
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
