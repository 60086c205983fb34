"""What templates may use: assets under their release, icons, times in the display zone."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, send_from_directory
from markupsafe import Markup, escape

from app import language
from app.language import gettext as _
from app.people.days import local, zone
from app.text import initials, unbroken
from app.web.page import jinja_follows, jinja_found, jinja_panels
from app.web.places import site_places

STATIC = Path(__file__).resolve().parents[2] / "static"
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@cache
def release() -> str:
    """The digest of everything under static/: the folder name modules are served under, cached for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(str(path.relative_to(STATIC)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    return f"/static/{release()}/{path}"


def icon(name: str, css: str = "") -> Markup:
    """A Phosphor icon of the sprite; the word beside it says what it is."""
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        escape(("i " + css).strip()), asset("vendor/icons.svg"), name
    )


def moment(value: datetime | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return local(value if value.tzinfo else value.replace(tzinfo=UTC))


def time_of(value: datetime | str) -> str:
    return moment(value).strftime("%H:%M")


def _day_of(value: datetime | date | str) -> date:
    if isinstance(value, str) and len(value) == 10:
        return date.fromisoformat(value)
    return value if isinstance(value, date) and not isinstance(value, datetime) else moment(value)


def date_of(value: datetime | date | str) -> str:
    return _day_of(value).strftime("%d/%m/%Y")


def day_of(value: datetime | date | str) -> str:
    """Thứ Năm, 26 tháng 11 / Thursday, 26 November."""
    day = _day_of(value)
    if language.current() == "en":
        return unbroken(f"{ENGLISH_DAYS[day.weekday()]}, {day.day} {ENGLISH_MONTHS[day.month - 1]}")
    return unbroken(f"{WEEKDAYS[day.weekday()]}, {day.day} tháng {day.month}")


def typed_of(value: datetime | str) -> str:
    """As a field of type datetime-local wants it."""
    return moment(value).strftime("%Y-%m-%dT%H:%M")


def whole_minutes(seconds: int | None) -> int:
    """As the room counts them (figures.js): whoever spoke for a moment spoke a minute."""
    return max(1, int((seconds or 0) / 60 + 0.5)) if seconds else 0


def minutes_of(seconds: int | None) -> str:
    return _("%(n)s phút", n=whole_minutes(seconds))


def register(flask: Flask) -> None:
    environment = flask.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.catalogue_gettext, language.catalogue_ngettext, newstyle=True, pgettext=language.catalogue_pgettext
    )
    environment.globals.update(
        asset=asset,
        icon=icon,
        panels=jinja_panels,
        follows=jinja_follows,
        found=jinja_found,
        current_language=language.current,
        english_messages=language.english_messages,
        site_places=site_places,
        initials=initials,
        zone_name=str(zone()),
    )
    environment.filters.update(
        time=time_of,
        date=date_of,
        day=day_of,
        minutes=minutes_of,
        whole_minutes=whole_minutes,
        typed=typed_of,
        unbroken=unbroken,
    )
    environment.trim_blocks = environment.lstrip_blocks = True

    @flask.context_processor
    def _who() -> dict[str, Any]:
        return {"me": getattr(g, "who", None)}

    def static(release: str, path: str) -> Any:
        response = send_from_directory(STATIC, path, max_age=31_536_000)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    flask.add_url_rule("/static/<release>/<path:path>", endpoint="static", view_func=static)
