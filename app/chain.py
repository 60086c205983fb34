"""The journal's hash chain with salted commitments. Pure.

A header names its predecessor; facts are bound by a salted commitment, so that they can be redacted (facts and salt deleted)
without breaking the chain and without anybody guessing a yes or no from its hash (reliability.md §4).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

import msgspec

from app.wire import canonical, stamp

VERSION = 1
TAG = b"dienhong journal entry v1\0"
GENESIS = "0" * 64


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What is hashed of an entry. `prev` and `commit` are 64 hexadecimal digits."""

    v: int
    stream: str
    seq: int
    ts: str
    actor: str | None
    kind: str
    prev: str
    commit: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A new entry's place in the chain."""

    salt: str
    facts: str
    commit: str
    hash: str


def new_salt() -> str:
    """16 random bytes as hexadecimal digits."""
    return secrets.token_hex(16)


def commitment(salt: str, facts: bytes) -> str:
    """SHA-256(salt ‖ canonical facts)."""
    return hashlib.sha256(bytes.fromhex(salt) + facts).hexdigest()


def entry_hash(header: Header) -> str:
    """SHA-256(tag ‖ canonical header)."""
    return hashlib.sha256(TAG + canonical(header)).hexdigest()


def link(
    stream: str, seq: int, at: datetime, actor: str | None, kind: str, prev: str, facts: dict[str, Any], salt: str
) -> Link:
    """Forge the next link after the entry whose hash is `prev`."""
    spelled = canonical(facts)
    commit = commitment(salt, spelled)
    header = Header(v=VERSION, stream=stream, seq=seq, ts=stamp(at), actor=actor, kind=kind, prev=prev, commit=commit)
    return Link(salt=salt, facts=spelled.decode(), commit=commit, hash=entry_hash(header))


def in_groups(head: str, size: int = 8) -> str:
    """A head as people read it aloud: capitals in groups of eight."""
    return " ".join(head[start : start + size].upper() for start in range(0, len(head), size))
