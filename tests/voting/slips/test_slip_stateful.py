"""Any history of one slip: whatever people, the clock and restarts do, its rows are what a simple model says, nobody sees
another's answer, and the audit agrees.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app import audit, building
from app.jobs import service
from tests.conftest import World, settings_in
from tests.ground import Ground
from voting.slips import rules

PEOPLE = st.integers(0, 3)


class OneSlip(RuleBasedStateMachine):
    """Three members and their chair are asked; the model knows their choices and when the deadline is."""

    ground: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.settings = type(self).ground.furnished(settings_in(Path(self.folder.name) / "data"))
        self.world = World(building.build(self.settings))
        self.body = self.world.body(members=3)
        self.people = self.body.roll
        self.slip = str(self.must(self.body.secretary, "slip.create", title="Quy chế")["id"])
        self.must(self.body.secretary, "slip.submit", slip=self.slip)
        self.must(self.body.chair, "slip.approve", slip=self.slip)
        self.deadline = self.world.now + timedelta(hours=48)
        self.must(self.body.secretary, "slip.send", slip=self.slip, deadline=self.deadline.isoformat())
        self.choices: dict[str, tuple[str, bool]] = {}
        self.state = "sent"

    def must(self, who: str, name: str, **args: Any) -> dict[str, Any]:
        return self.world.must(who, name, self.body, **args)

    def tried(self, who: str, name: str, **args: Any) -> bool:
        return bool(self.world.run(who, name, self.body, slip=self.slip, **args).ok)

    @rule(place=PEOPLE, choice=st.sampled_from(rules.CHOICES))
    def somebody_answers(self, place: int, choice: str) -> None:
        who, late = self.people[place], self.world.now > self.deadline
        taken = self.tried(who, "slip.answer", choice=choice, words=f"lời {place}")
        assert taken == (self.state == "sent" and not (late and who in self.choices))
        if taken:
            self.choices[who] = (choice, late)

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours: int) -> None:
        self.world.pass_time(hours=hours)
        service.run_due(self.world.house)

    @rule(hours=st.sampled_from([2, 60]))
    def the_server_is_away_and_comes_back(self, hours: int) -> None:
        """What was due meanwhile is in the database, and done at once."""
        self.world.house.close()
        now = self.world.now + timedelta(hours=hours)
        body, tokens, count = self.body, self.world.tokens, self.world.count
        self.world = World(building.build(self.settings), now=now, tokens=tokens, count=count)
        self.body = body
        service.run_due(self.world.house)

    @precondition(lambda self: self.state == "sent")
    @rule(hours=st.sampled_from([3, 72]))
    def the_desk_gives_more_time(self, hours: int) -> None:
        wanted = self.world.now + timedelta(hours=hours)
        taken = self.tried(self.body.secretary, "slip.extend", deadline=wanted.isoformat(), reason="x")
        assert taken == (wanted > self.deadline)
        if taken:
            self.deadline = wanted

    @rule()
    def the_desk_closes(self) -> None:
        all_in = set(self.choices) == set(self.people)
        taken = self.tried(self.body.secretary, "slip.close")
        assert taken == (self.state == "sent" and (all_in or self.world.now >= self.deadline))
        self.state = "closed" if taken else self.state

    @invariant()
    def rows_are_what_the_model_says(self) -> None:
        state = self.world.state(self.body.chair, self.body) or {}
        form = state["slips"][self.slip]
        answers = {one["person"]: one for one in state["slip_answers"].values()}
        assert form["state"] == self.state and datetime.fromisoformat(form["deadline"]) == self.deadline
        for person in self.people:
            choice, late = self.choices.get(person, (None, False))
            one = answers[person]
            assert (one["choice"], one["late"]) == (choice, late)
            if choice:
                assert one["state"] == "answered"
            elif self.state == "sent":
                assert one["state"] == ("overdue" if self.world.now >= self.deadline else "waiting")
        if self.state == "closed":
            assert form["result"]["counts"] == {c: sum(v[0] == c for v in self.choices.values()) for c in rules.CHOICES}

    @invariant()
    def nobody_sees_anothers_answer(self) -> None:
        for place, person in enumerate(self.people[1:], start=1):
            seen = str(self.world.state(person, self.body))
            assert not any(f"lời {other}" in seen for other in range(4) if other != place)

    def teardown(self) -> None:
        assert audit.report(self.world.house)["problems"] == []
        self.world.house.close()
        self.folder.cleanup()


def test_whatever_happens_to_a_slip_its_rows_are_what_a_simple_model_says(
    request: pytest.FixtureRequest, ground: Ground
) -> None:
    OneSlip.ground = ground
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        OneSlip,
        settings=settings(
            max_examples=4 if request.config.getoption("--database") == "postgresql" else 10,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
