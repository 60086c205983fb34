"""The hall's screens: how one gets in by the code it shows, what it sees, and how it is taken away again."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import audit
from app.people.models import DeviceSession, Membership, Person
from meetings.room.models import ScreenCode
from tests.conftest import MeetingOfBody, World


def asked(world: World) -> tuple[Any, dict[str, Any]]:
    """A big screen that shows a code: its browser, and what it was given."""
    browser = world.client()
    answer = browser.post("/api/screens", json={})
    assert answer.status_code == 200, answer.json
    return browser, answer.json


def let_in(world: World, meeting: MeetingOfBody, name: str = "Màn chính", **more: Any) -> tuple[Any, str]:
    """A screen of the meeting, signed in. Returns its browser and its id."""
    browser, told = asked(world)
    screen = str(world.must(meeting.chair, "screen.admit", meeting, code=told["code"], name=name, **more)["id"])
    assert browser.post("/api/screens/claim", json={"secret": told["secret"]}).json == {"meeting": meeting.id}
    return browser, screen


def own(browser: Any, meeting: MeetingOfBody) -> Any:
    return browser.get(f"/api/streams/{meeting.stream}")


def test_a_screen_waits_until_the_desk_confirms_its_code_and_then_sees_as_members_see(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1)
    browser, told = asked(world)
    assert len(told["code"]) == 6
    assert browser.get("/screen").status_code == 200
    assert browser.post("/api/screens/claim", json={"secret": told["secret"]}).json == {"meeting": None}
    assert own(browser, meeting).status_code == 401
    typed = f"{told['code'][:3]} {told['code'][3:]}"
    world.must(meeting.secretary, "screen.admit", meeting, code=typed, name="  Màn   chính ")
    assert browser.post("/api/screens/claim", json={"secret": told["secret"]}).json == {"meeting": meeting.id}
    assert browser.get("/screen").headers["Location"] == f"/meetings/{meeting.id}/room"
    assert browser.get(f"/meetings/{meeting.id}/room").status_code == 200
    seen = own(browser, meeting).json
    assert seen["me"]["capacity"] == "hall"
    runs = ("meeting.", "agenda.", "speaking.", "vote.", "conclusion.", "screen.", "room.", "presenting.", "note.")
    assert not [name for name in seen["me"]["may"] if name.startswith(runs)]
    (mine,) = seen["state"].pop("my_screen").values()
    assert mine["name"] == "Màn chính" and mine["scene"] == "auto"
    members = world.state(meeting.members[0], meeting) or {}
    assert set(seen["state"]) == {name for name in members if not name.startswith("my_")}
    assert "screens" not in seen["state"]


def test_a_screen_let_in_by_a_code_checks_nobody_in(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, _screen = let_in(world, meeting)
    assert "attendance.check_in_number" not in own(browser, meeting).json["me"]["may"]
    told = {"id": "2" * 20, "stream": meeting.stream, "name": "attendance.check_in_number", "args": {"number": 1}}
    assert browser.post("/api/commands", json=told).json["error"]["code"] == "not_allowed"


def test_a_screen_sees_nothing_but_its_meeting(world: World) -> None:
    meeting = world.meeting("in_progress")
    other = world.meeting("in_progress", body=meeting.body)
    browser, _screen = let_in(world, meeting)
    assert own(browser, other).status_code == 404
    assert browser.get(f"/api/streams/{meeting.body.stream}").status_code == 404
    for path in ("/", "/calendar", "/account", "/approvals", "/tasks", "/api/meetings", "/api/people?q=le"):
        assert browser.get(path).status_code == 403, path
    told = {"id": "1" * 20, "stream": "system", "name": "person.set_password", "args": {}}
    assert browser.post("/api/commands", json=told).json["ok"] is False


def test_only_who_holds_the_secret_of_a_code_gets_its_session(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, told = asked(world)
    world.must(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn chính")
    stranger = world.client()
    for secret in ("", told["code"], "x" * 43):
        answer = stranger.post("/api/screens/claim", json={"secret": secret})
        assert answer.status_code == 404 and "Set-Cookie" not in answer.headers
    for told_else in ({}, {"secret": 7}, [], {"secret": told["secret"], "more": 1}):
        answer = stranger.post("/api/screens/claim", json=told_else)
        assert answer.status_code == 400 and answer.json["error"]["fields"] == {"secret": "Giá trị không hợp lệ."}
    assert "Set-Cookie" in browser.post("/api/screens/claim", json={"secret": told["secret"]}).headers


def test_an_answer_lost_on_its_way_is_asked_for_again_and_one_session_is_left(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, told = asked(world)
    world.must(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn chính")
    for _ in range(2):
        assert browser.post("/api/screens/claim", json={"secret": told["secret"]}).json == {"meeting": meeting.id}
    with world.house.database.read() as read:
        device = select(DeviceSession.revoked_at).join(Person, Person.id == DeviceSession.person).where(Person.device)
        assert sorted(row is None for row in read.execute(device).scalars()) == [False, True]


def test_a_code_is_good_for_five_minutes_and_once(world: World) -> None:
    meeting = world.meeting("in_progress")
    _browser, told = asked(world)
    world.must(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn chính")
    again = world.run(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn phụ")
    assert "code" in again.error["fields"]
    browser, late = asked(world)
    world.pass_time(minutes=5)
    result = world.run(meeting.chair, "screen.admit", meeting, code=late["code"], name="Màn phụ")
    assert "code" in result.error["fields"]
    assert browser.post("/api/screens/claim", json={"secret": late["secret"]}).status_code == 404
    world.pass_time(minutes=2)
    asked(world)
    with world.house.database.read() as read:
        assert len(read.execute(select(ScreenCode.id)).all()) == 1


def test_codes_are_not_guessed(world: World) -> None:
    """Twenty at once, then ten a minute: of a million."""
    meeting = world.meeting("in_progress")
    _browser, told = asked(world)
    wrong = f"{(int(told['code']) + 1) % 10**6:06}"
    codes = [world.run(meeting.chair, "screen.admit", meeting, code=wrong, name="x").error["code"] for _ in range(21)]
    assert codes == ["invalid"] * 20 + ["too_many"]
    right = world.run(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn chính")
    assert right.error["code"] == "too_many"
    assert world.run(meeting.secretary, "screen.admit", meeting, code=told["code"], name="Màn chính").ok


@pytest.mark.parametrize("who", ["member", "guest"])
def test_only_the_desk_has_to_do_with_screens(world: World, who: str) -> None:
    meeting = world.meeting("in_progress", guests=1)
    _browser, screen = let_in(world, meeting)
    person = meeting.members[0] if who == "member" else meeting.guests[0]
    _waiting, told = asked(world)
    assert world.run(person, "screen.admit", meeting, code=told["code"], name="x").error["code"] == "not_allowed"
    assert world.run(person, "screen.show", meeting, screen=screen, scene="blank").error["code"] == "not_found"
    assert world.client(person).get(f"/api/meetings/{meeting.id}/screens").status_code == 403
    assert "screens" not in (world.state(person, meeting) or {})


def test_the_desk_picks_from_the_screens_that_wait_in_its_network(world: World) -> None:
    meeting = world.meeting("in_progress")
    told = [asked(world)[1]["code"] for _ in range(2)]
    elsewhere = world.client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert elsewhere.post("/api/screens", json={}).status_code == 200
    world.must(meeting.chair, "screen.admit", meeting, code=told[0], name="Màn chính")
    assert world.client(meeting.chair).get(f"/api/meetings/{meeting.id}/screens").json == {"codes": [told[1]]}


def test_a_screen_that_is_taken_away_is_signed_out(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, screen = let_in(world, meeting)
    kept, other = let_in(world, meeting, name="Màn phụ")
    world.must(meeting.secretary, "screen.remove", meeting, screen=screen)
    assert own(browser, meeting).status_code == 401
    assert browser.get("/screen").status_code == 200
    assert own(kept, meeting).status_code == 200
    assert list((world.state(meeting.chair, meeting) or {})["screens"]) == [other]
    again = world.run(meeting.chair, "screen.show", meeting, screen=screen, scene="blank")
    assert again.error["code"] == "not_found"


def test_screens_go_two_hours_after_their_meeting(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, _screen = let_in(world, meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    assert own(browser, meeting).status_code == 200
    from app.jobs.models import Job

    with world.house.database.read() as read:
        jobs = read.execute(select(Job.command, Job.due).where(Job.command == "screen.retire")).all()
    assert [(name, due - world.now) for name, due in jobs] == [("screen.retire", timedelta(hours=2))]
    world.must(None, "screen.retire", meeting)
    assert own(browser, meeting).status_code == 401
    assert audit.report(world.house)["problems"] == []


def test_each_screen_shows_what_the_desk_chose_for_it(world: World) -> None:
    meeting = world.meeting("in_progress")
    (first, one), (second, two) = let_in(world, meeting), let_in(world, meeting, name="Màn phụ")
    world.must(meeting.chair, "screen.show", meeting, screen=one, scene="agenda")
    scenes = [next(iter(own(b, meeting).json["state"]["my_screen"].values()))["scene"] for b in (first, second)]
    assert scenes == ["agenda", "auto"]
    world.must(meeting.secretary, "screen.edit", meeting, screen=two, name="Màn hội trường B")
    world.must(meeting.secretary, "screen.show", meeting, screen=one, scene="auto")
    kept = (world.state(meeting.chair, meeting) or {})["screens"]
    assert {form["name"]: form["scene"] for form in kept.values()} == {"Màn chính": "auto", "Màn hội trường B": "auto"}
    assert audit.report(world.house)["problems"] == []


def test_a_screen_of_a_site_that_is_taken_away_stays(world: World) -> None:
    meeting = world.meeting("in_progress")
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Phường 5")["id"]
    browser, screen = let_in(world, meeting, site=site)
    world.must(meeting.secretary, "attendance.remove_site", meeting, site=site)
    assert (world.state(meeting.chair, meeting) or {})["screens"][screen]["site"] is None
    assert own(browser, meeting).status_code == 200
    assert audit.report(world.house)["problems"] == []


def test_no_screen_is_let_into_a_meeting_that_is_not_on(world: World) -> None:
    for phase in ("preparing", "ended"):
        meeting = world.meeting(phase)
        _browser, told = asked(world)
        result = world.run(meeting.secretary, "screen.admit", meeting, code=told["code"], name="Màn chính")
        assert result.error["code"] == "conflict", phase


def test_neither_code_nor_secret_is_in_the_journal_or_a_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    meeting = world.meeting("in_progress")
    browser, told = asked(world)
    world.must(meeting.chair, "screen.admit", meeting, code=told["code"], name="Màn chính")
    browser.post("/api/screens/claim", json={"secret": told["secret"]})
    from app.journal import Change, EntryRow

    with world.house.database.read() as read:
        told_of = [str(row) for model in (EntryRow, Change) for row in read.execute(select(model.__table__)).all()]
    for hidden in (told["code"], told["secret"]):
        assert not any(f'"{hidden}"' in line for line in told_of)
        assert hidden not in caplog.text


def test_a_phone_of_the_desk_comes_from_the_code_on_the_screen_into_the_room(world: World) -> None:
    meeting = world.meeting("in_progress")
    answer = world.client(meeting.chair).get("/screen/confirm")
    assert answer.headers["Location"] == f"/meetings/{meeting.id}/room"
    world.meeting("published", body=meeting.body)
    assert "Phiên họp thử" in world.client(meeting.chair).get("/screen/confirm").text
    assert world.client(meeting.members[0]).get("/screen/confirm").status_code == 200


def test_a_dark_hall_is_the_rooms_own_look_until_it_is_light_again(world: World) -> None:
    meeting = world.meeting("in_progress")
    member = meeting.members[0]
    assert world.run(member, "screen.darken_hall", meeting, dark=True).error["code"] == "not_allowed"
    world.must(meeting.chair, "screen.darken_hall", meeting, dark=True)
    assert (world.state(member, meeting) or {})["meeting"][meeting.id]["dark"] is True
    assert 'data-theme="dark"' in world.client(member).get(f"/meetings/{meeting.id}/room").text
    world.must(member, "person.set_preferences", "system", theme="light")
    assert 'data-theme="light"' in world.client(member).get(f"/meetings/{meeting.id}/room").text
    assert audit.report(world.house)["problems"] == []
    world.must(meeting.secretary, "screen.darken_hall", meeting, dark=False)
    assert (world.state(member, meeting) or {})["meeting"][meeting.id]["dark"] is False


def an_account(world: World, meeting: MeetingOfBody, name: str = "Màn chiếu Phòng họp Sông Lạc") -> str:
    """The hall's account of this body, as its administrator made it."""
    person = world.person(name)
    world.must(None, "body.add_member", meeting.body, person=person, capacities=["hall"], from_date="2024-01-01")
    return person


