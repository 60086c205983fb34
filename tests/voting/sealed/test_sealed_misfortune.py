"""What goes wrong in the middle of a sealed ballot, and how it comes out."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import pytest

from app import audit
from app.jobs.service import run_due
from tests.meetings.helpers import code
from tests.runs import answers, waiting
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.looking import error, rows
from voting.sealed.device import receipt_holds
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.manifest import read
from voting.sealed.models import SealedEnvelope


@pytest.fixture
def opened(hall: SealedHall) -> SealedHall:
    hall.prepare(seconds=60)
    hall.read_aloud()
    hall.open()
    return hall


def sound(hall: SealedHall) -> bool:
    return audit.report(hall.world.house)["problems"] == []


@pytest.mark.parametrize("place", [0, 3, 8])
def test_a_closing_among_ballots_in_one_group_takes_those_before_it_and_no_other(
    opened: SealedHall, place: int
) -> None:
    """The order of the group is the order of commit: each ballot is told definitely whether it counts."""
    hall, roll = opened, opened.meeting.body.roll
    hall.cast_all(roll[:5])
    group = [
        waiting(
            hall.meeting,
            person,
            "sealed.cast",
            {"vote": hall.vote, "e1": base64.b64encode(secrets.token_bytes(384)).decode()},
            f"phieu-{n}-{'x' * 8}",
        )
        for n, person in enumerate(roll)
    ]
    group.insert(place, waiting(hall.meeting, hall.meeting.chair, "vote.close", {"vote": hall.vote}, "dong-bieu-quyet"))
    hall.world.house.writer._write(group)
    told = answers(group)
    assert [ok for ok, _ in told] == [n <= place for n in range(9)]
    assert all("đã đóng, phiếu này không được tính" in words for ok, words in told if not ok)
    assert hall.form()["envelopes"] == max(5, place) and sound(hall)


def test_of_two_devices_the_one_that_sent_last_has_the_ballot_that_counts(opened: SealedHall) -> None:
    hall, person = opened, opened.meeting.members[4]
    hall.cast_all([one for one in hall.meeting.body.roll if one != person])
    assert hall.cast(person, 0).ok
    first = hall.mine[person]
    assert hall.cast(person, 1).ok
    assert hall.state(person)["my_votes"][hall.vote]["revision"] == 2
    assert code(hall.send(person, first.envelopes[0])) == "conflict", "the replaced one can't come back"
    hall.close()
    hall.open_box()
    hall.announce()
    assert all(hall.confirm(one).ok for one in hall.meeting.body.roll)
    assert hall.state(person)["votes"][hall.vote]["result"]["cast"] == 8 and sound(hall)


def test_an_envelope_that_waited_on_one_device_never_replaces_a_newer_one_from_another(opened: SealedHall) -> None:
    hall, person = opened, opened.meeting.members[4]

    def sealed(choice: int) -> bytes:
        text = hall.manifest(person)
        return seal(read(text), Ballot((choice,), new_code(), ""))[0]

    first, waited = sealed(0), sealed(1)
    assert hall.send(person, first, known=0).ok
    refused = hall.send(person, waited, known=0)
    assert code(refused) == "conflict" and "thiết bị khác" in refused.error["fields"]["known"]
    assert hall.state(person)["my_votes"][hall.vote]["revision"] == 1
    assert hall.send(person, first, known=0).ok, "the same envelope again is kept already"
    assert hall.send(person, waited, known=1).ok, "it may still be sent by who knows of the other"
    assert hall.state(person)["my_votes"][hall.vote]["revision"] == 2 and sound(hall)


def test_who_loses_the_right_in_the_middle_keeps_a_ballot_sent_and_sends_no_other(opened: SealedHall) -> None:
    """Presence is judged when a ballot is sent; who then leaves has voted. A term that ends meanwhile changes no frozen roll."""
    hall, (gone, left, *_rest) = opened, opened.meeting.members[3:]
    hall.cast_all()
    world, meeting = hall.world, hall.meeting
    world.must(meeting.secretary, "attendance.mark", meeting, person=left, status="left")
    members = (world.state(meeting.secretary, meeting.body) or {})["members"]
    term = next(id for id, one in members.items() if one["person"] == gone)
    world.must(None, "body.end_membership", meeting.body, member=term)
    assert code(hall.cast(left, 1)) == "not_allowed"
    assert hall.cast(gone, 1).ok, "on the roll that was read aloud"
    hall.close()
    hall.open_box()
    hall.announce()
    result = hall.state(meeting.chair)["votes"][hall.vote]["result"]
    assert (result["members"], result["cast"]) == (8, 8) and sound(hall)


def test_quorum_lost_while_a_sealed_vote_is_open_makes_it_void(opened: SealedHall) -> None:
    hall, world, meeting = opened, opened.world, opened.meeting
    hall.cast_all()
    for person in meeting.members[3:]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    hall.close()
    hall.open_box()
    hall.announce()
    result = hall.state(meeting.chair)["votes"][hall.vote]["result"]
    assert (result["verdict"], result["quorum"]["met"]) == ("void", False) and sound(hall)


@pytest.mark.parametrize("step", [-3600, 3600])
def test_a_step_of_the_clock_takes_no_ballot_and_ends_no_check_early(opened: SealedHall, step: int) -> None:
    """Times never run backwards in the journal; a countdown that the step has passed closes, one it hasn't goes on."""
    hall = opened
    hall.cast_all()
    hall.world.pass_time(seconds=step)
    assert run_due(hall.world.house) == (step > 0)
    state = hall.state(hall.meeting.chair)["votes"][hall.vote]["state"]
    assert state == ("closed" if step > 0 else "open")
    if step < 0:
        hall.close()
    hall.open_box()
    hall.announce()
    hall.world.pass_time(seconds=59)
    run_due(hall.world.house)
    assert hall.form()["stage"] == "checking"
    assert all(hall.confirm(person).ok for person in hall.meeting.body.roll)
    assert hall.form()["stage"] == "final" and sound(hall)


