// @ts-check
/**
 * What `/k Trình phương án @so xay dung 30/11` means: the words, to whom they are given, until when. Pure: no DOM, no clock.
 *
 * A name behind `@` is looked for as the conclusion's own field looks for it, without marks, as many words as fit. A name in the middle
 * of the sentence stands in it in full; one behind the sentence is said beside it. A day behind the name is the deadline; a day that
 * ends the sentence is too, and stays in the sentence, which may need it. What is not understood stays words, and is told.
 */

import { fold } from "../app/fold.js";
import { addDays, parseDue } from "./dates.js";
import { charges } from "./units.js";

/** @typedef {import("./units.js").Charge} Charge */
/** @typedef {{id: string, name: string, office?: string}} Who */
/** @typedef {{why: "name" | "past" | "far" | "no_day", words: string}} Left what stays words, and why */
/**
 * @typedef {object} Meant
 * @property {string} text
 * @property {string} who by name; "" nobody
 * @property {string} more what tells one of this name from another
 * @property {string | null} assignee
 * @property {string} assignee_text
 * @property {string | null} due ISO date
 * @property {Left[]} left
 */
/** @typedef {{at: number, end: number, list: Charge[]}} Named whom the words from `at` to `end` name */

/** As many words as a name has at most; and as many of one name are offered. */
const WORDS = 12;
const MOST = 4;
/** No deadline is further away, in days: what the server says too. */
const FAR = 3660;
/** In a sentence "1.5" is a figure and "+7" a sum: only these are days there. */
const DAY = String.raw`\d{1,2}[/-]\d{1,2}(?:[/-](?:\d{4}|\d{2}))?`;
const FIRST_DAY = new RegExp(String.raw`^${DAY}(?=[\s,;:])`, "u");
const ONE_DAY = new RegExp(String.raw`^\s+(?:${DAY}|\d{1,2}|\+\s?\d+\D*)(?:[\s.,;:]|$)`, "u");
const LAST_DAY = new RegExp(String.raw`(?:^|\s)(${DAY})[.]?$`, "u");
/** Words a name has to follow, where it ends the sentence: "Giao …", "trình … cho …", "yêu cầu …". */
const LEADS = new Set(["giao", "cho", "cua", "voi", "va", "do", "boi", "gui", "cung", "la", "tu", "tai", "ve", "cau", "nghi", "toi", "den", "cong", "moi"]);

/**
 * What Enter would record first, then what else it can mean. Empty where nothing but a name and a day is there yet.
 * @param {string} rest what stands behind `/k`
 * @param {Who[]} people @param {string} today ISO date
 * @returns {Meant[]}
 */
export function conclusionsOf(rest, people, today) {
  const line = rest.normalize("NFC").trim();
  const names = [...line.matchAll(/(?<!\S)@(?=[^\s@])/gu)].map((one) => named(line, one.index, people));
  const found = names.find((one) => one.list.length > 0);
  const meant = found ? found.list.map((charge) => given(line, found, charge, today)) : [asItStands(line, today)];
  if (meant[0].text === "") return [];
  // A unit of which nobody is here can be given it all the same, as in the field.
  const typed = found ? null : atTheEnd(line, names.at(-1));
  if (typed) meant.push(given(line, typed, typed.list[0], today));
  const undated = found ? given(line, found, found.list[0], null) : asItStands(line, null);
  if (undated.text === meant[0].text) meant.push(undated);
  if (found) meant.push(asItStands(line, null));
  return different(meant);
}

/** @param {Meant[]} meant */
function different(meant) {
  const told = new Set();
  return meant.filter((one) => {
    if (one.text === "") return false;
    const key = JSON.stringify([one.text, one.assignee, one.assignee_text, one.due]);
    return !told.has(key) && told.add(key);
  });
}

/**
 * Whom the words after an `@` name: the longest run of words that names anybody.
 * @param {string} line @param {number} at @param {Who[]} people
 * @returns {Named}
 */
function named(line, at, people) {
  const run = /^[^\s@]+(?: +[^\s@]+)*/u.exec(line.slice(at + 1))?.[0] ?? "";
  // "Sở Văn hóa, Thể thao và Du lịch" has a comma of its own; the one that ends a name is the sentence's.
  const ends = [...run.matchAll(/[^\s,;:.]+(?=[,;:.]*(?:\s|$))/gu)].map((one) => one.index + one[0].length).slice(0, WORDS);
  for (const end of ends.reverse()) {
    const list = meantBy(run.slice(0, end), line.slice(at + 1 + end), people);
    if (list.length > 0) return { at, end: at + 1 + end, list: list.slice(0, MOST) };
  }
  return { at, end: at + 1 + run.length, list: [] };
}

/**
 * Whom these words name. Where the sentence goes on they are whole words of the name, or "@kho bac" would be the Sở Khoa học; and the
 * "và" that follows is not one of its words.
 * @param {string} typed @param {string} after @param {Who[]} people
 */
