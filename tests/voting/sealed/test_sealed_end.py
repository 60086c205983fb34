"""How a sealed ballot ends: the result is final, disputed, put again, called off, closed by its time, noticed by the audit."""

from __future__ import annotations

import pytest

from app import audit
from app.jobs.service import run_due
from app.wire import stamp
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.looking import error, rows, sound
from voting.sealed.models import SealedBox, SealedEnvelope


@pytest.mark.parametrize("disputed", [True, False])
def test_once_the_meeting_is_over_only_a_disputed_secret_result_is_set_aside(hall: SealedHall, disputed: bool) -> None:
    hall.hold()
    for person in hall.meeting.body.roll:
        assert hall.confirm(person).ok
    hall.world.must(hall.meeting.chair, "meeting.end", hall.meeting)
    if disputed:  # before the end it would have held the meeting up
        late = {"bundle": "0" * 64, "ok": False, "why": "danh sách khác"}
        hall.must(hall.meeting.members[2], "sealed.confirm", **late)
    result = hall.run(hall.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
    assert result.ok == disputed and (disputed or result.error["code"] == "not_in_progress")
    sound(hall)


def test_a_dispute_is_heard_and_the_vote_is_put_again(hall: SealedHall) -> None:
    hall.hold()
    unhappy = hall.meeting.members[2]
    hall.mine[unhappy].envelopes[0] = b"another"
    for person in hall.meeting.body.roll:
        assert hall.confirm(person).ok
    assert hall.form()["stage"] == "disputed" and hall.form()["disputes"] == [unhappy]
    seen = hall.state(unhappy)["sealed"][hall.vote]
    assert seen["disputes"] == 1 and seen["disputed_at"] == hall.form()["disputed_at"] == [stamp(hall.world.now)]
    hall.world.pass_time(seconds=90)
    run_due(hall.world.house)
    told = hall.state(unhappy)["votes"][hall.vote]["result"]
    assert (told["final"], told["confirmed"], told["check"]) == (False, 7, "disputed")
    hall.must(hall.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
    assert hall.form()["stage"] == "ended" and all(row.e1 is None for row in rows(hall, SealedEnvelope))
    before = hall.vote
    hall.prepare(repeats=before)
    hall.read_aloud()
    assert hall.form()["repeats"] == before and "almost_the_same_voters" not in hall.form()["warnings"]
    sound(hall)


def test_after_a_minute_the_result_is_final_with_those_who_said_nothing(hall: SealedHall) -> None:
    hall.hold()
    for person in hall.meeting.body.roll[:5]:
        assert hall.confirm(person).ok
    hall.world.pass_time(seconds=61)
    run_due(hall.world.house)
    told = hall.state(hall.meeting.chair)["votes"][hall.vote]["result"]
    assert (told["final"], told["confirmed"], told["devices"]) == (True, 5, 8)
    assert hall.confirm(hall.meeting.members[6]).ok
    assert hall.state(hall.meeting.chair)["votes"][hall.vote]["result"]["confirmed"] == 6
    sound(hall)


def test_a_device_that_read_something_else_agrees_to_nothing(hall: SealedHall) -> None:
    hall.hold()
    assert error(hall.run(hall.meeting.members[0], "sealed.confirm", bundle="0" * 64, ok=True)) == "conflict"
    assert hall.run(hall.meeting.members[0], "sealed.confirm", bundle="0" * 64, ok=False, why="danh sách khác").ok
    assert hall.form()["stage"] == "disputed"


def test_one_or_two_other_voters_in_a_vote_put_again_are_warned_of(hall: SealedHall) -> None:
    hall.hold()
    hall.must(hall.meeting.chair, "vote.annul", reason="Bỏ phiếu lại")
    hall.prepare(repeats=hall.vote, no_vote=[hall.meeting.members[6]])
    hall.read_aloud()
    assert "almost_the_same_voters" in hall.form()["warnings"]
    told = {"question": "?", "secret": True, "board": hall.meeting.members[:2], "repeats": hall.vote}
    wrong = hall.world.run(hall.meeting.chair, "vote.prepare", hall.meeting, **told)
    assert error(wrong) == "conflict"


@pytest.mark.parametrize(("silent", "warned"), [(0, False), (1, True), (2, True), (3, False)])
def test_before_a_repeated_result_is_announced_the_chair_is_warned_where_one_or_two_did_not_vote_again(
    hall: SealedHall, silent: int, warned: bool
) -> None:
    """The same people may vote, so that nothing warns before the opening; but with both results in hand the difference tells."""
    hall.hold()
    hall.must(hall.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
    hall.prepare(repeats=hall.vote)
    hall.read_aloud()
    assert "almost_the_same_voters" not in hall.form()["warnings"]
    hall.open()
    roll = hall.meeting.body.roll
    hall.cast_all(roll[: len(roll) - silent])
    hall.close()
    hall.open_box()
    assert ("almost_the_same_voters" in hall.form()["warnings"]) is warned
    hall.announce()
    sound(hall)


def test_calling_a_vote_off_deletes_what_was_sent(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all(hall.meeting.body.roll[:5])
    hall.must(hall.meeting.chair, "vote.cancel", reason="Hoãn")
    assert hall.form()["stage"] == "ended" and all(row.e1 is None for row in rows(hall, SealedEnvelope))
    sound(hall)


def test_the_countdown_closes_a_secret_vote_too(hall: SealedHall) -> None:
    hall.prepare(seconds=60)
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    hall.world.pass_time(seconds=61)
    run_due(hall.world.house)
    assert hall.form()["stage"] == "opening" and hall.form()["envelopes"] == 8
    hall.open_box()
    hall.announce()
    sound(hall)


def test_an_envelope_that_cannot_be_opened_is_counted_as_cast_and_told(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all(hall.meeting.body.roll[:7])
    rubbish = hall.meeting.body.roll[7]
    assert hall.send(rubbish, b"\1" * 384).ok
    hall.close()
    hall.open_box()
    hall.announce()
    result = hall.state(hall.meeting.chair)["votes"][hall.vote]["result"]
    assert (result["cast"], result["invalid"], sum(result["counts"].values())) == (8, 1, 7)
    assert all(hall.confirm(person).ok for person in hall.meeting.body.roll[:7])
    sound(hall)


def test_the_box_is_noticed_when_somebody_changes_the_tables(hall: SealedHall) -> None:
    hall.hold()
    with hall.world.house.database.write() as connection:
        connection.execute(SealedBox.__table__.update().values(tally=[8, 0, 0]))  # type: ignore[attr-defined]
    found = audit.report(hall.world.house)
    assert {problem["code"] for problem in found["problems"]} >= {"published_ballot_differs", "result_differs"}
