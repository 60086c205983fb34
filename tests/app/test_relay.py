"""What goes to whom on the sockets, and from which entry on: the relay with its sockets written down instead of sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import journal, live, presence
from app import relay as relaying
from app.caller import Caller, actor
from app.people import sessions
from app.relay import Subscriber
from tests.conftest import MeetingOfBody, World

Sent = list[tuple[str, str, Any]]


@pytest.fixture
def sent(world: World, monkeypatch: pytest.MonkeyPatch) -> Sent:
    told: Sent = []

    def tell(name: str, payload: Any, sids: Any, **_: Any) -> list[str]:
        told.extend((sid, name, payload) for sid in sids)
        return []

    monkeypatch.setattr(world.house.relay, "_tell", tell)
    return told


def follow(world: World, meeting: MeetingOfBody, person: str) -> int:
    """A socket of this person joins; the `seq` it is at."""
    relay = world.house.relay
    with relay.lock, world.house.database.read() as read:
        who = actor(read, Caller(person=person), meeting.stream)
        relay.subscribe(read, meeting.stream, Subscriber(person, person, "", "vi", who.scopes))
        return relay.sent[meeting.stream]


def events(sent: Sent, person: str) -> list[str]:
    return [name for sid, name, _payload in sent if sid == person]


def lost_as_told(world: World, sent: Sent, meeting: MeetingOfBody, person: str) -> Any:
    """The figure in the next frame of live figures that this person gets; None: it isn't told."""
    sent.clear()
    world.house.relay.figures_sent.clear()
    world.house.relay._figures(meeting.stream)
    [payload] = [payload for sid, name, payload in sent if (sid, name) == (person, "live")]
    return payload.get("lost")


def test_the_desk_is_told_who_has_no_device_any_more_and_why_and_nobody_else_is(world: World, sent: Sent) -> None:
    meeting = world.meeting(phase="in_progress")
    relay, (gone, left, stays) = world.house.relay, meeting.members[:3]
    for person in (meeting.chair, gone, left, stays):
        follow(world, meeting, person)
    relay.disconnected(gone)
    relay.unsubscribe(meeting.stream, left, said=True)
    assert lost_as_told(world, sent, meeting, meeting.chair) == {}, "to turn to another page is no loss"
    for person in (gone, left):
        pass_by(relay.devices, person, presence.LOST_AFTER)
    assert lost_as_told(world, sent, meeting, meeting.chair) == {"network": [gone], "left": [left]}
    assert lost_as_told(world, sent, meeting, stays) is None
    assert (world.state(meeting.chair, meeting) or {})["attendance"][gone]["status"] == "present"
    pass_by(relay.devices, gone, presence.LOST_FOR)
    assert lost_as_told(world, sent, meeting, meeting.chair) == {"long": [gone], "left": [left]}
    follow(world, meeting, gone)
    world.must(meeting.secretary, "attendance.mark", meeting, person=left, status="left")
    relay.pump(meeting.stream)
    assert lost_as_told(world, sent, meeting, meeting.chair) == {}


def pass_by(devices: presence.Devices, person: str, seconds: float) -> None:
    parting = devices.left[person]
    devices.left[person] = parting._replace(at=parting.at - seconds)


HERE = {"p": True}


def test_who_has_another_device_left_is_not_lost() -> None:
    devices = presence.Devices(0.0)
    for stream in ("meeting:a", "meeting:a", "body:b"):
        devices.joined(stream, "p")
    for moment in (0.0, 1.0):
        devices.parted("p", moment)
        assert devices.lost("meeting:a", 100.0, HERE) == {}
    devices.parted("p", 2.0)
    assert devices.lost("meeting:a", 2.0 + presence.LOST_AFTER - 0.1, HERE) == {}
    assert devices.lost("meeting:a", 2.0 + presence.LOST_AFTER, HERE) == {"network": ["p"]}
    assert devices.lost("meeting:a", 2.0 + presence.LOST_AFTER, {}) == {}, "nobody expects them"
    assert devices.lost("meeting:other", 100.0, HERE) == {}, "who was never in it"


def test_whom_others_say_to_be_here_and_who_never_opened_the_room_is_told() -> None:
    devices = presence.Devices(0.0)
    here = {"by-number": False, "by-tap": True}
    assert devices.lost("meeting:a", presence.BACK_WITHIN - 0.1, here) == {}, "devices are still coming back"
    assert devices.lost("meeting:a", presence.BACK_WITHIN, here) == {"never": ["by-number"]}
    devices.joined("meeting:a", "by-number")
    assert devices.lost("meeting:a", presence.BACK_WITHIN, here) == {}


