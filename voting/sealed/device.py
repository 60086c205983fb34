"""What an honest device looks at by itself. The browser does the same (static/js/voting/sealedbox.js). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.sealed import bundle as bundles
from voting.sealed.bundle import Bundle, Fault
from voting.sealed.envelopes import Ballot, hashes
from voting.sealed.lists import holds, receipt
from voting.sealed.manifest import Keeper, Manifest, nonce_hash, read, spoken


@dataclass(slots=True)
class Mine:
    """What a voter's device keeps until the box has been opened and checked."""

    person: str
    manifest_text: str
    ballot: Ballot | None = None
    envelopes: list[bytes] = field(default_factory=list)
    """From the one that was sent to the ballot itself: where one is missing, its layer is known."""


def heard(manifest_text: str, nonces: Sequence[bytes], code: str) -> bool:
    """Is the code read aloud in the hall that of what this device was shown?"""
    try:
        manifest = read(manifest_text)
    except ValueError:
        return False
    bound = [keeper.nonce_hash for keeper in manifest.board]
    return [nonce_hash(nonce) for nonce in nonces] == bound and spoken(manifest.digest, nonces) == code


def my_place(manifest: Manifest, mine: Keeper) -> int | None:
    """The layer a board member's tablet opens: where its own keys, and its own chance, stand in the manifest."""
    places = [place for place, keeper in enumerate(manifest.board, start=1) if keeper == mine]
    return places[0] if len(places) == 1 else None


def receipt_holds(mine: Mine, revision: int, signature: bytes) -> bool:
    """Did the house sign that it keeps the envelope this device has sent?"""
    manifest = read(mine.manifest_text)
    h1 = hashes(mine.envelopes[:1])[0]
    return holds(receipt(manifest.digest, mine.person, h1, revision), signature, manifest.house)


def check(published: Bundle, mine: Mine) -> list[Fault]:
    """What a device finds wrong with what was published; empty: it says so to the house."""
    found = bundles.faults(published)
    if published.manifest_text != mine.manifest_text:
        found.append(Fault("manifest"))
    said_to_have_voted = mine.person in published.voters
    if not mine.envelopes:
        return [*found, Fault("never_voted")] if said_to_have_voted else found
    if not said_to_have_voted:
        found.append(Fault("not_listed"))
    lost = lost_at(published, mine)
    if lost is not None:
        found.append(Fault("missing", lost))
    own = mine.ballot  # None: forgotten when its voter signed out; the inmost digest speaks for it
    if own is not None and [ballot for ballot in published.ballots if ballot.code == own.code] != [own]:
        found.append(Fault("line"))
    return found


def lost_at(published: Bundle, mine: Mine) -> int | None:
    """The first list on which this device's envelope isn't: 0 the house's, then the tablets'. None: it is on all."""
    for place, (digest, listed) in enumerate(zip(hashes(mine.envelopes), published.lists, strict=False)):
        if digest not in listed:
            return place
    return None
