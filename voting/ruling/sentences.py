"""The verdict in a plain sentence, with every number and its denominator, in Vietnamese and English.

These are kept with the result for ever (old minutes print what was announced), so they are no catalogue entries: whole
sentences here, chosen by case; only the denominator is filled in, which stands alike in each language.
"""

from __future__ import annotations

from collections.abc import Iterable

from voting.ruling import matters
from voting.ruling.former_sentences import FORMER
from voting.ruling.rules import AT_LEAST, GRADES, NO, NOT_VOTING, OPINION, YES, Majority, Outcome

Text = dict[str, str]

RULES: dict[str, Text] = {
    "more_than_half_of_members": {
        "vi": "Thông qua khi có quá nửa tổng số {n} thành viên tán thành, tức là từ {least} trở lên.",
        "en": "Passes with more than half of all {n} members, that is {least} or more.",
    },
    "two_thirds_of_members": {
        "vi": "Thông qua khi có ít nhất hai phần ba tổng số {n} thành viên tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least two thirds of all {n} members, that is {least} or more.",
    },
    "three_fifths_of_members": {
        "vi": "Thông qua khi có ít nhất ba phần năm tổng số {n} thành viên tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least three fifths of all {n} members, that is {least} or more.",
    },
    "more_than_half_of_present": {
        "vi": "Thông qua khi có quá nửa trong {n} thành viên có mặt tán thành, tức là từ {least} trở lên.",
        "en": "Passes with more than half of the {n} members present, that is {least} or more.",
    },
    "two_thirds_of_present": {
        "vi": "Thông qua khi có ít nhất hai phần ba trong {n} thành viên có mặt tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least two thirds of the {n} members present, that is {least} or more.",
    },
    "more_than_half_of_cast": {
        "vi": "Thông qua khi có quá nửa trong {n} phiếu đã gửi tán thành, tức là từ {least} trở lên.",
        "en": "Passes with more than half of the {n} ballots cast, that is {least} or more.",
    },
    "two_thirds_of_cast": {
        "vi": "Thông qua khi có ít nhất hai phần ba trong {n} phiếu đã gửi tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least two thirds of the {n} ballots cast, that is {least} or more.",
    },
    "unanimous_of_cast": {
        "vi": "Thông qua khi cả {n} phiếu đã gửi đều tán thành.",
        "en": "Passes only if all {n} ballots cast are in favour.",
    },
    "three_fifths_of_present": {
        "vi": "Thông qua khi có ít nhất ba phần năm trong {n} thành viên có mặt tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least three fifths of the {n} members present, that is {least} or more.",
    },
    "three_fifths_of_cast": {
        "vi": "Thông qua khi có ít nhất ba phần năm trong {n} phiếu đã gửi tán thành, tức là từ {least} trở lên.",
        "en": "Passes with at least three fifths of the {n} ballots cast, that is {least} or more.",
    },
    "unanimous_of_members": {
        "vi": "Thông qua khi cả {n} thành viên đều tán thành.",
        "en": "Passes only if all {n} members are in favour.",
    },
    "unanimous_of_present": {
        "vi": "Thông qua khi cả {n} thành viên có mặt đều tán thành.",
        "en": "Passes only if all {n} members present are in favour.",
    },
    AT_LEAST: {
        "vi": "Thông qua khi có từ {least} tán thành trở lên, trong tổng số {n} thành viên.",
        "en": "Passes with {least} or more in favour, out of all {n} members.",
    },
    OPINION: {
        "vi": "Chỉ lấy ý kiến của {n} thành viên, không quyết định.",
        "en": "Asks the opinion of {n} members and decides nothing.",
    },
}

