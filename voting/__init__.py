"""The package registers itself with the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House


def register(house: House) -> None:
    """Nothing yet."""
