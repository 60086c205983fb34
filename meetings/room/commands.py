"""The hall's screens (`screen.*`): they ask for a code, the desk lets them in, chooses what they show, and takes them away."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated, Any, Literal
from weakref import WeakKeyDictionary

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import ColumnElement, delete, func, select

from app.commands import Made, Transaction, command
from app.database import new_id
from app.doors import consequence
from app.house import House
from app.language import gettext as _
from app.people.closing import close_sessions
from app.people.models import DeviceSession, Person
from app.policy import Actor
from app.web.limits import Pace
from app.wire import Conflict, Invalid, NotFound, TooMany, stamp
from meetings.forms import SiteRef, phase_said, text_of
from meetings.planning.models import Meeting
from meetings.planning.rules import OPEN
from meetings.room import rules
from meetings.room.models import Screen, ScreenCode

ScreenRef = Annotated[str, Meta(max_length=40, extra={"ref": "screens"})]
Scene = Literal["auto", "agenda", "item", "speaker", "document", "vote", "waiting", "blank"]
Name = Annotated[str, Meta(min_length=1, max_length=rules.LONGEST_NAME)]
Digest = Annotated[str, Meta(min_length=64, max_length=64)]

_guessing: WeakKeyDictionary[House, Pace] = WeakKeyDictionary()


def _guess(house: House, person: str) -> None:
    """Codes typed by one person: twenty at once, then ten a minute. Raises TooMany."""
    _guessing.setdefault(house, Pace(1 / 6, 20)).check(person)


# -- the screen asks ----------


class AskArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    secret_hash: Digest
    address: Annotated[str, Meta(max_length=64)] = ""


@command("screen.ask", stream="system", private=True, internal=True)
def ask(tx: Transaction, _who: Actor, args: AskArgs) -> Made:
    """A screen that nobody has let in yet gets a code to show. No entry tells of it."""
    forget_codes(tx)
    waiting = tx.session.scalar(select(func.count()).select_from(ScreenCode)) or 0
    if waiting >= rules.MOST_WAITING:
        raise TooMany(60)
    taken = set(tx.session.scalars(select(ScreenCode.code)))
    free = (f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}}" for _turn in iter(int, 1))
    made = tx.add(
        ScreenCode(
            code=next(code for code in free if code not in taken),
            secret_hash=args.secret_hash,
            address=args.address,
            asked_at=tx.now,
            expires_at=rules.expires(tx.now),
        )
    )
    return Made(made.id, {"code": made.code, "expires_at": stamp(made.expires_at)})


def forget_codes(tx: Transaction) -> None:
    """Codes that are past, a little after the screen they let in has asked for the last time."""
    tx.session.execute(delete(ScreenCode).where(ScreenCode.expires_at < tx.now - timedelta(minutes=1)))


@consequence("job.sweep")
def old_codes_go(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    forget_codes(tx)


# -- the desk lets it in ----------


class AdmitArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    __secret__ = ("code",)

    code: Annotated[str, Meta(min_length=1, max_length=20)]
    name: Name
    site: SiteRef | None = None


@command("screen.admit", stream="meeting", entry="screen.admitted")
def admit(tx: Transaction, who: Actor, args: AdmitArgs) -> Made:
    """The screen that shows this code becomes a screen of this meeting, seen as members see it. A wrong code costs a try."""
    _guess(tx.house, who.person)
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in OPEN:
        raise Conflict(phase_said(meeting, tx.now))
    waiting = _waiting(tx, args.code)
    if len(screens_of(tx)) >= rules.MOST_SCREENS:
        raise Conflict(_("Cuộc họp này đã có đủ màn chiếu."))
    name = text_of(args.name, "name")
    account = tx.add(
        Person(username=f"screen:{new_id()}", name=name, folded="", language=who.language, device=True, settings={})
    )
    screen = tx.add(
        Screen(
            meeting=meeting.id,
            person=account.id,
            name=name,
            site=args.site,
            admitted_at=tx.now,
            admitted_by=who.person or None,
        )
    )
    waiting.screen = screen.id
    tx.facts(person=account.id)
    tx.touch(screen)
    return Made(screen.id)


def _waiting(tx: Transaction, typed: str) -> ScreenCode:
    code = rules.spelled(typed)
    found = tx.session.scalars(select(ScreenCode).where(ScreenCode.code == code)).one_or_none() if code else None
    if found is None or found.expires_at <= tx.now:
        raise Invalid({"code": _("Không có màn hình nào đang hiện mã này. Hãy xem lại mã trên màn hình.")})
    if found.screen is not None:
        raise Invalid({"code": _("Mã này vừa được dùng.")})
    return found


class EnterArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    __secret__ = ("secret_hash", "token_hash")

    screen: Annotated[str, Meta(max_length=40)]
    secret_hash: Digest
    token_hash: Digest
    device: Annotated[str, Meta(max_length=200)] = ""


@command("screen.enter", stream="meeting", entry="screen.entered", internal=True)
def enter(tx: Transaction, _who: Actor, args: EnterArgs) -> None:
    """The screen itself comes for its session. Whoever does not hold the secret of its code gets none; an answer that was
    lost on its way is asked for again while the code is kept, and the session before is closed.
    """
    screen = tx.get(Screen, args.screen)
    wanted = select(ScreenCode).where(ScreenCode.screen == screen.id, ScreenCode.secret_hash == args.secret_hash)
    if screen.meeting != tx.subject or screen.removed_at is not None or tx.session.scalar(wanted) is None:
        raise NotFound()
    close_sessions(tx, screen.person, reason="")
    session = DeviceSession(
        person=screen.person,
        token_hash=args.token_hash,
        device=args.device,
        opened_at=tx.now,
        expires_at=tx.now + timedelta(days=tx.settings.session_days),
    )
    tx.touch(tx.add(session))
    screen.entered_at = tx.now
    tx.touch(screen)


class ComeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """No arguments: the hall's account that asks."""


