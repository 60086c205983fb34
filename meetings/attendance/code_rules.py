"""The hall's code for checking in: it changes every half minute, so that a picture of it sent to somebody outside is soon
worth nothing. Made from the meeting's key and the time; the key itself is told to nobody.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WINDOW = 30
"""Seconds. The code of the window before is accepted too: whoever has just scanned it still has time to tap."""


@dataclass(frozen=True, slots=True)
class HallCode:
    """The code in the QR, the same moment's six digits for whoever has no camera, and how long they are shown."""

    text: str
    digits: str
    until: datetime


def window_of(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW


def code_at(key: str, now: datetime) -> HallCode:
    """What the hall shows now."""
    window = window_of(now)
    text, digits = _spelled(key, window)
    return HallCode(text, digits, datetime.fromtimestamp((window + 1) * WINDOW, UTC))


def fits(key: str, given: str, now: datetime) -> bool:
    """Is this the code of now or of the window before, in either spelling?"""
    typed = "".join(given.split()).upper().encode(errors="replace")
    shown = [one for back in (0, 1) for one in _spelled(key, window_of(now - timedelta(seconds=back * WINDOW)))]
    return any(hmac.compare_digest(typed, one.encode()) for one in shown)


def _spelled(key: str, window: int) -> tuple[str, str]:
    digest = hmac.digest(key.encode(), f"check-in {window}".encode(), "sha256")
    return base64.b32encode(digest[:10]).decode(), f"{int.from_bytes(digest[10:18]) % 1_000_000:06}"
