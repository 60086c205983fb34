"""One meeting, seen by all: from a draft agenda to the verdict of a ballot, on the devices of the people who hold it.

The steps stand in the order of the meeting and build on each other; each leaves pictures in artefacts/journeys.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from documents.demo import papers
from documents.demo.topics import TOPICS
from tests.journeys.stage import (
    HALL,
    LAPTOP,
    PHONE,
    TABLET,
    Stage,
    choose,
    made_demo,
    opened,
    pause,
    serious,
)

pytestmark = pytest.mark.journeys

SECRETARY, CHAIR, LEADER, MEMBER, PHONED, SCREEN = "yen", "ha", "vinh", "dung", "duc", "hall"
TITLE = "Phiên họp bất thường về phòng, chống lũ trên sông Lạc"
FIRST, SECOND = "Phương án gia cố kè bờ tả sông Lạc", "Phân công trực ban mùa mưa lũ"
GIST = "Đề nghị ưu tiên vốn cho đoạn kè xung yếu dài 1,2 km qua phường Bến Sông"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The rich demo, served. DIENHONG_JOURNEY_DATA names a demo made before, to be copied while a step is written."""
    data = tmp_path_factory.mktemp("journey") / "data"
    ready = os.environ.get("DIENHONG_JOURNEY_DATA")
    if ready:
        shutil.copytree(ready, data)
    else:
        made_demo(data)
    with opened(data) as hall:
        hall.arrive(SECRETARY, LAPTOP)
        hall.arrive(CHAIR, TABLET)
        hall.arrive(MEMBER, TABLET)
        hall.arrive(SCREEN, HALL)
        hall.arrive(PHONED, PHONE)
        hall.arrive(LEADER, TABLET)
        yield hall


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the secretary has on the laptop: a PDF, a DOCX, a better PDF and one that never gets approved."""
    folder, topic, day = tmp_path_factory.mktemp("tep"), TOPICS["riverbank"], datetime.now(ZONE).date()
    return {
        "pdf": papers.pdf(topic, day, 101, folder / "Tờ trình gia cố kè.pdf"),
        "docx": papers.docx(topic, day, 102, folder / "Dự thảo quyết định gia cố kè.docx"),
        "better": papers.pdf(topic, day, 103, folder / "Tờ trình gia cố kè đã sửa.pdf"),
        "draft": papers.pdf(topic, day, 104, folder / "Dự toán chưa duyệt.pdf"),
    }


def local_in(minutes: int) -> str:
    """A local time from now, as a field for dates and times takes it."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def toast(page: Page, words: str) -> None:
    expect(page.locator(".toast").last).to_contain_text(words)


# -- 1. preparing ----------------------------------------------------------------------------------------------------


def test_01_a_meeting_is_cloned_from_the_last_one_and_another_made_from_nothing(stage: Stage) -> None:
    desk = stage.go(SECRETARY, "/meetings/new?clone=last")
    desk.get_by_label("Tên cuộc họp").fill("Phiên họp nhân bản")
    desk.get_by_label("Bắt đầu").fill(local_in(60 * 24 * 20))
    desk.get_by_role("button", name="Nhân bản").click()
    desk.wait_for_url(re.compile(r"/meetings/[a-z0-9]+$", re.I))
    expect(desk.locator(".dm h1")).to_have_text("Phiên họp nhân bản")
    assert desk.locator(".nd").count() > 1  # the items came along

    desk = stage.go(SECRETARY, "/meetings/new")
    desk.get_by_label("Tên cuộc họp").fill(TITLE)
    desk.get_by_label("Loại").select_option("extraordinary")
    desk.get_by_label("Bắt đầu").fill(local_in(8))
    desk.get_by_label("Thời lượng").fill("60")
    desk.locator("main, body").first.get_by_role("button", name="Tạo cuộc họp").click()
    expect(desk.locator(".dm h1")).to_have_text(TITLE)
    stage.known["meeting"] = desk.url.rsplit("/", 1)[1]