def test_a_tablet_that_is_lost_while_ballots_are_sent_is_told_and_stops_nothing(hall: SealedHall) -> None:
    """The chair is told in time; ballots go on, and if the tablet is found again the box is opened after all."""
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.must(hall.tablets[1].person, "sealed.stop", why="Máy giữ khóa đã hỏng")
    assert (hall.form()["stage"], hall.form()["why"]) == ("casting", "Máy giữ khóa đã hỏng")
    hall.cast_all()
    hall.close()
    assert hall.form()["why"] == "Máy giữ khóa đã hỏng"
    hall.open_box()
    assert hall.form()["stage"] == "counted"


def disputed(hall: SealedHall) -> None:
    assert hall.run(hall.meeting.members[0], "sealed.confirm", bundle="0" * 64, ok=False, why="danh sách khác").ok


@pytest.mark.parametrize(
    ("stage", "todo"),
    [("opening", "mở hòm phiếu rồi công bố"), ("counted", "Hãy công bố"), ("disputed", "hủy kết quả để bỏ phiếu lại")],
)
def test_the_meeting_does_not_end_over_a_box_that_only_somebodys_act_would_settle(
    opened: SealedHall, stage: str, todo: str
) -> None:
    """Else its envelopes would stay beside their voters' names for ever, and the tablets' keys with them."""
    hall, meeting, world = opened, opened.meeting, opened.world
    hall.cast_all()
    steps = iter([hall.close, hall.open_box, hall.announce, lambda: disputed(hall)])
    while hall.form()["stage"] != stage:
        next(steps)()
    for person in (meeting.chair, meeting.secretary):
        refused = world.run(person, "meeting.end", meeting)
        assert code(refused) == "conflict" and todo in refused.error["message"], refused.error
        assert "Bầu bổ sung Ủy viên?" in refused.error["message"]
    hall.must(meeting.chair, "vote.annul", reason="Bỏ phiếu lại")
    assert all(row.e1 is None for row in rows(hall, SealedEnvelope))
    world.must(meeting.chair, "meeting.end", meeting)
    assert sound(hall)


