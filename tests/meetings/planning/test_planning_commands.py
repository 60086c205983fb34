"""From creating a meeting to its end, through the writer."""

from datetime import timedelta
from typing import Any

import pytest

from app.wire import Result
from tests.meetings.helpers import a_body, a_meeting, code


def the(world: Any, person: str, meeting: Any) -> Any:
    return world.state(person, meeting.stream)["meeting"][meeting.id]


def in_minutes(world: Any, minutes: int) -> str:
    return str((world.now + timedelta(minutes=minutes)).isoformat())


def create(world: Any, body: Any, **more: Any) -> Result:
    args = {"title": "Phiên họp tháng 12", "starts_at": in_minutes(world, 60 * 24 * 14), **more}
    result = world.run(body.secretary, "meeting.create", body.stream, **args)
    assert isinstance(result, Result)
    return result


# -- creating ----------


def test_a_new_meeting_has_the_bodys_people_with_one_capacity_each(world: Any) -> None:
    body = a_body(world, members=7, guests=2)
    stream = f"meeting:{create(world, body).result['id']}"
    people = world.state(body.secretary, stream)["people"]
    assert people[body.chair]["capacity"] == "chair" and people[body.chair]["on_roll"]
    assert people[body.secretary]["capacity"] == "secretary" and not people[body.secretary]["on_roll"]
    assert all(people[person]["capacity"] == "member" for person in body.members)
    assert not set(body.guests) & set(people)
    assert sum(form["on_roll"] for form in people.values()) == 7
    found = world.state(body.secretary, stream)
    assert {form["status"] for form in found["attendance"].values()} == {"expected"}
    (meeting,) = found["meeting"].values()
    assert meeting["quorum"] == {"needed": 5, "present": 0, "met": False} and meeting["members"] == 7


def test_only_the_bodys_secretary_creates_meetings(world: Any) -> None:
    body = a_body(world)
    args = {"title": "Phiên họp", "starts_at": in_minutes(world, 600)}
    assert code(world.run(body.members[0], "meeting.create", body.stream, **args)) == "not_allowed"
    assert code(world.run(world.person("Người Lạ"), "meeting.create", body.stream, **args)) == "not_found"


def test_a_meeting_without_a_title_or_with_an_over_long_one_is_refused_at_the_field(world: Any) -> None:
    body = a_body(world)
    for title in ("   ", "x" * 301):
        result = create(world, body, title=title)
        assert code(result) == "invalid" and set(result.error["fields"]) == {"title"}  # type: ignore[index]


def test_sixty_characters_of_name_and_ninety_five_members_fit(world: Any) -> None:
    body = a_body(world, members=95)
    long = "Nguyễn Phúc Hoàng Công Tằng Tôn Nữ Thị Phương Thảo Minh Nguyệt"
    person = world.person(long)
    world.run(None, "body.add_member", body.stream, person=person, from_date="2024-01-01")
    stream = f"meeting:{create(world, body).result['id']}"
    state = world.state(body.chair, stream)
    assert state["people"][person]["name"] == long
    (meeting,) = state["meeting"].values()
    assert meeting["quorum"]["needed"] == 64


def test_a_clone_brings_items_sites_and_guests_but_nothing_that_happened(world: Any) -> None:
    body = a_body(world, members=7, guests=1)
    old = a_meeting(world, "in_progress", body=body)
    world.run(body.secretary, "attendance.add_site", old.stream, name="Phường 5")
    world.run(body.members[0], "attendance.check_in", old.stream)
    world.run(body.chair, "agenda.start_item", old.stream, item=old.items[0])
    made = world.run(body.secretary, "meeting.clone", body.stream, starts_at=in_minutes(world, 60 * 24 * 30))
    assert made.ok, made.error
    was, now = (world.state(body.secretary, stream) for stream in (old.stream, f"meeting:{made.result['id']}"))

    def titles(state: Any) -> list[str]:
        return [form["title"] for form in sorted(state["items"].values(), key=lambda form: form["order"])]

    assert titles(now) == titles(was)
    assert {form["state"] for form in now["items"].values()} == {"waiting"}
    assert [form["name"] for form in now["sites"].values()] == ["Phường 5"]
    assert {form["status"] for form in now["attendance"].values()} == {"expected"}
    guest = now["people"][body.guests[0]]
    assert [now["items"][item]["title"] for item in guest["items"]] == titles(was)[:1]


