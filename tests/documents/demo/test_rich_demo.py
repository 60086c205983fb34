"""The rich demo: what people find in it. On SQLite the journey of one meeting looks at the one it has made, for it takes half a
minute (tests/journeys/test_one_meeting.py); this file itself runs on PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app import audit, views
from app.people import passwords
from documents import demo
from documents.demo import cast
from documents.demo.player import PASSWORD
from tests.documents.demo.looking import Made, looked_at, rows, settings, spelled
from tests.ground import Ground
from tests.served import ROOT


@pytest.fixture(scope="module")
def rich(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The rich demo, made once: in an empty database, and a data folder that is not there yet."""
    kept = ground.empty(settings(tmp_path_factory.mktemp("rich")))
    assert demo.main(kept, []) == 0
    with looked_at(kept) as made:
        yield made


def spoke(rich: Made) -> set[str]:
    found = rows(
        rich, "SELECT DISTINCT p.name FROM speeches s JOIN persons p ON p.id = s.person WHERE s.state = 'finished'"
    )
    return {name for (name,) in found}


def name_of(key: str) -> str:
    return next(one.name for one in cast.EVERYBODY if one.key == key)


def test_the_accounts_are_kept_with_the_rich_demo(rich: Made) -> None:
    assert "ha.ntm" in (rich.settings.data / "accounts.txt").read_text()


