"""A sealed ballot: its box, the board's tablets, the envelopes beside their voters, the lists between, and what devices say."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class SealedBox(Base):
    """What is sealed about a secret vote; its id is the vote's.

    `stage`: keys, nonces, reading, ready, stopped (all in `draft`), casting (`open`), opening, counted, few (`closed`),
    checking, final, disputed (`announced`), ended (cancelled or annulled).
    """

    __tablename__ = "sealed_boxes"

    id: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"), primary_key=True)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    level: Mapped[str] = mapped_column(String(1))
    minimum: Mapped[int]
    repeats: Mapped[str | None] = mapped_column(String(32), ForeignKey("votes.id"), default=None)
    """The annulled vote that this one puts again."""
    stage: Mapped[str] = mapped_column(String(12), default="keys")
    why: Mapped[str] = mapped_column(Text, default="")
    """What a tablet found when it stopped."""
    manifest: Mapped[str | None] = mapped_column(Text, default=None)
    code: Mapped[str | None] = mapped_column(String(12), default=None)
    roll: Mapped[list[Any]] = mapped_column(JSON, default=list)
    box: Mapped[str | None] = mapped_column(String(64), default=None)
    """H(L(0)), at closing; `envelopes` are so many."""
    envelopes: Mapped[int] = mapped_column(default=0)
    bundle: Mapped[str | None] = mapped_column(Text, default=None)
    bundle_digest: Mapped[str | None] = mapped_column(String(64), default=None)
    tally: Mapped[list[int] | None] = mapped_column(JSON, default=None)
    invalid: Mapped[int] = mapped_column(default=0)
    confirm_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    erased_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class SealedKeeper(Base):
    """A member of the counting board with their tablet: public keys, chance, and what it signed."""

    __tablename__ = "sealed_keepers"
    __table_args__ = (
        Index("ux_sealed_keepers_vote_person", "vote", "person", unique=True),
        Index("ix_sealed_keepers_meeting", "meeting"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[int]
    box_key: Mapped[str | None] = mapped_column(String(64), default=None)
    sign_key: Mapped[str | None] = mapped_column(String(64), default=None)
    nonce_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    nonce: Mapped[str | None] = mapped_column(String(32), default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    read_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    opened_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    wiped_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    hashes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """L(place), as digests."""
    unopened: Mapped[list[str]] = mapped_column(JSON, default=list)
    signature: Mapped[str | None] = mapped_column(String(128), default=None)


class SealedEnvelope(Base):
    """An envelope as a voter sent it. One that was replaced, and all when the ballot is over, is only its digest."""

    __tablename__ = "sealed_envelopes"
    __table_args__ = (
        Index("ux_sealed_envelopes_vote_h1", "vote", "h1", unique=True),
        Index("ux_sealed_envelopes_vote_person_revision", "vote", "person", "revision", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    revision: Mapped[int]
    h1: Mapped[str] = mapped_column(String(64))
    e1: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    receipt: Mapped[str] = mapped_column(String(128))


class SealedItem(Base):
    """An envelope on a list that a tablet gives on (`layer`: whose), in the list's order."""

    __tablename__ = "sealed_items"
    __table_args__ = (Index("ux_sealed_items", "vote", "layer", "place", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    layer: Mapped[int]
    place: Mapped[int]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)


class SealedWord(Base):
    """What a voter's device says of the published ballot: that all agrees, or that something doesn't."""

    __tablename__ = "sealed_words"
    __table_args__ = (Index("ux_sealed_words_vote_person", "vote", "person", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    ok: Mapped[bool]
    why: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Instant)
