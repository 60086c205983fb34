"""Every text a person sees exists in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "app/translations/en/LC_MESSAGES/messages.po"
PLACE = re.compile(r"%\(\w+\)[sd]")
VIETNAMESE = re.compile("[ăâđêôơưàáạảãấầậẩẫằắặẳẵèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE)

STRING = r'(?:"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
IN_TEMPLATES = re.compile(rf"\{{#.*?#\}}|<!--.*?-->|\b(?:_|n?gettext|pgettext)\((?:\s*{STRING}\s*,?)+", re.DOTALL)
"""What is no bare text in a template: comments and what gettext gets."""
IN_BROWSER_CODE = re.compile(
    rf"/\*.*?\*/|(?<![:\w\"'`])//[^\n]*|(?<![\w.$])(?:t|tn|tc)\((?:\s*{STRING}\s*,?)+"
    r"|(?<=[(=,&|?:] |.[(])/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*",
    re.DOTALL,
)
"""The same in the browser's code; patterns too, which read Vietnamese papers."""
NAMES = re.compile('Diên Hồng|Tiếng Việt|"đ"')
"""The same in each language: the system's name, a language's own name; a letter that folding takes."""
OFFICIAL = {
    "templates/documents/demo/paper.html",
    "templates/documents/official/forms/blocks.html",
    "templates/documents/official/minutes_pdf.html",
    "templates/documents/official/sheet.html",
    "templates/documents/results/sheet_pdf.html",
    "templates/documents/slips/report_pdf.html",
    "templates/documents/slips/sheet.html",
    "templates/meetings/planning/invitation.html",
}
"""Official papers, which are in Vietnamese by law (Nghị định 30/2020/NĐ-CP)."""

CRYPTOGRAPHY = re.compile(
    r"mật mã|m[ãa] h(?:óa|oá)|giải mã|khóa (?:công khai|riêng|bí mật)|chữ ký số|hàm băm|thuật toán|ngẫu nhiên|"
    r"crypt|cipher|\bhash|\bdigest|(?:public|private|secret) key|\bnonce|algorithm|checksum|SHA-?\d|ed25519|libsodium",
    re.IGNORECASE,
)
"""Words that no voter has to know (voting.md: a sealed box, its key, a code read aloud)."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts in Python, templates and browser code, found as `make translations` finds them."""
    out = tmp_path_factory.mktemp("texts") / "messages.pot"
    keywords = ["-k", "t", "-k", "tn:1,2", "-k", "ngettext:1,2", "-k", "_p:1c,2", "-k", "tc:1c,2"]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            "babel.cfg",
            *keywords,
            "-o",
            out,
            ".",
        ],
        cwd=ROOT,
        check=True,
    )
    with out.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def forms(value: Any) -> list[str]:
    return list(value) if isinstance(value, (tuple, list)) else [value]


def _has_english(found: Any) -> bool:
    return found is not None and all(forms(found.string))


def test_every_text_has_its_english(said: Catalog, english: Catalog) -> None:
    missing = [
        message.id for message in said if message.id and not _has_english(english.get(message.id, message.context))
    ]
    assert missing == []


def test_no_english_text_is_left_over(said: Catalog, english: Catalog) -> None:
    assert [message.id for message in english if message.id and said.get(message.id, message.context) is None] == []


def test_no_text_has_a_word_of_cryptography(said: Catalog, english: Catalog) -> None:
    told = [form for message in said for form in forms(message.id)]
    told += [form for message in english for form in forms(message.string)]
    assert [text for text in told if text and CRYPTOGRAPHY.search(text)] == []


@pytest.mark.parametrize("text", ["Phiếu đã được mã hóa", "Nhập khóa công khai", "Your ballot is encrypted", "SHA-256"])
def test_a_word_of_cryptography_is_known(text: str) -> None:
    assert CRYPTOGRAPHY.search(text)


