"""The hall's screens as the desk sees them, and what each screen knows of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.presence import Expected, watched
from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings.room.models import Screen, ScreenCode


@collection("screens", Screen, kind="meeting", within="meeting")
def screen_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Those that are the meeting's now; the desk's alone."""
    for row in rows:
        if row["removed_at"] is None:
            form = {"name": row["name"], "site": row["site"], "scene": row["scene"], "vote": row["vote"]}
            form |= {
                "person": row["person"],
                "admitted_at": stamp(row["admitted_at"]),
                "entered_at": stamp_or_none(row["entered_at"]),
                "account": row["by_account"],
            }
            yield Form(row["id"], "desk", row["id"], form)


@collection("my_screen", Screen, kind="meeting", within="meeting")
def own_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What the desk chose for this very screen."""
    for row in rows:
        if row["removed_at"] is None:
            form = {"name": row["name"], "site": row["site"], "scene": row["scene"], "vote": row["vote"]}
            yield Form(row["id"], f"person:{row['person']}", row["id"], form)


@watched("meeting")
def expected(read: Connection, subject: str) -> Expected:
    """Screens that have come. The hall's account may show another meeting by now: where nothing is known of it, it isn't here."""
    wanted = select(Screen.person, Screen.by_account).where(Screen.meeting == subject, Screen.removed_at.is_(None))
    return {row.person: not row.by_account for row in read.execute(wanted.where(Screen.entered_at.is_not(None)))}


# -- asked by pages and the policy ----------


def meeting_of_screen(read: Connection, person: str) -> str | None:
    """The meeting that a screen with this account was let into by its code."""
    wanted = select(Screen.meeting).where(Screen.person == person, Screen.removed_at.is_(None))
    wanted = wanted.where(Screen.by_account.is_(False))
    return read.execute(wanted).scalar()


def waiting_codes(read: Connection, address: str, now: datetime) -> list[str]:
    """The codes that screens at the same address (the same network, for who is outside) show now, the latest first."""
    columns = select(ScreenCode.code).where(ScreenCode.address == address, ScreenCode.expires_at > now)
    return list(read.execute(columns.where(ScreenCode.screen.is_(None)).order_by(ScreenCode.asked_at.desc())).scalars())


def code_row(read: Connection, secret_hash: str) -> Any:
    """The waiting screen with this secret: `screen` once it was let in, `meeting`, `expires_at`; None where there is none."""
    columns = (ScreenCode.screen, ScreenCode.expires_at, Screen.meeting)
    joined = select(*columns).outerjoin(Screen, Screen.id == ScreenCode.screen)
    return read.execute(joined.where(ScreenCode.secret_hash == secret_hash)).first()
