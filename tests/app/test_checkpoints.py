"""Checkpoints: when heads are signed, with what, and that whoever has only the database can't make or hide one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from app import audit, backup, checkpoints, restore, signing
from app.house import House
from app.journal import Checkpoint, Stream
from app.settings import Settings
from tests.conftest import MeetingOfBody, World


def signed(world: World) -> list[tuple[str, int]]:
    with world.house.database.read() as read:
        listed = select(Checkpoint.stream, Checkpoint.seq).order_by(Checkpoint.number)
        return [(stream, seq) for stream, seq in read.execute(listed)]


def seq_of(world: World, stream: str) -> int:
    with world.house.database.read() as read:
        return read.execute(select(Stream.seq).where(Stream.name == stream)).scalar_one()


def codes(found: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in found["problems"]}


@pytest.fixture
def rounds(world: World) -> checkpoints.Rounds:
    """A house all of whose heads were signed at 1,000 s."""
    made = checkpoints.Rounds(world.house)
    world.meeting(phase="in_progress")
    due = made.due(1000.0)
    checkpoints.make(world.house, due)
    made.made.update(dict.fromkeys(due, 1000.0))
    return made


def test_what_was_never_signed_is_due(world: World) -> None:
    meeting = world.meeting()
    assert set(checkpoints.Rounds(world.house).due(0.0)) == {meeting.stream, meeting.body.stream, "system"}


def test_nothing_new_is_not_signed_again(world: World, rounds: checkpoints.Rounds) -> None:
    before = signed(world)
    assert rounds.due(5000.0) == []
    checkpoints.make(world.house, ["system"])
    assert signed(world) == before


def test_something_new_is_signed_after_a_minute(world: World, rounds: checkpoints.Rounds) -> None:
    meeting = meeting_of(world)
    world.must(meeting.secretary, "meeting.remark", meeting, text="Mất điện")
    assert rounds.due(1059.0) == []
    assert rounds.due(1060.0) == [meeting.stream]


def test_a_hundred_entries_are_signed_at_once(world: World, rounds: checkpoints.Rounds) -> None:
    meeting = meeting_of(world)
    for n in range(99):
        world.must(meeting.secretary, "meeting.remark", meeting, text=f"Sự việc {n}")
    assert rounds.due(1001.0) == []
    world.must(meeting.secretary, "meeting.remark", meeting, text="Sự việc 100")
    assert rounds.due(1001.0) == [meeting.stream]


def test_a_closed_ballot_and_an_ended_meeting_are_signed_at_once(world: World, rounds: checkpoints.Rounds) -> None:
    meeting = meeting_of(world)
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?")["id"]
    assert rounds.due(1001.0) == []
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert rounds.due(1001.0) == [meeting.stream]
    checkpoints.make(world.house, [meeting.stream])
    assert signed(world)[-1] == (meeting.stream, seq_of(world, meeting.stream))
    assert rounds.due(1001.0) == []
    world.must(meeting.chair, "meeting.end", meeting)
    assert rounds.due(1001.0) == [meeting.stream]


def meeting_of(world: World) -> MeetingOfBody:
    assert world.last is not None
    return world.last


def test_a_look_signs_what_is_due_and_when_the_house_stops_everything_is_signed(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    checkpoints.Rounds(world.house).look()
    assert {stream for stream, _seq in signed(world)} == {meeting.stream, meeting.body.stream, "system"}
    world.must(meeting.secretary, "meeting.remark", meeting, text="Mất điện")
    checkpoints.make_all(world.house)
    assert signed(world)[-1] == (meeting.stream, seq_of(world, meeting.stream))


def test_signing_makes_no_entry_and_moves_nothing(world: World, rounds: checkpoints.Rounds) -> None:
    stood = dict(signed(world))
    assert all(seq_of(world, stream) == seq for stream, seq in stood.items())


def test_the_key_is_made_once_for_its_owner_alone(world: World, rounds: checkpoints.Rounds) -> None:
    keys = signing.folder(world.house.settings)
    secret = keys / "journal.key"
    assert secret.stat().st_mode & 0o777 == 0o600 and keys.stat().st_mode & 0o777 == 0o700
    again = signing.Signer(world.house.settings)
    assert again.id == world.house.signer.id and [path.stem for path in keys.glob("*.pub")] == [again.id]


def test_no_secret_is_in_the_database(world: World, rounds: checkpoints.Rounds) -> None:
    secret = (signing.folder(world.house.settings) / "journal.key").read_text().strip()
    with world.house.database.read() as read:
        for row in read.execute(select(Checkpoint.__table__)):
            assert secret not in str(row)


def test_the_audit_verifies_every_checkpoint(world: World, rounds: checkpoints.Rounds) -> None:
    found = audit.report(world.house)
    assert found["ok"] and found["checkpoints"] == {"ok": 3, "total": 3, "keys": [world.house.signer.id]}
    alone = audit.report(world.house, only=meeting_of(world).stream)
    assert alone["ok"] and alone["checkpoints"]["total"] == 1


FORGERIES = {
    "a head": ("UPDATE checkpoints SET head = '" + "0" * 64 + "' WHERE number = 2", "checkpoint_forged"),
    "a number of an entry": ("UPDATE checkpoints SET seq = seq - 1 WHERE number = 2", "checkpoint_forged"),
    "a time": ("UPDATE checkpoints SET at = at + 1 WHERE number = 2", "checkpoint_forged"),
    "a signature": ("UPDATE checkpoints SET signature = 'ab' WHERE number = 2", "checkpoint_forged"),
    "a key": ("UPDATE checkpoints SET key = '0123456789abcdef'", "checkpoint_key_unknown"),
    "one taken out": ("DELETE FROM checkpoints WHERE number = 1", "checkpoint_missing"),
    "the last taken out": ("DELETE FROM checkpoints WHERE number = 3", "checkpoint_missing"),
    "all taken out": ("DELETE FROM checkpoints", "checkpoint_missing"),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_checkpoint_is_found(world: World, rounds: checkpoints.Rounds, what: str) -> None:
    statement, code = FORGERIES[what]
    with world.house.database.write() as connection:
        connection.execute(text(statement))
    found = audit.report(world.house)
    assert not found["ok"] and code in codes(found)


def test_a_journal_put_back_to_an_earlier_state_is_younger_beside_the_key(
    world: World, rounds: checkpoints.Rounds
) -> None:
    """An old copy of the database, sound in itself, under the keys that have seen more."""
    keys = signing.folder(world.house.settings)
    last = json.loads((keys / "last.json").read_text())
    (keys / "last.json").write_text(json.dumps({**last, "number": 9, "seq": last["seq"] + 20}))
    found = audit.report(world.house)
    assert {"checkpoint_missing", "rolled_back"} == codes(found)
    world.must(None, "person.create", "system", username="moi", name="Người Mới")
    checkpoints.make_all(world.house)  # the house goes on: what was seen is still found
    assert (keys / "last-9.json").exists()
    assert "checkpoint_missing" in codes(audit.report(world.house))


def test_the_systems_chain_notes_the_heads_of_the_hour(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(None, "journal.note_heads", "system")
    with world.house.database.read() as read:
        noted = [kept for kept in checkpoints.kept(read, []) if kept.by == "system"]
    assert {kept.stream for kept in noted} == {meeting.stream, meeting.body.stream}
    assert audit.report(world.house)["ok"]
    world.pass_time(hours=3)
    before = seq_of(world, "system")
    world.must(None, "journal.note_heads", "system")
    assert seq_of(world, "system") == before  # nothing has moved since


def test_checkpoints_are_verified_where_a_backup_is_restored_and_go_on_with_a_key_of_its_own(
    world: World, rounds: checkpoints.Rounds, settings: Settings, tmp_path: Path
) -> None:
    backup.make(settings, tmp_path / "backup.tar")
    elsewhere = Settings(data=tmp_path / "elsewhere", secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu")
    restore.bring_back(elsewhere, tmp_path / "backup.tar")
    assert not (signing.folder(elsewhere) / "journal.key").exists()
    house = House(elsewhere)
    house.furnish()
    assert audit.report(house)["checkpoints"] == {"ok": 3, "total": 3, "keys": [world.house.signer.id]}
    house.execute_internal("person.create", "system", {"username": "moi", "name": "Người Mới"})
    checkpoints.make_all(house)
    found = audit.report(house)
    assert found["ok"] and found["checkpoints"]["total"] == 4 and len(found["checkpoints"]["keys"]) == 2
    house.close()


def test_what_a_house_signs_while_it_is_audited_is_not_missed(
    world: World, rounds: checkpoints.Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit looks at one moment, and a house goes on: it signs after that moment what it notes beside its key."""
    kept = checkpoints.kept

    def signs_meanwhile(*args: Any) -> Any:
        found = kept(*args)
        world.must(meeting_of(world).secretary, "meeting.remark", meeting_of(world), text="Giữa chừng")
        checkpoints.make_all(world.house)
        return found

    monkeypatch.setattr(checkpoints, "kept", signs_meanwhile)
    found = audit.report(world.house)
    assert found["ok"], found["problems"]
