"""Who may do what in meetings: shared predicates, and the lines of every slice (what a person is there: `standing.py`).

*Who* is here (`not_allowed`); *when* is each slice's rule (`conflict`, `not_in_progress`).
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET
from sqlalchemy import select

from app.policy import Actor, anyone, capacity, signed_in, the_house
from meetings.attendance.rules import HERE
from meetings.planning.models import Participant
from meetings.speaking.models import Speech
from meetings.standing import SCOPES
from meetings.tasks.models import Task

# -- predicates shared by all slices, here and to the right ----------


@capacity
def chair(who: Actor) -> bool:
    return who.capacity == "chair"


@capacity
def secretary(who: Actor) -> bool:
    return who.capacity == "secretary"


@capacity
def desk(who: Actor) -> bool:
    """The chair and the secretaries."""
    return who.capacity in ("chair", "secretary")


@capacity
def member(who: Actor) -> bool:
    return who.capacity == "member"


@capacity
def guest(who: Actor) -> bool:
    return who.capacity == "guest"


@capacity
def substitute(who: Actor) -> bool:
    return who.capacity == "substitute"


@capacity
def invited(who: Actor) -> bool:
    """Anybody of the meeting's people."""
    return who.capacity in SCOPES


@capacity
def on_roll(who: Actor) -> bool:
    """A member of the body: counts in every denominator. Never a guest or substitute."""
    return "on_roll" in who.marks


@capacity
def leads(who: Actor) -> bool:
    """Leads the body, whoever presides in the meeting just now."""
    return "leads" in who.marks


def to_oneself(_tx: Any, who: Actor, args: Any) -> bool:
    return bool(args.person == who.person)


def is_present(_tx: Any, who: Actor, _args: Any) -> bool:
    """Here, in the hall or online. Not a capacity: `me.may` doesn't change with every check-in."""
    return not who.marks.isdisjoint(HERE)


def in_hall(_tx: Any, who: Actor, _args: Any) -> bool:
    """Here in person."""
    return "present" in who.marks


@capacity
def approver(who: Actor) -> bool:
    """Approves the body's papers (its chair, where the body names nobody)."""
    return "approver" in who.marks


@capacity
def records_clerk(who: Actor) -> bool:
    return "records_clerk" in who.marks


@capacity
def hall(who: Actor) -> bool:
    """The hall's own screen."""
    return who.capacity == "hall"


@capacity
def hall_account(who: Actor) -> bool:
    """The hall's account, which the body's administrator made: such a device may stand at the door. A screen that was let in by a
    code shows, and checks nobody in.
    """
    return who.capacity == "hall" and "by_code" not in who.marks


@capacity
def site_clerk(who: Actor) -> bool:
    """Named by the secretary to mark the people of one site."""
    return any(mark.startswith("site:") for mark in who.marks)


def at_their_site(tx: Any, who: Actor, args: Any) -> bool:
    """Whoever is marked, by name or number, is expected at this clerk's site, and stays there."""
    named = Participant.number == args.number if hasattr(args, "number") else Participant.person == args.person
    site = tx.session.scalar(select(Participant.site).where(Participant.meeting == tx.subject, named))
    return f"site:{site}" in who.marks and args.site in (UNSET, site)


# -- planning, agenda, attendance ----------

PLANNING: dict[str, list[list[Any]]] = {
    "meeting.create": [[secretary]],
    "meeting.clone": [[secretary]],
    "meeting.edit": [[secretary]],
    "meeting.invite": [[secretary]],
    "meeting.uninvite": [[secretary]],
    "meeting.publish": [[secretary]],
    "meeting.start": [[desk]],
    "meeting.pause": [[desk]],
    "meeting.resume": [[desk]],
    "meeting.end": [[desk]],
    "meeting.hand_over": [[chair], [secretary], [leads, to_oneself]],
    "notice.send": [[desk]],
    "notice.take_down": [[desk]],
    "meeting.cancel": [[desk]],
    "meeting.postpone": [[desk]],
    "meeting.remark": [[secretary]],
    "meeting.clear_alarm": [[desk]],
    "meeting.amend_remark": [[secretary]],
}

AGENDA: dict[str, list[list[Any]]] = {
    "agenda.add_item": [[secretary]],
    "agenda.edit_item": [[secretary]],
    "agenda.move_item": [[secretary]],
    "agenda.remove_item": [[secretary]],
    "agenda.start_item": [[desk]],
    "agenda.undo_start": [[desk]],
    "agenda.finish_item": [[desk]],
}

ATTENDANCE: dict[str, list[list[Any]]] = {
    "attendance.check_in": [[invited]],
    "attendance.check_in_number": [[secretary], [hall_account], [site_clerk, at_their_site]],
    "attendance.mark": [[secretary], [site_clerk, at_their_site]],
    "attendance.mark_many": [[secretary]],
    "attendance.disperse": [[the_house]],
    "attendance.reply": [[invited]],
    "attendance.ask_leave": [[invited]],
    "attendance.withdraw_leave": [[invited]],
    "attendance.send_substitute": [[invited]],
    "attendance.withdraw_substitute": [[invited]],
    "attendance.grant_leave": [[chair]],
    "attendance.refuse_leave": [[chair]],
    "attendance.add_site": [[secretary]],
    "attendance.edit_site": [[secretary]],
    "attendance.name_clerk": [[secretary]],
    "attendance.rename_site": [[secretary]],
    "attendance.remove_site": [[secretary]],
    "attendance.place": [[secretary]],
}

