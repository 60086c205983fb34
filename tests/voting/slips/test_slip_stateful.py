"""Any history of one slip: whatever people, the clock and restarts do, its rows are what a simple model says, nobody sees
another's answer, and the audit agrees.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from app import building
from app.jobs import service
from tests.conftest import World, settings_in
from tests.ground import Ground
from tests.voting.machines import VotingMachine, run
from voting.slips import rules
from voting.slips.models import SlipRecipient

PEOPLE = st.integers(0, 3)


MOVES = {
    "edit": ("draft", "returned"),
    "remove": ("draft", "returned"),
    "submit": ("draft", "returned"),
    "approve": ("submitted",),
    "return": ("submitted", "approved"),
    "send": ("approved",),
    "cancel": ("submitted", "approved", "sent"),
    "summarise": ("closed", "summarised"),
}
"""From which states what is done to a slip."""
THEN = {"submit": "submitted", "approve": "approved", "return": "returned", "send": "sent", "cancel": "cancelled"}
THEN |= {"summarise": "summarised", "remove": "removed"}


class OneSlip(VotingMachine):
    """Three members and their chair are asked; the model knows their choices and when the deadline is. One that is over is followed
    by another.
    """

    GIVES = frozenset(
        f"slip.{name}"
        for name in (*MOVES, "create", "answer", "extend", "chase", "remind", "close", "report", "record_refusal")
    )
    ground: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.settings = type(self).ground.furnished(settings_in(Path(self.folder.name) / "data"))
        self.world = World(building.build(self.settings))
        self.meeting = self.world.meeting(phase="published", members=3, starts_in=timedelta(days=60))
        self.body = self.meeting.body
        self.people = self.body.roll
        self.another()
        self.ready = True

    def another(self) -> None:
        self.slip = str(self.must(self.body.secretary, "slip.create", title="Quy chế")["id"])
        self.choices: dict[str, tuple[str, bool]] = {}
        self.state, self.reported = "draft", False
        self.deadline = self.world.now

    @precondition(lambda self: self.state == "draft")
    @rule()
    def on_its_way(self) -> None:
        """Submitted, approved and sent in one go."""
        for name in ("submit", "approve", "send"):
            self.go(name)

    @precondition(lambda self: self.state in ("draft", "returned"))
    @rule(then=st.sampled_from(["return", "remove", "cancel"]))
    def nothing_comes_of_it(self, then: str) -> None:
        if then != "remove":
            self.go("submit")
        self.go(then)

    @precondition(lambda self: self.state == "sent")
    @rule(choice=st.sampled_from(rules.CHOICES))
    def everybody_answers(self, choice: str) -> None:
        for place, person in enumerate(self.people):
            if person not in self.choices:
                self.somebody_answers(place, choice)
        self.the_desk_closes()
        self.the_session_hears_of_it()

    @rule(name=st.sampled_from(sorted(MOVES)))
    def go(self, name: str) -> None:
        args: dict[str, Any] = {}
        if name in ("return", "cancel"):
            args["reason"] = "Sửa lại"
        if name == "edit":
            args["title"] = "Quy chế mới"
        if name == "send":
            wanted = self.world.now + timedelta(hours=48)
            args["deadline"] = wanted.isoformat()
        who = self.body.chair if name in ("approve", "return") else self.body.secretary
        taken = self.tried(who, f"slip.{name}", **args)
        assert taken == (self.state in MOVES[name]), (name, self.state)
        if not taken:
            return
        self.state = THEN.get(name, self.state)
        if name == "send":
            self.deadline = wanted.replace(microsecond=0)
        if self.state == "removed":
            self.another()

    @precondition(lambda self: self.state in ("cancelled", "summarised"))
    @rule()
    def the_next_one(self) -> None:
        self.another()

    @precondition(lambda self: self.state == "closed")
    @rule()
    def it_is_summarised(self) -> None:
        self.go("summarise")

    @rule()
    def the_desk_reminds(self) -> None:
        """Nobody twice within ten minutes, of those who have not answered."""
        asked = select(SlipRecipient.reminded_at).where(SlipRecipient.slip == self.slip, SlipRecipient.choice.is_(None))
        with self.world.house.database.read() as read:
            open_ = [rules.chased_again(at, self.world.now) for at in read.execute(asked).scalars()]
        assert self.tried(self.body.secretary, "slip.chase") == (self.state == "sent" and any(open_))

    @rule()
    def somebody_who_is_not_asked_answers(self) -> None:
        assert not self.tried(self.body.secretary, "slip.answer", choice="yes")

    @rule()
    def the_session_hears_of_it(self) -> None:
        taken = self.tried(self.body.secretary, "slip.report", meeting=self.meeting.id)
        assert taken == (self.state in ("closed", "summarised") and not self.reported)
        self.reported |= taken

    def streams(self) -> Iterator[str]:
        yield self.body.stream
        yield self.meeting.stream

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
        answers = {one["person"]: one for one in state.get("slip_answers", {}).values() if one["slip"] == self.slip}
        assert form["state"] == self.state
        if self.state not in ("sent", "closed", "summarised"):
            return
        assert datetime.fromisoformat(form["deadline"]) == self.deadline
        for person in self.people:
            choice, late = self.choices.get(person, (None, False))
            one = answers[person]
            assert (one["choice"], one["late"]) == (choice, late)
            if choice:
                assert one["state"] == "answered"
            elif self.state == "sent":
                assert one["state"] == ("overdue" if self.world.now >= self.deadline else "waiting")
        if self.state != "sent":
            assert form["result"]["counts"] == {c: sum(v[0] == c for v in self.choices.values()) for c in rules.CHOICES}

    @invariant()
    def nobody_sees_anothers_answer(self) -> None:
        for place, person in enumerate(self.people[1:], start=1):
            seen = str(self.world.state(person, self.body))
            assert not any(f"lời {other}" in seen for other in range(4) if other != place)

    def teardown(self) -> None:
        super().teardown()
        self.world.house.close()
        self.folder.cleanup()


def test_whatever_happens_to_a_slip_its_rows_are_what_a_simple_model_says(
    request: pytest.FixtureRequest, ground: Ground
) -> None:
    OneSlip.ground = ground
    run(OneSlip, None, examples=3 if request.config.getoption("--database") == "postgresql" else 8, steps=25)