def test_02_the_secretary_builds_the_agenda(stage: Stage) -> None:
    desk = stage[SECRETARY]
    for n, (title, vote) in enumerate(((FIRST, "open"), (SECOND, "none")), start=1):
        desk.get_by_role("button", name="Thêm nội dung").first.click()
        box = desk.locator("#them-noi-dung")
        box.get_by_label("Nội dung").fill(title)
        box.get_by_label("Số phút").fill("20")
        box.get_by_label("Biểu quyết").select_option(vote)
        box.get_by_role("button", name="Thêm nội dung").click()
        expect(desk.locator(".nd")).to_have_count(n)
    assert desk.locator(".nd h3").all_inner_texts() == [FIRST, SECOND]


def uploaded(desk: Page, button: str, *paths: Path) -> None:
    """Files are chosen, sent, and the page has come again with them."""
    with desk.expect_file_chooser() as asked:
        desk.locator(button).first.click()
    with desk.expect_event("load"):
        asked.value.set_files([str(path) for path in paths])


def submitted(desk: Page, title: str) -> None:
    desk.locator(".giay", has_text=title).click()
    desk.locator("dialog[open]").get_by_role("button", name="Trình duyệt").click()
    toast(desk, "Đã trình duyệt")
    expect(desk.locator(".giay", has_text=title)).to_contain_text("Chờ duyệt")


def test_03_documents_are_uploaded_and_submitted(stage: Stage, files: dict[str, Path]) -> None:
    desk = stage[SECRETARY]
    uploaded(desk, "[data-adds]", files["pdf"], files["docx"])
    expect(desk.locator(".giay")).to_have_count(2)
    uploaded(desk, "[data-adds]", files["draft"])
    expect(desk.locator(".giay")).to_have_count(3)
    for title in ("Tờ trình gia cố kè", "Dự thảo quyết định gia cố kè"):
        submitted(desk, title)
        box = desk.locator("dialog[id^=tai-lieu-]", has=desk.locator("h2", has_text=title))
        stage.known[title] = str(box.get_attribute("id")).removeprefix("tai-lieu-")
    unapproved = desk.locator("dialog[id^=tai-lieu-]", has=desk.locator("h2", has_text="Dự toán chưa duyệt"))
    stage.known["draft"] = str(unapproved.get_attribute("id")).removeprefix("tai-lieu-")
    stage.picture(SECRETARY, "01-chuan-bi-thu-ky")
    assert serious(desk) == []


def test_04_before_publishing_no_member_can_fetch_it_by_any_address(stage: Stage) -> None:
    paper, meeting = stage.known["Tờ trình gia cố kè"], stage.known["meeting"]
    paths = [
        f"/meetings/{meeting}",
        f"/meetings/{meeting}/room",
        f"/meetings/{meeting}/invitation",
        f"/meetings/{meeting}/minutes",
        f"/api/streams/meeting:{meeting}",
        f"/api/streams/meeting:{meeting}/entries?since=0",
        f"/read/{paper}",
        f"/papers/{paper}/1",
        f"/papers/{paper}/1/original",
        f"/api/papers/{paper}/1",
        f"/api/papers/{paper}/notes",
    ]
    assert {path: stage.get(MEMBER, path).status for path in paths} == dict.fromkeys(paths, 404)
    stage.go(MEMBER, "/")
    expect(stage[MEMBER].get_by_text(TITLE)).to_have_count(0)


def test_05_the_leader_approves_one_and_returns_one_with_a_reason(stage: Stage) -> None:
    leader = stage.go(LEADER, "/approvals")
    stage.picture(LEADER, "02-cho-duyet")
    assert serious(leader) == []
    docx = leader.locator("li[data-entry]", has_text="Dự thảo quyết định gia cố kè")
    docx.get_by_role("button", name="Duyệt", exact=True).click()
    toast(leader, "Đã duyệt")
    pdf = leader.locator("li[data-entry]", has_text="Tờ trình gia cố kè")
    pdf.get_by_role("button", name="Trả lại").click()
    box = leader.locator("dialog[open]")
    box.get_by_label("Lý do").fill("Bổ sung nguồn vốn của từng đoạn kè.")
    box.get_by_role("button", name="Trả lại").click()
    toast(leader, "Đã trả lại")
    expect(leader.locator("li[data-entry]", has_text="gia cố kè")).to_have_count(0)