SEATING: dict[str, list[list[Any]]] = {
    "room.create": [[secretary]],
    "room.edit": [[secretary]],
    "room.remove": [[secretary]],
    "seating.choose": [[secretary]],
    "seating.place": [[secretary]],
    "seating.clear": [[secretary]],
    "seating.fill": [[secretary]],
}

# -- speaking, conclusions, tasks, participation ----------


def for_oneself(_tx: Any, who: Actor, args: Any) -> bool:
    """Nobody asks for the floor in another's name but a secretary."""
    return args.person in (None, who.person)


def own_speech(tx: Any, who: Actor, args: Any) -> bool:
    return bool(tx.get(Speech, args.speech).person == who.person)


def own_task(tx: Any, who: Actor, args: Any) -> bool:
    """Given to this person."""
    return bool(tx.get(Task, args.task).assignee == who.person)


def sees_participation(_read: Any, who: Actor, _args: Any) -> bool:
    """The body's chair and secretaries by name; its unit's administrators in totals (reliability.md, 8)."""
    return not who.marks.isdisjoint({"chair", "secretary", "unit_administrator"})


SPEAKING: dict[str, list[list[Any]]] = {
    "speaking.request": [[invited, for_oneself], [secretary]],
    "speaking.withdraw": [[secretary], [invited, own_speech]],
    "speaking.describe": [[invited, own_speech]],
    "speaking.call": [[desk]],
    "speaking.undo_call": [[desk]],
    "speaking.undo_finish": [[desk]],
    "speaking.undo_withdraw": [[desk]],
    "speaking.finish": [[desk]],
    "speaking.decline": [[desk]],
    "speaking.extend": [[desk]],
    "speaking.shorten": [[desk]],
    "speaking.pause": [[desk]],
    "speaking.resume": [[desk]],
    "speaking.move": [[desk]],
    "speaking.lock": [[desk]],
    "speaking.unlock": [[desk]],
    "speaking.note": [[secretary]],
    "opinion.give": [[invited]],
    "opinion.amend": [[invited]],
    "opinion.withdraw": [[invited]],
    "opinion.answer": [[desk]],
    "speaking.ask_reply": [[invited]],
    "speaking.reply": [[desk]],
    "speaking.set_order": [[desk]],
    "speaking.set_group": [[secretary]],
    "speaking.set_quota": [[desk]],
    "conclusion.record": [[secretary]],
    "conclusion.amend": [[secretary]],
    "conclusion.move": [[secretary]],
    "conclusion.remove": [[secretary]],
    "conclusion.submit": [[secretary]],
    "conclusion.approve": [[chair]],
    "conclusion.return": [[chair]],
    "conclusion.unapprove": [[chair]],
    "task.assign": [[desk]],
    "task.report": [[own_task], [desk]],
    "task.accept": [[chair]],
    "task.redo": [[chair]],
    "task.reassign": [[desk]],
    "task.ask_extension": [[own_task]],
    "task.extend": [[chair]],
    "task.refuse_extension": [[chair]],
    "task.withdraw": [[desk]],
    "participation.open": [[sees_participation]],
}

# -- the room ----------

ROOM: dict[str, list[list[Any]]] = {
    "screen.ask": [[the_house]],
    "screen.admit": [[desk]],
    "screen.enter": [[the_house]],
    "screen.come": [[hall_account]],
    "screen.show": [[desk]],
    "screen.show_result": [[desk]],
    "screen.edit": [[desk]],
    "screen.remove": [[desk]],
    "screen.retire": [[the_house]],
    "screen.darken_hall": [[desk]],
}

# -- the page ----------

PERMISSIONS: dict[str, list[list[Any]]] = {**PLANNING, **AGENDA, **ATTENDANCE, **SEATING, **SPEAKING, **ROOM}

PAGES: dict[str, list[list[Any]]] = {
    "tasks.tasks": [[signed_in]],
    "participation.participation": [[sees_participation]],
    "participation.export": [[sees_participation]],
    "participation.mine": [[signed_in]],
    "room.screen": [[anyone]],
    "room.worker": [[anyone]],
    "room.ask": [[anyone]],
    "room.claim": [[anyone]],
    "room.waiting": [[desk]],
    "room.confirm": [[signed_in]],
    "meetings_api.meetings": [[signed_in]],
    "meetings_pages.home": [[signed_in]],
    "meetings_pages.home_stand": [[signed_in]],
    "meetings_pages.calendar": [[signed_in]],
    "meetings_pages.meeting_new": [[signed_in]],
    "meetings_pages.meeting_page": [[signed_in]],
    "meetings_pages.invitation": [[signed_in]],
    "meetings_pages.ics": [[signed_in]],
    "meetings_pages.find_people": [[secretary], [on_roll]],
    "meetings_pages.room": [[invited], [hall]],
    "meetings_pages.people": [[secretary]],
    "meetings_pages.rules": [[secretary]],
    "meetings_pages.rules_preview": [[secretary]],
    "meetings_pages.journal": [[desk]],
    "attendance.hall_code": [[desk], [hall]],
    "attendance.roll": [[desk]],
}
