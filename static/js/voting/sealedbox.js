// @ts-check
/**
 * The sealed box as the devices know it: codes, manifest, envelopes, lists and what a device looks at by itself
 * (docs/ballot-bundle.md; the server's half is voting/sealed). Pure of everything but chance.
 */

import { blake2b, nacl, sha256 } from "../../vendor/sealed.js";

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const [PLAIN, TAG, SEAL, MOST_CHOSEN, CODE_BYTES] = [256, 16, 48, 64, 10];
/** No other option stands beside it. */
const ALONE = "not_voting";
export const CODE_SIGNS = 16;
export const SPOKEN_SIGNS = 12;
export const NONCE = 16;

/** @typedef {{person: string, name: string, box: string, sign: string, nonce: string}} Keeper */
/**
 * @typedef {{vote: string, question: string, options: string[], pick: [number, number], roll: string, board: Keeper[],
 *   level: string, minimum: number, house: string, client: string}} Manifest
 */
/** @typedef {{choice: number[], code: string, mark: string}} Ballot */
/**
 * @typedef {{manifest: string, nonces: string[], code: string, roll: [string, string, boolean][], voters: string[],
 *   lists: string[][], unopened: string[][], signatures: string[], ballots: Ballot[], invalid: string[], tally: number[]}} Bundle
 */
/** @typedef {{code: string, layer?: number}} Fault */
/** What a device keeps of its own ballot: `envelopes` by their digests. @typedef {{person: string, manifest: string, ballot: Ballot | null, digests: string[]}} Mine */

const encoder = new TextEncoder();
/** @param {string} text */
const bytes = (text) => encoder.encode(text);

/** @param {...Uint8Array} parts */
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} raw */
export const hex = (raw) => Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");

/** @param {string} text */
export function unhex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("no hex");
  return Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
}

/** @param {Uint8Array} raw */
export const base64 = (raw) => btoa(String.fromCharCode(...raw));

/** @param {string} text */
export const unbase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** @param {number} n */
const big = (n) => Uint8Array.of((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);

/** Chance. @param {number} size */
export const draw = (size) => crypto.getRandomValues(new Uint8Array(size));

/** @param {string} name @param {...Uint8Array} parts */
const digest = (name, ...parts) => sha256(join(bytes(`dienhong sealed ${name} v1\0`), ...parts));

/** @param {Uint8Array} envelope */
export const hashOf = (envelope) => hex(sha256(envelope));

/** @param {string} text */
export const sha256Hex = (text) => hex(sha256(bytes(text)));

// -- codes ------------------------------------------------------------------------------------------------------------

/** The first bits, five a sign. @param {Uint8Array} raw @param {number} signs */
export function spell(raw, signs) {
  let found = "";
  for (let sign = 0; sign < signs; sign++) {
    let value = 0;
    for (let bit = 5 * sign; bit < 5 * sign + 5; bit++) value = (value << 1) | ((raw[bit >> 3] >> (7 - (bit & 7))) & 1);
    found += ALPHABET[value];
  }
  return found;
}

/** @param {string} code */
export function unspell(code) {
  const raw = new Uint8Array(Math.floor((5 * code.length) / 8));
  [...code].forEach((sign, place) => {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) throw new Error("no sign of a code");
    for (let bit = 0; bit < 5; bit++) if ((value >> (4 - bit)) & 1) raw[(5 * place + bit) >> 3] |= 1 << (7 - ((5 * place + bit) & 7));
  });
  return raw;
}

/** By fours. @param {string} code */
export const grouped = (code) => (code.match(/.{1,4}/g) ?? []).join(" ");

/** A voter's own mark as it is kept: two signs, or none. Null: no mark. @param {string} typed */
export function markOf(typed) {
  const mark = typed.trim().toUpperCase();
  return (mark === "" || mark.length === 2) && [...mark].every((sign) => ALPHABET.includes(sign)) ? mark : null;
}

export const newCode = (chance = draw) => spell(chance(CODE_BYTES), CODE_SIGNS);

// -- manifest ---------------------------------------------------------------------------------------------------------

/** @param {string} text @returns {Manifest} */
export function readManifest(text) {
  const found = JSON.parse(text);
  if (found.kind !== "dienhong sealed ballot" || found.v !== 1) throw new Error("a manifest of another kind");
  return found;
}

/** H(M). @param {string} text */
export const manifestDigest = (text) => digest("manifest", bytes(text));

/** @param {Uint8Array} nonce */
export const nonceHash = (nonce) => hex(digest("nonce", nonce));

/** The code read aloud. @param {string} text @param {string[]} nonces */
export const spoken = (text, nonces) => spell(digest("code", manifestDigest(text), ...nonces.map(unhex)), SPOKEN_SIGNS);

