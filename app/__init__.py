"""The frame: it knows no word of meetings, votes or papers (ARCHITECTURE.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: Settings) -> Flask:
    """Build the application; each feature package of `settings.features` registers itself."""
    from app.building import build

    return build(settings)
