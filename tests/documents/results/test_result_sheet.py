"""The printed sheet of a result: its numbers, rule and roll; names only where the vote was by name; and who may have it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from app import audit
from app.jobs import process
from app.jobs.service import run_due
from documents.results import paper
from tests.conftest import MeetingOfBody, World
from tests.documents.official.test_course_in_the_minutes import texts
from tests.meetings.helpers import a_rule_of_the_sitting
from tests.voting.sealed.hall import SealedHall
from voting.sealed.bundle import result_code
from voting.sealed.codes import grouped


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting(phase="in_progress", members=5, guests=1)


def announced(world: World, meeting: MeetingOfBody, choices: str = "yyyyn", **asked: Any) -> str:
    question = "Có thông qua dự toán ngân sách không?"
    vote = str(world.must(meeting.chair, "vote.open", meeting, question=question, item=meeting.items[0], **asked)["id"])
    for person, choice in zip(meeting.body.roll, choices, strict=False):
        world.must(person, "vote.cast", meeting, vote=vote, choice={"y": "yes", "n": "no"}[choice])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    return vote


def made(world: World, meeting: MeetingOfBody) -> int:
    """Do the work that waits, as the worker does it; the answers are given."""
    done = 0
    while True:
        taken = world.house.execute_internal("job.take", "system", {"worker": "w"}, id=f"take-{world.count}-{done}")
        if not taken.result:
            return done
        told = {**taken.result, "id": taken.result["id"]}
        outcome = process.perform(world.house, told, lambda: True)
        assert not outcome.error, outcome.error
        for number, give in enumerate(outcome.commands):
            id = f"{told['id']}-{number}"
            assert world.house.execute_internal(give["name"], give["stream"], give["args"], id=id).ok
        world.house.execute_internal("job.finish", "system", {"job": told["id"], "worker": "w"}, id=f"end-{told['id']}")
        done += 1


def sheet(world: World, meeting: MeetingOfBody, vote: str) -> Any:
    return world.client(meeting.chair).get(f"/meetings/{meeting.id}/votes/{vote}/sheet.pdf")


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", page) for page in pages]


def text_of(data: bytes) -> str:
    return " ".join(pages_of(data))


def paper_for(world: World, vote: str) -> paper.SheetPaper:
    with world.house.database.read() as read:
        return paper.paper_of(read, {"vote": vote})  # type: ignore[arg-type]


def test_the_sheet_holds_the_numbers_the_rule_the_roll_and_its_code(world: World, meeting: MeetingOfBody) -> None:
    vote = announced(world, meeting)
    assert sheet(world, meeting, vote).status_code == 404
    world.must(meeting.secretary, "sheet.print", meeting, vote=vote)
    assert (world.state(meeting.secretary, meeting) or {})["result_sheets"][vote]["state"] == "making"
    assert made(world, meeting) == 1
    state = world.state(meeting.members[0], meeting) or {}
    assert state["result_sheets"][vote]["state"] == "ready"
    answer = sheet(world, meeting, vote)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    told = text_of(answer.get_data())
    code = (world.state(meeting.chair, meeting) or {})["votes"][vote]["roll_hash"].upper()
    for words in (
        "KẾT QUẢ BIỂU QUYẾT", "Có thông qua dự toán ngân sách không?", "Tổng số thành viên 6", "Tán thành 4",
        "Không tán thành 1", "Chưa biểu quyết 1", "Số phiếu cần đạt 4", "quá nửa tổng số 6 thành viên",
        "Được thông qua: 4 tán thành", "Công khai, có tên", "Nguyễn Thị Chủ Trì", "Không có phiếu",
        "THƯ KÝ", "CHỦ TỌA", "Trần Thư Ký Nguyễn Thị Chủ Trì",
        "Có mặt khi mở biểu quyết 6", "Có mặt khi đóng biểu quyết 6", "Túc số 4 (đủ)",
    ):  # fmt: skip
        assert words in told, words
    assert code in told.replace(" ", "")
    assert audit.report(world.house)["ok"]


def test_the_sheet_the_minutes_and_the_export_name_the_rule_of_a_removal(world: World, meeting: MeetingOfBody) -> None:
    value = "two_thirds_of_members"
    a_rule_of_the_sitting(world, meeting, "majority.removal", value)
    removal, ordinary = announced(world, meeting, "yyyyn", matter="removal"), announced(world, meeting)
    whose = "tức là từ 4 trở lên. Đây là quy tắc của cơ quan cho việc bãi nhiệm."
    told = paper_for(world, removal)
    assert told.rule.endswith(whose) and ("Quyết định về", "việc bãi nhiệm") in told.facts
    told = paper_for(world, ordinary)
    assert "Đây là" not in told.rule and "Quyết định về" not in dict(told.facts)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    assert " ".join(texts(world, meeting)).count(whose) == 1
    votes = world.client(meeting.chair).get(f"/bodies/{meeting.body.id}/votes.json").get_json()["votes"]
    rules = {vote["id"]: (vote["rule"]["matter"], vote["rule"]["from"], vote["rule"]["is"]) for vote in votes}
    assert rules == {
        removal: ("removal", "matter", value),
        ordinary: ("general", "general", "more_than_half_of_members"),
    }


def test_no_choice_stands_beside_a_name_where_only_numbers_were_shown(world: World, meeting: MeetingOfBody) -> None:
    told = paper_for(world, announced(world, meeting, by_name=False))
    assert not told.by_name and {member.choice for member in told.members} == {""}
    assert ("Hình thức", "Công khai, chỉ số phiếu") in told.facts
    assert '<th class="presence">Biểu quyết</th>' not in paper.html_of(told)
    named = paper_for(world, announced(world, meeting))
    assert [member.choice for member in named.members][:6].count("Tán thành") == 4


def test_a_count_by_hand_is_marked(world: World, meeting: MeetingOfBody) -> None:
    vote = announced(world, meeting)
    with world.house.database.read() as read:
        from sqlalchemy import select

        from voting.votes.models import Vote

        row = dict(read.execute(select(Vote.__table__).where(Vote.id == vote)).mappings().one())
    row["result"] = {**row["result"], "by_hand": {"way": "paper", "issued": 6, "returned": 5}, "invalid": 1}
    assert paper.way(row) == "Công khai, phiếu giấy, nhập tay"  # type: ignore[arg-type]
    figures = dict(paper.figures(row))  # type: ignore[arg-type]
    assert (figures["Số phiếu phát ra"], figures["Số phiếu thu về"], figures["Phiếu không hợp lệ"]) == ("6", "5", "1")


def test_an_annulled_result_has_a_sheet_that_says_so(world: World, meeting: MeetingOfBody) -> None:
    vote = announced(world, meeting)
    world.must(meeting.chair, "sheet.print", meeting, vote=vote)
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Sai danh sách")
    form = (world.state(meeting.chair, meeting) or {})["result_sheets"][vote]
    assert (form["state"], form["version"]) == ("making", 2)
    assert made(world, meeting) == 2
    told = text_of(sheet(world, meeting, vote).get_data())
    assert "Kết quả này đã bị hủy. Lý do: Sai danh sách" in told and "ĐÃ HỦY" in told


def test_nothing_is_printed_before_it_is_announced_and_by_no_member(world: World, meeting: MeetingOfBody) -> None:
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Câu hỏi")["id"])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    early = world.run(meeting.chair, "sheet.print", meeting, vote=vote)
    assert early.error is not None and early.error["code"] == "conflict"
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    for person in (meeting.members[0], meeting.guests[0]):
        refused = world.run(person, "sheet.print", meeting, vote=vote)
        assert refused.error is not None and refused.error["code"] in ("not_allowed", "not_found")


def test_guests_and_strangers_get_no_sheet_and_another_meeting_has_none(world: World, meeting: MeetingOfBody) -> None:
    vote = announced(world, meeting)
    world.must(meeting.chair, "sheet.print", meeting, vote=vote)
    made(world, meeting)
    assert sheet(world, meeting, vote).status_code == 200
    path = f"/meetings/{meeting.id}/votes/{vote}/sheet.pdf"
    assert world.client(meeting.guests[0]).get(path).status_code == 403
    assert world.client(world.person("Người Lạ")).get(path).status_code == 404
    assert vote not in (world.state(meeting.guests[0], meeting) or {}).get("result_sheets", {})
    other = world.meeting(phase="in_progress", body=meeting.body)
    assert world.client(meeting.chair).get(f"/meetings/{other.id}/votes/{vote}/sheet.pdf").status_code == 404
    shown = world.client(meeting.members[0]).get(f"/meetings/{meeting.id}").get_data(as_text=True)
    assert f"/votes/{vote}/sheet.pdf" in shown
    listed = world.client(meeting.members[0]).get(f"/bodies/{meeting.body.id}/votes").get_data(as_text=True)
    assert f"/votes/{vote}/sheet.pdf" in listed


@pytest.mark.parametrize("silent", [0, 1])
def test_a_secret_result_prints_its_level_and_how_many_devices_agreed(
    world: World, meeting: MeetingOfBody, silent: int
) -> None:
    hall = SealedHall(world, meeting)
    hall.hold()
    world.must(meeting.secretary, "sheet.print", meeting, vote=hall.vote)
    told = paper_for(world, hall.vote)
    assert dict(told.facts)["Mức bảo đảm"] == "B, từ hai người cùng giữ khóa hòm phiếu"
    assert told.notes == ("Kết quả chưa chốt: các máy đang tự kiểm tra phiếu của mình.",)
    version = (world.state(meeting.chair, meeting) or {})["result_sheets"][hall.vote]["version"]
    assert all(hall.confirm(person).ok for person in meeting.body.roll[silent:])
    world.pass_time(seconds=61)
    run_due(world.house)
    rest = "; 01 thiết bị không xác nhận trong thời gian quy định" if silent else ""
    agreed = f"{6 - silent:02d}/06 thiết bị của người bỏ phiếu xác nhận phiếu đã được tính đúng{rest}."
    assert paper_for(world, hall.vote).notes == (agreed,)
    assert (world.state(meeting.chair, meeting) or {})["result_sheets"][hall.vote]["version"] == version + 1
    made(world, meeting)
    told_again = text_of(sheet(world, meeting, hall.vote).get_data())
    signed = next(page for page in pages_of(sheet(world, meeting, hall.vote).get_data()) if "THƯ KÝ" in page)
    assert "Kết quả: " in signed and agreed in signed, "the signatures stand on a page alone"
    box = (world.state(meeting.chair, meeting) or {})["sealed"][hall.vote]
    board = "; ".join(one["name"] for one in box["board"])
    published = world.client(meeting.chair).get(f"/api/sealed/{hall.vote}/bundle").get_data(as_text=True)
    for words in (
        agreed, "từ hai người cùng giữ khóa hòm phiếu", f"Ban kiểm phiếu: {board}.",
        f"Mã hòm phiếu đã đọc trong hội trường: {grouped(box['code'])}", f"Mã kết quả: {grouped(result_code(published))}",
    ):  # fmt: skip
        assert words in told_again, (words, told_again)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    assert "Biểu quyết bằng bỏ phiếu kín (mức bảo đảm B) về" in " ".join(texts(world, meeting))
    assert agreed in " ".join(texts(world, meeting))


def test_a_secret_result_stands_on_one_page_before_the_roll_though_all_is_said_in_two_lines(
    world: World, meeting: MeetingOfBody
) -> None:
    """The question, the meeting, the item, the board and the verdict are as long as they get in a provincial committee."""
    hall = SealedHall(world, meeting)
    long = "về việc thông qua chủ trương đầu tư dự án đường nối quốc lộ 1A với khu công nghiệp và cảng biển của tỉnh"
    hall.hold(
        3, question=f"Đồng chí có tán thành Nghị quyết {long}, giai đoạn 2026-2030, tầm nhìn đến năm 2045 hay không?"
    )
    world.must(meeting.secretary, "sheet.print", meeting, vote=hall.vote)
    told = paper_for(world, hall.vote)
    stretched = {"Phiên họp": f"Phiên họp chuyên đề {long}", "Nội dung": f"Tờ trình {long}"}
    facts = tuple((label, stretched.get(label, text)) for label, text in told.facts)
    notes = (
        *told.notes,
        "05/06 thiết bị của người bỏ phiếu xác nhận phiếu đã được tính đúng; 01 thiết bị không xác nhận.",
    )
    pages = pages_of(paper.pdf_of(replace(told, facts=facts, notes=notes)))
    assert "THƯ KÝ" in pages[0] and "CHỦ TỌA" in pages[0] and "DANH SÁCH BIỂU QUYẾT" in pages[1], len(pages)


def test_a_sheet_of_a_disputed_secret_result_says_so_and_is_made_again_and_so_say_the_minutes(
    world: World, meeting: MeetingOfBody
) -> None:
    hall = SealedHall(world, meeting)
    hall.hold()
    world.must(meeting.secretary, "sheet.print", meeting, vote=hall.vote)

    def version() -> int:
        return int((world.state(meeting.chair, meeting) or {})["result_sheets"][hall.vote]["version"])

    for _again in range(2):
        world.pass_time(seconds=1)
        hall.must(meeting.members[0], "sealed.confirm", bundle="0" * 64, ok=False, why="danh sách khác")
        assert version() == 2
    assert paper_for(world, hall.vote).notes == ("Kết quả chưa chốt: 01 thiết bị báo phiếu không khớp.",)
    world.must(meeting.chair, "vote.annul", meeting, vote=hall.vote, reason="Phiếu không khớp")
    said = "Trước khi kết quả bị hủy, 01 thiết bị báo phiếu không khớp."
    assert paper_for(world, hall.vote).notes == (said,) and version() == 3
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    assert said in " ".join(texts(world, meeting))


@pytest.mark.parametrize("secret", [False, True])
def test_a_count_on_paper_names_its_board_and_the_two_who_counted(
    world: World, meeting: MeetingOfBody, secret: bool
) -> None:
    board = list(meeting.members[:2])
    asked = {"question": "Bầu?", "by_hand": "paper", "board": board, "secret": secret}
    vote = str(world.must(meeting.chair, "vote.open", meeting, **asked)["id"])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    figures = {"counts": {"yes": 4, "no": 1, "not_voting": 0}, "issued": 6, "returned": 6, "valid": 5, "invalid": 1}
    count = world.must(meeting.secretary, "count.enter", meeting, vote=vote, **figures)["id"]
    if secret:
        world.must(board[0], "count.enter", meeting, vote=vote, **figures)
    else:
        world.must(board[0], "count.confirm", meeting, vote=vote, count=count)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    told = paper_for(world, vote)
    names = {id: form["name"] for id, form in (world.state(meeting.chair, meeting) or {})["people"].items()}
    facts = dict(told.facts)
    assert facts["Ban kiểm phiếu"] == f"{names[board[0]]}; {names[board[1]]}"
    counted = "Hai người kiểm và nhập" if secret else "Người nhập, người xác nhận"
    assert sorted(facts[counted].split("; ")) == sorted((names[meeting.secretary], names[board[0]]))
    assert [fact for fact in told.figures if "hiếu" in fact[0]][:4] == [
        ("Số phiếu phát ra", "6"), ("Số phiếu thu về", "6"), ("Phiếu hợp lệ", "5"), ("Phiếu không hợp lệ", "1"),
    ]  # fmt: skip


def test_the_minutes_of_a_void_vote_tell_who_was_there_at_its_end_and_why_it_was_opened(
    world: World, meeting: MeetingOfBody
) -> None:
    for person in meeting.members[:3]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="absent")
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", reason="Việc gấp")["id"])
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[3], status="absent")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    said = " ".join(texts(world, meeting))
    for words in (
        "có mặt khi mở biểu quyết 03, có mặt khi đóng biểu quyết 02", "chưa biểu quyết 06", "túc số 04",
        "Biểu quyết được mở khi chưa đủ túc số, lý do: Việc gấp.",
        "Không có giá trị: khi đóng biểu quyết có 2 trên tổng số 6 thành viên, túc số là 4.",
    ):  # fmt: skip
        assert words in said, (words, said)
    figures = dict(paper_for(world, vote).figures)
    assert (figures["Có mặt khi đóng biểu quyết"], figures["Chưa biểu quyết"]) == ("2", "6")
    assert figures["Túc số"] == "4 (không đủ)"
