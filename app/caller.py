"""Who stands at a door, and what they are in the stream they ask about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from app import policy
from app.language import speaking
from app.people.models import Person
from app.policy import Actor
from app.wire import NotFound, NotSignedIn, Refusal

_persons = select(
    Person.id, Person.name, Person.language, Person.active, Person.settings, Person.system_administrator, Person.device
).where(Person.id.in_(bindparam("people", expanding=True)))


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands at the door. `system`: the house itself. `trusted`: the house in somebody's name (demo, worker)."""

    person: str = ""
    session: str = ""
    language: str = "vi"
    system: bool = False
    trusted: bool = False


HOUSE = Caller(system=True, trusted=True)


def actor(read: Connection, caller: Caller, stream: str | None) -> Actor:
    """The person with their standing in the stream. Raises NotFound where they have none, NotSignedIn for a closed account."""
    found = actors(read, [caller], stream)[0]
    if isinstance(found, Refusal):
        raise found
    return found


def actors(read: Connection, callers: Sequence[Caller], stream: str | None) -> list[Actor | Refusal]:
    """The same for many people, with as few queries. One who may not come in is answered with the refusal."""
    people = [caller.person for caller in callers]
    persons = {row.id: row for row in read.execute(_persons, {"people": people})}
    standings = policy.standings_in(read, stream, people) if stream is not None else dict.fromkeys(people, NOWHERE)
    return [
        Actor(person=caller.person, system=True, language=caller.language)
        if caller.system
        else _entering(caller, persons.get(caller.person), standings[caller.person])
        for caller in callers
    ]


NOWHERE = policy.Standing()


def _entering(caller: Caller, person: Any, standing: policy.Standing | None) -> Actor | Refusal:
    with speaking(caller.language):
        if person is None or not person.active:
            return NotSignedIn()
        if standing is None:
            return NotFound()
    marks = standing.marks | ({"system_administrator"} if person.system_administrator else set())
    marks |= {"device"} if person.device else set()
    return Actor(
        person=caller.person,
        name=person.name,
        language=person.language,
        session=caller.session,
        capacity=standing.capacity,
        marks=frozenset(marks),
        scopes=standing.scopes,
        settings=person.settings or {},
    )
