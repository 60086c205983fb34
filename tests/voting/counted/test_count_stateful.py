"""Counts by hand under any order of events: hands and paper, typed and confirmed by any two, sent back, typed anew; a simple model
says who may and what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.conftest import World
from tests.voting.machines import VotingMachine, run

HANDS, PAPER, SECRET = "hands", "paper", "secret"
PEOPLE = st.sampled_from(["chair", "secretary", "first", "second", "member"])
"""Of whom the first and the second are the board."""
MAY = {HANDS: {"chair", "secretary"}, PAPER: {"secretary", "first", "second"}, SECRET: {"secretary", "first", "second"}}


class CountMachine(VotingMachine):
    """Votes one after another, all by hand, in a meeting of eight."""

    GIVES = frozenset(
        {"vote.open", "vote.close", "vote.announce", "vote.annul", "count.enter", "count.confirm", "count.return"}
    )

    BEGINS_ANEW_IN = frozenset({"nothing", "closed", "typed", "counted"})

    @initialize()
    def begin(self) -> None:
        self.keeps_time()
        self.meeting = self.world.meeting(phase="in_progress")
        chair, first, second, member, *_ = self.meeting.body.roll
        self.people = {
            "chair": chair,
            "secretary": self.meeting.secretary,
            "first": first,
            "second": second,
            "member": member,
        }
        self.vote, self.way, self.gone = "", "", 0
        self.typed: dict[str, tuple[str, tuple[int, int, int]]] = {}
        """By who typed it: the row's id, and yes, no, invalid."""
        self.result: tuple[int, int, int] | None = None
        self.ready = True

    def streams(self) -> Iterator[str]:
        yield self.meeting.stream

    def give(self, who: str, name: str, **args: Any) -> Any:
        return self.world.run(self.people[who], name, self.meeting, vote=self.vote, **args)

    @precondition(lambda self: not self.vote)
    @rule(way=st.sampled_from([HANDS, PAPER, SECRET]), gone=st.integers(0, 2))
    def hold(self, way: str, gone: int) -> None:
        """Opened and closed; of the last in the list some have left before."""
        self.gone, self.way, self.typed, self.result = gone, way, {}, None
        for place, person in enumerate(reversed(self.meeting.body.roll)):
            status = "left" if place < gone else "present"
            self.world.must(self.meeting.secretary, "attendance.mark", self.meeting, person=person, status=status)
        self.world.pass_time(seconds=1)
        args: dict[str, Any] = {"by_hand": "hands" if way == HANDS else "paper", "secret": way == SECRET}
        if way != HANDS:
            args["board"] = [self.people["first"], self.people["second"]]
        opened = self.world.must(self.meeting.chair, "vote.open", self.meeting, question="Thông qua?", **args)
        self.vote = str(opened["id"])
        member = self.people["member"]
        assert not self.world.run(member, "vote.cast", self.meeting, vote=self.vote, choice="yes").ok
        assert self.give("chair", "vote.close").ok

    def fits(self, yes: int, no: int, invalid: int) -> bool:
        return yes + no + invalid <= 8 - self.gone

    def pair(self, first: str, second: str) -> bool:
        """Two people, both of them counting; of paper one is of the board."""
        both = {first, second}
        return len(both) == 2 and both <= MAY[self.way] and (self.way == HANDS or bool(both & {"first", "second"}))

    @precondition(lambda self: self.vote)
    @rule(who=PEOPLE, yes=st.integers(2, 5), no=st.integers(1, 4), invalid=st.integers(0, 1))
    def enter(self, who: str, yes: int, no: int, invalid: int) -> None:
        self.type(who, (yes, no, 0 if self.way == HANDS else invalid))

    @precondition(lambda self: self.vote and self.typed)
    @rule(who=PEOPLE)
    def enter_what_another_has(self, who: str) -> None:
        self.type(who, next(iter(self.typed.values()))[1])

    def type(self, who: str, figures: tuple[int, int, int]) -> None:
        yes, no, invalid = figures
        args: dict[str, Any] = {"counts": {"yes": yes, "no": no, "not_voting": 0}}
        if self.way != HANDS:
            back = yes + no + invalid
            args |= {"issued": back, "returned": back, "valid": yes + no, "invalid": invalid}
        answer = self.give(who, "count.enter", **args)
        others = [one for one in self.typed if self.way == SECRET and one != who]
        may = who in MAY[self.way] and self.result is None and self.fits(*figures)
        may = may and (not others or self.pair(others[0], who))
        assert answer.ok == may, (who, figures, answer.error)
        if not may:
            return
        if self.way != SECRET:
            self.typed = {}
        self.typed[who] = (str(answer.result["id"]), figures)
        if others and self.typed[others[0]][1] == figures:
            self.result, self.typed = figures, {}

    @precondition(lambda self: self.vote and self.typed)
    @rule(who=PEOPLE)
    def confirm(self, who: str) -> None:
        typist, (row, figures) = next(iter(self.typed.items()))
        answer = self.give(who, "count.confirm", count=row)
        may = self.way != SECRET and self.pair(typist, who)
        assert answer.ok == may, answer.error
        if may:
            self.result, self.typed = figures, {}

    @precondition(lambda self: self.vote and self.typed and self.way != SECRET)
    @rule()
    def somebody_who_may_confirms(self) -> None:
        typist = next(iter(self.typed))
        self.confirm(next(who for who in sorted(self.people) if self.pair(typist, who)))

    @precondition(lambda self: self.vote and self.result is not None)
    @rule()
    def the_result_is_announced(self) -> None:
        self.announce(annul=False)

    @precondition(lambda self: self.vote)
    @rule(who=PEOPLE)
    def send_back(self, who: str) -> None:
        answer = self.give(who, "count.return", reason="Đếm lại")
        counts = {"chair", "secretary"} if self.way == HANDS else {"chair", "secretary", "first", "second"}
        assert answer.ok == (bool(self.typed) and who in counts), answer.error
        if answer.ok:
            self.typed = {}

    @precondition(lambda self: self.vote and self.typed)
    @rule()
    def the_chair_sends_back(self) -> None:
        self.send_back("chair")

    @precondition(lambda self: self.vote)
    @rule(annul=st.booleans())
    def announce(self, annul: bool) -> None:
        answer = self.give("chair", "vote.announce")
        assert answer.ok == (self.result is not None), answer.error
        if annul:
            assert self.give("chair", "vote.annul", reason="Biểu quyết lại").ok
        if annul or answer.ok:
            self.vote, self.result = "", None

    @rule(really=st.integers(0, 3))
    def the_house_starts_anew(self, really: int) -> None:
        """Nobody sees anything else than before."""
        if really:
            return
        before = self.world.state(self.meeting.chair, self.meeting)
        self.begin_anew(
            "nothing" if not self.vote else "counted" if self.result else "typed" if self.typed else "closed", away=0
        )
        assert self.world.state(self.meeting.chair, self.meeting) == before

    @invariant()
    def the_result_is_what_two_people_stand_for(self) -> None:
        if not getattr(self, "vote", ""):
            return
        state = self.world.state(self.meeting.chair, self.meeting) or {}
        result = state["votes"][self.vote]["result"]
        if self.result is None:
            assert result is None
            return
        yes, no, invalid = self.result
        assert (result["counts"]["yes"], result["counts"]["no"], result["invalid"]) == (yes, no, invalid)
        assert len(set(result["by_hand"]["people"])) == 2
        assert result["verdict"] == (
            "passed" if 2 * yes > 8 else "tie" if yes == no and self.way != HANDS else "not_passed"
        )

    @invariant()
    def no_figure_of_a_secret_count_is_seen_before_two_have_typed(self) -> None:
        if getattr(self, "vote", "") and self.way == SECRET and len(self.typed) == 1:
            for person in (self.meeting.chair, self.people["second"]):
                state = self.world.state(person, self.meeting) or {}
                shown = [*state.get("counts", {}).values(), *state.get("my_counts", {}).values()]
                open_ = [one for one in shown if one["vote"] == self.vote and one["state"] == "typed"]
                assert all(one.get("counts") is None or one["person"] == person for one in open_)


def test_counts_by_hand_hold_under_any_order_of_events(world: World) -> None:
    run(CountMachine, world, examples=8, steps=20)