/** The code shown with the result. @param {string} bundle */
export const resultCode = (bundle) => spell(digest("result", bytes(bundle)), SPOKEN_SIGNS);

/** Each tablet's chance is the one it was bound to, and the code is theirs. @param {string} text @param {string[]} nonces @param {string} code */
export function heard(text, nonces, code) {
  const { board } = readManifest(text);
  return board.length === nonces.length && board.every((keeper, place) => nonceHash(unhex(nonces[place])) === keeper.nonce) && spoken(text, nonces) === code;
}

/** The layer this tablet opens (1 first); 0: its own keys don't stand there. @param {string} text @param {{box: string, sign: string, nonce: string}} own */
export function myLayer(text, own) {
  const places = readManifest(text).board.flatMap((one, place) => (one.box === own.box && one.sign === own.sign && one.nonce === own.nonce ? [place + 1] : []));
  return places.length === 1 ? places[0] : 0;
}

/** @param {string} vote @param {[string, string, boolean][]} roll */
export function rollDigest(vote, roll) {
  const lines = roll.map(([person, name, may]) => [person, name, may]);
  lines.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  return hex(sha256(bytes(JSON.stringify(["dienhong sealed roll v1", vote, lines]))));
}

// -- ballots and envelopes --------------------------------------------------------------------------------------------

/** @param {Manifest} manifest @param {Ballot} ballot */
export function mayBeCast(manifest, { choice, code, mark }) {
  const [least, most] = manifest.pick;
  const right = (/** @type {string} */ text) => [...text].every((sign) => ALPHABET.includes(sign));
  return (
    choice.length >= least && choice.length <= Math.min(most, MOST_CHOSEN) &&
    choice.every((option, place) => Number.isInteger(option) && option >= 0 && option < manifest.options.length && (place === 0 || choice[place - 1] < option)) &&
    (choice.length <= 1 || choice.every((option) => manifest.options[option] !== ALONE)) &&
    code.length === CODE_SIGNS && (mark.length === 0 || mark.length === 2) && right(code) && right(mark)
  );
}

/** @param {Uint8Array} bound @param {Ballot} ballot */
export function pack(bound, { choice, code, mark }) {
  const packed = new Uint8Array(PLAIN);
  packed.set(bound);
  packed[32] = choice.length;
  packed.fill(255, 33, 33 + MOST_CHOSEN);
  packed.set(choice, 33);
  packed.set(unspell(code), 33 + MOST_CHOSEN);
  packed.set(bytes(mark), 33 + MOST_CHOSEN + CODE_BYTES);
  return packed;
}

/** @param {Uint8Array} bound @param {number} layer */
const tagOf = (bound, layer) => digest("layer", bound, Uint8Array.of(layer)).subarray(0, TAG);

/** @param {number} layer @param {number} layers */
export const sizeOf = (layer, layers) => PLAIN + (TAG + SEAL) * (layers + 1 - layer);

/** A sealed box: only who has the key opens it. @param {Uint8Array} message @param {Uint8Array} key @param {(size: number) => Uint8Array} chance */
function sealBox(message, key, chance) {
  const once = nacl.box.keyPair.fromSecretKey(chance(32));
  const box = nacl.box(message, blake2b(join(once.publicKey, key), { dkLen: 24 }), key, once.secretKey);
  once.secretKey.fill(0);
  return join(once.publicKey, box);
}

/** @param {Uint8Array} sealed @param {Uint8Array} key @param {Uint8Array} secret */
function openBox(sealed, key, secret) {
  const once = sealed.subarray(0, 32);
  return nacl.box.open(sealed.subarray(32), blake2b(join(once, key), { dkLen: 24 }), once, secret);
}

/** The envelopes from the outmost, which is sent, to the ballot itself. @param {string} text the manifest @param {Ballot} ballot */
export function seal(text, ballot, chance = draw) {
  const manifest = readManifest(text);
  if (!mayBeCast(manifest, ballot)) throw new Error("no ballot of this vote");
  const bound = manifestDigest(text);
  const made = [pack(bound, ballot)];
  for (let layer = manifest.board.length; layer > 0; layer--) {
    made.unshift(sealBox(join(tagOf(bound, layer), made[0]), unhex(manifest.board[layer - 1].box), chance));
  }
  return made;
}

/** @param {Uint8Array} bound @param {number} layer @param {number} layers @param {Uint8Array} envelope @param {Uint8Array} key @param {Uint8Array} secret */
function unseal(bound, layer, layers, envelope, key, secret) {
  if (envelope.length !== sizeOf(layer, layers)) return null;
  const opened = openBox(envelope, key, secret);
  const tag = tagOf(bound, layer);
  return opened && tag.every((one, place) => one === opened[place]) ? opened.subarray(TAG) : null;
}