def test_english_keeps_every_value(english: Catalog) -> None:
    """A translation that drops `%(name)s` would drop the name; one that adds a place would fail."""
    for message in english:
        if message.id:
            wanted = {place for text in forms(message.id) for place in PLACE.findall(text)}
            for text in forms(message.string):
                assert set(PLACE.findall(text)) <= wanted, message.id
                assert wanted - set(PLACE.findall(text)) <= {"%(num)s"}, message.id


ONE_MEANING = (
    # A council's kỳ họp would be a session, and one signs in for a session; a body may be "in session".
    (re.compile(r"phiên(?! đăng nhập| bản)|cuộc họp", re.I), re.compile(r"(?<!in )\bsessions?\b", re.I), "meeting"),
    # What is on paper is paper.
    (re.compile(r"tài liệu(?! giấy)", re.I), re.compile(r"\bpapers?\b", re.I), "document"),
)
"""Where the Vietnamese says this, the English does not say that, but always the one word."""


@pytest.mark.parametrize(
    ("vietnamese", "other", "word"), ONE_MEANING, ids=lambda one: one if isinstance(one, str) else ""
)
def test_one_thing_has_one_name_in_english(
    english: Catalog, vietnamese: re.Pattern[str], other: re.Pattern[str], word: str
) -> None:
    about = [m for m in english if m.id and any(vietnamese.search(form) for form in forms(m.id))]
    told = [form for message in about for form in forms(message.string)]
    assert any(word in form.lower() for form in told)
    assert [form for form in told if other.search(PLACE.sub("", form))] == []


def test_english_is_not_vietnamese(english: Catalog) -> None:
    """Letters only Vietnamese has, outside names of papers and people, mean a text was left as it was."""
    only_vietnamese = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
    left = [m.id for m in english if m.id and m.string == m.id and any(only_vietnamese.search(t) for t in forms(m.id))]
    assert [text for text in left if text not in ("Diên Hồng", "Tiếng Việt")] == []


def bare(source: str, told: re.Pattern[str]) -> list[tuple[int, str]]:
    """Lines with Vietnamese that nobody translates: (number, what is left of it)."""
    left = NAMES.sub("", told.sub(lambda found: "\n" * found[0].count("\n"), source))
    return [(n, line.strip()) for n, line in enumerate(left.split("\n"), 1) if VIETNAMESE.search(line)]


@pytest.mark.parametrize(
    ("source", "told", "is_bare"),
    [
        ('<p>{{ _("Tham dự") }}</p>{# dự #}', IN_TEMPLATES, False),
        ('<p title="{{ pgettext("act", "Trả lại") }}">Tham dự</p>', IN_TEMPLATES, True),
        ('html`<p>${t("Tham dự", { n })}</p>` // dự', IN_BROWSER_CODE, False),
        ("found = /^Điều [đ/]/u.test(text)", IN_BROWSER_CODE, False),
        ('html`<a href="https://a.vn">Tham dự</a>`', IN_BROWSER_CODE, True),
        ('const label = "Tham dự";', IN_BROWSER_CODE, True),
    ],
)
def test_bare_text_is_known(source: str, told: re.Pattern[str], is_bare: bool) -> None:
    assert bool(bare(source, told)) is is_bare


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("templates/**/*.html", IN_TEMPLATES), ("static/js/**/*.js", IN_BROWSER_CODE)],
    ids=["templates", "browser"],
)
def test_no_vietnamese_stands_outside_gettext(pattern: str, told: re.Pattern[str]) -> None:
    """Official papers apart. A text written straight into a page would stay as it is in English."""
    files = {path.relative_to(ROOT).as_posix(): path for path in ROOT.glob(pattern)}
    assert files
    found = {name: bare(path.read_text("utf-8"), told) for name, path in files.items() if name not in OFFICIAL}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_papers_excused_from_translation_exist() -> None:
    assert [name for name in OFFICIAL if not (ROOT / name).exists()] == []


def test_what_a_notice_says_is_no_item_of_the_agenda(english: Catalog) -> None:
    source = (ROOT / "static/js/meetings/notices.js").read_text()
    assert 'tc("notice", "Nội dung")' in source
    said, item = english.get("Nội dung", context="notice"), english.get("Nội dung")
    assert said and item and (said.string, item.string) == ("Text", "Item")
