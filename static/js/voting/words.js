//# allFunctionsCalledOnLoad
// @ts-check
/** Votes in words: options, rules, verdicts, thresholds. Pure. */

import { language, t, tc, tn } from "../app/text.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("../app/types.js").VoteResult} VoteResult */

/** The usual three, always in this order. */
export const USUAL = ["yes", "no", "not_voting"];

/** @param {string} option */
export function optionName(option) {
  if (option === "yes") return t("Tán thành");
  if (option === "no") return t("Không tán thành");
  if (option === "not_voting") return t("Không biểu quyết");
  if (option === "other") return t("Ý kiến khác");
  if (option === "high") return t("Tín nhiệm cao");
  if (option === "trust") return t("Tín nhiệm");
  if (option === "low") return t("Tín nhiệm thấp");
  return option;
}

/** What a ballot names, one or several. @param {string | string[] | null | undefined} choice @returns {string[]} */
export const namedBy = (choice) => (choice === null || choice === undefined ? [] : Array.isArray(choice) ? choice : [choice]);

/** A ballot in words. @param {string | string[] | null | undefined} choice @param {Vote} vote */
export const choiceWords = (choice, vote) => namedBy(choice).map((option) => optionIn(option, vote)).join(", ");

/** Of a secret vote that is put again. */
export const sameVotersWords = () => t("Chỉ khác một hai người so với lần bỏ phiếu trước: so hai kết quả có thể đoán ra phiếu của họ.");

const LONG_NAMES = 60;

/** On the button that sends it: every name, or how many where they would fill the screen. @param {string | string[] | null | undefined} choice @param {Vote} vote */
export function sendWords(choice, vote) {
  const names = namedBy(choice);
  const words = choiceWords(choice, vote);
  return names.length > 1 && words.length > LONG_NAMES ? t("Gửi phiếu: đã chọn %(n)s", { n: names.length }) : t("Gửi phiếu: %(choice)s", { choice: words });
}

/** Not voting for a question; for nobody in an election. @param {string} option @param {Vote} vote */
export function optionIn(option, vote) {
  return option === "not_voting" && vote.kind === "election" ? t("Không bầu ai") : optionName(option);
}

/** One of many names of a ballot, or one answer. @param {Vote} vote */
export const namesSeveral = (vote) => (vote.most ?? 1) > 1;

/** The usual question, or one between options of its own. @param {string[]} [options] */
export function isYesOrNo(options = USUAL) {
  return options.includes("yes") && options.includes("no");
}

/** Names and options of one's own, each with its own count and bar. @param {{kind?: string, options: string[]}} vote */
export const ofNames = (vote) => ["choice", "election"].includes(vote.kind ?? "") || !vote.options.some((option) => option === "yes" || option === "high");

/** The strip's pattern: t for, k against, b not voting; a name is neither for nor against anything. @param {string} option */
export function optionKind(option) {
  return { yes: "t", no: "k", not_voting: "b", other: "b", high: "t", trust: "b", low: "k" }[option] ?? "x";
}

/** @param {string} option */
export function optionIcon(option) {
  return { yes: "check-bold", no: "x-bold", not_voting: "minus-bold", other: "chat-text", high: "check-bold", trust: "circle", low: "x-bold" }[option] ?? "";
}

/** In the order of the ballot: for, against, not voting, another opinion, whatever the server's order; names as they were put. @param {string[]} options */
export function inBallotOrder(options) {
  const place = (/** @type {string} */ one) => (one === "other" ? USUAL.length : USUAL.indexOf(one));
  return [...options].sort((a, b) => place(a) - place(b));
}

/** @param {any} majority a name, or {"name": "at_least", "k": n} @returns {{name: string, k: number | null}} */
export function majorityOf(majority) {
  if (majority && typeof majority === "object") return { name: majority.name ?? "at_least", k: majority.k ?? majority.at_least?.k ?? null };
  return { name: String(majority ?? ""), k: null };
}

