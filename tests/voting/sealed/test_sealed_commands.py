"""A sealed ballot through the ordinary commands: every step, what is refused, what is seen, what is left."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from app.database import Base
from tests.conftest import World
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.looking import error, rows, sound
from voting.sealed import bundle as bundles
from voting.sealed.models import SealedEnvelope, SealedItem
from voting.votes.models import CastRevision


@pytest.mark.parametrize("board", [1, 2, 3])
def test_a_secret_vote_from_the_board_to_the_final_result(hall: SealedHall, board: int) -> None:
    hall.prepare(board)
    assert hall.form()["stage"] == "keys" and hall.form()["level"] == ("A" if board == 1 else "B")
    hall.read_aloud()
    assert hall.form()["stage"] == "ready" and len(hall.form()["code"]) == 12
    hall.open()
    hall.cast_all()
    assert hall.state(hall.meeting.members[0])["votes"][hall.vote]["turnout"] == 8
    hall.close()
    assert hall.state(hall.meeting.chair)["votes"][hall.vote]["result"] is None
    assert error(hall.run(hall.meeting.chair, "vote.announce")) == "conflict"
    hall.open_box()
    result = hall.state(hall.meeting.chair)["votes"][hall.vote]["result"]
    assert result["counts"] == {"yes": 3, "no": 3, "not_voting": 2} and (result["cast"], result["invalid"]) == (8, 0)
    assert "result" not in hall.state(hall.meeting.members[0])["votes"][hall.vote]
    assert hall.world.client(hall.meeting.chair).get(f"/api/sealed/{hall.vote}/bundle").status_code == 404
    hall.announce()
    for number, person in enumerate(hall.meeting.body.roll):
        told = hall.state(hall.meeting.members[1])["votes"][hall.vote]["result"]
        assert (told["final"], told["confirmed"], told["devices"]) == (False, number, 8)
        assert hall.confirm(person).ok
    told = hall.state(hall.meeting.members[1])["votes"][hall.vote]["result"]
    assert (told["final"], told["confirmed"], told["level"]) == (True, 8, "A" if board == 1 else "B")
    assert bundles.faults(bundles.read(hall.bundle(hall.meeting.guests[0]))) == []
    for tablet in hall.tablets:
        assert hall.run(tablet.person, "sealed.wiped").ok
    sound(hall)


def test_nothing_that_could_be_opened_is_left_when_it_is_over(hall: SealedHall) -> None:
    hall.hold()
    for person in hall.meeting.body.roll:
        assert hall.confirm(person).ok
    assert hall.form()["erased_at"] is not None
    assert rows(hall, SealedItem) == [] and all(row.e1 is None for row in rows(hall, SealedEnvelope))
    told = json.dumps(
        [[str(value) for value in row] for table in Base.metadata.sorted_tables for row in every(hall, table)]
    )
    for mine in hall.mine.values():
        assert mine.envelopes[0].hex() not in told and str(mine.envelopes[0]) not in told
    if hall.world.house.database.is_sqlite:
        data = hall.world.house.settings.data
        on_disk = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
        for mine in hall.mine.values():
            assert not any(envelope in on_disk for envelope in mine.envelopes[:-1])


def every(hall: SealedHall, table: Any) -> list[Any]:
    with hall.world.house.database.read() as read:
        return list(read.execute(select(table)).all())


def test_a_choice_is_nowhere_while_the_box_is_closed(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    for mine in hall.mine.values():
        assert mine.ballot is not None
        for table in Base.metadata.sorted_tables:
            assert mine.ballot.code not in str(every(hall, table))
    me = hall.meeting.members[0]
    kept = hall.state(me)["my_votes"][hall.vote]
    assert kept.keys() == {"cast", "at", "revision", "h1", "receipt"}
    entries = [row for row in every(hall, Base.metadata.tables["entries"]) if row.kind == "sealed.cast"]
    assert len(entries) == 8 and all('"e1"' not in row.facts and '"h1"' in row.facts for row in entries)


def test_casting_again_replaces_and_the_old_envelope_is_gone(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    voter = hall.meeting.members[3]
    old = hall.mine[voter].envelopes[0]
    assert hall.cast(voter, 2).ok
    kept = [row for row in rows(hall, SealedEnvelope) if row.person == voter]
    assert [(row.revision, row.e1 is None) for row in sorted(kept, key=lambda r: r.revision)] == [(1, True), (2, False)]
    assert error(hall.send(voter, old)) == "conflict"
    assert hall.send(voter, hall.mine[voter].envelopes[0]).ok
    assert rows(hall, CastRevision) == [] and hall.state(voter)["my_votes"][hall.vote]["revision"] == 2
    hall.close()
    hall.open_box()
    hall.announce()
    assert all(hall.confirm(person).ok for person in hall.meeting.body.roll)
    sound(hall)


def test_an_envelope_of_another_or_of_another_size_is_refused(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    one, other = hall.meeting.members[:2]
    assert hall.cast(one).ok
    e1 = hall.mine[one].envelopes[0]
    assert error(hall.send(other, e1)) == "conflict"
    assert error(hall.send(other, e1 + b"\0")) == "invalid"
    assert error(hall.run(other, "sealed.cast", e1="không phải base64")) == "invalid"
    assert error(hall.send(hall.meeting.guests[0], e1)) == "not_allowed"
    assert error(hall.send(hall.meeting.secretary, e1)) == "not_allowed"
    assert error(hall.world.run(one, "vote.cast", hall.meeting, vote=hall.vote, choice="yes")) == "conflict"
    hall.world.must(hall.meeting.secretary, "attendance.mark", hall.meeting, person=other, status="left")
    assert error(hall.cast(other)) == "not_allowed"
    hall.close()
    assert error(hall.cast(hall.meeting.members[2])) == "conflict"


def test_an_open_vote_takes_no_sealed_envelope(hall: SealedHall) -> None:
    made = hall.world.must(hall.meeting.chair, "vote.open", hall.meeting, question="Công khai?")
    hall.vote = str(made["id"])
    assert error(hall.send(hall.meeting.members[0], b"x" * 384)) == "conflict"
    keys = dict.fromkeys(("box_key", "sign_key", "nonce_hash"), "0" * 64)
    assert error(hall.run(hall.meeting.members[0], "sealed.accept", **keys)) == "not_allowed"


def test_the_draft_is_the_desks_and_the_boards_until_the_code_is_there(hall: SealedHall) -> None:
    hall.prepare()
    on_board, other = hall.meeting.members[0], hall.meeting.members[4]
    assert hall.vote in hall.state(on_board)["my_boards"] and "votes" not in hall.state(on_board)
    assert "sealed" not in hall.state(other) and "my_boards" not in hall.state(other)
    assert error(hall.run(other, "sealed.stop", why="x")) == "not_found"
    hall.read_aloud()
    shown = hall.state(other)["sealed"][hall.vote]
    assert shown["code"] == hall.form()["code"] and shown["manifest"] and len(shown["nonces"]) == 2
    assert "votes" not in hall.state(other)


def test_a_secret_vote_opens_only_when_the_code_was_read(hall: SealedHall) -> None:
    chair = hall.meeting.chair
    assert error(hall.world.run(chair, "vote.open", hall.meeting, question="Kín?", secret=True)) == "conflict"
    assert error(hall.world.run(chair, "vote.prepare", hall.meeting, question="Kín?", secret=True)) == "invalid"
    hall.prepare()
    for step in ("accept", "add_nonce", "read_code"):
        assert error(hall.run(chair, "vote.open")) == "conflict"
        for tablet in hall.tablets:
            assert getattr(tablet, step)().ok
    assert error(hall.run(chair, "vote.open", question="Câu khác?")) == "conflict"
    hall.open()
    sound(hall)


def test_whatever_changes_in_the_draft_the_board_begins_anew(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    code = hall.form()["code"]
    hall.must(hall.meeting.secretary, "vote.prepare", question="Câu khác?")
    assert hall.form()["stage"] == "keys" and hall.form()["code"] is None
    assert "sealed" not in hall.state(hall.meeting.members[4])
    hall.read_aloud()
    assert hall.form()["code"] != code
    hall.must(hall.meeting.chair, "vote.prepare", secret=False)
    assert "sealed" not in hall.state(hall.meeting.chair) and "my_boards" not in hall.state(hall.meeting.members[0])
    hall.open()
    assert hall.world.run(hall.meeting.members[0], "vote.cast", hall.meeting, vote=hall.vote, choice="yes").ok
    sound(hall)


def test_a_roll_that_changed_since_the_code_was_read_opens_nothing(world: World) -> None:
    """Until the meeting begins its roll may change."""
    hall = SealedHall(world, world.meeting(phase="published", guests=1))
    hall.prepare()
    hall.read_aloud()
    body, day = hall.meeting.body, hall.world.now.date().isoformat()
    new = hall.world.person("Người Mới")
    hall.world.must(
        None, "body.add_members", body, members=[{"person": new, "capacities": ["member"], "from_date": day}]
    )
    hall.world.must(hall.meeting.chair, "meeting.start", hall.meeting)
    refused = hall.run(hall.meeting.chair, "vote.open", reason="Việc gấp")
    assert error(refused) == "conflict" and "sau khi đọc mã" in refused.error["message"]


def test_a_board_has_one_to_three_members_once_each(hall: SealedHall) -> None:
    members = hall.meeting.members
    for board in ([], members[:4], [members[0]] * 2, [hall.meeting.guests[0]], [hall.meeting.secretary]):
        told = {"question": "Kín?", "secret": True, "board": board}
        assert error(hall.world.run(hall.meeting.chair, "vote.prepare", hall.meeting, **told)) == "invalid"


def test_keys_chance_and_code_are_judged(hall: SealedHall) -> None:
    hall.prepare()
    first, second = hall.tablets
    assert first.accept().ok
    second.own.sign = first.own.sign
    assert error(second.accept()) == "invalid"
    second.own.sign = type(second.own.sign).generate()
    assert error(hall.run(first.person, "sealed.add_nonce", nonce=first.own.nonce.hex())) == "conflict"
    assert second.accept().ok and error(second.accept()) == "conflict"
    assert error(hall.run(first.person, "sealed.add_nonce", nonce=second.own.nonce.hex())) == "invalid"
    assert first.add_nonce().ok and second.add_nonce().ok
    assert error(hall.run(first.person, "sealed.read_code", code="AAAABBBBCCCC")) == "conflict"
    assert first.read_code().ok and first.read_code().ok and hall.form()["stage"] == "reading"
    assert hall.run(second.person, "sealed.stop", why="mã khác").ok
    assert (hall.form()["stage"], hall.form()["why"]) == ("stopped", "mã khác")
    assert error(hall.run(hall.meeting.chair, "vote.open")) == "conflict"


def test_with_fewer_than_five_ballots_the_box_is_never_opened(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all(hall.meeting.body.roll[:4])
    hall.close()
    result = hall.state(hall.meeting.chair)["votes"][hall.vote]["result"]
    assert (result["verdict"], result["cast"], result["final"]) == ("void", 4, True)
    assert result["sentence"]["vi"].startswith("Không có giá trị: chỉ có 4 phiếu")
    assert hall.form()["stage"] == "few" and all(row.e1 is None for row in rows(hall, SealedEnvelope))
    assert hall.world.client(hall.tablets[0].person).get(f"/api/sealed/{hall.vote}/list").status_code == 404
    hall.announce()
    sound(hall)


def test_too_small_a_body_holds_no_secret_vote_and_a_small_one_is_warned(world: Any) -> None:
    small = SealedHall(world, world.meeting(phase="in_progress", members=3))
    small.prepare()
    small.read_aloud()
    assert small.form()["warnings"] == ["few_voters"]
    assert error(small.run(small.meeting.chair, "vote.open")) == "conflict"


def test_only_the_tablet_whose_turn_it_is_gets_a_list(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    first, second = hall.tablets
    lists = f"/api/sealed/{hall.vote}/list"
    assert hall.world.client(first.person).get(lists).status_code == 404
    hall.close()
    for person in (second.person, hall.meeting.chair, hall.meeting.secretary):
        assert hall.world.client(person).get(lists).status_code == 404
    assert first.form["turn"] and not second.form["turn"]
    assert error(hall.run(second.person, "sealed.open_box", after="0" * 64, signature="0" * 128)) == "conflict"
    assert error(first.open_box(sends=1)) == "conflict"
    assert (
        first.open_box().ok and error(hall.run(first.person, "sealed.put", start=0, envelopes=["AAAA"])) == "conflict"
    )
    assert second.form["turn"] and second.open_box().ok


def test_a_tablet_may_not_give_on_more_less_or_anything_it_did_not_sign(hall: SealedHall) -> None:
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.cast_all()
    hall.close()
    first = hall.tablets[0]
    assert error(hall.run(first.person, "sealed.put", start=0, envelopes=["AAAA"])) == "invalid"
    assert error(hall.run(first.person, "sealed.put", start=7, envelopes=["A" * 428] * 2)) == "invalid"
    other = type(first.own.sign).generate()
    own, first.own.sign = first.own.sign, other
    assert error(first.open_box()) == "invalid"
    first.own.sign = own
    assert first.open_box().ok
