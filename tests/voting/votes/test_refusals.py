"""A forged event from a guest, a substitute, a stranger or a member off the roll: refused, nothing counted, and recorded where the
desk and whoever looks after the house see it. Of open and of sealed votes alike.
"""

from __future__ import annotations

import base64
import logging
from typing import Any

import pytest

from app import audit, journal
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import code
from tests.voting.sealed.hall import SealedHall
from voting.votes.rules import Standing, recorded, trespass

FORGERS = {
    "guest": ("guest", {"not_allowed", "not_found"}),
    "substitute": ("substitute", {"not_allowed"}),
    "stranger": ("stranger", {"not_found"}),
    "secretary": ("off_roll", {"not_allowed"}),
    "late member": ("stranger", {"not_found"}),
    "barred member": ("no_vote", {"not_allowed"}),
}


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    made = world.meeting(phase="published", members=8, guests=1)
    going, absent = world.person("Người Đi Thay"), made.members[0]
    world.must(absent, "attendance.send_substitute", made, person=going, office="Chuyên viên", reason="Đi công tác")
    for person in [*made.body.roll[:1], *made.members[1:], *made.guests, going]:
        world.must(made.secretary, "attendance.mark", made, person=person, status="present")
    world.must(made.chair, "meeting.start", made)
    world.must(made.chair, "agenda.start_item", made, item=made.items[0])
    made.body.guests.append(going)
    return made


def forger(world: World, meeting: MeetingOfBody, kind: str) -> str:
    """Who this is; one who has become a member after the vote's opening is made now, and is nobody in this meeting."""
    if kind == "late member":
        late = world.person("Ủy Viên Mới")
        terms = [{"person": late, "capacities": ["member"], "from_date": "2025-01-01"}]
        world.must(None, "body.add_members", meeting.body, members=terms)
        return late
    people = {"guest": meeting.guests[0], "substitute": meeting.guests[-1], "secretary": meeting.secretary}
    return people.get(kind) or (meeting.members[-1] if kind == "barred member" else world.person("Người Lạ"))


def rows(world: World) -> dict[str, int]:
    found = {}
    with world.house.database.read() as read:
        for table in ("casts", "cast_revisions", "sealed_envelopes"):
            found[table] = read.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0
    return found


def alarms(world: World, meeting: MeetingOfBody, person: str) -> list[Any]:
    return list((world.state(person, meeting) or {}).get("alarms", {}).values())