/**
 * The least number of votes that passes, where it is known before the end: shares of all members, and fixed numbers.
 * @param {any} majority @param {number} members
 * @returns {number | null}
 */
export function thresholdOf(majority, members) {
  const { name, k } = majorityOf(majority);
  if (k) return k;
  if (name === "more_than_half_of_members") return Math.floor(members / 2) + 1;
  if (name === "two_thirds_of_members") return Math.ceil((2 * members) / 3);
  if (name === "three_fifths_of_members") return Math.ceil((3 * members) / 5);
  if (name === "unanimous_of_members") return members;
  return null;
}

/** What stands at the notch of the strip. @param {any} majority @param {number} n */
export function notchWords(majority, n) {
  const { name } = majorityOf(majority);
  if (name.startsWith("more_than_half")) return t("quá nửa: %(n)s", { n });
  if (name.startsWith("two_thirds")) return t("hai phần ba: %(n)s", { n });
  if (name.startsWith("three_fifths")) return t("ba phần năm: %(n)s", { n });
  return t("cần từ: %(n)s", { n });
}

/** The rule of an open vote, with its numbers. @param {Vote} vote @param {number} members */
export function ruleWords(vote, members) {
  const { name } = majorityOf(vote.majority);
  const n = vote.threshold ?? thresholdOf(vote.majority, members);
  if (name !== "none" && vote.kind && vote.kind !== "question") return kindRule(vote, n, members);
  if (n && !isYesOrNo(vote.options)) return t("Được chọn khi có từ %(n)s phiếu trên tổng số %(members)s", { n, members });
  if (n) return t("Thông qua khi có từ %(n)s tán thành trên tổng số %(members)s", { n, members });
  if (name === "more_than_half_of_present") return t("Thông qua khi quá nửa số thành viên có mặt tán thành");
  if (name === "two_thirds_of_present") return t("Thông qua khi ít nhất hai phần ba số thành viên có mặt tán thành");
  if (name === "more_than_half_of_cast") return t("Thông qua khi quá nửa số phiếu đã gửi tán thành");
  if (name === "two_thirds_of_cast") return t("Thông qua khi ít nhất hai phần ba số phiếu đã gửi tán thành");
  if (name === "three_fifths_of_present") return t("Thông qua khi ít nhất ba phần năm số thành viên có mặt tán thành");
  if (name === "unanimous_of_present") return t("Thông qua khi mọi thành viên có mặt đều tán thành");
  if (name === "three_fifths_of_cast") return t("Thông qua khi ít nhất ba phần năm số phiếu đã gửi tán thành");
  if (name === "unanimous_of_cast") return t("Thông qua khi mọi phiếu đã gửi đều tán thành");
  return t("Lấy ý kiến, không quyết định");
}

/** @param {Vote} vote @param {number | null} n @param {number} members */
function kindRule(vote, n, members) {
  if (vote.kind === "confidence") return n ? t("Không đạt khi có từ %(n)s phiếu tín nhiệm thấp trên tổng số %(members)s", { n, members }) : t("Không đạt khi đa số phiếu là tín nhiệm thấp");
  if (vote.kind === "election") {
    const seats = vote.seats ?? 1;
    return n ? t("Bầu %(seats)s người, mỗi người cần từ %(n)s phiếu trên tổng số %(members)s", { seats, n, members }) : t("Bầu %(seats)s người, mỗi người cần đa số phiếu", { seats });
  }
  return n ? t("Được chọn khi có từ %(n)s phiếu trên tổng số %(members)s", { n, members }) : t("Được chọn khi có đa số phiếu");
}

