// @ts-check
/**
 * The secretary's command line: what was typed, and what it could mean. Pure: no DOM, no clock, no sending.
 *
 * `/m men` invites, `/d men: gist` registers on behalf, `/s …` notes an event, `/k … @unit 30/11` records a conclusion (concluding.js),
 * `/v …` prepares a vote, `/n 4` goes to an item. A name without a slash offers inviting and registering.
 */

import { findPeople, fold } from "../app/fold.js";
import { conclusionsOf } from "./concluding.js";

/** @typedef {"call" | "register" | "event" | "conclude" | "vote" | "item"} Verb */
/** @typedef {{verb: Verb | null, rest: string, unknown: boolean}} Line */
/** @typedef {{id: string, name: string, office?: string}} Who */
/** @typedef {{id: string, order: number, title: string, state: string, number: number}} Topic */
/**
 * @typedef {object} Suggestion
 * @property {Verb} verb
 * @property {Who} [person]
 * @property {Topic} [item]
 * @property {string} text the free text: the gist, the event, the conclusion, the question
 * @property {import("./concluding.js").Meant} [meant] the conclusion: whom it is given to, until when, and what of it stays words
 */
/**
 * @typedef {object} Scene what may be meant now
 * @property {Who[]} people who may be invited to speak: present, best first
 * @property {Topic[]} items
 * @property {string | null} current the current item's id
 * @property {Verb[]} verbs what this desk may do
 * @property {{id: string, name: string, office?: string}[]} everybody whom a conclusion may be given to
 * @property {string} today ISO date in the house's zone
 */

/** @type {Record<string, Verb>} */
const LETTERS = { m: "call", d: "register", s: "event", k: "conclude", v: "vote", n: "item" };
/** The whole words, for those who type them out. @type {Record<string, Verb>} */
const WORDS = {
  moi: "call", "dang": "register", "su": "event", ket: "conclude", bieu: "vote", noi: "item", sang: "item",
};

/**
 * @param {string} line
 * @returns {Line}
 */
export function parseLine(line) {
  const text = line.normalize("NFC").trimStart();
  if (!text.startsWith("/")) return { verb: null, rest: text.trim(), unknown: false };
  // The key that leads here leaves its stroke; who types another means the same.
  const found = /^\/+(\p{L}*)\s*([^]*)$/u.exec(text);
  const word = fold(found?.[1] ?? "");
  const verb = LETTERS[word] ?? WORDS[word] ?? null;
  return { verb, rest: (found?.[2] ?? "").trim(), unknown: verb === null && word !== "" };
}

/**
 * What Enter would do (the first) and what the arrows offer. Empty when nothing fits.
 * @param {string} line
 * @param {Scene} scene
 * @returns {Suggestion[]}
 */
export function suggest(line, scene) {
  const { verb, rest, unknown } = parseLine(line);
  if (unknown) return [];
  if (verb === null) return rest && !line.trimStart().startsWith("/") ? bare(rest, scene) : [];
  if (!scene.verbs.includes(verb)) return [];
  if (verb === "call" || verb === "register") return about(verb, rest, scene);
  if (verb === "item") return topics(rest, scene).map((item) => ({ verb, item, text: "" }));
  if (verb === "conclude") return conclusionsOf(rest, scene.everybody, scene.today).map((meant) => ({ verb, text: meant.text, meant }));
  // A vote's question may be left out: then it is the item's title.
  return rest || verb === "vote" ? [{ verb, text: rest }] : [];
}

/** @typedef {"commands" | "unknown" | "words" | "nobody" | "nobody_here" | "no_item" | "none_waiting"} Lack */

/**
 * Why Enter would do nothing, or null: what is still to be typed, or what the line names and isn't there.
 * @param {string} line
 * @param {Scene} scene
 * @returns {Lack | null}
 */
export function lacking(line, scene) {
  if (suggest(line, scene).length > 0) return null;
  const { verb, rest, unknown } = parseLine(line);
  if (unknown || (verb && !scene.verbs.includes(verb))) return "unknown";
  if (verb === null && (!rest || line.trimStart().startsWith("/"))) return "commands";
  if (verb === "item") return rest ? "no_item" : "none_waiting";
  if (verb === "event" || verb === "conclude") return "words";
  return rest ? "nobody" : "nobody_here";
}

/**
 * A name without a slash: invite or register, of each who fits.
 * @param {string} rest @param {Scene} scene
 * @returns {Suggestion[]}
 */
function bare(rest, scene) {
  /** @type {Suggestion[]} */
  const found = [];
  for (const person of findPeople(scene.people, rest, 3))
    for (const verb of /** @type {Verb[]} */ (["call", "register"]))
      if (scene.verbs.includes(verb)) found.push({ verb, person, text: "" });
  return found;
}

/**
 * `/m men` and `/d men: gist`. With one person meant, the other act is offered below, as a slip of the finger is common.
 * @param {"call" | "register"} verb @param {string} rest @param {Scene} scene
 * @returns {Suggestion[]}
 */
function about(verb, rest, scene) {
  const { name, text } = splitGist(rest);
  const people = findPeople(scene.people, name, 5);
  /** @type {Suggestion[]} */
  const found = people.map((person) => ({ verb, person, text: verb === "register" ? text : "" }));
  const other = verb === "call" ? "register" : "call";
  if (found.length === 1 && scene.verbs.includes(other))
    found.push({ verb: other, person: people[0], text: other === "register" ? text : "" });
  return found;
}

/**
 * "men: mức hỗ trợ" -> the name and the gist.
 * @param {string} rest
 * @returns {{name: string, text: string}}
 */
function splitGist(rest) {
  const colon = rest.indexOf(":");
  return colon < 0 ? { name: rest, text: "" } : { name: rest.slice(0, colon), text: rest.slice(colon + 1).trim() };
}

/**
 * `/n 4` by number, `/n truong` by words of the title, `/n` the next one waiting.
 * @param {string} rest @param {Scene} scene
 * @returns {Topic[]}
 */
function topics(rest, scene) {
  const others = scene.items.filter((item) => item.id !== scene.current);
  if (rest === "") return others.filter((item) => item.state === "waiting").slice(0, 1);
  if (/^\d+$/.test(rest)) return others.filter((item) => item.number === Number(rest));
  const words = fold(rest).split(" ");
  const matches = (/** @type {Topic} */ item) => {
    const title = fold(item.title).split(" ");
    return words.every((word) => title.some((other) => other.startsWith(word)));
  };
  return others.filter(matches).slice(0, 6);
}

/**
 * The `@…` being typed at the caret, or null: where it begins and what was typed after it (several words are allowed).
 * @param {string} text
 * @param {number} caret
 * @returns {{from: number, typed: string} | null}
 */
export function mention(text, caret) {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf("@");
  if (at < 0 || (at > 0 && !/\s/.test(before[at - 1]))) return null;
  const typed = before.slice(at + 1);
  return /[\n,;.]/.test(typed) || typed.split(/\s+/).length > 6 || /\s\s$/.test(typed) ? null : { from: at, typed };
}
