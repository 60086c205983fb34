"""Vietnamese as it is really typed: by composition (ibus, phones), and by engines that take letters back and put others (Unikey). Telex
and VNI; nothing that is a letter on its way is ever a shortcut, and the Enter that ends a word sends nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall

TELEX = ["D", "Đ", "Đê", "Đề", "Đề n", "Đề ng", "Đề ngh", "Đề nghi", "Đề nghị"]
VNI = ["G", "Gi", "Gia", "Giao", "Giao s", "Giao so", "Giao sơ", "Giao sở"]
KEYS = [
    ("d", "KeyD"),
    ("k", "KeyK"),
    ("g", "KeyG"),
    ("b", "KeyB"),
    ("Enter", "Enter"),
    ("Escape", "Escape"),
    ("/", "Slash"),
]


class Composing:
    """An input method in front of a page."""

    def __init__(self, page: Page):
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def shows(self, *words: str) -> None:
        """The word on its way, letter after letter, each with the key that the method has eaten."""
        for word in words:
            self.eaten("Process", "")
            told = {"text": word, "selectionStart": len(word), "selectionEnd": len(word)}
            self.session.send("Input.imeSetComposition", told)

    def eaten(self, key: str, code: str) -> None:
        for type in ("rawKeyDown", "keyUp"):
            told: dict[str, Any] = {"type": type, "key": key, "code": code, "windowsVirtualKeyCode": 229}
            self.session.send("Input.dispatchKeyEvent", told)

    def ends(self, word: str) -> None:
        self.session.send("Input.insertText", {"text": word})


def replaced(page: Page, typed: list[str]) -> None:
    """As Unikey does: what stands there is taken back by Backspace, and the word with its mark is put."""
    before = ""
    for word in typed:
        kept = next(
            (n for n, (a, b) in enumerate(zip(before, word, strict=False)) if a != b), min(len(before), len(word))
        )
        for _letter in before[kept:]:
            page.keyboard.press("Backspace")
        page.keyboard.insert_text(word[kept:])
        before = word


@pytest.mark.parametrize("field", ["#d-lenh", "#d-gist", "#kl-moi", ".tim input"])
@pytest.mark.parametrize("typed", [TELEX, VNI], ids=["telex", "vni"])
def test_a_word_being_composed_is_nothing_but_a_word(hall: Hall, field: str, typed: list[str]) -> None:
    hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][1]["person"])
    page = hall.desk()
    before = sorted(hall.state(hall.facts["secretary"]).get("conclusions", {}))
    place = page.locator(field).first
    place.fill("")
    method = Composing(page)
    method.shows(*typed)
    for key, code in KEYS:
        method.eaten(key, code)
    expect(place).to_be_focused()
    expect(place).to_have_value(typed[-1])
    expect(page.locator("dialog")).to_have_count(0)
    method.ends(typed[-1])
    expect(place).to_have_value(typed[-1])
    state = hall.state(hall.facts["secretary"])
    assert sorted(state.get("conclusions", {})) == before, "the Enter that ends a word makes no point"
    assert [one["person"] for one in state["speeches"].values() if one["state"] == "speaking"] == [
        hall.facts["members"][1]["person"]
    ]
    place.fill("")
    page.context.close()


@pytest.mark.parametrize("field", ["#d-lenh", "#d-gist", "#kl-moi"])
def test_an_engine_that_takes_letters_back_writes_what_was_meant(hall: Hall, field: str) -> None:
    hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][1]["person"])
    page = hall.desk()
    place = page.locator(field)
    place.fill("")
    replaced(page, TELEX)
    expect(place).to_have_value(TELEX[-1])
    place.fill("")
    page.context.close()


def test_the_first_letter_taken_back_takes_no_point_away(hall: Hall) -> None:
    """Backspace in an empty point removes it; an engine's Backspace comes before the screen has drawn the letter."""
    page = hall.desk()
    page.locator("#kl-moi").fill("Một điểm")
    page.locator("#kl-moi").press("Enter")
    point = page.locator(".kl li[data-point]").last
    expect(point.locator("textarea")).to_have_value("Một điểm")
    point.locator("textarea").fill("")
    point.locator("textarea").evaluate(
        """(field) => {
            field.value = "d";
            field.dispatchEvent(new InputEvent("input", {bubbles: true, data: "d"}));
            field.dispatchEvent(new KeyboardEvent("keydown", {key: "Backspace", bubbles: true, cancelable: true}));
        }"""
    )
    page.keyboard.press("Backspace")
    page.keyboard.insert_text("Đã xong")
    expect(point.locator("textarea")).to_have_value("Đã xong")
    page.context.close()


def test_outside_a_field_a_composed_letter_is_no_shortcut(hall: Hall) -> None:
    page = hall.desk()
    page.locator("#d-dien-bien").focus()
    method = Composing(page)
    for key, code in KEYS:
        method.eaten(key, code)
    expect(page.locator("#d-dien-bien")).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.locator("#kl-moi")).to_be_focused()
    page.context.close()


def test_a_members_gist_is_written_by_composition(hall: Hall) -> None:
    page = hall.member(4)
    hall.must(hall.facts["members"][4], "speaking.request")
    page.locator(".hang-doi").get_by_role("button", name="Thêm tóm tắt ý kiến").click()
    place = page.locator("#tom-tat")
    place.click()
    method = Composing(page)
    method.shows(*TELEX)
    for key, code in (("Enter", "Enter"), ("Escape", "Escape")):
        method.eaten(key, code)
    method.ends(TELEX[-1])
    expect(place).to_have_value(TELEX[-1])
    page.get_by_role("button", name="Lưu tóm tắt").click()
    expect(page.locator(".toast")).to_contain_text("Đã lưu tóm tắt")
    hall.must(hall.facts["members"][4], "speaking.withdraw", speech=hall.waiting_speech(4))
    page.context.close()
