"""Several sites: their video rooms, their screens, their clerks, their share in the quorum."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import audit
from app.caller import Caller, actor
from app.live import me
from meetings.attendance.rules import LINK_LENGTH, link_fault
from tests.conftest import MeetingOfBody, World
from tests.meetings.attendance.test_hall_code import a_hall
from tests.meetings.attendance.test_numbers import numbers, status
from tests.meetings.helpers import code, fields

# -- addresses ----------


@given(st.text(max_size=LINK_LENGTH + 50))
def test_an_address_that_passes_is_one_a_browser_opens_securely(typed: str) -> None:
    if link_fault(typed) is None:
        parts = urlsplit(typed)
        assert parts.scheme == "https" and parts.hostname and parts.username is None
        assert len(typed) <= LINK_LENGTH and typed.split() == [typed]


@given(st.from_regex(r"[a-z0-9]{1,20}(\.[a-z]{2,6}){1,3}(/[A-Za-z0-9%&=?#_-]{0,20}){0,3}", fullmatch=True))
def test_any_https_address_will_do(rest: str) -> None:
    assert link_fault(f"https://{rest}") is None


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("http://meet.jit.si/hop", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("meet.jit.si/hop", "scheme"),
        ("https://", "form"),
        ("https:///hop", "form"),
        ("https://a b", "form"),
        ("https://a.vn/\n", "form"),
        ('https://a.vn/"onclick="x', "form"),
        ("https://ai:mat-khau@a.vn", "form"),
        ("https://[::1", "form"),
        ("https://a.vn:khong", "form"),
        ("https://a.vn/" + "x" * 500, "long"),
    ],
)
def test_a_bad_address_is_refused_for_what_is_wrong_with_it(link: str, fault: str) -> None:
    assert link_fault(link) == fault


# -- sites ----------


def a_site(world: World, meeting: MeetingOfBody, *people: str, name: str = "Xã Tân Lập") -> str:
    site = str(world.must(meeting.secretary, "attendance.add_site", meeting, name=name)["id"])
    if people:
        world.must(meeting.secretary, "attendance.place", meeting, people=list(people), site=site)
    return site


def seen(world: World, person: str, meeting: MeetingOfBody, site: str) -> dict[str, Any]:
    return dict((world.state(person, meeting) or {})["sites"][site])


def test_the_way_into_a_video_room_is_told_to_people_and_to_no_screen(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    site, screen, link = a_site(world, meeting), a_hall(world, meeting), "https://meet.jit.si/hop-thang-11"
    world.must(meeting.secretary, "attendance.edit_site", meeting, site=site, video=f" {link} ")
    world.must(meeting.secretary, "meeting.edit", meeting, video=link)
    for person in (meeting.members[0], meeting.guests[0], meeting.chair):
        assert seen(world, person, meeting, site)["video"] == link
        assert (world.state(person, meeting) or {})["meeting"][meeting.id]["video"] == link
    assert link not in str(world.state(screen, meeting))


def test_a_bad_address_is_refused_in_words_and_none_is_taken_away(world: World) -> None:
    meeting = world.meeting("published")
    site = a_site(world, meeting)
    for name, args in (("attendance.edit_site", {"site": site}), ("meeting.edit", {})):
        bad = world.run(meeting.secretary, name, meeting, **args, video="http://meet.jit.si/x")
        assert code(bad) == "invalid" and "https://" in bad.error["fields"]["video"]
        world.must(meeting.secretary, name, meeting, **args, video="https://meet.jit.si/x")
        world.must(meeting.secretary, name, meeting, **args, video="")
    assert seen(world, meeting.chair, meeting, site)["video"] == ""


def test_a_screen_stands_at_one_site_and_is_one_of_the_bodys(world: World) -> None:
    meeting = world.meeting("published")
    screen, here, there = a_hall(world, meeting), a_site(world, meeting), a_site(world, meeting, name="Xã Bình An")
    for site in (here, there):
        world.must(meeting.secretary, "attendance.edit_site", meeting, site=site, screen=screen)
    assert seen(world, screen, meeting, here)["screen"] is None
    assert seen(world, screen, meeting, there)["screen"] == screen
    assert "screen" not in seen(world, meeting.members[0], meeting, there)
    wrong = world.run(meeting.secretary, "attendance.edit_site", meeting, site=here, screen=meeting.members[0])
    assert fields(wrong) == {"screen"}
    world.must(meeting.secretary, "attendance.edit_site", meeting, site=there, screen=None)
    assert seen(world, screen, meeting, there)["screen"] is None


def may(world: World, person: str, meeting: MeetingOfBody) -> set[str]:
    with world.house.database.read() as read:
        return set(me(world.house, actor(read, Caller(person=person), meeting.stream), "meeting")["may"])


def test_a_sites_clerk_marks_the_people_of_that_site_and_nobody_else(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    clerk, there, elsewhere = meeting.members[:3]
    site = a_site(world, meeting, clerk, there)
    other = a_site(world, meeting, name="Xã Bình An")
    mark = {"person": there, "status": "present"}
    assert code(world.run(clerk, "attendance.mark", meeting, **mark)) == "not_allowed"
    assert "attendance.mark" not in may(world, clerk, meeting)
    world.must(meeting.secretary, "attendance.name_clerk", meeting, person=clerk, site=site)
    assert "attendance.mark" in may(world, clerk, meeting)
    world.must(clerk, "attendance.mark", meeting, **mark)
    assert status(world, meeting, there) == "present"
    assert code(world.run(clerk, "attendance.mark", meeting, person=elsewhere, status="present")) == "not_allowed"
    assert code(world.run(clerk, "attendance.mark", meeting, person=there, status="left", site=other)) == "not_allowed"
    assert code(world.run(clerk, "attendance.mark_many", meeting, status="present")) == "not_allowed"
    number = numbers(world, meeting)
    world.must(clerk, "attendance.check_in_number", meeting, number=number[clerk])
    assert code(world.run(clerk, "attendance.check_in_number", meeting, number=number[elsewhere])) == "not_allowed"
    assert audit.report(world.house)["problems"] == []


def test_a_sites_clerk_who_takes_a_mark_back_leaves_when_they_came_as_it_was(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    clerk, there = meeting.members[:2]
    world.must(
        meeting.secretary, "attendance.name_clerk", meeting, person=clerk, site=a_site(world, meeting, clerk, there)
    )
    world.must(there, "attendance.check_in", meeting)
    world.pass_time(minutes=10)
    for kind in ("left", "present"):
        world.must(clerk, "attendance.mark", meeting, person=there, status=kind)
        world.pass_time(minutes=10)
    before = (world.state(meeting.secretary, meeting) or {})["attendance"][there]
    told = (world.state(clerk, meeting) or {})["attendance"][there]
    assert set(told) == {"status", "at"}, "a clerk is not told when somebody came"
    world.must(clerk, "attendance.mark", meeting, person=there, status="left")
    world.must(clerk, "attendance.mark", meeting, person=there, **told)
    assert (world.state(meeting.secretary, meeting) or {})["attendance"][there] == before
    assert before["arrived_at"] < before["at"]
    assert audit.report(world.house)["problems"] == []


def test_a_clerk_no_longer_named_or_whose_site_is_gone_marks_nobody(world: World) -> None:
    meeting = world.meeting("published")
    clerk, there = meeting.members[:2]
    site = a_site(world, meeting, clerk, there)
    for end in (
        lambda: world.must(meeting.secretary, "attendance.name_clerk", meeting, person=clerk, site=None),
        lambda: world.must(meeting.secretary, "attendance.remove_site", meeting, site=site),
    ):
        world.must(meeting.secretary, "attendance.name_clerk", meeting, person=clerk, site=site)
        assert "attendance.mark" in may(world, clerk, meeting)
        end()
        assert "attendance.mark" not in may(world, clerk, meeting)
    assert audit.report(world.house)["problems"] == []


def test_the_secretary_needs_no_naming(world: World) -> None:
    meeting = world.meeting("published")
    named = {"person": meeting.secretary, "site": a_site(world, meeting)}
    assert code(world.run(meeting.secretary, "attendance.name_clerk", meeting, **named)) == "conflict"


def test_a_site_says_its_share_in_the_quorum_guests_apart(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1, present=False)
    here, guest = meeting.members[0], meeting.guests[0]
    site = a_site(world, meeting, here, meeting.members[1], guest)
    for person in (here, guest):
        world.must(person, "attendance.check_in", meeting)
    told = seen(world, meeting.chair, meeting, site)
    assert (told["present"], told["expected"]) == (2, 3)
    assert (told["members_present"], told["members"]) == (1, 2)


def test_whoever_is_here_already_is_where_the_secretary_places_them(world: World) -> None:
    meeting = world.meeting("in_progress")
    site = a_site(world, meeting, *meeting.members[:2])
    assert seen(world, meeting.chair, meeting, site)["members_present"] == 2
    world.must(meeting.secretary, "attendance.place", meeting, people=meeting.members[:1], site=None)
    assert seen(world, meeting.chair, meeting, site)["members_present"] == 1


def test_a_meeting_like_this_one_has_the_same_sites_and_video_rooms(world: World) -> None:
    meeting = world.meeting("published")
    site = a_site(world, meeting)
    world.must(meeting.secretary, "attendance.edit_site", meeting, site=site, video="https://meet.jit.si/xa")
    world.must(meeting.secretary, "meeting.edit", meeting, video="https://meet.jit.si/chung")
    starts = "2026-12-20T01:00:00Z"
    copy = world.must(meeting.secretary, "meeting.clone", meeting.body, meeting=meeting.id, starts_at=starts)["id"]
    state = world.state(meeting.secretary, f"meeting:{copy}") or {}
    assert state["meeting"][copy]["video"] == "https://meet.jit.si/chung"
    assert [(one["name"], one["video"]) for one in state["sites"].values()] == [
        ("Xã Tân Lập", "https://meet.jit.si/xa")
    ]


def test_a_member_removed_leaves_the_sites_count(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    site = a_site(world, meeting, meeting.guests[0], meeting.members[0])
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=meeting.guests[0])
    assert seen(world, meeting.chair, meeting, site)["expected"] == 1


def test_who_is_planned_for_a_site_may_come_to_the_main_hall(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    here, there = meeting.members[:2]
    site = a_site(world, meeting, here, there)
    world.must(here, "attendance.check_in", meeting, site=None)
    world.must(there, "attendance.check_in", meeting)
    told = seen(world, meeting.chair, meeting, site)
    assert (told["members_present"], told["members"]) == (1, 1)
    assert (world.state(meeting.chair, meeting) or {})["people"][here]["site"] is None
    assert audit.report(world.house)["problems"] == []


def whereabouts(world: World, meeting: MeetingOfBody, person: str) -> str | None:
    site: str | None = (world.state(meeting.chair, meeting) or {})["people"][person]["site"]
    return site


def test_the_roll_and_the_door_put_who_comes_to_the_hall_in_the_hall(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    called, typed, absent = meeting.members[:3]
    site = a_site(world, meeting, called, typed, absent)
    world.must(meeting.secretary, "attendance.mark", meeting, person=called, status="present", site=None)
    number = numbers(world, meeting)[typed]
    world.must(a_hall(world, meeting), "attendance.check_in_number", meeting, number=number, site=None)
    world.must(meeting.secretary, "attendance.mark", meeting, person=absent, status="absent")
    assert [whereabouts(world, meeting, one) for one in (called, typed, absent)] == [None, None, site]
    told = seen(world, meeting.chair, meeting, site)
    assert (told["members_present"], told["members"]) == (0, 1)
    world.must(meeting.secretary, "attendance.check_in_number", meeting, number=number, site=site)
    assert whereabouts(world, meeting, typed) == site, "who is found elsewhere is there"
    assert audit.report(world.house)["problems"] == []


def test_a_mark_that_is_undone_puts_them_back_where_they_were_expected(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    member = meeting.members[0]
    site = a_site(world, meeting)
    mark = {"person": member, "status": "present", "site": site}
    world.must(meeting.secretary, "attendance.mark", meeting, **mark)
    assert whereabouts(world, meeting, member) == site
    world.must(meeting.secretary, "attendance.mark", meeting, person=member, status="expected", site=None)
    assert whereabouts(world, meeting, member) is None and status(world, meeting, member) == "expected"
    assert audit.report(world.house)["problems"] == []


def test_a_sites_clerk_puts_nobody_in_the_main_hall(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    clerk, there = meeting.members[:2]
    site = a_site(world, meeting, clerk, there)
    world.must(meeting.secretary, "attendance.name_clerk", meeting, person=clerk, site=site)
    number = numbers(world, meeting)[there]
    for name, whom in (
        ("attendance.mark", {"person": there, "status": "present"}),
        ("attendance.check_in_number", {"number": number}),
    ):
        assert code(world.run(clerk, name, meeting, **whom, site=None)) == "not_allowed"
        assert (whereabouts(world, meeting, there), status(world, meeting, there)) == (site, "expected")
    world.must(clerk, "attendance.check_in_number", meeting, number=number, site=site)
    assert status(world, meeting, there) == "present"
