"""How the floor is given in this meeting: the rule of the list, and of which group people are (`speaking.*`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select, update

from app.commands import Transaction, command
from app.doors import consequence, objection
from app.language import gettext as _
from app.people.days import local_day
from app.people.models import Body
from app.people.views import body_rule
from app.policy import Actor
from app.text import tidy
from meetings.forms import PersonRef
from meetings.planning.models import Meeting, Participant
from meetings.speaking import queue, rules
from meetings.speaking.commands import going_on, name_of
from meetings.speaking.models import Speech

Group = Annotated[str, Meta(max_length=80)]


class OrderArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    order: Literal["arrival", "first_time", "least_time", "groups"]


@command("speaking.set_order", stream="meeting", entry="speaking.order_set")
def set_order(tx: Transaction, _who: Actor, args: OrderArgs) -> None:
    """By which rule the lists of this meeting are ordered. Whom the chair has placed stays where they are."""
    meeting = going_on(tx, also=("published", "paused"))
    before = meeting.speaking.get("order")
    if before == args.order:
        return
    tx.facts(before=before)
    _set(tx, meeting, order=args.order)
    settle_lists(tx)


def _set(tx: Transaction, meeting: Meeting, **values: Any) -> None:
    meeting.speaking = {**meeting.speaking, **values}
    tx.touch(meeting)


def settle_lists(tx: Transaction) -> None:
    """Every list that somebody waits on."""
    tx.session.flush()
    listed = select(Speech.item).where(Speech.meeting == tx.subject, Speech.state == "waiting").distinct()
    for item in list(tx.session.scalars(listed)):
        queue.close_up(tx, item)


class GroupArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    people: Annotated[list[PersonRef], Meta(min_length=1, max_length=1000)]
    group: Group


@command("speaking.set_group", stream="meeting", entry="speaking.group_set")
def set_group(tx: Transaction, _who: Actor, args: GroupArgs) -> None:
    """Of which group (tổ, đoàn) people are in this meeting; empty: of none. What was spoken before stays the old group's."""
    going_on(tx, also=("preparing", "published", "paused"))
    group = tidy(args.group)
    own = (Participant.meeting == tx.subject, Participant.person.in_(args.people), Participant.group != group)
    changed = list(tx.session.scalars(select(Participant.id).where(*own)))
    if not changed:
        return
    tx.connection.execute(update(Participant).where(Participant.id.in_(changed)).values(group=group))
    tx.touch(Participant, changed)
    settle_lists(tx)


@consequence("meeting.start")
def begins_as_the_body_has_it(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """From the start on the body's rules of the day hold, but for what the desk has chosen before."""
    meeting = queue.meeting_of(tx)
    day = local_day(tx.now)
    questions = body_rule(tx.connection, meeting.body, "speaking.questions", day)
    if questions is None:
        questions = tx.get(Body, meeting.body).kind == "council"
    order = meeting.speaking.get("order") or body_rule(tx.connection, meeting.body, "speaking.order", day)
    _set(tx, meeting, order=order, questions=questions)


# -- who is taken out of the meeting ----------------------------------------------------------------------------------


@objection("meeting.uninvite")
def has_spoken(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """Who has the floor, or had it, belongs to the minutes."""
    own = (Speech.meeting == tx.subject, Speech.person == args.person, Speech.state.in_(sorted(rules.HEARD)))
    states = set(tx.session.scalars(select(Speech.state).where(*own)))
    if not states:
        return None
    name = name_of(tx, args.person)
    if states & rules.FLOOR:
        return _("%(name)s đang phát biểu. Kết thúc lượt phát biểu trước.", name=name)
    return _("%(name)s đã phát biểu nên không bỏ khỏi thành phần dự họp được.", name=name)


@consequence("meeting.uninvite")
def waits_no_longer(tx: Transaction, _who: Actor, args: Any) -> None:
    """Whoever is out of the meeting is off its lists."""
    own = (Speech.meeting == tx.subject, Speech.person == args.person, Speech.state == "waiting")
    for speech in list(tx.session.scalars(select(Speech).where(*own))):
        speech.state, speech.order, speech.placed, speech.finished_at = "withdrawn", 0, False, tx.now
        tx.touch(speech)
        tx.session.flush()
        queue.close_up(tx, speech.item)
