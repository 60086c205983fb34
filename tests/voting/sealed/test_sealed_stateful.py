"""A sealed ballot under any order of events, with restarts in every phase: a simple model says what must be true, and audit
and devices must agree at every end.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select

from app import audit
from app.jobs.service import run_due
from tests.contract.test_invariant import Watching
from tests.runs import answers, waiting
from tests.voting.machines import VotingMachine, run
from tests.voting.restarting import restart
from tests.voting.sealed.hall import SealedHall
from voting.sealed.device import Mine
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.manifest import read as read_manifest
from voting.sealed.models import SealedBox, SealedEnvelope, SealedItem

VOTERS = st.integers(0, 7)
TABLETS = st.integers(0, 1)


def test_a_sealed_ballot_goes_on_where_it_stood_after_a_restart_in_any_phase(hall: SealedHall) -> None:
    tablets = hall.tablets
    hall.prepare(2, seconds=120)
    tablets = hall.tablets
    steps: list[Callable[[], Any]] = [getattr(t, s) for s in ("accept", "add_nonce", "read_code") for t in tablets]
    roll = hall.meeting.body.roll
    steps += [hall.open, *(lambda person=person, n=n: hall.cast(person, n % 3) for n, person in enumerate(roll))]
    steps += [hall.close, *(t.open_box for t in tablets), hall.announce]
    steps += [lambda person=person: hall.confirm(person) for person in roll]  # type: ignore[misc]
    for step in steps:
        answer = step()
        assert answer is None or answer.ok, answer.error
        restart(hall.world)
    told = hall.state(hall.meeting.members[0])["votes"][hall.vote]["result"]
    assert (told["final"], told["confirmed"], told["counts"]) == (True, 8, {"yes": 3, "no": 3, "not_voting": 2})
    found = audit.report(hall.world.house)
    assert found["ok"], found["problems"]


def test_a_tablet_that_stopped_half_way_through_its_list_begins_anew(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    hall.close()
    assert not hall.tablets[0].open_box(sends=2).ok
    restart(hall.world)
    hall.open_box()
    hall.announce()
    assert all(hall.confirm(person).ok for person in hall.meeting.body.roll)


class SealedMachine(VotingMachine):
    """Two tablets and eight voters; anybody does anything at any time. A meeting that has ended is followed by another."""

    GIVES = frozenset(
        {f"vote.{name}" for name in ("prepare", "open", "extend", "close", "announce", "cancel", "annul")}
        | {f"sealed.{name}" for name in ("accept", "add_nonce", "read_code", "stop", "cast", "put", "open_box")}
        | {f"sealed.{name}" for name in ("wiped", "confirm", "finish")}
    )

    @initialize()
    def begin(self) -> None:
        body = self.world.body(members=7)
        self.held: list[str] = []
        self.number = 0
        self.a_meeting_begins(body)
        self.ready = True

    def a_meeting_begins(self, body: Any) -> None:
        self.hall = SealedHall(self.world, self.world.meeting(phase="in_progress", body=body))
        self.held.append(self.hall.meeting.stream)
        self.roll = self.hall.meeting.body.roll
        self.here = set(self.roll)
        self.stage: str | None = None
        self.gone: str | None = None
        self.forget()
        looking = [self.hall.meeting.chair, *self.roll[1:5:3], *self.roll[7:], self.hall.meeting.secretary]
        self.watching = [Watching(person, self.hall.meeting.stream) for person in looking]

    def forget(self) -> None:
        self.sent: dict[str, int] = {}
        self.barred: set[str] = set()
        self.met = [True, True]
        self.disputed = False

    def streams(self) -> Iterator[str]:
        yield from self.held

    def form(self) -> dict[str, Any]:
        return self.hall.form()

    def quorate(self) -> bool:
        return 3 * len(self.here) >= 2 * 8

    def may_vote(self, person: str) -> bool:
        return self.stage == "open" and person in self.here and person not in self.barred

    def goes_on(self) -> None:
        """The next step of an ordinary vote: without it chance alone seldom comes as far as the box."""
        if self.stage in (None, "over"):
            self.prepare(50, True)
        elif self.stage == "draft":
            self.read_aloud()
        elif self.stage == "ready":
            self.open()
        elif self.stage == "open" and len(self.sent) < 5:
            for who in range(8):
                if self.roll[who] not in self.here:
                    self.move(who, "present")
            self.everybody_casts(0)
        elif self.stage == "open":
            self.close()
        elif self.stage == "closed":
            for tablet in (0, 1):
                self.open_box(tablet)
        elif self.stage == "counted":
            self.announce()
        else:
            self.time_passes(20)

    @rule()
    def one_step(self) -> None:
        self.goes_on()

    @rule()
    def three_steps(self) -> None:
        for _step in range(3):
            self.goes_on()

    @precondition(lambda self: self.stage in (None, "over"))
    @rule(seconds=st.sampled_from([None, 50]), barred=st.booleans())
    def prepare(self, seconds: int | None, barred: bool) -> None:
        self.forget()
        self.barred = {self.roll[6]} if barred else set()
        self.hall.prepare(2, seconds=seconds, no_vote=sorted(self.barred))
        self.hall.mine, self.stage = {}, "draft"

    @precondition(lambda self: self.stage == "draft")
    @rule()
    def read_aloud(self) -> None:
        self.hall.read_aloud()
        self.stage = "ready"

    @precondition(lambda self: self.stage == "ready" or (self.stage == "open" and not self.sent))
    @rule(tablet=TABLETS)
    def stop(self, tablet: int) -> None:
        """Before the opening the board begins anew; afterwards the chair is told, and nothing else happens."""
        stage = self.form()["stage"]
        self.hall.must(self.hall.tablets[tablet].person, "sealed.stop", why="Máy hỏng")
        assert self.form()["stage"] == ("stopped" if self.stage == "ready" else stage)
        if self.stage == "ready":
            assert not self.hall.run(self.hall.meeting.chair, "vote.open", reason="Vẫn mở").ok
            board = [one.person for one in self.hall.tablets]
            self.hall.must(self.hall.meeting.secretary, "vote.prepare", board=board)
            self.hall.tablets = [type(one)(self.hall, one.person) for one in self.hall.tablets]
            self.stage = "draft"

    @precondition(lambda self: self.stage in ("draft", "ready"))
    @rule()
    def open(self) -> None:
        answer = self.hall.run(self.hall.meeting.chair, "vote.open", reason="Chờ người đang tới")
        assert answer.ok == (self.stage == "ready"), answer.error
        if answer.ok:
            self.stage, self.met[0] = "open", self.quorate()
            self.look_at_the_clock()

    def look_at_the_clock(self) -> None:
        told = self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]["closes_at"]
        self.closes_at = None if told is None else datetime.fromisoformat(told)

    @precondition(lambda self: self.stage in ("open", "closed", "counted"))
    @rule(who=VOTERS, choice=st.integers(0, 2))
    def cast(self, who: int, choice: int) -> None:
        person, may = self.roll[who], self.may_vote(self.roll[who])
        answer = self.hall.cast(person, choice)
        assert answer.ok == may, answer.error
        if may:
            self.sent[person] = choice

    @precondition(lambda self: self.stage == "open")
    @rule(choice=st.integers(0, 2))
    def everybody_casts(self, choice: int) -> None:
        for person in filter(self.may_vote, self.roll):
            assert self.hall.cast(person, choice).ok
            self.sent[person] = choice

    def sealed(self, person: str, choice: int) -> Mine:
        text = self.hall.manifest(person)
        ballot = Ballot((choice,), new_code(), "")
        return Mine(person, text, ballot, seal(read_manifest(text), ballot))

    def together(self, *given: tuple[str, str, dict[str, Any]]) -> list[bool]:
        """Commands that reach the writer at once; the order is that of commit."""
        self.number += 1
        group = [
            waiting(self.hall.meeting, who, name, {"vote": self.hall.vote, **args}, f"cung-luc-{self.number}-{place}")
            for place, (who, name, args) in enumerate(given)
        ]
        self.world.house.writer._write(group)
        return [ok for ok, _words in answers(group)]

    @precondition(lambda self: self.stage == "open")
    @rule(who=VOTERS)
    def two_devices_send_at_once(self, who: int) -> None:
        """The envelope that is written last is the one that counts; its device finds it, and no other."""
        person = self.roll[who]
        both = [self.sealed(person, choice) for choice in (0, 1)]
        args = [{"e1": base64.b64encode(one.envelopes[0]).decode()} for one in both]
        told = self.together(*((person, "sealed.cast", one) for one in args))
        assert told == [self.may_vote(person)] * 2
        if told[1]:
            self.hall.mine[person], self.sent[person] = both[1], 1

    @precondition(lambda self: self.stage == "open" and len(self.sent) >= 5)
    @rule(place=st.integers(0, 8))
    def a_closing_comes_among_ballots(self, place: int) -> None:
        mine = [self.sealed(person, 2) for person in self.roll]
        given = [(one.person, "sealed.cast", {"e1": base64.b64encode(one.envelopes[0]).decode()}) for one in mine]
        told = self.together(*given[:place], (self.hall.meeting.chair, "vote.close", {}), *given[place:])  # type: ignore[arg-type]
        assert told.pop(place)
        assert told == [n < place and self.may_vote(person) for n, person in enumerate(self.roll)]
        for one, ok in zip(mine, told, strict=True):
            if ok:
                self.hall.mine[one.person], self.sent[one.person] = one, 2
        self.closed()

    @rule(who=VOTERS, status=st.sampled_from(["present", "left"]))
    def move(self, who: int, status: str) -> None:
        person, secretary = self.roll[who], self.hall.meeting.secretary
        self.world.must(secretary, "attendance.mark", self.hall.meeting, person=person, status=status)
        (self.here.add if status == "present" else self.here.discard)(person)

    @precondition(lambda self: self.stage == "open")
    @rule(status=st.sampled_from(["present", "left"]))
    def the_quorum_is_lost_or_met(self, status: str) -> None:
        for who in (3, 4, 5):
            self.move(who, status)

    @precondition(lambda self: self.stage in ("open", "closed") and self.gone is None)
    @rule()
    def a_term_ends(self) -> None:
        """Whose membership ends in the middle is on this meeting's frozen roll all the same."""
        meeting = self.hall.meeting
        members = (self.world.state(meeting.secretary, meeting.body) or {})["members"]
        self.gone = self.roll[5]
        term = next((id for id, one in members.items() if one["person"] == self.gone), None)
        if term is not None:
            self.world.must(None, "body.end_membership", meeting.body, member=term)

    @precondition(lambda self: self.stage == "open" and self.closes_at is not None)
    @rule()
    def extend(self) -> None:
        self.hall.must(self.hall.meeting.chair, "vote.extend", seconds=30)
        self.look_at_the_clock()

    @precondition(lambda self: self.stage == "open")
    @rule()
    def close(self) -> None:
        self.hall.close()
        self.closed()

    def closed(self) -> None:
        self.met[1] = self.quorate()
        self.stage = "closed" if len(self.sent) >= 5 else "over"

    @precondition(lambda self: self.stage == "closed")
    @rule(tablet=TABLETS)
    def open_box(self, tablet: int) -> None:
        one = self.hall.tablets[tablet]
        if one.form["turn"]:
            assert one.open_box().ok
        else:
            assert not self.hall.run(one.person, "sealed.open_box", after="0" * 64, signature="0" * 128).ok
        if self.form()["stage"] == "counted":
            self.stage = "counted"

    @precondition(lambda self: self.stage in ("closed", "counted"))
    @rule()
    def announce(self) -> None:
        answer = self.hall.run(self.hall.meeting.chair, "vote.announce")
        assert answer.ok == (self.stage == "counted")
        if answer.ok:
            self.stage = "announced"

    @precondition(lambda self: self.stage == "announced")
    @rule(who=VOTERS)
    def confirm(self, who: int) -> None:
        assert self.hall.confirm(self.roll[who]).ok
        assert self.form()["stage"] in (("disputed",) if self.disputed else ("checking", "final"))

    @precondition(lambda self: self.stage == "announced")
    @rule(who=VOTERS)
    def dispute(self, who: int) -> None:
        """Recorded whenever it is said; before the result is final it holds everything up."""
        stage = self.form()["stage"]
        self.hall.must(self.roll[who], "sealed.confirm", bundle="0" * 64, ok=False, why="danh sách khác")
        assert self.form()["stage"] == ("final" if stage == "final" else "disputed")
        assert self.roll[who] in self.form()["disputes"]
        self.disputed = stage != "final"

    @precondition(lambda self: self.stage in ("draft", "ready", "open", "closed", "counted", "announced"))
    @rule()
    def call_off(self) -> None:
        name = "vote.cancel" if self.stage in ("draft", "ready", "open") else "vote.annul"
        self.hall.must(self.hall.meeting.chair, name, reason="Thôi")
        self.stage = "over"

    @precondition(lambda self: self.stage == "over")
    @rule(tablet=TABLETS)
    def wipe(self, tablet: int) -> None:
        self.hall.must(self.hall.tablets[tablet].person, "sealed.wiped")

    @rule(really=st.integers(0, 3))
    def the_meeting_ends(self, really: int) -> None:
        """Never over a box that somebody has to settle, nor over a check in its minute; and if it does, nothing is left."""
        if really:
            return
        meeting = self.hall.meeting
        stage = self.form()["stage"] if self.stage is not None else ""
        answer = self.world.run(meeting.chair, "meeting.end", meeting)
        held = self.stage == "open" or stage in ("opening", "counted", "disputed")
        assert answer.ok == (not held and stage != "checking") or (answer.ok and stage == "checking"), answer.error
        if answer.ok:
            if stage in ("keys", "nonces", "reading", "ready", "stopped"):
                self.stage = "over"
            if self.stage == "announced" and stage != "ended":
                self.dispute(1)  # too late to hold anything up
            self.nothing_is_left_of_what_is_over()
            self.a_meeting_begins(meeting.body)

    @rule(seconds=st.one_of(st.integers(1, 70), st.sampled_from([-3600, -20])))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_time(seconds=seconds)
        run_due(self.world.house)
        if self.stage == "open" and self.closes_at is not None and self.world.now >= self.closes_at:
            self.closed()

    @rule()
    def restart(self) -> None:
        restart(self.world)
        if self.stage == "open":
            self.look_at_the_clock()

    @invariant()
    def every_view_is_its_first_snapshot_and_the_entries_since(self) -> None:
        if hasattr(self, "watching"):
            told: dict[str, Any] = {}
            with self.world.house.database.read() as read:
                for each in self.watching:
                    each.look(self.world.house, read, told, thoroughly=True)

    @invariant()
    def figures_are_right(self) -> None:
        if getattr(self, "stage", None) in ("open", "closed", "counted", "announced"):
            form = self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]
            assert form["turnout"] == len(self.sent)
            if form["result"] is not None:
                counts = dict.fromkeys(form["options"], 0)
                for choice in self.sent.values():
                    counts[form["options"][choice]] += 1
                assert form["result"]["counts"] == counts
                assert form["result"]["quorum"]["met"] == all(self.met)
                assert form["result"]["members"] == 8
                assert (form["result"]["verdict"] == "void") == (not all(self.met))

    @invariant()
    def nothing_is_left_of_what_is_over(self) -> None:
        """No envelope stays beside a name in a meeting that has ended, nor of a ballot that is final, called off or too small."""
        if not hasattr(self, "held"):
            return
        over = SealedBox.meeting.in_([stream.removeprefix("meeting:") for stream in self.held[:-1]])
        over |= SealedBox.stage.in_(("few", "final", "ended"))
        with self.world.house.database.read() as read:
            envelopes = (
                select(func.count(SealedEnvelope.id)).join(SealedBox, SealedBox.id == SealedEnvelope.vote).where(over)
            )
            items = select(func.count(SealedItem.id)).join(SealedBox, SealedBox.id == SealedItem.vote).where(over)
            assert read.execute(envelopes.where(SealedEnvelope.e1.is_not(None))).scalar() == 0
            assert read.execute(items).scalar() == 0


def test_a_sealed_ballot_holds_under_any_order_of_events(world: Any) -> None:
    run(SealedMachine, world, examples=4, steps=40)
