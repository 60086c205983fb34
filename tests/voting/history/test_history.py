"""The history of a body's votes: found by words, days, kind and outcome, by those who may see them; and exported."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app import audit
from app.wire import stamp
from tests.app.test_sheets import cells
from tests.conftest import BodyOfPeople, MeetingOfBody, World
from tests.voting.sealed.hall import SealedHall
from voting.history import rules
from voting.history.rules import Wanted


def held(world: World, meeting: MeetingOfBody, question: str, choices: str = "yyyy", **asked: Any) -> str:
    """A vote from opening to announcing; `choices` by the roll: y, n or a ballot not voting."""
    vote = str(world.must(meeting.chair, "vote.open", meeting, question=question, item=meeting.items[0], **asked)["id"])
    words = {"y": "yes", "n": "no", "-": "not_voting"}
    for person, choice in zip(meeting.body.roll, choices, strict=False):
        world.must(person, "vote.cast", meeting, vote=vote, choice=words.get(choice, choice))
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.pass_time(minutes=1)
    return vote


def found(world: World, person: str, body: BodyOfPeople, **asked: str) -> list[str]:
    """The questions a person finds, newest first."""
    answer = world.client(person).get(f"/bodies/{body.id}/votes.json", query_string=asked)
    assert answer.status_code == 200
    shown = world.client(person).get(f"/bodies/{body.id}/votes", query_string=asked).get_data(as_text=True)
    questions = [vote["question"] for vote in answer.get_json()["votes"]]
    assert re.findall(r"<h2>(.*?)</h2>", shown)[: len(questions)] == questions[: rules.PAGE]
    return questions


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting(phase="in_progress", members=5, guests=1)


def test_votes_are_found_by_words_without_marks_by_day_kind_outcome_and_way(
    world: World, meeting: MeetingOfBody
) -> None:
    body = meeting.body
    held(world, meeting, "Thông qua dự toán ngân sách", "yyyyn")
    held(world, meeting, "Đặt tên đường 100% mới", "ynnn")
    world.pass_time(days=3)
    held(world, meeting, "Chọn phương án", "", options=["Một", "Hai"], kind="choice")
    assert found(world, body.chair, body) == ["Chọn phương án", "Đặt tên đường 100% mới", "Thông qua dự toán ngân sách"]
    assert found(world, body.chair, body, q="NGAN sach") == ["Thông qua dự toán ngân sách"]
    assert found(world, body.chair, body, q="dat 100%") == ["Đặt tên đường 100% mới"]
    assert found(world, body.chair, body, q="noi dung 1")[:1] == ["Chọn phương án"]
    assert found(world, body.chair, body, q="_") == []
    assert found(world, body.chair, body, outcome="passed") == ["Thông qua dự toán ngân sách"]
    assert found(world, body.chair, body, kind="choice") == ["Chọn phương án"]
    assert found(world, body.chair, body, way="secret") == []
    today = world.now.date()
    assert found(world, body.chair, body, since=str(today)) == ["Chọn phương án"]
    assert len(found(world, body.chair, body, until=str(today - timedelta(1)))) == 2
    for edge in ("9999-12-31", "0001-01-01"):
        assert len(found(world, body.chair, body, since=edge, until=edge)) == 3
    assert len(found(world, body.chair, body, since="hôm qua", kind="x", outcome="y", way="z")) == 3


def test_an_annulled_result_stays_and_one_never_announced_is_none(world: World, meeting: MeetingOfBody) -> None:
    vote = held(world, meeting, "Câu hỏi hủy sau")
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Sai danh sách")
    silent = world.must(meeting.chair, "vote.open", meeting, question="Câu hỏi chưa công bố")["id"]
    world.must(meeting.chair, "vote.close", meeting, vote=silent)
    world.must(meeting.chair, "vote.annul", meeting, vote=silent, reason="Sai")
    body = meeting.body
    assert found(world, body.secretary, body) == ["Câu hỏi hủy sau"]
    assert found(world, body.secretary, body, outcome="annulled") == ["Câu hỏi hủy sau"]
    assert found(world, body.secretary, body, outcome="passed") == []
    shown = world.client(body.secretary).get(f"/bodies/{body.id}/votes").get_data(as_text=True)
    assert "Lý do hủy: Sai danh sách" in shown


def test_members_find_the_votes_of_their_meetings_and_strangers_find_no_page(
    world: World, meeting: MeetingOfBody
) -> None:
    body = meeting.body
    held(world, meeting, "Câu hỏi cũ")
    newcomer, admin, hall = world.person("Thành Viên Mới"), world.person("Quản Trị"), world.person("Màn Chiếu")
    world.must(None, "body.add_member", body, person=newcomer, capacities=["member"])
    world.must(None, "body.add_member", body, person=hall, capacities=["hall"])
    world.must(None, "unit.add_administrator", "system", unit=body.unit, person=admin)
    assert found(world, body.members[0], body) == ["Câu hỏi cũ"]
    with world.house.database.write() as write:
        write.execute(text("DELETE FROM participants WHERE person = :p"), {"p": body.members[1]})
    assert found(world, body.members[1], body) == []
    for person, status in ((body.guests[0], 404), (world.person("Người Lạ"), 404), (hall, 404), (admin, 403)):
        for ending in ("", ".json", ".xlsx"):
            assert world.client(person).get(f"/bodies/{body.id}/votes{ending}").status_code == status


def test_names_are_exported_only_where_the_vote_was_by_name(world: World, meeting: MeetingOfBody) -> None:
    held(world, meeting, "Có tên", "yn")
    held(world, meeting, "Chỉ số phiếu", "yn", by_name=False)
    answer = world.client(meeting.members[0]).get(f"/bodies/{meeting.body.id}/votes.json")
    told = {vote["question"]: vote for vote in answer.get_json()["votes"]}
    named, counted = told["Có tên"], told["Chỉ số phiếu"]
    choices = {line["name"]: line["choice"] for line in named["roll"]}
    assert (
        len(choices) == 6 and choices["Nguyễn Thị Chủ Trì"] == "yes" and sorted(map(str, choices.values()))[0] == "None"
    )
    assert "roll" not in counted and "Lê Văn" not in json.dumps(counted, ensure_ascii=False)
    for vote in (named, counted):
        assert vote["counts"] == {"yes": 1, "no": 1, "not_voting": 0}
        assert vote["members"] == vote["cast"] + vote["not_cast"] == 6
        assert len(vote["roll_hash"]) == 64 and vote["threshold"] == 4 and vote["by_hand"] is None
        assert vote["rule"]["id"] == "more_than_half_of_members/4"
    page = world.client(meeting.members[0]).get(f"/bodies/{meeting.body.id}/votes").get_data(as_text=True)
    assert page.count("Công khai, có tên") == page.count("Công khai, chỉ số phiếu") == 1 and "JSON" not in page
    assert answer.get_json()["format"] == "dienhong-votes/1"
    assert answer.get_json()["exported_at"] == stamp(world.now)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_table_has_a_line_a_vote_and_nobody_s_name(world: World, meeting: MeetingOfBody) -> None:
    held(world, meeting, "=Câu hỏi một", "yyyyn")
    answer = world.client(meeting.secretary).get(f"/bodies/{meeting.body.id}/votes.xlsx")
    headings, line = cells(answer.get_data())
    told = dict(zip(headings, line, strict=True))
    assert told["Câu hỏi"] == "=Câu hỏi một" and told["Kết quả"] == "Được thông qua"
    assert (told["Tổng số thành viên"], told["Tán thành"], told["Không tán thành"], told["Cần đạt"]) == (
        "6",
        "4",
        "1",
        "4",
    )
    assert [
        told[name] for name in ("Chưa biểu quyết", "Phiếu không hợp lệ", "Túc số", "Có mặt khi mở biểu quyết")
    ] == list("1046")
    assert told["Kết luận"].startswith("Được thông qua: 4 tán thành") and "quá nửa tổng số 6" in told["Quy tắc"]
    assert "Lê Văn" not in str(line)


def test_the_table_counts_opinions_of_one_s_own_and_every_option_of_a_choice(
    world: World, meeting: MeetingOfBody
) -> None:
    asked: dict[str, Any] = {"options": ["yes", "no", "other"], "majority": "none"}
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Góp ý", item=meeting.items[0], **asked)["id"])
    for person, choice in zip(meeting.body.roll, ("yes", "no", "other"), strict=False):
        world.must(person, "vote.cast", meeting, vote=vote, choice=choice, words="Ý riêng" if choice == "other" else "")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    held(world, meeting, "Chọn", "X--", options=["X", "Y", "not_voting"], kind="choice")
    headings, *lines = cells(world.client(meeting.secretary).get(f"/bodies/{meeting.body.id}/votes.xlsx").get_data())
    told = {line[4]: dict(zip(headings, line, strict=True)) for line in lines}
    assert told["Góp ý"]["Số phiếu từng phương án"] == "Ý kiến khác: 1"
    assert [told["Góp ý"][name] for name in ("Tán thành", "Không tán thành")] == ["1", "1"]
    assert told["Chọn"]["Số phiếu từng phương án"].startswith("X: 1; Y: 0; ")


@pytest.mark.parametrize(("choices", "said"), [("yyyyyyy", "Trúng cử"), ("nnnnnnn", "Không trúng cử")])
def test_of_one_candidate_voted_on_alone_page_and_table_say_whether_they_are_elected(
    world: World, meeting: MeetingOfBody, choices: str, said: str
) -> None:
    held(world, meeting, "Bầu ông Lê Văn Bình", choices, matter="election")
    client = world.client(meeting.secretary)
    page = client.get(f"/bodies/{meeting.body.id}/votes").get_data(as_text=True)
    (line,) = re.findall(r"<li id=\"v-.*?</ol>", page, re.S)
    assert said in line and "được thông qua" not in line.lower()
    (row,) = [
        row
        for row in cells(client.get(f"/bodies/{meeting.body.id}/votes.xlsx").get_data())
        if "Bầu ông Lê Văn Bình" in row
    ]
    assert said in row and any(str(cell).startswith(f"{said}: ") for cell in row)
    assert audit.report(world.house)["problems"] == []


def test_an_export_says_what_it_leaves_out(world: World, meeting: MeetingOfBody, monkeypatch: Any) -> None:
    for n in range(3):
        held(world, meeting, f"Câu hỏi {n}", "y")
    from voting.history import exporting

    monkeypatch.setattr(exporting, "MOST_LINES", 12)
    client = world.client(meeting.chair)
    told = client.get(f"/bodies/{meeting.body.id}/votes.json").get_json()
    assert [vote["question"] for vote in told["votes"]] == ["Câu hỏi 2", "Câu hỏi 1"] and told["left_out"] == 1
    assert cells(client.get(f"/bodies/{meeting.body.id}/votes.xlsx").get_data())[-1][0].startswith("Còn 1 biểu quyết")


def test_pages_go_from_the_newest_to_the_oldest(world: World, meeting: MeetingOfBody, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "PAGE", 2)
    for n in range(3):
        held(world, meeting, f"Câu hỏi {n}", "y")
    client = world.client(meeting.chair)

    def shown(page: str) -> list[str]:
        told = client.get(f"/bodies/{meeting.body.id}/votes?page={page}").get_data(as_text=True)
        return re.findall(r"<h2>(Câu hỏi \d)</h2>", told)

    assert shown("1") == ["Câu hỏi 2", "Câu hỏi 1"] and shown("2") == ["Câu hỏi 0"]
    assert shown("99") == shown("2") and shown("-1") == shown("x") == shown("1")


def test_the_audit_finds_a_line_of_the_history_that_was_changed(world: World, meeting: MeetingOfBody) -> None:
    vote = held(world, meeting, "Câu hỏi")
    assert audit.report(world.house)["ok"]
    with world.house.database.write() as write:
        write.execute(text("UPDATE vote_records SET verdict = 'not_passed' WHERE id = :v"), {"v": vote})
    problems = audit.report(world.house)["problems"]
    assert [one for one in problems if one["code"] == "vote_record_differs"]


@given(st.dictionaries(st.sampled_from(["q", "since", "until", "kind", "outcome", "way"]), st.text(max_size=12)))
def test_whatever_an_address_says_is_a_question_and_can_be_said_again(given_: dict[str, str]) -> None:
    asked = rules.wanted(given_)
    assert rules.wanted(rules.as_query(asked)) == asked


def test_a_question_that_asks_for_everything_leaves_nothing_out() -> None:
    assert not Wanted().anything and Wanted(secret=False).anything
    assert rules.wanted({"since": "2026-02-30"}) == Wanted()
    assert rules.wanted({"since": "2026-02-28"}).since == date(2026, 2, 28)


def test_a_secret_result_has_no_verdict_in_the_history_while_devices_look_or_one_disputes(world: World) -> None:
    """The chair reads there what the room reads: that it waits, that it is disputed, and only then that it passed."""
    hall = SealedHall(world, world.meeting(phase="in_progress", members=7))
    body, item = hall.meeting.body, hall.meeting.items[0]
    hall.prepare()
    hall.read_aloud()
    hall.open()
    for person in body.roll[:6]:
        assert hall.cast(person, 0).ok
    hall.close()
    hall.open_box()
    hall.announce()
    waiting = shown(world, hall)
    assert waiting.word == "Đang chờ các máy xác nhận" and "0/6 thiết bị xác nhận" in waiting.page
    assert "Được thông qua" not in waiting.rows + waiting.meeting_page
    assert (waiting.told["verdict"], waiting.told["sentence"], waiting.told["counts"]["yes"]) == (None, None, 6)
    assert waiting.told["check"] == {"stage": "checking", "confirmed": 0, "devices": 6, "disputes": 0}
    assert hall.run(body.roll[0], "sealed.confirm", bundle="0" * 64, ok=False, why="line").ok
    doubted = shown(world, hall)
    assert doubted.word == "Chưa chốt: có máy báo không khớp" and "1 thiết bị báo phiếu không khớp" in doubted.page
    assert "Được thông qua" not in doubted.rows + doubted.meeting_page and doubted.told["verdict"] is None
    assert found(world, body.chair, body, outcome="unsure") and not found(world, body.chair, body, outcome="passed")
    hall.must(hall.meeting.chair, "vote.annul", reason="Có máy báo không khớp")
    annulled = shown(world, hall)
    assert annulled.word == "Đã hủy kết quả" and annulled.told["verdict"] == "passed"
    world.pass_time(minutes=1)
    hall.hold(item=item, question="Lần hai?")
    for person in body.roll:
        assert hall.confirm(person).ok
    final = shown(world, hall)
    assert "kết quả chính thức" in final.page and final.told["sentence"] and not final.told["check"]["disputes"]
    assert found(world, body.chair, body, outcome="unsure") == []


@dataclass
class Shown:
    """A vote in the history as its chair reads it: in the table's row, on the page, in JSON, on the meeting's page."""

    word: str
    rows: str
    told: dict[str, Any]
    page: str
    meeting_page: str


def shown(world: World, hall: SealedHall) -> Shown:
    client = world.client(hall.meeting.chair)
    address = f"/bodies/{hall.meeting.body.id}/votes"
    headings, row = cells(client.get(f"{address}.xlsx").get_data())[:2]
    page = client.get(address).get_data(as_text=True)
    lines = page[page.index('class="the ds-ls"') :]
    word = dict(zip(headings, row, strict=True))["Kết quả"]
    assert word in lines
    meeting_page = client.get(f"/meetings/{hall.meeting.id}").get_data(as_text=True)
    assert word in meeting_page
    return Shown(word, lines + str(row), client.get(f"{address}.json").get_json()["votes"][0], lines, meeting_page)


def test_each_line_opens_its_result_with_figures_rule_and_roll_and_the_way_back_keeps_what_was_looked_for(
    world: World, meeting: MeetingOfBody
) -> None:
    body = meeting.body
    named = held(world, meeting, "Có tên", "yn-", no_vote=[body.roll[5]])
    held(world, meeting, "Chỉ số phiếu", "yn", by_name=False)
    reads = world.client(body.members[0])
    listed = reads.get(f"/bodies/{body.id}/votes?q=ten&way=open").get_data(as_text=True)
    (address,) = re.findall(r'href="(/bodies/\w+/votes/\w+[^"]*)"', listed)
    assert address == f"/bodies/{body.id}/votes/{named}?q=ten&amp;way=open"
    page = reads.get(address.replace("&amp;", "&")).get_data(as_text=True)
    assert f'href="/bodies/{body.id}/votes?q=ten&amp;way=open#v-{named}"' in page and f'id="v-{named}"' in listed
    figures = dict(re.findall(r'<dt>(.*?)</dt><dd class="so">(.*?)</dd>', page))
    assert (figures["Tổng số thành viên"], figures["Tán thành"], figures["Túc số"]) == ("6", "1", "4 · đủ")
    assert "Thông qua khi" in page or "quá nửa tổng số 6" in page
    lines = re.findall(r"<li><b>(.*?)</b>.*?</li>", page[page.index('class="the ds-bq"') :])
    assert len(lines) == 6 and page.count("Không gửi phiếu") == 3
    assert "Không biểu quyết nội dung này" in page
    other = found_id(world, body, "Chỉ số phiếu")
    counted = reads.get(f"/bodies/{body.id}/votes/{other}").get_data(as_text=True)
    assert 'class="the ds-bq"' in counted and "chon-gi" not in counted
    meeting_page = reads.get(f"/meetings/{meeting.id}").get_data(as_text=True)
    assert f'href="/bodies/{body.id}/votes/{named}"' in meeting_page


def found_id(world: World, body: BodyOfPeople, question: str) -> str:
    votes = world.client(body.chair).get(f"/bodies/{body.id}/votes.json").get_json()["votes"]
    return str(next(one["id"] for one in votes if one["question"] == question))


def test_a_result_is_found_by_its_address_by_those_alone_who_find_it_in_the_history(
    world: World, meeting: MeetingOfBody
) -> None:
    body = meeting.body
    vote = held(world, meeting, "Câu hỏi")
    newcomer = world.person("Thành Viên Mới")
    world.must(None, "body.add_member", body, person=newcomer, capacities=["member"])
    address = f"/bodies/{body.id}/votes/{vote}"
    assert world.client(body.members[0]).get(address).status_code == 200
    other = world.meeting(phase="in_progress").body
    for person, path in (
        (newcomer, address),
        (body.guests[0], address),
        (world.person("Người Lạ"), address),
        (body.members[0], f"/bodies/{body.id}/votes/none"),
        (other.chair, f"/bodies/{other.id}/votes/{vote}"),
    ):
        assert world.client(person).get(path).status_code == 404
