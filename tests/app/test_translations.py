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


def test_english_keeps_every_value(english: Catalog) -> None:
    """A translation that drops `%(name)s` would drop the name; one that adds a place would fail."""
    for message in english:
        if message.id:
            wanted = {place for text in forms(message.id) for place in PLACE.findall(text)}
            for text in forms(message.string):
                assert set(PLACE.findall(text)) <= wanted, message.id
                assert wanted - set(PLACE.findall(text)) <= {"%(num)s"}, message.id


def test_english_is_not_vietnamese(english: Catalog) -> None:
    """Letters only Vietnamese has, outside names of papers and people, mean a text was left as it was."""
    only_vietnamese = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
    left = [m.id for m in english if m.id and m.string == m.id and any(only_vietnamese.search(t) for t in forms(m.id))]
    assert [text for text in left if text not in ("Diên Hồng", "Tiếng Việt")] == []