/** @param {Vote} vote */
export function kindWords(vote) {
  if (vote.by_hand === "hands") return t("Biểu quyết giơ tay");
  if (vote.by_hand) return onPaper(vote);
  if (vote.kind === "election") return vote.secret ? t("Bầu bằng phiếu kín") : t("Bầu công khai");
  if (vote.kind === "confidence") return vote.secret ? t("Lấy phiếu tín nhiệm, phiếu kín") : t("Lấy phiếu tín nhiệm");
  return vote.secret ? t("Bỏ phiếu kín") : t("Biểu quyết công khai");
}

/** @param {Vote} vote */
function onPaper(vote) {
  if (vote.kind === "election") return vote.secret ? t("Bầu bằng phiếu kín, phiếu giấy") : t("Bầu bằng phiếu giấy");
  if (vote.kind === "confidence") return t("Lấy phiếu tín nhiệm, phiếu giấy");
  return vote.secret ? t("Bỏ phiếu kín, phiếu giấy") : t("Bỏ phiếu giấy");
}

/** @param {Vote} vote */
export function secrecyWords(vote) {
  if (vote.secret) return t("Niêm phong đến khi ban kiểm phiếu mở");
  return vote.by_name ? t("Phiếu ghi tên, hiện sau khi công bố") : t("Chỉ hiện tổng số, không hiện tên");
}

/** @typedef {{kind?: string, matter?: string | null, options?: string[]}} Asked */

/** One candidate by themselves, for or against (voting/ruling/matters.py, `alone`). @param {Asked} vote */
export const standsAlone = (vote) => vote.matter === "election" && isYesOrNo(vote.options);

/** @type {Record<string, Record<string, () => string>>} */
const OF_KIND = {
  alone: { passed: () => t("Trúng cử"), not_passed: () => t("Không trúng cử") },
  election: { not_passed: () => t("Không ai trúng cử"), tie: () => t("Phải bầu lại") },
  confidence: { passed: () => t("Đạt tín nhiệm"), not_passed: () => t("Không đạt tín nhiệm") },
  choice: { passed: () => t("Đã chọn được"), not_passed: () => t("Không phương án nào được chọn") },
};

/** The verdict of a result, in the words of what was asked; a secret one has none before the devices agree. @param {VoteResult} result @param {Asked} [asked] the vote */
export function verdictIn(result, asked) {
  const kind = asked && standsAlone(asked) ? "alone" : asked?.kind;
  if (result.check === "disputed") return { words: t("Chưa chốt: có máy báo không khớp"), icon: "warning-circle-fill", tone: "dat" };
  if (result.check === "checking") return { words: t("Đang chờ các máy xác nhận"), icon: "hourglass-medium", tone: "tro" };
  const verdict = verdictOf(result.verdict, kind);
  const n = result.chosen?.length ?? 0;
  return kind === "election" && n ? { ...verdict, words: t("Bầu được %(n)s/%(seats)s người", { n, seats: result.seats ?? n }) } : verdict;
}

/** What the votes of an item came to, in short: no one of several stands for the item. Empty without an announced result. @param {Vote[]} votes @returns {string} */
export function outcomeOf(votes) {
  const told = votes.filter((one) => one.state === "announced" && one.result);
  if (told.length > 1 && !told.some((one) => one.result?.check)) return tn("%(num)s kết quả biểu quyết", "%(num)s kết quả biểu quyết", told.length);
  const last = told.find((one) => one.result?.check) ?? told[0];
  return last ? verdictShort(last) : "";
}

/** On the rail of the agenda: the count of those for it only where that was asked. @param {Vote} vote @returns {string} */
export function verdictShort(vote) {
  const result = /** @type {VoteResult} */ (vote.result);
  if (result.check) return t("Kết quả chưa chốt");
  if (!("yes" in result.counts)) return verdictIn(result, vote).words;
  const figures = { yes: result.counts.yes ?? 0, members: result.members };
  if (standsAlone(vote) && ["passed", "not_passed"].includes(result.verdict)) return t("%(verdict)s %(yes)s/%(members)s", { verdict: verdictIn(result, vote).words, ...figures });
  if (result.verdict === "passed") return t("Thông qua %(yes)s/%(members)s", figures);
  if (result.verdict === "void") return t("Không có giá trị");
  return result.verdict === "not_passed" ? t("Không thông qua %(yes)s/%(members)s", figures) : t("Đã biểu quyết");
}

