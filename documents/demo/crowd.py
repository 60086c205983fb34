"""Virtual members of one meeting: what `tempo` plans for each is done when its time has come, as far as it still makes sense."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from app.language import gettext as _
from documents.demo import secret, tempo
from documents.demo.device import Away, Device, Mirror, Refused
from documents.demo.player import PASSWORD
from documents.demo.words import COMING, PHASES, VOTES, here
from meetings.attendance.rules import HERE, check_in_open, check_in_opens
from meetings.planning.rules import OVER
from voting.sealed.device import Mine

BETWEEN_SIGN_INS = 1.2
"""Seconds: people come through the door one after the other."""
LISTENS_EVERY = 1.0
AGAIN_AFTER = 1.0


@dataclass
class Told:
    """What is said of it in the end."""

    came: int = 0
    late: int = 0
    here_before: int = 0
    asked: int = 0
    withdrawn: int = 0
    called: set[str] = field(default_factory=set)
    votes: dict[str, int] = field(default_factory=dict)
    """Ballots taken, by vote."""
    changed: Counter[str] = field(default_factory=Counter)
    never: int = 0
    missed: int = 0
    secret: set[str] = field(default_factory=set)
    checked: Counter[bool] = field(default_factory=Counter)
    """Devices that found their ballot in the published list (True), or found that something doesn't agree."""
    refused: Counter[str] = field(default_factory=Counter)


@dataclass
class Member:
    """One account. `answered`: the items and votes they have made up their mind about."""

    username: str
    device: Device
    person: str = ""
    answered: set[str] = field(default_factory=set)
    items: set[str] | None = None
    """A guest's own."""


