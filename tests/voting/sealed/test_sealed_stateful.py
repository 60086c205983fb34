"""A sealed ballot under any order of events, with restarts in every phase: a simple model says what must be true, and audit
and devices must agree at every end.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app import audit
from app.jobs.service import run_due
from tests.voting.machines import run
from tests.voting.restarting import restart
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.model import SealedModel
from voting.sealed.manifest import read as read_manifest
from voting.sealed.manifest import spoken

VOTERS = st.integers(0, 7)
TABLETS = st.integers(0, 1)
TAPS = ("accept", "add_nonce", "read_code")
SHOWN = ("votes", "sealed", "rolls", "attendance", "items")


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
        begins_anew(hall)
    told = hall.state(hall.meeting.members[0])["votes"][hall.vote]["result"]
    assert (told["final"], told["confirmed"], told["counts"]) == (True, 8, {"yes": 3, "no": 3, "not_voting": 2})
    found = audit.report(hall.world.house)
    assert found["ok"], found["problems"]


def begins_anew(hall: SealedHall) -> str:
    """Nobody sees anything else than before. The stage it was in."""
    before = hall.state(hall.meeting.chair)
    restart(hall.world)
    after = hall.state(hall.meeting.chair)
    assert [after.get(of) for of in SHOWN] == [before.get(of) for of in SHOWN]
    return str(after["sealed"][hall.vote]["stage"])


def test_a_house_that_begins_anew_knows_of_a_ballot_that_came_to_nothing(hall: SealedHall) -> None:
    """Stopped by a tablet, too small, disputed, annulled."""
    hall.prepare()
    hall.read_aloud()
    hall.must(hall.tablets[0].person, "sealed.stop", why="Mã khác")
    assert begins_anew(hall) == "stopped" and not hall.run(hall.meeting.chair, "vote.open").ok
    hall.must(hall.meeting.chair, "vote.cancel", reason="Chuẩn bị lại")
    assert begins_anew(hall) == "ended"
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all(hall.meeting.body.roll[:3])
    hall.close()
    assert begins_anew(hall) == "few"
    hall.hold()
    hall.must(hall.meeting.members[4], "sealed.confirm", bundle="0" * 64, ok=False, why="danh sách khác")
    assert begins_anew(hall) == "disputed"
    assert hall.confirm(hall.meeting.members[5]).ok and hall.form()["stage"] == "disputed"
    hall.must(hall.meeting.chair, "vote.annul", reason="Bỏ phiếu lại")
    assert begins_anew(hall) == "ended"


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


class SealedMachine(SealedModel):
    """Two tablets and eight voters; anybody does anything at any time. A meeting that has ended is followed by another."""

    GIVES = frozenset(
        {f"vote.{name}" for name in ("prepare", "open", "extend", "close", "announce", "cancel", "annul")}
        | {f"sealed.{name}" for name in ("accept", "add_nonce", "read_code", "stop", "cast", "put", "open_box")}
        | {f"sealed.{name}" for name in ("wiped", "confirm", "finish")}
    )

    BEGINS_ANEW_IN = frozenset(
        {"no box", "keys", "nonces", "reading", "ready", "stopped", "casting", "casting, counting down"}
        | {"opening 0", "opening 0, half way", "opening 1", "opening 1, half way", "counted"}
        | {"checking", "disputed", "final", "few", "ended"}
    )

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

    def read_aloud(self) -> None:
        self.taps_follow(6)

    @precondition(lambda self: self.stage == "draft")
    @rule(taps=st.integers(1, 6))
    def taps_follow(self, taps: int) -> None:
        """So many of the six that there are."""
        while taps and min(self.taps) < len(TAPS):
            self.a_tablet_taps(self.taps.index(min(self.taps)))
            taps -= 1

    @precondition(lambda self: self.stage == "draft")
    @rule(tablet=TABLETS)
    def a_tablet_taps(self, tablet: int) -> None:
        """One of the three things that each does before the opening; the second waits for everybody's first."""
        one, done = self.hall.tablets[tablet], self.taps[tablet]
        if done == len(TAPS):
            return
        if done > min(self.taps):
            early = {"nonce": one.own.nonce.hex()} if done == 1 else {"code": self.code()}
            assert not self.hall.run(one.person, f"sealed.{TAPS[done]}", **early).ok
            return
        answer = getattr(one, TAPS[done])()
        assert answer.ok, answer.error
        self.taps[tablet] += 1
        assert self.form()["stage"] == ("keys", "nonces", "reading", "ready")[min(self.taps)]
        if min(self.taps) == len(TAPS):
            self.stage = "ready"

    def code(self) -> str:
        """Which only all tablets together know while some have not shown their chance."""
        manifest = read_manifest(self.hall.tablets[0].form["manifest"])
        return spoken(manifest.digest, [one.own.nonce for one in self.hall.tablets])

    @precondition(lambda self: self.stage == "ready" or (self.stage == "open" and not self.sent))
    @rule(tablet=TABLETS, anew=st.booleans())
    def stop(self, tablet: int, anew: bool) -> None:
        """Before the opening the board begins anew; afterwards the chair is told, and nothing else happens."""
        stage = self.form()["stage"]
        self.hall.must(self.hall.tablets[tablet].person, "sealed.stop", why="Máy hỏng")
        assert self.form()["stage"] == ("stopped" if self.stage == "ready" else stage)
        if self.stage == "ready":
            if anew:
                self.the_house_begins_anew(0)
            assert not self.hall.run(self.hall.meeting.chair, "vote.open", reason="Vẫn mở").ok
            board = [one.person for one in self.hall.tablets]
            self.hall.must(self.hall.meeting.secretary, "vote.prepare", board=board)
            self.hall.tablets = [type(one)(self.hall, one.person) for one in self.hall.tablets]
            self.stage, self.taps = "draft", [0, 0]

    @precondition(lambda self: self.stage in ("draft", "ready"))
    @rule()
    def open(self) -> None:
        answer = self.hall.run(self.hall.meeting.chair, "vote.open", reason="Chờ người đang tới")
        assert answer.ok == (self.stage == "ready"), answer.error
        if answer.ok:
            self.stage, self.met[0] = "open", self.quorate()
            self.opened = True
            self.look_at_the_clock()

    @precondition(lambda self: self.opened)
    @rule(who=VOTERS, choice=st.integers(0, 2))
    def cast(self, who: int, choice: int) -> None:
        """Also long after the closing: told definitely that it isn't counted."""
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

    @precondition(lambda self: self.stage == "closed")
    @rule(tablet=TABLETS)
    def open_box(self, tablet: int) -> None:
        one = self.hall.tablets[tablet]
        if one.form["turn"]:
            assert one.open_box().ok
            self.half_way = False
        else:
            assert not self.hall.run(one.person, "sealed.open_box", after="0" * 64, signature="0" * 128).ok
        if self.form()["stage"] == "counted":
            self.stage = "counted"

    @precondition(lambda self: self.stage == "closed")
    @rule(tablet=TABLETS)
    def a_tablet_stops_half_way(self, tablet: int) -> None:
        """Its list has not come as a whole: nothing is opened, and it may begin anew."""
        one = self.hall.tablets[tablet]
        if one.form["turn"]:
            assert not one.open_box(sends=1).ok
            assert self.form()["stage"] == "opening" and one.form["turn"]
            self.half_way = True

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
        """Backwards: a counter that begins anew."""
        self.world.pass_time(seconds=seconds)
        self.what_is_due()

    def what_is_due(self) -> None:
        run_due(self.world.house)
        if self.stage == "open" and self.closes_at is not None:
            over = self.now() >= self.closes_at
            assert (self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]["state"] == "closed") == over
            if over:
                self.closed()
        if self.stage == "announced" and self.form()["stage"] in ("checking", "final"):
            form = self.form()
            over = self.now() >= datetime.fromisoformat(form["confirm_until"])
            assert form["stage"] == "final" or not over

    @rule(away=st.sampled_from([0, 0, 40]))
    def the_house_begins_anew(self, away: int) -> None:
        """In whatever phase, nobody sees anything else than before, but that a countdown has at least half a minute left."""
        before = self.hall.state(self.hall.meeting.chair)
        self.begin_anew(self.where(), away)
        after = self.hall.state(self.hall.meeting.chair)
        if self.stage == "open":
            self.look_at_the_clock()
            assert self.closes_at is None or (self.closes_at - self.now()).total_seconds() > 29.9
            before["votes"][self.hall.vote]["closes_at"] = after["votes"][self.hall.vote]["closes_at"]
        assert [after.get(of) for of in SHOWN] == [before.get(of) for of in SHOWN]


def test_a_sealed_ballot_holds_under_any_order_of_events(world: Any) -> None:
    run(SealedMachine, world, examples=4, steps=40)
