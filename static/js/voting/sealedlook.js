// @ts-check
/** A device's look at what was published of a secret ballot: everything it finds wrong, in one go (pure, and slow enough to be done aside). */

import { check, lostAt, readBundle, receiptHolds, resultCode, sha256Hex } from "./sealedbox.js";
import { judged } from "./sealedmine.js";

/**
 * @typedef {{text: string, digest: string, person: string, manifest: string, kept: import("./sealedmine.js").Kept | null,
 *   told: import("./sealedmine.js").Told | null}} Published
 *   `kept`: what was sealed on this device; `told`: what the house says it keeps of this person's
 */

/** Is what the house says it keeps signed by it? @param {string} manifest @param {string} person @param {import("./sealedmine.js").Told | null} told */
export function toldHolds(manifest, person, told) {
  try {
    return told !== null && receiptHolds(manifest, person, told.h1, told.revision, told.receipt);
  } catch {
    return false; // not even a digest
  }
}

/**
 * `whole`: whether it was looked for through every layer, now or when it was published: only then may it be said that it was counted.
 * @param {Published} published @returns {{found: string[], how: string, own: import("./sealedmine.js").Sealed | null, whole: boolean, bundle: any, code: string, hash: string}}
 */
export function looked(published) {
  const { text, person, kept, told } = published;
  const manifest = kept?.manifest ?? published.manifest;
  const { how, one, why } = judged(kept, told, toldHolds(manifest, person, told));
  const hash = sha256Hex(text);
  let bundle = null;
  let found = ["unreadable"];
  try {
    bundle = readBundle(text);
    found = faults(bundle, { ...published, manifest }, how, one);
    if (how === "newer" || how === "elsewhere") found.push(...theirs(bundle, published));
  } catch {
    // Nothing that can be read: that is what is said.
  }
  if (why) found.push(why);
  if (published.digest !== hash || (kept?.verdict && kept.verdict.bundle !== hash)) found.push("digest");
  if (kept?.verdict && !kept.verdict.ok) found.push("before");
  const whole = Boolean(kept?.verdict?.ok) || (one?.digests.length ?? 0) > 1;
  return { found, how, own: one, whole, bundle, code: resultCode(text), hash };
}

/** @param {any} bundle @param {Published} published @param {string} how @param {import("./sealedmine.js").Sealed | null} one */
function faults(bundle, { person, manifest }, how, one) {
  const mine = { person, manifest, ballot: one?.ballot ?? null, digests: one?.digests ?? [] };
  // Whose ballot was sealed elsewhere is among the voters, whatever this device has of it.
  const found = check(bundle, mine).map(({ code }) => code).filter((code) => how === "nothing" || code !== "never_voted");
  if (one && lostAt(bundle, mine) !== null) found.push(`${lostAt(bundle, mine)}`);
  return found;
}

/** What is said of a ballot that was sealed elsewhere has to be there all the same. @param {any} bundle @param {Published} published */
function theirs({ voters, lists }, { person, told }) {
  return [...(voters.includes(person) ? [] : ["not_listed"]), ...(lists[0].includes(told?.h1) ? [] : ["missing", "0"])];
}
