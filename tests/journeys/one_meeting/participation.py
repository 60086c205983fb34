"""Who was not heard: the matrix for the chair, their own figures for a member, nothing for a guest."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import expect
from sqlalchemy import text

from app.database import Database
from app.settings import load
from documents.demo import cast
from tests.journeys.one_meeting.scene import CHAIR, MEMBER, SECRETARY, ZONE
from tests.journeys.stage import TABLET, Stage, full_name, serious

GUEST = "khiem"
UNHEARD = ("bao", "anh")
"""They came to the meetings before and never spoke; one of them has asked for the floor each time."""
OTHERS = [one.name for one in cast.MEMBERS if one.key != MEMBER]


def test_33_the_chair_opens_who_was_not_heard(stage: Stage) -> None:
    chair = stage.go(CHAIR, "/")
    chair.get_by_role("navigation", name="Chính", exact=True).get_by_role("link", name="Thống kê").click()
    expect(chair.get_by_role("heading", name="Ai chưa được nghe")).to_be_visible()
    today = datetime.now(ZONE)
    columns = chair.locator(".bang-k thead th")
    expect(columns.nth(7)).to_have_text(f"{today.day}/{today.month}")  # seven meetings, this one the last
    expect(columns).to_have_count(1 + 7 + 2)
    never = chair.locator(".tom .nhat")
    expect(never).to_contain_text("chưa nói phiên nào đã dự")
    expect(never.locator("b")).to_have_text("2")
    expect(never).to_contain_text(", ".join(full_name(key) for key in UNHEARD))
    rows = chair.locator(".bang-k tbody tr")
    expect(rows).to_have_count(22)  # everybody on the roll but the chair
    assert rows.locator("th b").all_inner_texts()[:2] == [full_name(key) for key in UNHEARD]
    assert heard_today(stage, stage.known["first"])
    assert heard_today(stage, stage.known["unasked"])
    assert not heard_today(stage, full_name("oanh"))
    stage.picture(CHAIR, "33-ai-chua-duoc-nghe")
    assert serious(chair) == []


def heard_today(stage: Stage, name: str) -> bool:
    row = stage[CHAIR].locator(".bang-k tbody tr", has=stage[CHAIR].locator("th b", has_text=name))
    mark = row.locator("td").nth(6).locator("svg").get_attribute("aria-label") or ""
    return mark.startswith("đã nói")


def test_34_whoever_was_called_without_asking_is_no_longer_among_the_unheard(stage: Stage) -> None:
    assert stage.known["unasked"] == full_name("sen")
    expect(stage[CHAIR].locator(".tom .nhat")).not_to_contain_text(full_name("sen"))


def test_35_the_secretary_may_open_it_too_and_each_opening_is_in_the_journal(stage: Stage) -> None:
    body = stage.known["body"]
    stage.go(SECRETARY, f"/bodies/{body}/participation")
    expect(stage[SECRETARY].locator(".bang-k tbody tr")).to_have_count(22)
    told = {name: value for name, value in stage.server.environment.items() if name.startswith("DIENHONG_")}
    database = Database(load(told))
    with database.read() as read:
        openings = read.execute(
            text(
                "SELECT persons.name FROM entries JOIN persons ON persons.id = entries.actor"
                " WHERE stream = :stream AND kind = 'participation.opened' ORDER BY seq"
            ),
            {"stream": f"body:{body}"},
        ).scalars()
        assert list(openings) == [full_name(CHAIR), full_name(SECRETARY)]
    database.close()


def test_36_a_member_sees_only_their_own_figures(stage: Stage) -> None:
    member = stage.go(MEMBER, "/")
    member.get_by_role("navigation", name="Chính", exact=True).get_by_role("link", name="Phát biểu").click()
    expect(member.get_by_role("heading", name="Phát biểu của tôi")).to_be_visible()
    expect(member.locator(".bai-noi")).to_contain_text("Phiên họp")
    shown = member.locator("main").inner_text()
    assert [name for name in OTHERS if name in shown] == []
    stage.picture(MEMBER, "34-phat-bieu-cua-toi")
    assert serious(member) == []
    body = stage.known["body"]
    assert stage.get(MEMBER, f"/bodies/{body}/participation").status in (403, 404)
    state = stage.get(MEMBER, f"/api/streams/{stage.stream}").json()["state"]
    assert "unheard" not in state


def test_37_a_guest_sees_none(stage: Stage) -> None:
    guest = stage.arrive(GUEST, TABLET)
    places = guest.get_by_role("navigation", name="Chính", exact=True)
    expect(places.get_by_role("link", name="Hôm nay")).to_be_visible()
    for name in ("Thống kê", "Phát biểu"):
        expect(places.get_by_role("link", name=name)).to_have_count(0)
    stage.go(GUEST, "/participation/mine")
    expect(guest.get_by_text("Chưa có cơ quan nào để thống kê.")).to_be_visible()
    body = stage.known["body"]
    paths = [f"/bodies/{body}/participation", f"/api/streams/body:{body}", f"/api/streams/{stage.stream}"]
    assert {path: stage.get(GUEST, path).status for path in paths} == dict.fromkeys(paths, 404)
