"""The house: what one running process holds together, and what a feature package registers with it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Blueprint, Flask, current_app
from sqlalchemy import Connection

from app import faults
from app.caller import HOUSE, Caller
from app.commands import COMMANDS
from app.database import Database, new_id
from app.policy import Lines
from app.relay import Relay
from app.room import Room
from app.runtime import Bell
from app.settings import Settings
from app.signing import Signer
from app.views import Forms
from app.wire import Command, Result
from app.writer import Writer


class House:
    """Settings, database, writer, relay and the registers of the feature packages."""

    def __init__(self, settings: Settings, flask: Flask | None = None):
        self.settings = settings
        self.database = Database(settings)
        self.forms = Forms()
        self.permissions: dict[str, Any] = {}
        self.pages: dict[str, Any] = {}
        self.blueprints: list[Blueprint] = []
        self.recorded: dict[str, str] = {}
        """Commands whose refusal for want of a right is recorded, and the internal command that records it."""
        self.before_serving: list[Callable[[House], None]] = []
        """What packages do when the server comes up, before the first client (an open vote's countdown gets time)."""
        self.may_by_capacity: dict[Any, list[str]] = {}
        """What `me.may` told before, by kind of stream, capacity and marks."""
        self.languages: dict[str, str] = {}
        """What people have chosen since the start: a socket that came before speaks it too."""
        self.timed: list[Callable[[Connection], bool]] = []
        """Asked whether something runs by the clock just now, which then must not jump (`app/clock.py`)."""
        self.clock: Callable[[], datetime] = faults.clock
        self.room = Room(settings, self.database.has_room)
        self.work_given = False
        """Has a command of the group that is being written given the worker something?"""
        self.work = Bell()
        """Rung once it is committed."""
        self.relay = Relay(self)
        self.writer = Writer(self)
        self.flask = flask

    @cached_property
    def signer(self) -> Signer:
        """The key of the journal's checkpoints, made when it is first needed."""
        return Signer(self.settings)

    def now(self) -> datetime:
        """The clock, read once per command and passed in. The demo plays the past with its own."""
        return self.clock()

    def register(
        self,
        *,
        blueprints: Iterable[Blueprint] = (),
        permissions: Lines | None = None,
        pages: Lines | None = None,
        recorded: Mapping[str, str] | None = None,
    ) -> None:
        """A package's pages, its page of permissions for commands, that for routes, and whose refusals it records."""
        for blueprint in blueprints:
            if blueprint not in self.blueprints:
                self.blueprints.append(blueprint)
                if self.flask is not None:
                    self.flask.register_blueprint(blueprint)
        self.permissions.update(permissions or {})
        self.pages.update(pages or {})
        self.recorded.update(recorded or {})

    def furnish(self) -> None:
        """Let the frame's own rooms and each feature package register themselves; refuse to start with a gap."""
        for name in ("app.people", "app.jobs", "app.checkpoints", "app.forks", *self.settings.features):
            importlib.import_module(name).register(self)
        without = sorted(COMMANDS.keys() - self.permissions.keys())
        if without:
            raise RuntimeError(f"commands without a line in a policy page: {', '.join(without)}")
        unknown = sorted(self.permissions.keys() - COMMANDS.keys())
        if unknown:
            raise RuntimeError(f"policy lines for commands that don't exist: {', '.join(unknown)}")

    def execute(self, caller: Caller, command: Command) -> Result:
        """The one path of change, from any door."""
        return self.writer.execute(caller, command)

    def execute_internal(
        self, name: str, stream: str, args: dict[str, Any], *, person: str = "", id: str = "", language: str = "vi"
    ) -> Result:
        """A command the house gives itself: without `person` as the house, with it in that person's name and right."""
        caller = (
            Caller(person=person, language=language, trusted=True)
            if person
            else Caller(system=True, trusted=True, language=HOUSE.language)
        )
        return self.execute(caller, Command(id=id or new_id(), stream=stream, name=name, args=args))

    def close(self) -> None:
        self.writer.stop()
        self.relay.stop()
        self.database.close()


def house() -> House:
    """The house of the current application."""
    found = current_app.extensions["house"]
    assert isinstance(found, House)
    return found
