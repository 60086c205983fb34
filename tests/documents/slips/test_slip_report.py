"""The official report of an opinion slip: its words, its number, and its PDF read again."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from sqlalchemy import update

from app import audit
from app.heads import printed_in
from app.jobs.worker import run_waiting
from documents.slips import wording_rules as wording
from documents.slips.models import SlipReport
from documents.slips.wording_rules import Person, Told
from tests.conftest import BodyOfPeople, World

NOON = datetime(2026, 2, 3, 12, 5)
TOLD = Told(
    body="Ủy ban nhân dân tỉnh",
    title="Quy chế phối hợp",
    number=7,
    sent=NOON,
    deadline=NOON + timedelta(days=2),
    people=(Person("Lê Văn A", "Ủy viên", choice="yes", at=NOON), Person("Trần B", choice="other", words="Sửa Điều 3")),
    sentence="Được thông qua.",
    rule="Thông qua khi có quá nửa.",
)
people = st.builds(
    Person,
    st.text("ABC", min_size=1, max_size=5),
    st.just("Ủy viên"),
    st.just(True),
    st.sampled_from([None, *wording.CHOICES]),
    st.sampled_from(["", "Sửa Điều 3"]),
)


@given(st.lists(people, max_size=20))
def test_every_opinion_in_words_and_every_name_is_in_the_report(listed: list[Person]) -> None:
    told = replace(TOLD, people=tuple(listed))
    texts = [text for section in wording.sections(told) for _lead, text in section.texts]
    assert sum("Sửa Điều 3." in text for text in texts) == sum(
        one.choice is not None and bool(one.words) for one in listed
    )
    assert [row["name"] for row in wording.rows(told.people)] == [one.name for one in listed]


def test_days_and_numbers_are_written_as_the_decree_writes_them() -> None:
    (line, *_rest) = wording.opening(TOLD)
    assert line.startswith(
        "Ngày 03 tháng 02 năm 2026, Ủy ban nhân dân tỉnh đã gửi Phiếu lấy ý kiến số 07 đến 02 thành viên"
    )
    assert "12 giờ 05 phút, ngày 05 tháng 02 năm 2026." in line
    assert wording.day(datetime(2026, 11, 5)) == "ngày 05 tháng 11 năm 2026"


def test_a_deadline_that_was_moved_is_told_with_its_reason_and_the_first_one() -> None:
    more = wording.Extension(NOON + timedelta(days=9), "chờ số liệu")
    told = replace(TOLD, first_deadline=TOLD.deadline, deadline=more.until, extensions=(more,))
    first, extended, _last = wording.opening(told)
    assert "ngày 05 tháng 02" in first and "gia hạn đến 12 giờ 05 phút, ngày 12 tháng 02" in extended
    assert extended.endswith("Lý do: chờ số liệu.")


def test_those_who_are_silent_late_or_not_asked_are_said() -> None:
    told = replace(
        TOLD,
        people=(
            Person("An", choice="no", late=True, at=NOON),
            Person("Bình"),
            Person("Chi", asked=False),
        ),
    )
    texts = " ".join(text for section in wording.sections(told) for _lead, text in section.texts)
    assert "được hỏi ý kiến: 02; đã trả lời: 01 (trong đó trả lời sau hạn: 01); không trả lời: 01." in texts
    assert "Thành viên không trả lời: Bình." in texts
    choices = [row["choice"] for row in wording.rows(told.people)]
    assert choices == ["Không đồng ý", "Không trả lời", "Không hỏi ý kiến"]
    assert wording.rows(told.people)[0]["at"].endswith("(sau hạn)")


@pytest.fixture
def closed(world: World) -> tuple[BodyOfPeople, str]:
    """A slip that everybody has answered."""
    body = world.body(members=4, name="Ủy ban nhân dân tỉnh thử")
    header = {"issuer": ["ỦY BAN NHÂN DÂN", "TỈNH THỬ"], "symbol": "UBND", "place": "Thử Giang"}
    world.must(None, "body.edit", body, header=header)
    told = {"title": "Quy chế phối hợp quản lý cát, sỏi", "proposer": "Sở Xây dựng"}
    slip = str(world.must(body.secretary, "slip.create", body, **told)["id"])
    world.must(body.secretary, "slip.submit", body, slip=slip)
    world.must(body.chair, "slip.approve", body, slip=slip)
    deadline = (world.now + timedelta(days=2)).isoformat()
    world.must(body.secretary, "slip.send", body, slip=slip, deadline=deadline)
    for person in body.roll:
        choice, words = ("no", "Chưa rõ nguồn kinh phí") if person == body.members[0] else ("yes", "")
        world.must(person, "slip.answer", body, slip=slip, choice=choice, words=words)
    world.must(body.secretary, "slip.close", body, slip=slip)
    return body, slip


def text_of(path: Path) -> str:
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(path)]
    return unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))


def test_the_report_is_made_numbered_and_its_pdf_says_what_happened(
    world: World, closed: tuple[BodyOfPeople, str], tmp_path: Path
) -> None:
    body, slip = closed
    page = f"/bodies/{body.id}/slips/{slip}/report"
    client = world.client(body.secretary)
    assert client.get(page).status_code == 200 and client.get(page + ".pdf").status_code == 404
    assert world.must(body.secretary, "report.number", body, slip=slip)["number"] == 1
    world.must(body.secretary, "slip.summarise", body, slip=slip, summary="Tiếp thu: ghi rõ nguồn kinh phí.")
    world.must(body.secretary, "report.export", body, slip=slip)
    run_waiting(world.house)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(client.get(page + ".pdf").data)
    text = text_of(pdf)
    for words in (
        "Số: 01/BC-UBND",
        "Thử Giang, ngày 26 tháng 11 năm 2026",
        "BÁO CÁO",
        "Tổng hợp ý kiến thành viên Ủy ban nhân dân tỉnh thử về: Quy chế phối hợp quản lý cát, sỏi",
        "do Sở Xây dựng trình",
        "Đồng ý: 04; Không đồng ý: 01; Ý kiến khác: 00.",
        "Được thông qua: 4 đồng ý, 1 không đồng ý, trên tổng số 5 thành viên",
        "Ủy viên 1: Chưa rõ nguồn kinh phí.",
        "Tiếp thu: ghi rõ nguồn kinh phí.",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "DANH SÁCH THÀNH VIÊN VÀ Ý KIẾN",
    ):
        assert words in text, words
    assert "DỰ THẢO" not in text
    report = audit.report(world.house, pdf=(pdf, printed_in(pdf)))
    assert report["problems"] == [] and report["slip_reports"] == {"rows": 1, "differ": 0}
    for person in (body.members[0], world.person()):
        assert world.client(person).get(page + ".pdf").status_code in (403, 404)
    assert "slip_reports" not in (world.state(body.members[0], body) or {})


def test_a_report_before_the_summary_is_a_draft_and_there_is_none_before_the_slip_is_closed(
    world: World, closed: tuple[BodyOfPeople, str], tmp_path: Path
) -> None:
    body, slip = closed
    world.must(body.chair, "report.export", body, slip=slip)
    world.must(body.chair, "report.export", body, slip=slip)
    run_waiting(world.house)
    (form,) = (world.state(body.chair, body) or {})["slip_reports"].values()
    assert (form["version"], form["state"], form["pages"]) == (2, "ready", 2)
    pdf = tmp_path / "draft.pdf"
    pdf.write_bytes(world.client(body.chair).get(str(form["url"])).data)
    assert "DỰ THẢO" in text_of(pdf) and "Số: ....../BC-UBND" in text_of(pdf)
    other = world.must(body.secretary, "slip.create", body, title="Phiếu khác")["id"]
    assert world.run(body.secretary, "report.export", body, slip=other).error["code"] == "not_in_progress"
    assert world.client(body.secretary).get(f"/bodies/{body.id}/slips/{other}/report").status_code == 404


def test_a_number_of_the_year_is_given_once(world: World, closed: tuple[BodyOfPeople, str]) -> None:
    body, slip = closed
    world.must(body.secretary, "report.number", body, slip=slip, number=12)
    assert world.run(body.secretary, "report.number", body, slip=slip).error["code"] == "conflict"
    second = world.must(body.secretary, "slip.create", body, title="Phiếu hai")["id"]
    world.must(body.secretary, "slip.submit", body, slip=second)
    world.must(body.chair, "slip.approve", body, slip=second)
    deadline = (world.now + timedelta(hours=1)).isoformat()
    world.must(body.secretary, "slip.send", body, slip=second, deadline=deadline)
    world.pass_time(hours=2)
    world.must(body.secretary, "slip.close", body, slip=second)
    assert world.run(body.secretary, "report.number", body, slip=second, number=12).error["code"] == "conflict"
    assert world.must(body.secretary, "report.number", body, slip=second)["number"] == 13
    with world.house.database.writing.begin() as connection:
        connection.execute(update(SlipReport).where(SlipReport.slip == second).values(number=99))
    assert "slip_report_number_differs" in {found["code"] for found in audit.report(world.house)["problems"]}


def test_the_minutes_of_the_session_that_hears_of_a_slip_tell_its_result(
    world: World, closed: tuple[BodyOfPeople, str]
) -> None:
    body, slip = closed
    world.must(body.secretary, "slip.summarise", body, slip=slip, summary="")
    world.must(body.secretary, "report.number", body, slip=slip, number=31)
    meeting = world.meeting("in_progress", body=body)
    item = world.must(body.secretary, "slip.report", body, slip=slip, meeting=meeting.id)["id"]
    world.must(body.chair, "agenda.start_item", meeting, item=item)
    world.must(body.chair, "meeting.end", meeting)
    world.must(body.secretary, "minutes.draft", meeting)
    told = [form["text"] for form in (world.state(body.secretary, meeting) or {})["minutes_blocks"].values()]
    (line,) = [one for one in told if one.startswith("Kết quả lấy ý kiến bằng phiếu")]
    for words in (
        "về “Quy chế phối hợp quản lý cát, sỏi” (Phiếu lấy ý kiến số 01, ngày 26 tháng 11 năm 2026; Báo cáo số 31/BC-UBND)",
        "hỏi ý kiến 05 thành viên, 05 thành viên trả lời; 04 đồng ý, 01 không đồng ý, 00 ý kiến khác.",
        "Được thông qua: 4 đồng ý, 1 không đồng ý, trên tổng số 5 thành viên",
    ):
        assert words in line, line


def test_an_item_that_was_never_taken_up_tells_no_result(world: World, closed: tuple[BodyOfPeople, str]) -> None:
    body, slip = closed
    meeting = world.meeting("in_progress", body=body)
    world.must(body.secretary, "slip.report", body, slip=slip, meeting=meeting.id)
    world.must(body.chair, "meeting.end", meeting)
    world.must(body.secretary, "minutes.draft", meeting)
    told = [form["text"] for form in (world.state(body.secretary, meeting) or {})["minutes_blocks"].values()]
    assert not any("Kết quả lấy ý kiến bằng phiếu" in one for one in told)


def test_the_records_clerk_finds_the_reports_that_wait_for_a_number_and_no_answer_with_them(
    world: World, closed: tuple[BodyOfPeople, str]
) -> None:
    body, slip = closed
    clerk = world.person("Trần Thị Vân")
    row = {"person": clerk, "capacities": ["records_clerk"], "from_date": "2025-01-01"}
    world.must(None, "body.add_members", body, members=[row])
    clients = {person: world.client(person) for person in (clerk, body.members[0])}
    before = clients[clerk].get("/slips")
    assert before.status_code == 200 and "Báo cáo chờ cấp số" not in before.text, "nothing is summarised yet"
    world.must(body.secretary, "slip.summarise", body, slip=slip, summary="")
    page = clients[clerk].get("/slips").text
    assert "Báo cáo chờ cấp số" in page and 'data-command="report.number"' in page and slip in page
    assert (
        "Chưa rõ nguồn kinh phí" not in page
        and clients[clerk].get(f"/bodies/{body.id}/slips/{slip}/report").status_code == 403
    )
    assert "Cấp số báo cáo tổng hợp: Quy chế" in clients[clerk].get("/").text
    assert "Báo cáo chờ cấp số" not in clients[body.members[0]].get("/slips").text
    assert world.must(clerk, "report.number", body, slip=slip)["number"] == 1
    assert "Báo cáo chờ cấp số" not in clients[clerk].get("/slips").text
