"""A draft agenda, its papers, their approval, publishing."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.one_meeting.scene import FIRST, LEADER, MEMBER, SECOND, SECRETARY, TITLE, local_in, toast
from tests.journeys.stage import Stage, serious


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
    desk.get_by_label("Bắt đầu").fill(local_in(5))
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