def test_who_does_not_come_back_after_a_restart_is_told_so_for_a_while(tmp_path: Path) -> None:
    before = presence.Devices(0.0)
    for person in ("back", "away", "left", "lost"):
        before.joined("meeting:a", person)
    before.joined("system", "away")
    before.parted("left", 1.0, said=True)
    before.parted("lost", 1.0)
    presence.note(tmp_path, before.noted(2.0))
    assert presence.read_noted(tmp_path) == {"meeting:a": ["away", "back", "lost"]}
    now = presence.Devices(1000.0, presence.read_noted(tmp_path))
    here = dict.fromkeys(("back", "away", "left", "lost", "other"), True)
    now.joined("meeting:a", "back")
    assert now.lost("meeting:a", 1000 + presence.BACK_WITHIN - 0.1, here) == {}
    assert now.lost("meeting:a", 1000 + presence.BACK_WITHIN, here) == {"restart": ["away", "lost"]}
    assert now.noted(1001.0) == {"meeting:a": ["away", "back", "lost"]}, "for the restart after this one"
    assert now.lost("meeting:a", 1000 + presence.LOST_FOR, here) == {"long": ["away", "lost"]}
    assert now.noted(1000 + presence.LOST_FOR) == {"meeting:a": ["back"]}


def test_a_note_that_is_none_is_no_trouble(tmp_path: Path) -> None:
    assert presence.read_noted(tmp_path) == {}
    (tmp_path / presence.FILE).write_text("{half")
    assert presence.read_noted(tmp_path) == {}
    presence.note(tmp_path / "gone", {"meeting:a": ["p"]})


def test_what_is_noted_is_written_where_it_changed_and_not_after_the_end(world: World, sent: Sent) -> None:
    meeting, relay = world.meeting(phase="in_progress"), world.house.relay
    follow(world, meeting, meeting.chair)
    folder = world.house.settings.data
    noted = relay._note({})
    assert presence.read_noted(folder) == noted == {meeting.stream: [meeting.chair]}
    (folder / presence.FILE).unlink()
    relay._note(noted)
    assert presence.read_noted(folder) == {}
    relay.stopped = True
    relay._note({})
    assert presence.read_noted(folder) == {}, "what the devices do when they are cut is none of it"


def test_who_was_away_for_half_a_day_is_forgotten() -> None:
    devices = presence.Devices(0.0)
    for person in ("old", "new"):
        devices.joined("meeting:a", person)
    devices.parted("old", 0.0)
    devices.parted("new", presence.FORGOTTEN_AFTER + 1)
    assert set(devices.left) == {"new"} and devices.seen["meeting:a"] == {"new"}


def test_a_guest_who_is_no_longer_invited_gets_nothing_more_even_without_joining_again(
    world: World, sent: Sent
) -> None:
    meeting = world.meeting(phase="published", guests=1)
    guest = meeting.guests[0]
    follow(world, meeting, guest)
    follow(world, meeting, meeting.members[0])
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=guest)
    world.house.relay.pump(meeting.stream)
    assert events(sent, guest) == ["rejoin"]
    sent.clear()
    world.must(meeting.secretary, "meeting.edit", meeting, title="Phiên họp bất thường")
    world.house.relay.pump(meeting.stream)
    assert events(sent, guest) == []
    assert events(sent, meeting.members[0]) == ["entries"]


def test_whoever_keeps_their_rights_is_told_to_rejoin_and_goes_on_receiving(world: World, sent: Sent) -> None:
    meeting = world.meeting(phase="published", guests=1)
    follow(world, meeting, meeting.members[0])
    relay = world.house.relay
    asked = relay.subscribers[meeting.stream]
    with world.house.database.read() as read:
        batch = journal.batch(read, meeting.stream, relay.sent[meeting.stream])
        assert relay._other_rights(read, meeting.stream, batch._replace(rights=[[]]), asked) == []


def test_a_device_that_fell_too_far_behind_sees_the_gap_in_the_next_frame(
    world: World, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "LIMIT", 1)
    meeting = world.meeting(phase="published")
    at = follow(world, meeting, meeting.members[0])
    for title in ("Phiên họp thứ hai", "Phiên họp thứ ba"):
        world.must(meeting.secretary, "meeting.edit", meeting, title=title)
    world.house.relay.pump(meeting.stream)
    world.must(meeting.secretary, "meeting.edit", meeting, title="Phiên họp thứ tư")
    world.house.relay.pump(meeting.stream)
    assert events(sent, meeting.members[0]) == ["rejoin", "entries"]
    assert sent[-1][2]["from"] > at


