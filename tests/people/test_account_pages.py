"""The sign-in page and one's own account."""

from __future__ import annotations

import msgspec
import pytest

from app import building, schema
from app.people.pages import inside
from app.settings import Settings, load
from tests.conftest import World


def test_a_stranger_is_sent_to_sign_in_and_back_to_where_they_wanted(world: World) -> None:
    answer = world.client().get("/account")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Faccount")
    text = world.client().get("/sign-in?next=/account").get_data(as_text=True)
    assert 'data-then="/account"' in text


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in", "x", ""])
def test_signing_in_never_leads_to_another_house(address: str) -> None:
    assert inside(address) == "/"


def test_somebody_signed_in_needs_no_sign_in_page(world: World) -> None:
    answer = world.client(world.person()).get("/sign-in?next=/account")
    assert (answer.status_code, answer.location) == (302, "/account")


def test_ones_own_devices_are_listed_and_nobody_elses(world: World) -> None:
    person, other = world.person("Đỗ Văn Thành"), world.person("Người Khác")
    world.token(other)
    world.must(None, "session.open", "system", person=person, token_hash="a" * 64, device="Chrome · Android")
    text = world.client(person).get("/account").get_data(as_text=True)
    assert "Đỗ Văn Thành" in text and "Chrome · Android" in text and "Thiết bị này" in text
    assert text.count("session.revoke") == 2  # the other device, and all others at once


def test_a_device_signed_out_from_elsewhere_is_told_so(world: World) -> None:
    person = world.person()
    client = world.client(person)
    world.must(person, "session.revoke", "system", person=person)
    text = client.get("/sign-in").get_data(as_text=True)
    assert "Thiết bị này đã được đăng xuất từ nơi khác." in text


def test_theme_text_size_and_language_are_the_persons_on_every_page(world: World) -> None:
    person = world.person()
    world.must(person, "person.set_preferences", "system", theme="dark", text_size=130)
    text = world.client(person).get("/").get_data(as_text=True)
    assert 'data-theme="dark"' in text and 'data-text="130"' in text and '<html lang="vi"' in text


def test_before_sign_in_the_device_remembers_theme_and_size(world: World) -> None:
    client = world.client()
    client.set_cookie("theme", "dark")
    client.set_cookie("text", "115")
    text = client.get("/sign-in").get_data(as_text=True)
    assert 'data-theme="dark"' in text and 'data-text="115"' in text
    client.set_cookie("theme", '"><script>')
    assert "<script>" not in client.get("/sign-in").get_data(as_text=True)


def test_an_error_page_says_what_happened_and_keeps_the_way_back(world: World) -> None:
    answer = world.client(world.person()).get("/khong-co")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404 and "Không tìm thấy" in text and 'href="/"' in text and "Lịch họp" in text


def test_the_houses_language_is_that_of_whoever_says_nothing(settings: Settings) -> None:
    flask = building.build(msgspec.structs.replace(settings, language="en"))
    try:
        schema.upgrade(flask.extensions["house"].database)
        world = World(flask)
        nobody = world.client()
        assert "Sign in" in nobody.get("/sign-in").get_data(as_text=True)
        for wanted, said in (("fr", "Sign in"), ("vi", "Đăng nhập"), ("en", "Sign in")):
            assert said in nobody.get("/sign-in", headers={"Accept-Language": wanted}).get_data(as_text=True), wanted
        silent, vietnamese = world.person("Người Mới"), world.person("Người Việt", language="vi")
        assert 'lang="en"' in world.client(silent).get("/").get_data(as_text=True)
        assert 'lang="vi"' in world.client(vietnamese).get("/").get_data(as_text=True)
    finally:
        flask.extensions["house"].close()


def test_a_language_the_house_does_not_speak_stops_the_start() -> None:
    with pytest.raises(ValueError, match="DIENHONG_LANGUAGE"):
        load({"DIENHONG_LANGUAGE": "fr"})
