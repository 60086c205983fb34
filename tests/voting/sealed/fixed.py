"""A sealed ballot from fixed chance, held in memory: what the vectors, the cheats and the checks of a bundle are made from.

python -m tests.voting.sealed.fixed    writes vectors.json anew
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.bindings import crypto_box, crypto_scalarmult_base
from nacl.signing import SigningKey

from voting.sealed import bundle as bundles
from voting.sealed import manifest as manifests
from voting.sealed.bundle import Bundle
from voting.sealed.device import Mine
from voting.sealed.envelopes import Ballot, hashes, new_code, pack, seal
from voting.sealed.lists import in_order, open_list, receipt
from voting.sealed.manifest import Keeper, Manifest, RollLine

VECTORS = Path(__file__).with_name("vectors.json")


class Chance:
    """Bytes that look drawn and are the same every time."""

    def __init__(self, seed: str):
        self.seed, self.count = seed, 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(f"{self.seed}/{self.count}".encode()).digest(size)

    def below(self, bound: int) -> int:
        return int.from_bytes(self(8), "big") % bound


def sealing(chance: Chance, drawn: list[bytes] | None = None) -> Callable[[bytes, bytes], bytes]:
    """A sealed box as libsodium makes it, its one-time key drawn from here."""

    def box(message: bytes, key: bytes) -> bytes:
        once = chance(32)
        if drawn is not None:
            drawn.append(once)
        public = crypto_scalarmult_base(once)
        return public + crypto_box(message, hashlib.blake2b(public + key, digest_size=24).digest(), key, once)

    return box


@dataclass
class Tablet:
    """A board member's tablet."""

    keeper: Keeper
    box: bytes
    sign: bytes
    nonce: bytes

    @property
    def signing(self) -> SigningKey:
        return SigningKey(self.sign)


def tablet(chance: Chance, number: int) -> Tablet:
    box, sign, nonce = chance(32), chance(32), chance(manifests.NONCE)
    public = bytes(SigningKey(sign).verify_key)
    keeper = Keeper(f"b{number}", f"Ủy viên {number}", crypto_scalarmult_base(box), public, manifests.nonce_hash(nonce))
    return Tablet(keeper, box, sign, nonce)


@dataclass
class Held:
    """A box from the manifest to the bundle."""

    manifest: Manifest
    tablets: list[Tablet]
    roll: list[RollLine]
    house: SigningKey
    mine: dict[str, Mine] = field(default_factory=dict)
    bundle: Bundle | None = None

    @property
    def nonces(self) -> list[bytes]:
        return [one.nonce for one in self.tablets]


def prepared(chance: Chance, voters: int = 7, board: int = 2, options: int = 3) -> Held:
    roll = [RollLine(f"p{n:03}", f"Nguyễn Văn “{n}”", n != voters) for n in range(voters + 1)]
    tablets = [tablet(chance, n + 1) for n in range(board)]
    house = SigningKey(chance(32))
    manifest = Manifest(
        vote="v1",
        question="Bầu bổ sung\nỦy viên?",
        options=tuple(["yes", "no", "not_voting", "Ông “A”"][:options]),
        pick=(1, 1),
        roll=manifests.roll_digest("v1", roll),
        board=tuple(one.keeper for one in tablets),
        level="A" if board == 1 else "B",
        minimum=5,
        house=bytes(house.verify_key),
        client="0" * 16,
    )
    return Held(manifest, tablets, roll, house)


def voted(held: Held, chance: Chance, person: str, choice: int, mark: str = "") -> Mine:
    ballot = Ballot((choice,), new_code(chance), mark)
    mine = Mine(person, held.manifest.text, ballot, seal(held.manifest, ballot, sealing(chance)))
    held.mine[person] = mine
    return mine


def opened(held: Held) -> Bundle:
    """Every tablet opens its layer; what is published."""
    manifest, layers = held.manifest, len(held.tablets)
    given = in_order([mine.envelopes[0] for mine in held.mine.values()])
    lists, unopened, signatures = [hashes(given)], [], []
    for layer, one in enumerate(held.tablets, start=1):
        found = open_list(manifest.digest, layer, layers, given, len(given), one.box, one.signing)
        given = found.envelopes
        lists.append(hashes(given))
        unopened.append(found.unopened)
        signatures.append(found.signature)
    voters = list(held.mine)
    held.bundle = bundles.publish(manifest, held.nonces, held.roll, voters, lists[:-1], unopened, signatures, given)
    return held.bundle


def held(seed: str, voters: int = 7, board: int = 2) -> Held:
    """A whole ballot: everybody who may has voted, every third with a mark."""
    chance = Chance(seed)
    found = prepared(chance, voters, board)
    for number, line in enumerate(line for line in found.roll if line.may_vote):
        voted(found, chance, line.person, chance.below(3), "K7" if number % 3 == 0 else "")
    opened(found)
    return found


def vectors() -> dict[str, Any]:
    """What Python and the browser must make alike."""
    told: dict[str, Any] = {"boxes": []}
    for board in (1, 2, 3):
        found = held(f"vectors {board}", 7, board)
        manifest = found.manifest
        assert found.bundle is not None
        chance, drawn = Chance(f"again {board}"), list[bytes]()
        ballot = Ballot((2,), new_code(chance), "HN")
        envelopes = seal(manifest, ballot, sealing(chance, drawn))
        first = next(iter(found.mine.values()))
        h1 = hashes(first.envelopes[:1])[0]
        given = in_order([mine.envelopes[0] for mine in found.mine.values()])
        told["boxes"].append(
            {
                "manifest": manifest.text,
                "digest": manifest.digest.hex(),
                "nonces": [nonce.hex() for nonce in found.nonces],
                "code": manifests.spoken(manifest.digest, found.nonces),
                "tablets": [{"box": t.box.hex(), "sign": t.sign.hex(), "nonce": t.nonce.hex()} for t in found.tablets],
                "ballot": {"choice": list(ballot.choice), "code": ballot.code, "mark": ballot.mark},
                "packed": pack(manifest.digest, ballot).hex(),
                "drawn": [one.hex() for one in drawn],
                "envelopes": [one.hex() for one in envelopes],
                "sent": [one.hex() for one in given],
                "receipt": {
                    "person": first.person,
                    "h1": h1,
                    "revision": 1,
                    "signature": found.house.sign(receipt(manifest.digest, first.person, h1, 1)).signature.hex(),
                },
                "mine": {"person": first.person, "manifest": manifest.text, "digests": hashes(first.envelopes)}
                | {
                    "ballot": {
                        "choice": list(first.ballot.choice),
                        "code": first.ballot.code,
                        "mark": first.ballot.mark,
                    }
                }
                if first.ballot
                else None,
                "bundle": found.bundle.text,
                "result_code": bundles.result_code(found.bundle.text),
            }
        )
    return told


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
