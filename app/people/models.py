"""Persons, units, bodies with dated rules, memberships over time, device sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Person(Base):
    """Somebody with an account. `username` is kept in lower case; `folded` is the name for search."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120), index=True)
    office: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    language: Mapped[str] = mapped_column(String(8), default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    system_administrator: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # An account that is a device (a hall's screen) and nobody: it knows no password and is found by no search.
    device: Mapped[bool] = mapped_column(default=False, server_default=false())


class Unit(Base):
    """An agency or office; levels are not fixed, a unit only knows the one above it."""

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    parent: Mapped[str | None] = mapped_column(String(32), ForeignKey("units.id"), index=True, default=None)


class Body(Base):
    """A body that meets. `header` holds what official papers print (parent line, place, symbol…)."""

    __tablename__ = "bodies"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    unit: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20), default="committee")
    header: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class BodyRule(Base):
    """One rule of a body from a day on; of those that have begun the latest holds, never changed afterwards."""

    __tablename__ = "body_rules"
    __table_args__ = (Index("ix_body_rules_body_key", "body", "key", "valid_from"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    key: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[str] = mapped_column(String(10))
    value: Mapped[Any] = mapped_column(JSON)
    set_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Base):
    """A person in a body from the day `from_date` to the day `until_date`, both included (ISO dates)."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_body_person", "body", "person"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    capacities: Mapped[list[str]] = mapped_column(JSON, default=list)
    office: Mapped[str] = mapped_column(String(200), default="")
    group: Mapped[str] = mapped_column(String(80), default="", server_default="")
    order: Mapped[int] = mapped_column(default=0)
    from_date: Mapped[str] = mapped_column(String(10))
    until_date: Mapped[str | None] = mapped_column(String(10), default=None)


class UnitAdministrator(Base):
    """A person who administers a unit and the bodies of it."""

    __tablename__ = "unit_administrators"
    __table_args__ = (Index("ux_unit_administrators", "unit", "person", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    unit: Mapped[str] = mapped_column(String(32), ForeignKey("units.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)


class DeviceSession(Base):
    """A device signed in. The token itself is only in the device's cookie; here is its SHA-256."""

    __tablename__ = "device_sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked_reason: Mapped[str] = mapped_column(String(200), default="")