/** @param {string} verdict @param {string} [kind] @returns {{words: string, icon: string, tone: string}} */
export function verdictOf(verdict, kind = "question") {
  const own = OF_KIND[kind]?.[verdict];
  if (own) return { ...verdictOf(verdict), words: own() };
  if (verdict === "passed") return { words: t("Được thông qua"), icon: "check-circle-fill", tone: "lam" };
  if (verdict === "not_passed") return { words: t("Không được thông qua"), icon: "x-circle-fill", tone: "dat" };
  if (verdict === "void") return { words: t("Không có giá trị"), icon: "warning-circle-fill", tone: "dat" };
  if (verdict === "tie") return { words: t("Hai bên bằng nhau"), icon: "scales", tone: "tro" };
  return { words: t("Kết quả lấy ý kiến"), icon: "info-fill", tone: "tro" };
}

/** What a sentence of the server's begins with, in its two languages, where the verdict above it says the same. */
const said = () => [
  t("Được thông qua"), t("Không được thông qua"), t("Không có giá trị"), t("Không ai trúng cử"), t("Không phương án nào được chọn"), t("Đạt tín nhiệm"), t("Không đạt tín nhiệm"),
  "Passed", "Not passed", "Void", "Nobody is elected", "No option is chosen", "Confidence is given", "Confidence is not given",
];

/** The same of one candidate by themselves; of several their names follow. */
const saidAlone = () => [t("Trúng cử"), t("Không trúng cử"), "Elected", "Not elected"];

