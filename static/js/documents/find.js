// @ts-check
/** Searching in a document, without marks and case: "ho tro" finds "Hỗ trợ". Pure. */

/** Each letter folded by itself, so places in the folded text are places in the text. @param {string} text */
export function foldEach(text) {
  let folded = "";
  for (const unit of text.normalize("NFC")) {
    const plain = unit.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").replace("đ", "d");
    folded += plain.length === unit.length ? plain : plain.slice(0, unit.length).padEnd(unit.length, " ");
  }
  return folded;
}

/**
 * Where the wanted words occur in a page's pieces of text.
 * @param {string[]} pieces
 * @param {string} wanted
 * @returns {{ pieces: number[] }[]} for each hit the pieces it touches
 */
export function hitsIn(pieces, wanted) {
  const needle = foldEach(wanted).trim().replace(/\s+/g, " ");
  if (needle.length < 2) return [];
  let whole = "";
  /** @type {number[]} */
  const owner = [];
  pieces.forEach((piece, number) => {
    for (const letter of foldEach(piece)) {
      const space = /\s/.test(letter);
      if (space && whole.endsWith(" ")) continue;
      whole += space ? " " : letter;
      owner.push(number);
    }
    if (whole && !whole.endsWith(" ")) {
      whole += " ";
      owner.push(number);
    }
  });
  const hits = [];
  for (let at = whole.indexOf(needle); at >= 0; at = whole.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    const touched = new Set(owner.slice(at, end).filter((_, n) => whole[at + n] !== " "));
    hits.push({ pieces: [...touched] });
  }
  return hits;
}