def test_everything_in_the_rich_demo_agrees(rich: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(rich.settings, []) == 0
    assert json.loads(capsys.readouterr().out)["entries"] > 1000
    assert demo.main(rich.settings, ["--if-empty"]) == 0


def test_nothing_is_told_that_is_not_named(rich: Made) -> None:
    audit.open_house(rich.settings).close()  # a house, so that every collection is known
    lines = (ROOT / "docs" / "wire.md").read_text().splitlines()
    assert [
        one.name for one in views.COLLECTIONS.values() if not any(f"| `{one.name}`" in line for line in lines)
    ] == []
    meetings = [f"meeting:{meeting}" for (meeting,) in rows(rich, "SELECT id FROM meetings")]
    bodies = [f"body:{body}" for (body,) in rows(rich, "SELECT id FROM bodies")]
    for stream in [*meetings, *bodies, "system"]:
        for name, forms in views.all_forms(rich.connection, stream).items():
            of = f"| {stream.partition(':')[0]} | `{name}`"
            told = "".join(line for line in lines if line.startswith(of))
            assert {key for form in forms for key in form.form if f"`{key}`" not in told} == set(), of


def test_the_body_has_a_chair_and_twenty_two_members_and_a_secretary_outside_the_roll(rich: Made) -> None:
    held = [spelled(value) for (value,) in rows(rich, "SELECT capacities FROM memberships")]
    on_roll = [one for one in held if {"chair", "deputy", "member"} & set(one)]
    assert len(on_roll) == 23
    assert ["secretary"] in held
    assert ["records_clerk"] in held
    assert any({"deputy", "approver"} <= set(one) for one in held)


def test_seven_meetings_are_over_one_is_ready_for_today_and_one_being_prepared(rich: Made) -> None:
    phases = dict(rows(rich, "SELECT phase, count(*) FROM meetings GROUP BY phase"))
    assert phases == {"ended": 7, "published": 1, "preparing": 1}
    starts = rows(rich, "SELECT starts_at FROM meetings WHERE phase = 'published'")[0][0]
    minutes = (starts / 1000 - datetime.now(UTC).timestamp()) / 60
    assert 0 < minutes <= 30


def test_two_members_came_and_never_spoke_and_one_asked_and_was_never_called(rich: Made) -> None:
    silent = {one.name for one in cast.MEMBERS} - spoke(rich)
    assert silent == {*(name_of(key) for key in cast.NEVER_SPEAK), name_of(cast.NEVER_CALLED)}
    asked = rows(
        rich,
        "SELECT count(*) FROM speeches s JOIN persons p ON p.id = s.person WHERE p.name = :name",
        name=name_of(cast.NEVER_CALLED),
    )
    assert asked[0][0] == 7
    for key in cast.NEVER_SPEAK:
        came = rows(
            rich,
            "SELECT count(*) FROM attendance a JOIN persons p ON p.id = a.person "
            "WHERE p.name = :name AND a.status = 'present'",
            name=name_of(key),
        )
        assert came == [(7,)]


def test_votes_add_up_and_conclusions_made_tasks(rich: Made) -> None:
    results = [spelled(value) for (value,) in rows(rich, "SELECT result FROM votes WHERE state = 'announced'")]
    assert len(results) >= 7
    assert all(sum(one["counts"].values()) == one["cast"] and one["members"] == 23 for one in results)
    states = dict(rows(rich, "SELECT state, count(*) FROM tasks GROUP BY state"))
    assert states.keys() == {"open", "reported", "done"}


def test_an_item_was_adopted_where_nobody_objected_one_waits_for_it_and_who_wished_to_speak_spoke(rich: Made) -> None:
    ((items, annulled),) = rows(rich, "SELECT items, annulled_at FROM adoptions")
    assert len(spelled(items)) == 1 and annulled is None
    waiting = rows(
        rich,
        "SELECT count(*) FROM consent_marks c JOIN meetings m ON m.id = c.meeting JOIN items i ON i.id = c.item "
        "WHERE m.phase = 'published' AND i.vote_kind = 'consent' AND c.mark = 'agreed'",
    )
    assert waiting == [(6,)]
    wished = rows(
        rich,
        "SELECT s.state FROM consent_marks c JOIN speeches s ON s.item = c.item AND s.person = c.person "
        "WHERE c.mark = 'speak'",
    )
    assert wished == [("finished",)]


def test_hands_were_counted_by_one_and_confirmed_by_another(rich: Made) -> None:
    counted = rows(
        rich, "SELECT v.state, c.state, c.person = c.settled_by FROM votes v JOIN typed_counts c ON c.vote = v.id"
    )
    assert [(vote, count, bool(same)) for vote, count, same in counted] == [("announced", "accepted", False)]


def test_papers_are_real_and_in_every_state_before_publishing(rich: Made) -> None:
    wanted = "SELECT DISTINCT p.state FROM papers p JOIN meetings m ON m.id = p.meeting WHERE m.phase = 'preparing'"
    assert {state for (state,) in rows(rich, wanted)} == {"draft", "submitted", "returned", "approved"}
    pages = rows(
        rich,
        "SELECT min(v.pages) FROM paper_versions v JOIN files f ON f.id = v.file "
        "WHERE f.media_type = 'application/pdf'",
    )
    assert pages[0][0] >= 3
    assert rows(rich, "SELECT count(*) FROM files WHERE name LIKE '%.docx'")[0][0] >= 2


def test_minutes_are_approved_numbered_waiting_and_in_writing(rich: Made) -> None:
    states = dict(rows(rich, "SELECT state, count(*) FROM minutes GROUP BY state"))
    assert states == {"approved": 5, "submitted": 1, "draft": 1}
    assert rows(rich, "SELECT number FROM minutes WHERE number IS NOT NULL ORDER BY number") == [
        (n,) for n in range(1, 6)
    ] or (len(rows(rich, "SELECT DISTINCT year FROM minutes WHERE year IS NOT NULL")) == 2)


def test_everybody_signs_in_with_the_one_password_and_names_are_unique(rich: Made) -> None:
    names = [name for (name,) in rows(rich, "SELECT username FROM persons")]
    assert len(names) == len(set(names)) == len(cast.EVERYBODY)
    hashes = {kept for (kept,) in rows(rich, "SELECT password_hash FROM persons")}
    assert len(hashes) == 1
    assert passwords.matches(hashes.pop(), PASSWORD)
