"""Due work with leases, and the worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House


def register(house: House) -> None:
    """Nothing yet."""