// -- the board's tablet -----------------------------------------------------------------------------------------------

/** @typedef {{box: Uint8Array, sign: Uint8Array, nonce: Uint8Array}} Secrets seeds of 32 bytes, and the chance it adds */

/** @returns {Secrets} */
export const newSecrets = (chance = draw) => ({ box: chance(32), sign: chance(32), nonce: chance(NONCE) });

/** What everybody may know of them. @param {Secrets} secrets */
export const publicOf = ({ box, sign, nonce }) => ({
  box: hex(nacl.box.keyPair.fromSecretKey(box).publicKey),
  sign: hex(nacl.sign.keyPair.fromSeed(sign).publicKey),
  nonce: nonceHash(nonce),
});

/** @param {string} name @param {Uint8Array} bound @param {number} place @param {string[]} listed */
const listDigest = (name, bound, place, listed) => digest(name, bound, Uint8Array.of(place), big(listed.length), ...listed.map(unhex));

/** @param {Uint8Array} bound @param {number} layer @param {string[]} before @param {string[]} after @param {string[]} unopened */
const openingMessage = (bound, layer, before, after, unopened) =>
  join(bytes("dienhong sealed opening v1\0"), bound, Uint8Array.of(layer), listDigest("list", bound, layer - 1, before), listDigest("list", bound, layer, after), listDigest("unopened", bound, layer, unopened));

/** @param {string[]} listed */
const sortedOnce = (listed) => listed.every((one, place) => place === 0 || listed[place - 1] < one);

/**
 * Open a list. Throws "twice", "count" or "order" before anything is opened, where the list isn't what it must be.
 * @param {string} text the manifest @param {number} layer @param {Uint8Array[]} given @param {number} expected @param {Secrets} secrets
 */
export function openList(text, layer, given, expected, secrets) {
  const bound = manifestDigest(text);
  const layers = readManifest(text).board.length;
  const before = given.map(hashOf);
  if (new Set(before).size < before.length) throw new Error("twice");
  if (before.length !== expected) throw new Error("count");
  if (!sortedOnce(before)) throw new Error("order");
  const key = nacl.box.keyPair.fromSecretKey(secrets.box).publicKey;
  const found = given.map((envelope) => unseal(bound, layer, layers, envelope, key, secrets.box));
  const unopened = before.filter((_one, place) => found[place] === null);
  const opened = /** @type {Uint8Array[]} */ (found.filter((one) => one !== null)).map((one) => ({ one, hash: hashOf(one) }));
  opened.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const after = opened.map(({ hash }) => hash);
  const signature = nacl.sign.detached(openingMessage(bound, layer, before, after, unopened), nacl.sign.keyPair.fromSeed(secrets.sign).secretKey);
  const list = hex(listDigest("list", bound, layer, after));
  return { envelopes: opened.map(({ one }) => one), before, after, digest: list, unopened, signature: hex(signature) };
}

/** @param {Uint8Array} message @param {string} signature @param {string} key */
function holds(message, signature, key) {
  try {
    return nacl.sign.detached.verify(message, unhex(signature), unhex(key));
  } catch {
    return false;
  }
}

/** Did the house sign that it keeps this envelope? @param {string} text @param {string} person @param {string} h1 @param {number} revision @param {string} signature */
export function receiptHolds(text, person, h1, revision, signature) {
  const message = join(bytes("dienhong sealed receipt v1\0"), manifestDigest(text), unhex(h1), big(revision), bytes(person));
  return holds(message, signature, readManifest(text).house);
}

// -- checking what was published --------------------------------------------------------------------------------------

/** @param {string} text @returns {Bundle} */
export function readBundle(text) {
  const found = JSON.parse(text);
  if (found.format !== "dienhong sealed ballot bundle" || found.v !== 1) throw new Error("a bundle of another kind");
  return found;
}

/** @param {Ballot} a @param {Ballot} b */
function compare(a, b) {
  for (let place = 0; place < Math.min(a.choice.length, b.choice.length); place++) {
    if (a.choice[place] !== b.choice[place]) return a.choice[place] - b.choice[place];
  }
  if (a.choice.length !== b.choice.length) return a.choice.length - b.choice.length;
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.mark < b.mark ? -1 : a.mark > b.mark ? 1 : 0;
}