def test_a_meeting_of_another_body_is_not_cloned(world: Any) -> None:
    one = a_body(world)
    meeting = a_meeting(world, body=one)
    other = a_body(world)
    starts = in_minutes(world, 6000)
    result = world.run(other.secretary, "meeting.clone", other.stream, meeting=meeting.id, starts_at=starts)
    assert code(result) == "not_found"
    assert code(world.run(other.secretary, "meeting.clone", other.stream, starts_at=starts)) == "conflict"


# -- editing, inviting ----------


def test_an_edit_changes_what_was_given_and_nothing_else(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    before = the(world, meeting.body.secretary, meeting)
    assert world.run(meeting.body.secretary, "meeting.edit", meeting.stream, place="Hội trường A").ok
    assert the(world, meeting.body.secretary, meeting) == {**before, "place": "Hội trường A"}


def test_a_published_meeting_changes_its_time_by_being_postponed(world: Any) -> None:
    meeting = a_meeting(world, "published")
    starts = in_minutes(world, 9000)
    assert code(world.run(meeting.body.secretary, "meeting.edit", meeting.stream, starts_at=starts)) == "conflict"


def test_other_rules_than_the_bodys_need_a_reason(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    half = {"quorum": {"numerator": 1, "denominator": 2}}
    secretary = meeting.body.secretary
    without = world.run(secretary, "meeting.edit", meeting.stream, vote_rules=half)
    assert code(without) == "invalid" and set(without.error["fields"]) == {"reason"}
    assert world.run(secretary, "meeting.edit", meeting.stream, vote_rules=half, reason="Theo quy chế").ok
    form = the(world, secretary, meeting)
    assert form["quorum"]["needed"] == 4 and form["vote_rules"]["overridden"] == ["quorum"]
    assert world.run(secretary, "meeting.edit", meeting.stream, vote_rules=None).ok
    assert the(world, secretary, meeting)["quorum"]["needed"] == 5


@pytest.mark.parametrize("given", [{"majority": {"name": "at_least", "k": 1}}, {"tie": "none"}, None])
def test_a_meeting_under_way_keeps_its_rules(world: Any, given: dict[str, Any] | None) -> None:
    meeting = a_meeting(world, "in_progress")
    secretary = meeting.body.secretary
    before = the(world, secretary, meeting)["vote_rules"]
    for phase in ("in_progress", "paused"):
        assert the(world, secretary, meeting)["phase"] == phase
        edited = world.run(
            secretary, "meeting.edit", meeting.stream, vote_rules=given, reason="Cho nhanh", place="Khác"
        )
        assert code(edited) == "conflict" and "quy tắc" in edited.error["message"]
        assert the(world, secretary, meeting)["vote_rules"] == before and before["quorum"]
        world.must(meeting.body.chair, "meeting.pause" if phase == "in_progress" else "meeting.resume", meeting.stream)
    assert world.run(secretary, "meeting.edit", meeting.stream, place="Hội trường A").ok
    assert the(world, secretary, meeting)["vote_rules"] == before


def test_another_member_presides_when_the_chair_is_away(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, deputy = meeting.body, meeting.body.members[0]
    assert world.run(body.secretary, "meeting.edit", meeting.stream, chair=deputy).ok
    people = world.state(body.secretary, meeting.stream)["people"]
    assert people[deputy]["capacity"] == "chair" and people[body.chair]["capacity"] == "member"
    assert world.run(deputy, "meeting.start", meeting.stream).ok
    assert the(world, deputy, meeting)["chair"] == deputy
    assert code(world.run(body.chair, "meeting.pause", meeting.stream)) == "not_allowed"
    guest = world.run(body.secretary, "meeting.edit", meeting.stream, chair=body.guests[0])
    assert code(guest) == "conflict"


def test_a_guest_sees_the_invited_items_only(world: Any) -> None:
    meeting = a_meeting(world, "published")
    guest = meeting.body.guests[0]
    assert set(world.state(guest, meeting.stream)["items"]) == set(meeting.items[:1])
    again = [{"person": guest, "items": meeting.items[1:3]}]
    assert world.run(meeting.body.secretary, "meeting.invite", meeting.stream, people=again).ok
    assert set(world.state(guest, meeting.stream)["items"]) == set(meeting.items[1:3])
    assert "items" not in world.state(guest, meeting.stream)["people"][guest]


def test_a_member_is_not_invited_as_a_guest_and_not_uninvited(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body = meeting.body
    result = world.run(body.secretary, "meeting.invite", meeting.stream, people=[{"person": body.members[0]}])
    assert code(result) == "conflict"
    assert code(world.run(body.secretary, "meeting.uninvite", meeting.stream, person=body.members[0])) == "conflict"


def test_items_of_another_meeting_invite_nobody(world: Any) -> None:
    meeting, other = a_meeting(world, "preparing"), a_meeting(world, "preparing")
    people = [{"person": world.person("Khách Mới"), "items": [other.items[0]]}]
    assert code(world.run(meeting.body.secretary, "meeting.invite", meeting.stream, people=people)) == "invalid"


def test_an_uninvited_guest_sees_nothing_any_more(world: Any) -> None:
    meeting = a_meeting(world, "published")
    guest = meeting.body.guests[0]
    assert world.run(meeting.body.secretary, "meeting.uninvite", meeting.stream, person=guest).ok
    assert world.state(guest, meeting.stream) is None
    assert guest not in world.state(meeting.body.chair, meeting.stream)["people"]


def test_whoever_has_come_is_not_uninvited(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    guest = meeting.body.guests[0]
    assert world.run(guest, "attendance.check_in", meeting.stream).ok
    assert code(world.run(meeting.body.secretary, "meeting.uninvite", meeting.stream, person=guest)) == "conflict"


# -- publishing ----------


def test_before_publishing_nobody_but_the_desk_knows_of_the_meeting(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    body = meeting.body
    for person in (*body.members, *body.guests):
        assert world.state(person, meeting.stream) is None
        assert code(world.run(person, "attendance.check_in", meeting.stream)) in ("not_found", "not_allowed")
    for person in (body.chair, body.secretary):
        assert set(world.state(person, meeting.stream)["items"]) == set(meeting.items)


def test_after_publishing_no_old_entry_tells_what_the_draft_was(world: Any) -> None:
    from app import journal

    meeting = a_meeting(world, "preparing")
    secretary = meeting.body.secretary
    secret = "Nội dung đã bỏ khỏi dự thảo"
    item = world.run(secretary, "agenda.add_item", meeting.stream, title=secret).result["id"]
    assert world.run(secretary, "agenda.remove_item", meeting.stream, item=item).ok
    assert world.run(secretary, "meeting.publish", meeting.stream).ok
    with world.house.database.read() as read:
        entries = journal.batch(read, meeting.stream, 0).seen_by({"members", "hall", "guests"})
    assert secret not in str(entries) and item not in str(entries)
    (published,) = entries
    assert set(published["changes"]["items"]) == set(meeting.items)


def test_an_empty_meeting_is_not_published(world: Any) -> None:
    body = a_body(world)
    stream = f"meeting:{create(world, body).result['id']}"
    result = world.run(body.secretary, "meeting.publish", stream)
    assert code(result) == "conflict" and "Chương trình" in result.error["message"]


def test_publishing_late_is_possible_and_kept_as_a_fact(world: Any) -> None:
    import msgspec
    from sqlalchemy import select

    from app.journal import EntryRow

    meeting = a_meeting(world, "published")  # starts in ten minutes
    with world.house.database.read() as read:
        facts = read.execute(
            select(EntryRow.facts).where(EntryRow.stream == meeting.stream, EntryRow.kind == "meeting.published")
        ).scalar_one()
    assert msgspec.json.decode(facts)["on_time"] is False


def test_somebody_who_joined_the_body_meanwhile_is_there_when_it_is_published(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    body, new = meeting.body, world.person("Thành Viên Mới")
    assert world.run(None, "body.add_member", body.stream, person=new, from_date="2024-01-01").ok
    assert world.run(body.secretary, "meeting.publish", meeting.stream).ok
    assert world.state(new, meeting.stream)["people"][new]["on_roll"]
    assert the(world, new, meeting)["members"] == 8


def test_somebody_who_left_the_body_is_gone_with_their_substitute(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, gone, instead = meeting.body, meeting.body.members[0], world.person("Người Đi Thay")
    args = {"person": instead, "reason": "Đi công tác"}
    assert world.run(gone, "attendance.send_substitute", meeting.stream, **args).ok
    members = world.state(body.chair, body.stream)["members"]
    member = next(id for id, form in members.items() if form["person"] == gone)
    assert world.run(None, "body.end_membership", body.stream, member=member).ok
    assert world.run(body.chair, "meeting.start", meeting.stream).ok
    assert world.state(gone, meeting.stream) is None and world.state(instead, meeting.stream) is None
    assert the(world, body.chair, meeting)["members"] == 6


def test_the_halls_screen_sees_published_meetings_as_members_do(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    body, screen = meeting.body, world.person("Màn chiếu")
    added = world.run(None, "body.add_member", body.stream, person=screen, capacities=["hall"], from_date="2024-01-01")
    assert added.ok
    assert world.state(screen, meeting.stream) is None
    assert world.run(body.secretary, "meeting.publish", meeting.stream).ok
    seen = world.state(screen, meeting.stream)
    assert set(seen["items"]) == set(meeting.items) and screen not in seen["people"]
    assert the(world, body.chair, meeting)["members"] == 7


# -- running ----------


def test_a_meeting_starts_quorum_or_not_and_once(world: Any) -> None:
    meeting = a_meeting(world, "published")
    chair = meeting.body.chair
    assert world.run(chair, "meeting.start", meeting.stream).ok
    assert the(world, chair, meeting)["phase"] == "in_progress"
    assert code(world.run(chair, "meeting.start", meeting.stream)) == "conflict"


def test_what_comes_out_of_turn_is_refused_in_words(world: Any) -> None:
    meeting = a_meeting(world, "published")
    chair = meeting.body.chair
    for name in ("meeting.pause", "meeting.resume", "meeting.end"):
        result = world.run(chair, name, meeting.stream)
        assert code(result) == "not_in_progress" and "chưa bắt đầu" in result.error["message"]
    assert code(world.run(chair, "agenda.start_item", meeting.stream, item=meeting.items[0])) == "not_in_progress"


def test_members_do_not_run_the_meeting(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    for person in (meeting.body.members[0], meeting.body.guests[0]):
        for name in ("meeting.pause", "meeting.end"):
            assert code(world.run(person, name, meeting.stream)) == "not_allowed"


def test_the_items_time_stands_still_in_a_break(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, item = meeting.body.chair, meeting.items[0]
    assert world.run(chair, "agenda.start_item", meeting.stream, item=item).ok
    world.now += timedelta(seconds=90)
    until = in_minutes(world, 15)
    assert world.run(chair, "meeting.pause", meeting.stream, until=until).ok
    assert the(world, chair, meeting)["until"] is not None
    world.now += timedelta(minutes=20)
    assert world.run(chair, "meeting.resume", meeting.stream).ok
    world.now += timedelta(seconds=30)
    assert world.run(chair, "agenda.finish_item", meeting.stream, item=item).ok
    assert world.state(chair, meeting.stream)["items"][item]["seconds_used"] == 120
    assert the(world, chair, meeting)["until"] is None


def test_a_break_until_the_past_is_refused(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    result = world.run(meeting.body.chair, "meeting.pause", meeting.stream, until=in_minutes(world, -1))
    assert code(result) == "invalid" and set(result.error["fields"]) == {"until"}


def test_at_the_end_whoever_never_came_was_absent(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    assert world.run(body.members[0], "attendance.check_in", meeting.stream).ok
    assert world.run(body.chair, "agenda.start_item", meeting.stream, item=meeting.items[0]).ok
    assert world.run(body.chair, "meeting.end", meeting.stream).ok
    state = world.state(body.members[0], meeting.stream)
    assert state["attendance"][body.members[0]]["status"] == "present"
    assert state["attendance"][body.members[1]]["status"] == "absent"
    assert state["items"][meeting.items[0]]["state"] == "done"
    assert the(world, body.chair, meeting)["item"] is None
    assert code(world.run(body.members[1], "attendance.check_in", meeting.stream)) == "not_in_progress"


def test_the_end_marks_nobody_absent_who_keeps_the_desk(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, other = meeting.body, world.person("Thư Ký Hai")
    people = [{"person": other, "capacity": "secretary"}]
    assert world.run(body.secretary, "meeting.invite", meeting.stream, people=people).ok
    assert world.run(other, "attendance.ask_leave", meeting.stream, reason="Đi học").ok
    assert world.run(body.chair, "meeting.start", meeting.stream).ok
    assert world.run(body.chair, "meeting.end", meeting.stream).ok
    came = world.state(body.chair, meeting.stream)["attendance"]
    assert came[body.secretary]["status"] == "expected"
    assert came[other]["status"] == "absent"


def test_a_cancelled_meeting_tells_why_and_stays_cancelled(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body = meeting.body
    assert code(world.run(body.chair, "meeting.cancel", meeting.stream, reason=" ")) == "invalid"
    assert world.run(body.chair, "meeting.cancel", meeting.stream, reason="Trùng lịch tiếp công dân").ok
    seen = the(world, body.members[0], meeting)
    assert (seen["phase"], seen["reason"]) == ("cancelled", "Trùng lịch tiếp công dân")
    for name, args in (("meeting.start", {}), ("meeting.edit", {"title": "Khác"})):
        assert code(world.run(body.secretary, name, meeting.stream, **args)) == "conflict"


def test_a_meeting_cancelled_in_preparation_stays_with_the_desk(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    assert world.run(meeting.body.secretary, "meeting.cancel", meeting.stream, reason="Chưa cần họp").ok
    assert world.state(meeting.body.members[0], meeting.stream) is None


def test_a_meeting_that_has_begun_is_not_cancelled(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    assert code(world.run(meeting.body.chair, "meeting.cancel", meeting.stream, reason="x")) == "conflict"


def test_postponing_asks_everybody_anew(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, instead = meeting.body, world.person("Người Đi Thay")
    assert world.run(body.members[0], "attendance.reply", meeting.stream).ok
    args = {"person": instead, "reason": "Đi công tác"}
    assert world.run(body.members[1], "attendance.send_substitute", meeting.stream, **args).ok
    starts = in_minutes(world, 9000)
    assert world.run(body.chair, "meeting.postpone", meeting.stream, starts_at=starts, reason="Bão số 9").ok
    assert the(world, body.members[0], meeting)["phase"] == "published"
    assert "my_reply" not in world.state(body.members[0], meeting.stream)
    assert world.state(instead, meeting.stream) is None
    again = world.run(body.chair, "meeting.postpone", meeting.stream, starts_at=starts, reason="Bão số 9")
    assert code(again) == "invalid"
