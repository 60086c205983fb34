"""What a tampering is, and how one is put on the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.tampering.finished import Act, Hands


class Tampering(NamedTuple):
    """`chain`: the journal alone gives it away. `heads`: only a head that a tablet has kept does."""

    act: Act
    code: str
    chain: bool = False
    heads: bool = False


ALL: dict[str, Tampering] = {}


def sql(what: str, code: str, *statements: str, chain: bool = False) -> None:
    """One that is a matter of statements, each of which changes something."""

    def act(hand: Hands) -> None:
        for statement in statements:
            assert hand.run(statement), statement

    ALL[what] = Tampering(act, code, chain)


def by_hand(what: str, code: str, *, chain: bool = False, heads: bool = False) -> Callable[[Act], Act]:
    def register(act: Act) -> Act:
        ALL[what] = Tampering(act, code, chain, heads)
        return act

    return register