NEEDED: dict[str | None, Text] = {
    "members": {
        "vi": "Được chọn khi có từ {least} phiếu trở lên, tính trên tổng số {n} thành viên.",
        "en": "Chosen with {least} votes or more, out of all {n} members.",
    },
    "present": {
        "vi": "Được chọn khi có từ {least} phiếu trở lên, tính trên {n} thành viên có mặt.",
        "en": "Chosen with {least} votes or more, out of the {n} members present.",
    },
    "cast": {
        "vi": "Được chọn khi có từ {least} phiếu trở lên, tính trên {n} phiếu đã gửi.",
        "en": "Chosen with {least} votes or more, out of the {n} ballots cast.",
    },
    None: {
        "vi": "Được chọn khi có từ {least} phiếu trở lên, trong tổng số {n} thành viên.",
        "en": "Chosen with {least} votes or more, out of all {n} members.",
    },
}
"""The same of candidates and options, by denominator; None: a fixed number."""

LOW: dict[str | None, Text] = {
    "members": {
        "vi": "Không đạt khi có từ {least} phiếu tín nhiệm thấp trở lên, tính trên tổng số {n} thành viên.",
        "en": "Confidence is lost with {least} or more low grades, out of all {n} members.",
    },
    "present": {
        "vi": "Không đạt khi có từ {least} phiếu tín nhiệm thấp trở lên, tính trên {n} thành viên có mặt.",
        "en": "Confidence is lost with {least} or more low grades, out of the {n} members present.",
    },
    "cast": {
        "vi": "Không đạt khi có từ {least} phiếu tín nhiệm thấp trở lên, tính trên {n} phiếu đã gửi.",
        "en": "Confidence is lost with {least} or more low grades, out of the {n} ballots cast.",
    },
    None: {
        "vi": "Không đạt khi có từ {least} phiếu tín nhiệm thấp trở lên, trong tổng số {n} thành viên.",
        "en": "Confidence is lost with {least} or more low grades, out of all {n} members.",
    },
}

OF: dict[str, Text] = {
    "members": {"vi": "tổng số {members} thành viên", "en": "all {members} members"},
    "present": {"vi": "{present} thành viên có mặt", "en": "{present} members present"},
    "cast": {"vi": "{cast} phiếu đã gửi", "en": "{cast} ballots cast"},
}
"""The denominator of a verdict, as it stands in its sentence (`of`): the one that judged. A fixed number is of all members."""

BODY: Text = {"vi": " Tổng số thành viên là {members}.", "en": " The body has {members} members."}
"""Said besides (`body`), where the denominator is another."""

