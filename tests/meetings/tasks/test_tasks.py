"""Giving, reporting, judging: through the one path of change, and on the page."""

from __future__ import annotations

from typing import Any

import pytest

from app.doors import found
from app.policy import Actor
from tests.conftest import BodyOfPeople, World


@pytest.fixture
def body(world: World) -> BodyOfPeople:
    return world.body(members=3, guests=1)


def give(world: World, body: BodyOfPeople, /, **args: Any) -> str:
    args = {"title": "Báo cáo kết quả cắm mốc", "assignee": body.members[0], "due": "2026-12-01", **args}
    return str(world.must(body.chair, "task.assign", body, **args)["id"])


def task(world: World, body: BodyOfPeople, id: str) -> dict[str, Any]:
    return dict((world.state(body.members[1], body) or {})["tasks"][id])


def refused(world: World, person: str, name: str, body: BodyOfPeople, /, **args: Any) -> dict[str, Any]:
    result = world.run(person, name, body, **args)
    assert not result.ok and result.error is not None
    return result.error


def test_from_giving_to_done(world: World, body: BodyOfPeople) -> None:
    id = give(world, body)
    world.must(body.members[0], "task.report", body, task=id, report="Đã cắm 12 mốc.")
    assert task(world, body, id)["state"] == "reported"
    world.must(body.chair, "task.redo", body, task=id, reason="Thiếu biên bản bàn giao.")
    form = task(world, body, id)
    assert (form["state"], form["redo_reason"]) == ("open", "Thiếu biên bản bàn giao.")
    assert refused(world, body.chair, "task.accept", body, task=id)["code"] == "conflict"
    world.must(body.members[0], "task.report", body, task=id, report="Đã có biên bản.")
    world.must(body.chair, "task.accept", body, task=id)
    assert task(world, body, id)["state"] == "done"
    assert world.run(body.chair, "task.accept", body, task=id).ok
    assert refused(world, body.members[0], "task.report", body, task=id, report="Nữa.")["code"] == "conflict"


def test_more_time_is_asked_for_and_given_or_not(world: World, body: BodyOfPeople) -> None:
    id = give(world, body)
    ask = {"task": id, "due": "2026-12-10", "reason": "Mưa lũ."}
    assert (
        refused(world, body.members[0], "task.ask_extension", body, **{**ask, "due": "2026-11-30"})["code"] == "invalid"
    )
    world.must(body.members[0], "task.ask_extension", body, **ask)
    assert task(world, body, id)["asked_due"] == "2026-12-10"
    world.must(body.chair, "task.refuse_extension", body, task=id)
    assert (task(world, body, id)["asked_due"], task(world, body, id)["due"]) == (None, "2026-12-01")
    world.must(body.chair, "task.extend", body, task=id, due="2026-12-05")
    assert task(world, body, id)["due"] == "2026-12-05"


def test_only_whose_task_it_is_reports_and_only_the_chair_judges(world: World, body: BodyOfPeople) -> None:
    id = give(world, body)
    assert refused(world, body.members[1], "task.report", body, task=id, report="Xong.")["code"] == "not_allowed"
    assert refused(world, body.members[1], "task.assign", body, title="Việc")["code"] == "not_allowed"
    world.must(body.members[0], "task.report", body, task=id, report="Xong.")
    assert refused(world, body.members[0], "task.accept", body, task=id)["code"] == "not_allowed"
    assert refused(world, body.guests[0], "task.accept", body, task=id)["code"] == "not_found"


def test_somebody_else_may_be_given_it_and_a_mistake_taken_back(world: World, body: BodyOfPeople) -> None:
    id = give(world, body)
    world.must(body.secretary, "task.reassign", body, task=id, assignee=body.members[2])
    assert task(world, body, id)["assignee"] == body.members[2]
    world.must(body.secretary, "task.withdraw", body, task=id)
    assert id not in (world.state(body.chair, body) or {}).get("tasks", {})


def test_bad_input_is_answered_clearly(world: World, body: BodyOfPeople) -> None:
    faulty: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "title"),
        ({"title": "x" * 2001}, "title"),
        ({"assignee": None}, "assignee"),
        ({"assignee": body.guests[0]}, "assignee"),
        ({"due": "2026-01-01"}, "due"),
        ({"due": "mai"}, "due"),
    ]
    for args, field in faulty:
        args = {"title": "Việc", "assignee": body.members[0], **args}
        error = refused(world, body.chair, "task.assign", body, **args)
        assert error["code"] == "invalid" and field in error["fields"], (args, error)
    assert refused(world, body.chair, "task.accept", body, task="khong-co")["code"] == "not_found"


def test_the_page_groups_tasks_by_their_day(world: World, body: BodyOfPeople) -> None:
    give(world, body, title="Việc đã trễ", due="2026-11-26")
    world.pass_time(days=3)
    give(world, body, title="Việc tuần này", due="2026-11-29")
    give(world, body, title="Việc sau đó", due="2027-01-15")
    finished = give(world, body, title="Việc vừa xong", due="2026-11-30")
    world.must(body.members[0], "task.report", body, task=finished, report="Xong.")
    world.must(body.chair, "task.accept", body, task=finished)
    page = world.client(body.members[0]).get("/tasks").get_data(as_text=True)
    titles = ("Quá hạn</h2>", "Việc đã trễ", "Việc tuần này", "Việc sau đó", "Việc vừa xong")
    assert [page.index(title) for title in titles] == sorted(page.index(title) for title in titles)
    assert "Quá 3 ngày" in page and "1/1" in page
    others = world.client(body.members[1])
    assert "Việc đã trễ" not in others.get("/tasks").get_data(as_text=True)
    assert "Việc đã trễ" in others.get("/tasks?view=body").get_data(as_text=True)
    assert "Việc đã trễ" in world.client(body.chair).get("/tasks?view=given").get_data(as_text=True)
    assert "Việc đã trễ" not in world.client(body.guests[0]).get("/tasks?view=body").get_data(as_text=True)


def test_home_tells_of_a_task_when_its_reminder_is_due(world: World, body: BodyOfPeople) -> None:
    give(world, body, due="2026-12-20")

    def told(person: str) -> list[str]:
        with world.app.app_context(), world.house.database.read() as read:
            return [entry["due"] for entry in found("home.waiting", read, Actor(person=person))]

    assert told(body.members[0]) == []
    world.pass_time(days=17)
    assert told(body.members[0]) == ["Còn 7 ngày"] and told(body.chair) == []
    world.pass_time(days=9)
    assert told(body.members[0]) == ["Quá 2 ngày"] and told(body.chair) == ["Quá 2 ngày"]


def test_what_was_done_long_ago_is_not_listed_and_after_a_year_not_counted(world: World, body: BodyOfPeople) -> None:
    finished = give(world, body, title="Việc đã xong", due="2026-11-30")
    world.must(body.members[0], "task.report", body, task=finished, report="Xong.")
    world.must(body.chair, "task.accept", body, task=finished)
    give(world, body, title="Việc mãi chưa xong", due="2026-11-29")
    for days, listed, counted in ((14, True, True), (16, False, True), (370, False, False)):
        world.pass_time(days=days)
        world.tokens.clear()  # whoever was signed in so long ago signs in again
        for person, view in ((body.members[0], "mine"), (body.chair, "given"), (body.members[1], "body")):
            page = world.client(person).get(f"/tasks?view={view}").get_data(as_text=True)
            assert "Việc mãi chưa xong" in page
            assert ("Việc đã xong" in page, "1/1" in page) == (listed, counted), (days, view)
