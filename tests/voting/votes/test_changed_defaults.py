"""A release may change what holds where a body has said nothing: what was judged before is judged by it as it was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app import audit
from app.people import views
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import another_sitting
from tests.voting.votes.conftest import form, opened
from tests.voting.votes.test_matters_held import HALF, TWO_THIRDS, closed, rules_of

DEFAULTS: dict[str, list[Any]] = {
    "quorum": [{"numerator": 2, "denominator": 3}],
    "substitutes": [True],
    "check_in_code": [False],
    "speaking.limit": [300],
    "speaking.point_of_order_limit": [120],
    "speaking.reply_limit": [120],
    "speaking.order": ["first_time"],
    "speaking.questions": [None],
    "opinions": ["desk"],
    "majority": ["more_than_half_of_members"],
    "majority.removal": [None],
    "majority.confidence": [None],
    "majority.election": [None],
    "majority.bylaws": [None],
    "tie": ["chair"],
    "revote": [True],
    "online_votes": [False],
}
"""Every default there has ever been, the first first."""


def released(monkeypatch: pytest.MonkeyPatch, **defaults: Any) -> None:
    """A release in which other defaults hold."""
    for key, value in defaults.items():
        before = views.RULES[key]
        monkeypatch.setitem(views.RULES, key, before._replace(default=value, former=(*before.former, before.default)))


def sound(world: World) -> bool:
    return not audit.report(world.house)["problems"]


def test_a_vote_judged_by_a_former_default_keeps_its_verdict_and_the_audit_finds_nothing(
    world: World, meeting: MeetingOfBody, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = opened(world, meeting)
    result = closed(world, meeting, old, yes=5)
    assert result["verdict"] == "passed" and rules_of(world, old)["ids"]["majority"] == "default"
    released(monkeypatch, majority=TWO_THIRDS, tie="none", revote=False, online_votes=True)
    assert sound(world)
    assert form(world, meeting.chair, meeting, old)["result"] == result
    same_day = opened(world, meeting)
    assert closed(world, meeting, same_day, yes=5)["verdict"] == "passed", "nothing changes within a sitting"
    another_sitting(world, meeting)
    new = opened(world, meeting)
    assert closed(world, meeting, new, yes=5)["verdict"] == "not_passed"
    kept = rules_of(world, new)
    assert {kept["ids"][key] for key in ("majority", "tie", "revote", "online_votes")} == {"default/2"}
    assert (kept["majority"], kept["tie"], kept["revote"], kept["online_votes"]) == (TWO_THIRDS, "none", False, True)
    assert kept["ids"]["quorum"] == "default" and sound(world)


@pytest.mark.parametrize(("said", "value"), [("default", TWO_THIRDS), ("default/2", HALF), ("default/9", HALF)])
def test_the_audit_finds_a_vote_that_names_a_default_which_never_was_that(
    world: World, meeting: MeetingOfBody, monkeypatch: pytest.MonkeyPatch, said: str, value: str
) -> None:
    vote = opened(world, meeting)
    closed(world, meeting, vote, yes=8)
    released(monkeypatch, majority=TWO_THIRDS)
    assert sound(world)
    with world.house.database.write() as write:
        ids = text("UPDATE votes SET majority = :value, rules = replace(rules, :old, :new) WHERE id = :vote")
        if write.dialect.name == "postgresql":
            ids = text(str(ids).replace("replace(rules", "replace(rules::text").replace(":new)", ":new)::json"))
        spelled = [f'"majority": "{one}"' for one in ("default", said)]
        write.execute(ids, {"value": f'"{value}"', "old": spelled[0], "new": spelled[1], "vote": vote})
    assert "rule_differs" in {one["code"] for one in audit.report(world.house)["problems"]}


def test_every_default_there_has_been_is_known() -> None:
    """Who changes a default adds it here, and the one before it to `former` where the rule is registered."""
    assert {key: [*known.former, known.default] for key, known in views.RULES.items()} == DEFAULTS