@pytest.mark.parametrize("kind", FORGERS)
@pytest.mark.parametrize("sealed", [False, True], ids=["open", "sealed"])
def test_a_forged_ballot_is_refused_and_recorded(
    world: World, meeting: MeetingOfBody, kind: str, sealed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    asked = {"question": "Thông qua?", "item": meeting.items[0], "no_vote": [meeting.members[-1]]}
    if sealed:
        hall = SealedHall(world, meeting)
        hall.prepare(board=2, **asked)
        hall.read_aloud()
        hall.open()
        vote, name, more = hall.vote, "sealed.cast", {"e1": base64.b64encode(bytes(384)).decode()}
    else:
        vote, name, more = (
            world.must(meeting.chair, "vote.open", meeting, **asked)["id"],
            "vote.cast",
            {"choice": "yes"},
        )
    person, (why, codes) = forger(world, meeting, kind), FORGERS[kind]
    before = rows(world)
    with caplog.at_level(logging.WARNING, "dienhong.votes"):
        refused = world.run(person, name, meeting, vote=vote, **more)
    assert code(refused) in codes
    assert rows(world) == before and sum(before.values()) == 0
    for desk in (meeting.chair, meeting.secretary):
        (alarm,) = alarms(world, meeting, desk)
        assert (alarm["kind"], alarm["person"], alarm["why"], alarm["times"]) == ("ballot", person, why, 1)
    assert not alarms(world, meeting, meeting.members[1])
    found = audit.report(world.house)
    assert found["problems"] == []
    (line,) = found["refused"]
    assert (line["person"], line["command"], line["vote"], line["why"]) == (person, name, vote, why)
    assert name in caplog.text and person in caplog.text


def test_what_else_a_guest_tries_in_votes_is_recorded_too(world: World, meeting: MeetingOfBody) -> None:
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"]
    guest = meeting.guests[0]
    assert code(world.run(guest, "vote.close", meeting, vote=vote)) == "not_allowed"
    assert code(world.run(guest, "sealed.open_box", meeting, vote=vote, after="0" * 64, signature="0" * 128)) != "ok"
    assert [line["command"] for line in audit.report(world.house)["refused"]] == ["vote.close", "sealed.open_box"]
    (alarm,) = alarms(world, meeting, meeting.secretary)
    assert alarm["times"] == 2
    world.must(
        meeting.secretary,
        "meeting.clear_alarm",
        meeting,
        alarm=next(iter(world.state(meeting.chair, meeting)["alarms"])),
    )  # type: ignore[index]
    assert not alarms(world, meeting, meeting.chair) and len(audit.report(world.house)["refused"]) == 2


def test_an_ordinary_slip_is_no_forgery(world: World, meeting: MeetingOfBody) -> None:
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"]
    absent, member = meeting.members[0], meeting.members[1]
    assert code(world.run(absent, "vote.cast", meeting, vote=vote, choice="yes")) == "not_allowed"
    assert code(world.run(member, "vote.cast", meeting, vote="khongco", choice="yes")) == "not_found"
    assert code(world.run(member, "vote.close", meeting, vote=vote)) == "not_allowed"
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert code(world.run(member, "vote.cast", meeting, vote=vote, choice="yes")) == "conflict"
    assert audit.report(world.house)["refused"] == [] and not alarms(world, meeting, meeting.chair)


def test_a_flood_of_forged_ballots_fills_no_journal(world: World, meeting: MeetingOfBody) -> None:
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"]
    with world.house.database.read() as read:
        before = journal.head(read, meeting.stream).seq
    for _ in range(40):
        assert code(world.run(meeting.guests[0], "vote.cast", meeting, vote=vote, choice="yes")) == "not_allowed"
    with world.house.database.read() as read:
        assert journal.head(read, meeting.stream).seq == before + 5
    world.pass_time(minutes=1)
    world.run(meeting.guests[0], "vote.cast", meeting, vote=vote, choice="yes")
    (alarm,) = alarms(world, meeting, meeting.chair)
    assert alarm["times"] == 6


def test_a_command_about_no_meeting_at_all_leaves_nothing(world: World, meeting: MeetingOfBody) -> None:
    assert code(world.run(meeting.guests[0], "vote.cast", "meeting:khongco", vote="x", choice="yes")) == "not_found"
    assert audit.report(world.house)["refused"] == []


def test_the_same_forged_event_again_is_answered_alike_and_recorded_once(world: World, meeting: MeetingOfBody) -> None:
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"]
    answers = [
        world.run(meeting.guests[0], "vote.cast", meeting, vote=vote, choice="yes", command_id="cung-mot-lenh")
        for _ in range(3)
    ]
    assert answers[0].error == answers[1].error == answers[2].error
    assert len(audit.report(world.house)["refused"]) == 1


def test_why_a_refusal_is_recorded() -> None:
    member = Standing("member", True)
    assert trespass("not_allowed", member) is None and trespass("not_found", member) is None
    assert trespass("not_found", Standing(None, False)) == "stranger"
    assert trespass("not_found", Standing("secretary", False)) is None
    assert trespass("not_allowed", Standing("member", True, on_frozen=False)) == "off_roll"


def test_each_of_the_first_then_one_a_minute(world: World) -> None:
    now = world.now
    assert recorded(0, None, now) and recorded(4, now, now) and not recorded(5, now, now)
    assert recorded(5, now, world.pass_time(minutes=1)) and not recorded(50, now, now.replace(second=59))
