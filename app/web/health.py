"""Liveness and readiness, for the supervisor and the proxy."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.house import house
from app.policy import Actor, anyone
from app.web.api import as_json
from app.web.page import page, reading

blueprint = Blueprint("health", __name__)

PAGES = {"health.healthz": [[anyone]], "health.readyz": [[anyone]]}


@page(blueprint, "/healthz")
def healthz(_who: Actor) -> ResponseReturnValue:
    """The process answers."""
    return as_json({"ok": True})


@page(blueprint, "/readyz")
def readyz(_who: Actor) -> ResponseReturnValue:
    """The database answers and there is room on the disk."""
    checks = {"database": True, "disk": True}
    try:
        with reading() as read:
            read.execute(text("SELECT 1")).scalar_one()
    except Exception:
        checks["database"] = False
    checks["disk"] = not (house().room.full or house().room.short)
    return as_json({"ok": all(checks.values()), "checks": checks}, 200 if all(checks.values()) else 503)
