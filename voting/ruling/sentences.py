"""The verdict in a plain sentence, with every number and its denominator, in Vietnamese and English.

These are kept with the result for ever (old minutes print what was announced), so they are no catalogue entries:
whole sentences here, chosen by case, never put together from parts that a translation would order otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

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

PASSED: Text = {
    "vi": "Được thông qua: {yes} tán thành, {no} không tán thành, trên tổng số {members} thành viên; cần từ {least}.",
    "en": "Passed: {yes} for, {no} against, out of all {members} members; {least} were needed.",
}
NOT_PASSED: Text = {
    "vi": "Không được thông qua: {yes} tán thành, {no} không tán thành, trên tổng số {members} thành viên; cần từ {least}.",
    "en": "Not passed: {yes} for, {no} against, out of all {members} members; {least} were needed.",
}
PASSED_OF_PRESENT: Text = {
    "vi": "Được thông qua: {yes} tán thành, {no} không tán thành, trên {present} thành viên có mặt; cần từ {least}. "
    "Tổng số thành viên là {members}.",
    "en": "Passed: {yes} for, {no} against, out of {present} members present; {least} were needed. The body has {members} members.",
}
NOT_PASSED_OF_PRESENT: Text = {
    "vi": "Không được thông qua: {yes} tán thành, {no} không tán thành, trên {present} thành viên có mặt; cần từ {least}. "
    "Tổng số thành viên là {members}.",
    "en": "Not passed: {yes} for, {no} against, out of {present} members present; {least} were needed. The body has {members} members.",
}
PASSED_OF_CAST: Text = {
    "vi": "Được thông qua: {yes} tán thành, {no} không tán thành, trên {cast} phiếu đã gửi; cần từ {least}. "
    "Tổng số thành viên là {members}.",
    "en": "Passed: {yes} for, {no} against, out of {cast} ballots cast; {least} were needed. The body has {members} members.",
}
NOT_PASSED_OF_CAST: Text = {
    "vi": "Không được thông qua: {yes} tán thành, {no} không tán thành, trên {cast} phiếu đã gửi; cần từ {least}. "
    "Tổng số thành viên là {members}.",
    "en": "Not passed: {yes} for, {no} against, out of {cast} ballots cast; {least} were needed. The body has {members} members.",
}
PASSED_BY_CHAIR: Text = {
    "vi": "Được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; "
    "quyết định theo bên mà chủ tọa đã biểu quyết là tán thành.",
    "en": "Passed: the sides are equal, {yes} for and {no} against out of all {members} members; the chair voted for.",
}
NOT_PASSED_BY_CHAIR: Text = {
    "vi": "Không được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; "
    "quyết định theo bên mà chủ tọa đã biểu quyết là không tán thành.",
    "en": "Not passed: the sides are equal, {yes} for and {no} against out of all {members} members; the chair voted against.",
}
TIE: Text = {
    "vi": "Hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; chủ tọa quyết định.",
    "en": "The sides are equal, {yes} for and {no} against out of all {members} members; the chair decides.",
}
VOID: Text = {
    "vi": "Không có giá trị: khi đóng biểu quyết có {at_closing} trên tổng số {members} thành viên, túc số là {needed}.",
    "en": "Void: {at_closing} of all {members} members were present at closing, the quorum is {needed}.",
}
VOID_AT_OPENING: Text = {
    "vi": "Không có giá trị: khi mở biểu quyết chưa đủ túc số {needed} trên tổng số {members} thành viên.",
    "en": "Void: the quorum of {needed} out of all {members} members was not met at opening.",
}
OPINIONS: Text = {
    "vi": "Đã có {cast} trên tổng số {members} thành viên cho ý kiến; không quyết định.",
    "en": "{cast} of all {members} members gave an opinion; nothing is decided.",
}
CHOSEN_ONE: Text = {
    "vi": "Được chọn: {names}, {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
    "en": "Chosen: {names}, with {most} votes out of all {members} members; {least} were needed.",
}
CHOSEN_SEVERAL: Text = {
    "vi": "Được chọn: {names}; mỗi phương án có từ {least} phiếu trở lên, trên tổng số {members} thành viên.",
    "en": "Chosen: {names}; each has {least} votes or more, out of all {members} members.",
}
CHOSEN_NONE: Text = {
    "vi": "Không phương án nào được chọn: nhiều nhất là {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
    "en": "No option is chosen: the most is {most} votes out of all {members} members; {least} were needed.",
}

ELECTED: Text = {
    "vi": "Trúng cử: {names}; bầu {seats} người, mỗi người cần từ {least} phiếu, trên tổng số {members} thành viên.",
    "en": "Elected: {names}; {seats} to be elected, each needed {least} votes, out of all {members} members.",
}
ELECTED_FEWER: Text = {
    "vi": "Trúng cử: {names}; còn thiếu {lacking} trong {seats} người phải bầu. Mỗi người cần từ {least} phiếu, "
    "trên tổng số {members} thành viên.",
    "en": "Elected: {names}; {lacking} of {seats} are still to be elected. Each needed {least} votes, "
    "out of all {members} members.",
}
ELECTED_TIED: Text = {
    "vi": "Trúng cử: {names}; {equal} bằng phiếu nhau ở vị trí cuối, phải bầu lại giữa những người này. "
    "Mỗi người cần từ {least} phiếu, trên tổng số {members} thành viên.",
    "en": "Elected: {names}; {equal} have equal votes for the last seats and are voted on again. "
    "Each needed {least} votes, out of all {members} members.",
}
ALL_TIED: Text = {
    "vi": "Chưa ai trúng cử: {equal} bằng phiếu nhau, phải bầu lại giữa những người này. Bầu {seats} người, "
    "trên tổng số {members} thành viên.",
    "en": "Nobody is elected yet: {equal} have equal votes and are voted on again. {seats} to be elected, "
    "out of all {members} members.",
}
ELECTED_NONE: Text = {
    "vi": "Không ai trúng cử: nhiều nhất là {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
    "en": "Nobody is elected: the most is {most} votes out of all {members} members; {least} were needed.",
}
CONFIDENCE_KEPT: Text = {
    "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
    "tín nhiệm thấp chưa đến {least}.",
    "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
    "low confidence is below {least}.",
}
CONFIDENCE_LOST: Text = {
    "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
    "tín nhiệm thấp từ {least} trở lên.",
    "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
    "low confidence is {least} or more.",
}
CONFIDENCE_LOST_BY_TWO_THIRDS: Text = {
    "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
    "tín nhiệm thấp từ hai phần ba trở lên.",
    "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
    "low confidence is two thirds or more.",
}
CONFIDENCE_UNSAID: Text = {
    "vi": "Không có phiếu hợp lệ nào, trên tổng số {members} thành viên, nên không đạt tín nhiệm.",
    "en": "There is no valid ballot, out of all {members} members, so confidence is not given.",
}

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

VERDICTS = {
    ("passed", "present"): PASSED_OF_PRESENT,
    ("not_passed", "present"): NOT_PASSED_OF_PRESENT,
    ("passed", "cast"): PASSED_OF_CAST,
    ("not_passed", "cast"): NOT_PASSED_OF_CAST,
}


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


def sentence(outcome: Outcome) -> Text:
    """The verdict as one or two full sentences, with the numbers and the denominator."""
    ballot, chosen = outcome.ballot, outcome.chosen or ()
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
    return {language: text.format(**values) for language, text in _case(outcome).items()}


def _named(options: Iterable[str]) -> str:
    return ", ".join(f"“{option}”" for option in options)


def _case(outcome: Outcome) -> Text:
    ballot, verdict = outcome.ballot, outcome.verdict
    if verdict == "none":
        return OPINIONS
    if verdict == "void":
        return VOID if ballot.quorum.present < ballot.quorum.needed else VOID_AT_OPENING
    if ballot.asks == "election":
        return _election_case(outcome)
    if ballot.asks == "confidence":
        if verdict == "passed":
            return CONFIDENCE_KEPT
        if not any(ballot.counts.values()):
            return CONFIDENCE_UNSAID
        return CONFIDENCE_LOST_BY_TWO_THIRDS if outcome.two_thirds_low else CONFIDENCE_LOST
    if verdict == "tie":
        return TIE
    if outcome.chosen is not None:
        return (CHOSEN_NONE, CHOSEN_ONE)[len(outcome.chosen)] if len(outcome.chosen) < 2 else CHOSEN_SEVERAL
    if outcome.by_chair:
        return PASSED_BY_CHAIR if verdict == "passed" else NOT_PASSED_BY_CHAIR
    base = ballot.majority.base or "members"
    return VERDICTS.get((verdict, base), PASSED if verdict == "passed" else NOT_PASSED)


def _election_case(outcome: Outcome) -> Text:
    if outcome.tied:
        return ELECTED_TIED if outcome.chosen else ALL_TIED
    if not outcome.chosen:
        return ELECTED_NONE
    return ELECTED if len(outcome.chosen) == (outcome.ballot.seats or 1) else ELECTED_FEWER
