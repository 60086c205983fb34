"""The lists of envelopes from the box to the ballots: sorted by digest, so that no order tells anything. Pure.

L(0) is what the voters sent, L(i) what tablet i took out of L(i-1), L(n) the ballots. A tablet signs the digests of both
and of those it couldn't open: these are told, not dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from voting.sealed.envelopes import hashes, unseal


def list_digest(digest: bytes, place: int, listed: Sequence[str]) -> bytes:
    """H(L(place)): of the digests of what is on it, as they are sorted."""
    head = b"dienhong sealed list v1\0" + digest + bytes([place]) + len(listed).to_bytes(4, "big")
    return hashlib.sha256(head + b"".join(bytes.fromhex(one) for one in listed)).digest()


def unopened_digest(digest: bytes, layer: int, listed: Sequence[str]) -> bytes:
    """The same of what tablet `layer` couldn't open."""
    head = b"dienhong sealed unopened v1\0" + digest + bytes([layer]) + len(listed).to_bytes(4, "big")
    return hashlib.sha256(head + b"".join(bytes.fromhex(one) for one in listed)).digest()


def signed(digest: bytes, layer: int, before: bytes, after: bytes, unopened: bytes) -> bytes:
    """What tablet `layer` signs."""
    return b"dienhong sealed opening v1\0" + digest + bytes([layer]) + before + after + unopened


def in_order(envelopes: Sequence[bytes]) -> list[bytes]:
    """Sorted by digest."""
    return sorted(envelopes, key=lambda one: hashlib.sha256(one).digest())


class Opened(NamedTuple):
    """What a tablet made of a list."""

    envelopes: list[bytes]
    unopened: list[str]
    signature: bytes


class Stopped(ValueError):
    """A tablet doesn't open such a list: `twice`, `count`, or `order`."""


def open_list(
    digest: bytes, layer: int, layers: int, given: Sequence[bytes], expected: int, box: bytes, sign: SigningKey
) -> Opened:
    """Open every envelope of L(layer-1). Raises Stopped before anything is opened, where something is there twice or the
    number isn't that of the voters (less what tablets before couldn't open).
    """
    from nacl.bindings import crypto_scalarmult_base

    before = hashes(given)
    if len(set(before)) < len(before):
        raise Stopped("twice")
    if len(before) != expected:
        raise Stopped("count")
    if before != sorted(before):
        raise Stopped("order")
    public = crypto_scalarmult_base(box)
    found = [unseal(digest, layer, layers, envelope, public, box) for envelope in given]
    opened = in_order([one for one in found if one is not None])
    unopened = [one for one, inner in zip(before, found, strict=True) if inner is None]
    signature = sign_opening(digest, layer, before, hashes(opened), unopened, sign)
    return Opened(opened, unopened, signature)


def sign_opening(
    digest: bytes, layer: int, before: Sequence[str], after: Sequence[str], unopened: Sequence[str], sign: SigningKey
) -> bytes:
    return sign.sign(_message(digest, layer, before, after, unopened)).signature


def opening_holds(
    digest: bytes,
    layer: int,
    before: Sequence[str],
    after: Sequence[str],
    unopened: Sequence[str],
    signature: bytes,
    key: bytes,
) -> bool:
    """Did the holder of this key sign these lists?"""
    return holds(_message(digest, layer, before, after, unopened), signature, key)


def _message(digest: bytes, layer: int, before: Sequence[str], after: Sequence[str], unopened: Sequence[str]) -> bytes:
    return signed(
        digest,
        layer,
        list_digest(digest, layer - 1, before),
        list_digest(digest, layer, after),
        unopened_digest(digest, layer, unopened),
    )


def holds(message: bytes, signature: bytes, key: bytes) -> bool:
    """Is it a signature of the message by the holder of this key?"""
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def receipt(digest: bytes, voter: str, h1: str, revision: int) -> bytes:
    """What the house signs when it has kept an envelope."""
    return b"dienhong sealed receipt v1\0" + digest + bytes.fromhex(h1) + revision.to_bytes(4, "big") + voter.encode()
