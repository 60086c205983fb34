"""What is recorded of a command that was refused for want of a right: an internal command of the package that wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection

from app.caller import Caller
from app.commands import COMMANDS
from app.database import new_id
from app.verifying import told
from app.wire import Command, Result, stamp

if TYPE_CHECKING:
    from app.house import House

WITHOUT_RIGHT = ("not_allowed", "not_found")


class RefusalArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Of such a command. `about`: what the refused command named, by argument; it may be anything."""

    person: str
    command: str
    code: str
    about: dict[str, str]


def record(house: House, caller: Caller, command: Command, args: msgspec.Struct, result: Result) -> Command | None:
    """The command that records this refusal; None: there is nothing to record. `about` are the objects that were named, which
    may be anything.
    """
    code, by = (result.error or {}).get("code"), house.recorded.get(command.name)
    if by is None or caller.system or code not in WITHOUT_RIGHT:
        return None
    named = {name: getattr(args, name) for name, _collection in COMMANDS[command.name].references}
    about = {name: value for name, value in named.items() if isinstance(value, str)}
    told = {"person": caller.person, "command": command.name, "code": code, "about": about}
    return Command(id=new_id(), stream=command.stream, name=by, args=told)


def listed(read: Connection, kind: str, only: str | None, of: str, about: str) -> list[dict[str, Any]]:
    """What was recorded as entries of this kind, for the audit: who tried what, and when. `of` and `about`: what the stream's
    object and the named one are called.
    """
    return [
        {
            of: entry.subject,
            "seq": entry.seq,
            "at": stamp(entry.at),
            "person": entry.args.get("person"),
            "command": entry.args.get("command"),
            about: (entry.facts or {}).get(about),
            "why": (entry.facts or {}).get("why"),
        }
        for entry in told(read, (kind,), only)
    ]