def shown_to(world: World, person: str, meeting: MeetingOfBody) -> list[dict[str, Any]]:
    return list((world.state(person, meeting) or {}).get("my_screen", {}).values())


def test_a_halls_account_is_a_screen_of_the_meeting_it_shows_and_the_desk_chooses_its_scene(world: World) -> None:
    meeting = world.meeting("in_progress")
    account = an_account(world, meeting)
    assert shown_to(world, account, meeting) == []
    came = world.must(account, "screen.come", meeting)["id"]
    assert world.must(account, "screen.come", meeting)["id"] == came  # another device of the same account
    (kept,) = (world.state(meeting.chair, meeting) or {})["screens"].values()
    assert kept["name"] == "Màn chiếu Phòng họp Sông Lạc" and kept["account"] and kept["person"] == account
    world.must(meeting.chair, "screen.show", meeting, screen=came, scene="agenda")
    (mine,) = shown_to(world, account, meeting)
    assert mine["scene"] == "agenda"
    assert "screens" not in (world.state(account, meeting) or {})
    assert audit.report(world.house)["problems"] == []


def test_a_halls_account_is_a_screen_of_several_meetings_each_with_its_scene(world: World) -> None:
    one = world.meeting("in_progress")
    other = world.meeting("in_progress", body=one.body)
    account = an_account(world, one)
    for meeting, scene in ((one, "blank"), (other, "agenda")):
        came = world.must(account, "screen.come", meeting)["id"]
        world.must(meeting.chair, "screen.show", meeting, screen=came, scene=scene)
    assert [shown_to(world, account, meeting)[0]["scene"] for meeting in (one, other)] == ["blank", "agenda"]


