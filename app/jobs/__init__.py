"""Due work with leases, and the worker process.

A command queues work in its own transaction (`tx.job`, `tx.later`). What changes a meeting when due is given by serve
(`service.py`); everything slow or dangerous (documents, PDF) is done by the worker (`worker.py`), which on SQLite
never writes: it asks serve over a socket in the data folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House


def register(house: House) -> None:
    from app import clock
    from app.jobs import commands, policy  # noqa: F401

    house.register(permissions={**policy.PERMISSIONS, **clock.PERMISSIONS})
