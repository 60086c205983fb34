"""Hôm nay keeps up with what happens elsewhere, and disturbs nobody who is at it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Opens, Served, given

pytestmark = pytest.mark.journeys


def speech_on_the_floor(page: Page, address: str, stream: str) -> str:
    state = page.context.request.get(f"{address}/api/streams/{stream}").json()["state"]
    return next(str(key) for key, one in state["speeches"].items() if one["state"] in ("speaking", "paused"))


def test_a_meeting_that_pauses_goes_on_and_ends_shows_by_itself(house: Served, opens: Opens) -> None:
    chair, meeting = opens("chair", "/calendar"), replace(house.published, id=house.more["live"])
    home = opens("member", "/")
    card, enter = home.locator(".ke-tiep"), home.locator(".kt-nut .son")
    expect(card.locator(".song")).to_have_text("Đang họp")
    enter.focus()
    home.evaluate("window.same = true")
    given(chair, house, meeting, "meeting.pause")
    expect(card).to_contain_text("Tạm nghỉ")
    expect(enter).to_be_focused()
    given(chair, house, meeting, "meeting.resume")
    expect(card.locator(".song")).to_have_text("Đang họp")
    speech = speech_on_the_floor(chair, house.address, meeting.stream)
    given(chair, house, meeting, "speaking.finish", speech=speech)
    given(chair, house, meeting, "meeting.end")
    expect(card.locator("h2 a")).to_have_attribute("href", f"/meetings/{house.published.id}")
    assert home.evaluate("window.same"), "nothing was loaded anew"


def test_what_waits_for_me_comes_and_goes_by_itself_but_not_under_a_finger(house: Served, opens: Opens) -> None:
    secretary, home = opens("secretary", "/calendar"), opens("chair", "/")
    chair = opens("chair", "/calendar")
    waiting = home.locator("[data-live=waiting] li", has_text="tài liệu chờ duyệt")
    expect(waiting).to_have_count(1)
    state = secretary.context.request.get(f"{house.address}/api/streams/{house.preparing.stream}").json()["state"]
    paper = next(key for key, one in state["papers"].items() if one["state"] == "submitted")
    box = waiting.bounding_box()
    assert box
    home.mouse.move(box["x"] + 30, box["y"] + 30)
    home.mouse.down()
    with home.expect_response("**/today/stand"):
        given(chair, house, house.preparing, "paper.approve", paper=paper)
    with home.expect_response(lambda answer: answer.url.endswith("/") and answer.ok):
        pass
    expect(waiting).to_have_count(1)
    home.mouse.move(5, 5)
    home.mouse.up()
    expect(waiting).to_have_count(0)
    badge = home.locator("header a[href='/approvals'] .dem-so")
    expect(badge).to_be_visible()
    before = int(badge.inner_text())
    given(chair, house, house.preparing, "paper.unapprove", paper=paper)
    expect(waiting).to_have_count(1)
    expect(badge).to_have_text(str(before + 1))
