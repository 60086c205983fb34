"""Consent items under any order of events: words said and taken back, adoptions over open votes and below the quorum, annulled and
made anew; a simple model says which items are adopted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.conftest import World
from tests.voting.machines import VotingMachine, run

VOTERS, ITEMS = st.integers(0, 7), st.integers(0, 2)
MARKS = st.sampled_from(["agreed", "agreed", "objection", "speak"])


class ConsentMachine(VotingMachine):
    """Three items that wait to be adopted where nobody objects; a vote may be held on any of them meanwhile."""

    GIVES = frozenset({"consent.mark", "consent.adopt", "consent.annul", "vote.open", "vote.close", "vote.announce"})

    BEGINS_ANEW_IN = frozenset({"nothing", "words", "adopted"})

    @initialize()
    def begin(self) -> None:
        self.keeps_time()
        world = self.world
        self.meeting = held = world.meeting(phase="published")
        for item in held.items:
            world.must(held.secretary, "agenda.edit_item", held, item=item, vote_kind="consent")
        world.pass_time(minutes=45)
        for person in held.body.roll:
            world.must(held.secretary, "attendance.mark", held, person=person, status="present")
        world.must(held.chair, "meeting.start", held)
        self.here = set(held.body.roll)
        self.words: dict[tuple[str, str], str] = {}
        self.adopted: dict[str, str] = {}
        """By item: the act."""
        self.votes: dict[str, tuple[str, str]] = {}
        """By item, of those not announced: the vote and its state."""
        self.ready = True

    def streams(self) -> Iterator[str]:
        yield self.meeting.stream

    def give(self, who: str, name: str, **args: Any) -> Any:
        return self.world.run(who, name, self.meeting, **args)

    def opposed(self, item: str) -> bool:
        return any(mark != "agreed" for (of, _person), mark in self.words.items() if of == item)

    @rule(who=VOTERS, item=ITEMS, mark=MARKS)
    def say(self, who: int, item: int, mark: str) -> None:
        person, of = self.meeting.body.roll[who], self.meeting.items[item]
        answer = self.give(person, "consent.mark", item=of, mark=mark)
        assert answer.ok == (of not in self.adopted), answer.error
        if answer.ok:
            self.words[of, person] = mark

    @rule(item=ITEMS)
    def everybody_thinks_again(self, item: int) -> None:
        of = self.meeting.items[item]
        for (about, person), mark in list(self.words.items()):
            if about == of and mark != "agreed" and of not in self.adopted:
                assert self.give(person, "consent.mark", item=of, mark="agreed").ok
                self.words[of, person] = "agreed"

    @rule(items=st.sets(ITEMS, min_size=1))
    def adopt(self, items: set[int]) -> None:
        wanted = [self.meeting.items[n] for n in sorted(items)]
        answer = self.give(self.meeting.chair, "consent.adopt", items=wanted)
        free = all(one not in self.adopted and not self.opposed(one) and one not in self.votes for one in wanted)
        enough = 3 * len(self.here) >= 2 * 8
        assert answer.ok == (free and enough), answer.error
        if answer.ok:
            self.adopted |= dict.fromkeys(wanted, str(answer.result["id"]))

    @rule()
    def adopt_what_is_free(self) -> None:
        for place, item in enumerate(self.meeting.items):
            if item not in self.adopted and item not in self.votes and not self.opposed(item):
                self.adopt({place})

    @precondition(lambda self: self.adopted)
    @rule(data=st.data())
    def annul(self, data: Any) -> None:
        act = data.draw(st.sampled_from(list(dict.fromkeys(self.adopted.values()))))  # ids are others in each run
        args = {"adoption": act, "reason": "Có người muốn phát biểu"}
        assert not self.give(self.meeting.secretary, "consent.annul", **args).ok
        assert self.give(self.meeting.chair, "consent.annul", **args).ok
        assert not self.give(self.meeting.chair, "consent.annul", **args).ok
        self.adopted = {item: of for item, of in self.adopted.items() if of != act}

    @rule(item=ITEMS)
    def a_vote_goes_on(self, item: int) -> None:
        """On an item: opened, closed, announced, one after another."""
        of = self.meeting.items[item]
        vote, state = self.votes.get(of, ("", ""))
        if not vote:
            made = self.give(self.meeting.chair, "vote.open", question="?", item=of, reason="Chờ người")
            assert made.ok, made.error
            self.votes[of] = (made.result["id"], "open")
        elif state == "open":
            assert self.give(self.meeting.chair, "vote.close", vote=vote).ok
            self.votes[of] = (vote, "closed")
        else:
            assert self.give(self.meeting.chair, "vote.announce", vote=vote).ok
            del self.votes[of]

    @rule(who=VOTERS, status=st.sampled_from(["present", "left"]))
    def move(self, who: int, status: str) -> None:
        person = self.meeting.body.roll[who]
        assert self.give(self.meeting.secretary, "attendance.mark", person=person, status=status).ok
        (self.here.add if status == "present" else self.here.discard)(person)

    @rule(really=st.integers(0, 3))
    def the_house_starts_anew(self, really: int) -> None:
        """Nobody sees anything else than before."""
        if really:
            return
        before = self.world.state(self.meeting.chair, self.meeting)
        self.begin_anew("adopted" if self.adopted else "words" if self.words else "nothing", away=0)
        assert self.world.state(self.meeting.chair, self.meeting) == before

    @invariant()
    def items_are_done_that_were_adopted_and_no_others(self) -> None:
        if hasattr(self, "ready"):
            state = self.world.state(self.meeting.chair, self.meeting) or {}
            done = {item for item, form in state["items"].items() if form["state"] == "done"}
            assert done == set(self.adopted)

    @invariant()
    def nobody_but_the_desk_sees_another_persons_word(self) -> None:
        if hasattr(self, "ready"):
            state = self.world.state(self.meeting.members[0], self.meeting) or {}
            assert not state.get("consents")


def test_consent_items_hold_under_any_order_of_events(world: World) -> None:
    run(ConsentMachine, world, examples=8, steps=20)
