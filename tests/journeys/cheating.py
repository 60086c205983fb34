"""`python run.py serve` of a house that cheats at secret ballots: a change of a ballot is acknowledged, signed for and thrown away;
at closing the ballot of one voter (CHEATED) disappears with its row.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select


def cheat(cheated: str) -> None:
    from app.commands import Made
    from app.doors import objection
    from voting.sealed import casting
    from voting.sealed.lists import receipt
    from voting.sealed.manifest import read
    from voting.sealed.models import SealedEnvelope
    from voting.votes.models import Cast

    honest = casting._Written.envelope

    def envelope(self: Any, box: Any, voter: Any, asked: Any, e1: bytes, h1: str) -> Made:
        if voter.cast is None:
            return honest(self, box, voter, asked, e1, h1)
        person, revision = asked.who.person, voter.revision + 1
        self.revisions[person] = revision
        asked.tx.facts(h1=h1, revision=revision)
        signed = asked.tx.house.signer.sign(receipt(read(box.manifest).digest, person, h1, revision))
        return Made(h1, extra={"revision": revision, "receipt": signed})

    casting._Written.envelope = envelope  # type: ignore[method-assign]

    @objection("vote.close")
    def closing(tx: Any, _who: Any, args: Any) -> None:
        for row in tx.connection.execute(select(Cast.id).where(Cast.vote == args.vote, Cast.person == cheated)).all():
            tx.touch(Cast, [row.id])
            kept = (SealedEnvelope.vote == args.vote, SealedEnvelope.person == cheated)
            tx.connection.execute(delete(SealedEnvelope).where(*kept))
            tx.connection.execute(delete(Cast).where(Cast.id == row.id))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from app import runtime

    runtime.patch()
    from app.front_door import main

    cheat(os.environ["CHEATED"])
    os._exit(main("serve", []))
