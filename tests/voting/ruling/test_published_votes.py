"""Votes that were held, with the numbers and the outcome that were published, judged by the rule engine.

No person is named, only the body, the day and the question. Counts that do not bear on the rule, and that the source
does not give, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from meetings.attendance.rules import Quorum
from voting.ruling import sentences
from voting.ruling.rules import BALLOT, GRADES, Ballot, Majority, judge

HALF, TWO_THIRDS, THREE_FIFTHS = "more_than_half_of_members", "two_thirds_of_members", "three_fifths_of_members"
HALF_PRESENT, TWO_THIRDS_PRESENT = "more_than_half_of_present", "two_thirds_of_present"
HALF_CAST, TWO_THIRDS_CAST = "more_than_half_of_cast", "two_thirds_of_cast"


@dataclass(frozen=True)
class Published:
    """A vote: what was asked, by which rule, of how many members; the counts; whether it passed; `needed` where the
    source prints it.
    """

    body: str
    when: str
    rule: str
    members: int
    yes: int
    no: int
    passed: bool
    source: str
    neither: int = 0
    needed: int | None = None
    k: int | None = None
    present: int | None = field(default=None)


GG63 = "Grundgesetz Art. 63(2); Deutscher Bundestag, list of the elections of chancellors"


def chancellor(when: str, members: int, needed: int, yes: int, passed: bool = True) -> Published:
    return Published("Bundestag", when, HALF, members, yes, 0, passed, GG63, needed=needed)


SENATE = "US Senate"
IMPEACHMENT = "US Constitution Art. I §3: two thirds of the members present; Senate roll call"
TREATY = "US Constitution Art. II §2: two thirds of the senators present; Senate roll call"
CLOTURE = "Standing Rules of the Senate XXII: three fifths of the senators chosen and sworn; Senate roll call"
COMMONS = "House of Commons: a majority of those voting; division list"

CASES = [
    chancellor("15.9.1949", 402, 202, 202),
    chancellor("9.10.1953", 487, 244, 305),
    chancellor("22.10.1957", 497, 249, 274),
    chancellor("7.11.1961", 499, 250, 258),
    chancellor("16.10.1963", 499, 250, 279),
    chancellor("20.10.1965", 496, 249, 272),
    chancellor("1.12.1966", 496, 249, 340),
    chancellor("21.10.1969", 496, 249, 251),
    chancellor("14.12.1972", 496, 249, 269),
    chancellor("16.5.1974", 496, 249, 267),
    chancellor("15.12.1976", 496, 249, 250),
    chancellor("5.11.1980", 497, 249, 266),
    chancellor("29.3.1983", 498, 250, 271),
    chancellor("11.3.1987", 497, 249, 253),
    chancellor("17.1.1991", 662, 332, 378),
    chancellor("15.11.1994", 672, 337, 338),
    chancellor("27.10.1998", 669, 335, 351),
    chancellor("22.10.2002", 603, 302, 305),
    chancellor("22.11.2005", 614, 308, 397),
    chancellor("28.10.2009", 622, 312, 323),
    chancellor("17.12.2013", 631, 316, 462),
    chancellor("14.3.2018", 709, 355, 364),
    chancellor("8.12.2021", 736, 369, 395),
    chancellor("6.5.2025, first ballot", 630, 316, 310, passed=False),
    chancellor("6.5.2025, second ballot", 630, 316, 325),
    Published(
        "Bundestag", "27.4.1972, constructive vote of no confidence", HALF, 496, 247, 10, False,
        "Grundgesetz Art. 67", neither=3, needed=249,
    ),
    Published(
        "Bundestag", "1.10.1982, constructive vote of no confidence", HALF, 497, 256, 235, True,
        "Grundgesetz Art. 67", neither=4, needed=249,
    ),
    Published("Bundestag", "16.12.2024, vote of confidence", HALF, 733, 207, 394, False, "Grundgesetz Art. 68", neither=116, needed=367),
    Published("Bundestag", "18.3.2025, change of the constitution", TWO_THIRDS, 733, 512, 206, True, "Grundgesetz Art. 79(2)", needed=489),
    Published("Bundesrat", "21.3.2025, change of the constitution", TWO_THIRDS, 69, 53, 0, True, "Grundgesetz Art. 79(2)", needed=46),
    Published(SENATE, "16.5.1868, impeachment", TWO_THIRDS_PRESENT, 54, 35, 19, False, IMPEACHMENT, needed=36),
    Published(SENATE, "12.2.1999, impeachment, article I", TWO_THIRDS_PRESENT, 100, 45, 55, False, IMPEACHMENT, needed=67),
    Published(SENATE, "12.2.1999, impeachment, article II", TWO_THIRDS_PRESENT, 100, 50, 50, False, IMPEACHMENT, needed=67),
    Published(SENATE, "5.2.2020, impeachment, article I", TWO_THIRDS_PRESENT, 100, 48, 52, False, IMPEACHMENT, needed=67),
    Published(SENATE, "5.2.2020, impeachment, article II", TWO_THIRDS_PRESENT, 100, 47, 53, False, IMPEACHMENT, needed=67),
    Published(SENATE, "13.2.2021, impeachment", TWO_THIRDS_PRESENT, 100, 57, 43, False, IMPEACHMENT, needed=67),
    Published(SENATE, "19.11.1919, treaty with reservations", TWO_THIRDS_PRESENT, 96, 39, 55, False, TREATY),
    Published(SENATE, "19.11.1919, treaty without reservations", TWO_THIRDS_PRESENT, 96, 38, 53, False, TREATY),
    Published(SENATE, "19.3.1920, treaty", TWO_THIRDS_PRESENT, 96, 49, 35, False, TREATY, needed=56),
    Published(SENATE, "28.7.1945, United Nations Charter", TWO_THIRDS_PRESENT, 96, 89, 2, True, TREATY),
    Published(SENATE, "21.7.1949, North Atlantic Treaty", TWO_THIRDS_PRESENT, 96, 82, 13, True, TREATY),
    Published(SENATE, "24.9.1963, test ban treaty", TWO_THIRDS_PRESENT, 100, 80, 19, True, TREATY),
    Published(SENATE, "16.3.1978, canal treaty", TWO_THIRDS_PRESENT, 100, 68, 32, True, TREATY, needed=67),
    Published(SENATE, "13.10.1999, comprehensive test ban", TWO_THIRDS_PRESENT, 100, 48, 51, False, TREATY, neither=1),
    Published(SENATE, "22.12.2010, arms reduction treaty", TWO_THIRDS_PRESENT, 100, 71, 26, True, TREATY),
    Published(SENATE, "21.12.2009, cloture", THREE_FIFTHS, 100, 60, 40, True, CLOTURE, needed=60),
    Published(SENATE, "18.12.2010, cloture", THREE_FIFTHS, 100, 55, 41, False, CLOTURE, needed=60),
    Published(SENATE, "17.4.2013, amendment under a sixty-vote order", THREE_FIFTHS, 100, 54, 46, False, CLOTURE, needed=60),
    Published(SENATE, "28.5.2021, cloture", THREE_FIFTHS, 100, 54, 35, False, CLOTURE, needed=60),
    Published(SENATE, "23.6.2022, cloture", THREE_FIFTHS, 100, 65, 34, True, CLOTURE, needed=60),
    Published(
        "US House of Representatives", "15.6.1864, amendment", TWO_THIRDS_CAST, 183, 93, 65, False,
        "US Constitution Art. V; Congressional Globe",
    ),
    Published(
        "US House of Representatives", "31.1.1865, amendment", TWO_THIRDS_CAST, 183, 119, 56, True,
        "US Constitution Art. V; Congressional Globe", needed=117,
    ),
    Published(
        "US House of Representatives", "1.12.2023, expulsion", TWO_THIRDS_CAST, 435, 311, 114, True,
        "US Constitution Art. I §5; roll call",
    ),
    Published(
        "European Parliament", "15.7.2014, president of the Commission", HALF, 751, 422, 250, True,
        "TEU Art. 17(7)", neither=47, needed=376,
    ),
    Published(
        "European Parliament", "16.7.2019, president of the Commission", HALF, 747, 383, 327, True,
        "TEU Art. 17(7)", neither=22, needed=374,
    ),
    Published(
        "European Parliament", "18.7.2024, president of the Commission", HALF, 719, 401, 284, True,
        "TEU Art. 17(7)", neither=15, needed=360,
    ),
    Published("UN Security Council", "29.11.1990, resolution 678", "at_least", 15, 12, 2, True, "UN Charter Art. 27", neither=1, k=9),
    Published("UN Security Council", "17.3.2011, resolution 1973", "at_least", 15, 10, 0, True, "UN Charter Art. 27", neither=5, k=9),
    Published("House of Commons", "28.10.1971, principle of joining", HALF_CAST, 630, 356, 244, True, COMMONS),
    Published("House of Commons", "17.2.1972, second reading", HALF_CAST, 630, 309, 301, True, COMMONS),
    Published("House of Commons", "28.3.1979, no confidence", HALF_CAST, 635, 311, 310, True, COMMONS),
    Published("House of Commons", "15.1.2019, withdrawal agreement", HALF_CAST, 650, 202, 432, False, COMMONS),
    Published("House of Commons", "16.1.2019, no confidence", HALF_CAST, 650, 306, 325, False, COMMONS),
    Published(
        "Quốc hội", "19.6.2010, dự án đường sắt cao tốc", HALF, 493, 185, 0, False,
        "Hiến pháp 1992 Art. 88: quá nửa tổng số đại biểu; 37,53 % của 493", needed=247,
    ),
    Published("Quốc hội", "29.5.2008, điều chỉnh địa giới", HALF, 493, 458, 0, True, "92,9 % của 493 đại biểu", needed=247),
    Published(
        "Quốc hội", "28.11.2013, Hiến pháp", TWO_THIRDS, 498, 486, 0, True,
        "Hiến pháp 1992 Art. 147: ít nhất hai phần ba tổng số đại biểu; 97,59 % của 498", neither=2, needed=332,
    ),
    Published(
        "Quốc hội", "1.4.2021, bầu Phó Chủ tịch Quốc hội", HALF, 480, 455, 0, True,
        "94,79 % tổng số đại biểu, báo chí ngày 1.4.2021", needed=241,
    ),
    Published("HĐND TP.HCM", "2016, bầu Chủ tịch HĐND", HALF, 105, 101, 2, True, "101/103 phiếu, 96,19 % của 105 đại biểu, VTV", needed=53),
    Published("HĐND TP.HCM", "bầu Chủ tịch HĐND", HALF_PRESENT, 105, 87, 6, True, "87/93 đại biểu có mặt, báo chí", present=93, needed=47),
    Published(
        "HĐND TP.HCM", "11.5.2019, bầu Phó Chủ tịch UBND", HALF_PRESENT, 105, 82, 8, True,
        "82/90 phiếu, báo chí ngày 11.5.2019", present=90, needed=46,
    ),
]  # fmt: skip


def test_there_are_sixty_published_votes_or_more() -> None:
    assert len({(case.body, case.when) for case in CASES}) == len(CASES) >= 60
    assert all(case.source for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.body}, {case.when}")
def test_a_published_vote_comes_out_as_it_was_published(case: Published) -> None:
    counts = {"yes": case.yes, "no": case.no, "not_voting": case.neither}
    present = sum(counts.values()) if case.present is None else case.present
    outcome = judge(
        Ballot(BALLOT, counts, case.members, present, Majority(case.rule, case.k), Quorum(0, present, True))
    )
    assert outcome.verdict == ("passed" if case.passed else "not_passed")
    if case.needed is not None:
        assert outcome.threshold == case.needed
    assert str(case.yes) in sentences.sentence(outcome)["vi"]


CONFIDENCE = [(210, 122, 160), (88, 194, 209), (86, 229, 177)]
"""Three of the 47 offices of the National Assembly's vote of confidence of 11 June 2013 (498 members, published
counts): high, trust, low.
"""


@pytest.mark.parametrize("counts", CONFIDENCE)
def test_confidence_that_was_published_was_kept(counts: tuple[int, int, int]) -> None:
    graded = dict(zip(GRADES, counts, strict=True))
    cast = sum(counts)
    for rule in (HALF, HALF_CAST):
        ballot = Ballot(GRADES, graded, 498, cast, Majority(rule), Quorum(0, cast, True), kind="confidence")
        outcome = judge(ballot)
        assert outcome.verdict == "passed" and not outcome.two_thirds_low
        assert all(str(count) in sentences.sentence(outcome)["en"] for count in (*counts, 498))