VERDICTS: dict[str, Text] = {
    "passed": {
        "vi": "Được thông qua: {yes} tán thành, {no} không tán thành, trên {of}; cần từ {least}.{body}",
        "en": "Passed: {yes} for, {no} against, out of {of}; {least} were needed.{body}",
    },
    "not_passed": {
        "vi": "Không được thông qua: {yes} tán thành, {no} không tán thành, trên {of}; cần từ {least}.{body}",
        "en": "Not passed: {yes} for, {no} against, out of {of}; {least} were needed.{body}",
    },
    "passed_alone": {
        "vi": "Trúng cử: {yes} tán thành, {no} không tán thành, trên {of}; cần từ {least}.{body}",
        "en": "Elected: {yes} for, {no} against, out of {of}; {least} were needed.{body}",
    },
    "not_passed_alone": {
        "vi": "Không trúng cử: {yes} tán thành, {no} không tán thành, trên {of}; cần từ {least}.{body}",
        "en": "Not elected: {yes} for, {no} against, out of {of}; {least} were needed.{body}",
    },
    "passed_by_chair_alone": {
        "vi": "Trúng cử: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên {of}; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là tán thành.{body}",
        "en": "Elected: the sides are equal, {yes} for and {no} against out of {of}; the chair voted for.{body}",
    },
    "not_passed_by_chair_alone": {
        "vi": "Không trúng cử: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên {of}; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là không tán thành.{body}",
        "en": "Not elected: the sides are equal, {yes} for and {no} against out of {of}; the chair voted against.{body}",
    },
    "passed_by_chair": {
        "vi": "Được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên {of}; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là tán thành.{body}",
        "en": "Passed: the sides are equal, {yes} for and {no} against out of {of}; the chair voted for.{body}",
    },
    "not_passed_by_chair": {
        "vi": "Không được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên {of}; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là không tán thành.{body}",
        "en": "Not passed: the sides are equal, {yes} for and {no} against out of {of}; the chair voted against.{body}",
    },
    "tie": {
        "vi": "Hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên {of}; chủ tọa quyết định.{body}",
        "en": "The sides are equal, {yes} for and {no} against out of {of}; the chair decides.{body}",
    },
    "void": {
        "vi": "Không có giá trị: khi đóng biểu quyết có {at_closing} trên tổng số {members} thành viên, túc số là {needed}.",
        "en": "Void: {at_closing} of all {members} members were present at closing, the quorum is {needed}.",
    },
    "void_at_opening": {
        "vi": "Không có giá trị: khi mở biểu quyết chưa đủ túc số {needed} trên tổng số {members} thành viên.",
        "en": "Void: the quorum of {needed} out of all {members} members was not met at opening.",
    },
    "opinions": {
        "vi": "Đã có {cast} trên tổng số {members} thành viên cho ý kiến; không quyết định.",
        "en": "{cast} of all {members} members gave an opinion; nothing is decided.",
    },
    "chosen_one": {
        "vi": "Được chọn: {names}, {most} phiếu trên {of}; cần từ {least}.{body}",
        "en": "Chosen: {names}, with {most} votes out of {of}; {least} were needed.{body}",
    },
    "chosen_several": {
        "vi": "Được chọn: {names}; mỗi phương án có từ {least} phiếu trở lên, trên {of}.{body}",
        "en": "Chosen: {names}; each has {least} votes or more, out of {of}.{body}",
    },
    "chosen_none": {
        "vi": "Không phương án nào được chọn: nhiều nhất là {most} phiếu trên {of}; cần từ {least}.{body}",
        "en": "No option is chosen: the most is {most} votes out of {of}; {least} were needed.{body}",
    },
    "elected": {
        "vi": "Trúng cử: {names}; bầu {seats} người, mỗi người cần từ {least} phiếu, trên {of}.{body}",
        "en": "Elected: {names}; {seats} to be elected, each needed {least} votes, out of {of}.{body}",
    },
    "elected_fewer": {
        "vi": "Trúng cử: {names}; còn thiếu {lacking} trong {seats} người phải bầu. Mỗi người cần từ {least} phiếu, "
        "trên {of}.{body}",
        "en": "Elected: {names}; {lacking} of {seats} are still to be elected. Each needed {least} votes, out of {of}.{body}",
    },
    "elected_tied": {
        "vi": "Trúng cử: {names}; {equal} bằng phiếu nhau ở vị trí cuối, phải bầu lại giữa những người này. "
        "Mỗi người cần từ {least} phiếu, trên {of}.{body}",
        "en": "Elected: {names}; {equal} have equal votes for the last seats and are voted on again. "
        "Each needed {least} votes, out of {of}.{body}",
    },
    "all_tied": {
        "vi": "Chưa ai trúng cử: {equal} bằng nhau, mỗi người {most} phiếu trên {of}, phải bầu lại giữa những người này. "
        "Bầu {seats} người.{body}",
        "en": "Nobody is elected yet: {equal} are equal, each with {most} votes out of {of}, and are voted on again. "
        "{seats} to be elected.{body}",
    },
    "elected_none": {
        "vi": "Không ai trúng cử: nhiều nhất là {most} phiếu trên {of}; cần từ {least}.{body}",
        "en": "Nobody is elected: the most is {most} votes out of {of}; {least} were needed.{body}",
    },
    "confidence_kept": {
        "vi": "Đạt tín nhiệm: tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên {of}; "
        "tín nhiệm thấp chưa đến {least}.{body}",
        "en": "Confidence is given: high confidence {high}, confidence {trust}, low confidence {low}, out of {of}; "
        "low confidence is below {least}.{body}",
    },
    "confidence_lost": {
        "vi": "Không đạt tín nhiệm: tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên {of}; "
        "tín nhiệm thấp từ {least} trở lên.{body}",
        "en": "Confidence is not given: high confidence {high}, confidence {trust}, low confidence {low}, out of {of}; "
        "low confidence is {least} or more.{body}",
    },
    "confidence_lost_by_two_thirds": {
        "vi": "Không đạt tín nhiệm: tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên {of}; "
        "tín nhiệm thấp từ hai phần ba trở lên.{body}",
        "en": "Confidence is not given: high confidence {high}, confidence {trust}, low confidence {low}, out of {of}; "
        "low confidence is two thirds or more.{body}",
    },
    "confidence_unsaid": {
        "vi": "Không đạt tín nhiệm: không có phiếu hợp lệ nào, trên tổng số {members} thành viên.",
        "en": "Confidence is not given: there is no valid ballot, out of all {members} members.",
    },
}