function meantBy(typed, after, people) {
  const words = fold(typed).split(" ");
  if (words.at(-1) === "va") return [];
  const list = charges(people, typed, MOST + 1).filter((one) => one.assignee || one.more);
  if (/^[\s.]*$|^[,;:]/u.test(after) || ONE_DAY.test(after)) return list;
  const wholly = (/** @type {string} */ name) => words.every((word) => fold(name).replace(/[,;:.]/gu, "").split(" ").includes(word.replace(/[,;:.]/gu, "")));
  return list.filter((one) => wholly(`${one.label} ${one.assignee ? one.more : ""}`));
}

/**
 * A name nobody has, where nothing but a day stands behind it.
 * @param {string} line @param {Named | undefined} name
 * @returns {Named | null}
 */
function atTheEnd(line, name) {
  if (!name || /[^\s.]/u.test(line.slice(name.end))) return null;
  const words = line.slice(name.at + 1, name.end).replace(new RegExp(String.raw`\s+(?:${DAY})$`, "u"), "");
  if (!/^\p{L}[^,;:]*$/u.test(words) || words.split(/\s+/u).length > WORDS) return null;
  return { at: name.at, end: name.at + 1 + words.length, list: [{ label: words, more: "", assignee: null, assignee_text: words }] };
}

/**
 * @param {string} line @param {Named} name @param {Charge} charge @param {string | null} today null: no day is a deadline
 * @returns {Meant}
 */
function given(line, name, charge, today) {
  const behind = dayFirst(line.slice(name.end), today);
  const text = sentence(line.slice(0, name.at), charge.label, behind.after);
  const { due, fault } = behind.due || behind.fault ? behind : dayLast(text, today);
  const { label: who, more, assignee, assignee_text } = charge;
  return { text, who, more: assignee ? more : "", assignee, assignee_text, due, left: [...leftIn(text), ...(fault ? [fault] : [])] };
}

/** @param {string} line @param {string | null} today @returns {Meant} */
function asItStands(line, today) {
  const { due, fault } = dayLast(line, today);
  return { text: line, who: "", more: "", assignee: null, assignee_text: "", due, left: [...leftIn(line), ...(fault ? [fault] : [])] };
}

/**
 * The words with the name in their midst, or without it where it only stands behind them.
 * @param {string} before @param {string} name @param {string} after
 */
function sentence(before, name, after) {
  return standsBehind(before, after) ? before.trim() : `${before}${name}${after}`.trim();
}

/** Does a name there only stand behind the sentence, to be said beside it? @param {string} before @param {string} after */
export function standsBehind(before, after) {
  const head = before.trim();
  return /^[\s.]*$/u.test(after) && (head === "" || !LEADS.has(fold(head).split(" ").at(-1) ?? ""));
}

/**
 * A point in which a name was chosen for what stands from `from` to `end`, and where the caret is then: behind the sentence it is said
 * beside it, as after `/k`; a sentence that is only begun begins with it.
 * @param {string} value @param {number} from @param {number} end @param {string} name
 */
export function withName(value, from, end, name) {
  const [before, after] = [value.slice(0, from), value.slice(end)];
  if (before.trim() && standsBehind(before, after)) return { next: `${before}${after.trim()}`, caret: from };
  return { next: `${before}${name}${after || " "}`, caret: from + name.length + 1 };
}

/** A day right behind a name is taken off; alone there it may be typed in every way of the field. @param {string} after @param {string | null} today */
function dayFirst(after, today) {
  const words = after.trim();
  const whole = words.replace(/[.]$/u, "");
  const typed = parseDue(whole, today ?? "2000-01-01") || new RegExp(`^${DAY}$`, "u").test(whole) ? whole : FIRST_DAY.exec(words)?.[0];
  if (!typed || today === null) return { after, due: null, fault: null };
  const { due, fault } = dayOf(typed, today);
  return due ? { after: words.slice(typed.length).replace(/^\.$/u, ""), due, fault } : { after, due, fault };
}

/** A day that ends a sentence stays in it. @param {string} text @param {string | null} today */
function dayLast(text, today) {
  const typed = LAST_DAY.exec(text)?.[1];
  const said = typed && today !== null ? dayOf(typed, today) : { due: null, fault: null };
  // "45/60" is no day and nobody meant one; with a year somebody did.
  return said.due || typed?.split(/[/-]/u).length === 3 ? said : { due: null, fault: null };
}

/** @param {string} typed @param {string} today @returns {{due: string | null, fault: Left | null}} */
function dayOf(typed, today) {
  const due = parseDue(typed, today);
  const why = !due ? "no_day" : due < today ? "past" : due > addDays(today, FAR) ? "far" : null;
  return why ? { due: null, fault: { why, words: typed } } : { due, fault: null };
}

/** What has an `@` and stays as it is. @param {string} text @returns {Left[]} */
function leftIn(text) {
  return [...text.matchAll(/\S*@\S*/gu)].map((one) => ({ why: "name", words: one[0] }));
}
