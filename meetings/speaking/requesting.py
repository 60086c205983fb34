"""Asking for the floor (`speaking.request`): one of the hot commands, for a whole hall may ask at once."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.commands import Asked, Made, Transaction, alone, command
from app.database import new_id
from app.language import gettext as _
from app.language import speaking
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, Invalid, NotAllowed, Refusal
from meetings.agenda.models import Item
from meetings.forms import ItemRef, PersonRef
from meetings.speaking import queue, rules
from meetings.speaking.commands import Gist, Kind, away, going_on
from meetings.speaking.models import Speech
from meetings.speaking.views import limit_for


class RequestArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef | None = None
    gist: Gist = ""
    kind: Kind = "speech"
    person: PersonRef | None = None
    to: PersonRef | None = None
    """Who a question is for; everybody sees it."""


class Hall:
    """What the requests of a run ask, read once; each request adds to it."""

    def __init__(self, asked: Sequence[Asked]):
        self.tx = asked[0].tx
        self.places = queue.places(self.tx, {one.args.person or one.who.person for one in asked})
        self.rows: dict[str | None, list[Speech]] = {}
        self.standing: dict[str | None, queue.Standing] = {}
        self.limits: dict[str, int] = {}

    def waiting(self, item: str | None) -> list[Speech]:
        if item not in self.rows:
            self.rows[item] = queue.waiting_rows(self.tx, item)
            self.standing[item] = queue.standing(self.tx, item)
        return self.rows[item]

    def limit(self, body: str, kind: str) -> int:
        if kind not in self.limits:
            self.limits[kind] = limit_for(self.tx.connection, body, kind, local_day(self.tx.now))
        return self.limits[kind]


def request_together(asked: Sequence[Asked]) -> list[Made | Refusal | None]:
    """A hall that asks for the floor: each joins the queue after those before it in the run."""
    hall = Hall(asked)
    answers: list[Made | Refusal | None] = []
    for tx, who, args in asked:
        with speaking(who.language):
            try:
                answers.append(_join(hall, tx, who, args))
            except Refusal as refusal:
                answers.append(refusal)
    hall.tx.session.flush()
    return answers


@command("speaking.request", stream="meeting", entry="speaking.requested", together=request_together)
def request(tx: Transaction, who: Actor, args: RequestArgs) -> Made | None:
    """Put somebody in the queue: one waiting request per person, item and kind.

    Asked again with a gist, the gist is replaced, and so is whom a question is for; asked again without, nothing
    changes (a double tap).
    """
    return alone(request_together, tx, who, args)


def _join(hall: Hall, tx: Transaction, who: Actor, args: RequestArgs) -> Made | None:
    meeting = going_on(tx)
    item = args.item or meeting.item
    person = args.person or who.person
    if args.to is not None and (args.kind != "question" or args.to == person):
        raise Invalid({"to": _("Chỉ chất vấn mới nêu tên người được hỏi, và không phải chính mình.")})
    _here_and_open(tx, who, person, hall.places.get(person), item, args.kind)
    rows = hall.waiting(item)
    mine = next((row for row in rows if row.person == person and row.kind == args.kind), None)
    gist = args.gist.strip()
    if mine is not None:
        return _asked_again(tx, mine, gist, args.to)
    speech = Speech(
        id=new_id(),
        meeting=meeting.id,
        item=item,
        person=person,
        kind=args.kind,
        to=args.to,
        gist=gist,
        requested_at=tx.now,
        limit=hall.limit(meeting.body, args.kind),
        asked_by=None if person == who.person else who.person or None,
        placed=False,
    )
    rows = [*rows, speech]
    *waiting, newcomer = queue.as_waiting(rows, hall.standing[item])
    hall.rows[item] = queue.number(tx, rows, rules.join(waiting, newcomer, hall.standing[item].order))
    tx.session.add(speech)
    tx.touch(speech)
    return Made(speech.id)


def _asked_again(tx: Transaction, mine: Speech, gist: str, to: str | None) -> Made | None:
    now = (gist or mine.gist, to or mine.to)
    if now == (mine.gist, mine.to):
        return None
    mine.gist, mine.to = now
    tx.touch(mine)
    return Made(mine.id)


def _here_and_open(
    tx: Transaction, who: Actor, person: str, place: queue.Place | None, id: str | None, kind: str
) -> None:
    """Raises NotAllowed for who isn't here or a guest elsewhere, Conflict for a done item or a locked list."""
    if not queue.may_see_item(tx, place, person, id):
        raise NotAllowed(_("Khách mời chỉ phát biểu ở nội dung được mời."))
    if place is None or not place.here:
        if person == who.person:
            raise NotAllowed(_("Cần điểm danh trước khi đăng ký phát biểu."))
        name = place.name if place else ""
        raise Conflict(_("%(name)s chưa điểm danh nên chưa đăng ký phát biểu được.", name=name))
    if place.relieved:
        raise away(place)
    if id is None:
        return
    item = tx.get(Item, id)
    if item.state == "done":
        raise Conflict(_("Nội dung này đã kết thúc, không nhận đăng ký phát biểu nữa."))
    if not rules.queue_open(kind, item.queue):
        raise Conflict(_("Đã khóa danh sách đăng ký phát biểu của nội dung này."))
