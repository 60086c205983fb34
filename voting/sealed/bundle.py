"""The published ballot: everything anybody needs to check it, and no envelope (docs/ballot-bundle.md). Pure.

Envelopes are told by their digests only, so that what is published can never be opened, whatever becomes of a key.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from voting.sealed import manifest as manifests
from voting.sealed.envelopes import Ballot, hashes, may_be_cast, pack, unpack
from voting.sealed.lists import list_digest, opening_holds
from voting.sealed.manifest import Manifest, RollLine

FORMAT = "dienhong sealed ballot bundle"
VERSION = 1


class Fault(NamedTuple):
    """Something that isn't as it must be: a key word, and where."""

    code: str
    layer: int | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    manifest_text: str
    nonces: tuple[bytes, ...]
    code: str
    roll: tuple[RollLine, ...]
    voters: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    unopened: tuple[tuple[str, ...], ...]
    signatures: tuple[bytes, ...]
    ballots: tuple[Ballot, ...]
    invalid: tuple[str, ...]
    tally: tuple[int, ...]

    @property
    def manifest(self) -> Manifest:
        """Raises ValueError."""
        return manifests.read(self.manifest_text)

    @property
    def text(self) -> str:
        return manifests.canonical(
            {
                "format": FORMAT,
                "v": VERSION,
                "manifest": self.manifest_text,
                "nonces": [nonce.hex() for nonce in self.nonces],
                "code": self.code,
                "roll": [[line.person, line.name, line.may_vote] for line in self.roll],
                "voters": list(self.voters),
                "lists": [list(listed) for listed in self.lists],
                "unopened": [list(listed) for listed in self.unopened],
                "signatures": [signature.hex() for signature in self.signatures],
                "ballots": [
                    {"choice": list(ballot.choice), "code": ballot.code, "mark": ballot.mark} for ballot in self.ballots
                ],
                "invalid": list(self.invalid),
                "tally": list(self.tally),
            }
        )


def publish(
    manifest: Manifest,
    nonces: Sequence[bytes],
    roll: Sequence[RollLine],
    voters: Sequence[str],
    lists: Sequence[Sequence[str]],
    unopened: Sequence[Sequence[str]],
    signatures: Sequence[bytes],
    plain: Sequence[bytes],
) -> Bundle:
    """What is published of a box that was opened: `lists` up to L(n-1), `plain` what the last tablet took out."""
    read = [(raw, unpack(manifest, raw)) for raw in plain]
    ballots = sorted(ballot for _raw, ballot in read if ballot is not None)
    return Bundle(
        manifest_text=manifest.text,
        nonces=tuple(nonces),
        code=manifests.spoken(manifest.digest, nonces),
        roll=tuple(sorted(roll, key=lambda line: line.person)),
        voters=tuple(sorted(voters)),
        lists=tuple(tuple(one) for one in (*lists, sorted(hashes(plain)))),
        unopened=tuple(tuple(one) for one in unopened),
        signatures=tuple(signatures),
        ballots=tuple(ballots),
        invalid=tuple(sorted(hashes([raw for raw, ballot in read if ballot is None]))),
        tally=tuple(tally(len(manifest.options), ballots)),
    )


def tally(options: int, ballots: Sequence[Ballot]) -> list[int]:
    """How many ballots name each option."""
    counted = Counter(option for ballot in ballots for option in ballot.choice)
    return [counted[option] for option in range(options)]


