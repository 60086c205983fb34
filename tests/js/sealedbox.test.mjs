import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import {
  base64, check, faultsOf, grouped, hashOf, heard, hex, lostAt, manifestDigest, markOf, myLayer, newCode, newSecrets, openList, pack, publicOf,
  readBundle, readManifest, receiptHolds, resultCode, rollDigest, seal, sha256Hex, spell, spoken, unbase64, unhex, unspell,
} from "../../static/js/voting/sealedbox.js";

const { boxes } = JSON.parse(readFileSync(new URL("../voting/sealed/vectors.json", import.meta.url), "utf8"));
const secretsOf = (told) => ({ box: unhex(told.box), sign: unhex(told.sign), nonce: unhex(told.nonce) });

for (const box of boxes) {
  const board = box.tablets.length;

  test(`${board}: manifest, code and ballot are spelled as the server spells them`, () => {
    assert.equal(hex(manifestDigest(box.manifest)), box.digest);
    assert.equal(spoken(box.manifest, box.nonces), box.code);
    assert.ok(heard(box.manifest, box.nonces, box.code));
    assert.equal(hex(pack(manifestDigest(box.manifest), box.ballot)), box.packed);
    const { vote, roll } = readManifest(box.manifest);
    assert.equal(rollDigest(vote, readBundle(box.bundle).roll), roll);
    assert.equal(resultCode(box.bundle), box.result_code);
  });

  test(`${board}: with the same chance the browser makes the same envelopes`, () => {
    const drawn = box.drawn.map(unhex);
    const made = seal(box.manifest, box.ballot, () => drawn.shift().slice());
    assert.deepEqual(made.map(hex), box.envelopes);
    assert.deepEqual(box.tablets.map((told) => publicOf(secretsOf(told))), readManifest(box.manifest).board.map(({ box: key, sign, nonce }) => ({ box: key, sign, nonce })));
  });

  test(`${board}: the tablets open the box as the server's half does, and everybody finds their ballot`, () => {
    const bundle = readBundle(box.bundle);
    let given = box.sent.map(unhex);
    box.tablets.forEach((told, place) => {
      const own = publicOf(secretsOf(told));
      assert.equal(myLayer(box.manifest, own), place + 1);
      const found = openList(box.manifest, place + 1, given, given.length, secretsOf(told));
      assert.deepEqual(found.before, bundle.lists[place]);
      assert.deepEqual(found.after, bundle.lists[place + 1]);
      assert.equal(found.signature, bundle.signatures[place]);
      given = found.envelopes;
    });
    assert.deepEqual(faultsOf(bundle), []);
    assert.deepEqual(check(bundle, box.mine), []);
    assert.ok(receiptHolds(box.manifest, box.receipt.person, box.receipt.h1, box.receipt.revision, box.receipt.signature));
    assert.ok(!receiptHolds(box.manifest, "p009", box.receipt.h1, box.receipt.revision, box.receipt.signature));
  });

  test(`${board}: what was changed in what is published is noticed`, () => {
    const changed = (/** @type {(bundle: any) => void} */ change, mine = box.mine) => {
      const bundle = readBundle(box.bundle);
      change(bundle);
      return check(bundle, mine).map(({ code }) => code);
    };
    const own = (bundle) => bundle.ballots.findIndex(({ code }) => code === box.mine.ballot.code);
    assert.ok(changed((bundle) => bundle.tally[0]++).includes("tally"));
    assert.ok(changed((bundle) => (bundle.ballots[own(bundle)].choice = [(box.mine.ballot.choice[0] + 1) % 3])).includes("line"));
    assert.ok(changed((bundle) => bundle.ballots.splice(own(bundle), 1)).includes("ballots"));
    assert.ok(changed((bundle) => (bundle.signatures[0] = "00".repeat(64))).includes("signature"));
    assert.ok(changed((bundle) => (bundle.code = "AAAABBBBCCCC")).includes("code"));
    assert.ok(changed((bundle) => bundle.voters.pop()).includes("envelopes"));
    assert.ok(changed((bundle) => (bundle.roll[0][1] = "Người khác")).includes("roll"));
    assert.ok(changed((bundle) => bundle.lists[0].shift()).includes("signature"));
    assert.deepEqual(changed(() => {}, { ...box.mine, ballot: null, digests: [] }), ["never_voted"]);
    const bundle = readBundle(box.bundle);
    bundle.lists[1] = bundle.lists[1].filter((one) => one !== box.mine.digests[1]);
    assert.equal(lostAt(bundle, box.mine), 1);
  });
}

test("a tablet opens nothing of a list with something twice, too much, or in another order", () => {
  const [box] = boxes;
  const given = box.sent.map(unhex);
  const opening = (/** @type {Uint8Array[]} */ list) => () => openList(box.manifest, 1, list, given.length, secretsOf(box.tablets[0]));
  assert.throws(opening([...given.slice(1), given[1]]), /twice/);
  assert.throws(opening(given.slice(1)), /count/);
  assert.throws(opening([given[1], given[0], ...given.slice(2)]), /order/);
});

