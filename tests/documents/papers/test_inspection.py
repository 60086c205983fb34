"""Evil and broken uploads: each is refused, and the fault names what to do about it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from documents.papers import inspection
from documents.papers.inspection import Unfit
from documents.papers.intake import safe_name, words
from tests.documents.papers import material


def fault(folder: Path, name: str, data: bytes) -> str:
    """What the house finds wrong, "" for nothing."""
    path = material.saved(folder, "upload", data)
    try:
        inspection.examine(path, inspection.ending_of(name))
    except Unfit as unfit:
        return unfit.fault
    return ""


def bomb() -> bytes:
    return material.repacked(material.docx(), {"word/media/a.bin": b"\x00" * (150 * 1024 * 1024)})


def crowd() -> bytes:
    return material.repacked(material.docx(), {f"word/media/{n}.xml": b"x" for n in range(2100)})


GOOD: dict[str, Callable[[], bytes]] = {
    "a.pdf": material.pdf,
    "a.docx": material.docx,
    "a.PNG": material.png,
    "a.jpeg": material.jpg,
}
EVIL: list[tuple[str, str, Callable[[], bytes]]] = [
    ("a.exe", "type", lambda: b"MZ"),
    ("a", "type", lambda: b"MZ"),
    ("a.pdf", "empty", lambda: b""),
    ("a.pdf", "content", lambda: b"MZ\x90\x00" + b"\x00" * 200),
    ("a.pdf", "content", lambda: b"<html><script>alert(1)</script>" + material.pdf()),
    ("a.pdf", "content", material.docx),
    ("a.docx", "content", material.pdf),
    ("a.xlsx", "content", material.docx),
    ("a.png", "content", material.jpg),
    ("a.pdf", "damaged", lambda: material.pdf()[:200]),
    ("a.pdf", "polyglot", lambda: material.pdf() + b"<script>alert(1)</script>"),
    ("a.pdf", "polyglot", lambda: material.pdf() + material.docx()),
    ("a.pdf", "password", material.locked_pdf),
    ("a.png", "polyglot", lambda: material.png() + b"trailing"),
    ("a.png", "polyglot", lambda: material.png() + material.docx()),
    ("a.png", "pixels", material.huge_png),
    ("a.png", "damaged", lambda: material.png()[:-20]),
    ("a.jpg", "damaged", lambda: material.jpg()[:120]),
    ("a.jpg", "polyglot", lambda: material.jpg() + material.docx()),
    ("a.docx", "polyglot", lambda: material.repacked(material.docx(), {}, comment=b"hidden")),
    ("a.docx", "content", lambda: b"#!/bin/sh\n" + material.docx()),
    ("a.docx", "macro", lambda: material.repacked(material.docx(), {"word/vbaProject.bin": b"x"})),
    ("a.docx", "unsafe", lambda: material.repacked(material.docx(), {"word/embeddings/a.zip": b"PK"})),
    ("a.docx", "unsafe", lambda: material.repacked(material.docx(), {"../../etc/cron.d/a": b"x"})),
    ("a.docx", "unsafe", lambda: material.with_symlink(material.docx())),
    (
        "a.docx",
        "unsafe",
        lambda: material.repacked(
            material.docx(), {"word/x.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}
        ),
    ),
    ("a.docx", "bomb", bomb),
    ("a.docx", "bomb", crowd),
    ("a.docx", "damaged", lambda: material.docx()[:-40]),
]


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_file_is_taken(tmp_path: Path, name: str) -> None:
    assert fault(tmp_path, name, GOOD[name]()) == ""


@pytest.mark.parametrize(("name", "expected", "make"), EVIL, ids=[f"{n}-{f}-{i}" for i, (n, f, _) in enumerate(EVIL)])
def test_an_unfit_file_is_refused(tmp_path: Path, name: str, expected: str, make: Callable[[], bytes]) -> None:
    assert fault(tmp_path, name, make()) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(GOOD)))
@example(seed=240, name="a.docx")  # its compressed data cannot be unpacked at all
def test_a_mutant_is_taken_or_refused_but_never_a_fault_of_ours(tmp_path: Path, seed: int, name: str) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD[name]())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    assert fault(tmp_path, name, bytes(data)) in {
        "",
        "damaged",
        "content",
        "polyglot",
        "empty",
        "bomb",
        "unsafe",
        "password",
    } | {
        "macro",
        "pixels",
        "pages",
    }


def test_the_examination_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = material.saved(tmp_path, "upload", material.pdf(pages=4))
    assert inspection.examine_apart(path, "pdf") == {"pages": 4}
    with pytest.raises(Unfit, match="password"):
        inspection.examine_apart(material.saved(tmp_path, "locked", material.locked_pdf()), "pdf")


def test_a_name_keeps_its_letters_and_loses_its_tricks() -> None:
    assert safe_name("C:\\Users\\x\\Tờ trình.pdf") == "Tờ trình.pdf"
    assert safe_name("../../etc/passwd.pdf") == "passwd.pdf"
    assert safe_name("bao\u202ecod\r\n.pdf") == "baocod.pdf"
    assert safe_name("a" * 400 + ".docx").endswith(".docx") and len(safe_name("a" * 400 + ".docx")) <= 201


def test_every_fault_has_words() -> None:
    for unfit in {expected for _, expected, _ in EVIL}:
        assert "a.pdf" in words(unfit, "a.pdf") or unfit == "type"


def test_a_zip_that_is_no_office_file_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert fault(tmp_path, "a.docx", out.getvalue()) == "damaged"
