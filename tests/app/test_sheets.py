"""A table for the office's own spreadsheet program: what is written is what is read, and no text becomes a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app import sheets

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(data: bytes) -> list[list[str]]:
    """The cells as a spreadsheet program reads them: texts as they are, numbers as they are spelled."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.testzip() is None
        for name in made.namelist():
            ElementTree.fromstring(made.read(name))
        sheet = ElementTree.fromstring(made.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iterfind(".//m:row", SPACE):
        found = (cell.find("m:is/m:t", SPACE) if cell.get("t") else cell.find("m:v", SPACE) for cell in row)
        rows.append([(one.text or "") if one is not None else "" for one in found])
    return rows


def test_texts_numbers_and_days_are_cells_of_their_kind() -> None:
    data = sheets.workbook("Phát biểu", ["Ngày", "Phiên", "Phút"], [[date(2026, 11, 26), "Họp & bàn <b>", 12]])
    assert cells(data) == [["Ngày", "Phiên", "Phút"], ["46352", "Họp & bàn <b>", "12"]]


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_can_be_read_again_and_none_is_a_formula(texts: list[str]) -> None:
    data = sheets.workbook("x", ["A"] * len(texts), [texts, [f"=HYPERLINK({len(texts)})"] * len(texts)])
    read = cells(data)
    assert read[2] == [f"=HYPERLINK({len(texts)})"] * len(texts)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert read[1] == [sheets.readable(text) for text in texts]
