"""`GET /api/meetings` (wire.md)."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.people import sessions
from tests.meetings.helpers import a_body, a_meeting


@pytest.fixture
def as_person(world: Any) -> Any:
    def enter(person: str) -> FlaskClient:
        token = sessions.new_token()
        opened = world.house.execute_internal(
            "session.open", "system", {"person": person, "token_hash": sessions.digest(token)}
        )
        assert opened.ok
        client = world.house.flask.test_client()
        assert isinstance(client, FlaskClient)
        client.set_cookie(sessions.cookie_name(world.house.settings), token)
        return client

    return enter


def listed(client: FlaskClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/api/meetings", query_string=query)
    assert answer.status_code == 200 and answer.json is not None
    found = answer.json["meetings"]
    assert isinstance(found, list)
    return found


def test_one_sees_the_meetings_one_is_invited_to_newest_first(world: Any, as_person: Any) -> None:
    first = a_meeting(world, "published")
    body = first.body
    starts = (world.now + timedelta(days=7)).isoformat()
    second = world.run(body.secretary, "meeting.clone", body.stream, starts_at=starts, title="Sau").result["id"]
    desk, member = as_person(body.secretary), as_person(body.members[0])
    assert [row["id"] for row in listed(desk)][:2] == [second, first.id]
    assert second not in [row["id"] for row in listed(member)]
    assert world.run(body.secretary, "meeting.publish", f"meeting:{second}").ok
    assert [row["id"] for row in listed(member)][:2] == [second, first.id]
    assert first.id not in [row["id"] for row in listed(as_person(world.person("Người Lạ")))]


def test_days_and_bodies_narrow_the_list(world: Any, as_person: Any) -> None:
    meeting = a_meeting(world, "published")
    member = as_person(meeting.body.members[0])
    day = world.now.date()
    after = (day + timedelta(days=1)).isoformat()
    assert meeting.id in [row["id"] for row in listed(member, **{"from": day.isoformat(), "to": day.isoformat()})]
    assert meeting.id not in [row["id"] for row in listed(member, **{"from": after})]
    assert meeting.id in [row["id"] for row in listed(member, body=meeting.body.id)]
    assert listed(member, body="khong-co") == []


def test_a_list_tells_ones_own_part(world: Any, as_person: Any) -> None:
    meeting = a_meeting(world, "published")
    member = meeting.body.members[0]
    assert world.run(member, "attendance.reply", meeting.stream).ok
    row = next(row for row in listed(as_person(member)) if row["id"] == meeting.id)
    assert (row["capacity"], row["reply"], row["phase"]) == ("member", "yes", "published")


def test_a_day_that_is_none_is_refused_in_words(world: Any, as_person: Any) -> None:
    client = as_person(a_body(world).members[0])
    for text in ("hom-qua", "2026-13-01", "9999-12-31T23:59:59-23:00"):
        answer = client.get("/api/meetings", query_string={"from": text})
        assert answer.status_code == 400
        assert answer.json is not None and set(answer.json["error"]["fields"]) == {"from"}


def test_nobody_unknown_gets_a_list(world: Any) -> None:
    assert world.house.flask.test_client().get("/api/meetings").status_code == 401