def test_06_the_author_is_never_the_approver(stage: Stage) -> None:
    paper = stage.known["Tờ trình gia cố kè"]
    answer = stage.send(stage[SECRETARY].context, "paper.approve", paper=paper)
    assert not answer["ok"]
    assert answer["error"]["code"] == "not_allowed"


def test_07_the_secretary_replaces_the_returned_one_and_it_is_approved(stage: Stage, files: dict[str, Path]) -> None:
    desk = stage.go(SECRETARY, stage.meeting)
    chip = desk.locator(".giay", has_text="Tờ trình gia cố kè")
    expect(chip).to_contain_text("Trả lại")
    chip.click()
    expect(desk.locator("dialog[open]")).to_contain_text("Bổ sung nguồn vốn của từng đoạn kè.")
    uploaded(desk, "dialog[open] [data-replaces]", files["better"])
    expect(desk.locator(".giay", has_text="bản 2")).to_be_visible()
    submitted(desk, "bản 2")
    leader = stage.go(LEADER, "/approvals")
    entry = leader.locator("li[data-entry]", has_text="Tờ trình gia cố kè")
    entry.get_by_role("button", name="Duyệt", exact=True).click()
    toast(leader, "Đã duyệt")


def test_08_the_approved_part_is_published_and_only_that(stage: Stage) -> None:
    desk = stage.go(SECRETARY, stage.meeting)
    desk.get_by_role("button", name="Phát hành phần đã duyệt").click()
    desk.locator("dialog[open]").get_by_role("button", name="Phát hành", exact=True).click()
    toast(desk, "Đã phát hành cuộc họp.")
    assert stage.get(MEMBER, stage.meeting).status == 200
    assert stage.get(MEMBER, f"/read/{stage.known['Tờ trình gia cố kè']}").status == 200
    assert stage.get(MEMBER, f"/read/{stage.known['draft']}").status == 404
    stage.picture(SECRETARY, "03-da-phat-hanh")


# -- 2. reading and answering ----------------------------------------------------------------------------------------


def test_09_a_member_sees_it_today_and_says_they_will_come(stage: Stage) -> None:
    member = stage.go(MEMBER, "/")
    card = member.locator(".ke-tiep")
    expect(card).to_contain_text(TITLE)
    card.get_by_role("button", name="Tham dự").click()
    toast(member, "Đã xác nhận tham dự.")
    stage.picture(MEMBER, "04-hom-nay")
    assert serious(member) == []
    stage.go(PHONED, "/")
    expect(stage[PHONED].locator(".ke-tiep")).to_contain_text(TITLE)
    stage.picture(PHONED, "05-hom-nay-dien-thoai")


def test_10_a_member_reads_the_documents_in_the_page_and_writes_a_private_note(stage: Stage) -> None:
    member = stage.go(MEMBER, stage.meeting)
    assert serious(member) == []
    member.locator("a.tl", has_text="Tờ trình gia cố kè").first.click()
    expect(member.locator(".ten-tl")).to_contain_text("Tờ trình gia cố kè")
    expect(member.locator("[data-page='1'] canvas").first).to_be_visible()
    expect(member.locator("[data-page='1']").last).to_contain_text("TỜ TRÌNH", ignore_case=True)
    member.get_by_role("button", name="Ghi chú cho trang này").click()
    member.get_by_label("Ghi chú riêng cho trang 1").fill("Hỏi lại nguồn vốn đoạn qua phường Bến Sông")
    member.get_by_role("button", name="Lưu ghi chú").click()
    expect(member.locator(".gc")).to_contain_text("Hỏi lại nguồn vốn")
    stage.picture(MEMBER, "06-doc-tai-lieu")
    assert serious(member) == []
    paper = stage.known["Tờ trình gia cố kè"]
    assert "Hỏi lại nguồn vốn" in stage.get(MEMBER, f"/api/papers/{paper}/notes").text()
    for other in (CHAIR, SECRETARY, PHONED):
        assert "Hỏi lại nguồn vốn" not in stage.get(other, f"/api/papers/{paper}/notes").text()