test("what a tablet can't open is told", () => {
  const [box] = boxes;
  const rubbish = new Uint8Array(box.sent[0].length / 2).fill(7);
  const given = [...box.sent.slice(1).map(unhex), rubbish].sort((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1));
  const found = openList(box.manifest, 1, given, given.length, secretsOf(box.tablets[0]));
  assert.deepEqual(found.unopened, [hashOf(rubbish)]);
  assert.equal(found.after.length, given.length - 1);
});

test("codes are spelled by fours, from 80 bits and back; a mark has two signs or none", () => {
  const code = newCode();
  assert.match(grouped(code), /^(?:[2-9A-HJ-NP-Z]{4} ){3}[2-9A-HJ-NP-Z]{4}$/);
  assert.equal(spell(unspell(code), 16), code);
  assert.deepEqual([markOf(" hn"), markOf(""), markOf("H"), markOf("O0"), markOf("HNX")], ["HN", "", null, null, null]);
  assert.deepEqual(unbase64(base64(Uint8Array.of(0, 255, 7))), Uint8Array.of(0, 255, 7));
  assert.notDeepEqual(publicOf(newSecrets()), publicOf(newSecrets()));
});

test("a ballot of several names is as long as one of one, and abstaining stands alone", () => {
  const manifest = JSON.stringify({ ...JSON.parse(boxes[0].manifest), options: ["An", "Bình", "Cúc", "not_voting"], pick: [1, 2] });
  const sealedOf = (choice) => seal(manifest, { choice, code: newCode(), mark: "" })[0].length;
  assert.equal(sealedOf([0, 2]), sealedOf([3]));
  for (const choice of [[0, 3], [0, 1, 2], [2, 0], []]) assert.throws(() => sealedOf(choice));
});

test("of many names each gets a sealed question of its own", async () => {
  const { oneByOne, tooManySealed } = await import("../../static/js/voting/asked.js");
  const asked = { kind: "election", names: "An\nBình\n\nCúc\nDũng\nÉn\nGấm\nHoa", most: 1, seats: 3 };
  assert.ok(tooManySealed(asked) && !tooManySealed({ ...asked, seats: 1 }) && !tooManySealed({ ...asked, names: "An\nBình" }));
  assert.deepEqual(oneByOne("Bầu Ban Thường trực?", asked)[0], { kind: "question", question: "Bầu Ban Thường trực: An" });
  assert.equal(oneByOne("Bầu", asked).length, 7);
});

test("a device's look says nothing of what holds, and what it found of anything else, unreadable texts too", async () => {
  const { looked } = await import("../../static/js/voting/sealedlook.js");
  const { settled, withoutChoice } = await import("../../static/js/voting/sealedmine.js");
  const [box] = boxes;
  const { ballot, digests } = box.mine;
  const kept = { person: box.mine.person, manifest: box.manifest, sealed: [{ ballot, digests, revision: box.receipt.revision }] };
  const { h1, revision, signature: receipt } = box.receipt;
  const told = { text: box.bundle, digest: sha256Hex(box.bundle), person: box.mine.person, manifest: box.manifest, kept, told: { h1, revision, receipt } };
  const held = looked(told);
  assert.deepEqual([held.found, held.how, held.whole, held.hash, held.code], [[], "mine", true, told.digest, resultCode(box.bundle)]);
  assert.deepEqual(looked({ ...told, digest: "00" }).found, ["digest"]);
  assert.deepEqual([looked({ ...told, kept: null }).found, looked({ ...told, kept: null }).how], [[], "elsewhere"]);
  assert.deepEqual(looked({ ...told, kept: null, told: null }).found, ["never_voted"]);
  assert.deepEqual(looked({ ...told, told: null }).found, ["gone"]);
  assert.deepEqual(looked({ ...told, told: { h1, revision, receipt: "00".repeat(64) } }).found, ["receipt"]);
  assert.deepEqual(looked({ ...told, told: { h1: "no digest", revision, receipt } }).found, ["receipt"]);
  const forgotten = looked({ ...told, kept: withoutChoice(kept) });
  assert.deepEqual([forgotten.found, forgotten.whole, forgotten.own.ballot], [[], true, null]);
  const over = settled(kept, { ok: true, bundle: told.digest });
  assert.deepEqual([looked({ ...told, kept: over }).found, looked({ ...told, kept: over }).whole], [[], true]);
  assert.equal(JSON.stringify(over).includes(ballot.code) || JSON.stringify(over).includes(digests.at(-1)), false);
  assert.deepEqual(looked({ ...told, kept: settled(kept, { ok: true, bundle: "00" }) }).found, ["digest"]);
  assert.equal(looked({ ...told, kept: settled(kept, undefined) }).whole, false);
  const unread = looked({ ...told, text: "<html>" });
  assert.deepEqual([unread.found, unread.bundle], [["unreadable", "digest"], null]);
});

test("without workers the same is done on the page, and refused as it is there", async () => {
  const { aside } = await import("../../static/js/voting/sealedaside.js");
  const [box] = boxes;
  const given = box.sent.map(unhex);
  const own = secretsOf(box.tablets[0]);
  assert.deepEqual(await aside("openList", box.manifest, 1, given, given.length, own), openList(box.manifest, 1, given, given.length, own));
  await assert.rejects(aside("openList", box.manifest, 1, given.slice(1), given.length, own), /count/);
});
