"""A paper's way from draft to its readers, and who may judge it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

UNDO = timedelta(minutes=10)
"""An approval may be taken back this long, while nothing was published."""

TYPES = (
    "proposal",
    "report",
    "draft_resolution",
    "draft_decision",
    "scheme",
    "appendix",
    "invitation",
    "other",
)

STEPS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({"draft", "returned"}), "submitted"),
    "approve": (frozenset({"submitted"}), "approved"),
    "return": (frozenset({"submitted"}), "returned"),
    "unapprove": (frozenset({"approved"}), "submitted"),
    "let_go": (frozenset({"approved"}), "draft"),
    "publish": (frozenset({"approved"}), "published"),
    "replace": (frozenset({"draft", "submitted", "returned", "approved", "published", "recalled"}), "draft"),
}


def next_state(state: str, step: str) -> str | None:
    """The state after a step, or None where it can't be taken."""
    allowed, after = STEPS[step]
    return after if state in allowed else None


@dataclass(frozen=True)
class Authors:
    """Those whose work a version is."""

    added_by: str
    submitted_by: str | None = None

    def includes(self, person: str) -> bool:
        return person in (self.added_by, self.submitted_by)


def may_judge(person: str, authors: Authors, approvers: Collection[str]) -> bool:
    """An approver of the body, and never who added or submitted it."""
    return person in approvers and not authors.includes(person)


def other_approvers(authors: Authors, approvers: Iterable[str]) -> list[str]:
    """Who can judge it at all."""
    return [person for person in approvers if not authors.includes(person)]


def may_undo(judged_at: datetime | None, now: datetime) -> bool:
    """Is an approval young enough to be taken back?"""
    return judged_at is not None and now - judged_at <= UNDO


GUESSES = (
    ("draft_resolution", r"\b(du thao )?(nghi quyet|nq)\b"),
    ("draft_decision", r"\b(du thao )?(quyet dinh|qd)\b"),
    ("proposal", r"\b(to trinh|ttr)\b"),
    ("report", r"\b(bao cao|bc)\b"),
    ("scheme", r"\b(de an|phuong an|ke hoach|kh)\b"),
    ("appendix", r"\b(phu luc|danh sach|bang|bieu)\b"),
    ("invitation", r"\b(giay moi|gm)\b"),
)


def guess_type(title: str) -> str:
    """The type a title speaks of: "Tờ trình 377" is a proposal. The first words decide."""
    marks = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    plain = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in marks if not unicodedata.combining(c)))
    found = [(match.start(), kind) for kind, words in GUESSES if (match := re.search(words, plain))]
    return min(found)[1] if found else "other"


def title_of(name: str) -> str:
    """A title from a file's name: without its ending, spaces for underscores."""
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return " ".join(stem.replace("_", " ").split())[:300] or name[:300]
