// @ts-check
/** From the pieces of text of a PDF's page to paragraphs that a phone can show large. Pure. */

/**
 * @typedef {{ str: string, transform: number[], width: number, height: number, hasEOL?: boolean }} Piece
 * @typedef {{ text: string, x: number, right: number, y: number, size: number }} Line
 * @typedef {{ text: string, heading: boolean, centred: boolean }} Paragraph
 */

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
      const gap = x - last.right;
      const space = gap > size * 0.18 && !last.text.endsWith(" ") && !piece.str.startsWith(" ") ? " " : "";
      last.text += space + piece.str;
      last.right = Math.max(last.right, x + piece.width);
      last.size = Math.max(last.size, size);
    } else if (piece.str.trim()) {
      lines.push({ text: piece.str, x, right: x + piece.width, y, size });
    }
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trim() })).filter((line) => line.text);
}

/** The middle value. @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Does this line begin a paragraph of its own? @param {Line} line @param {Line} before @param {{left: number, right: number, leading: number}} page */
function begins(line, before, page) {
  const gap = before.y - line.y;
  if (gap > page.leading * 1.35 || gap < 0) return true;
  if (Math.abs(line.size - before.size) > before.size * 0.12) return true;
  if (/^(Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVX]+|^(\d{1,2}(\.\d{1,2})*[.)]|[a-zđ][.)]|[-–•+])\s/u.test(line.text)) return true;
  if (line.x > before.x + line.size * 0.9 && line.x - page.left < (page.right - page.left) * 0.3) return true;
  return before.right < page.right - (page.right - page.left) * 0.14;
}

/**
 * @param {Piece[]} pieces
 * @param {number} width the page's width in the same units
 * @returns {Paragraph[]}
 */
export function paragraphsOf(pieces, width) {
  const lines = linesOf(pieces);
  if (!lines.length) return [];
  const left = Math.min(...lines.map((line) => line.x));
  const right = Math.max(...lines.map((line) => line.right));
  const gaps = lines.slice(1).map((line, n) => lines[n].y - line.y).filter((gap) => gap > 0);
  const page = { left, right, leading: median(gaps) || lines[0].size * 1.4 };
  const body = median(lines.map((line) => line.size));
  /** @type {Line[][]} */
  const groups = [];
  lines.forEach((line, n) => {
    if (n === 0 || begins(line, lines[n - 1], page)) groups.push([line]);
    else groups[groups.length - 1].push(line);
  });
  return groups.map((group) => {
    const text = group.map((line) => line.text).join(" ").replace(/([A-Za-zÀ-ỹ])- (?=[a-zà-ỹ])/gu, "$1");
    const centred = group.every((line) => Math.abs((line.x + line.right) / 2 - width / 2) < width * 0.06 && line.x > left + width * 0.04);
    const capitals = text.length < 90 && text === text.toLocaleUpperCase("vi") && /\p{L}/u.test(text);
    const article = text.length < 110 && /^(Điều|Chương|Mục|Phần)\s+[\dIVX]+/u.test(text);
    return { text, centred, heading: capitals || article || Math.max(...group.map((line) => line.size)) > body * 1.15 };
  });
}