/** Everything that isn't as it must be. @param {Bundle} bundle @returns {Fault[]} */
export function faultsOf(bundle) {
  const manifest = readManifest(bundle.manifest);
  const layers = manifest.board.length;
  const shape = [bundle.nonces.length, bundle.lists.length - 1, bundle.unopened.length, bundle.signatures.length];
  if (shape.some((size) => size !== layers)) return [{ code: "shape" }];
  const found = [...peopleFaults(bundle, manifest), ...openingFaults(bundle, manifest), ...ballotFaults(bundle, manifest)];
  if (bundle.voters.length < manifest.minimum) found.push({ code: "too_few" });
  return found;
}

/** @param {Bundle} bundle @param {Manifest} manifest */
function peopleFaults(bundle, manifest) {
  /** @type {Fault[]} */
  const found = [];
  if (bundle.nonces.some((nonce, place) => nonceHash(unhex(nonce)) !== manifest.board[place].nonce)) found.push({ code: "nonce" });
  if (bundle.code !== spoken(bundle.manifest, bundle.nonces)) found.push({ code: "code" });
  if (rollDigest(manifest.vote, bundle.roll) !== manifest.roll) found.push({ code: "roll" });
  const may = new Set(bundle.roll.flatMap(([person, , mayVote]) => (mayVote ? [person] : [])));
  if (!sortedOnce(bundle.voters) || !bundle.voters.every((one) => may.has(one))) found.push({ code: "voters" });
  return found;
}

/** @param {Bundle} bundle @param {Manifest} manifest */
function openingFaults({ manifest: text, lists, unopened, signatures, voters }, manifest) {
  const bound = manifestDigest(text);
  /** @type {Fault[]} */
  const found = lists.flatMap((listed, place) => (sortedOnce(listed) ? [] : [{ code: "list", layer: place }]));
  if (lists[0].length !== voters.length) found.push({ code: "envelopes" });
  manifest.board.forEach((keeper, place) => {
    const [layer, before, after, lost] = [place + 1, lists[place], lists[place + 1], unopened[place]];
    const there = new Set(before);
    if (!sortedOnce(lost) || !lost.every((one) => there.has(one))) found.push({ code: "unopened", layer });
    if (after.length + lost.length !== before.length) found.push({ code: "count", layer });
    if (!holds(openingMessage(bound, layer, before, after, lost), signatures[place], keeper.sign)) found.push({ code: "signature", layer });
  });
  return found;
}

/** @param {Bundle} bundle @param {Manifest} manifest */
function ballotFaults({ manifest: text, ballots, invalid, lists, tally }, manifest) {
  if (!ballots.every((ballot) => mayBeCast(manifest, ballot))) return [{ code: "ballot" }];
  const bound = manifestDigest(text);
  const packed = [...ballots.map((ballot) => hashOf(pack(bound, ballot))), ...invalid].sort();
  const last = lists[lists.length - 1];
  const inOrder = ballots.every((ballot, place) => place === 0 || compare(ballots[place - 1], ballot) <= 0);
  /** @type {Fault[]} */
  const found = [];
  if (!inOrder || packed.length !== last.length || packed.some((one, place) => one !== last[place])) found.push({ code: "ballots" });
  if (new Set(ballots.map(({ code }) => code)).size < ballots.length) found.push({ code: "code_twice" });
  const counted = manifest.options.map((_option, place) => ballots.filter(({ choice }) => choice.includes(place)).length);
  if (tally.length !== counted.length || counted.some((count, place) => count !== tally[place])) found.push({ code: "tally" });
  return found;
}

/** The first list on which this device's envelope isn't: 0 the house's, then the tablets'; null: it is on all. @param {Bundle} bundle @param {Mine} mine */
export function lostAt({ lists }, { digests }) {
  const place = digests.findIndex((one, at) => at < lists.length && !lists[at].includes(one));
  return place < 0 ? null : place;
}

/** What a device finds wrong with what was published; nothing: it says so. @param {Bundle} bundle @param {Mine} mine */
export function check(bundle, mine) {
  const found = faultsOf(bundle);
  if (bundle.manifest !== mine.manifest) found.push({ code: "manifest" });
  const listed = bundle.voters.includes(mine.person);
  const own = mine.ballot;
  if (!mine.digests.length) return listed ? [...found, { code: "never_voted" }] : found;
  if (!listed) found.push({ code: "not_listed" });
  const lost = lostAt(bundle, mine);
  if (lost !== null) found.push({ code: "missing", layer: lost });
  if (own === null) return found; // forgotten when its voter signed out; the inmost digest speaks for it
  const alike = bundle.ballots.filter(({ code }) => code === own.code);
  if (alike.length !== 1 || compare(alike[0], own) !== 0) found.push({ code: "line" });
  return found;
}
