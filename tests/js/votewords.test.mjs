import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { endWords, factName, inBallotOrder, notchWords, ofNames, openWords, optionKind, outcomeOf, placeAmong, reasonOf, resultFacts, resultStrip, ruleWords, sendWords, sentenceOf, share, stripWords, thresholdOf, verdictIn, verdictShort, whoVoted } from "../../static/js/voting/words.js";

const RESULT = {
  members: 23, present: 20, cast: 20, counts: { yes: 17, no: 2, not_voting: 1 }, not_cast: 3, rule: "more_than_half_of_members", threshold: 12,
  quorum: { needed: 16, present: 20, met: true }, verdict: /** @type {"passed"} */ ("passed"),
  sentence: { vi: "Được thông qua: 17 tán thành, 2 không tán thành, trên tổng số 23 thành viên; cần từ 12.", en: "Passed: 17 for." },
};
const USUAL = ["yes", "no", "not_voting"];

test("the ballot's order is always for, against, not voting", () => {
  assert.deepEqual(inBallotOrder(["not_voting", "no", "yes"]), USUAL);
  assert.deepEqual(inBallotOrder(["Phương án B", "Phương án A", "not_voting"]), ["Phương án B", "Phương án A", "not_voting"]);
});

test("every figure of a result is told, as on its sheet", () => {
  for (const { result, options, facts } of JSON.parse(readFileSync(new URL("resultfacts.json", import.meta.url), "utf8")))
    assert.deepEqual(resultFacts(result, options).map(({ name, n }) => [name, n]), facts);
  assert.equal(factName({ name: "not_voting", option: true }, /** @type {any} */ ({ kind: "election" })), "Không bầu ai");
});

test("confidence is given or not, said as in the sentence", () => {
  const low = { ...RESULT, verdict: /** @type {"not_passed"} */ ("not_passed"), counts: { high: 1, trust: 2, low: 9 } };
  assert.equal(verdictIn(low, { kind: "confidence" }).words, "Không đạt tín nhiệm");
  assert.equal(verdictIn({ ...low, cast: 0, counts: { high: 0, trust: 0, low: 0 } }, { kind: "confidence" }).words, "Không đạt tín nhiệm");
});

test("the strip has one cell for each member of the body, absent ones too", () => {
  const cells = resultStrip(RESULT, USUAL);
  assert.deepEqual(cells, [{ kind: "t", n: 17 }, { kind: "k", n: 2 }, { kind: "b", n: 1 }, { kind: "c", n: 3 }]);
  assert.equal(cells.reduce((sum, cell) => sum + cell.n, 0), RESULT.members);
});

test("spoiled ballots have their cells, their words and their line on the wall, so that the figures add up", () => {
  const spoiled = { ...RESULT, counts: { yes: 17, no: 1, not_voting: 1 }, invalid: 1 };
  const cells = resultStrip(spoiled, USUAL);
  assert.deepEqual(cells.slice(-2), [{ kind: "o", n: 1 }, { kind: "c", n: 3 }]);
  assert.equal(cells.reduce((sum, cell) => sum + cell.n, 0), RESULT.members);
  assert.equal(stripWords(spoiled, USUAL), "17 tán thành, 1 không tán thành, 1 không biểu quyết, 1 phiếu không hợp lệ, 3 chưa gửi hoặc vắng");
  assert.deepEqual(whoVoted(spoiled).slice(2), [["Đã biểu quyết", 20], ["Phiếu không hợp lệ", 1], ["Chưa biểu quyết", 3]]);
});

test("who can't see the strip hears every number", () => {
  assert.equal(stripWords(RESULT, USUAL), "17 tán thành, 2 không tán thành, 1 không biểu quyết, 3 chưa gửi hoặc vắng");
});

test("thresholds of all members are known while the vote is open, others are not", () => {
  assert.equal(thresholdOf("more_than_half_of_members", 23), 12);
  assert.equal(thresholdOf("more_than_half_of_members", 24), 13);
  assert.equal(thresholdOf("two_thirds_of_members", 23), 16);
  assert.equal(thresholdOf("three_fifths_of_members", 95), 57);
  assert.equal(thresholdOf({ name: "at_least", k: 5 }, 23), 5);
  assert.equal(thresholdOf("more_than_half_of_present", 23), null);
});

test("the rule is said with its number and denominator", () => {
  const vote = /** @type {any} */ ({ majority: "more_than_half_of_members" });
  assert.equal(ruleWords(vote, 23), "Thông qua khi có từ 12 tán thành trên tổng số 23");
  assert.equal(notchWords("two_thirds_of_members", 16), "hai phần ba: 16");
});

test("where an item had two questions, the end of each says of which one", () => {
  const first = { id: "v", item: "i", question: "Thông qua Quyết định", state: "announced", result: RESULT };
  const second = { id: "w", item: "i", question: "Bầu Ban kiểm tra", state: "annulled" };
  const again = { ...second, id: "x", state: "cancelled" };
  const votes = [first, second, again, { id: "y", item: "j", question: "Việc khác", state: "announced" }];
  assert.deepEqual(votes.slice(0, 3).map((one) => endWords(one, 2, votes)), ["Được thông qua, 17/23: Thông qua Quyết định", "Hủy kết quả biểu quyết: Bầu Ban kiểm tra", "Hủy biểu quyết: Bầu Ban kiểm tra"]);
  assert.equal(endWords(second, 2, [second, again, votes[3], { ...first, state: "draft" }]), "Hủy kết quả biểu quyết nội dung 2");
});

