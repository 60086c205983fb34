"""What goes to the log, and how: text for people, JSON lines for collectors; never a password, a token or a choice."""

from __future__ import annotations

import json
import logging
from typing import Any

from app.settings import Settings


def set_up_logging(settings: Settings) -> None:
    """Lines as the settings wish them; libraries that tell much are heard only when something is wrong."""
    handler = logging.StreamHandler()
    if settings.log == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(Lines("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("werkzeug", "engineio", "socketio", "weasyprint", "fontTools", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """PostgreSQL's words on a fault end in rows and keys (DETAIL) and in pieces of the statement: only the first line is kept."""

    def formatException(self, ei: Any) -> str:
        said = super().formatException(ei)
        for error in _chain(ei[1]):
            first = getattr(getattr(error, "diag", None), "message_primary", None)
            if first and str(error):
                said = said.replace(str(error), f"{first}\n")
        return said


def _chain(error: BaseException | None) -> list[BaseException]:
    """An exception and all that it came from."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in found:
            continue
        found.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "orig", None)]
    return found


class JsonLines(Lines):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
