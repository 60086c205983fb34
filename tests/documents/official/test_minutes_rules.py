"""The minutes drafted from what happened (Mẫu 1.9): order, wording, redrafting, gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.official import ballots_wording_rules as ballots
from documents.official import rules
from documents.official.forms import parts
from documents.official.values_rules import Attendee, Conclusion, Happened, Item, Note, Spoken, Voted
from voting.ruling.facts import facts_of

START = datetime(2026, 11, 26, 8, 5)


def later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def member(name: str, here: bool = True, **more: object) -> Attendee:
    values = {"office": "Ủy viên", "capacity": "member", "on_roll": True, **more}
    return Attendee(name=name, here=here, **values)  # type: ignore[arg-type]


def spoken(id: str = "s1", item: str | None = "1", at: float = 10, text: str = "thống nhất", **more: str) -> Spoken:
    values = {"name": "Hoàng Thị Kim Oanh", "office": "Giám đốc Sở Tài chính", "kind": "speech", **more}
    return Spoken(id=id, item=item, text=text, at=later(at), **values)


def voted(id: str = "v1", item: str | None = "1", **more: object) -> Voted:
    values: dict[str, object] = {
        "question": "Thông qua Quyết định hỗ trợ?",
        "at": later(30),
        "state": "announced",
        "members": 23,
        "present": 20,
        "cast": 20,
        "counts": (("yes", 17), ("no", 2), ("not_voting", 1)),
        "verdict": "passed",
    }
    told: dict[str, Any] = {"by_hand": "", **values, **more, "members": 23}
    result = {**told, "counts": dict(told["counts"]), "not_cast": 23 - told["cast"], "threshold": 12}
    result["quorum"] = {"needed": 16, "present": 20, "met": True, "at_opening": 20}
    result["by_hand"] = {"issued": told.pop("issued"), "returned": told["cast"]} if "issued" in told else {}
    told["members"] = {**values, **more}["members"]
    return Voted(id=id, item=item, facts=facts_of(result, list(result["counts"])), **told)


def meeting(**more: object) -> Happened:
    values: dict[str, object] = {
        "title": "Phiên họp thường kỳ tháng 11 năm 2026",
        "kind": "regular",
        "body_name": "Ủy ban nhân dân tỉnh",
        "place": "Phòng họp Sông Lạc",
        "started_at": START,
        "ended_at": later(209),
        "attendees": (
            Attendee("Nguyễn Thị Minh Hà", "Chủ tịch", "chair", True, True),
            member("Bùi Anh Tuấn"),
            Attendee("Nguyễn Hải Yến", "Phó Trưởng phòng", "secretary", False, True),
        ),
        "items": (Item("1", 1, "Tình hình tháng 11", "Giám đốc Sở Tài chính", later(1)), Item("2", 2, "Việc khác")),
    }
    return Happened(**{**values, **more})  # type: ignore[arg-type]


def text_of(happened: Happened, source: str) -> str:
    return next(line.text for line in rules.draft(happened) if line.source == source)


def test_the_parts_stand_in_the_order_of_mau_1_9() -> None:
    kinds = [line.kind for line in rules.draft(meeting())]
    assert kinds[:7] == ["title", "start", "place", "attendance", "chair", "secretary", "content"]
    assert kinds[-1] == "end"


def test_the_first_and_last_line_name_the_minute_and_the_day_as_the_decree_pads_them() -> None:
    happened = meeting(started_at=datetime(2026, 2, 5, 8, 5), ended_at=datetime(2026, 2, 5, 11, 34))
    assert text_of(happened, "start") == "Thời gian bắt đầu: 08 giờ 05 phút, ngày 05 tháng 02 năm 2026."
    assert text_of(happened, "end") == "Cuộc họp kết thúc vào 11 giờ 34 phút, ngày 05 tháng 02 năm 2026./."


def test_months_after_february_are_not_padded() -> None:
    assert parts.official_date(date(2026, 6, 9)) == "ngày 09 tháng 6 năm 2026"


def test_attendance_counts_the_whole_body_and_never_guests_in_it() -> None:
    happened = meeting(
        attendees=(
            Attendee("Hà", "Chủ tịch", "chair", True, True),
            member("Lan", online=True),
            member("Nam", here=False, reason="đi công tác", substitute="Phạm Thu Trang"),
            Attendee("Khách", "", "guest", False, True),
            Attendee("Trang", "", "substitute", False, True, for_name="Nam"),
        )
    )
    assert text_of(happened, "attendance") == (
        "Thành phần tham dự: 02/03 thành viên Ủy ban nhân dân tỉnh (trong đó 01 dự trực tuyến); 01 khách mời. "
        "Vắng 01, trong đó 01 có người dự thay (danh sách kèm theo)."
    )
    assert text_of(happened, "absent") == "Vắng mặt: Nam, Ủy viên (lý do: đi công tác; Phạm Thu Trang dự thay)."


def test_many_absent_are_named_in_the_list_only() -> None:
    happened = meeting(attendees=tuple(member(f"Người {n}", here=False) for n in range(11)))
    assert all(line.source != "absent" for line in rules.draft(happened))


def test_items_come_in_the_order_they_were_taken_and_untaken_ones_last() -> None:
    items = (Item("a", 1, "Chưa tới"), Item("b", 2, "Sau", "", later(60)), Item("c", 3, "Trước", "", later(5)))
    lines = rules.draft(meeting(items=items))
    assert [line.text for line in lines if line.kind == "item"] == ["1. Trước", "2. Sau", "3. Chưa tới"]
    assert next(line.source for line in lines if line.kind == "untaken") == "untaken:a"


def test_within_an_item_events_stand_in_time_and_conclusions_at_its_end() -> None:
    happened = meeting(
        speeches=(spoken("s2", at=40), spoken("s1", at=10)),
        votes=(voted(),),
        notes=(Note("n", "1", later(20), "Giải lao."),),
        conclusions=(Conclusion("c", "1", 1, "Thống nhất"),),
    )
    sources = [line.source for line in rules.draft(happened)]
    wanted = ["presented:1", "speech:s1", "note:n", "vote:v1", "speech:s2", "conclusion:c", "item:2"]
    assert sources[sources.index("presented:1") : sources.index("item:2") + 1] == wanted


def test_a_vote_is_told_with_every_number_and_its_verdict() -> None:
    assert text_of(meeting(votes=(voted(),)), "vote:v1") == (
        "Biểu quyết công khai về “Thông qua Quyết định hỗ trợ”: tổng số thành viên 23, có mặt 20, đã biểu quyết 20, "
        "tán thành 17, không tán thành 02, không biểu quyết 01, chưa biểu quyết 03, số phiếu cần đạt 12, túc số 16, "
        "có mặt khi mở biểu quyết 20, có mặt khi đóng biểu quyết 20. Nội dung được thông qua."
    )


@pytest.mark.parametrize(("verdict", "said"), [("passed", "bầu trúng cử."), ("not_passed", "bầu không trúng cử.")])
def test_of_one_candidate_voted_on_alone_the_minutes_say_whether_they_are_elected(verdict: str, said: str) -> None:
    told = text_of(meeting(votes=(voted(verdict=verdict, alone=True),)), "vote:v1")
    assert told.endswith(said) and "thông qua." not in told


@pytest.mark.parametrize(
    ("presenter", "papers", "told"),
    [
        ("", (), "Nội dung này được đưa ra xem xét, không có ý kiến phát biểu."),
        ("Giám đốc Sở Tài chính", (), "Giám đốc Sở Tài chính trình bày nội dung. Không có ý kiến phát biểu."),
        ("", ("Tờ trình 377",), "Tài liệu: Tờ trình 377. Không có ý kiến phát biểu."),
    ],
)
def test_an_item_nobody_spoke_on_is_no_bare_heading(presenter: str, papers: tuple[str, ...], told: str) -> None:
    item = Item("1", 1, "Việc khác", presenter, later(1), papers)
    lines = rules.draft(meeting(items=(item,), conclusions=(Conclusion("c", "1", 1, "Thống nhất"),)))
    assert [line.text for line in lines if line.source.endswith((":1", ":c"))] == [
        "1. Việc khác",
        told,
        "Kết luận: Thống nhất.",
    ]


def test_whoever_has_no_ballot_is_one_figure_the_same_as_on_the_sheet() -> None:
    line = ballots.numbers(voted(cast=14, counts=(("yes", 13), ("no", 1), ("not_voting", 0))))
    assert "không biểu quyết 00, chưa biểu quyết 09, " in line  # 6 of those who were there, and 3 who were not


def test_an_annulled_result_is_kept_with_its_reason() -> None:
    text = text_of(meeting(votes=(voted(state="annulled", reason="đếm nhầm"),)), "vote:v1")
    assert text.endswith("Kết quả này đã bị hủy, lý do: đếm nhầm.")
    assert "tán thành 17" in text


def test_a_conclusion_names_who_does_it_and_until_when() -> None:
    conclusion = Conclusion("c", "1", 1, "Bổ sung số liệu", "Sở Tài chính", date(2026, 12, 5))
    assert text_of(meeting(conclusions=(conclusion,)), "conclusion:c") == (
        "Kết luận: Bổ sung số liệu. Giao Sở Tài chính thực hiện, hoàn thành trước ngày 05/12/2026."
    )


def test_several_conclusions_of_an_item_are_numbered() -> None:
    two = (Conclusion("b", "1", 2, "Hai"), Conclusion("a", "1", 1, "Một"))
    texts = [line.text for line in rules.draft(meeting(conclusions=two)) if line.kind == "conclusion"]
    assert texts == ["Kết luận 1: Một.", "Kết luận 2: Hai."]


def test_a_speech_without_a_record_says_so_and_is_a_gap() -> None:
    happened = meeting(speeches=(spoken("s1", text=""), spoken("s2", text="", name="Bùi Anh Tuấn"), spoken("s3")))
    blocks = rules.redraft([], rules.draft(happened))
    gap = next(g for g in rules.gaps(happened, blocks, None) if g.kind == "summaries")
    assert (gap.count, gap.names) == (2, ("Hoàng Thị Kim Oanh", "Bùi Anh Tuấn"))


def test_writing_the_summary_by_hand_closes_the_gap() -> None:
    happened = meeting(speeches=(spoken(text=""),))
    blocks = [
        rules.edited(b, "Bà Oanh nhất trí.") if b.kind == "speech" else b
        for b in rules.redraft([], rules.draft(happened))
    ]
    assert not [g for g in rules.gaps(happened, blocks, None) if g.kind == "summaries"]


def test_a_vote_whose_paragraph_was_changed_by_hand_no_longer_agrees() -> None:
    happened = meeting(votes=(voted(),))
    blocks = rules.redraft([], rules.draft(happened))
    assert any(g.kind == "votes" and g.good for g in rules.gaps(happened, blocks, 1))
    changed = [rules.edited(b, b.text.replace("17", "18")) if b.kind == "vote" else b for b in blocks]
    assert any(g.kind == "votes_differ" for g in rules.gaps(happened, changed, 1))


def test_approved_minutes_are_neither_edited_nor_drafted_anew() -> None:
    assert rules.after("edit", "approved") is None
    assert rules.after("draft", "approved") is None
    assert rules.after("approve", "draft") is None


@pytest.mark.parametrize(("number", "printed"), [(None, "......"), (5, "05"), (12, "12"), (105, "105")])
def test_numbers_below_ten_have_a_zero(number: int | None, printed: str) -> None:
    assert parts.document_number(number, "BB", "UBND") == (printed, "/BB-UBND")


# -- redrafting: nothing written by hand is ever lost -----------------------------------------------------------------

words = st.text("aăâbcđ ", min_size=1, max_size=12).map(lambda text: text.strip() or "x")
speeches = st.lists(
    st.tuples(st.integers(0, 9), words, st.integers(1, 90)), max_size=8, unique_by=lambda row: row[0]
).map(lambda rows: tuple(spoken(f"s{n}", "1", at, text) for n, text, at in rows))


def numbered(blocks: list[rules.Block]) -> list[rules.Block]:
    """As rows get their ids."""
    return [b if b.id else replace(b, id=f"id-{b.source}") for b in blocks]


@given(speeches, speeches, st.data())
def test_redrafting_keeps_every_text_written_by_hand(
    before: tuple[Spoken, ...], after: tuple[Spoken, ...], data: st.DataObject
) -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=before))))
    marked = data.draw(st.sets(st.sampled_from([b.id for b in blocks])))
    by_hand = [rules.edited(b, b.text + " (sửa)") if b.id in marked else b for b in blocks]
    free = rules.Block("free", "free", "", "Đoạn thêm", None, True)
    place = data.draw(st.integers(0, len(by_hand) - 1))
    kept = [*by_hand[:place], free, *by_hand[place:]]
    again = rules.redraft(kept, rules.draft(meeting(speeches=after)))
    texts = {b.id: b.text for b in again}
    assert all(texts.get(b.id) == b.text for b in kept if b.edited)
    assert len({b.id for b in again if b.id}) == len([b for b in again if b.id])


@given(speeches, speeches)
def test_untouched_minutes_drafted_anew_are_those_of_what_is_recorded_now(
    before: tuple[Spoken, ...], after: tuple[Spoken, ...]
) -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=before))))
    fresh = rules.draft(meeting(speeches=after))
    again = rules.redraft(blocks, fresh)
    assert [(b.kind, b.source, b.text) for b in again] == [(d.kind, d.source, d.text) for d in fresh]
    assert not any(b.changed or b.edited for b in again)


@given(speeches, st.data())
def test_redrafting_the_same_changes_nothing(same: tuple[Spoken, ...], data: st.DataObject) -> None:
    drafted = rules.draft(meeting(speeches=same))
    blocks = numbered(rules.redraft([], drafted))
    marked = data.draw(st.sets(st.sampled_from([b.id for b in blocks])))
    kept = [rules.edited(b, b.text + "!") if b.id in marked else b for b in blocks]
    assert rules.redraft(kept, drafted) == kept


def test_a_conclusion_a_record_and_a_vote_that_came_after_drafting_are_counted_by_what_they_are() -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=(spoken("s1", text=""), spoken("s2"))))))
    assert rules.later(blocks, rules.draft(meeting(speeches=(spoken("s1", text=""), spoken("s2"))))) == {}
    now = meeting(
        speeches=(spoken("s1", text="nhất trí"),),
        votes=(voted(),),
        conclusions=(Conclusion("a", "1", 1, "Một"), Conclusion("b", None, 1, "Hai")),
    )
    assert rules.later(blocks, rules.draft(now)) == {"item": 1, "speech": 2, "vote": 1, "conclusion": 2}


@given(speeches, speeches, st.data())
def test_after_drafting_anew_nothing_is_left_that_came_later(
    before: tuple[Spoken, ...], after: tuple[Spoken, ...], data: st.DataObject
) -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=before))))
    marked = data.draw(st.sets(st.sampled_from([b.id for b in blocks])))
    by_hand = [rules.edited(b, b.text + " (sửa)") if b.id in marked else b for b in blocks]
    fresh = rules.draft(meeting(speeches=after))
    again = numbered(rules.redraft(by_hand, fresh))
    assert rules.later(again, fresh) == {}
    looked_at = [rules.edited(b, b.text + "!") if b.changed else b for b in again]
    assert rules.later(looked_at, fresh) == {}


def test_an_edited_paragraph_is_marked_when_what_happened_is_recorded_otherwise() -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=(spoken(text="một"),)))))
    kept = [rules.edited(b, "Sửa tay.") if b.kind == "speech" else b for b in blocks]
    again = rules.redraft(kept, rules.draft(meeting(speeches=(spoken(text="hai"),))))
    speech = next(b for b in again if b.kind == "speech")
    assert (speech.text, speech.changed, "hai" in (speech.drafted or "")) == ("Sửa tay.", True, True)


def test_an_edited_paragraph_whose_source_is_gone_stays_in_its_place_marked() -> None:
    blocks = numbered(rules.redraft([], rules.draft(meeting(speeches=(spoken(text="một"),)))))
    kept = [rules.edited(b, "Sửa tay.") if b.kind == "speech" else b for b in blocks]
    again = rules.redraft(kept, rules.draft(meeting()))
    place = next(n for n, b in enumerate(again) if b.text == "Sửa tay.")
    assert again[place].changed
    assert again[place - 1].source == "presented:1"


def test_an_open_vote_by_name_lists_who_chose_what_and_who_sent_nothing() -> None:
    told = voted(
        names=(
            ("yes", ("Nguyễn Thị Minh Hà", "Bùi Anh Tuấn")),
            ("no", ("Lê Hoài Nam",)),
            ("not_voting", ()),
            ("not_cast", ("Đặng Thị Mến",)),
        )
    )
    (listed,) = ballots.ballot_lists(meeting(votes=(told, voted("v2", names=()))))
    assert listed["title"] == "Biểu quyết về “Thông qua Quyết định hỗ trợ”"
    assert listed["groups"] == [
        {"label": "Tán thành (02)", "names": ["Nguyễn Thị Minh Hà", "Bùi Anh Tuấn"]},
        {"label": "Không tán thành (01)", "names": ["Lê Hoài Nam"]},
        {"label": "Không gửi phiếu (01)", "names": ["Đặng Thị Mến"]},
    ]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_vote_agrees_only_if_its_counts_make_up_what_was_cast(yes: int, no: int, cast: int) -> None:
    told = voted(cast=cast, present=90, members=95, counts=(("yes", yes), ("no", no)))
    assert ballots.adds_up(told) == (yes + no == cast)


def test_an_election_is_told_by_who_was_elected_and_adds_up_by_the_names_a_ballot_holds() -> None:
    told = voted(
        question="Bầu Ủy viên Ban Kinh tế", kind="election", most=2, chosen=("Bà An", "Bà Chi"),
        counts=(("Bà An", 15), ("Ông Bình", 6), ("Bà Chi", 14), ("not_voting", 1)), said="Trúng cử: “Bà An”, “Bà Chi”.",
    )  # fmt: skip
    assert ballots.adds_up(told)
    text = text_of(meeting(votes=(told,)), "vote:v1")
    assert text.startswith(
        "Bầu công khai về “Bầu Ủy viên Ban Kinh tế”: tổng số thành viên 23, có mặt 20, đã biểu quyết 20,"
    )
    assert "Bà An 15, Bà Chi 14" not in text and "Bà An 15, Ông Bình 06, Bà Chi 14, không bầu ai 01, " in text
    assert text.endswith("có mặt khi đóng biểu quyết 20. Trúng cử: “Bà An”, “Bà Chi”.")
    assert not ballots.adds_up(voted(most=2, cast=20, counts=(("A", 20), ("B", 21))))


def test_opinions_of_ones_own_are_told_in_their_words() -> None:
    told = voted(
        counts=(("yes", 18), ("no", 0), ("other", 2)), words=(("Hồ Sỹ Dũng", "Cần thêm kinh phí."), ("", "Nên lùi"))
    )
    assert text_of(meeting(votes=(told,)), "vote:v1").endswith(
        "có mặt khi đóng biểu quyết 20. Nội dung được thông qua. Ý kiến khác: Hồ Sỹ Dũng: Cần thêm kinh phí; Nên lùi."
    )
