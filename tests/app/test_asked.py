"""What several parts of one page ask is asked once."""

from __future__ import annotations

from typing import Any

from app.web.asked import asked_once
from tests.conftest import World


def test_one_page_asks_once_and_the_next_asks_anew(world: World) -> None:
    asked: list[str] = []

    @asked_once
    def waiting(_read: Any, person: str, *, late: bool = False) -> list[str]:
        asked.append(f"{person} {late}")
        return [person]

    read: Any = None
    for _page in range(2):
        with world.app.test_request_context("/"):
            assert waiting(read, "a") is waiting(read, "a")
            assert waiting(read, "b", late=True) == ["b"] == waiting(read, "b")
    assert asked == ["a False", "b True", "b False"] * 2


def test_outside_a_page_and_while_something_is_changed_it_is_always_asked(world: World) -> None:
    asked: list[str] = []

    @asked_once
    def waiting(_read: Any, person: str) -> None:
        asked.append(person)

    waiting(None, "a")
    waiting(None, "a")
    with world.app.test_request_context("/", method="POST"):
        waiting(None, "a")
        waiting(None, "a")
    assert asked == ["a"] * 4
