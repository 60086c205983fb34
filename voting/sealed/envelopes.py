"""A ballot and the envelopes round it: one for each tablet of the board, the last one's inmost. Pure of everything but chance.

Every envelope of a layer has the same size, whatever is in it, and says which ballot and which layer it belongs to.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nacl.bindings import crypto_box_seal, crypto_box_seal_open
from nacl.exceptions import CryptoError

from voting.sealed.codes import ALPHABET, spell, unspell
from voting.sealed.manifest import Manifest

PLAIN = 256
TAG = 16
LAYER = TAG + 48
"""What a layer adds: its tag, and the sealed box's own key and seal."""
CODE_BYTES = 10
CODE_SIGNS = 16
MARK_SIGNS = 2
MOST_CHOSEN = 64
ALONE = "not_voting"
"""The option that no other stands beside."""
_CHOSEN = 32
_CODE = _CHOSEN + 1 + MOST_CHOSEN
_MARK = _CODE + CODE_BYTES
_END = _MARK + MARK_SIGNS
NONE = 0xFF


@dataclass(frozen=True, slots=True, order=True)
class Ballot:
    """What a voter chose (numbers of options, ascending), the code their device drew, and their own mark, if any."""

    choice: tuple[int, ...]
    code: str
    mark: str = ""


def new_code(draw: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """80 bits of chance as sixteen signs."""
    return spell(draw(CODE_BYTES), CODE_SIGNS)


def may_be_cast(manifest: Manifest, ballot: Ballot) -> bool:
    """Is it a ballot of this vote: so many options, that are there, each once, abstaining alone; a code and a mark of the right
    form?
    """
    least, most = manifest.pick
    chosen = ballot.choice
    return (
        least <= len(chosen) <= min(most, MOST_CHOSEN)
        and list(chosen) == sorted(set(chosen))
        and all(0 <= option < len(manifest.options) for option in chosen)
        and (len(chosen) <= 1 or all(manifest.options[option] != ALONE for option in chosen))
        and len(ballot.code) == CODE_SIGNS
        and len(ballot.mark) in (0, MARK_SIGNS)
        and all(sign in ALPHABET for sign in ballot.code + ballot.mark)
    )


def pack(digest: bytes, ballot: Ballot) -> bytes:
    """256 bytes, for every choice as many."""
    chosen = bytes(ballot.choice).ljust(MOST_CHOSEN, bytes([NONE]))
    mark = ballot.mark.encode().ljust(MARK_SIGNS, b"\0")
    packed = digest + bytes([len(ballot.choice)]) + chosen + unspell(ballot.code) + mark
    return packed.ljust(PLAIN, b"\0")


def unpack(manifest: Manifest, raw: bytes) -> Ballot | None:
    """The ballot in these bytes; None where they are none of this vote, or are spelled otherwise than `pack` does."""
    if len(raw) != PLAIN or raw[_CHOSEN] > MOST_CHOSEN:
        return None
    chosen = tuple(raw[_CHOSEN + 1 : _CHOSEN + 1 + raw[_CHOSEN]])
    mark = raw[_MARK:_END].rstrip(b"\0").decode("latin-1")
    ballot = Ballot(chosen, spell(raw[_CODE:_MARK], CODE_SIGNS), mark)
    return ballot if may_be_cast(manifest, ballot) and pack(manifest.digest, ballot) == raw else None


def tag(digest: bytes, layer: int) -> bytes:
    """What an envelope of this layer (1 is outmost) of this vote begins with, inside."""
    return hashlib.sha256(b"dienhong sealed layer v1\0" + digest + bytes([layer])).digest()[:TAG]


def size(layer: int, layers: int) -> int:
    """How many bytes an envelope has that the tablet `layer` opens; `layers + 1`: the ballot itself."""
    return PLAIN + LAYER * (layers + 1 - layer)


def seal(manifest: Manifest, ballot: Ballot, box: Callable[[bytes, bytes], bytes] = crypto_box_seal) -> list[bytes]:
    """The envelopes from the outmost (which is sent) to the ballot itself."""
    digest, made = manifest.digest, [pack(manifest.digest, ballot)]
    for layer in range(len(manifest.board), 0, -1):
        made.append(box(tag(digest, layer) + made[-1], manifest.board[layer - 1].box))
    return made[::-1]


def unseal(digest: bytes, layer: int, layers: int, envelope: bytes, public: bytes, secret: bytes) -> bytes | None:
    """What is in an envelope of this layer; None where it can't be opened, or belongs elsewhere."""
    if len(envelope) != size(layer, layers):
        return None
    try:
        opened = crypto_box_seal_open(envelope, public, secret)
    except CryptoError:
        return None
    return opened[TAG:] if opened[:TAG] == tag(digest, layer) else None


def hashes(envelopes: Sequence[bytes]) -> list[str]:
    """Their digests."""
    return [hashlib.sha256(envelope).hexdigest() for envelope in envelopes]
