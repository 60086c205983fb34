"""The people of a meeting: the body's own on the day, and who is invited beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from app.commands import Transaction
from app.database import new_id
from app.doors import consequence
from app.language import gettext as _
from app.people import views as bodies
from app.people.days import local_day
from app.people.models import Membership
from app.people.rules import meeting_capacity, on_roll
from app.policy import Actor
from app.wire import Conflict
from meetings.attendance.models import Attendance, Site
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.planning.rules import OVER, post
from meetings.seating.models import Seat

OWN = ("chair", "secretary", "member")
RULE_KEYS = ("majority", "quorum", "tie", "revote", "online_votes", "check_in_code", "opinions")
"""The body's rules a meeting shows, and may override with a reason; among them each matter's own majority (`majority.…`)."""
OVERRIDDEN = "meeting"
MANY = 50


def of_meetings(key: str) -> bool:
    return key in RULE_KEYS or key.startswith("majority.")


def bring_up_to_date(tx: Transaction, meeting: Meeting) -> None:
    """The body's people as they are on the day of the meeting: new members come in, former ones go, names and
    offices are renewed. Once it has begun they are so with each sitting only (`sittings`), and nobody goes without a trace.
    """
    wanted, kept = body_people(tx, meeting), people_kept(tx, meeting.id)
    gone = no_longer_there(tx, meeting, kept, wanted)
    remove(tx, meeting.id, gone)
    take_in(tx, meeting, wanted, {person: row for person, row in kept.items() if person not in gone})
    meeting.vote_rules = rules_of(tx, meeting)
    tx.touch(meeting)


def people_kept(tx: Transaction, meeting: str) -> dict[str, RowMapping]:
    """{person: row} of everybody in the meeting."""
    rows = tx.connection.execute(select(Participant.__table__).where(Participant.meeting == meeting)).mappings()
    return {row["person"]: row for row in rows}


def no_longer_there(
    tx: Transaction, meeting: Meeting, kept: Mapping[str, RowMapping], wanted: Collection[str]
) -> list[str]:
    """Who is in the meeting for being in the body, and is in it no more."""
    once = {term.person for term in bodies.terms(tx.connection, meeting.body)}
    return [p for p, row in kept.items() if row["capacity"] in OWN and p in once and p not in wanted]


def take_in(
    tx: Transaction,
    meeting: Meeting,
    wanted: Mapping[str, dict[str, Any]],
    kept: Mapping[str, RowMapping],
    joined_at: datetime | None = None,
) -> None:
    """These people of the body in the meeting, as it has them now; `joined_at`: of who comes on the roll by it.

    Whoever the meeting itself has put into a capacity (an acting chair) keeps it while they are a member of the body.
    """
    chair_kept = any(
        row["capacity"] == "chair" and (person not in wanted or wanted[person]["on_roll"])
        for person, row in kept.items()
    )
    new: list[dict[str, Any]] = []
    for person, values in wanted.items():
        row = kept.get(person)
        values = {**values, "joined_at": joined_at if values["on_roll"] else None}
        if row is not None:
            _renew(tx, row, values, chair_kept)
            continue
        if chair_kept and values["capacity"] == "chair":
            values["capacity"] = "member"
        new.append({**values, "id": new_id(), "meeting": meeting.id})
    _insert(tx, new)


def body_people(tx: Transaction, meeting: Meeting) -> dict[str, dict[str, Any]]:
    """{person: values} of everybody the body brings into its meetings, in its order."""
    found: dict[str, dict[str, Any]] = {}
    members = bodies.current_members(tx.connection, meeting.body, sitting_day(meeting))
    for place, row in enumerate(members, start=1):
        capacity = meeting_capacity(row["capacities"])
        if capacity is not None:
            found[row["person"]] = {
                "person": row["person"],
                "capacity": capacity,
                "on_roll": on_roll(row["capacities"]),
                "name": row["name"],
                "office": row["office"] or row["person_office"],
                "post": post(row["capacities"]),
                "group": row["group"],
                "site": None,
                "substitutes": None,
                "clerk_of": None,
                "order": place,
            }
    return found


def _renew(tx: Transaction, row: Any, values: dict[str, Any], chair_kept: bool) -> None:
    """A person already in the meeting, as the body has them now."""
    fresh = {key: values[key] for key in ("name", "office", "post", "on_roll", "order")}
    as_a_member = row["capacity"] in ("chair", "member") and not values["on_roll"]  # the body has them otherwise now
    if row["capacity"] not in OWN or as_a_member or (values["capacity"] == "chair" and not chair_kept):
        fresh |= {"capacity": values["capacity"], "substitutes": None, "former": "", "former_at": None}
    if values["on_roll"] and not row["on_roll"]:
        fresh["joined_at"] = values["joined_at"]
    fresh["group"] = row["group"] or values["group"]  # what the meeting itself has said stands
    changed = {key: value for key, value in fresh.items() if row[key] != value}
    if not changed:
        return
    tx.connection.execute(update(Participant).where(Participant.id == row["id"]).values(changed))
    tx.touch(Participant, [row["id"]])
    if "substitutes" in changed:  # whoever is of the body goes for nobody; the member is told so
        theirs = (Attendance.meeting == row["meeting"], Attendance.person == row["substitutes"])
        tx.touch(Attendance, list(tx.connection.execute(select(Attendance.id).where(*theirs)).scalars()))
    if "on_roll" in changed:
        count_in(tx, row["meeting"], [row["person"]], changed["on_roll"])
    if "capacity" in changed or "post" in changed:
        tx.rights(row["person"], stream=f"meeting:{row['meeting']}")


def count_in(tx: Transaction, meeting: str, persons: Collection[str], on_roll: bool) -> None:
    """Whether these people are counted of, where the quorum is."""
    own = (Attendance.meeting == meeting, Attendance.person.in_(persons))
    tx.connection.execute(update(Attendance).where(*own).values(on_roll=on_roll))
    _touch_sites(tx, meeting)
    tx.touch(Attendance, list(tx.connection.execute(select(Attendance.id).where(*own)).scalars()))


def _insert(tx: Transaction, people: list[dict[str, Any]]) -> None:
    """People with their attendance, expected, and the next numbers."""
    if not people:
        return
    last = select(func.max(Participant.number)).where(Participant.meeting == people[0]["meeting"])
    first = (tx.connection.execute(last).scalar() or 0) + 1
    people = [{**row, "number": number} for number, row in enumerate(people, start=first)]
    tx.connection.execute(insert(Participant), people)
    attendance = [
        {
            "id": new_id(),
            "meeting": row["meeting"],
            "person": row["person"],
            "on_roll": row["on_roll"],
            "status": "expected",
            "reason": "",
            "reply": "",
            "leave": "",
            "leave_reason": "",
            "leave_note": "",
        }
        for row in people
    ]
    tx.connection.execute(insert(Attendance), attendance)
    tx.touch(Participant, [row["id"] for row in people])
    tx.touch(Attendance, [row["id"] for row in attendance])
    _tell(tx, "entered", (row["person"] for row in people))
    concerned = {row["person"] for row in people} if len(people) <= MANY else set()  # empty: everybody
    tx.rights(*sorted(concerned), stream=f"meeting:{people[0]['meeting']}")


def invite(tx: Transaction, meeting: str, person: str, capacity: str, **values: Any) -> None:
    """One more person in the meeting: a guest, a substitute, a further secretary. The meeting's figures are
    the caller's to touch.
    """
    last = tx.connection.execute(select(func.max(Participant.order)).where(Participant.meeting == meeting)).scalar()
    row = {
        "id": new_id(),
        "meeting": meeting,
        "person": person,
        "capacity": capacity,
        "on_roll": False,
        "post": "",
        "group": "",
        "site": None,
        "substitutes": None,
        "clerk_of": None,
        "order": (last or 0) + 1,
        **values,
    }
    _insert(tx, [row])


def remove(tx: Transaction, meeting: str, persons: Collection[str]) -> None:
    """These people are out of the meeting, with whoever goes for them, and their devices leave it."""
    if not persons:
        return
    with_substitutes = set(persons) | set(
        tx.connection.execute(
            select(Participant.person).where(Participant.meeting == meeting, Participant.substitutes.in_(persons))
        ).scalars()
    )
    _touch_sites(tx, meeting)
    for model in (Participant, Attendance, GuestItem, Seat):
        rows = select(model.id).where(model.meeting == meeting, model.person.in_(with_substitutes))
        ids = list(tx.connection.execute(rows).scalars())
        if ids and model is not GuestItem:
            tx.touch(model, ids)
        tx.connection.execute(delete(model).where(model.id.in_(ids)))
    _tell(tx, "gone", with_substitutes)
    tx.rights(*sorted(with_substitutes), stream=f"meeting:{meeting}")


def presiding(tx: Transaction, meeting: str) -> Participant | None:
    """Who presides now."""
    wanted = select(Participant).where(Participant.meeting == meeting, Participant.capacity == "chair")
    return tx.session.scalars(wanted.limit(1)).first()


def appoint(tx: Transaction, meeting: Meeting, person: str) -> None:
    """Somebody else of the body presides; the one who did is a member again."""
    rows = {
        row.person: row
        for row in tx.session.scalars(select(Participant).where(Participant.meeting == meeting.id))
        if row.person == person or row.capacity == "chair"
    }
    new = rows[person]
    if new.capacity == "chair":
        return
    if not new.on_roll:
        raise Conflict(_("Chỉ thành viên của cơ quan mới chủ trì được."))
    for row in rows.values():
        row.capacity = "chair" if row is new else "member" if row.on_roll else "guest"
        tx.touch(row)
        tx.rights(row.person)
    tx.session.flush()
    tx.touch(meeting)


def _touch_sites(tx: Transaction, meeting: str) -> None:
    """They count their people."""
    tx.touch(Site, list(tx.connection.execute(select(Site.id).where(Site.meeting == meeting)).scalars()))


def _tell(tx: Transaction, what: str, persons: Iterable[str]) -> None:
    """Who came into the meeting and who went out of it by this command: facts, for the audit to replay."""
    tx.facts(**{what: sorted({*(tx.recorded or {}).get(what, ()), *persons})})


@consequence("body.add_member")
@consequence("body.add_members")
@consequence("body.end_membership")
def rights_in_open_meetings(tx: Transaction, _who: Actor, args: Any) -> None:
    """Whose term in the body begins or ends sees something else in its meetings at once (the hall's screen, an approver)."""
    member = getattr(args, "member", None)
    persons = (
        [tx.get(Membership, member).person]
        if member
        else [row.person for row in getattr(args, "members", [args])]  # add_members, add_member
    )
    open_ = select(Meeting.id).where(Meeting.body == tx.subject, Meeting.phase.not_in(OVER))
    for meeting in tx.connection.execute(open_).scalars():
        tx.rights(*persons, stream=f"meeting:{meeting}")


def sitting_day(meeting: Meeting) -> date:
    """The day whose members are the roll and whose rules hold, for the quorum and every vote: that on which the sitting began."""
    return local_day(meeting.sitting_since or meeting.starts_at)


def rules_of(tx: Transaction, meeting: Meeting) -> dict[str, Any]:
    """The rules of voting that hold in the meeting: the body's on the day of the sitting, under what the meeting overrides. `ids`:
    the dated rule each is from; which default where the body has set none, `OVERRIDDEN` where the meeting did.
    """
    day, kept = sitting_day(meeting), meeting.vote_rules or {}
    overridden = [key for key in kept.get("overridden", []) if key in kept]
    found: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for key in filter(of_meetings, bodies.RULES):
        rule = None if key in overridden else bodies.rule_in_force(tx.connection, meeting.body, key, day)
        if key in overridden:
            found[key], ids[key] = kept[key], OVERRIDDEN
        elif rule is None:
            found[key], ids[key] = bodies.RULES[key].default, bodies.default_id(key)
        else:
            found[key], ids[key] = rule.value, rule.id
    reason = kept.get("reason", "") if overridden else ""
    return {**found, "ids": ids, "overridden": overridden, "reason": reason}
