"""Asking for the floor, being called, leaving it: through the one path of change."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app import audit
from meetings.speaking.models import Speech
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_questioning_meeting


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting("in_progress", members=7, guests=1)


def ask(world: World, person: str, meeting: MeetingOfBody, /, **args: Any) -> str:
    return str(world.must(person, "speaking.request", meeting, **args)["id"])


def speeches(world: World, person: str, meeting: MeetingOfBody) -> dict[str, Any]:
    state = world.state(person, meeting)
    assert state is not None
    return dict(state.get("speeches", {}))


def queue(world: World, meeting: MeetingOfBody) -> list[str]:
    waiting = [s for s in speeches(world, meeting.chair, meeting).values() if s["state"] == "waiting"]
    return [s["person"] for s in sorted(waiting, key=lambda s: s["order"])]


def refused(world: World, person: str, name: str, meeting: MeetingOfBody, /, **args: Any) -> tuple[str, Any]:
    result = world.run(person, name, meeting, **args)
    assert not result.ok and result.error is not None, result
    return result.error["code"], result.error


def test_a_double_tap_makes_one_request(world: World, meeting: MeetingOfBody) -> None:
    member = meeting.members[0]
    first = world.run(member, "speaking.request", meeting)
    second = world.run(member, "speaking.request", meeting)
    assert first.ok and second.ok and second.seq == first.seq
    assert queue(world, meeting) == [member]


def test_a_command_sent_twice_happens_once(world: World, meeting: MeetingOfBody) -> None:
    member = meeting.members[0]
    answers = [
        world.run(member, "speaking.request", meeting, command_id="11111111-aaaa-4bbb-8ccc-000000000001")
        for _ in range(2)
    ]
    assert answers[0] == answers[1] and answers[0].result["id"]
    with world.house.database.read() as read:
        assert read.execute(select(func.count()).select_from(Speech)).scalar() == 1


def test_asking_again_with_a_gist_adds_the_gist(world: World, meeting: MeetingOfBody) -> None:
    member = meeting.members[0]
    speech = ask(world, member, meeting)
    assert ask(world, member, meeting, gist="Về kinh phí") == speech
    assert speeches(world, member, meeting)[speech]["gist"] == "Về kinh phí"


def test_first_time_speakers_come_before_repeats(world: World, meeting: MeetingOfBody) -> None:
    a, b, c = meeting.members[:3]
    world.must(meeting.chair, "speaking.call", meeting, speech=ask(world, a, meeting))
    ask(world, a, meeting)
    world.pass_time(seconds=5)
    ask(world, b, meeting)
    assert queue(world, meeting) == [b, a]
    ask(world, c, meeting, kind="point_of_order")
    assert queue(world, meeting) == [c, b, a]


def test_the_chair_moves_somebody_and_they_stay_there(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, d = meeting.members[:4]
    ids = {person: ask(world, person, meeting) for person in (a, b, c)}
    world.must(meeting.chair, "speaking.move", meeting, speech=ids[c], after=None)
    ask(world, d, meeting)
    assert queue(world, meeting) == [c, a, b, d]
    assert refused(world, meeting.chair, "speaking.move", meeting, speech=ids[a], after=ids[a])[0] == "conflict"


def test_calling_the_next_ends_who_speaks_now(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    first, second = ask(world, a, meeting), ask(world, b, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=first)
    world.pass_time(seconds=95)
    world.must(meeting.chair, "speaking.call", meeting, speech=second)
    seen = speeches(world, a, meeting)
    assert (seen[first]["state"], seen[first]["seconds"], seen[first]["started_at"]) == ("finished", 95, None)
    assert seen[second]["state"] == "speaking" and seen[second]["started_at"].endswith("Z")
    assert queue(world, meeting) == []


def test_the_chair_calls_somebody_who_did_not_ask(world: World, meeting: MeetingOfBody) -> None:
    silent = meeting.members[3]
    speech = world.must(meeting.chair, "speaking.call", meeting, person=silent)["id"]
    seen = speeches(world, silent, meeting)[speech]
    assert (seen["person"], seen["state"]) == (silent, "speaking")
    assert "unasked" not in seen and "note" not in seen


def test_calling_a_person_who_waits_uses_their_request(world: World, meeting: MeetingOfBody) -> None:
    speech = ask(world, meeting.members[0], meeting)
    made = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])
    assert made["id"] == speech


def test_a_fresh_call_can_be_taken_back(world: World, meeting: MeetingOfBody) -> None:
    a, b, c = meeting.members[:3]
    first, second = ask(world, a, meeting), ask(world, b, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=first)
    world.pass_time(seconds=30)
    ask(world, c, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=second)
    world.pass_time(seconds=4)
    world.must(meeting.chair, "speaking.undo_call", meeting, speech=second)
    seen = speeches(world, a, meeting)
    assert (seen[first]["state"], seen[first]["seconds"]) == ("speaking", 30)
    assert queue(world, meeting) == [b, c]
    world.pass_time(seconds=90)
    assert refused(world, meeting.chair, "speaking.undo_call", meeting, speech=first)[0] == "conflict"


def test_a_request_withdrawn_by_mistake_is_back_where_it_was_as_it_was_asked(
    world: World, meeting: MeetingOfBody
) -> None:
    a, b, c = meeting.members[:3]
    asked = {one: world.must(one, "speaking.request", meeting, gist="Ý kiến")["id"] for one in (a, b, c)}
    world.must(meeting.chair, "speaking.move", meeting, speech=asked[c], after=None)
    before = speeches(world, meeting.secretary, meeting)
    for one in (c, b):
        world.must(meeting.secretary, "speaking.withdraw", meeting, speech=asked[one])
        world.pass_time(seconds=4)
        world.must(meeting.secretary, "speaking.undo_withdraw", meeting, speech=asked[one])
        world.must(meeting.secretary, "speaking.undo_withdraw", meeting, speech=asked[one])
    assert queue(world, meeting) == [c, a, b]
    assert speeches(world, meeting.secretary, meeting) == before
    assert refused(world, b, "speaking.undo_withdraw", meeting, speech=asked[b])[0] == "not_allowed"
    world.must(b, "speaking.withdraw", meeting, speech=asked[b])
    world.must(b, "speaking.request", meeting)
    assert refused(world, meeting.chair, "speaking.undo_withdraw", meeting, speech=asked[b])[0] == "conflict"
    world.must(a, "speaking.withdraw", meeting, speech=asked[a])
    world.pass_time(seconds=90)
    assert refused(world, meeting.chair, "speaking.undo_withdraw", meeting, speech=asked[a])[0] == "conflict"
    assert audit.report(world.house)["problems"] == []


def test_a_speech_ended_by_mistake_goes_on_and_keeps_the_seconds_spoken(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    first = world.must(meeting.chair, "speaking.call", meeting, person=a)["id"]
    world.pass_time(seconds=40)
    world.must(meeting.chair, "speaking.finish", meeting, speech=first)
    world.pass_time(seconds=15)
    world.must(meeting.chair, "speaking.undo_finish", meeting, speech=first)
    seen = speeches(world, a, meeting)[first]
    assert (seen["state"], seen["seconds"], seen["finished_at"]) == ("speaking", 40, None)
    world.must(meeting.chair, "speaking.finish", meeting, speech=first)
    second = world.must(meeting.chair, "speaking.call", meeting, person=b)["id"]
    assert refused(world, meeting.chair, "speaking.undo_finish", meeting, speech=first)[0] == "conflict"
    world.must(meeting.chair, "speaking.finish", meeting, speech=second)
    world.pass_time(seconds=90)
    assert refused(world, meeting.chair, "speaking.undo_finish", meeting, speech=second)[0] == "conflict"
    assert audit.report(world.house)["problems"] == []


def test_a_question_is_taken_where_the_meeting_offers_none_too(world: World, meeting: MeetingOfBody) -> None:
    """What a meeting offers is for its screens; the contract takes a question from anyone present."""
    ask(world, meeting.members[0], meeting, kind="question")
    assert queue(world, meeting) == [meeting.members[0]]


def test_a_call_taken_back_leaves_everybody_where_they_were_and_why(world: World) -> None:
    meeting = a_questioning_meeting(world)
    a, b, c, d, e = meeting.members[:5]
    asked = {one: ask(world, one, meeting, kind="speech" if one != a else "question") for one in (a, b, c, d, e)}
    world.must(meeting.chair, "speaking.move", meeting, speech=asked[d], after=asked[b])
    assert queue(world, meeting) == [a, b, d, c, e]

    def standing() -> list[tuple[str, int, bool]]:
        found = [one for one in speeches(world, meeting.chair, meeting).values() if one["state"] == "waiting"]
        return sorted((one["person"], one["order"], one["placed"]) for one in found)

    before = standing()
    for called in (a, b, d, c, e):
        world.must(meeting.chair, "speaking.call", meeting, speech=asked[called])
        world.must(meeting.chair, "speaking.undo_call", meeting, speech=asked[called])
        assert standing() == before, called
    assert audit.report(world.house)["problems"] == []


def test_more_time_a_pause_and_the_end(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    limit = speeches(world, meeting.chair, meeting)[speech]["limit"]
    world.must(meeting.chair, "speaking.extend", meeting, speech=speech, seconds=60)
    world.pass_time(seconds=50)
    world.must(meeting.chair, "speaking.pause", meeting, speech=speech)
    world.pass_time(seconds=500)
    world.must(meeting.chair, "speaking.resume", meeting, speech=speech)
    world.pass_time(seconds=10)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    seen = speeches(world, meeting.chair, meeting)[speech]
    assert (seen["limit"], seen["seconds"], seen["state"]) == (limit + 60, 60, "finished")


def test_a_minute_given_by_mistake_is_taken_back_never_below_what_is_used(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    limit = speeches(world, meeting.chair, meeting)[speech]["limit"]
    world.must(meeting.chair, "speaking.extend", meeting, speech=speech, seconds=60)
    world.must(meeting.chair, "speaking.shorten", meeting, speech=speech, seconds=60)
    assert speeches(world, meeting.chair, meeting)[speech]["limit"] == limit
    world.must(meeting.chair, "speaking.extend", meeting, speech=speech, seconds=60)
    world.pass_time(seconds=limit + 20)
    taken = world.run(meeting.chair, "speaking.shorten", meeting, speech=speech, seconds=60)
    assert speeches(world, meeting.chair, meeting)[speech]["limit"] == limit + 20
    again = world.run(meeting.chair, "speaking.shorten", meeting, speech=speech, seconds=60)
    assert again.ok and again.seq == taken.seq
    assert (
        refused(world, meeting.members[0], "speaking.shorten", meeting, speech=speech, seconds=60)[0] == "not_allowed"
    )
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    assert refused(world, meeting.chair, "speaking.shorten", meeting, speech=speech, seconds=60)[0] == "conflict"


def test_a_break_stops_the_speakers_clock(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.pass_time(seconds=20)
    world.must(meeting.chair, "meeting.pause", meeting)
    seen = speeches(world, meeting.chair, meeting)[speech]
    assert (seen["state"], seen["seconds"], seen["started_at"]) == ("paused", 20, None)


def test_after_a_break_the_speaker_it_interrupted_goes_on(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.pass_time(seconds=20)
    world.must(meeting.chair, "meeting.pause", meeting)
    assert speeches(world, meeting.members[0], meeting)[speech]["goes_on"] is True
    world.pass_time(minutes=15)
    world.must(meeting.chair, "meeting.resume", meeting)
    seen = speeches(world, meeting.chair, meeting)[speech]
    assert (seen["state"], seen["seconds"], seen["goes_on"]) == ("speaking", 20, False) and seen["started_at"]
    world.pass_time(seconds=10)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    assert speeches(world, meeting.chair, meeting)[speech]["seconds"] == 30


def test_a_speaker_the_chair_had_stopped_waits_for_the_chair_after_a_break(
    world: World, meeting: MeetingOfBody
) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.must(meeting.chair, "speaking.pause", meeting, speech=speech)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert speeches(world, meeting.chair, meeting)[speech]["state"] == "paused"
    world.must(meeting.chair, "speaking.resume", meeting, speech=speech)
    assert speeches(world, meeting.chair, meeting)[speech]["state"] == "speaking"


def test_who_was_finished_in_the_break_does_not_go_on(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.must(meeting.chair, "meeting.pause", meeting)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    world.must(meeting.chair, "meeting.resume", meeting)
    seen = speeches(world, meeting.chair, meeting)[speech]
    assert (seen["state"], seen["goes_on"]) == ("finished", False)


def test_nothing_ends_under_a_speaker(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    for name, args in (
        ("agenda.start_item", {"item": meeting.items[1]}),
        ("agenda.finish_item", {"item": meeting.items[0]}),
        ("meeting.end", {}),
    ):
        code, error = refused(world, meeting.chair, name, meeting, **args)
        assert code == "conflict" and "đang phát biểu" in error["message"]
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    world.must(meeting.chair, "meeting.end", meeting)


def test_a_locked_list_takes_no_speech_but_a_point_of_order(world: World, meeting: MeetingOfBody) -> None:
    world.must(meeting.chair, "speaking.lock", meeting, item=meeting.items[0])
    assert refused(world, meeting.members[0], "speaking.request", meeting)[0] == "conflict"
    ask(world, meeting.members[0], meeting, kind="point_of_order")
    world.must(meeting.chair, "speaking.unlock", meeting, item=meeting.items[0])
    ask(world, meeting.members[1], meeting)


def test_one_withdraws_ones_own_request_only(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    speech = ask(world, a, meeting)
    assert refused(world, b, "speaking.withdraw", meeting, speech=speech)[0] == "not_allowed"
    world.must(a, "speaking.withdraw", meeting, speech=speech)
    assert world.run(a, "speaking.withdraw", meeting, speech=speech).ok
    assert queue(world, meeting) == []
    called = ask(world, a, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=called)
    assert refused(world, a, "speaking.withdraw", meeting, speech=called)[0] == "conflict"


def test_who_is_taken_off_the_list_reads_why_and_nobody_else_but_the_desk(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    speech = ask(world, a, meeting)
    world.must(meeting.chair, "speaking.decline", meeting, speech=speech, reason="Đã có ý kiến tương tự")
    mine = (world.state(a, meeting) or {})["my_declined"]
    assert mine[speech]["reason"] == "Đã có ý kiến tương tự"
    assert mine[speech]["item"] == meeting.items[0]
    assert "Đã có ý kiến tương tự" not in str(world.state(b, meeting))
    assert speeches(world, meeting.chair, meeting)[speech]["reason"] == "Đã có ý kiến tương tự"


def test_whoever_is_not_here_is_neither_heard_nor_called(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    away = meeting.members[0]
    assert refused(world, away, "speaking.request", meeting)[0] == "not_allowed"
    assert refused(world, meeting.secretary, "speaking.request", meeting, person=away)[0] == "conflict"
    assert refused(world, meeting.chair, "speaking.call", meeting, person=away)[0] == "conflict"


def test_the_secretary_asks_for_somebody_nobody_else_does(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    assert refused(world, a, "speaking.request", meeting, person=b)[0] == "not_allowed"
    speech = ask(world, meeting.secretary, meeting, person=b)
    assert speeches(world, a, meeting)[speech]["asked_by"] == meeting.secretary


def test_a_guest_speaks_on_their_items_only(world: World, meeting: MeetingOfBody) -> None:
    guest = meeting.guests[0]
    speech = ask(world, guest, meeting)
    other = ask(world, meeting.members[0], meeting, item=meeting.items[1])
    assert set(speeches(world, guest, meeting)) == {speech}
    assert refused(world, guest, "speaking.request", meeting, item=meeting.items[1])[0] == "not_found"
    assert refused(world, guest, "speaking.withdraw", meeting, speech=other)[0] == "not_found"
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    assert refused(world, guest, "speaking.request", meeting)[0] == "not_allowed"
    assert refused(world, meeting.chair, "speaking.call", meeting, person=guest)[0] == "conflict"


def test_the_record_is_the_desks_and_is_kept_after_the_end(world: World, meeting: MeetingOfBody) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note="Đề nghị làm rõ kinh phí.")
    assert speeches(world, meeting.secretary, meeting)[speech]["note"] == "Đề nghị làm rõ kinh phí."
    assert "note" not in speeches(world, meeting.members[0], meeting)[speech]


def test_two_secretaries_writing_one_record_do_not_write_over_each_other_unseen(
    world: World, meeting: MeetingOfBody
) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note="Một.", seen="")
    args = {"speech": speech, "note": "Hai.", "seen": ""}
    assert refused(world, meeting.secretary, "speaking.note", meeting, **args)[0] == "conflict"
    assert speeches(world, meeting.secretary, meeting)[speech]["note"] == "Một."
    world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note="Hai.", seen="Một.")


def test_bad_input_is_answered_clearly(world: World, meeting: MeetingOfBody) -> None:
    member = meeting.members[0]
    code, error = refused(world, member, "speaking.request", meeting, gist="x" * 501)
    assert code == "invalid" and "gist" in error["fields"]
    assert refused(world, member, "speaking.withdraw", meeting, speech="khong-co")[0] == "not_found"
    assert refused(world, member, "speaking.request", meeting, kind="song")[0] == "invalid"
    assert refused(world, meeting.chair, "speaking.call", meeting)[0] == "invalid"
    speech = ask(world, member, meeting)
    assert refused(world, meeting.chair, "speaking.extend", meeting, speech=speech, seconds=60)[0] == "conflict"
    world.must(meeting.chair, "speaking.decline", meeting, speech=speech, reason="Đã hết giờ")
    assert refused(world, meeting.chair, "speaking.call", meeting, speech=speech)[0] == "conflict"
    world.must(meeting.chair, "meeting.end", meeting)
    assert refused(world, member, "speaking.request", meeting)[0] == "not_in_progress"
    assert refused(world, meeting.chair, "speaking.call", meeting, person=member)[0] == "not_in_progress"


def test_an_item_somebody_wants_to_speak_on_stays_on_the_agenda(world: World, meeting: MeetingOfBody) -> None:
    ask(world, meeting.members[0], meeting, item=meeting.items[2])
    code, _ = refused(world, meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2])
    assert code == "conflict"


def test_one_describes_ones_own_speech_until_it_is_over(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    speech = ask(world, a, meeting)
    world.must(a, "speaking.describe", meeting, speech=speech, gist="Về tiến độ")
    assert speeches(world, b, meeting)[speech]["gist"] == "Về tiến độ"
    assert refused(world, b, "speaking.describe", meeting, speech=speech, gist="Khác")[0] == "not_allowed"
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    assert refused(world, a, "speaking.describe", meeting, speech=speech, gist="Khác")[0] == "conflict"
