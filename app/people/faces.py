"""How a body's dated rule is shown and chosen: its words, its choices, and numbers of one's own among them. Pure.

A package gives a face with each rule it registers (`views.register_rule`), so that no rule is without a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

GROUPS = ("attendance", "voting", "speaking", "opinions")
"""In the order of the page."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule is told of its body: how many members it has today, and whether it is a council."""

    members: int
    council: bool = False
    held: Mapping[str, Any] = field(default_factory=dict)
    """Its rules of today, by key: a rule may be said by way of another."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that a person types for a choice."""

    name: str
    label: str
    least: int
    most: int
    usual: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a rule may be. In its value a text "#name" stands for the number of that name, "#name*60" for so many
    times sixty (minutes, kept as seconds).
    """

    label: str
    value: Any
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """A rule as people read it. Everything is asked for when it is shown: in the reader's language."""

    group: str
    title: Callable[[], str]
    choices: Callable[[], Sequence[Choice]]
    sentence: Callable[[Any, Setting], str]
    """What the rule says, as one full sentence."""
    example: Callable[[Any, Setting], str] = lambda _value, _setting: ""
    """What it comes to for this body today."""


def numbers_in(template: Any, value: Any) -> dict[str, int] | None:
    """The numbers that make this value of a choice's value; None: it is no such value."""
    if isinstance(template, str) and template.startswith("#"):
        return _number_in(template, value)
    if isinstance(template, dict):
        if not isinstance(value, dict) or set(value) != set(template):
            return None
        found: dict[str, int] = {}
        for key, inner in template.items():
            numbers = numbers_in(inner, value[key])
            if numbers is None:
                return None
            found |= numbers
        return found
    return {} if type(template) is type(value) and template == value else None


def _number_in(template: str, value: Any) -> dict[str, int] | None:
    name, _star, times = template[1:].partition("*")
    if not isinstance(value, int) or isinstance(value, bool) or value % int(times or 1):
        return None
    return {name: value // int(times or 1)}


def chosen(choices: Sequence[Choice], value: Any) -> tuple[int, dict[str, int]] | None:
    """Which choice a value is, and the numbers typed for it; the first that fits. None: a value set otherwise."""
    for place, choice in enumerate(choices):
        numbers = numbers_in(choice.value, value)
        if numbers is not None:
            return place, numbers
    return None
