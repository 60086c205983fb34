"""Where a write may come from: exact Origins, for every write and every websocket handshake. None is refused, too (wire.md)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from app.database import complain
from app.people import sessions
from app.settings import Settings

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.web")

CALLER = "dienhong.caller"
LET_IN = "dienhong.let_in"
"""Where a handshake's environ says who has been let in, and when (monotonic seconds)."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def allowed(settings: Settings, origin: str | None, host: str, scheme: str) -> bool:
    """Is this exact Origin one of ours? Without a configured list: the very address the request was sent to."""
    if not origin:
        return False
    if settings.origins:
        return origin in settings.origins
    return origin == f"{'https' if settings.tls else scheme}://{host}"


class Handshake:
    """WSGI door keeper of the websocket: refuses foreign origins (403) and the unknown (401) before anything is opened.
    Without a database nobody can be known (503): the device tries again."""

    def __init__(self, application: Callable[..., Iterable[bytes]], house: House):
        self.application = application
        self.house = house

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/socket.io"):
            refusal = self._refusal(environ)
            if refusal:
                start_response(refusal, [("Content-Type", "text/plain"), ("Content-Length", "0")])
                return [b""]
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # compression costs more than it saves (performance.md)
        return self.application(environ, start_response)

    def _refusal(self, environ: dict[str, Any]) -> str | None:
        host = environ.get("HTTP_HOST", "")
        if not allowed(self.house.settings, environ.get("HTTP_ORIGIN"), host, environ.get("wsgi.url_scheme", "http")):
            return "403 FORBIDDEN"
        try:
            with self.house.database.read() as read:
                environ[CALLER] = sessions.caller(read, self.house, parse_cookie(environ))
                environ[LET_IN] = time.monotonic()
        except SQLAlchemyError as error:
            complain(log, error, "a device could not be let in")
            return "503 SERVICE UNAVAILABLE"
        return None if environ[CALLER] is not None else "401 UNAUTHORIZED"
