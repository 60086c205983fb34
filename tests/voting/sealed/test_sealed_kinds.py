"""Sealed ballots of every kind of question: elections and choices of several, and what is put candidate by candidate."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from app import audit
from app.front_door import main
from tests.meetings.helpers import code
from tests.voting.sealed.hall import SealedHall
from voting.sealed import bundle as bundles
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.manifest import read
from voting.sealed.rules import MOST_NAMES, question_fault

ROOT = Path(__file__).resolve().parents[3]


def held(hall: SealedHall, choices: list[tuple[int, ...]], **asked: Any) -> dict[str, Any]:
    """From preparing to the announced result, each device looking by itself."""
    hall.prepare(**asked)
    hall.read_aloud()
    hall.open()
    for person, choice in zip(hall.meeting.body.roll, choices, strict=False):
        answer = hall.cast(person, choice)
        assert answer.ok, answer.error
    hall.close()
    hall.open_box()
    hall.announce()
    for person in hall.meeting.body.roll[: len(choices)]:
        assert hall.confirm(person).ok
    result: dict[str, Any] = hall.state(hall.meeting.members[0])["votes"][hall.vote]["result"]
    assert result["final"] and audit.report(hall.world.house)["problems"] == []
    return result


def test_an_election_of_two_from_four_is_sealed_and_every_device_finds_its_ballot(
    hall: SealedHall, tmp_path: Path
) -> None:
    choices = [(0, 1), (0, 1), (0, 2), (0, 1), (1,), (0, 3), (4,), (1, 2)]
    result = held(hall, choices, kind="election", options=["An", "Bình", "Cúc", "Dũng"], seats=2)
    assert result["counts"] == {"An": 5, "Bình": 5, "Cúc": 2, "Dũng": 1, "not_voting": 1}
    assert result["chosen"] == ["An", "Bình"] and result["cast"] == 8
    (tmp_path / "bundle.json").write_text(hall.bundle(hall.meeting.chair))
    assert main("verify-ballot", [str(tmp_path / "bundle.json")]) == 0
    assert second_opinion(hall.bundle(hall.meeting.chair)) == []


def test_up_to_three_of_five_options(hall: SealedHall) -> None:
    choices = [(0, 2, 4), (0,), (2, 4), (0, 1, 2), (3,), (0, 4)]
    asked = {"kind": "choice", "options": ["A", "B", "C", "D", "E"], "most": 3}
    assert held(hall, choices, **asked)["counts"] == {"A": 4, "B": 1, "C": 3, "D": 1, "E": 3}


def test_confidence_in_three_grades(hall: SealedHall) -> None:
    result = held(hall, [(0,), (0,), (1,), (2,), (0,), (1,)], kind="confidence")
    assert list(result["counts"].values()) == [3, 2, 1]


def test_envelopes_of_several_names_are_as_long_as_those_of_one(hall: SealedHall) -> None:
    hall.prepare(kind="election", options=["An", "Bình", "Cúc", "Dũng"], seats=3)
    hall.read_aloud()
    manifest = read(hall.manifest(hall.meeting.chair))
    assert manifest.pick == (1, 3)
    sizes = {len(seal(manifest, Ballot(chosen, new_code()))[0]) for chosen in ((0,), (0, 1, 2), (4,))}
    assert sizes == {384}


def test_a_device_that_names_too_many_or_abstains_and_names_has_an_invalid_ballot(hall: SealedHall) -> None:
    """The house can't see into the envelope; the board finds no ballot of this vote in it, and it counts for nothing."""
    hall.prepare(kind="election", options=["An", "Bình", "Cúc"], seats=2)
    hall.read_aloud()
    hall.open()
    roll = hall.meeting.body.roll
    for person, chosen in zip(roll, [(0, 1, 2), (0, 3), (0,), (0,), (1,), (0, 1)], strict=False):
        assert hall.cast(person, chosen).ok
    hall.close()
    hall.open_box()
    hall.announce()
    result = hall.state(roll[0])["votes"][hall.vote]["result"]
    assert (result["cast"], result["invalid"]) == (6, 2)
    assert result["counts"] == {"An": 3, "Bình": 2, "Cúc": 0, "not_voting": 0}
    assert bundles.faults(bundles.read(hall.bundle(roll[0]))) == []


@pytest.mark.parametrize("put", [((0, 4),), ((0, 1, 2),), ((1, 0),)])
def test_a_bundle_with_a_choice_that_may_not_be_is_wrong_to_both_verifiers(
    hall: SealedHall, put: tuple[tuple[int, ...]]
) -> None:
    choices = [(0, 1), (0, 1), (0, 2), (0, 1), (1,)]
    held(hall, choices, kind="election", options=["An", "Bình", "Cúc", "Dũng"], seats=2)
    told = json.loads(hall.bundle(hall.meeting.chair))
    told["ballots"][0]["choice"] = list(put[0])
    assert "ballot" in {fault.code for fault in bundles.faults(bundles.read(json.dumps(told)))}
    assert second_opinion(json.dumps(told))


def second_opinion(text: str) -> list[str]:
    """What the verifier that shares no code with us finds wrong."""
    spec = importlib.util.spec_from_file_location("verify_ballot", ROOT / "tools" / "verify_ballot.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [name for name, right in module.judge(json.loads(text)) if not right]


def test_many_names_are_put_one_by_one(hall: SealedHall) -> None:
    many = [f"Người {n}" for n in range(MOST_NAMES + 1)]
    asked = {"question": "Bầu?", "kind": "election", "options": many, "seats": 3, "secret": True}
    board = {"board": hall.meeting.members[:2]}
    refused = hall.world.run(hall.meeting.chair, "vote.prepare", hall.meeting, **asked, **board)
    assert code(refused) == "invalid" and "mỗi người một lượt phiếu kín" in refused.error["fields"]["secret"]
    one = {**asked, "options": many, "seats": 1, "most": 1}
    assert hall.world.run(hall.meeting.chair, "vote.prepare", hall.meeting, **one, **board).ok


def test_which_questions_are_for_one_sealed_ballot() -> None:
    assert question_fault(["yes", "no", "other"], 3, 1) == "words"
    assert question_fault(["a"], MOST_NAMES, 3) is None and question_fault(["a"], MOST_NAMES + 1, 3) == "many"
    assert question_fault(["a"], 30, 1) is None
