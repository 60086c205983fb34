// @ts-check
/** A count by hand: where it stands, what must be typed, what two people typed differently. Pure. */

import { t } from "../app/text.js";
import { inBallotOrder, optionIn } from "./words.js";

/** @typedef {import("../app/types.js").Vote} Vote */
/**
 * What was typed in. Of a secret vote `counts` and the other figures come when two people have typed theirs.
 * @typedef {{id: string, vote: string, person: string, state: "typed" | "returned" | "accepted", at: string, reason: string,
 *   settled_by: string | null, counts?: Record<string, number>, issued?: number, returned?: number, valid?: number, invalid?: number,
 *   chair?: string | null}} Typed
 */
/** @typedef {{name: string, words: string, value: (typed: Typed) => number | undefined}} Field */

/** What was typed in, as far as this person sees it. @param {import("../app/types.js").Room} room @returns {Typed[]} */
export function typedIn(room) {
  const desk = room.list("counts").value;
  return /** @type {any} */ (desk.length ? desk : room.list("my_counts").value);
}

/** The figures of paper, in the order in which they are found out. */
export const PAPER = ["issued", "returned", "valid", "invalid"];

/** @returns {Record<string, string>} */
const paperWords = () => ({ issued: t("Số phiếu phát ra"), returned: t("Số phiếu thu về"), valid: t("Phiếu hợp lệ"), invalid: t("Phiếu không hợp lệ") });

/** What is typed for this vote: the figures of paper, then each option. @param {Vote} vote @returns {Field[]} */
export function fieldsOf(vote) {
  const words = paperWords();
  const paper = vote.by_hand === "paper" ? PAPER.map((name) => ({ name, words: words[name], value: (/** @type {any} */ one) => one[name] })) : [];
  const options = inBallotOrder(vote.options).map((option) => ({ name: `option:${option}`, words: optionIn(option, vote), value: (/** @type {Typed} */ one) => one.counts?.[option] }));
  return [...paper, ...options];
}

/** The arguments of the command; null while a field is empty or no whole number. @param {Vote} vote @param {Record<string, string>} entries @param {string} chair */
export function countArgs(vote, entries, chair) {
  /** @type {Record<string, any>} */
  const args = { vote: vote.id, counts: {} };
  for (const { name } of fieldsOf(vote)) {
    const text = (entries[name] ?? "").trim();
    if (!/^\d{1,6}$/.test(text)) return null;
    if (name.startsWith("option:")) args.counts[name.slice("option:".length)] = Number(text);
    else args[name] = Number(text);
  }
  if (equalSides(vote, args.counts) && chair) args.chair = chair;
  return args;
}

/** Whether the side of the chair's own hand may decide. @param {Vote} vote @param {Record<string, number>} counts */
export function equalSides(vote, counts) {
  return vote.by_hand === "hands" && (counts.yes ?? 0) > 0 && counts.yes === counts.no;
}

/** What the options make up, beside what they have to. @param {Vote} vote @param {Record<string, string>} entries */
export function sumOf(vote, entries) {
  const number = (/** @type {string} */ name) => Number(entries[name] ?? 0) || 0;
  return { named: vote.options.reduce((sum, option) => sum + number(`option:${option}`), 0), valid: number("valid") };
}

/**
 * What can't be, as far as it is typed, in the server's words (voting/counted/said.py); which field it stands at, "" of the hands
 * together. It warns: the server decides.
 * @param {Vote} vote @param {Record<string, string>} entries @returns {{field: string, words: string} | null}
 */
export function tooMany(vote, entries) {
  const here = vote.voters;
  const typed = (/** @type {string} */ name) => (/^\d{1,6}$/.test((entries[name] ?? "").trim()) ? Number(entries[name]) : null);
  if (vote.by_hand === "hands") {
    const over = typeof here === "number" && sumOf(vote, entries).named > here;
    return over ? { field: "", words: t("Nhiều hơn số người có mặt được biểu quyết (%(here)s người).", { here }) } : null;
  }
  const [issued, returned] = [typed("issued"), typed("returned")];
  if (typeof here === "number" && issued !== null && issued > here) return { field: "issued", words: t("Số phiếu phát ra nhiều hơn số người có mặt được biểu quyết (%(here)s người).", { here }) };
  return issued !== null && returned !== null && returned > issued ? { field: "returned", words: t("Số phiếu thu về nhiều hơn số phiếu phát ra.") } : null;
}

/**
 * Where a count stands for one person. `typed`: everything that stands, oldest first; `mine` of it; `back`: what was sent back
 * last, where nothing stands.
 * @param {Vote} vote @param {Typed[]} all @param {string} me
 */
export function standingOf(vote, all, me) {
  const here = all.filter((one) => one.vote === vote.id).sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
  const typed = here.filter((one) => one.state === "typed");
  const mine = typed.find((one) => one.person === me) ?? null;
  const done = here.some((one) => one.state === "accepted");
  const back = typed.length ? null : (here.filter((one) => one.state === "returned").at(-1) ?? null);
  const step = done ? "done" : !typed.length ? "empty" : vote.secret && typed.length > 1 ? "differs" : mine ? "mine" : vote.secret ? "second" : "theirs";
  return { step, typed, mine, back };
}

/** The fields in which two or more typed other figures. @param {Vote} vote @param {Typed[]} typed @returns {Set<string>} */
export function differing(vote, typed) {
  return new Set(fieldsOf(vote).filter(({ value }) => new Set(typed.map(value)).size > 1).map(({ name }) => name));
}

/**
 * What somebody has to do with a count: the desk counts hands, secretaries and the board paper.
 * @param {Vote} vote @param {{person: string, capacity?: string | null}} me
 */
export function counts(vote, me) {
  if (vote.by_hand === "hands") return me.capacity === "chair" || me.capacity === "secretary";
  return me.capacity === "secretary" || onBoard(vote, me.person);
}

/** @param {Vote} vote @param {string | undefined} person */
export const onBoard = (vote, person) => Boolean(person) && (vote.board ?? []).includes(person ?? "");

/** Whether these two may stand for a count together: on paper one of them is of the board. @param {Vote} vote @param {string} one @param {string} two */
export const together = (vote, one, two) => one !== two && (vote.by_hand === "hands" || onBoard(vote, one) || onBoard(vote, two));

/**
 * That a result was typed in, and who stands for it.
 * @param {import("../app/types.js").VoteResult} result @param {(person: string) => string} name
 */
export function handWords(result, name) {
  const hand = result.by_hand;
  if (!hand) return "";
  const [one, two, ...more] = hand.people.map(name);
  if (more.length) return t("%(people)s nhập độc lập, khớp nhau", { people: [one, two, ...more].join(", ") });
  if (result.level) return t("%(one)s và %(two)s nhập độc lập, khớp nhau", { one, two });
  return t("%(one)s nhập, %(two)s xác nhận", { one, two });
}

/** How far a secret result is vouched for. @param {string | undefined} level */
export function levelWords(level) {
  if (level === "A") return t("A · một người giữ khóa hòm phiếu");
  if (level === "B") return t("B · từ hai người cùng giữ khóa hòm phiếu");
  return level === "P" ? t("P · phiếu giấy, hai người kiểm độc lập") : "";
}

/**
 * Whether this secret vote and the one it put again were both disputed by a device: then paper is offered (voting.md, 3).
 * @param {(vote: string) => any} box what is sealed of a vote @param {string} vote
 */
export function twiceDisputed(box, vote) {
  const last = box(vote);
  const before = last?.repeats ? box(last.repeats) : null;
  return Boolean(last?.disputes?.length && before?.disputes?.length);
}