def test_only_a_halls_account_comes_as_a_screen_by_itself(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1)
    browser, _screen = let_in(world, meeting)
    told = {"id": "3" * 20, "stream": meeting.stream, "name": "screen.come", "args": {}}
    assert browser.post("/api/commands", json=told).json["error"]["code"] == "not_allowed"
    for person in (meeting.chair, meeting.members[0], meeting.guests[0]):
        assert world.run(person, "screen.come", meeting).error["code"] == "not_allowed"


def test_a_halls_account_is_not_signed_out_with_the_screens_of_a_meeting(world: World) -> None:
    """It is not the meeting's: it is taken away from where it stands, and goes on to the next meeting."""
    meeting = world.meeting("in_progress")
    account = an_account(world, meeting)
    browser = world.client(account)
    came = world.must(account, "screen.come", meeting)["id"]
    assert world.run(meeting.chair, "screen.remove", meeting, screen=came).error["code"] == "conflict"
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(None, "screen.retire", meeting)
    assert own(browser, meeting).status_code == 200 and shown_to(world, account, meeting) == []
    assert world.run(account, "screen.come", meeting).error["code"] == "conflict"
    later = world.meeting("in_progress", body=meeting.body)
    world.must(account, "screen.come", later)
    assert audit.report(world.house)["problems"] == []


def test_an_account_that_is_no_screen_of_the_body_any_more_sees_nothing_of_the_meeting(world: World) -> None:
    meeting = world.meeting("in_progress")
    account = an_account(world, meeting)
    world.must(account, "screen.come", meeting)
    with world.house.database.read() as read:
        held = select(Membership.id).where(Membership.person == account)
        membership = read.execute(held).scalar_one()
    world.must(None, "body.end_membership", meeting.body, member=membership)
    assert world.state(account, meeting) is None
