"""Whatever somebody does to the database of a finished meeting: the audit names it, and so does a verifier that shares
no code with us where the journal alone gives it away.
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import audit
from app.heads import Kept
from app.settings import Settings
from tests.tampering.acts import ALL
from tests.tampering.finished import NAME, SECRET, Finished, hands, make

GUARDS = "guard_missing"
spec = importlib.util.spec_from_file_location(
    "verify_journal", Path(__file__).parents[2] / "tools" / "verify_journal.py"
)
assert spec is not None and spec.loader is not None
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
verify = verifier.verify


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return make(tmp_path_factory.mktemp("finished") / "data")


def audited(folder: Path, heads: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    house = audit.open_house(Settings(data=folder, secret_key=SECRET))
    try:
        return audit.report(house, [Kept(**head) for head in heads or ()])
    finally:
        house.close()


def test_the_finished_meeting_is_sound(played: Finished, tmp_path: Path) -> None:
    found = audited(played.copy(tmp_path / "copy"), played.kept)
    assert found["problems"] == [] and found["ok"]
    assert found["heads"] == {"ok": 9, "total": 9} and found["checkpoints"]["total"] >= 4


def test_there_are_sixty_and_more() -> None:
    assert len(ALL) >= 60


@pytest.mark.parametrize("what", ALL)
def test_the_audit_finds(played: Finished, tmp_path: Path, what: str) -> None:
    folder, tampering = played.copy(tmp_path / "copy"), ALL[what]
    with hands(played, folder) as hand:
        tampering.act(hand)
    if tampering.heads:
        assert not {"forked", "rolled_back"} & codes(audited(folder)), "the heads of tablets are needed"
    found = audited(folder, played.kept if tampering.heads else None)
    assert not found["ok"]
    assert tampering.code in codes(found), found["problems"]


@pytest.mark.parametrize("what", [what for what, tampering in ALL.items() if tampering.chain])
def test_the_second_verifier_agrees_about_the_journal(played: Finished, tmp_path: Path, what: str) -> None:
    folder, tampering = played.copy(tmp_path / "copy"), ALL[what]
    with hands(played, folder) as hand:
        tampering.act(hand)
    found = verify(folder / NAME, folder / "keys", played.kept if tampering.heads else ())
    assert not found["ok"]
    assert tampering.code in {fault["code"] for fault in found["faults"]}, found["faults"]


def test_the_second_verifier_finds_the_finished_meeting_sound(played: Finished) -> None:
    found = verify(played.folder / NAME, played.folder / "keys", played.kept)
    assert found["ok"] and found["faults"] == [] and found["votes"] == 2


def test_the_second_verifier_is_short_and_imports_nothing_of_ours(played: Finished, tmp_path: Path) -> None:
    source = Path(verifier.__file__)
    assert len(source.read_text().splitlines()) <= 200
    kept = tmp_path / "heads"
    kept.write_text("\n".join(json.dumps(head) for head in played.kept))
    alone = tmp_path / "verify_journal.py"  # far from our packages, and without the installed ones
    alone.write_text(source.read_text())
    command = [sys.executable, "-I", "-S", str(alone), str(played.folder / NAME), "--heads", str(kept)]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert json.loads(told.stdout)["ok"]


def test_the_second_verifier_recounts_the_votes(played: Finished, tmp_path: Path) -> None:
    folder = played.copy(tmp_path / "copy")
    with hands(played, folder) as hand:
        ALL["a ballot turned"].act(hand)
        ALL["a result's counts"].act(hand)
    found = verify(folder / NAME, folder / "keys")
    assert {fault["code"] for fault in found["faults"]} == {"ballots_differ", "result_not_as_recorded"}


def codes(found: dict[str, Any]) -> set[str]:
    assert GUARDS not in {problem["code"] for problem in found["problems"]}
    return {problem["code"] for problem in found["problems"]}


@pytest.mark.parametrize("guard", ["entries_keep", "entries_stay"])
@pytest.mark.parametrize("weaker", [False, True])
def test_the_audit_finds_a_guard_taken_away_or_made_weaker(
    played: Finished, tmp_path: Path, guard: str, weaker: bool
) -> None:
    folder = played.copy(tmp_path / "copy")
    with hands(played, folder):
        pass
    connection = sqlite3.connect(folder / NAME)
    connection.execute(f"DROP TRIGGER {guard}")
    if weaker:
        connection.execute(f"CREATE TRIGGER {guard} BEFORE DELETE ON entries WHEN 0 BEGIN SELECT 1; END")
    connection.commit()
    connection.close()
    assert [p["guard"] for p in audited(folder)["problems"] if p["code"] == GUARDS] == [guard]


def test_the_report_is_json(played: Finished, tmp_path: Path) -> None:
    assert json.loads(json.dumps(audited(played.copy(tmp_path / "copy"))))["ok"]
