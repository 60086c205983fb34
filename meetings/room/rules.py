"""The hall's screens: how long a code is good, what a screen may be told to show, when a meeting's screens go. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

SCENES = ("auto", "agenda", "item", "speaker", "document", "vote", "waiting", "blank")
"""What the desk may choose. Where the chosen one has nothing to show, the screen follows the meeting by itself."""
RESULT = "result"
"""The scene of a screen that was told to show the result of a vote."""
GOOD_FOR = timedelta(minutes=5)
"""A code is shown this long at most; the screen asks for the next one before."""
STAYS = timedelta(hours=2)
"""After the end of its meeting a screen says goodbye this long, then it is signed out."""
MOST_WAITING = 200
"""Screens that wait at once, in the whole house: a flood of them gets no further."""
MOST_SCREENS = 40
"""Screens of one meeting."""
LONGEST_NAME = 80
DIGITS = 6


def spelled(typed: str) -> str:
    """A code as it is kept, however it was typed: `482 913` and `482-913` are 482913. Empty where it is none."""
    kept = "".join(c for c in typed if not c.isspace() and c not in "-.·")
    return kept if len(kept) == DIGITS and kept.isascii() and kept.isdigit() else ""


def expires(asked_at: datetime) -> datetime:
    return asked_at + GOOD_FOR


def goes_at(ended_at: datetime) -> datetime:
    """When the screens of a meeting are signed out."""
    return ended_at + STAYS
