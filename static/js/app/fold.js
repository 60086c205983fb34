// @ts-check
/**
 * Vietnamese text for searching: the same folding as app/text.py, so that "men" finds "Mến" here as it does on the server.
 */

/**
 * Lower case, without marks, đ as d, one space between words: "Đặng  Thị Mến" -> "dang thi men".
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("đ", "d")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/**
 * Two letters for a seat, of the last two words: "Trần Thị Mỹ Duyên" -> "MD".
 * @param {string} name
 * @returns {string}
 */
export function initials(name) {
  const words = name.normalize("NFC").split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words
    .slice(-2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}

/**
 * How well a name answers what was typed; 0: not at all. Every word typed must begin a word of the name, in any order.
 * The given name (the last word) counts most, then an exact word, then the same marks ("mến" prefers Mến to Mền).
 * @param {string} name
 * @param {string} typed
 * @returns {number}
 */
export function nameMatch(name, typed) {
  const wanted = fold(typed).split(" ").filter(Boolean);
  if (wanted.length === 0) return 1;
  const words = fold(name).split(" ");
  const free = words.map(() => true);
  let score = 1;
  for (const word of wanted) {
    const place = findWord(words, free, word);
    if (place < 0) return 0;
    free[place] = false;
    if (place === words.length - 1) score += 4;
    if (words[place] === word) score += 2;
  }
  const marked = name.normalize("NFC").toLowerCase().split(/\s+/);
  const typedWords = typed.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  return typedWords.every((word) => marked.some((other) => other.startsWith(word))) ? score + 1 : score;
}

/**
 * The free word of the name that the typed one begins: from the given name backwards, an exact one first.
 * @param {string[]} words
 * @param {boolean[]} free
 * @param {string} wanted
 * @returns {number}
 */
function findWord(words, free, wanted) {
  for (let place = words.length - 1; place >= 0; place--) if (free[place] && words[place] === wanted) return place;
  for (let place = words.length - 1; place >= 0; place--)
    if (free[place] && words[place].startsWith(wanted)) return place;
  return -1;
}

/**
 * Those whose names answer what was typed, best first, equals in their given order.
 * @template {{name: string}} P
 * @param {P[]} people
 * @param {string} typed
 * @param {number} [most]
 * @returns {P[]}
 */
export function findPeople(people, typed, most = 6) {
  return people
    .map((person, place) => ({ person, place, score: nameMatch(person.name, typed) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, most)
    .map((found) => found.person);
}