test("the verdict is not said twice", () => {
  assert.equal(reasonOf(RESULT), "17 tán thành, 2 không tán thành, trên tổng số 23 thành viên; cần từ 12.");
  const tie = { ...RESULT, verdict: /** @type {"tie"} */ ("tie"), sentence: { vi: "Hai bên bằng nhau, 8 và 8; chủ tọa quyết định.", en: "" } };
  assert.equal(reasonOf(tie), "Hai bên bằng nhau, 8 và 8; chủ tọa quyết định.");
});

test("no heading is said again by its sentence", () => {
  for (const [head, verdict, kind] of [["Không phương án nào được chọn", "not_passed", "choice"], ["Không ai trúng cử", "not_passed", "election"], ["Đạt tín nhiệm", "passed", "confidence"], ["Không đạt tín nhiệm", "not_passed", "confidence"]]) {
    const result = /** @type {any} */ ({ ...RESULT, verdict, sentence: { vi: `${head}: nhiều nhất là 3 phiếu.`, en: "" } });
    assert.equal(verdictIn(result, { kind }).words, head);
    assert.equal(reasonOf(result), "Nhiều nhất là 3 phiếu.");
  }
});

test("shares are of all members", () => {
  assert.equal(share(17, 23), "73,9");
  assert.equal(share(0, 0), "0");
});

test("a name wears neither the colour of for nor that of against", () => {
  assert.deepEqual(["Bà An", "Ông Bình", "Bà Chi"].map((one) => optionKind(one)), ["x", "x", "x"]);
  assert.equal(optionKind("no"), "k");
  assert.ok(ofNames({ kind: "election", options: ["Bà An", "not_voting"] }) && ofNames({ options: ["A", "B"] }));
  assert.ok(!ofNames({ kind: "question", options: USUAL }) && !ofNames({ kind: "confidence", options: ["high", "trust", "low"] }));
});

test("a vote of no item is not called the vote on item 0", () => {
  const announced = { state: "announced", result: RESULT };
  assert.equal(endWords(announced, 2), "Nội dung 2 được thông qua, 17/23");
  assert.equal(endWords(announced, 0), "Được thông qua, 17/23");
  const ends = ["cancelled", "annulled", "closed", "announced"].flatMap((state) =>
    ["passed", "not_passed", "tie"].map((verdict) => endWords({ state, result: { ...RESULT, verdict } }, 0)));
  for (const words of [...ends, openWords(0, 30), openWords(0, 0)]) assert.ok(words && !words.includes(" 0"), words);
  assert.equal(openWords(0, 30), "Mở biểu quyết, còn 30 giây");
  assert.equal(openWords(3, 317), "Mở biểu quyết nội dung 3, còn 5 phút 17 giây");
  assert.equal(openWords(3, 300), "Mở biểu quyết nội dung 3, còn 5 phút");
  assert.equal(openWords(3, 0), "Mở biểu quyết nội dung 3");
});

test("a question that is open beside another is told, a closed one is not", async () => {
  const { openBeside } = await import("../../static/js/voting/words.js");
  const votes = [{ id: "a", state: "open" }, { id: "b", state: "open" }, { id: "c", state: "closed" }, { id: "d", state: "draft" }];
  const room = /** @type {any} */ ({ votes: { value: votes } });
  assert.deepEqual(openBeside(room, /** @type {any} */ (votes[0])).map((one) => one.id), ["b"]);
});

test("a result that another rule than the general one judged says which", () => {
  const result = { verdict: "passed", sentence: { vi: "Được thông qua: 16 tán thành." }, rule_words: { vi: "Thông qua khi có từ 16. Đây là quy tắc của cơ quan cho việc bãi nhiệm." } };
  assert.equal(reasonOf({ ...result, matter: "general", majority_from: "general" }), "16 tán thành.");
  assert.equal(reasonOf({ ...result, matter: "election", majority_from: "general" }), "16 tán thành.");
  const opinions = { verdict: "none", sentence: { vi: "Đã có 15 trên tổng số 23 thành viên cho ý kiến; không quyết định." }, rule_words: { vi: "Chỉ lấy ý kiến." } };
  assert.equal(reasonOf({ ...opinions, matter: "general", majority_from: "vote" }), opinions.sentence.vi);
  assert.equal(reasonOf(result), "16 tán thành.");
  assert.equal(reasonOf({ ...result, matter: "removal", majority_from: "matter" }), `16 tán thành. ${result.rule_words.vi}`);
  assert.equal(reasonOf({ ...result, matter: "general", majority_from: "vote" }), `16 tán thành. ${result.rule_words.vi}`);
});