def test_a_transaction_that_sqlite_rolled_back_by_itself_is_never_taken_for_committed(world: World) -> None:
    if not world.house.database.is_sqlite:
        pytest.skip("SQLite's own behaviour, when the disk is full")
    with pytest.raises(RuntimeError, match="rolled back"), world.house.database.write() as connection:
        connection.exec_driver_sql("ROLLBACK")


def test_both_doors_count_an_account_s_commands_together(app: Any) -> None:
    assert app.extensions["door"].pace is app.extensions["pace"]


def test_a_device_that_a_fault_left_out_sees_the_gap_in_the_next_frame(
    world: World, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="published")
    at = follow(world, meeting, meeting.members[0])
    world.must(meeting.secretary, "meeting.edit", meeting, title="Phiên họp thứ hai")
    with monkeypatch.context() as broken:
        broken.setattr(world.house.relay, "_tell", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.house.relay.pump(meeting.stream)
    world.must(meeting.secretary, "meeting.edit", meeting, title="Phiên họp thứ ba")
    world.house.relay.pump(meeting.stream)
    assert sent[-1][2]["from"] > at


def test_a_device_that_lost_what_only_its_person_sees_sees_the_gap_in_the_next_frame(world: World, sent: Sent) -> None:
    meeting = world.meeting(phase="in_progress")
    voter, other = meeting.members[:2]
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", reason="Chờ thêm người")["id"]
    for person in (voter, other):
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
        follow(world, meeting, person)
    for choice in ("yes", "no"):
        world.must(voter, "vote.cast", meeting, vote=vote, choice=choice)
        world.house.relay.pump(meeting.stream)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.house.relay.pump(meeting.stream)
    own, again, closed = [payload for sid, _name, payload in sent if sid == voter]
    assert own["to"] == again["from"] and again["to"] == closed["from"]
    assert [payload["from"] for sid, _name, payload in sent if sid == other] == [own["from"]]


def test_whoever_may_no_longer_join_is_taken_off_the_stream_they_had_joined(
    app: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="published", guests=1)
    guest = meeting.guests[0]
    follow(world, meeting, guest)
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=guest)
    door = app.extensions["door"]
    monkeypatch.setattr(sessions, "alive", lambda *_: True)
    monkeypatch.setitem(door.callers, guest, Caller(person=guest))
    assert door.join(guest, {"stream": meeting.stream})["error"]["code"] == "not_found"
    assert guest not in world.house.relay.subscribers.get(meeting.stream, {})


def test_whose_term_in_the_body_ends_sees_no_more_of_its_meetings_at_once(world: World, sent: Sent) -> None:
    meeting = world.meeting(phase="published")
    screen = world.person("Màn hình hội trường")
    world.must(None, "body.add_member", meeting.body, person=screen, capacities=["hall"])
    member = next(
        key
        for key, form in (world.state(meeting.secretary, meeting.body) or {})["members"].items()
        if form["person"] == screen
    )
    follow(world, meeting, screen)
    world.must(None, "body.end_membership", meeting.body, member=member)
    world.must(meeting.secretary, "agenda.add_item", meeting, title="Nội dung mới", minutes=5)
    world.house.relay.pump(meeting.stream)
    assert events(sent, screen) == ["rejoin"]
    assert screen not in world.house.relay.subscribers.get(meeting.stream, {})


def test_what_one_may_is_not_said_anew_for_being_present(world: World) -> None:
    """`me.may` is what the capacity allows: a join before the check-in stays right after it."""
    meeting = world.meeting(phase="published")
    person = meeting.body.members[0]
    with world.house.database.read() as read:
        before = live.me(world.house, actor(read, Caller(person=person), meeting.stream), "meeting")
    world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    with world.house.database.read() as read:
        assert live.me(world.house, actor(read, Caller(person=person), meeting.stream), "meeting") == before
    assert "vote.cast" in before["may"]


def test_while_the_disk_is_full_every_beat_says_so(world: World, sent: Sent) -> None:
    meeting = world.meeting(phase="in_progress")
    follow(world, meeting, meeting.chair)
    world.house.relay._figures(meeting.stream)
    world.house.room.full = True
    world.house.relay._figures(meeting.stream)
    world.house.room.full = False
    world.house.relay._figures(meeting.stream)
    assert [payload.get("disk_full", False) for _sid, _name, payload in sent] == [False, True, False]
