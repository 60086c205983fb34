"""Accounts, bodies, members over time and rules, through the writer."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.caller import Caller
from app.people import passwords, sessions
from app.people.models import DeviceSession, Person
from app.people.views import approvers, body_rule, roll
from app.wire import Command, Result
from tests.conftest import World


def code(result: Result) -> str:
    return "ok" if result.ok else str((result.error or {})["code"])


def fields(result: Result) -> set[str]:
    return set((result.error or {}).get("fields") or {})


def row_of(world: Any, person: str) -> Any:
    with world.house.database.read() as read:
        return read.execute(select(Person.__table__).where(Person.id == person)).mappings().one()


def test_a_user_name_is_used_once(world: Any) -> None:
    made = world.run(None, "person.create", "system", username="Men.Dang", name="Đặng Thị Mến", password="mat-khau-1")
    assert made.ok
    kept = row_of(world, made.result["id"])
    assert (kept["username"], kept["folded"]) == ("men.dang", "dang thi men")
    assert code(world.run(None, "person.create", "system", username="men.dang", name="Người Khác")) == "conflict"


@pytest.mark.parametrize("username", ["có dấu", "a b", "-x", "x" * 65, "x"])
def test_a_user_name_that_cannot_be_typed_everywhere_is_refused(world: Any, username: str) -> None:
    result = world.run(None, "person.create", "system", username=username, name="Người Mới")
    assert code(result) == "invalid" and fields(result) == {"username"}


def test_a_weak_password_is_refused_in_words(world: Any) -> None:
    for password in ("ngan", "nguoimoi"):
        result = world.run(None, "person.create", "system", username="nguoimoi", name="Người Mới", password=password)
        assert code(result) == "invalid" and fields(result) == {"password"}


def test_a_password_is_kept_in_no_readable_form(world: Any) -> None:
    secret = "mot-mat-khau-rat-dai"
    made = world.run(None, "person.create", "system", username="giau", name="Người Giấu", password=secret)
    assert passwords.matches(row_of(world, made.result["id"])["password_hash"], secret)
    for table in ("entries", "changes", "outcomes", "persons"):
        with world.house.database.read() as read:
            rows = read.exec_driver_sql(f"SELECT * FROM {table}").all()
        assert not any(secret in str(value) for row in rows for value in row)


def test_an_import_is_all_or_nothing(world: Any) -> None:
    world.run(None, "person.create", "system", username="co-san", name="Có Sẵn")
    rows = [{"username": f"nguoi{n}", "name": f"Người {n}"} for n in range(5)]
    taken = world.run(None, "person.import", "system", rows=[*rows, {"username": "co-san", "name": "Trùng"}])
    assert code(taken) == "conflict" and "co-san" in taken.error["message"]
    twice = world.run(None, "person.import", "system", rows=[*rows, rows[0]])
    assert code(twice) == "invalid"
    made = world.run(None, "person.import", "system", rows=rows, password="mat-khau-chung")
    assert set(made.result["persons"]) == {f"nguoi{n}" for n in range(5)}
    assert passwords.matches(row_of(world, made.result["persons"]["nguoi3"])["password_hash"], "mat-khau-chung")


def test_people_see_neither_accounts_nor_others_sessions(world: Any) -> None:
    body = world.body()
    open_session(world, body.members[0])
    assert set(world.state(body.members[0], "system")) == {"my_sessions"}
    assert "accounts" not in (world.state(body.members[1], "system") or {})


def test_only_administrators_create_accounts(world: Any) -> None:
    body = world.body()
    result = world.run(body.secretary, "person.create", "system", username="moi", name="Người Mới")
    assert code(result) == "not_allowed"


# -- members over time ----------


def test_the_roll_is_of_a_day(world: Any) -> None:
    body, day = world.body(members=6), world.now.date()
    gone = body.members[0]
    member = next(id for id, form in world.state(body.chair, body.stream)["members"].items() if form["person"] == gone)
    ended = world.run(None, "body.end_membership", body.stream, member=member, on=day.isoformat())
    assert ended.ok
    with world.house.database.read() as read:
        assert len(roll(read, body.id, day)) == 7
        assert gone not in {row["person"] for row in roll(read, body.id, day + timedelta(days=1))}


def test_a_person_has_one_term_at_a_time_and_a_body_one_chair(world: Any) -> None:
    body = world.body()
    assert code(world.run(None, "body.add_member", body.stream, person=body.members[0])) == "conflict"
    other = world.person("Người Khác")
    result = world.run(None, "body.add_member", body.stream, person=other, capacities=["chair"])
    assert code(result) == "conflict"


def test_members_read_their_body_and_change_nothing(world: Any) -> None:
    body = world.body()
    assert len(world.state(body.members[0], body.stream)["members"]) >= 8
    assert world.state(world.person("Người Lạ"), body.stream) is None
    assert code(world.run(body.members[0], "body.set_rule", body.stream, key="quorum", value={})) == "not_allowed"
    assert code(world.run(world.person("Người Lạ Khác"), "body.set_rule", body.stream, key="x", value=1)) == "not_found"


def test_a_unit_administrator_looks_after_bodies_of_the_own_unit(world: Any) -> None:
    body, admin = world.body(), world.person("Quản Trị")
    unit = world.state(body.chair, body.stream)["body"][body.id]["unit"]
    assert world.run(None, "unit.add_administrator", "system", unit=unit, person=admin).ok
    new = world.run(admin, "person.create", "system", username="nguoi-cua-phong", name="Người Của Phòng")
    assert new.ok
    assert world.run(admin, "body.add_member", body.stream, person=new.result["id"]).ok
    assert world.run(admin, "person.edit", "system", person=new.result["id"], office="Chuyên viên").ok
    raising = world.run(admin, "person.create", "system", username="sep", name="Sếp", system_administrator=True)
    assert code(raising) == "not_allowed"
    stranger = world.person("Ngoài Đơn Vị")
    assert code(world.run(admin, "person.edit", "system", person=stranger, office="x")) == "not_allowed"


@pytest.mark.parametrize(
    "header", [{"issuer": 5}, {"recipients": 7}, {"recipients": [7]}, {"place": {"a": "b"}}, {"symbol": None}]
)
def test_what_papers_print_is_text_or_lines_of_text(world: World, header: dict[str, Any]) -> None:
    """Anything else, and no meeting of the body could be ended: its minutes begin with it."""
    body = world.body()
    refused = world.run(None, "body.edit", body, header=header)
    assert not refused.ok and refused.error and refused.error["fields"] == {"header": "Giá trị không hợp lệ."}


def test_a_body_whose_papers_name_no_issuer_is_named_by_its_name(world: World) -> None:
    """Blank lines are none, on the invitation and in the minutes alike."""
    body = world.body(name="Ủy ban nhân dân xã Thử")
    world.must(
        None, "body.edit", body, header={"issuer": [" ", "\u3000"], "recipients": ["  "], "place": "  Thử Giang "}
    )
    kept = (world.state(body.secretary, body) or {})["body"][body.id]["header"]
    assert kept == {"place": "Thử Giang"}
    meeting = world.meeting(phase="in_progress", body=body)
    world.must(meeting.chair, "meeting.end", meeting)
    page = f"/meetings/{meeting.id}"
    for sheet in ("invitation", "minutes"):
        told = world.client(meeting.secretary).get(f"{page}/{sheet}")
        assert told.status_code == 200 and "ỦY BAN NHÂN DÂN XÃ THỬ" in told.get_data(as_text=True)


def test_the_chair_approves_papers_where_nobody_is_named(world: Any) -> None:
    body, day = world.body(), world.now.date()
    with world.house.database.read() as read:
        named = approvers(read, body.id, day)
    people = {form["person"]: form for form in world.state(body.chair, body.stream)["members"].values()}
    if not any("approver" in form["capacities"] for form in people.values()):
        assert named == {body.chair}


# -- rules ----------


def test_a_rule_holds_from_its_day_and_older_ones_stay(world: Any) -> None:
    body, day = world.body(), world.now.date()
    half = {"numerator": 1, "denominator": 2}
    later = (day + timedelta(days=10)).isoformat()
    assert world.run(None, "body.set_rule", body.stream, key="quorum", value=half, valid_from=later).ok
    with world.house.database.read() as read:
        assert body_rule(read, body.id, "quorum", day) == {"numerator": 2, "denominator": 3}
        assert body_rule(read, body.id, "quorum", day + timedelta(days=10)) == half


def test_the_past_takes_no_new_rule(world: Any) -> None:
    body, admin = world.body(), world.person("Quản Trị")
    unit = world.state(body.chair, body.stream)["body"][body.id]["unit"]
    world.run(None, "unit.add_administrator", "system", unit=unit, person=admin)
    value = {"numerator": 1, "denominator": 2}
    yesterday = (world.now.date() - timedelta(days=2)).isoformat()
    result = world.run(admin, "body.set_rule", body.stream, key="quorum", value=value, valid_from=yesterday)
    assert code(result) == "conflict"


def test_a_rule_nobody_knows_or_a_wrong_value_is_refused_in_words(world: Any) -> None:
    body = world.body()
    unknown = world.run(None, "body.set_rule", body.stream, key="moon_phase", value=1)
    assert code(unknown) == "invalid" and fields(unknown) == {"key"}
    wrong = world.run(None, "body.set_rule", body.stream, key="quorum", value={"numerator": 5, "denominator": 3})
    assert code(wrong) == "invalid" and fields(wrong) == {"value"}


# -- sessions ----------


def open_session(world: Any, person: str) -> tuple[str, str]:
    """(session id, token)"""
    token = sessions.new_token()
    opened = world.house.execute_internal(
        "session.open", "system", {"person": person, "token_hash": sessions.digest(token), "device": "Ghế A7"}
    )
    return opened.result["id"], token


def found(world: Any, token: str) -> Any:
    with world.house.database.read() as read:
        return sessions.find(read, token, world.now)


def test_a_session_is_found_by_its_token_until_it_is_revoked(world: Any) -> None:
    person = world.body().members[0]
    session, token = open_session(world, person)
    assert found(world, token)["person"] == person
    assert found(world, token + "x") is None
    assert world.run(person, "session.revoke", "system", session=session).ok
    assert found(world, token) is None


def test_a_session_runs_out(world: Any) -> None:
    person = world.body().members[0]
    _session, token = open_session(world, person)
    world.now += timedelta(days=world.house.settings.session_days)
    assert found(world, token) is None


def test_the_table_holds_no_token(world: Any) -> None:
    _session, token = open_session(world, world.body().members[0])
    with world.house.database.read() as read:
        kept = read.execute(select(DeviceSession.token_hash)).scalars().all()
    assert token not in kept and sessions.digest(token) in kept


def test_one_signs_out_oneself_and_nobody_else(world: Any) -> None:
    body = world.body()
    session, token = open_session(world, body.members[0])
    assert code(world.run(body.members[1], "session.revoke", "system", session=session)) == "not_allowed"
    caller = Caller(person=body.members[0], session=session)
    closing = Command(id="dong-phien-1", stream="system", name="session.close")
    assert world.house.execute(caller, closing).ok
    assert found(world, token) is None
    again = world.house.execute(caller, Command(id="dong-phien-2", stream="system", name="session.close"))
    assert code(again) == "not_signed_in"


def test_closing_an_account_ends_its_sessions(world: Any) -> None:
    person = world.body().members[0]
    _session, token = open_session(world, person)
    assert world.run(None, "person.edit", "system", person=person, active=False).ok
    assert found(world, token) is None


def test_a_new_password_needs_the_old_one_and_signs_other_devices_out(world: Any) -> None:
    made = world.run(None, "person.create", "system", username="doi", name="Người Đổi", password="mat-khau-cu")
    person = made.result["id"]
    _session, token = open_session(world, person)
    wrong = world.run(person, "person.set_password", "system", person=person, password="mat-khau-moi", current="sai")
    assert code(wrong) == "invalid" and fields(wrong) == {"current"}
    right = {"person": person, "password": "mat-khau-moi", "current": "mat-khau-cu"}
    assert world.run(person, "person.set_password", "system", **right).ok
    assert found(world, token) is None


def test_preferences_are_nobodys_business(world: Any) -> None:
    person = world.body().members[0]
    seq = world.run(person, "person.set_preferences", "system", text_size=115, language="en").seq
    assert world.run(person, "person.set_preferences", "system", theme="dark").seq == seq
    kept = row_of(world, person)
    assert kept["settings"] == {"text_size": 115, "theme": "dark"} and kept["language"] == "en"


def test_a_halls_tablets_are_signed_in_at_once(world: Any) -> None:
    body = world.body()
    tokens = {person: sessions.new_token() for person in body.members}
    rows = [{"person": person, "token_hash": sessions.digest(token)} for person, token in tokens.items()]
    opened = world.house.execute_internal("session.open_many", "system", {"devices": rows})
    assert opened.ok
    assert all(found(world, token)["person"] == person for person, token in tokens.items())
    from_a_door = world.run(body.chair, "session.open_many", "system", devices=rows)
    assert code(from_a_door) == "not_allowed"
