// @ts-check
/** A device's look at what was published of a secret ballot: everything it finds wrong, in one go (pure, and slow enough to be done aside). */

import { check, lostAt, readBundle, receiptHolds, resultCode, sha256Hex } from "./sealedbox.js";

/**
 * @typedef {{text: string, digest: string, person: string, manifest: string, mine: any,
 *   stored: {h1: string, revision: number, receipt: string} | null}} Published
 *   `mine`: what was sealed on this device (`ballot: null`: its person sent nothing); null: sealed elsewhere
 */

/** @param {Published} published @returns {{found: string[], bundle: any, code: string, hash: string}} */
export function looked(published) {
  const { text } = published;
  let bundle = null;
  let found = ["unreadable"];
  try {
    bundle = readBundle(text);
    found = faults(bundle, published);
  } catch {
    // Nothing that can be read: that is what is said.
  }
  return { found, bundle, code: resultCode(text), hash: sha256Hex(text) };
}

/** @param {any} bundle @param {Published} published */
function faults(bundle, { text, digest, person, manifest, mine, stored }) {
  const own = mine ?? { person, manifest, ballot: null, digests: [] };
  const found = check(bundle, own).map(({ code }) => code).filter((code) => mine || code !== "never_voted");
  if (mine?.ballot && lostAt(bundle, mine) !== null) found.push(`${lostAt(bundle, mine)}`);
  if (stored && mine?.ballot && !receiptHolds(manifest, person, stored.h1, stored.revision, stored.receipt)) found.push("receipt");
  if (digest !== sha256Hex(text)) found.push("digest");
  return found;
}
