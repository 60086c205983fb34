"""The audit: a sound house passes, and every tampering with journal, ballots, rolls and results is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import audit, chain
from app.heads import Kept, read_file
from app.settings import Settings
from tests.conftest import MeetingOfBody, World

Tamper = Callable[[World, Callable[[str], None], str], None]


@pytest.fixture
def voted(world: World) -> tuple[World, MeetingOfBody, str]:
    return (world, *world.begun("voted", lambda: _voted(world)))


def _voted(world: World) -> tuple[MeetingOfBody, str]:
    meeting = world.meeting(phase="in_progress")
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?")["id"])
    for n, person in enumerate(meeting.body.roll):
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes" if n < 5 else "no")
    world.must(meeting.chair, "vote.cast", meeting, vote=vote, choice="no")
    world.must(meeting.chair, "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    return meeting, vote


def sql(world: World, *statements: str) -> None:
    """What somebody with the database in their hands can do: the guards are dropped first."""
    with world.house.database.writing.begin() as connection:
        if world.house.database.is_sqlite:
            connection.execute(text("DROP TRIGGER IF EXISTS entries_keep"))
            connection.execute(text("DROP TRIGGER IF EXISTS entries_stay"))
        else:
            connection.execute(text("DROP TRIGGER IF EXISTS entries_stay ON entries"))
        for statement in statements:
            connection.execute(text(statement))


def test_a_sound_house_passes(voted: tuple[World, MeetingOfBody, str]) -> None:
    world, _meeting, vote = voted
    found = audit.report(world.house)
    assert found["ok"] and found["problems"] == [] and found["duplicates"] == 0
    assert found["chain"] == {"intact": True, "first_broken": None} and found["entries"] > 30
    line = next(line for line in found["votes"] if line["vote"] == vote)
    assert line["recount"] == line["recorded"] == {"yes": 5, "no": 3, "not_voting": 0}
    assert line["agrees"] and (line["roll"], line["ballots"], line["duplicates"]) == (8, 8, 0)
    assert found["ballots"][vote] == {"roll": 8, "cast": 8}


LAST = "(SELECT max(seq) FROM entries WHERE stream LIKE 'meeting:%')"
MEETING = "stream LIKE 'meeting:%'"
TAMPERS = {
    "an entry's actor": (f"UPDATE entries SET actor = NULL WHERE {MEETING} AND seq = 5", "entry_changed"),
    "an entry's time": (f"UPDATE entries SET at = at - 1000 WHERE {MEETING} AND seq = 5", "entry_changed"),
    "an entry's kind": (f"UPDATE entries SET kind = 'x.y' WHERE {MEETING} AND seq = 5", "entry_changed"),
    "an entry's hash": (f"UPDATE entries SET hash = prev WHERE {MEETING} AND seq = 5", "entry_changed"),
    "an entry's predecessor": (f"UPDATE entries SET prev = hash WHERE {MEETING} AND seq = 5", "predecessor_differs"),
    "an entry's commitment": (f'UPDATE entries SET "commit" = prev WHERE {MEETING} AND seq = 5', "facts_changed"),
    "an entry's facts": (
        "UPDATE entries SET facts = replace(facts, 'yes', 'no') WHERE kind = 'vote.cast'",
        "facts_changed",
    ),
    "an entry's salt": (f"UPDATE entries SET salt = '{'00' * 16}' WHERE {MEETING} AND seq = 5", "facts_changed"),
    "a salt that is none": (f"UPDATE entries SET salt = 'xyz' WHERE {MEETING} AND seq = 5", "facts_changed"),
    "facts taken out quietly": (
        f"UPDATE entries SET facts = NULL, salt = NULL WHERE {MEETING} AND seq = 5",
        "redacted_without_entry",
    ),
    "an entry removed": (f"DELETE FROM entries WHERE {MEETING} AND seq = 5", "entries_missing"),
    "the last entry removed": (f"DELETE FROM entries WHERE {MEETING} AND seq = {LAST}", "head_differs"),
    "all of a stream removed": (f"DELETE FROM entries WHERE {MEETING}", "head_differs"),
    "the head moved": (f"UPDATE streams SET head = '{'0' * 64}' WHERE name LIKE 'meeting:%'", "head_differs"),
    "the head removed": ("DELETE FROM streams WHERE name LIKE 'meeting:%'", "head_missing"),
    "a ballot turned": ("UPDATE casts SET choice = 'no' WHERE choice = 'yes'", "ballot_changed"),
    "a ballot removed": ("DELETE FROM casts WHERE choice = 'no'", "ballot_missing"),
    "a ballot off the options": ("UPDATE casts SET choice = 'x' WHERE choice = 'no'", "ballot_without_option"),
    "a revision count changed": ("UPDATE casts SET revision = 7", "ballot_changed"),
    "replaced ballots forgotten": ("DELETE FROM cast_revisions", "revisions_differ"),
    "a ballot given to somebody else": (
        "UPDATE casts SET person = (SELECT id FROM persons WHERE username = 'nguoi2') WHERE choice = 'no' AND id ="
        " (SELECT min(id) FROM casts WHERE choice = 'no')",
        "ballot_off_roll",
    ),
    "a name struck off the roll": (
        "DELETE FROM roll_entries WHERE id = (SELECT min(id) FROM roll_entries)",
        "roll_changed",
    ),
    "presence on the roll changed": ("UPDATE roll_entries SET present = NOT present", "roll_changed"),
    "a member barred afterwards": ("UPDATE roll_entries SET no_vote = NOT no_vote", "ballot_off_roll"),
    "the result edited": ("UPDATE votes SET result = replace(CAST(result AS TEXT), '5', '6')", "result_differs"),
    "the majority edited": ("UPDATE votes SET majority = '\"two_thirds_of_members\"'", "result_differs"),
    "the presence at closing edited": ("UPDATE votes SET closing = '{\"present\": []}'", "result_differs"),
    "the options edited": ('UPDATE votes SET options = \'["yes", "no"]\'', "result_differs"),
    "the state set back": ("UPDATE votes SET state = 'open'", "result_before_closing"),
    "the rules removed": ("UPDATE votes SET rules = '{}'", "result_cannot_be"),
}


@pytest.mark.parametrize("what", TAMPERS)
def test_a_tampering_is_found(voted: tuple[World, MeetingOfBody, str], what: str) -> None:
    world, _meeting, _vote = voted
    statement, code = TAMPERS[what]
    if not world.house.database.is_sqlite:
        statement = statement.replace(
            "replace(CAST(result AS TEXT), '5', '6')", "replace(CAST(result AS TEXT), '5', '6')::json"
        )
    sql(world, statement)
    found = audit.report(world.house)
    assert not found["ok"]
    assert code in {problem["code"] for problem in found["problems"]}, found["problems"]


def test_a_ballot_copied_past_the_unique_index_is_a_duplicate(voted: tuple[World, MeetingOfBody, str]) -> None:
    world, _meeting, vote = voted
    columns = "vote, meeting, person, choice, revision, at"
    sql(
        world,
        "DROP INDEX ux_casts_vote_person",
        f"INSERT INTO casts (id, {columns}) SELECT 'copy', {columns} FROM casts WHERE choice = 'yes' LIMIT 1",
    )
    found = audit.report(world.house)
    assert found["duplicates"] == 1 and not found["ok"]
    assert next(line for line in found["votes"] if line["vote"] == vote)["duplicates"] == 1


def test_a_head_kept_on_a_tablet_exposes_a_rollback_and_a_fork(voted: tuple[World, MeetingOfBody, str]) -> None:
    world, meeting, _vote = voted
    kept = [Kept(meeting.stream, 10_000, "0" * 64)]
    assert {"rolled_back"} == {p["code"] for p in audit.report(world.house, kept)["problems"]}
    kept = [Kept(meeting.stream, 5, "0" * 64)]
    assert {"forked"} == {p["code"] for p in audit.report(world.house, kept)["problems"]}


def test_heads_are_read_as_clients_keep_them(tmp_path: Path) -> None:
    head = "ab" * 32
    lines = [{"stream": "meeting:m", "seq": 5, "head": head}, {"stream": "system", "seq": 0, "head": chain.GENESIS}]
    expected = [Kept("meeting:m", 5, head), Kept("system", 0, chain.GENESIS)]
    file = tmp_path / "heads"
    for text_ in (
        "\n".join(json.dumps(line) for line in lines),
        json.dumps(lines),
        json.dumps({line["stream"]: {"seq": line["seq"], "head": line["head"]} for line in lines}),
    ):
        file.write_text(text_)
        assert read_file(file) == expected


@pytest.mark.parametrize("text_", ["", "nothing", "{}{}", '{"stream": "system"}', '[{"stream": "s", "seq": "1"}]'])
def test_what_is_no_list_of_heads_is_unreadable(
    voted: tuple[World, MeetingOfBody, str], settings: Settings, tmp_path: Path, text_: str
) -> None:
    file = tmp_path / "heads"
    file.write_text(text_)
    assert audit.main(settings, ["--heads", str(file)]) == (0 if not text_ else 2)


def test_one_meeting_is_audited_alone(voted: tuple[World, MeetingOfBody, str]) -> None:
    world, meeting, vote = voted
    other = world.meeting(phase="in_progress")
    sql(world, f"UPDATE attendance SET status = 'left' WHERE meeting = '{other.id}'")
    assert not audit.report(world.house)["ok"]
    guards = {problem["code"] for problem in audit.report(world.house, only=meeting.stream)["problems"]}
    found = audit.report(world.house, only=other.stream)
    assert guards == {"guard_missing"}  # by `sql`
    assert "attendance_differs" in {problem["code"] for problem in found["problems"]}
    assert found["streams"] == 1 and found["votes"] == [] and vote not in found["ballots"]


def test_a_meeting_that_is_not_there_is_unreadable(voted: tuple[World, MeetingOfBody, str], settings: Settings) -> None:
    _world, meeting, _vote = voted
    assert audit.main(settings, ["--meeting", meeting.id]) == 0
    assert audit.main(settings, ["--meeting", "khongco"]) == 2


def test_a_command_done_twice_is_a_duplicate(voted: tuple[World, MeetingOfBody, str]) -> None:
    """The answer of a command is forgotten, and it is sent again: that must never happen, and shows."""
    world, meeting, _vote = voted
    again = {"command_id": "lenh-cu-01"}
    assert world.run(meeting.secretary, "meeting.remark", meeting, text="Mất điện", **again).ok
    sql(world, "DELETE FROM outcomes WHERE id = 'lenh-cu-01'")
    assert {p["code"] for p in audit.report(world.house)["problems"]} == {"answer_missing", "guard_missing"}
    assert world.run(meeting.secretary, "meeting.remark", meeting, text="Mất điện", **again).ok
    found = audit.report(world.house)
    assert found["duplicates"] == 1
    assert "command_done_twice" in {problem["code"] for problem in found["problems"]}


def test_the_command_prints_json_and_says_by_its_status_what_it_found(
    voted: tuple[World, MeetingOfBody, str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    world, _meeting, _vote = voted

    def run() -> tuple[int, dict[str, Any]]:
        status = audit.main(settings, [])
        return status, json.loads(capsys.readouterr().out)

    status, printed = run()
    assert status == 0 and printed["ok"]
    sql(world, "UPDATE casts SET choice = 'no'")
    status, printed = run()
    assert status == 1 and not printed["ok"]


def test_where_there_is_no_database_it_is_unreadable_and_nothing_is_made(tmp_path: Any, capsys: Any) -> None:
    settings = Settings(data=tmp_path / "empty", secret_key="x")
    assert audit.main(settings, []) == 2
    assert not (tmp_path / "empty").exists()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "dienhong.sqlite3").write_bytes(b"this is not a database" * 100)
    assert audit.main(Settings(data=tmp_path / "broken", secret_key="x"), []) == 2


def test_the_audit_only_reads(voted: tuple[World, MeetingOfBody, str], settings: Settings) -> None:
    world, _meeting, _vote = voted
    with world.house.database.write():  # somebody is writing: the audit neither waits nor fails
        if settings.is_sqlite:
            assert audit.main(settings, []) == 0