class Crowd:
    """The members, the clock, and what each of them is going to do."""

    def __init__(
        self,
        watcher: Device,
        meeting: str,
        usernames: Sequence[str],
        *,
        seed: int,
        pace: float,
        say: Callable[[str], None],
    ):
        self.meeting = meeting
        self.stream = f"meeting:{meeting}"
        self.mirror = Mirror(watcher, self.stream)
        self.members = [Member(username, Device(watcher.address)) for username in usernames]
        self.seed, self.pace, self.say = seed, pace, say
        self.told = Told()
        self.answers = True
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._may_sign_in = 0.0
        self._said: list[str] = []
        self._invited = False
        self.boards = secret.Boards(self.stream)
        self._tapping: set[tuple[str, str, str]] = set()
        self._sealed: dict[str, Mine] = {}
        """What was sealed, by the command that sends it: sent again, it is the same."""
        self._mine: dict[tuple[str, str], Mine] = {}

    def attend(self, seconds: float) -> None:
        """Until the meeting is over, or the time is."""
        until = time.monotonic() + seconds
        self.mirror.refresh()
        listens = 0.0
        while (now := time.monotonic()) < until and self._phase not in OVER:
            if now >= listens:
                self._listen()
                listens = now + max(0.25, LISTENS_EVERY / self.pace)
            while self._due and self._due[0][0] <= time.monotonic():
                heapq.heappop(self._due)[2]()
            awaited = min(listens, until, *(at for at, *_rest in self._due[:1]))
            time.sleep(max(0.0, awaited - time.monotonic()))

    def leave(self) -> None:
        """Nobody stays signed in."""
        for member in self.members:
            if member.device.cookie:
                with contextlib.suppress(Away, Refused):
                    member.device.sign_out()

    @property
    def not_here(self) -> list[str]:
        """The accounts that have not come."""
        return [member.username for member in self.members if not member.person]

    @property
    def _form(self) -> dict[str, Any]:
        return self.mirror.one("meeting", self.meeting)

    @property
    def _phase(self) -> str:
        return str(self._form.get("phase", ""))

    @property
    def _starts(self) -> datetime:
        return datetime.fromisoformat(self._form["starts_at"])

    @property
    def _door_is_open(self) -> bool:
        return check_in_open(self._phase, self._starts, datetime.now(UTC))

    def _in(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), act))

    def _here(self, member: Member) -> bool:
        return self.mirror.one("attendance", member.person).get("status") in HERE

    def _listen(self) -> None:
        try:
            self.mirror.refresh()
        except Away:
            self._say_answering(False)
            return
        except Refused as refusal:
            if refusal.code != "too_many":
                raise
            return
        self._say_answering(True)
        self._tell()
        if not self._invited and self._door_is_open:
            self._invited = True
            self._invite()
        if self._phase == "in_progress":
            here = [member for member in self.members if member.person and self._here(member)]
            for member in here:
                self._look_round(member)
            self._serve_boards(here)

    def _invite(self) -> None:
        for member in self.members:
            arrives = tempo.temper(self.seed, member.username).arrives
            if arrives is not None:
                self._in(arrives / self.pace, partial(self._arrive, member, arrives))

    def _say_answering(self, answers: bool) -> None:
        if answers != self.answers:
            self.say(_("Máy chủ đã trả lời trở lại.") if answers else _("Máy chủ chưa trả lời, đang chờ."))
        self.answers = answers

    def _tell(self) -> None:
        """Where the meeting stands, whenever it is somewhere else."""
        lines = self._lines()
        for line in lines:
            if line not in self._said:
                self.say(line)
        self._said = lines
        for id, speech in self.mirror.all("speeches").items():
            mine = any(speech["person"] == member.person for member in self.members)
            if mine and speech["state"] == "speaking" and id not in self.told.called:
                self.told.called.add(id)
                self.say(_("%(name)s được mời phát biểu.", name=self._name(speech["person"])))

    def _lines(self) -> list[str]:
        lines = [PHASES[self._phase]()] if self._phase in PHASES else []
        if self._phase == "published" and not self._door_is_open:
            lines.append(_("Điểm danh mở lúc %(at)s.", at=check_in_opens(self._starts).astimezone().strftime("%H:%M")))
        item = self.mirror.one("items", self._form.get("item"))
        if item:
            lines.append(_("Nội dung %(number)s: %(title)s", number=item["order"], title=item["title"]))
        lines.append(here(self.mirror))
        for id, vote in self.mirror.all("votes").items():
            if vote["state"] in VOTES:
                lines.append(f"{VOTES[vote['state']]()} {vote['question']}")
            sent = self.told.votes.get(id)
            if sent and vote["state"] == "open":
                lines.append(_("Phiếu đã gửi: %(sent)s, đổi ý: %(changed)s.", sent=sent, changed=self.told.changed[id]))
        if found := self.told.checked:
            lines.append(_("Máy xác nhận phiếu đúng: %(ok)s, không khớp: %(no)s.", ok=found[True], no=found[False]))
        return lines

    def _name(self, person: str) -> str:
        return str(self.mirror.one("people", person).get("name", ""))

    def _arrive(self, member: Member, planned: float) -> None:
        """At the door, no faster than people may sign in."""
        waits = self._may_sign_in - time.monotonic()
        if waits > 0:
            self._in(waits, partial(self._arrive, member, planned))
            return
        self._may_sign_in = time.monotonic() + BETWEEN_SIGN_INS / self.pace
        found = self._try(partial(self._arrive, member, planned), member.device.sign_in, member.username, PASSWORD)
        if found is None:
            return
        person = str(found["id"])
        form = self.mirror.one("people", person)
        if form.get("capacity") not in COMING or self.mirror.one("attendance", person).get("status") == "absent":
            return
        member.person = person
        self.told.late += planned > tempo.ARRIVAL[1]
        if self._here(member):
            self.told.here_before += 1
        else:
            self._check_in(member, self._where(member), _new())

    def _where(self, member: Member) -> dict[str, Any]:
        """Where they come to: their own site, most of them; nothing is said where there is one place only."""
        people = self.mirror.all("people")
        sites = sorted(self.mirror.all("sites"))
        told = {id: str(form["site"]) for id, form in people.items() if form.get("site")}
        return (
            {"site": tempo.place(self.seed, member.username, told.get(member.person), sites, bool(told))}
            if sites
            else {}
        )

    def _check_in(self, member: Member, where: dict[str, Any], id: str) -> None:
        again = partial(self._check_in, member, where, id)
        if self._send(member, "attendance.check_in", where, id, again) is not None:
            self.told.came += 1

    def _look_round(self, member: Member) -> None:
        """What is new to somebody who is here: an item, a vote."""
        item = self._form.get("item")
        own = self.mirror.one("people", member.person)
        if item and item not in member.answered and self._concerns(member, own, item):
            member.answered.add(item)
            wish = tempo.wish(self.seed, member.username, f"item {self.mirror.one('items', item).get('order')}")
            if wish:
                id = _new()
                self._in(wish.after / self.pace, partial(self._ask, member, item, wish, id))
        for id, vote in self.mirror.all("votes").items():
            if own.get("on_roll") and vote["state"] == "open" and id not in member.answered:
                member.answered.add(id)
                self._consider(member, id, vote)
        for id, box in self.mirror.all("sealed").items():
            if box["bundle"] and (id, member.person) in self._mine and f"{id} checked" not in member.answered:
                member.answered.add(f"{id} checked")
                waits = tempo.tap(self.seed, member.username, f"{id} checked")
                self._in(waits / self.pace, partial(self._confirm, member, id, _new()))

    def _serve_boards(self, here: Sequence[Member]) -> None:
        """Who is on a counting board does its taps, each after a moment."""
        with contextlib.suppress(Away, Refused):
            self.boards.look([(member.person, member.device) for member in here])
        for member in here:
            for vote, step in self.boards.steps(member.person):
                asked = (vote, member.person, step)
                if step and asked not in self._tapping:
                    self._tapping.add(asked)
                    waits = tempo.tap(self.seed, member.username, f"{vote} {step}")
                    self._in(waits / self.pace, partial(self._tap, member, vote, step))

    def _tap(self, member: Member, vote: str, step: str) -> None:
        """What was not done is asked for again by the board itself."""
        self._tapping.discard((vote, member.person, step))
        found = self._try(_nothing, self.boards.tap, member.person, member.device, vote, step)
        if found is not None and found["did"]:
            self.say(_("Ban kiểm phiếu: %(name)s %(did)s.", name=self._name(member.person), did=found["did"]))

    def _confirm(self, member: Member, vote: str, id: str) -> None:
        """The device looks by itself whether its ballot was counted."""
        again = partial(self._confirm, member, vote, id)
        mine = self._mine[vote, member.person]
        found = self._try(again, secret.confirm, member.device, self.stream, vote, mine, id)
        if found is not None:
            self.told.checked[found["ok"]] += 1

    def _concerns(self, member: Member, own: Mapping[str, Any], item: str) -> bool:
        """A guest has nothing to say where they aren't invited; to which items that is, their own view tells."""
        if own.get("capacity") != "guest":
            return True
        if member.items is None:
            with contextlib.suppress(Away, Refused):
                member.items = set(member.device.ask("GET", f"/api/streams/{self.stream}")["state"].get("items", {}))
        return item in (member.items or ())

    def _ask(self, member: Member, item: str, wish: tempo.Wish, id: str) -> None:
        asked = any(
            speech["person"] == member.person and speech["state"] in ("waiting", "speaking", "paused")
            for speech in self.mirror.all("speeches").values()
        )
        locked = self.mirror.one("items", item).get("queue") == "locked" and wish.kind != "point_of_order"
        moved = self._phase != "in_progress" or self._form.get("item") != item
        if asked or locked or moved or not self._here(member):
            return
        offered = (self._form.get("speaking") or {}).get("questions") or wish.kind != "question"
        args = {"item": item, "gist": wish.gist, "kind": wish.kind if offered else "speech"}
        made = self._send(member, "speaking.request", args, id, partial(self._ask, member, item, wish, id))
        if made is None:
            return
        self.told.asked += 1
        self.say(_("%(name)s đăng ký phát biểu.", name=self._name(member.person)))
        if wish.withdrawn is not None:
            later = (wish.withdrawn - wish.after) / self.pace
            self._in(later, partial(self._withdraw, member, str(made["id"]), _new()))

    def _withdraw(self, member: Member, speech: str, id: str) -> None:
        if self.mirror.one("speeches", speech).get("state") != "waiting":
            return
        again = partial(self._withdraw, member, speech, id)
        if self._send(member, "speaking.withdraw", {"speech": speech}, id, again) is not None:
            self.told.withdrawn += 1
            self.say(_("%(name)s rút đăng ký.", name=self._name(member.person)))

    def _consider(self, member: Member, id: str, vote: dict[str, Any]) -> None:
        if vote.get("by_hand"):  # hands are raised in the hall
            return
        if vote["secret"]:
            self.told.secret.add(id)
        if member.person in vote["no_vote"]:
            return
        number = list(self.told.votes).index(id) if id in self.told.votes else len(self.told.votes)
        self.told.votes.setdefault(id, 0)
        ballots = tempo.ballots(
            self.seed, member.username, f"vote {number}", vote["options"], revote=vote.get("revote", False)
        )
        self.told.never += not ballots
        if ballots:
            self._in(ballots[0].after / self.pace, partial(self._cast, member, id, ballots, _new()))

    def _cast(self, member: Member, vote: str, ballots: Sequence[tempo.Ballot], id: str, again: bool = False) -> None:
        """The first of these ballots; the next one is thought of once it has been taken."""
        if self.mirror.one("votes", vote).get("state") != "open" or not self._here(member):
            self.told.missed += not again
            return
        name, args = self._ballot(member, vote, ballots[0].choice, id)
        retry = partial(self._cast, member, vote, ballots, id, again)
        if self._send(member, name, args, id, retry) is None:
            return
        if id in self._sealed:
            self._mine[vote, member.person] = self._sealed[id]
        if again:
            self.told.changed[vote] += 1
        else:
            self.told.votes[vote] += 1
        if ballots[1:]:
            later = (ballots[1].after - ballots[0].after) / self.pace
            self._in(later, partial(self._cast, member, vote, ballots[1:], _new(), True))

    def _ballot(self, member: Member, vote: str, choice: str, id: str) -> secret.Order:
        if not self.mirror.one("votes", vote)["secret"]:
            words = {"words": tempo.other(self.seed, member.username, vote)} if choice == "other" else {}
            return "vote.cast", {"vote": vote, "choice": choice, **words}
        manifest = self.mirror.one("sealed", vote)["manifest"]
        mine = self._sealed.setdefault(id, secret.sealed(member.person, manifest, choice))
        return secret.cast_of(mine, vote)

    def _send(
        self, member: Member, name: str, args: dict[str, Any], id: str, again: Callable[[], None]
    ) -> dict[str, Any] | None:
        return self._try(again, member.device.run, self.stream, name, id, args)

    def _try(
        self, again: Callable[[], None], act: Callable[..., dict[str, Any]], /, *args: Any
    ) -> dict[str, Any] | None:
        """What the house answers. None where it refuses; where it only wants it later, it is sent `again`."""
        try:
            return act(*args)
        except Away:
            self._in(AGAIN_AFTER, again)
        except Refused as refusal:
            self.told.refused[refusal.code] += 1
            if refusal.code == "too_many":
                self._in(refusal.retry_after or AGAIN_AFTER, again)
        return None


def _new() -> str:
    return str(uuid.uuid4())


def _nothing() -> None:
    """It is not sent again from here."""
