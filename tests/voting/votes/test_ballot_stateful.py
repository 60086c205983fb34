"""A ballot under any order of events, races, steps of the clock and restarts: a simple model says what must be true, the audit must
agree at every end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from app.jobs.service import run_due
from tests.conftest import MeetingOfBody, World
from tests.runs import answers, waiting
from tests.voting.machines import TimedMachine, run

VOTERS = st.integers(0, 7)
SHOWN = ("votes", "rolls", "attendance", "items", "participants")
CHOICES = st.sampled_from(["yes", "no", "not_voting"])


class BallotMachine(TimedMachine):
    """One meeting, vote after vote; people come, go, vote, change, and the chair prepares, bars, closes, extends, cancels, annuls and
    asks again. Two devices send at once, a closing comes among ballots, the clock is set, the house starts anew.
    """

    GIVES = frozenset(
        f"vote.{name}"
        for name in (
            "prepare", "open", "cast", "extend", "close", "announce", "cancel", "annul", "record_refusal",
        )
    )  # fmt: skip

    BEGINS_ANEW_IN = frozenset({"no vote", "a draft", "open", "counting down", "closed", "announced", "annulled"})

    @initialize()
    def begin(self) -> None:
        self.keeps_time()
        self.meeting: MeetingOfBody = self.world.meeting(phase="in_progress", guests=1)
        self.people = self.meeting.body.roll
        self.here = set(self.people)
        self.vote: str | None = None
        self.draft: str | None = None
        self.barred: set[str] = set()
        self.held: str | None = None
        self.last: str | None = None
        self.gone: str | None = None
        self.ballots: dict[str, str] = {}
        self.opening: set[str] = set()
        self.closes_at: Any = None
        self.number = 0
        self.ready = True

    def streams(self) -> Iterator[str]:
        yield self.meeting.stream

    def give(self, who: str, name: str, **args: Any) -> Any:
        return self.world.run(who, name, self.meeting, **args)

    def may_vote(self, person: str) -> bool:
        return person in self.here and person not in self.barred

    def look_at_the_clock(self) -> None:
        told = self.form()["closes_at"]
        self.closes_at = None if told is None else datetime.fromisoformat(told).timestamp()

    def together(self, *given: tuple[str, str, dict[str, Any]]) -> list[bool]:
        """Commands that reach the writer at once; the order is that of commit."""
        self.number += 1
        group = [
            waiting(self.meeting, who, name, {"vote": self.vote, **args}, f"cung-luc-{self.number}-{place}")
            for place, (who, name, args) in enumerate(given)
        ]
        self.world.house.writer._write(group)
        return [ok for ok, _words in answers(group)]

    def form(self, vote: str | None = None) -> dict[str, Any]:
        state = self.world.state(self.meeting.chair, self.meeting)
        vote = vote or self.vote
        assert state is not None and vote is not None
        return dict(state["votes"][vote])

    @precondition(lambda self: self.vote is None)
    @rule(barred=st.sets(st.integers(1, 7), max_size=2))
    def prepare(self, barred: set[int]) -> None:
        """A draft, or the one there is with others who do not vote on it."""
        people = {self.people[n] for n in barred}
        args: dict[str, Any] = {"vote": self.draft} if self.draft else {"question": "Thông qua?"}
        answer = self.give(self.meeting.secretary, "vote.prepare", no_vote=sorted(people), **args)
        assert answer.ok, answer.error
        self.draft, self.barred = self.draft or answer.result["id"], people

    @precondition(lambda self: self.vote is None and self.draft is not None)
    @rule()
    def a_draft_is_thrown_away(self) -> None:
        assert not self.give(self.meeting.secretary, "vote.cancel", vote=self.draft, reason="Thôi").ok
        assert self.give(self.meeting.chair, "vote.cancel", vote=self.draft, reason="Thôi").ok
        self.draft, self.barred = None, set()

    @precondition(lambda self: self.vote is None)
    @rule(seconds=st.sampled_from([None, 30, 90]))
    def open(self, seconds: int | None) -> None:
        quorate = 3 * len(self.here) >= 2 * 8
        if self.draft is None:
            self.barred = set()
        args: dict[str, Any] = {"vote": self.draft} if self.draft else {"question": "Thông qua?"}
        args["seconds"] = seconds
        answer = self.give(self.meeting.chair, "vote.open", **args)
        assert answer.ok == quorate
        if not answer.ok:
            answer = self.give(self.meeting.chair, "vote.open", **args, reason="Chờ người đang tới")
        self.vote, self.ballots, self.opening, self.draft = answer.result["id"], {}, set(self.here), None
        self.look_at_the_clock()

    @rule(who=VOTERS, choice=CHOICES)
    def cast(self, who: int, choice: str) -> None:
        person = self.people[who]
        answer = self.give(person, "vote.cast", vote=self.vote or "none", choice=choice)
        counts = self.vote is not None and self.may_vote(person)
        assert answer.ok == counts, answer.error
        if counts:
            self.ballots[person] = choice

    @rule(who=VOTERS, status=st.sampled_from(["present", "left", "absent"]))
    def move(self, who: int, status: str) -> None:
        person = self.people[who]
        assert self.give(self.meeting.secretary, "attendance.mark", person=person, status=status).ok
        (self.here.add if status == "present" else self.here.discard)(person)

    @precondition(lambda self: self.vote is not None)
    @rule(who=VOTERS, first=CHOICES, second=CHOICES)
    def two_devices_send_at_once(self, who: int, first: str, second: str) -> None:
        """The one that is written last counts."""
        person = self.people[who]
        told = self.together(*((person, "vote.cast", {"choice": choice}) for choice in (first, second)))
        assert told == [self.may_vote(person)] * 2
        if self.may_vote(person):
            self.ballots[person] = second

    @precondition(lambda self: self.vote is not None)
    @rule(place=st.integers(0, 8), choice=CHOICES)
    def a_closing_comes_among_ballots(self, place: int, choice: str) -> None:
        """Each is told definitely whether it counts."""
        given = [(person, "vote.cast", {"choice": choice}) for person in self.people]
        given.insert(place, (self.meeting.chair, "vote.close", {}))
        told = self.together(*given)
        assert told.pop(place)
        assert told == [n < place and self.may_vote(person) for n, person in enumerate(self.people)]
        self.ballots |= {person: choice for person, ok in zip(self.people, told, strict=True) if ok}
        self.judged()

    @rule(seconds=st.one_of(st.integers(1, 100), st.sampled_from([-3600, -20, 3600])))
    def time_passes(self, seconds: int) -> None:
        """A countdown that it has passed closes, one it hasn't goes on. Backwards: a counter that begins anew."""
        self.world.pass_time(seconds=seconds)
        self.what_is_due()

    def what_is_due(self) -> None:
        run_due(self.world.house)
        if self.vote is not None:
            over = self.closes_at is not None and self.now().timestamp() >= self.closes_at
            assert self.form()["state"] == ("closed" if over else "open")
            if over:
                self.judged()

    @rule(away=st.sampled_from([0, 0, 40]))
    def the_house_starts_anew(self, away: int) -> None:
        """Nobody sees anything else than before, but that a countdown has at least half a minute left, also where it is over."""
        before = self.world.state(self.meeting.chair, self.meeting)
        self.begin_anew(self.where(), away)
        after = self.world.state(self.meeting.chair, self.meeting)
        assert before is not None and after is not None
        if self.vote is not None:
            self.look_at_the_clock()
            left = None if self.closes_at is None else self.closes_at - self.now().timestamp()
            assert left is None or left > 29.9
            before["votes"][self.vote]["closes_at"] = after["votes"][self.vote]["closes_at"]
        assert [after.get(of) for of in SHOWN] == [before.get(of) for of in SHOWN]

    def where(self) -> str:
        if self.vote is not None:
            return "open" if self.closes_at is None else "counting down"
        if self.draft is not None:
            return "a draft"
        return "no vote" if self.last is None else str(self.form(self.last)["state"])

    @precondition(lambda self: self.last is not None)
    @rule(who=VOTERS, choice=CHOICES)
    def a_ballot_comes_late(self, who: int, choice: str) -> None:
        """Told definitely that it isn't counted; the result is what it was."""
        before = self.form(self.last)
        answer = self.give(self.people[who], "vote.cast", vote=self.last, choice=choice)
        assert not answer.ok and answer.error["code"] in ("conflict", "not_allowed"), answer.error
        assert self.form(self.last) == before

    @precondition(lambda self: self.vote is not None and self.gone is None)
    @rule()
    def a_term_ends(self) -> None:
        """Whose membership ends in the middle is on this meeting's frozen roll all the same."""
        members = (self.world.state(self.meeting.secretary, self.meeting.body) or {})["members"]
        self.gone = self.people[5]
        term = next(id for id, one in members.items() if one["person"] == self.gone)
        self.world.must(None, "body.end_membership", self.meeting.body, member=term)

    @precondition(lambda self: self.vote is not None and self.closes_at is not None)
    @rule()
    def extend(self) -> None:
        assert self.give(self.meeting.chair, "vote.extend", vote=self.vote, seconds=30).ok
        self.look_at_the_clock()

    @precondition(lambda self: self.vote is not None)
    @rule(announce=st.booleans())
    def close(self, announce: bool) -> None:
        vote = self.vote
        assert self.give(self.meeting.chair, "vote.close", vote=vote).ok
        self.judged()
        assert not self.give(self.meeting.chair, "vote.cancel", vote=vote, reason="Muộn rồi").ok
        if announce:
            assert self.give(self.meeting.chair, "vote.announce", vote=vote).ok
            assert not self.give(self.meeting.chair, "vote.announce", vote=vote).ok

    @precondition(lambda self: self.held is not None)
    @rule(again=st.booleans())
    def annul(self, again: bool) -> None:
        """Set aside with a reason; its figures stay as they were, and the question is put anew by a vote of its own."""
        before, vote = self.form(self.held), self.held
        assert self.give(self.meeting.chair, "vote.annul", vote=vote, reason="Đếm lại").ok
        assert not self.give(self.meeting.chair, "vote.annul", vote=vote, reason="Đếm lại").ok
        after = self.form(vote)
        assert (after["state"], after["result"], after["reason"]) == ("annulled", before["result"], "Đếm lại")
        self.held = None
        if again and self.vote is None:
            self.draft, self.barred = None, set()
            self.open(None)
            assert self.vote != vote

    @rule()
    def a_guest_votes(self) -> None:
        """Refused and recorded."""
        answer = self.give(self.meeting.guests[0], "vote.cast", vote=self.vote or "none", choice="yes")
        assert not answer.ok and answer.error["code"] in ("not_allowed", "not_found")

    @precondition(lambda self: self.vote is not None)
    @rule()
    def cancel(self) -> None:
        assert self.give(self.meeting.chair, "vote.cancel", vote=self.vote, reason="Hỏi lại").ok
        self.last, self.vote, self.barred = self.vote, None, set()

    def judged(self) -> None:
        form = self.form()
        assert form["state"] == "closed"
        result = form["result"]
        for option, count in result["counts"].items():
            assert count == sum(choice == option for choice in self.ballots.values())
        assert result["choices"] == self.ballots
        assert result["present"] == len(self.opening | set(self.ballots))
        quorate = 3 * len(self.opening) >= 2 * 8 and 3 * len(self.here) >= 2 * 8
        assert result["quorum"]["met"] == quorate
        yes, no = result["counts"]["yes"], result["counts"]["no"]
        chair = self.ballots.get(self.meeting.chair)
        passed = 2 * yes > 8 or (yes == no > 0 and chair == "yes")
        assert result["verdict"] == ("void" if not quorate else "passed" if passed else "not_passed")
        assert result["members"] == 8
        self.held, self.last, self.vote, self.barred = self.vote, self.vote, None, set()

    @invariant()
    def turnout_and_the_missing_are_exact(self) -> None:
        if self.vote is not None:
            form = self.form()
            assert form["turnout"] == len(self.ballots)
            assert set(form["missing"]) == set(self.people) - set(self.ballots) - self.barred


def test_a_ballot_holds_under_any_order_of_events(world: World) -> None:
    run(BallotMachine, world, examples=4, steps=30)
