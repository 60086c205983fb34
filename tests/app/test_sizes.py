"""No file of the product or of its tests is longer than what is read in one go."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("app", "meetings", "voting", "documents", "static/js", "tests", "tools")
LINES = 400
LONGER = {
    "app/migrations/versions/0001_the_tables_of_the_first_meeting.py": "a list of tables; what has been run is never rewritten",
    "tests/journeys/test_member_room.py": "one room in one hall; its ballots go to a file of their own when it is next touched",
}
"""Why a file may be longer."""


def sizes() -> dict[str, int]:
    paths = [ROOT / "run.py", *(path for place in PLACES for path in (ROOT / place).rglob("*.*js"))]
    paths += [path for place in PLACES for path in (ROOT / place).rglob("*.py")]
    return {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def test_no_file_has_more_than_400_lines_without_a_written_reason() -> None:
    found = sizes()
    assert len(found) > 500, "all of it is looked at"
    assert {path for path, lines in found.items() if lines > LINES} == set(LONGER)
