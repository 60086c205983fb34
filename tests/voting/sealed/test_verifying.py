"""`run.py verify-ballot`, and the second reader that shares no code with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.front_door import main
from tests.voting.sealed.fixed import held
from voting.sealed.bundle import Fault
from voting.sealed.verifying import said

TOOL = Path(__file__).resolve().parents[3] / "tools" / "verify_ballot.py"


def published(folder: Path, **changed: Any) -> Path:
    found = held("verify").bundle
    assert found is not None
    path = folder / "bundle.json"
    path.write_text(json.dumps({**json.loads(found.text), **changed}, ensure_ascii=False) if changed else found.text)
    return path


def second_opinion(path: Path) -> int:
    return subprocess.run([sys.executable, str(TOOL), str(path)], capture_output=True, check=False).returncode


def test_a_ballot_that_holds_is_told_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = published(tmp_path)
    assert main("verify-ballot", [str(path)]) == 0
    told = capsys.readouterr().out
    assert "Bầu bổ sung" in told and "Mọi điều đều khớp." in told and "Ban kiểm phiếu: Ủy viên 1, Ủy viên 2." in told
    assert main("verify-ballot", [str(path), "--language", "en"]) == 0
    assert "Everything agrees." in capsys.readouterr().out
    assert second_opinion(path) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"tally": [9, 0, 0]},
        {"voters": ["p000"]},
        {"code": "AAAABBBBCCCC"},
        {"signatures": ["00" * 64, "00" * 64]},
        {"ballots": []},
        {"roll": []},
    ],
)
def test_one_that_does_not_hold_is_refused_by_both_readers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, Any]
) -> None:
    path = published(tmp_path, **changed)
    assert main("verify-ballot", [str(path)]) == 1
    assert "Có điều không khớp." in capsys.readouterr().out
    assert second_opinion(path) == 1


def test_what_is_no_published_ballot_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    for text in ("", "[]", "{}", '{"format": "dienhong sealed ballot bundle", "v": 1}'):
        path.write_text(text)
        assert main("verify-ballot", [str(path)]) == 2 and second_opinion(path) == 2
    assert main("verify-ballot", [str(tmp_path / "none")]) == 2 == main("verify-ballot", [])


def test_every_fault_has_words() -> None:
    codes = (
        "shape nonce code roll voters list envelopes unopened count signature ballot ballots code_twice tally too_few"
    )
    assert len({said(Fault(code)) for code in codes.split()}) == 15
    assert said(Fault("count", 2)).endswith("(lần mở 2)")
