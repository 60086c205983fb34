"""Votes that were held, with the numbers and the outcome that were published, judged by the rule engine.

Every case was looked up: its source is the page on which its numbers were read in November 2026, often a newspaper's or an
archive's copy and not the record of the body itself. What was left to infer is said here.

* Where a page prints the votes needed and not how many members the body had (most elections of a chancellor, the change of
  the constitution), both numbers of members that need so many are tried (`members=None`).
* The members of the National Assembly follow from a count and its share of all members, which the pages print side by
  side: 432 of 494 is 87.45 %. Of the constitution of 2013 the page prints 97.59 % alone: 486 is the one count of 498 that it is.
* Members of the House of Commons are those of its seats; its rule does not ask for them. Of the Commission of 2009 to 2019
  the consent needs a majority of the votes cast.
* The same of the National Assembly of 2010: 185 was 37.53 %, 208 was 42.19 %, 34 was 6.9 % of its members, 493. Of that of
  2016: 433 was 87.65 % of 494; of 2023: 468 was 94.74 % of 494, 487 was 98.38 % of 495, which the page prints too. Of a council
  of Vĩnh Phúc: 25 was 53.19 % of 47; of Quảng Nam the page prints 58.
* Who is present is who voted. Invalid ballots, and counts that a source does not give and the rule does not ask for, are left out.
* 18 March 2025: announced as 513 to 207, which is what the pages of that day print.
* Where a roll call of the Senate is named, the address is that of its own record, by the number of the roll call. It was not opened
  for this table: the numbers are those that copies of the record print.
* No votes of a people's committee were found published with their counts: the cases of one in `test_published_votes.py` are
  constructed from the statute's text, marked so, and count for nothing among the sixty.
* An impeachment of 1999, cloture votes of 2009 to 2022 and votes of councils that stood here from memory are gone.

No person is named, only the body, the day and the question.
"""

from __future__ import annotations

from dataclasses import dataclass

HALF, TWO_THIRDS, THREE_FIFTHS = "more_than_half_of_members", "two_thirds_of_members", "three_fifths_of_members"
TWO_THIRDS_PRESENT, HALF_CAST = "two_thirds_of_present", "more_than_half_of_cast"