test("those present in a result are not said to have been there at the opening: who came later is among them", () => {
  assert.deepEqual(whoVoted({ ...RESULT, present: 21 }), [["Tổng số thành viên", 23], ["Có mặt", 21], ["Đã biểu quyết", 20], ["Chưa biểu quyết", 3]]);
});

test("a secret result has no verdict before the devices agree, and none where one of them doesn't", () => {
  const vote = (check) => ({ state: "announced", result: { ...RESULT, check } });
  assert.deepEqual(["checking", "disputed", ""].map((check) => verdictIn({ ...RESULT, check }).words), ["Đang chờ các máy xác nhận", "Chưa chốt: có máy báo không khớp", "Được thông qua"]);
  assert.equal(endWords(vote("disputed"), 3), "Có máy báo phiếu kín nội dung 3 không khớp, kết quả chưa chốt");
  assert.equal(endWords(vote("checking"), 3), "Công bố kết quả nội dung 3");
  assert.equal(endWords(vote(""), 3), "Nội dung 3 được thông qua, 17/23");
});

test("of two ballots that are open at once each says which of how many it is", () => {
  const [late, early] = [{ id: "a", opened_at: "2026-11-26T01:05:00.000Z" }, { id: "b", opened_at: "2026-11-26T01:00:00.000Z" }];
  const open = /** @type {any} */ ([late, early]);
  assert.deepEqual([early, late].map((vote) => placeAmong(open, /** @type {any} */ (vote))), [[1, 2], [2, 2]]);
  assert.deepEqual(placeAmong(/** @type {any} */ ([late]), /** @type {any} */ (late)), [1, 1]);
});

test("beside its item an election tells how many were elected, not how many were for it", () => {
  const elected = { kind: "election", result: { ...RESULT, counts: { An: 12, not_voting: 1 }, chosen: ["An"], seats: 1 } };
  assert.equal(verdictShort(/** @type {any} */ (elected)), "Bầu được 1/1 người");
  assert.equal(verdictShort(/** @type {any} */ ({ kind: "question", result: RESULT })), "Thông qua 17/23");
});

test("no one of several results stands for the item; one that isn't settled is said first", () => {
  const passed = { kind: "question", state: "announced", result: RESULT };
  const open = { kind: "question", state: "open", result: null };
  const annulled = { ...passed, state: "annulled" };
  assert.equal(outcomeOf(/** @type {any} */ ([open, annulled])), "");
  assert.equal(outcomeOf(/** @type {any} */ ([annulled, passed])), "Thông qua 17/23");
  assert.equal(outcomeOf(/** @type {any} */ ([passed, passed])), "2 kết quả biểu quyết");
  assert.equal(outcomeOf(/** @type {any} */ ([{ ...passed, result: { ...RESULT, check: "disputed" } }, passed])), "Kết quả chưa chốt");
});

test("the button that sends a ballot names what it sends, or how many where the names would fill a phone", () => {
  const vote = /** @type {any} */ ({ kind: "choice" });
  const long = ["Kè chống sạt lở ven sông Lạc đoạn qua xã Cửa Ngòi", "Nâng cấp đường tỉnh 317"];
  assert.equal(sendWords("yes", vote), "Gửi phiếu: Tán thành");
  assert.equal(sendWords(["An", "Cúc"], vote), "Gửi phiếu: An, Cúc");
  assert.equal(sendWords(long, vote), "Gửi phiếu: đã chọn 2");
  assert.equal(sendWords([long[0] + long[1]], vote), `Gửi phiếu: ${long[0] + long[1]}`);
});

test("of one candidate voted on alone it is said whether they are elected, everywhere alike", () => {
  const alone = (/** @type {string} */ verdict, /** @type {string} */ head) => {
    const result = { ...RESULT, verdict, sentence: { vi: `${head}: 17 tán thành, 3 không tán thành.`, en: "" } };
    return /** @type {any} */ ({ kind: "question", matter: "election", options: ["yes", "no", "not_voting"], state: "announced", result });
  };
  for (const [verdict, words] of [["passed", "Trúng cử"], ["not_passed", "Không trúng cử"]]) {
    const vote = alone(verdict, words);
    assert.equal(verdictIn(vote.result, vote).words, words);
    assert.equal(sentenceOf(vote.result), "17 tán thành, 3 không tán thành.", "the verdict is not said twice");
    assert.equal(verdictShort(vote), `${words} 17/23`);
    assert.equal(outcomeOf([vote]), `${words} 17/23`);
    assert.equal(endWords(vote, 0), `${words} 17/23`);
    assert.equal(endWords(vote, 3), `Nội dung 3: ${words.toLowerCase()} 17/23`);
    assert.equal(verdictIn({ ...vote.result, check: "checking" }, vote).words, "Đang chờ các máy xác nhận");
  }
  assert.equal(verdictIn(alone("tie", "").result, alone("tie", "")).words, "Hai bên bằng nhau");
  const several = /** @type {any} */ ({ ...RESULT, counts: { A: 17 }, sentence: { vi: "Trúng cử: “A”; bầu 1 người.", en: "" } });
  assert.equal(sentenceOf(several), "Trúng cử: “A”; bầu 1 người.", "names keep what is said of them");
});
