"""Who may show a page to everybody, how fast pages turn, and what ends it. Pure.

Chair and secretaries may at any time; so may whoever has the floor, and whom the current item names as its presenter. The latest who
begins is the one who presents; only they turn the page, and they or the desk end it.

Every page that people stayed on is an entry of the journal, so that a late joiner, a device that comes back and the record all tell the
same. So that leafing does not flood it, the presenter's device tells the page it came to, not those it flew over: at once, and then
once in `EVERY` at most. The server refuses what comes faster than `FASTEST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

EVERY = timedelta(milliseconds=600)
FASTEST = timedelta(milliseconds=250)
STOPPED, RECALLED, NEXT, ENDED = "stopped", "recalled", "item", "ended"
"""Why it is over: somebody ended it, the paper was recalled, the agenda went on, so did everybody."""


@dataclass(frozen=True)
class Version:
    """A version of a paper, as far as it matters here."""

    published: bool
    pages: int | None
    shown: bool
    """There is a viewing copy, which every device can draw."""


def why_not(version: Version, page: int) -> str:
    """`unpublished`, `unshown`, `page`; empty where this page can be shown to everybody."""
    if not version.published:
        return "unpublished"
    if not version.shown or not version.pages:
        return "unshown"
    return "" if 1 <= page <= version.pages else "page"


def too_fast(turned_at: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - turned_at < FASTEST


def names(presenter: str, name: str, office: str) -> bool:
    """Does an item's presenter, in free words (folded, as the others are), mean this person: by office or by name?"""
    if not presenter:
        return False
    return presenter in (name, office) or (bool(name) and f" {name} " in f" {presenter} ")
