// @ts-check
/** What a question is about, and by which majority it is judged: the matter's own, or the general one. The server decides; this
 * says beforehand what it will decide by (voting/ruling/matters.py). Pure. */

/** @typedef {"general" | "removal" | "confidence" | "election" | "bylaws"} Matter */
/** @typedef {import("./asked.js").Kinds} Kinds */

/** In place of a majority: whatever the rules say when the vote is opened. */
export const BY_RULE = "by_rule";

/** What may be chosen where the kind doesn't tell. @type {Matter[]} */
export const MATTERS = ["general", "removal", "election", "bylaws"];

/** Whether the kind leaves anything to choose. @param {Kinds} kind */
export const asksMatter = (kind) => kind === "question" || kind === "choice";

/** Fewer sealed ballots than this are never opened (voting.md, 3). */
const LEAST_SEALED = 5;

/** Votes about people: electing, confidence, removing (domain.md, 3.5). @param {Kinds} kind @param {Matter} matter */
export const ofPersons = (kind, matter) => ["election", "confidence", "removal"].includes(matterOf(kind, matter));

/**
 * How the ballots are given where nobody has said: about people in secret, sealed on devices where enough members are here, else on
 * paper; anything else openly, by name.
 * @param {Kinds} kind @param {Matter} matter @param {number} here
 * @returns {{by_name: boolean, secret: boolean, by_hand: "" | "paper"}}
 */
export function usualWay(kind, matter, here) {
  const secret = ofPersons(kind, matter);
  return { by_name: !secret, secret, by_hand: secret && here < LEAST_SEALED ? "paper" : "" };
}

/** @param {Kinds} kind @param {Matter} chosen @returns {Matter} */
export function matterOf(kind, chosen) {
  if (kind === "election" || kind === "confidence") return kind;
  return kind === "opinion" || !MATTERS.includes(chosen) ? "general" : chosen;
}

/**
 * @param {Record<string, any> | null | undefined} rules the meeting's `vote_rules`, with the body's rules in them
 * @param {Matter} matter
 * @returns {{majority: any, from: "matter" | "general" | "meeting"}}
 */
export function majorityHeld(rules, matter) {
  const held = rules ?? {};
  const key = `majority.${matter}`;
  const here = (/** @type {string} */ name) => (held.overridden ?? []).includes(name);
  if (matter !== "general" && held[key]) return { majority: held[key], from: here(key) ? "meeting" : "matter" };
  const said = here("majority") || (matter !== "general" && here(key)); // the meeting may have given the matter's own back
  return { majority: held.majority ?? "more_than_half_of_members", from: said ? "meeting" : "general" };
}