def test_11_the_docx_is_converted_and_read_in_the_page(stage: Stage) -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice isn't installed: the page offers the file instead")
    member = stage.go(MEMBER, f"/read/{stage.known['Dự thảo quyết định gia cố kè']}")
    expect(member.locator("[data-page='1'] canvas").first).to_be_visible(timeout=120_000)


def test_12_leave_from_another_meeting_is_asked_and_the_chair_grants_it(stage: Stage) -> None:
    member = stage.go(MEMBER, "/")
    member.locator(".trong-ngay a", has_text="Phiên họp thường kỳ").first.click()
    member.wait_for_url(re.compile(r"/meetings/"))
    other = member.url
    member.locator("#tham-du").get_by_role("button", name="Báo vắng").click()
    member.fill("#bv-reason", "Dự hội nghị xúc tiến thương mại tại Hà Nội")
    member.get_by_role("button", name="Gửi báo vắng").click()
    expect(member.locator("#tham-du")).to_contain_text("chờ chủ trì duyệt")
    chair = stage[CHAIR]
    chair.goto(other)
    asked = chair.locator("li", has_text="Dự hội nghị xúc tiến thương mại")
    asked.get_by_role("button", name="Đồng ý cho vắng").click()
    toast(chair, "Đã đồng ý")
    expect(member.locator("#tham-du")).to_contain_text("chủ trì đã đồng ý")
    stage.picture(MEMBER, "07-bao-vang-duoc-duyet")
    assert serious(chair) == []


# -- 3. the meeting begins -------------------------------------------------------------------------------------------


def test_13_members_check_in_and_presence_shows_on_every_screen(stage: Stage) -> None:
    for who in (SECRETARY, CHAIR, MEMBER, SCREEN, PHONED):
        stage.go(who, f"{stage.meeting}/room")
    expect(stage[SCREEN].locator(".cho-hop")).to_contain_text(TITLE)
    for who in (MEMBER, PHONED):
        stage[who].get_by_role("button", name="Điểm danh", exact=True).click()
        expect(stage[who].locator(".diem-danh")).to_have_count(0)
    expect(stage[SCREEN].locator(".hien-dien")).to_contain_text("Có mặt 2/23")
    desk = stage[SECRETARY]
    desk.keyboard.press("d")
    expect(desk.locator("#d-roll")).to_be_focused()
    for _ in range(18):
        desk.keyboard.press("c")
    expect(desk.locator(".trai header .so")).to_have_text(re.compile(r"^(18|19|20)/23$"))
    here = desk.locator(".trai header .so").inner_text()
    stage.known["present"] = int(here.split("/")[0])
    expect(stage[CHAIR].locator(".ts")).to_contain_text(here)
    expect(stage[CHAIR].locator(".ts")).to_contain_text("đủ túc số")
    expect(stage[MEMBER].locator("header .chip", has_text="Có mặt")).to_contain_text(f"Có mặt {here}")
    expect(stage[SCREEN].locator(".hien-dien")).to_contain_text(f"Có mặt {here}, túc số 16")
    stage.picture(SCREEN, "08-cho-hop-man-chieu")
    stage.picture(SECRETARY, "09-diem-danh-thu-ky")


