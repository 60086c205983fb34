"""Building the agenda and going through it, through the writer."""

from datetime import timedelta
from typing import Any

from app import audit
from app.people.days import local
from tests.meetings.helpers import a_meeting, code


def order(world: Any, meeting: Any) -> list[str]:
    items = world.state(meeting.body.secretary, meeting.stream)["items"]
    return sorted(items, key=lambda id: items[id]["order"])


def test_items_come_last_or_after_another(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    secretary = meeting.body.secretary
    last = world.run(secretary, "agenda.add_item", meeting.stream, title="Sau cùng").result["id"]
    after = world.run(secretary, "agenda.add_item", meeting.stream, title="Chen", after=meeting.items[0]).result["id"]
    assert order(world, meeting) == [meeting.items[0], after, *meeting.items[1:], last]
    items = world.state(secretary, meeting.stream)["items"]
    assert sorted(form["order"] for form in items.values()) == list(range(1, 6))


def test_moving_an_item_renumbers_without_gaps(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    one, two, three = meeting.items
    secretary = meeting.body.secretary
    assert world.run(secretary, "agenda.move_item", meeting.stream, item=one, after=three).ok
    assert order(world, meeting) == [two, three, one]
    assert world.run(secretary, "agenda.move_item", meeting.stream, item=one).ok
    assert order(world, meeting) == [one, two, three]
    assert code(world.run(secretary, "agenda.move_item", meeting.stream, item=one, after=one)) == "invalid"


def test_two_secretaries_edit_one_item_and_the_last_save_wins_field_by_field(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    body, item = meeting.body, meeting.items[0]
    other = world.person("Thư Ký Hai")
    people = [{"person": other, "capacity": "secretary"}]
    assert world.run(body.secretary, "meeting.invite", meeting.stream, people=people).ok
    seen = {key: world.state(other, meeting.stream)["items"][item][key] for key in ("title", "minutes")}
    assert world.run(body.secretary, "agenda.edit_item", meeting.stream, item=item, title="Một", seen=seen).ok
    minutes = world.run(other, "agenda.edit_item", meeting.stream, item=item, minutes=45, seen=seen)
    assert minutes.ok and "overwritten" not in minutes.result
    title = world.run(other, "agenda.edit_item", meeting.stream, item=item, title="Hai", seen=seen)
    assert title.result["overwritten"] == {"title": "Một"}
    form = world.state(body.secretary, meeting.stream)["items"][item]
    assert (form["title"], form["minutes"]) == ("Hai", 45)


def test_what_an_editor_left_as_they_found_it_is_not_set_back(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    body, item = meeting.body, meeting.items[0]
    other = world.person("Thư Ký Hai")
    people = [{"person": other, "capacity": "secretary"}]
    assert world.run(body.secretary, "meeting.invite", meeting.stream, people=people).ok
    form = world.state(other, meeting.stream)["items"][item]
    seen = {key: form[key] for key in ("title", "presenter", "minutes", "vote_kind")}
    assert world.run(
        body.secretary, "agenda.edit_item", meeting.stream, item=item, **{**seen, "title": "Một"}, seen=seen
    ).ok
    result = world.run(other, "agenda.edit_item", meeting.stream, item=item, **{**seen, "minutes": 45}, seen=seen)
    assert result.ok and "overwritten" not in result.result
    form = world.state(body.secretary, meeting.stream)["items"][item]
    assert (form["title"], form["minutes"]) == ("Một", 45)


def test_saving_what_is_there_already_makes_no_entry(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    secretary, item = meeting.body.secretary, meeting.items[0]
    seq = world.run(secretary, "agenda.edit_item", meeting.stream, item=item, title="Khác").seq
    assert world.run(secretary, "agenda.edit_item", meeting.stream, item=item, title=" Khác ").seq == seq


def test_wrong_minutes_and_blank_titles_are_refused_at_their_fields(world: Any) -> None:
    meeting = a_meeting(world, "preparing")
    result = world.run(meeting.body.secretary, "agenda.add_item", meeting.stream, title="", minutes=0)
    assert code(result) == "invalid" and set(result.error["fields"]) == {"title", "minutes"}
    blank = world.run(meeting.body.secretary, "agenda.add_item", meeting.stream, title="   ")
    assert code(blank) == "invalid" and set(blank.error["fields"]) == {"title"}


def test_an_unknown_item_or_one_of_another_meeting_is_not_found(world: Any) -> None:
    meeting, other = a_meeting(world, "in_progress"), a_meeting(world, "in_progress")
    for item in ("khong-co", other.items[0]):
        assert code(world.run(meeting.body.chair, "agenda.start_item", meeting.stream, item=item)) == "not_found"


def test_the_agenda_is_the_secretarys(world: Any) -> None:
    meeting = a_meeting(world, "published")
    for person in (meeting.body.chair, meeting.body.members[0], meeting.body.guests[0]):
        assert code(world.run(person, "agenda.add_item", meeting.stream, title="x")) == "not_allowed"


def test_removing_an_item_takes_it_from_its_guests(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body = meeting.body
    assert world.run(body.secretary, "agenda.remove_item", meeting.stream, item=meeting.items[0]).ok
    assert "items" not in world.state(body.guests[0], meeting.stream)
    assert world.state(body.secretary, meeting.stream)["people"][body.guests[0]]["items"] == []
    assert order(world, meeting) == meeting.items[1:]


def test_what_was_taken_up_is_not_removed(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, item = meeting.body.chair, meeting.items[0]
    assert world.run(chair, "agenda.start_item", meeting.stream, item=item).ok
    world.now += timedelta(seconds=5)
    assert code(world.run(meeting.body.secretary, "agenda.remove_item", meeting.stream, item=item)) == "conflict"


def test_an_item_of_which_something_was_noted_stays_on_the_agenda(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    secretary, item = meeting.body.secretary, meeting.items[2]
    assert world.run(secretary, "meeting.remark", meeting.stream, text="Mất điện 5 phút", item=item).ok
    refused = world.run(secretary, "agenda.remove_item", meeting.stream, item=item)
    assert code(refused) == "conflict"
    assert "sự việc" in refused.error["message"]
    assert order(world, meeting) == meeting.items


def test_starting_an_item_finishes_the_current_one(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, (one, two, _three) = meeting.body.chair, meeting.items
    assert world.run(chair, "agenda.start_item", meeting.stream, item=one).ok
    world.now += timedelta(seconds=61)
    assert world.run(chair, "agenda.start_item", meeting.stream, item=two).ok
    state = world.state(meeting.body.members[0], meeting.stream)
    assert (state["items"][one]["state"], state["items"][one]["seconds_used"]) == ("done", 61)
    assert state["items"][two]["state"] == "current"
    assert state["meeting"][meeting.id]["item"] == two


def test_an_item_opened_by_mistake_waits_as_before_and_the_meeting_is_back_at_the_one_it_left(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, (one, two, three) = meeting.body.chair, meeting.items

    def gives(name: str, item: str, seconds: int) -> str:
        done = world.run(chair, name, meeting.stream, item=item)
        world.now += timedelta(seconds=seconds)
        return "" if done.ok else code(done)

    def states() -> list[str]:
        items = world.state(chair, meeting.stream)["items"]
        return [items[id]["state"] for id in meeting.items]

    gives("agenda.start_item", one, 300)
    gives("agenda.start_item", two, 8)
    assert gives("agenda.undo_start", two, 5) == ""
    assert states() == ["current", "waiting", "waiting"]
    items = world.state(chair, meeting.stream)["items"]
    assert (items[one]["seconds_used"], items[two]["seconds_used"], items[two]["finished_at"]) == (300, 0, None)
    gives("agenda.start_item", two, 61)
    assert gives("agenda.undo_start", two, 5) == "conflict", "it is no mistake any more"
    gives("agenda.start_item", three, 5)
    assert gives("agenda.undo_start", two, 1) == "conflict", "it is not on"
    gives("agenda.start_item", one, 5)
    assert gives("agenda.undo_start", one, 1) == "conflict", "it had been on before"
    assert states() == ["current", "done", "done"], "starting one finishes the current"


def test_an_item_at_which_somebody_spoke_or_voted_was_not_opened_by_mistake(world: Any) -> None:
    meeting = world.meeting("in_progress", items=3)
    _first, second, third = meeting.items

    def gives(name: str, **args: Any) -> Any:
        return world.run(meeting.chair, name, meeting.stream, **args)

    gives("agenda.start_item", item=second)
    speech = gives("speaking.call", person=meeting.members[0]).result["id"]
    gives("speaking.finish", speech=speech)
    assert gives("agenda.undo_start", item=second).error["message"] == "Nội dung này đã có người phát biểu."
    gives("agenda.start_item", item=third)
    vote = gives("vote.open", question="Thông qua?", item=third).result["id"]
    gives("vote.close", vote=vote)
    assert gives("agenda.undo_start", item=third).error["message"] == "Nội dung này đã có biểu quyết."


def test_the_first_item_of_all_opened_by_mistake_leaves_none_on(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, item = meeting.body.chair, meeting.items[0]
    assert world.run(chair, "agenda.start_item", meeting.stream, item=item).ok
    assert world.run(chair, "agenda.undo_start", meeting.stream, item=item).ok
    state = world.state(chair, meeting.stream)
    assert (state["meeting"][meeting.id]["item"], state["items"][item]["state"]) == (None, "waiting")


def test_who_asks_after_an_item_opened_by_mistake_asks_on_the_one_that_is_on_and_the_journal_agrees(world: Any) -> None:
    meeting = world.meeting("in_progress", items=3)
    for name in ("agenda.start_item", "agenda.undo_start"):
        world.must(meeting.chair, name, meeting, item=meeting.items[1])
    speech = world.must(meeting.members[0], "speaking.request", meeting)["id"]
    assert world.state(meeting.chair, meeting.stream)["speeches"][speech]["item"] == meeting.items[0]
    assert audit.report(world.house)["problems"] == []


def test_the_current_item_started_again_changes_nothing(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, item = meeting.body.chair, meeting.items[0]
    seq = world.run(chair, "agenda.start_item", meeting.stream, item=item).seq
    assert world.run(chair, "agenda.start_item", meeting.stream, item=item).seq == seq


def test_only_the_current_item_is_finished(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    chair, item = meeting.body.chair, meeting.items[0]
    assert code(world.run(chair, "agenda.finish_item", meeting.stream, item=item)) == "conflict"
    assert world.run(chair, "agenda.start_item", meeting.stream, item=item).ok
    assert world.run(chair, "agenda.finish_item", meeting.stream, item=item).ok
    assert world.state(chair, meeting.stream)["meeting"][meeting.id]["item"] is None


def test_an_urgent_item_is_added_while_the_meeting_runs_but_not_after(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    secretary = meeting.body.secretary
    assert world.run(secretary, "agenda.add_item", meeting.stream, title="Việc gấp").ok
    assert world.run(meeting.body.chair, "meeting.end", meeting.stream).ok
    assert code(world.run(secretary, "agenda.add_item", meeting.stream, title="Muộn")) == "conflict"


def test_an_item_is_taken_up_only_while_the_meeting_runs_and_the_refusal_says_where_it_stands(world: Any) -> None:
    meeting = a_meeting(world, "published")
    desk, item = meeting.body.secretary, meeting.items[0]

    def refused(name: str) -> Any:
        answer = world.run(desk, name, meeting.stream, item=item)
        assert code(answer) == "not_in_progress"
        return answer.error["message"]

    assert refused("agenda.start_item") == "Phiên họp chưa bắt đầu."
    assert world.run(desk, "meeting.start", meeting.stream).ok
    assert world.run(desk, "agenda.start_item", meeting.stream, item=item).ok
    assert world.run(desk, "meeting.pause", meeting.stream).ok
    assert refused("agenda.start_item") == refused("agenda.finish_item") == "Phiên họp đang tạm nghỉ."
    assert world.run(desk, "meeting.resume", meeting.stream).ok
    until = world.now + timedelta(days=3)
    assert world.run(desk, "meeting.pause", meeting.stream, until=until.isoformat()).ok
    assert refused("agenda.start_item") == f"Phiên họp đã dừng, họp tiếp ngày {local(until):%d/%m}."
    assert world.run(desk, "meeting.end", meeting.stream).ok
    assert refused("agenda.start_item") == "Phiên họp đã kết thúc."