@command("screen.come", stream="meeting", entry="screen.came")
def come(tx: Transaction, who: Actor, args: ComeArgs) -> Made:
    """A device of the hall's account shows this meeting: a screen of it, whose scene the desk may choose. It is asked of every
    such device, and the first one makes the screen.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in OPEN:
        raise Conflict(phase_said(meeting, tx.now))
    here = screens_of(tx)
    known = next((screen for screen in here if screen.person == who.person), None)
    if known is not None:
        return Made(known.id)
    if len(here) >= rules.MOST_SCREENS:
        raise Conflict(_("Cuộc họp này đã có đủ màn chiếu."))
    name = tx.get(Person, who.person).name[: rules.LONGEST_NAME]
    times = {"admitted_at": tx.now, "entered_at": tx.now}
    screen = tx.add(Screen(meeting=meeting.id, person=who.person, name=name, by_account=True, **times))
    tx.facts(called=name)
    tx.touch(screen)
    return Made(screen.id)


# -- what it shows ----------


class ShowArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    screen: ScreenRef
    scene: Scene


@command("screen.show", stream="meeting", entry="screen.shown")
def show(tx: Transaction, _who: Actor, args: ShowArgs) -> None:
    """The desk chooses what this screen shows; `auto`: it follows the meeting by itself."""
    _turn(tx, _screen(tx, args.screen), args.scene)


class ShowResultArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: Annotated[str, Meta(max_length=40, extra={"ref": "votes"})]
    shown: bool = True


@command("screen.show_result", stream="meeting", entry="screen.result_shown")
def show_result(tx: Transaction, _who: Actor, args: ShowResultArgs) -> None:
    """Every screen of the meeting shows the result of this vote. Or (`shown` false) those that do follow the meeting again."""
    for screen in screens_of(tx):
        if args.shown:
            _turn(tx, screen, rules.RESULT, args.vote)
        elif screen.vote == args.vote:
            _turn(tx, screen, "auto")


@consequence("vote.open")
def results_give_way(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """A question is put: no screen stays at an earlier result, forgotten there while the hall votes."""
    for screen in screens_of(tx, Screen.scene == rules.RESULT):
        _turn(tx, screen, "auto")


@consequence("vote.annul")
def a_result_set_aside_goes(tx: Transaction, _who: Actor, args: Any) -> None:
    for screen in screens_of(tx, Screen.vote == args.vote):
        _turn(tx, screen, "auto")


def _turn(tx: Transaction, screen: Screen, scene: str, vote: str | None = None) -> None:
    if (screen.scene, screen.vote) != (scene, vote):
        screen.scene, screen.vote = scene, vote
        tx.touch(screen)


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    screen: ScreenRef
    name: Name | UnsetType = UNSET
    site: SiteRef | UnsetType | None = UNSET


@command("screen.edit", stream="meeting", entry="screen.edited")
def edit(tx: Transaction, _who: Actor, args: EditArgs) -> None:
    """Another name, another site."""
    screen = _screen(tx, args.screen)
    if not isinstance(args.name, UnsetType):
        screen.name = text_of(args.name, "name")
    if not isinstance(args.site, UnsetType):
        screen.site = args.site
    tx.touch(screen)


class ScreenArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    screen: ScreenRef


@command("screen.remove", stream="meeting", entry="screen.removed", room="ends")
def remove(tx: Transaction, _who: Actor, args: ScreenArgs) -> None:
    """Take a screen away: its sockets are cut, and it shows a new code. The hall's account isn't the meeting's to sign out."""
    screen = _screen(tx, args.screen)
    if screen.by_account:
        raise Conflict(_("Màn này mở bằng tài khoản của hội trường: hãy đăng xuất ở chính máy ấy."))
    _sign_out(tx, [screen])


class RetireArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """No arguments: all of the meeting's screens."""


@command("screen.retire", stream="meeting", entry="screen.retired", internal=True, room="ends")
def retire(tx: Transaction, _who: Actor, args: RetireArgs) -> None:
    """The meeting has been over for a while: its screens are signed out."""
    _sign_out(tx, screens_of(tx))


def _sign_out(tx: Transaction, screens: list[Screen]) -> None:
    for screen in screens:
        screen.removed_at = tx.now
        tx.touch(screen)
        if screen.by_account:
            continue
        tx.get(Person, screen.person).active = False
        tx.session.execute(delete(ScreenCode).where(ScreenCode.screen == screen.id))
        closed = (tx.recorded or {}).get("sessions", [])
        now = close_sessions(tx, screen.person, reason=_("Màn chiếu này đã được thu hồi."))
        tx.facts(sessions=[*closed, *now])
        tx.rights(screen.person)


def _screen(tx: Transaction, id: str) -> Screen:
    screen = tx.get(Screen, id)
    if screen.removed_at is not None:
        raise NotFound()
    return screen


def screens_of(tx: Transaction, *more: ColumnElement[bool]) -> list[Screen]:
    """The screens of this meeting that are still its own."""
    mine = select(Screen).where(Screen.meeting == tx.subject, Screen.removed_at.is_(None), *more)
    return list(tx.session.scalars(mine.order_by(Screen.admitted_at, Screen.id)))


@consequence("meeting.end")
@consequence("meeting.cancel")
def screens_go_later(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """They say goodbye for a while first."""
    if screens_of(tx):
        tx.later("screen.retire", {}, rules.goes_at(tx.now), key="screens")


@consequence("attendance.remove_site")
def screens_of_no_site(tx: Transaction, _who: Actor, args: msgspec.Struct) -> None:
    """Its screens stay, of no site."""
    for screen in screens_of(tx, Screen.site == args.site):  # type: ignore[attr-defined]
        screen.site = None
        tx.touch(screen)


# -- the light in the hall ----------


class DarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    dark: bool


@command("screen.darken_hall", stream="meeting", entry="screen.hall_darkened")
def darken(tx: Transaction, _who: Actor, args: DarkArgs) -> None:
    """A dark hall: dark is the room's own look, for everybody who has chosen none. And back."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.dark != args.dark:
        meeting.dark = args.dark
        tx.touch(meeting)
