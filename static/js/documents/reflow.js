// @ts-check
/** From the pieces of text of a PDF's page to paragraphs that a phone can show large. Pure. */

/**
 * @typedef {{ str: string, transform: number[], width: number, height: number, fontName?: string, hasEOL?: boolean }} Piece
 * @typedef {{ text: string, x: number, right: number, y: number, size: number, font?: string }} Line
 * @typedef {{ text: string, heading: boolean, centred: boolean }} Paragraph
 */

/** Two columns of a table, or of a letter's head, stand so far apart, of a letter's size. */
const COLUMN = 2;
const BETWEEN_COLUMNS = " · ";

/** Pieces on one height are a line. @param {Piece[]} pieces @returns {Line[]} */
export function linesOf(pieces) {
  /** @type {Line[]} */
  const lines = [];
  for (const piece of pieces) {
    if (!piece.str) continue;
    const [x, y] = [piece.transform[4], piece.transform[5]];
    const size = piece.height || Math.abs(piece.transform[3]);
    const last = lines.at(-1);
    if (last && Math.abs(last.y - y) < Math.max(2, size * 0.4) && x >= last.x) {
      const gap = piece.str.trim() ? x - last.right : Math.max(piece.width, x - last.right);
      const space = gap > size * 0.18 && !last.text.endsWith(" ") && !piece.str.startsWith(" ") ? " " : "";
      last.text += gap > size * COLUMN ? BETWEEN_COLUMNS + piece.str.trim() : space + piece.str;
      last.right = Math.max(last.right, x + piece.width);
      last.size = Math.max(last.size, size);
    } else if (piece.str.trim()) {
      lines.push({ text: piece.str, x, right: x + piece.width, y, size, font: piece.fontName });
    }
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trim().replace(/( ·)+$/, "") })).filter((line) => line.text);
}

/** The middle value. @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const LISTED = /^(Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVX]+|^(\d{1,2}(\.\d{1,2})*[.)]|[a-zđ][.)]|[-–•+])\s/u;

/** @param {string} text */
const inCapitals = (text) => text === text.toLocaleUpperCase("vi") && /\p{L}/u.test(text);

/** @param {Line} line */
const middle = (line) => (line.x + line.right) / 2;

/** @typedef {{ left: number, right: number, leading: number, centre: number, near: number }} Page where its text stands; `near` to its `centre` is centred */

/** Lines set around one middle that are no lines of a justified text: a title, a body's name in its column. @param {Line} line @param {Line} before @param {Page} page */
function aroundOneMiddle(line, before, page) {
  const shifted = Math.abs(line.x - before.x) > line.size * 0.5 && Math.abs(line.right - before.right) > line.size * 0.5;
  return shifted && Math.abs(middle(line) - middle(before)) < Math.max(2, line.size * 0.25) && before.x > page.left - 1;
}

/**
 * Does a centred line go on with the one before? In the same letters, and in the page's middle only where its first word
 * found no room above; how wide a column is nobody says.
 * @param {Line} line @param {Line} before @param {Page} page
 */
function goesOnWith(line, before, page) {
  if (inCapitals(line.text) !== inCapitals(before.text) || line.font !== before.font) return false;
  if (Math.abs(middle(line) - page.centre) > page.near) return true;
  const word = ((line.right - line.x) * (line.text.indexOf(" ") + 1 || line.text.length)) / line.text.length;
  return before.right - before.x + word > (page.right - page.left) * 0.75;
}

/** Does this line begin a paragraph of its own? @param {Line} line @param {Line} before @param {Page} page */
function begins(line, before, page) {
  const gap = before.y - line.y;
  if (gap > page.leading * 1.35 || gap < 0) return true;
  if (Math.abs(line.size - before.size) > before.size * 0.12) return true;
  if (LISTED.test(line.text)) return true;
  if (aroundOneMiddle(line, before, page)) return !goesOnWith(line, before, page);
  if (line.x > before.x + line.size * 0.9 && line.x - page.left < (page.right - page.left) * 0.3) return true;
  return before.right < page.right - (page.right - page.left) * 0.14;
}

/** The page's own number, printed above or below its text, is no text. @param {Line[]} lines */
function withoutNumber(lines) {
  const [top, bottom] = [Math.max(...lines.map((line) => line.y)), Math.min(...lines.map((line) => line.y))];
  return lines.filter((line) => !(/^[-–]?\s?\d{1,3}\s?[-–]?$/.test(line.text) && (line.y === top || line.y === bottom)));
}

/**
 * @param {Piece[]} pieces
 * @param {number} width the page's width in the same units
 * @returns {Paragraph[]}
 */
export function paragraphsOf(pieces, width) {
  const lines = withoutNumber(linesOf(pieces));
  if (!lines.length) return [];
  const left = Math.min(...lines.map((line) => line.x));
  const right = Math.max(...lines.map((line) => line.right));
  const gaps = lines.slice(1).map((line, n) => lines[n].y - line.y).filter((gap) => gap > 0);
  // The margins differ: what is centred stands in the middle of the text. A page of a few short lines has none to go by.
  const [centre, near] = right - left > width * 0.6 ? [(left + right) / 2, width * 0.02] : [width / 2, width * 0.06];
  const page = { left, right, leading: median(gaps) || lines[0].size * 1.4, centre, near };
  const body = median(lines.map((line) => line.size));
  /** @type {Line[][]} */
  const groups = [];
  lines.forEach((line, n) => {
    if (n === 0 || begins(line, lines[n - 1], page)) groups.push([line]);
    else groups[groups.length - 1].push(line);
  });
  return groups.map((group) => {
    const text = group.map((line) => line.text).join(" ").replace(/([A-Za-zÀ-ỹ])- (?=[a-zà-ỹ])/gu, "$1");
    const inward = group[group.length - 1].x > left + width * 0.04 && !LISTED.test(text);
    const centred = inward && group.every((line) => Math.abs(middle(line) - centre) < near);
    const capitals = text.length < 90 && inCapitals(text);
    const article = text.length < 110 && /^(Điều|Chương|Mục|Phần)\s+[\dIVX]+/u.test(text);
    return { text, centred, heading: capitals || article || Math.max(...group.map((line) => line.size)) > body * 1.15 };
  });
}

/**
 * How many headings a page ends with, which belong to the text of the next one. A title page keeps its own.
 * @param {Paragraph[]} paragraphs
 */
export function hanging(paragraphs) {
  let kept = paragraphs.length;
  while (kept > 0 && paragraphs[kept - 1].heading && !paragraphs[kept - 1].centred) kept -= 1;
  const count = paragraphs.length - kept;
  return count <= 2 && paragraphs.slice(0, kept).some((one) => !one.heading) ? count : 0;
}
