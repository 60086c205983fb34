"""A sealed ballot under any order of events, with restarts in every phase: a simple model says what must be true, and audit
and devices must agree at every end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app import audit
from app.jobs.service import run_due
from tests.conftest import World
from tests.contract.test_invariant import Watching
from tests.voting.restarting import restart
from tests.voting.sealed.hall import SealedHall

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


class SealedMachine(RuleBasedStateMachine):
    """Two tablets and eight voters; anybody does anything at any time."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.hall = SealedHall(self.world, self.world.meeting(phase="in_progress"))
        self.roll = self.hall.meeting.body.roll
        self.here = set(self.roll)
        self.stage: str | None = None
        self.sent: dict[str, int] = {}

        looking = [self.hall.meeting.chair, *self.roll[1:5:3], *self.roll[7:], self.hall.meeting.secretary]
        self.watching = [Watching(person, self.hall.meeting.stream) for person in looking]

    def form(self) -> dict[str, Any]:
        return self.hall.form()

    @precondition(lambda self: self.stage in (None, "over"))
    @rule()
    def prepare(self) -> None:
        self.hall.prepare(2)
        self.hall.mine, self.sent, self.stage = {}, {}, "draft"

    @precondition(lambda self: self.stage == "draft")
    @rule()
    def read_aloud(self) -> None:
        self.hall.read_aloud()
        self.stage = "ready"

    @precondition(lambda self: self.stage in ("draft", "ready"))
    @rule()
    def open(self) -> None:
        answer = self.hall.run(self.hall.meeting.chair, "vote.open", reason="Chờ người đang tới", seconds=None)
        assert answer.ok == (self.stage == "ready"), answer.error
        if answer.ok:
            self.stage = "open"

    @precondition(lambda self: self.stage in ("open", "closed", "counted"))
    @rule(who=VOTERS, choice=st.integers(0, 2))
    def cast(self, who: int, choice: int) -> None:
        person = self.roll[who]
        answer = self.hall.cast(person, choice)
        assert answer.ok == (self.stage == "open" and person in self.here), answer.error
        if answer.ok:
            self.sent[person] = choice

    @rule(who=VOTERS, status=st.sampled_from(["present", "left"]))
    def move(self, who: int, status: str) -> None:
        person, secretary = self.roll[who], self.hall.meeting.secretary
        self.world.must(secretary, "attendance.mark", self.hall.meeting, person=person, status=status)
        (self.here.add if status == "present" else self.here.discard)(person)

    @precondition(lambda self: self.stage == "open")
    @rule()
    def close(self) -> None:
        self.hall.close()
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
        assert self.form()["stage"] in ("checking", "final")

    @precondition(lambda self: self.stage in ("open", "closed", "counted", "announced"))
    @rule()
    def call_off(self) -> None:
        name = "vote.cancel" if self.stage == "open" else "vote.annul"
        self.hall.must(self.hall.meeting.chair, name, reason="Thôi")
        self.stage = "over"

    @rule(seconds=st.one_of(st.integers(1, 70), st.sampled_from([-3600, -20])))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_time(seconds=seconds)
        run_due(self.world.house)

    @rule()
    def restart(self) -> None:
        restart(self.world)

    @invariant()
    def every_view_is_its_first_snapshot_and_the_entries_since(self) -> None:
        if hasattr(self, "watching"):
            told: dict[str, Any] = {}
            with self.world.house.database.read() as read:
                for each in self.watching:
                    each.look(self.world.house, read, told, thoroughly=True)

    @invariant()
    def figures_are_right(self) -> None:
        if self.stage in ("open", "closed", "counted", "announced"):
            form = self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]
            assert form["turnout"] == len(self.sent)
            if form["result"] is not None:
                counts = dict.fromkeys(form["options"], 0)
                for choice in self.sent.values():
                    counts[form["options"][choice]] += 1
                assert form["result"]["counts"] == counts

    def teardown(self) -> None:
        if hasattr(self, "hall"):
            found = audit.report(self.world.house)
            assert found["ok"], found["problems"]


def test_a_sealed_ballot_holds_under_any_order_of_events(world: World) -> None:
    class Machine(SealedMachine):
        pass

    Machine.world = world
    quick = settings(
        max_examples=12,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
        deadline=None,
        derandomize=True,
    )
    run_state_machine_as_test(Machine, settings=quick)  # type: ignore[no-untyped-call]
