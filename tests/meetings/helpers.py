"""What the tests of planning, agenda and attendance start from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.wire import Result


def a_body(world: Any, members: int = 7, guests: int = 1) -> Any:
    """A body with so many members in all, the chair included."""
    return world.body(members=members - 1, guests=guests)


def a_meeting(world: Any, phase: str = "published", body: Any = None) -> Any:
    """A meeting of seven members with a guest for its first item; in progress nobody has come, no item is current."""
    meeting = world.meeting("published" if phase == "in_progress" else phase, body=body or a_body(world))
    if phase == "in_progress":
        world.must(meeting.body.chair, "meeting.start", meeting)
    return meeting


def a_questioning_meeting(world: Any, guests: int = 1) -> Any:
    """In progress, of a body whose members question who is responsible."""
    body = world.body(guests=guests)
    world.must(None, "body.set_rule", body, key="speaking.questions", value=True)
    return world.meeting("in_progress", body=body)


def code(result: Result) -> str:
    """`ok`, or the code of the refusal."""
    return "ok" if result.ok else str((result.error or {})["code"])


def fields(result: Result) -> set[str]:
    """The fields a refusal names."""
    return set((result.error or {}).get("fields") or {})


def another_sitting(world: Any, meeting: Any) -> None:
    """The meeting adjourned and taken up again the next day: by that day's members and rules. Who was here has come again."""
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(days=1)
    world.must(meeting.chair, "meeting.resume", meeting)


def a_rule_of_the_sitting(world: Any, meeting: Any, key: str, value: Any) -> str:
    """The body's rule from tomorrow on, when the meeting goes on."""
    day = (world.now + timedelta(days=1)).date().isoformat()
    id = world.must(None, "body.set_rule", meeting.body, key=key, value=value, valid_from=day)["id"]
    another_sitting(world, meeting)
    return str(id)
