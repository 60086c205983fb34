"""The time of a group (tổ) over the items of a meeting: pure functions on whole seconds.

What a group overruns on an item is a debt, taken off its time on the items after it until it is paid. What it doesn't use is
nobody's: it is not carried on, but by nothing is it lost while a debt is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A group on one item. `quota` None: it may speak as long as it likes, and a debt waits for the next item.

    `since` is the item on which the debt was last added to.
    """

    quota: int | None
    debt: int = 0
    used: int = 0
    since: str | None = None

    @property
    def given(self) -> int | None:
        """Seconds the group has on the item, the debt taken off."""
        return None if self.quota is None else max(0, self.quota - self.debt)

    @property
    def owes(self) -> int:
        """The debt that goes on to the next item."""
        return self.debt if self.quota is None else max(0, self.debt + self.used - self.quota)

    @property
    def spent(self) -> bool:
        return self.quota is not None and self.debt + self.used >= self.quota


def shares(
    items: Sequence[str], quotas: Mapping[str, int | None], default: int | None, used: Mapping[str, int]
) -> dict[str, Share]:
    """A group's shares of the items, in the order in which they were taken up."""
    found: dict[str, Share] = {}
    debt, since = 0, None
    for item in items:
        share = Share(quotas.get(item, default), debt, used.get(item, 0), since)
        found[item] = share
        if share.owes > debt:
            since = item
        debt = share.owes
        since = since if debt else None
    return found