def test_14_the_chair_starts_and_goes_to_the_first_item(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("button", name="Bắt đầu phiên họp").click()
    chair.get_by_role("button", name="Bắt đầu nội dung 1").click()
    expect(chair.locator(".muc h1")).to_have_text(FIRST)
    for who in (MEMBER, PHONED):
        expect(stage[who].locator(".giua")).to_contain_text(FIRST)
    expect(stage[SCREEN].locator(".noi-dung h1")).to_have_text(FIRST)
    expect(stage[SECRETARY].locator(".giua-tk h2")).to_have_text(FIRST)
    for who in (SECRETARY, CHAIR, MEMBER, PHONED, SCREEN):
        assert serious(stage[who]) == []


# -- 4. speaking -----------------------------------------------------------------------------------------------------


def test_15_members_register_and_withdraw_with_one_tap(stage: Stage) -> None:
    member, chair = stage[MEMBER], stage[CHAIR]
    member.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(1)
    withdraw = member.get_by_role("button", name="Rút đăng ký")
    expect(withdraw).to_be_visible()
    pause(member, 800)
    withdraw.click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(0)
    pause(member, 800)
    member.get_by_role("button", name="Đăng ký phát biểu").click()
    stage[PHONED].get_by_role("button", name="Đăng ký phát biểu", exact=True).click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(2)
    expect(chair.locator(".chua")).to_contain_text("Chưa được nghe")
    stage.picture(CHAIR, "10-chu-tri-hang-doi")
    stage.picture(PHONED, "11-dang-ky-dien-thoai")


def seconds(page: Page) -> int:
    """What the speaker's ring says, in seconds."""
    minutes, rest = page.locator(".vong b").first.inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def test_16_the_chair_calls_the_next_and_the_timer_is_the_same_everywhere(stage: Stage) -> None:
    chair = stage[CHAIR]
    first = chair.locator(".cho .hang-doi li b").first.inner_text()
    chair.locator(".moi").click()
    expect(chair.locator(".noi h2")).to_have_text(first)
    screens = [stage[who] for who in (CHAIR, MEMBER, PHONED, SCREEN)]
    for page in screens:
        expect(page.locator(".vong b").first).to_be_visible()
    # Read one after another, so between the first and the last some seconds pass; the first is read again.
    before = seconds(chair)
    told = [seconds(page) for page in screens]
    after = seconds(chair)
    assert all(after - 1 <= one <= before + 1 for one in told), (before, told, after)
    chair.get_by_role("button", name="Thêm 1 phút").click()
    toast(chair, "Đã thêm 1 phút")
    expect(stage[SCREEN].locator(".noi h2")).to_have_text(first)
    stage.known["first"] = first
    stage.picture(SCREEN, "12-phat-bieu-man-chieu")
    stage.picture(MEMBER, "13-phat-bieu-thanh-vien")


def test_17_the_secretary_notes_the_gist_while_it_is_said(stage: Stage) -> None:
    desk = stage[SECRETARY]
    desk.keyboard.press("Escape")
    desk.locator("#d-gist").wait_for()
    desk.locator("body").click(position={"x": 2, "y": 2})
    desk.keyboard.press("g")
    expect(desk.locator("#d-gist")).to_be_focused()
    desk.keyboard.type(GIST)
    desk.keyboard.press("Escape")
    expect(desk.locator(".chua-gui")).to_have_count(0)
    stage.picture(SECRETARY, "14-ban-thu-ky")


def test_18_the_chair_calls_somebody_who_did_not_ask_and_ends(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(chair.locator(".noi")).to_have_count(0)
    expect(stage[SECRETARY].locator("button.gist").first).to_contain_text(GIST)
    silent = chair.locator(".chua ul button").first
    name = str(silent.get_attribute("title"))
    silent.click()
    expect(chair.locator(".noi h2")).to_have_text(name)
    expect(stage[SCREEN].locator(".noi h2")).to_have_text(name)
    stage.known["unasked"] = name
    chair.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(stage[SCREEN].locator(".noi")).to_have_count(0)


# -- 5. the vote -----------------------------------------------------------------------------------------------------


def test_19_the_chair_opens_a_ballot_and_every_device_shows_it(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    box = chair.get_by_role("dialog")
    box.get_by_text("Không giới hạn").click()
    box.get_by_role("button", name="Mở biểu quyết").click()
    for who in (MEMBER, PHONED):
        expect(stage[who].locator("#cau-hoi")).to_have_text(FIRST)
    expect(stage[SCREEN].locator(".man-chieu.bq")).to_contain_text("Đang biểu quyết")
    stage.picture(PHONED, "15-phieu-dien-thoai")
    assert serious(stage[PHONED]) == []


def test_20_votes_are_acknowledged_and_turnout_shows_live(stage: Stage) -> None:
    present = stage.known["present"]
    for sent, (who, choice) in enumerate(((MEMBER, "Tán thành"), (PHONED, "Không tán thành")), start=1):
        page = stage[who]
        choose(page, choice)
        page.get_by_role("button", name=f"Gửi phiếu: {choice}").click()
        expect(page.get_by_role("heading", name=f"Đã ghi nhận: {choice}")).to_be_visible()
        expect(stage[SCREEN].locator(".g b")).to_have_text(f"{sent}/{present}")
    stage.picture(MEMBER, "16-da-ghi-nhan")
    votes = stage.get(CHAIR, f"/api/streams/{stage.stream}").json()["state"]["votes"]
    vote = next(iter(votes))
    for key in ("vinh", "nam", "lan", "oanh", "thanh", "tuan", "men", "khai", "dat", "nghia", "ngoc"):
        context = stage.elsewhere(key)
        answer = stage.send(context, "vote.cast", vote=vote, choice="yes")
        assert answer["ok"], (key, answer)
        context.close()
    chair = stage[CHAIR]
    mine = chair.locator(".phieu-toi")
    mine.locator("label", has_text=re.compile(r"^\s*Tán thành")).click()
    mine.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(mine).to_contain_text("đã ghi nhận")
    expect(stage[SCREEN].locator(".g b")).to_have_text(f"14/{present}")
    expect(stage[MEMBER].locator(".da-gui")).to_contain_text(f"14/{present}")
    stage.picture(CHAIR, "17-dieu-khien-bieu-quyet")
    assert serious(chair) == []


def test_21_the_chair_closes_and_announces_and_every_screen_shows_the_verdict(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    chair.get_by_role("dialog", name="Đóng biểu quyết nội dung 1?").get_by_role(
        "button", name="Đóng biểu quyết"
    ).click()
    expect(chair.locator(".man-kq")).to_contain_text("thông qua", ignore_case=True)
    expect(stage[MEMBER].locator(".man-kq")).to_have_count(0)  # not before it is announced
    chair.get_by_role("button", name="Công bố", exact=True).click()
    toast(chair, "Đã công bố kết quả")
    for who in (CHAIR, MEMBER, PHONED):
        result = stage[who].locator(".man-kq")
        expect(result.locator(".kq")).to_have_text("Được thông qua")
        expect(result.locator(".t1 b")).to_have_text("13")
        expect(result.locator("dl")).to_contain_text("Tổng số thành viên23")
        expect(result.locator("dl")).to_contain_text("16 · đủ")
    hall = stage[SCREEN].locator(".man-chieu.kq")
    expect(hall.locator(".dat-duoc")).to_have_text("Được thông qua")
    expect(hall).to_contain_text(f"Túc số: cần 16, có mặt {stage.known['present']}")
    for who, name in (
        (SCREEN, "18-ket-qua-man-chieu"),
        (MEMBER, "19-ket-qua-thanh-vien"),
        (PHONED, "20-ket-qua-dien-thoai"),
    ):
        stage.picture(who, name)
        assert serious(stage[who]) == []
    for who in (MEMBER, PHONED, CHAIR):
        stage[who].get_by_role("button", name="Về phòng họp").last.click()
