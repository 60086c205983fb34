// What stays on one line: a date, a time, a number with its word. The same as `unbroken` in app/text.py (tests/unbroken.json),
// without a look behind, which older tablets do not know, and with letters beyond \b, which knows no Đ.
const NUMBERED = /ngày|tháng|năm|quý|tuần|điều|khoản|mục|chương|phần|phụ lục|mẫu|nội dung|kết luận|trang|bản|lần|khóa|tầng|số:?/.source;
const IN_ROMAN = /quý|khóa|chương|phần|phụ lục/.source;
const MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";
const TIMES = /\d{1,2} giờ(?: \d{1,2}(?: phút)?)?|(?:ngày )?\d{1,2} tháng \d{1,2}/.source;
const [BEFORE, AFTER] = ["(^|[^0-9a-z_\u00df-\u1ef9])", "(?![0-9a-z_\u00df-\u1ef9])"];
// In small letters, and letters as one range: \p{L} that ignores case takes a slow tablet fifty milliseconds to prepare.
const UNITS = [
  `${BEFORE}(${TIMES})${AFTER}`,
  `(\\d)( (?:${MONTHS}))${AFTER}`,
  `${BEFORE}((?:${NUMBERED}) (?=\\d)|(?:${IN_ROMAN}) (?=[ivx]+${AFTER}))`,
].map((unit) => new RegExp(unit, "gu"));
const SYMBOLS = /(\d\/)([A-ZĐƯ][A-ZĐƯa-zđư]*(?:-[A-ZĐƯ0-9][A-ZĐƯa-zđư0-9]*)+)/gu;
const NO_BREAK_SPACE = "\u00a0";
const WORD_JOINER = "\u2060";

/** A question stands on a screen for minutes, and is drawn again and again. @type {Map<string, string>} */
const known = new Map();
const MOST_KNOWN = 300;

/**
 * For showing only: spaces become no-break spaces, and a document's symbol ("398/TTr-STC") gets joiners that nobody sees.
 * @param {string} text
 */
export function unbroken(text) {
  let whole = known.get(text);
  if (whole === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, (whole = joined(text)));
  }
  return whole;
}

/** @param {string} text */
function joined(text) {
  let small = text.toLowerCase();
  // Outside our languages a small letter may be longer than its capital: places would no longer agree.
  if (small.length !== text.length) small = text;
  for (const unit of UNITS) small = small.replace(unit, (_all, before, said) => before + said.replaceAll(" ", NO_BREAK_SPACE));
  const whole = text.replace(/ /g, (space, at) => (small[at] === NO_BREAK_SPACE ? NO_BREAK_SPACE : space));
  return whole.replace(SYMBOLS, (_all, before, symbol) => before + WORD_JOINER + symbol.replaceAll("-", `${WORD_JOINER}-${WORD_JOINER}`));
}
