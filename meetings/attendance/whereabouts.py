"""Where everybody was on each day of a meeting: at which site, on which seat. A row keeps where they are expected next; what it was
on an earlier day the journal tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Told, told
from app.people.days import local
from meetings.attendance.days_rules import Sitting
from meetings.attendance.models import Site
from meetings.planning.models import Participant
from meetings.seating import rules as seating
from meetings.seating.checks import KINDS, LEAVING, retell
from meetings.seating.models import Seat, Seating

Places = Mapping[str, tuple[str, str]]
"""{person: (the name of their site, "": the hall; what stands on their seat)}"""

COMING = ("attendance.checked_in", "attendance.number_checked_in", "attendance.marked")
MOVING = (*COMING, "attendance.placed", "attendance.site_removed", "meeting.invited")


@dataclass
class _Hall:
    """What the journal has told so far."""

    sites: dict[str, str] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    plan: seating.Plan | None = None
    gone: dict[str, str] = field(default_factory=dict)
    """Names of sites that were taken off since."""

    def hear(self, entry: Told) -> None:
        facts, args = entry.facts or {}, entry.args
        for person in facts.get("gone") or ():
            self.sites.pop(person, None)
        retell(self.seats, facts)
        if entry.kind == "seating.chosen":
            self.plan = _plan(facts.get("plan"))
        for person, site in _moved(entry):
            self.sites[person] = site or ""
        if entry.kind == "attendance.site_removed":
            self.gone[args["site"]] = facts.get("name", "")
            self.sites = {person: site for person, site in self.sites.items() if site != args["site"]}

    def places(self, names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        return {
            person: (names.get(self.sites.get(person, ""), ""), self._label(person))
            for person in self.sites.keys() | self.seats.keys()
        }

    def _label(self, person: str) -> str:
        seat = self.seats.get(person)
        return "" if seat is None or self.plan is None else seating.label(self.plan, seat)


def _moved(entry: Told) -> Iterator[tuple[str, str | None]]:
    """Who is at another site from then on."""
    args = entry.args
    if entry.kind in COMING and "site" in args:
        told_of = (entry.facts or {}).get("person") or args.get("person") or entry.actor
        yield str(told_of), args["site"]
    elif entry.kind == "attendance.placed":
        yield from ((person, args.get("site")) for person in args["people"])
    elif entry.kind == "meeting.invited":
        yield from ((one["person"], one["site"]) for one in args["people"] if one.get("site"))


def places_by_day(read: Connection, meeting: str, held: Sequence[Sitting]) -> list[Places]:
    """For each sitting where people were when it was adjourned; for the last, where they are."""
    found: list[_Hall] = []
    hall, sites = _Hall(), select(Site.id, Site.name).where(Site.meeting == meeting)
    names: dict[str, str] = dict(read.execute(sites).all())
    earlier = held[:-1]
    for entry in told(read, {*KINDS, *LEAVING, *MOVING}, f"meeting:{meeting}") if earlier else ():
        while len(found) < len(earlier) and _is_after(entry, earlier[len(found)]):
            found.append(_copy(hall))
        try:
            hall.hear(entry)
        except (KeyError, TypeError, ValueError):
            continue
    found += [hall] * (len(earlier) - len(found))
    return [*(one.places({**hall.gone, **names}) for one in found), _now(read, meeting, names)]


def _is_after(entry: Told, sitting: Sitting) -> bool:
    return sitting.stopped is not None and local(entry.at) > sitting.stopped


def _plan(row: Mapping[Any, Any] | None) -> seating.Plan | None:
    return seating.Plan(row["shape"], row["head"], tuple(row["rows"])) if row else None


def _copy(hall: _Hall) -> _Hall:
    return _Hall(dict(hall.sites), dict(hall.seats), hall.plan)


def _now(read: Connection, meeting: str, names: Mapping[str, str]) -> Places:
    chosen = read.execute(select(Seating.__table__).where(Seating.meeting == meeting)).mappings().first()
    seats: dict[str, int] = dict(read.execute(select(Seat.person, Seat.seat).where(Seat.meeting == meeting)).all())
    people = read.execute(select(Participant.person, Participant.site).where(Participant.meeting == meeting))
    sites = {row.person: row.site for row in people if row.site}
    return _Hall(sites, seats, _plan(chosen)).places(names)