/** The verdict's sentence, without the verdict said twice. @param {VoteResult} result */
export function sentenceOf(result) {
  const sentence = (language === "en" ? result.sentence?.en : result.sentence?.vi) ?? "";
  const [head, ...rest] = sentence.split(": ");
  const reason = rest.length && (said().includes(head) || ("yes" in (result.counts ?? {}) && saidAlone().includes(head))) ? rest.join(": ") : sentence;
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** The same with the rule, where it isn't the body's general one. @param {VoteResult} result */
export const reasonOf = (result) => [sentenceOf(result), ruleOf(result)].filter(Boolean).join(" ");

/** Of all members, in per cent with one figure at most. @param {number} n @param {number} members */
export function share(n, members) {
  if (!members) return "0";
  const value = Math.round((n / members) * 1000) / 10;
  return language === "en" ? String(value) : String(value).replace(".", ",");
}

/** The strip of a result: for, against, not voting, spoiled ballots, then who did not send: a cell for each member. @param {VoteResult} result @param {string[]} options */
export function resultStrip(result, options) {
  const cells = inBallotOrder(options).map((option) => ({ kind: optionKind(option), n: result.counts[option] ?? 0 }));
  return [...cells, ...(result.invalid ? [{ kind: "o", n: result.invalid }] : []), { kind: "c", n: Math.max(0, result.members - result.cast) }];
}

/** Every number of a result in one line, for who can't see the strip. @param {VoteResult} result @param {string[]} options */
export function stripWords(result, options) {
  const parts = inBallotOrder(options).map((option) => t("%(n)s %(option)s", { n: result.counts[option] ?? 0, option: optionName(option).toLowerCase() }));
  if (result.invalid) parts.push(tn("%(num)s phiếu không hợp lệ", "%(num)s phiếu không hợp lệ", result.invalid));
  return [...parts, t("%(n)s chưa gửi hoặc vắng", { n: Math.max(0, result.members - result.cast) })].join(", ");
}

/**
 * What happened to a vote at its end, and afterwards. Where its item had another question too, it is said of which one.
 * @param {any} vote @param {number} n its item's place, 0 for a vote of its own @param {any[]} [votes] of the meeting @returns {string}
 */
export function endWords(vote, n, votes = []) {
  const several = votes.some((one) => one.item === vote.item && one.question !== vote.question && one.state !== "draft");
  const ended = endedWords(vote, several ? 0 : n);
  const words = several ? t("%(words)s: %(question)s", { words: ended, question: vote.question }) : ended;
  return vote.state === "announced" && vote.result?.by_hand ? t("%(words)s (nhập tay)", { words }) : words;
}

/** @param {any} vote @param {number} n @returns {string} */
function endedWords(vote, n) {
  const values = { n, yes: vote.result?.counts?.yes ?? 0, members: vote.result?.members ?? 0 };
  if (vote.state === "cancelled") return n ? t("Hủy biểu quyết nội dung %(n)s", values) : tc("journal", "Hủy biểu quyết");
  if (vote.state === "annulled") return n ? t("Hủy kết quả biểu quyết nội dung %(n)s", values) : tc("journal", "Hủy kết quả biểu quyết");
  if (vote.state !== "announced") return n ? t("Đóng biểu quyết nội dung %(n)s", values) : tc("journal", "Đóng biểu quyết");
  const check = vote.result?.check;
  if (check === "disputed") return n ? t("Có máy báo phiếu kín nội dung %(n)s không khớp, kết quả chưa chốt", values) : t("Có máy báo phiếu kín không khớp, kết quả chưa chốt");
  const verdict = !check && "yes" in (vote.result?.counts ?? {}) ? vote.result?.verdict : null;
  if (standsAlone(vote) && ["passed", "not_passed"].includes(verdict)) {
    const told = { ...values, verdict: verdictIn(vote.result, vote).words };
    return n ? t("Nội dung %(n)s: %(verdict)s %(yes)s/%(members)s", { ...told, verdict: told.verdict.toLowerCase() }) : t("%(verdict)s %(yes)s/%(members)s", told);
  }
  if (verdict === "passed") return n ? t("Nội dung %(n)s được thông qua, %(yes)s/%(members)s", values) : t("Được thông qua, %(yes)s/%(members)s", values);
  if (verdict === "not_passed") return n ? t("Nội dung %(n)s không được thông qua, %(yes)s/%(members)s", values) : t("Không được thông qua, %(yes)s/%(members)s", values);
  return n ? t("Công bố kết quả nội dung %(n)s", values) : tc("journal", "Công bố kết quả biểu quyết");
}

/** Minutes and seconds, as they are said. @param {number} seconds @returns {string} */
export function spanWords(seconds) {
  const [minutes, left] = [Math.floor(seconds / 60), Math.round(seconds) % 60];
  return [minutes && tn("%(num)s phút", "%(num)s phút", minutes), (left || !minutes) && tn("%(num)s giây", "%(num)s giây", left)].filter(Boolean).join(" ");
}

/** @param {number} n its item's place, 0 for a vote of its own @param {number} left seconds; 0 without a countdown @returns {string} */
export function openWords(n, left) {
  if (left > 0 && n) return t("Mở biểu quyết nội dung %(n)s, còn %(time)s", { n, time: spanWords(left) });
  if (left > 0) return t("Mở biểu quyết, còn %(time)s", { time: spanWords(left) });
  return n ? t("Mở biểu quyết nội dung %(n)s", { n }) : tc("journal", "Mở biểu quyết");
}

/** What everybody is asked for in an open vote by hand. @param {Vote} vote @returns {string} */
export function handsWords({ by_hand, question }) {
  return by_hand === "hands" ? t("Mời giơ tay biểu quyết: %(question)s", { question }) : t("Mời bỏ phiếu giấy: %(question)s", { question });
}

/** The other questions that are open at the same time. @param {Room} room @param {Vote} vote @returns {Vote[]} */
export function openBeside(room, vote) {
  return room.votes.value.filter((one) => one.state === "open" && one.id !== vote.id);
}

/** The rule, where it isn't the body's general one: of a removal everybody sees that it needed two thirds. Opinions have none. @param {any} result @returns {string} */
function ruleOf(result) {
  return result.verdict === "none" || (result.majority_from ?? "general") === "general" ? "" : ruleSaid(result);
}

/** The rule in words, with its numbers. @param {VoteResult} result @returns {string} */
export const ruleSaid = (result) => (language === "en" ? result.rule_words?.en : result.rule_words?.vi) ?? "";

/**
 * Every figure of a result by its name, in the order in which it is told on every screen and paper (voting/ruling/facts.py).
 * @param {VoteResult} result @param {string[]} options @returns {{name: string, n: number, option?: boolean, met?: boolean}[]}
 */
export function resultFacts(result, options) {
  const { by_hand: hand, quorum } = result;
  const figure = (/** @type {string} */ name, /** @type {number | null | undefined} */ n) => (n === undefined || n === null ? [] : [{ name, n }]);
  const invalid = hand?.valid !== undefined || result.invalid ? (result.invalid ?? 0) : null;
  return [
    ...figure("members", result.members), ...figure("present", result.present), ...figure("issued", hand?.issued), ...figure("returned", hand?.returned),
    ...figure("cast", result.cast), ...figure("valid", hand?.valid), ...figure("invalid", invalid),
    ...inBallotOrder(options).map((name) => ({ name, n: result.counts[name] ?? 0, option: true })),
    ...figure("not_cast", result.not_cast), ...figure(result.kind === "confidence" ? "low_threshold" : "threshold", result.threshold),
    ...(quorum ? [{ name: "quorum", n: quorum.needed, met: quorum.met }] : []),
    ...(quorum?.at_opening === undefined ? [] : [...figure("at_opening", quorum.at_opening), ...figure("at_closing", quorum.present)]),
  ];
}

/** A figure's name in words. @param {{name: string, option?: boolean}} fact @param {Vote} vote @returns {string} */
export function factName({ name, option }, vote) {
  if (option) return optionIn(name, vote);
  /** @type {Record<string, string>} */
  const words = {
    members: t("Tổng số thành viên"), present: t("Có mặt"), issued: t("Số phiếu phát ra"), returned: t("Số phiếu thu về"), cast: t("Đã biểu quyết"),
    valid: t("Phiếu hợp lệ"), invalid: t("Phiếu không hợp lệ"), not_cast: t("Chưa biểu quyết"), threshold: t("Số phiếu cần đạt"),
    low_threshold: t("Số phiếu tín nhiệm thấp để không đạt"), quorum: t("Túc số"), at_opening: t("Có mặt khi mở biểu quyết"), at_closing: t("Có mặt khi đóng biểu quyết"),
  };
  return words[name] ?? name;
}

/** @param {VoteResult} result the projector's four: of whom, who was here, who voted, who has no ballot; and the spoiled ballots, if any @returns {[string, number][]} */
export function whoVoted(result) {
  const spoiled = /** @type {[string, number][]} */ (result.invalid ? [[t("Phiếu không hợp lệ"), result.invalid]] : []);
  return [[t("Tổng số thành viên"), result.members], [t("Có mặt"), result.present], [t("Đã biểu quyết"), result.cast], ...spoiled, [t("Chưa biểu quyết"), result.not_cast]];
}

/** Which of the ballots that are open at once this is, in the order of their opening, and of how many. @param {Vote[]} open @param {Vote} vote @returns {[number, number]} */
export function placeAmong(open, vote) {
  const order = [...open].sort((a, b) => String(a.opened_at).localeCompare(String(b.opened_at)) || a.id.localeCompare(b.id));
  return [order.findIndex((one) => one.id === vote.id) + 1, order.length];
}
