"""Signing in and out over HTTP (wire.md, Identity)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.people import passwords, sessions, signin
from tests.shared import HASHER

HOME = {"Origin": "http://localhost"}


@pytest.fixture
def account(world: Any) -> dict[str, str]:
    made = world.run(None, "person.create", "system", username="dao", name="Đặng Thị Đào", password="mat-khau-cua-dao")
    return {"id": made.result["id"], "username": "dao", "password": "mat-khau-cua-dao"}


@pytest.fixture
def client(world: Any) -> FlaskClient:
    client = world.house.flask.test_client()
    assert isinstance(client, FlaskClient)
    return client


def sign_in(client: FlaskClient, username: str, password: str, **options: Any) -> TestResponse:
    return client.post("/api/session", json={"username": username, "password": password}, headers=HOME, **options)


def test_a_right_password_opens_a_session(world: Any, client: FlaskClient, account: dict[str, str]) -> None:
    answer = sign_in(client, " Dao ", account["password"])
    assert answer.status_code == 200
    assert answer.json is not None and answer.json["person"]["name"] == "Đặng Thị Đào"
    assert "password_hash" not in answer.json["person"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    me = client.get("/api/me")
    assert me.json is not None and me.json["person"]["id"] == account["id"]


def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(world: Any) -> None:
    from msgspec.structs import replace

    assert sessions.cookie_name(replace(world.house.settings, tls=True)).startswith("__Host-")


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(client: FlaskClient, account: dict[str, str]) -> None:
    wrong, unknown = sign_in(client, "dao", "sai-mat-khau"), sign_in(client, "khong-co-ai", "sai-mat-khau")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert "Set-Cookie" not in wrong.headers


def test_an_unknown_name_costs_the_same_work(client: FlaskClient, account: dict[str, str]) -> None:
    with counted() as verified:
        sign_in(client, "dao", "sai-mat-khau")
        sign_in(client, "khong-co-ai", "sai-mat-khau")
    assert len(verified) == 2


@contextmanager
def counted() -> Iterator[list[str]]:
    """The password hashes that were really verified."""
    verified: list[str] = []
    verify = passwords.PasswordHasher.verify

    def spy(self: Any, kept: str, password: str) -> bool:
        verified.append(kept)
        return verify(self, kept, password)

    with patch.object(passwords.PasswordHasher, "verify", spy):
        yield verified


def test_a_password_is_hashed_as_rfc_9106_recommends_where_memory_is_scarce() -> None:
    kept = HASHER.hash("mat-khau")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert HASHER.verify(kept, "mat-khau")


def test_a_closed_account_does_not_sign_in(world: Any, client: FlaskClient, account: dict[str, str]) -> None:
    assert world.run(None, "person.edit", "system", person=account["id"], active=False).ok
    assert sign_in(client, "dao", account["password"]).status_code == 401


def test_after_five_failures_the_account_waits_even_with_the_right_password(
    client: FlaskClient, account: dict[str, str]
) -> None:
    for _attempt in range(5):
        assert sign_in(client, "dao", "sai-mat-khau").status_code == 401
    blocked = sign_in(client, "dao", account["password"])
    assert blocked.status_code == 429
    assert blocked.json is not None and blocked.json["error"]["code"] == "too_many"
    assert blocked.json["error"]["retry_after"] >= 1 and int(blocked.headers["Retry-After"]) >= 1


def test_one_account_that_waits_stops_nobody_else(world: Any, client: FlaskClient, account: dict[str, str]) -> None:
    world.run(None, "person.create", "system", username="khac", name="Người Khác", password="mat-khau-khac")
    for _attempt in range(6):
        sign_in(client, "dao", "sai-mat-khau")
    assert sign_in(client, "khac", "mat-khau-khac").status_code == 200


def test_a_right_password_forgets_earlier_failures(client: FlaskClient, account: dict[str, str]) -> None:
    for _round in range(3):
        for _attempt in range(3):
            sign_in(client, "dao", "sai-mat-khau")
        assert sign_in(client, "dao", account["password"]).status_code == 200


def test_a_flood_from_one_address_is_slowed() -> None:
    backoff = signin.Backoff()
    for number in range(60):
        with pytest.raises(signin.NotSignedIn), backoff.attempt(f"ten{number}", "10.0.0.1"):
            raise signin.NotSignedIn()
    with pytest.raises(signin.TooMany), backoff.attempt("mot-ten-khac", "10.0.0.1"):
        pass
    with backoff.attempt("mot-ten-khac", "10.0.0.2"):
        pass


def test_a_hall_behind_one_address_signs_in_within_a_minute() -> None:
    backoff = signin.Backoff()
    for number in range(500):
        with backoff.attempt(f"dai-bieu-{number}", "10.0.0.1"):
            pass
    assert not backoff.asking


def test_a_right_password_is_no_failure_of_its_address(client: FlaskClient, account: dict[str, str]) -> None:
    for _device in range(signin.PER_ADDRESS.amount + 1):
        assert sign_in(client, "dao", account["password"]).status_code == 200


def test_guesses_side_by_side_from_one_address_are_bounded() -> None:
    backoff = signin.Backoff()
    with ExitStack() as asking:
        for number in range(signin.AT_ONCE):
            asking.enter_context(backoff.attempt(f"ten{number}", "10.0.0.1"))
        with pytest.raises(signin.TooMany), backoff.attempt("mot-ten-khac", "10.0.0.1"):
            pass
        with backoff.attempt("mot-ten-khac", "10.0.0.2"):
            pass
    with backoff.attempt("mot-ten-khac", "10.0.0.1"):
        pass


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"username": "dao"}',
        '{"username": 5, "password": "x"}',
        '{"username":"","password":""}',
    ],
)
def test_a_broken_form_is_refused_in_words(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/session", data=body, headers=HOME, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json is not None and answer.json["error"]["fields"]


def test_a_foreign_origin_signs_nobody_in(client: FlaskClient, account: dict[str, str]) -> None:
    for headers in ({}, {"Origin": "https://evil.example"}):
        answer = client.post("/api/session", json={"username": "dao", "password": account["password"]}, headers=headers)
        assert answer.status_code == 403


def test_signing_out_ends_the_session(world: Any, client: FlaskClient, account: dict[str, str]) -> None:
    sign_in(client, "dao", account["password"])
    token = client.get_cookie(sessions.cookie_name(world.house.settings))
    assert token is not None
    assert client.delete("/api/session", headers=HOME).status_code == 200
    with world.house.database.read() as read:
        assert sessions.find(read, token.value) is None
    assert client.get("/api/me").status_code == 401
    assert client.delete("/api/session", headers=HOME).status_code == 401


def test_signing_in_again_on_a_device_ends_its_former_session(
    world: Any, client: FlaskClient, account: dict[str, str]
) -> None:
    sign_in(client, "dao", account["password"])
    token = client.get_cookie(sessions.cookie_name(world.house.settings))
    assert token is not None
    sign_in(client, "dao", account["password"])
    with world.house.database.read() as read:
        assert sessions.find(read, token.value, world.now) is None


def test_me_tells_bodies_and_capacities(world: Any, client: FlaskClient) -> None:
    body = world.body()
    made = world.run(None, "person.create", "system", username="moi", name="Người Mới", password="mat-khau-moi")
    capacities = ["deputy", "approver"]
    added = world.run(
        None,
        "body.add_member",
        body.stream,
        person=made.result["id"],
        capacities=capacities,
        from_date="2024-01-01",
    )
    assert added.ok
    sign_in(client, "moi", "mat-khau-moi")
    me = client.get("/api/me").json
    assert me is not None
    assert [(entry["body"], entry["capacities"]) for entry in me["bodies"]] == [(body.id, capacities)]


def test_people_are_found_without_marks_in_order_of_names(
    world: Any, client: FlaskClient, account: dict[str, str]
) -> None:
    for number, name in enumerate(["Trần Văn Đào", "Lê Thị Mến", "Đào Duy Anh"]):
        world.run(None, "person.create", "system", username=f"tim{number}", name=name)
    sign_in(client, "dao", account["password"])
    assert client.get("/api/people", query_string={"q": "dao"}).status_code == 403, "who is in no body looks for nobody"
    since = (world.now - timedelta(days=2)).date().isoformat()
    member = {"person": account["id"], "capacities": ["member"], "from_date": since}
    world.must(None, "body.add_members", world.body(members=1), members=[member])

    def found(query: str) -> list[str]:
        answer = client.get("/api/people", query_string={"q": query}).json
        assert answer is not None
        return [row["name"] for row in answer["people"]]

    assert found("dao") == ["Đào Duy Anh", "Đặng Thị Đào", "Trần Văn Đào"]
    assert found("le men") == ["Lê Thị Mến"]
    assert found("") == found("%") == []
