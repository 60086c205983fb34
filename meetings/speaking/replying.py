"""A short reply while somebody speaks (đáp lời): the speaker's clock stands, and they go on with what was left."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, NotAllowed
from meetings.forms import PersonRef
from meetings.planning.models import Meeting
from meetings.speaking import queue, rules
from meetings.speaking.commands import SpeechArgs, SpeechRef, away, elsewhere, going_on, name_of, one_of, take_floor
from meetings.speaking.models import Speech
from meetings.speaking.views import limit_for


@command("speaking.ask_reply", stream="meeting", entry="speaking.reply_asked")
def ask_reply(tx: Transaction, who: Actor, args: SpeechArgs) -> Made | None:
    """Ask for a short reply to who speaks now: once, however often one taps. It waits in no list, and ends with the speech."""
    meeting = going_on(tx)
    speech = tx.get(Speech, args.speech)
    if speech.replies_to is not None or speech.state not in rules.FLOOR:
        raise elsewhere(speech)
    if speech.person == who.person:
        raise Conflict(_("Đang phát biểu thì không xin đáp lời."))
    place = queue.places(tx, [who.person]).get(who.person)
    if place is None or not place.here:
        raise NotAllowed(_("Cần điểm danh trước khi xin đáp lời."))
    if place.relieved:
        raise away(place)
    if any(one.person == who.person for one in queue.replies(tx, speech.id)):
        return None
    return Made(_reply(tx, meeting, speech, who.person).id)


def _reply(tx: Transaction, meeting: Meeting, speech: Speech, person: str) -> Speech:
    reply = tx.add(
        Speech(
            meeting=meeting.id,
            item=speech.item,
            person=person,
            replies_to=speech.id,
            requested_at=tx.now,
            limit=limit_for(tx.connection, meeting.body, "reply", local_day(tx.now)),
        )
    )
    tx.touch(reply)
    return reply


class ReplyArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef | None = None
    """A reply that was asked for; or, without it, a person."""
    person: PersonRef | None = None
    to: Annotated[str, Meta(max_length=40)] | None = None
    """The speech that is replied to, as the giver saw it: another one meanwhile is a conflict."""
    __secret__ = ("to",)


@command("speaking.reply", stream="meeting", entry="speaking.reply_given")
def reply(tx: Transaction, who: Actor, args: ReplyArgs) -> Made | None:
    """Give somebody a short reply: who asked for it, or (by `person`) anybody here. The speaker waits for its end."""
    meeting = going_on(tx)
    one_of(args.speech, args.person)
    floor = queue.on_the_floor(tx)
    if floor is None:
        raise Conflict(_("Chưa có ai phát biểu để đáp lời."))
    if floor.replies_to is not None:
        if floor.id == args.speech or floor.person == args.person:
            return None
        raise Conflict(_("%(name)s đang đáp lời. Kết thúc lượt đáp lời trước.", name=name_of(tx, floor.person)))
    if args.to is not None and args.to != floor.id:
        raise Conflict(_("%(name)s vừa được mời phát biểu.", name=name_of(tx, floor.person)))
    given = _asked_for(tx, floor, args) or _given(tx, who, meeting, floor, args.person or "")
    if floor.state == "speaking":
        queue.halt(tx, floor)
        floor.goes_on = True
    take_floor(tx, given)
    return Made(given.id)


def _asked_for(tx: Transaction, floor: Speech, args: ReplyArgs) -> Speech | None:
    """The reply that waits. Raises Conflict for one that doesn't, or to another speech, or of somebody who is away."""
    waiting = [one for one in queue.replies(tx, floor.id) if one.state == "waiting"]
    if args.speech is None:
        found = next((one for one in waiting if one.person == args.person), None)
    else:
        found = tx.get(Speech, args.speech)
        if found.state != "waiting":
            raise elsewhere(found)
        if found.replies_to != floor.id:
            raise Conflict(_("Lượt này không phải đáp lời cho người đang phát biểu."))
    if found is not None:
        _here(tx, found.person)
    return found


def _here(tx: Transaction, person: str) -> queue.Place:
    place = queue.places(tx, [person]).get(person)
    if place is None or not place.speaks:
        raise away(place)
    return place


def _given(tx: Transaction, who: Actor, meeting: Meeting, floor: Speech, person: str) -> Speech:
    """A reply nobody asked for."""
    if person == floor.person:
        raise elsewhere(floor)
    if not queue.may_see_item(tx, _here(tx, person), person, floor.item):
        raise Conflict(_("Khách mời chỉ phát biểu ở nội dung được mời."))
    given = _reply(tx, meeting, floor, person)
    given.unasked, given.asked_by = True, who.person or None
    return given
