"""Quorum, check-in, replies and leave: pure functions. Days and moments are passed in, numbers are whole.

Sources: Luật Tổ chức chính quyền địa phương 2015, Art. 114 (quorum, and leave that the Chủ tịch grants); domain.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

STATUSES = ("expected", "present", "online", "absent", "left")
HERE = frozenset({"present", "online"})
"""Both count for the quorum; whether one who is online votes is the body's rule (voting)."""

CHECK_IN_BEFORE = timedelta(minutes=30)
UNDER_WAY = frozenset({"in_progress", "paused"})
TWO_THIRDS = {"numerator": 2, "denominator": 3}
"""The quorum of committees and councils: at least two thirds of all members."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members are needed, how many are there, and whether that is enough."""

    needed: int
    present: int
    met: bool

    def as_form(self) -> dict[str, Any]:
        return {"needed": self.needed, "present": self.present, "met": self.met}


def quorum(present: int, members: int, rule: dict[str, int] = TWO_THIRDS) -> Quorum:
    """`3 * present >= 2 * N` of all members, not of those invited (Art. 114(3)). A body without members is
    never quorate.
    """
    part, whole = rule["numerator"], rule["denominator"]
    needed = -(-part * members // whole)
    return Quorum(needed, present, members > 0 and whole * present >= part * members)


def quorum_fault(value: Any) -> str | None:
    """What is wrong with a body's quorum rule (a fraction between 0 and 1, above 0), as a key word; None: nothing."""
    if not isinstance(value, dict) or set(value) != {"numerator", "denominator"}:
        return "form"
    part, whole = value["numerator"], value["denominator"]
    if not (isinstance(part, int) and isinstance(whole, int)) or isinstance(part, bool) or isinstance(whole, bool):
        return "form"
    return None if 0 < part <= whole <= 1000 else "range"


def check_in_opens(starts_at: datetime) -> datetime:
    """From 30 minutes before the start."""
    return starts_at - CHECK_IN_BEFORE


def check_in_open(phase: str, starts_at: datetime, now: datetime) -> bool:
    """From 30 minutes before the start until the end; also earlier when the meeting has been started early."""
    return phase in UNDER_WAY or (phase == "published" and now >= check_in_opens(starts_at))


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's attendance: the status, since when, first arrival, last leaving."""

    status: str
    at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None


def marked(before: Mark, status: str, now: datetime) -> Mark:
    """The attendance after a new status; the same status changes nothing. Unticked ("expected"), arrival is
    forgotten.
    """
    if status == before.status:
        return before
    if status in HERE:
        return Mark(status, now, before.arrived_at or now, None)
    if status == "left":
        return Mark(status, now, before.arrived_at, now)
    if status == "absent":
        return Mark(status, now, None, None)
    return Mark("expected", None, None, None)


def restored(before: Mark, status: str, at: datetime, arrived_at: datetime | None) -> Mark:
    """A status as it stood since then: a mark made by mistake is taken back with its times. Who is not told when somebody came
    (a site's clerk) leaves that as it is.
    """
    if arrived_at is None and before.arrived_at is not None and before.arrived_at <= at:
        arrived_at = before.arrived_at
    if status in HERE:
        return Mark(status, at, arrived_at or at, None)
    if status == "left":
        return Mark(status, at, arrived_at, at)
    return Mark(status, None if status == "expected" else at, None, None)


def restoring_fault(at: datetime, arrived_at: datetime | None, now: datetime) -> str | None:
    """Which of these times cannot be; None: neither."""
    if at > now:
        return "at"
    return "arrived_at" if arrived_at is not None and arrived_at > at else None


def gone_home(before: Mark, adjourned_at: datetime) -> Mark:
    """After an adjournment to another day: left when it was adjourned, or when they came, if that was after it."""
    return marked(before, "left", max(adjourned_at, before.at or adjourned_at))


LINK_LENGTH = 500


def link_fault(link: str) -> str | None:
    """What is wrong with the address of a video room, as a key word; None: nothing. Any https address will do."""
    if len(link) > LINK_LENGTH:
        return "long"
    if not link.isprintable() or any(sign.isspace() or sign in '<>"`{}|\\^' for sign in link):
        return "form"
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "form"
    if parts.scheme != "https":
        return "scheme"
    if not host or parts.username is not None or parts.password is not None:
        return "form"
    return None


def reply_open(phase: str) -> bool:
    """Replies, leave and substitutes are for before the start; once begun, a substitute is refused too."""
    return phase == "published"


def may_ask_leave(leave: str) -> bool:
    """One request at a time; a refused one may be made again with other reasons, a granted one needs no second."""
    return leave in ("", "refused")


def may_settle_leave(leave: str) -> bool:
    """Only what was asked is granted or refused."""
    return leave == "asked"


def leave_span_fault(begin: datetime | None, end: datetime | None) -> bool:
    """Whether a leave from–to is the wrong way round."""
    return begin is not None and end is not None and end <= begin


def can_be_replaced(capacity: str, on_roll: bool) -> bool:
    """Only a member who doesn't lead the meeting sends a substitute; the desk is arranged by the body."""
    return on_roll and capacity == "member"