def read(text: str) -> Bundle:
    """A bundle from its text. Raises ValueError for anything that isn't one."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT or told["v"] != VERSION:
            raise ValueError("a bundle of another kind")
        found = Bundle(
            manifest_text=told["manifest"],
            nonces=tuple(bytes.fromhex(one) for one in told["nonces"]),
            code=manifests.word(told["code"]),
            roll=tuple(
                RollLine(manifests.word(person), manifests.word(name), may is True)
                for person, name, may in told["roll"]
            ),
            voters=tuple(map(manifests.word, told["voters"])),
            lists=tuple(_digests(listed) for listed in told["lists"]),
            unopened=tuple(_digests(listed) for listed in told["unopened"]),
            signatures=tuple(bytes.fromhex(one) for one in told["signatures"]),
            ballots=tuple(_ballot(one) for one in told["ballots"]),
            invalid=_digests(told["invalid"]),
            tally=tuple(map(manifests.number, told["tally"])),
        )
        _ = found.manifest
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no bundle: {error}") from error
    return found


def _digests(told: Any) -> tuple[str, ...]:
    listed = tuple(manifests.word(one) for one in told)
    if any(len(one) != 64 or bytes.fromhex(one).hex() != one for one in listed):
        raise ValueError("no digest")
    return listed


def _ballot(told: Any) -> Ballot:
    return Ballot(
        tuple(map(manifests.number, told["choice"])), manifests.word(told["code"]), manifests.word(told["mark"])
    )


def faults(bundle: Bundle) -> list[Fault]:
    """Everything in a bundle that isn't as it must be; empty: the ballot holds. Raises ValueError for no bundle at all."""
    manifest = bundle.manifest
    layers = len(manifest.board)
    shape = len(bundle.nonces), len(bundle.lists), len(bundle.unopened), len(bundle.signatures)
    if shape != (layers, layers + 1, layers, layers):
        return [Fault("shape")]
    found = [*_people(bundle, manifest), *_mixes(bundle, manifest), *_ballots(bundle, manifest)]
    if len(bundle.voters) < manifest.minimum:
        found.append(Fault("too_few"))
    return found


def _people(bundle: Bundle, manifest: Manifest) -> Iterator[Fault]:
    bound = [keeper.nonce_hash for keeper in manifest.board]
    if [manifests.nonce_hash(nonce) for nonce in bundle.nonces] != bound:
        yield Fault("nonce")
    if bundle.code != manifests.spoken(manifest.digest, bundle.nonces):
        yield Fault("code")
    if manifests.roll_digest(manifest.vote, bundle.roll) != manifest.roll:
        yield Fault("roll")
    may_vote = {line.person for line in bundle.roll if line.may_vote}
    if list(bundle.voters) != sorted(set(bundle.voters)) or not may_vote.issuperset(bundle.voters):
        yield Fault("voters")


def _mixes(bundle: Bundle, manifest: Manifest) -> Iterator[Fault]:
    for place, listed in enumerate(bundle.lists):
        if list(listed) != sorted(set(listed)):
            yield Fault("list", place)
    if len(bundle.lists[0]) != len(bundle.voters):
        yield Fault("envelopes")
    for layer, keeper in enumerate(manifest.board, start=1):
        before, after, unopened = bundle.lists[layer - 1], bundle.lists[layer], bundle.unopened[layer - 1]
        if not set(before).issuperset(unopened) or list(unopened) != sorted(set(unopened)):
            yield Fault("unopened", layer)
        if len(after) + len(unopened) != len(before):
            yield Fault("count", layer)
        if not opening_holds(
            manifest.digest, layer, before, after, unopened, bundle.signatures[layer - 1], keeper.sign
        ):
            yield Fault("signature", layer)


def _ballots(bundle: Bundle, manifest: Manifest) -> Iterator[Fault]:
    if not all(may_be_cast(manifest, ballot) for ballot in bundle.ballots):
        yield Fault("ballot")
        return
    packed = hashes([pack(manifest.digest, ballot) for ballot in bundle.ballots])
    if list(bundle.ballots) != sorted(bundle.ballots) or sorted([*packed, *bundle.invalid]) != list(bundle.lists[-1]):
        yield Fault("ballots")
    if len({ballot.code for ballot in bundle.ballots}) < len(bundle.ballots):
        yield Fault("code_twice")
    if list(bundle.tally) != tally(len(manifest.options), bundle.ballots):
        yield Fault("tally")


def box_digest(bundle: Bundle, place: int) -> str:
    """H(L(place)), as it is told in the journal."""
    return list_digest(bundle.manifest.digest, place, bundle.lists[place]).hex()


def result_code(text: str) -> str:
    """A code of the whole published text, as short as the one read aloud: shown in the hall and on every tablet."""
    from hashlib import sha256

    from voting.sealed.codes import spell

    return spell(sha256(b"dienhong sealed result v1\0" + text.encode()).digest(), manifests.CODE_SIGNS)