def announced(hall: SealedHall) -> SealedHall:
    hall.cast_all()
    hall.close()
    hall.open_box()
    hall.announce()
    return hall


def test_the_meeting_waits_for_a_check_that_runs_and_says_how_long(opened: SealedHall) -> None:
    """A dispute in that minute can still be answered by voting again; after the end it could not."""
    hall, world, meeting = announced(opened), opened.world, opened.meeting
    assert all(hall.confirm(person).ok for person in meeting.body.roll[:5])
    world.pass_time(seconds=18)
    refused = world.run(meeting.chair, "meeting.end", meeting)
    assert code(refused) == "conflict", refused.error
    assert "chưa xác nhận: 3. Nhiều nhất 42 giây" in refused.error["message"]
    world.pass_time(seconds=42)
    run_due(world.house)
    world.must(meeting.chair, "meeting.end", meeting)
    assert hall.form()["stage"] == "final" and sound(hall)


def test_a_check_never_holds_the_meeting_longer_than_its_minute(opened: SealedHall) -> None:
    """Where nothing has ended it in time (the house was away), the end of the meeting does."""
    hall, world = announced(opened), opened.world
    world.pass_time(seconds=61)
    world.must(hall.meeting.chair, "meeting.end", hall.meeting)
    assert hall.form()["stage"] == "final" and all(row.e1 is None for row in rows(hall, SealedEnvelope))
    run_due(world.house)
    assert sound(hall)


def test_a_dispute_after_the_end_is_recorded_and_leaves_no_envelope(opened: SealedHall) -> None:
    hall = announced(opened)
    hall.world.pass_time(seconds=60)
    hall.world.must(hall.meeting.chair, "meeting.end", hall.meeting)
    disputed(hall)
    form = hall.form()
    assert (form["stage"], form["disputes"], form["why"]) == ("final", [hall.meeting.members[0]], "danh sách khác")
    assert all(row.e1 is None for row in rows(hall, SealedEnvelope)) and sound(hall)


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_draft_that_was_never_opened_is_over_with_the_meeting_and_its_keys_are_wiped(
    hall: SealedHall, steps: int
) -> None:
    hall.prepare()
    for step in ("accept", "add_nonce", "read_code")[:steps]:
        assert all(getattr(tablet, step)().ok for tablet in hall.tablets)
    hall.world.must(hall.meeting.chair, "meeting.end", hall.meeting)
    assert hall.form()["stage"] == "ended"
    for tablet in hall.tablets:
        assert tablet.form["stage"] == "ended"
        hall.must(tablet.person, "sealed.wiped")
    assert sound(hall)


def test_a_vote_called_off_for_a_dead_tablet_is_put_again_with_its_warning(hall: SealedHall) -> None:
    """What was sent before is no secret to a chair who compares two results; a draft that was never opened has nothing to repeat."""
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    hall.must(hall.meeting.chair, "vote.cancel", reason="Máy giữ khóa hỏng")
    hall.prepare(repeats=hall.vote, no_vote=[hall.meeting.members[6]])
    hall.read_aloud()
    assert "almost_the_same_voters" in hall.form()["warnings"]
    never_opened = hall.vote
    hall.must(hall.meeting.chair, "vote.cancel", reason="Hoãn")
    told: dict[str, Any] = {"question": "?", "secret": True, "board": hall.meeting.members[:2], "repeats": never_opened}
    assert error(hall.world.run(hall.meeting.chair, "vote.prepare", hall.meeting, **told)) == "conflict"


def test_a_cast_is_answered_with_the_houses_receipt_of_this_very_envelope(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    person = hall.meeting.members[3]
    for revision in (1, 2):
        answer = hall.cast(person).result
        kept = hall.state(person)["my_votes"][hall.vote]
        assert answer == {"id": kept["h1"], "revision": revision, "receipt": kept["receipt"]}
        assert receipt_holds(hall.mine[person], revision, bytes.fromhex(answer["receipt"]))