HEADS = {
    VERDICTS[case][language].partition(":")[0] for case in ("passed", "not_passed", "void") for language in ("vi", "en")
}
"""What a sentence begins with, where the verdict itself is said."""

MATTERS: dict[str, Text] = {
    "removal": {"vi": "việc bãi nhiệm", "en": "removals"},
    "confidence": {"vi": "việc lấy phiếu tín nhiệm", "en": "votes of confidence"},
    "election": {"vi": "việc bầu", "en": "elections"},
    "bylaws": {"vi": "việc sửa đổi quy chế, nội quy", "en": "changes of the rules of procedure"},
}
MATTERS_OWN: Text = {
    "vi": "Đây là quy tắc của cơ quan cho {of}.",
    "en": "This is the body's rule for {of}.",
}
AS_IN_GENERAL: Text = {
    "vi": "Đây là quy tắc chung: cơ quan không có quy tắc riêng cho {of}.",
    "en": "This is the general rule: the body has none of its own for {of}.",
}
OF_THE_MEETING: Text = {
    "vi": "Đây là quy tắc riêng của phiên họp này.",
    "en": "This is a rule of this meeting alone.",
}
OF_THE_VOTE: Text = {
    "vi": "Cách tính này được chọn cho riêng lần biểu quyết này.",
    "en": "It was chosen for this vote alone.",
}


AGREEING: dict[str, tuple[tuple[str, str], ...]] = {
    "vi": (("tán thành", "đồng ý"),),
    "en": (
        ("{yes} for", "{yes} agree"),
        ("{no} against", "{no} disagree"),
        ("voted for", "agreed"),
        ("voted against", "disagreed"),
        ("in favour", "in agreement"),
    ),
}
"""An opinion slip asks whether one agrees (voting.md §4), and its result is told in the words that were asked."""


def agreeing(said: Text) -> Text:
    """The same sentences, of an opinion slip."""
    for language, pairs in AGREEING.items():
        for asked, agreed in pairs:
            said = said | {language: said[language].replace(asked, agreed)}
    return said


def reason(said: str) -> str:
    """A verdict's sentence below the verdict in words, which isn't said twice (`sentenceOf` in static/js/voting/words.js)."""
    head, colon, rest = said.partition(": ")
    return rest[:1].upper() + rest[1:] if colon and head in HEADS else said


def rule_in_words(rule: Majority, n: int, least: int | None) -> Text:
    """The majority as it is read out; `n` is its denominator."""
    return {language: text.format(n=n, least=least) for language, text in RULES[rule.name].items()}


def rule_of(outcome: Outcome, matter: str | None = None, majority_from: str | None = None) -> Text:
    """The rule that judged, in words with its numbers; and whose it is, where that isn't plain."""
    said, whose = _rule_itself(outcome), _whose(outcome, matter, majority_from)
    if whose is None:
        return said
    of = MATTERS.get(matter or "", {"vi": "", "en": ""})
    return {language: f"{text} {whose[language].format(of=of[language])}" for language, text in said.items()}


