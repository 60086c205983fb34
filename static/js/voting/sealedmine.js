// @ts-check
/**
 * Which ballot a device goes by when it looks at a secret result: what it sealed here itself, never what the house says it has. The
 * house's word (`my_votes`) is only held against it. Pure (tests/voting/sealed/cheats.py drives its voters through this file).
 */

/** @typedef {import("./sealedbox.js").Ballot} Ballot */
/**
 * One ballot that was sealed here. `digests`: its envelopes, the one that was sent first. `revision`: null until the house has signed
 * that it keeps it. `ballot`: null when it was forgotten. `tab`: which window of this browser sealed it, also after it was loaded anew.
 * @typedef {{ballot: Ballot | null, digests: string[], revision: number | null, tab?: string}} Sealed
 */
/** In the order in which they were sealed. @typedef {{person: string, manifest: string, sealed: Sealed[], verdict?: Verdict}} Kept */
/** What this device has found when all was published. @typedef {{ok: boolean, bundle: string}} Verdict */
/** What the house says it keeps of mine. @typedef {{h1: string, revision: number, receipt: string}} Told */
/**
 * `how`: "mine" `one` counts; "nothing" was sent, from anywhere; "elsewhere" it was sealed, here nothing was; "newer": after mine
 * another was sent elsewhere, or (`one`) in another window of this browser at the same time; "wrong": the house can't be right, and why.
 * @typedef {{how: "mine" | "nothing" | "elsewhere" | "newer" | "wrong", one: Sealed | null, why: string}} Judged
 */

/** @param {Sealed} one */
const h1Of = (one) => one.digests[0];

/** The last one whose receipt is here. @param {Kept | null} kept @returns {Sealed | null} */
export function latest(kept) {
  const signed = (kept?.sealed ?? []).filter((one) => one.revision !== null);
  return signed.reduce((/** @type {Sealed | null} */ best, one) => (best && Number(best.revision) > Number(one.revision) ? best : one), null);
}

/** About to be sent. @param {Kept | null} kept @param {{person: string, manifest: string, ballot: Ballot, digests: string[], tab?: string}} made @returns {Kept} */
export function sealedHere(kept, { person, manifest, ballot, digests, tab = "" }) {
  return { person, manifest, sealed: [...(kept?.sealed ?? []), { ballot, digests, revision: null, tab }] };
}

/** Its receipt is here. What was sealed before it needs no choice any more. @param {Kept | null} kept @param {string} h1 @param {number} revision @returns {Kept | null} */
export function acknowledged(kept, h1, revision) {
  const place = kept ? kept.sealed.findIndex((one) => h1Of(one) === h1) : -1;
  if (!kept || place < 0) return kept;
  const sealed = kept.sealed.map((one, at) => (at === place ? { ...one, revision: one.revision ?? revision } : at < place ? { ...one, ballot: null } : one));
  return { ...kept, sealed };
}

/** The house has said that it doesn't keep it. @param {Kept | null} kept @param {string} h1 @returns {Kept | null} */
export const refused = (kept, h1) => kept && { ...kept, sealed: kept.sealed.filter((one) => h1Of(one) !== h1 || one.revision !== null) };

/** Without choice and code: by the digests it can still be looked for. @param {Kept} kept @returns {Kept} */
export const withoutChoice = (kept) => ({ ...kept, sealed: kept.sealed.map((one) => ({ ...one, ballot: null })) });

/**
 * When all is over: no choice, no code, and no digest by which a line of the published list could be found; what was found stays.
 * @param {Kept} kept @param {Verdict | undefined} verdict @returns {Kept}
 */
export function settled(kept, verdict) {
  const sealed = kept.sealed.map(({ digests, revision, tab }) => ({ ballot: null, digests: digests.slice(0, 1), revision, tab }));
  return { ...kept, sealed, ...(verdict ? { verdict } : {}) };
}

/** @param {Kept | null} kept @param {Told | null} told @param {boolean} holds is what it is told signed by the house? @returns {Judged} */
export function judged(kept, told, holds) {
  const own = kept?.sealed ?? [];
  const last = latest(kept);
  if (!told) return last ? wrong("gone") : { how: "nothing", one: null, why: "" };
  if (!holds) return wrong("receipt");
  const one = own.find((each) => h1Of(each) === told.h1) ?? null;
  if (!last) return { how: one ? "mine" : "elsewhere", one, why: "" };
  if (!one) return told.revision > Number(last.revision) ? { how: "newer", one: null, why: "" } : wrong("other");
  if (one === last) return told.revision === last.revision ? { how: "mine", one, why: "" } : wrong("older");
  // Sealed after the last one that was acknowledged, its answer lost on the way: the house may well have it.
  const after = one.revision === null && own.indexOf(one) > own.indexOf(last) && told.revision > Number(last.revision);
  if (after) return { how: "mine", one, why: "" };
  return besides(one, last, told) ? { how: "newer", one, why: "" } : wrong("older");
}

/**
 * Sent from another window while this one sent its own, its answer lost with that window: which of the two was to count, only the
 * person knows. In one window an answer that was held back is none.
 * @param {Sealed} one @param {Sealed} last @param {Told} told
 */
const besides = (one, last, told) => one.revision === null && (one.tab ?? "") !== (last.tab ?? "") && told.revision > Number(last.revision);

/** @param {string} why @returns {Judged} */
const wrong = (why) => ({ how: "wrong", one: null, why });

/**
 * While a vote is open the answer to my last ballot may come before what is told of it: only what came after it is another's.
 * @param {Kept | null} kept @param {Told | null} told
 */
export function sentElsewhere(kept, told) {
  const last = latest(kept);
  const one = (kept?.sealed ?? []).find((each) => h1Of(each) === told?.h1);
  if (told && one && last && kept) return judged(kept, told, true).how === "newer";
  return Boolean(told) && !one && (told?.revision ?? 0) > Number(last?.revision ?? 0);
}