@dataclass(frozen=True)
class Published:
    """A vote: what was asked, by which rule, of how many members; the counts; whether it passed; `needed` where the
    source prints it.
    """

    body: str
    when: str
    rule: str
    members: int | None
    yes: int
    no: int
    passed: bool
    source: str
    neither: int = 0
    needed: int | None = None
    k: int | None = None

    def sizes(self) -> tuple[int, ...]:
        """How many members the body had; where only the votes needed are printed, every number that needs so many."""
        if self.members is not None:
            return (self.members,)
        assert self.needed is not None
        found = range(1, 1000)
        if self.rule == HALF:
            return tuple(n for n in found if n // 2 < self.needed <= n // 2 + 1)
        return tuple(n for n in found if 3 * (self.needed - 1) < 2 * n <= 3 * self.needed)


WAHLRECHT = "https://wahlrecht.de/lexikon/bundeskanzlerwahl.html"
WIKI = "https://wikiwand.com/de/articles/Abstimmungen_%C3%BCber_den_deutschen_Bundeskanzler"


SINCE_1949 = "https://www.newsuncity.com/inland/2584.html (May 2025; its source: Deutscher Bundestag)"


KW19 = "bundestag.de/dokumente/textarchiv/2025/kw19-de-kanzlerwahl-1062470 (read in a copy)"


MERKEL = "https://rp-online.de/politik/deutschland/bundestagswahl/ergebnis-der-bundeskanzler-wahl-2018-angela-merkel-zum-vierten-mal-wiedergewaehlt_aid-19045621"
FIVE_TIMES = "http://derstandard.at/2055440/Deutsche-Bundeskanzler-stellten-bisher-vier-Mal-die-Vertrauensfrage"
STERN = "https://www.stern.de/politik/deutschland/vertrauensfrage--ergebnis-grafik-zeigt--wie-abgeordnete-gestimmt-haben-35313608.html"
KURIER = (
    "https://kurier.at/politik/ausland/deutschland-cdu-csu-spd-gruene-merz-scholz-milliarden-kredit-schulden/403023467"
)


def chancellor(
    when: str, members: int | None, needed: int, yes: int, no: int = 0, neither: int = 0, source: str = SINCE_1949
) -> Published:
    """Grundgesetz Art. 63(2) and 67: the majority of the members."""
    return Published("Bundestag", when, HALF, members, yes, no, yes >= needed, source, neither, needed)


CHANCELLORS = [
    chancellor("15.9.1949", 402, 202, 202, 142, 44, WAHLRECHT),
    chancellor("9.10.1953", 487, 244, 305, 148, 14, WAHLRECHT),
    chancellor("22.10.1957", 497, 249, 274, 193, 9, WAHLRECHT),
    chancellor("7.11.1961", 499, 250, 258, 206, 26, WAHLRECHT),
    chancellor("16.10.1963", 499, 250, 279, 180, 24, WAHLRECHT),
    chancellor("20.10.1965", 496, 249, 272, 200, 15, WAHLRECHT),
    chancellor("1.12.1966", 496, 249, 340, 109, 23, WIKI),
    chancellor("21.10.1969", 496, 249, 251, 235, 5, WIKI),
    chancellor("27.4.1972, constructive vote of no confidence", 496, 249, 247, 10, 3, WIKI),
    chancellor("1972", None, 249, 269),
    chancellor("1974", None, 249, 267),
    chancellor("1976", None, 249, 250),
    chancellor("1980", None, 249, 266),
    chancellor("1982, constructive vote of no confidence", None, 249, 256),
    chancellor("1983", None, 250, 271),
    chancellor("1987", None, 249, 253),
    chancellor("1991", None, 332, 378),
    chancellor("1994", None, 337, 338),
    chancellor("1998", None, 335, 351),
    chancellor("2002", None, 302, 305),
    chancellor("2005", None, 308, 397),
    chancellor("2009", None, 312, 323),
    chancellor("2013", None, 316, 462),
    chancellor("14.3.2018", 709, 355, 364, 315, 9, MERKEL),
    chancellor("2021", None, 369, 395),
    chancellor("6.5.2025, first ballot", 630, 316, 310, 307, 3, KW19),
    chancellor("6.5.2025, second ballot", 630, 316, 325, 289, 1, KW19),
]
"""Several won or lost by one or two votes: 1949, 1969, 1972, 1976, 1994."""


GERMANY = [
    Published("Bundestag", "5.2.1982, vote of confidence", HALF, None, 269, 224, True, FIVE_TIMES, needed=249),
    Published("Bundestag", "22.9.1972, vote of confidence", HALF, 496, 233, 248, False, FIVE_TIMES, needed=249),
    Published("Bundestag", "17.12.1982, vote of confidence", HALF, None, 8, 218, False, FIVE_TIMES, 248, needed=249),
    Published("Bundestag", "16.12.2024, vote of confidence", HALF, 733, 207, 394, False, STERN, 116, needed=367),
    Published(
        "Bundestag", "18.3.2025, change of the constitution", TWO_THIRDS, None, 513, 207, True, KURIER, needed=489
    ),
]


JUNCKER = "https://europa.rs/?lang=en&p=5269"


LEYEN_2019 = "https://www.europarl.europa.eu/doceo/document/PV-9-2019-07-16-ITM-011_SV.html"


LEYEN_2024 = "https://eurotrib1.eurotrib.com/comments/2024/6/30/221412/318/160 (quotes europarl.europa.eu, 18.7.2024)"


CONSENTS = "https://laprovinciadelsulcisiglesiente.com/tag/jacques-santer (27.11.2019)"
COMMISSION = "European Parliament"
EUROPE = [
    Published(COMMISSION, "15.7.2014, president of the Commission", HALF, 751, 422, 250, True, JUNCKER, 47, needed=376),
    Published(
        COMMISSION, "16.7.2019, president of the Commission", HALF, 747, 383, 327, True, LEYEN_2019, 22, needed=374
    ),
    Published(COMMISSION, "18.7.2024, president of the Commission", HALF, 719, 401, 284, True, LEYEN_2024, needed=360),
    Published(COMMISSION, "9.2.2010, the Commission", HALF_CAST, 736, 488, 137, True, CONSENTS, 72),
    Published(COMMISSION, "22.10.2014, the Commission", HALF_CAST, 751, 423, 209, True, CONSENTS, 67),
    Published(COMMISSION, "27.11.2019, the Commission", HALF_CAST, 748, 461, 157, True, CONSENTS, 89),
]


SENATE = "US Senate"


IMPEACHED_1868 = "https://www.senate.gov/about/powers-procedures/impeachment/impeachment-johnson.htm"


def roll_call(congress: int, session: int, number: int) -> str:
    """The record of the Senate itself."""
    return (
        f"https://www.senate.gov/legislative/LIS/roll_call_votes/vote{congress}{session}/"
        f"vote_{congress}_{session}_{number:05d}.htm"
    )


VERSAILLES = "http://visitthecapitol.gov/exhibitions/artifact/sun-new-york-front-page-november-20-1919"
SEVEN_SHORT = "https://retronewser.com/2019/11/19/u-s-senate-rejects-treaty-of-versailles/ (seven votes short)"
PRESENT = [
    # Two thirds of the senators present: Art. I §3 and II §2 of the constitution, quoted on senate.gov's page on treaties.
    Published(SENATE, "1868, impeachment", TWO_THIRDS_PRESENT, 54, 35, 19, False, IMPEACHED_1868, needed=36),
    Published(
        SENATE, "2020, impeachment, article I", TWO_THIRDS_PRESENT, 100, 48, 52, False, roll_call(116, 2, 33), needed=67
    ),
    Published(
        SENATE,
        "2020, impeachment, article II",
        TWO_THIRDS_PRESENT,
        100,
        47,
        53,
        False,
        roll_call(116, 2, 34),
        needed=67,
    ),
    Published(SENATE, "2021, impeachment", TWO_THIRDS_PRESENT, 100, 57, 43, False, roll_call(117, 1, 59), needed=67),
    Published(SENATE, "19.11.1919, treaty with reservations", TWO_THIRDS_PRESENT, 96, 39, 55, False, VERSAILLES),
    Published(SENATE, "19.11.1919, treaty without reservations", TWO_THIRDS_PRESENT, 96, 38, 53, False, VERSAILLES),
    Published(SENATE, "19.3.1920, treaty", TWO_THIRDS_PRESENT, 96, 49, 35, False, SEVEN_SHORT, needed=56),
    Published(
        SENATE, "22.12.2010, arms reduction treaty", TWO_THIRDS_PRESENT, 100, 71, 26, True, roll_call(111, 2, 298)
    ),
    Published(
        SENATE,
        "December 2012, convention on disabilities",
        TWO_THIRDS_PRESENT,
        100,
        61,
        38,
        False,
        roll_call(112, 2, 219),
    ),
]


def cloture(when: str, yes: int, no: int, source: str) -> Published:
    """Three fifths of all senators."""
    return Published(SENATE, f"{when}, cloture", THREE_FIFTHS, 100, yes, no, False, source, needed=60)


CLOTURES = [
    cloture("28.2.2013", 38, 62, "https://www.govtrack.us/congress/votes/113-2013/s26"),
    cloture("10.9.2015", 58, 42, "https://www.govtrack.us/congress/votes/114-2015/s264"),
    cloture("17.1.2019", 48, 47, roll_call(116, 1, 7)),
    cloture(
        "24.6.2020", 55, 45, "https://www.congress.gov/congressional-record/2020/06/24/senate-section/article/S3170-1"
    ),
    cloture("13.6.2024", 48, 47, roll_call(118, 2, 197)),
    cloture("10.7.2024", 49, 44, roll_call(118, 2, 211)),
]


def council(when: str, yes: int, no: int, abstained: int, source: str) -> Published:
    """Nine votes in favour; none of these was decided by a veto."""
    return Published("UN Security Council", when, "at_least", 15, yes, no, yes >= 9, source, abstained, k=9)


COUNCIL = [
    council("30.12.2014, draft S/2014/916", 8, 2, 5, "https://www.scprocedure.org/chapter-6-section-2"),
    council(
        "14.4.2018, draft",
        3,
        8,
        4,
        "https://noticiabrasil.net.br/20180414/resolucao-russa-siria-rejeitada-10991537.html",
    ),
]


def division(when: str, ayes: int, noes: int, source: str) -> Published:
    """More ayes than noes."""
    return Published("House of Commons", when, HALF_CAST, 650, ayes, noes, ayes > noes, source)


HANSARD = "https://api.parliament.uk/historic-hansard/commons/"
TIED = "https://www.irishexaminer.com/world/arid-30915260.html (the Speaker then voted with the noes)"
DIVISIONS = [
    division("30.6.1976, business of the House", 254, 232, f"{HANSARD}1976/jun/30/business-of-the-house/division_210"),
    division("10.1.1978, clause stand part", 236, 197, f"{HANSARD}1978/jan/10/payments-into-scottish-loans-fund-out-of"),
    division("6.2.1980, amendment 13", 29, 222, f"{HANSARD}1980/feb/06/restrictions-on-powers-to-acquire-shares"),
    division(
        "15.1.2019, withdrawal agreement", 202, 432,
        "https://www.parliament.uk/business/news/2019/parliamentary-news-2019/meaningful-vote-on-brexit-resumes-in-the-commons/",
    ),
    division("3.4.2019, amendment to the business motion, a tie", 310, 310, TIED),
    division(
        "16.1.2019, no confidence", 306, 325,
        "https://www.lep.co.uk/news/politics/no-confidence-motion-theresa-may-voted-down-154383",
    ),
]  # fmt: skip


PRESS_39 = "https://www.vietnamplus.vn/thong-cao-bao-chi-so-39-ky-hop-thu-10-quoc-hoi-khoa-xv-post1082303.vnp"


CONSTITUTION = "http://lapphap.vn/Pages/TinTuc/207465/Quoc-hoi--trong-Hien-phap-nuoc-Cong-hoa-xa-hoi-chu-nghia-Viet-Nam--sua-doi-.html"
SLIPS = "https://voh.com.vn/chinh-tri-xa-hoi/271-474-dbqh-dong-y-phuong-an-xay-dung-duong-sat-cao-toc-ha-noi-tphcm-108671.html"
ZONES = "https://nld.com.vn/Print.aspx?NewsID=20180611105449785"
PROGRAMME = "https://plo.vn/thoi-su/hon-9-gio-quoc-hoi-da-nghi-hop-560756.html"
ROADS = "https://daibieunhandan.vn/nghi-quyet-thi-diem-mot-so-co-che-tag30608.html"
REMOVAL = "https://motthegioi.vn/tin-tuc-su-kien-c-179/theo-dong-thoi-su-c-186/hdnd-tpda-nang-bieu-quyet-bai-nhiem-chuc-vu-chu-tich-voi-ong-nguyen-xuan-anh-76611.html"
HANOI = "https://plo.vn/hdnd-cac-tinh-thanh-bau-cac-chuc-danh-chu-chot-post89712.html"
KON_TUM = "https://sotuphap.kontum.gov.vn/tin-tuc-hoat-dongthong-tin-tong-hop/Giam-doc-So-Tu-phap-duoc-bau-la-Uy-vien-Uy-ban-nhan-dan-tinh-nhiem-ky-2021--2026-4745"
RAILWAY = "https://boxitvn.online/?p=6168 (copies the report of 19.6.2010, 15:20)"
DISMISSALS = "https://baomoi.com/mien-nhiem-mot-pho-chu-tich-quoc-hoi-tong-kiem-toan/c/19032462.epi"
TELECOMS = (
    "https://baohaiduong.vn/quoc-hoi-chinh-thuc-thong-qua-luat-vien-thong-sua-doi-voi-94-74-phieu-dong-y-364632.html"
)


PRESIDENT = "https://lutrader.com/quoc-hoi-bau-chu-tich-nuoc-nhu-the-nao-nam-2024/amp (copies Wikipedia)"
DISTRICT = "https://daibieunhandan.vn/lang-son-ong-nguyen-dang-an-duoc-bau-lam-chu-tich-hdnd-huyen-loc-binh"


def dismissal(office: str, yes: int, no: int, invalid: int) -> Published:
    """Of 471 ballots on 2.4.2016; 433 was 87.65 % of all members, which are 494."""
    return Published("Quốc hội", f"2.4.2016, miễn nhiệm {office}", HALF, 494, yes, no, True, DISMISSALS, invalid)


VIETNAM = [
    Published("Quốc hội", "19.6.2010, chủ trương đường sắt cao tốc", HALF, 493, 185, 208, False, RAILWAY, 34),
    dismissal("Phó Chủ tịch Quốc hội", 433, 36, 2),
    dismissal("Chủ tịch Hội đồng dân tộc", 433, 37, 1),
    dismissal("Chủ nhiệm Ủy ban Tư pháp", 436, 34, 1),
    dismissal("Chủ nhiệm Ủy ban Tài chính Ngân sách", 437, 33, 1),
    dismissal("Chủ nhiệm Ủy ban Quốc phòng An ninh", 432, 38, 1),
    Published("Quốc hội", "2.3.2023, bầu Chủ tịch nước", HALF, 495, 487, 0, True, PRESIDENT, 1),
    Published("Quốc hội", "24.11.2023, Luật Viễn thông", HALF, 494, 468, 2, True, TELECOMS, 3),
    Published("HĐND huyện Lộc Bình", "30.6.2021, bầu Chủ tịch HĐND", HALF, 35, 35, 0, True, DISTRICT),
    Published("Quốc hội", "28.11.2013, Hiến pháp", TWO_THIRDS, 498, 486, 0, True, CONSTITUTION),
    Published("Quốc hội", "2015, Chương trình xây dựng luật 2016", HALF, 495, 427, 4, True, PROGRAMME, 6),
    Published("Quốc hội", "11.6.2018, lùi dự án luật", HALF, 494, 423, 8, True, ZONES, 1),
    Published("Quốc hội", "28.11.2023, giao thông đường bộ", HALF, 494, 464, 0, True, ROADS, 3),
    Published("Quốc hội", "10.12.2025, Luật Quản lý thuế", HALF, 473, 437, 3, True, PRESS_39, 8),
    Published("Quốc hội", "10.12.2025, Luật Thuế thu nhập cá nhân", HALF, 473, 438, 3, True, PRESS_39, 2),
    Published("Quốc hội", "2010, phiếu xin ý kiến về đường sắt", HALF_CAST, 488, 271, 192, True, SLIPS, 11),
    Published("HĐND TP Đà Nẵng", "24.11.2017, bãi nhiệm Chủ tịch HĐND", HALF, 49, 48, 0, True, REMOVAL),
    Published("HĐND TP Đà Nẵng", "24.11.2017, bãi nhiệm đại biểu", TWO_THIRDS, 49, 48, 0, True, REMOVAL),
    Published("HĐND tỉnh Kon Tum", "28.4.2022, bầu bổ sung Ủy viên UBND tỉnh", HALF, 51, 45, 0, True, KON_TUM),
    Published("HĐND TP Hà Nội", "bầu Chủ tịch UBND", HALF, 95, 93, 0, True, HANOI),
]

CASES = [
    *CHANCELLORS, *GERMANY, *EUROPE, *PRESENT, *CLOTURES, *COUNCIL, *DIVISIONS, *VIETNAM,
]  # fmt: skip