def _whose(outcome: Outcome, matter: str | None, majority_from: str | None) -> Text | None:
    if outcome.ballot.majority.name == OPINION:
        return None
    if majority_from == "meeting":
        return OF_THE_MEETING
    if majority_from == "vote":
        return OF_THE_VOTE
    if matter not in MATTERS:
        return None
    return {"matter": MATTERS_OWN, "general": AS_IN_GENERAL}.get(majority_from or "")


def _rule_itself(outcome: Outcome) -> Text:
    ballot = outcome.ballot
    base = ballot.majority.base
    n = outcome.numbers.of(base) if base else ballot.members
    if ballot.kind in (None, "question") or ballot.majority.name == OPINION:
        return rule_in_words(ballot.majority, n, outcome.threshold)
    words = (LOW if ballot.kind == "confidence" else NEEDED)[base]
    return {language: text.format(n=n, least=outcome.threshold) for language, text in words.items()}


def sentence(outcome: Outcome, matter: str | None = None, slip: bool = False) -> Text:
    """The verdict as one or two full sentences, with the numbers and the denominator that judged. `slip`: of an opinion slip."""
    ballot, chosen, case = outcome.ballot, outcome.chosen or (), _case(outcome)
    if ballot.version > 3 and matters.alone(matter, ballot.options) and f"{case}_alone" in VERDICTS:
        case = f"{case}_alone"
    seats = ballot.seats or 1
    values = {
        **{option: ballot.counts.get(option, 0) for option in (YES, NO, *GRADES)},
        "members": ballot.members,
        "present": ballot.present,
        "cast": outcome.cast,
        "least": outcome.threshold,
        "needed": ballot.quorum.needed,
        "at_closing": ballot.quorum.present,
        "most": max((ballot.counts.get(option, 0) for option in ballot.options if option != NOT_VOTING), default=0),
        "names": _named(chosen),
        "equal": _named(outcome.tied),
        "seats": seats,
        "lacking": seats - len(chosen),
    }
    base = ballot.majority.base or "members"
    if ballot.version < 3 and case in FORMER:
        return {language: text.format(**values) for language, text in FORMER[case].items()}
    said = {}
    texts = agreeing(VERDICTS[case]) if slip and ballot.version > 3 else VERDICTS[case]
    for language, text in texts.items():
        of = OF[base][language].format(**values)
        body = "" if base == "members" else BODY[language].format(**values)
        said[language] = text.format(**values, of=of, body=body)
    return said


def _named(options: Iterable[str]) -> str:
    return ", ".join(f"“{option}”" for option in options)


def _case(outcome: Outcome) -> str:
    ballot, verdict = outcome.ballot, outcome.verdict
    if verdict == "none":
        return "opinions"
    if verdict == "void":
        return "void" if ballot.quorum.present < ballot.quorum.needed else "void_at_opening"
    if ballot.asks == "election":
        return _election_case(outcome)
    if ballot.asks == "confidence":
        if verdict == "passed":
            return "confidence_kept"
        if not any(ballot.counts.values()):
            return "confidence_unsaid"
        return "confidence_lost_by_two_thirds" if outcome.two_thirds_low else "confidence_lost"
    if outcome.chosen is not None:
        return ("chosen_none", "chosen_one")[len(outcome.chosen)] if len(outcome.chosen) < 2 else "chosen_several"
    return f"{verdict}_by_chair" if outcome.by_chair else verdict


def _election_case(outcome: Outcome) -> str:
    if outcome.tied:
        return "elected_tied" if outcome.chosen else "all_tied"
    if not outcome.chosen:
        return "elected_none"
    return "elected" if len(outcome.chosen) == (outcome.ballot.seats or 1) else "elected_fewer"
