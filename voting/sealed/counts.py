"""What votes ask of their sealed boxes: the count, who said what of it, and the receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from voting.sealed.models import SealedBox, SealedEnvelope, SealedWord

FEW = {
    "vi": "Không có giá trị: chỉ có {cast} phiếu, ít hơn mức tối thiểu {minimum} phiếu nên hòm phiếu không được mở.",
    "en": "Void: only {cast} ballots were cast, fewer than the minimum of {minimum}; the box was not opened.",
}
"""Kept with the result for ever, so no entry of the catalogue."""


@dataclass(frozen=True)
class OpenedBox:
    """What came out of a box; `tally` None: it was never opened."""

    level: str
    minimum: int
    envelopes: int
    tally: Sequence[int] | None
    invalid: int

    @property
    def valid(self) -> int:
        """Ballots that were read and are ballots of this vote."""
        return 0 if self.tally is None else self.envelopes - self.invalid

    def counts(self, options: Sequence[str]) -> Mapping[str, int]:
        return Counter(dict(zip(options, self.tally or [], strict=False)))

    def in_result(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """What a secret result says besides. Ballots that couldn't be read were cast, for nothing; the first law's engine left
        them out.
        """
        told: dict[str, Any] = {"level": self.level, "invalid": self.invalid, "cast": self.envelopes}
        told["not_cast"] = result["members"] - self.envelopes
        if self.tally is None:
            words = {language: text.format(cast=self.envelopes, minimum=self.minimum) for language, text in FEW.items()}
            told |= {"verdict": "void", "by_chair": False, "sentence": words}
            if "chosen" in result:
                told["chosen"] = []
        return told


def opened_box(read: Connection, vote: str) -> OpenedBox:
    """Raises ValueError for a secret vote without a box."""
    columns = (SealedBox.level, SealedBox.minimum, SealedBox.envelopes, SealedBox.tally, SealedBox.invalid)
    row = read.execute(select(*columns).where(SealedBox.id == vote)).first()
    if row is None:
        raise ValueError("a secret vote without a box")
    return OpenedBox(*row)


def receipts_of(read: Connection, votes: Sequence[str]) -> dict[tuple[str, str, int], dict[str, Any]]:
    """By vote, voter and revision: the envelope's digest and what the house signed of it."""
    if not votes:
        return {}
    kept = SealedEnvelope
    listed = select(kept.vote, kept.person, kept.revision, kept.h1, kept.receipt).where(kept.vote.in_(set(votes)))
    return {(vote, person, n): {"h1": h1, "receipt": said} for vote, person, n, h1, said in read.execute(listed)}


def words_of(read: Connection, votes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By vote: how many devices of those who voted agree, and whether the result is final, or what it waits for."""
    if not votes:
        return {}
    boxes = read.execute(select(SealedBox.id, SealedBox.stage, SealedBox.envelopes).where(SealedBox.id.in_(votes)))
    said = (
        select(SealedWord.vote, func.count())
        .join(
            SealedEnvelope,
            (SealedEnvelope.vote == SealedWord.vote)
            & (SealedEnvelope.person == SealedWord.person)
            & (SealedEnvelope.revision == 1),
        )
        .where(SealedWord.vote.in_(votes), SealedWord.ok)
        .group_by(SealedWord.vote)
    )
    agreed: dict[str, int] = dict(read.execute(said).all())
    return {
        vote: {
            "final": stage in ("final", "few"),
            "confirmed": agreed.get(vote, 0),
            "devices": envelopes,
            "check": stage if stage in UNSURE else "",
        }
        for vote, stage, envelopes in boxes
    }


UNSURE = ("checking", "disputed")
"""Announced, and not to be called passed nor failed: the devices look at it, or one of them says that something doesn't agree."""


@dataclass(frozen=True)
class Checked:
    """How far the devices' check of a published ballot has come: `stage` as the box has it, how many agree, of how many, and how
    many find that something doesn't agree.
    """

    stage: str
    confirmed: int
    devices: int
    disputes: int

    @property
    def waits(self) -> str:
        """What the verdict waits for; empty: nothing."""
        return self.stage if self.stage in UNSURE else ""


def checks_of(read: Connection, votes: Sequence[str]) -> dict[str, Checked]:
    """By vote, of those with a sealed box."""
    against = select(SealedWord.vote, func.count()).where(SealedWord.vote.in_(votes), SealedWord.ok.is_(False))
    disputes: dict[str, int] = dict(read.execute(against.group_by(SealedWord.vote)).all())
    stages: dict[str, str] = dict(
        read.execute(select(SealedBox.id, SealedBox.stage).where(SealedBox.id.in_(votes))).all()
    )
    return {
        vote: Checked(stages[vote], words["confirmed"], words["devices"], disputes.get(vote, 0))
        for vote, words in words_of(read, votes).items()
    }


def sent(read: Connection, vote: str) -> list[tuple[str, str, bytes | None]]:
    """The envelopes that count, by digest: (digest, voter, envelope)."""
    latest = (
        select(SealedEnvelope.person, func.max(SealedEnvelope.revision).label("revision"))
        .where(SealedEnvelope.vote == vote)
        .group_by(SealedEnvelope.person)
        .subquery()
    )
    listed = (
        select(SealedEnvelope.h1, SealedEnvelope.person, SealedEnvelope.e1)
        .join(latest, (latest.c.person == SealedEnvelope.person) & (latest.c.revision == SealedEnvelope.revision))
        .where(SealedEnvelope.vote == vote)
        .order_by(SealedEnvelope.h1)
    )
    return [(h1, person, e1) for h1, person, e1 in read.execute(listed)]
