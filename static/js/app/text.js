// Texts in the person's language. Vietnamese is the source; the English catalogue comes with the page, in #messages.

/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, string | string[]>} */
let catalogue = {};
if (typeof document !== "undefined") {
  const found = document.getElementById("messages");
  if (found?.textContent) catalogue = JSON.parse(found.textContent);
}

/** The page's language: "vi" or "en". */
export const language = typeof document === "undefined" ? "vi" : document.documentElement.lang || "vi";

/** The language's own rule would do, but both of ours have the same one. */
const isMany = (/** @type {number} */ n) => n !== 1;

/**
 * @param {string} text
 * @param {Values} values
 */
function filled(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (whole, name) => (name in values ? String(values[name]) : whole)).replaceAll("%%", "%");
}

/**
 * A text in the person's language: `t("Còn %(n)s người", { n: 3 })`.
 * @param {string} text
 * @param {Values} [values]
 */
export function t(text, values) {
  const found = catalogue[text];
  const said = (Array.isArray(found) ? found[0] : found) || text;
  return values ? filled(said, values) : said;
}

/**
 * A text that Vietnamese says alike and English doesn't: `tc("act", "Tạm nghỉ")` is the button, `t("Tạm nghỉ")` the state.
 * @param {string} context
 * @param {string} text
 * @param {Values} [values]
 */
export function tc(context, text, values) {
  const found = catalogue[`${context}\u0004${text}`];
  const said = (Array.isArray(found) ? found[0] : found) || text;
  return values ? filled(said, values) : said;
}

/**
 * One or many: `tn("%(num)s phút", "%(num)s phút", n)`; `num` is filled in.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Values} [values]
 */
export function tn(one, many, n, values = {}) {
  const found = catalogue[one];
  const forms = Array.isArray(found) ? found : [found || one, found || many];
  return filled((isMany(n) ? forms[1] : forms[0]) || (isMany(n) ? many : one), { num: n, ...values });
}

/** As the words of a button, or the first of a line. @param {string} words */
export const capital = (words) => words.charAt(0).toLocaleUpperCase() + words.slice(1);
