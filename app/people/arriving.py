"""A device at the door: what to call it, and the cookie that it is given."""

from __future__ import annotations

from flask import Response, request

from app.house import house
from app.people import sessions


def put_cookie(found: Response, token: str) -> Response:
    """The answer that carries a session's token to its device."""
    settings = house().settings
    found.set_cookie(
        sessions.cookie_name(settings),
        token,
        max_age=settings.session_days * 86_400,
        path="/",
        secure=settings.tls,
        httponly=True,
        samesite="Lax",
    )
    return found


def device_name() -> str:
    """What to call the device in the list of one's own devices: system and browser, as far as it tells."""
    agent = request.headers.get("User-Agent", "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    return " · ".join(filter(None, (browser, system))) or agent[:60]


_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
