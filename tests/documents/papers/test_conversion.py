"""The viewing copy: nothing active in it, Office files by the real LibreOffice, and plain words where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest

from documents.papers import fonts, office, store
from documents.papers.conversion import make_viewing
from documents.papers.inspection import MEDIA
from documents.papers.stripping import CannotShow, strip
from tests.conftest import World
from tests.documents.papers import material
from tests.documents.papers.conftest import Desk

needs_office = pytest.mark.skipif(office.soffice() is None, reason="LibreOffice isn't installed")


def test_a_viewing_copy_carries_nothing_active(tmp_path: Path) -> None:
    source = material.saved(tmp_path, "a.pdf", material.pdf(active=True))
    assert strip(source, tmp_path / "b.pdf") == 3
    with pikepdf.open(tmp_path / "b.pdf") as shown:
        assert "/OpenAction" not in shown.Root
        assert "/Names" not in shown.Root or not set(shown.Root.Names.keys()) & {"/JavaScript", "/EmbeddedFiles"}
        links = list(shown.pages[0].obj.Annots)
        assert [str(link.A.S) for link in links] == ["/URI"]
    unpacked = tmp_path / "c.pdf"
    with pikepdf.open(tmp_path / "b.pdf") as shown:
        shown.save(unpacked, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"canary" not in unpacked.read_bytes()


def test_an_image_becomes_a_page(tmp_path: Path) -> None:
    source = material.saved(tmp_path, "a.png", material.png())
    assert make_viewing(source, MEDIA["png"], tmp_path, tmp_path / "b.pdf") == 1


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    source = material.saved(tmp_path, "a.pdf", material.locked_pdf())
    with pytest.raises(CannotShow, match="password"):
        strip(source, tmp_path / "b.pdf")


@needs_office
def test_a_word_file_is_read_in_vietnamese_after_conversion(tmp_path: Path) -> None:
    text = "Hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc"
    source = material.saved(tmp_path, "a.docx", material.docx([text] * 3))
    assert make_viewing(source, MEDIA["docx"], tmp_path, tmp_path / "b.pdf") == 1
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    assert text in document[0].get_textpage().get_text_range().replace("\r\n", " ")
    document.close()


@needs_office
def test_the_worker_makes_an_uploaded_word_file_readable(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    file = desk.file(meeting.secretary, material.docx(font=".VnTime"), "Tờ trình.docx")
    paper = world.must(meeting.secretary, "paper.add", meeting, file=file)["id"]
    before = _form(world, meeting, paper)
    assert (before["conversion"], before["pages"]) == ("waiting", None)
    assert desk.work() == 1
    form = _form(world, meeting, paper)
    assert (form["conversion"], form["pages"], form["warning"]) == ("ready", 1, "old_fonts")
    answer = world.client(meeting.secretary).get(form["url"])
    assert answer.data.startswith(b"%PDF") and answer.headers["Content-Type"] == "application/pdf"


def _form(world: World, meeting: Any, paper: str) -> Any:
    state = world.state(meeting.secretary, meeting)
    assert state is not None
    return state["papers"][paper]


def test_without_libreoffice_the_page_says_why_and_the_file_is_downloaded(world: World, desk: Desk) -> None:
    world.house.settings = msgspec.structs.replace(world.house.settings, libreoffice="none")
    meeting = world.meeting()
    file = desk.file(meeting.secretary, material.docx(), "Tờ trình.docx")
    paper = world.must(meeting.secretary, "paper.add", meeting, file=file)["id"]
    desk.work()
    form = _form(world, meeting, paper)
    assert (form["conversion"], form["trouble"]) == ("failed", "no_office")
    client = world.client(meeting.secretary)
    assert "chưa có bộ chuyển tệp Office" in client.get(f"/api/papers/{paper}/1").get_json()["trouble"]
    got = client.get(form["url"], follow_redirects=True)
    assert got.data == store.path_of(world.house.settings, _sha(world, paper)).read_bytes()
    assert got.headers["Content-Disposition"].startswith("attachment")


def _sha(world: World, paper: str) -> str:
    from documents.papers.access import open_paper

    with world.house.database.read() as read:
        assert world.last is not None
        version = open_paper(read, world.last.secretary, paper).version
    assert version is not None
    return str(version["sha256"])


@needs_office
def test_office_conversion_has_no_network(tmp_path: Path) -> None:
    cage = office._cage(str(tmp_path))
    if not cage:
        pytest.skip("this machine gives no cage")
    import subprocess

    probe = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([*cage, shutil.which("python3") or "python3", "-c", probe], capture_output=True, timeout=20)
    assert done.returncode != 0


@pytest.mark.parametrize("name", [".VnTime", ".VnTimeH", "VNI-Times", "ABCDEF+VNI-Helve", ".VnArial"])
def test_fonts_of_the_time_before_unicode_are_known(name: str) -> None:
    assert fonts.is_old(name)


@pytest.mark.parametrize("name", ["Times New Roman", "Tinos", "Be Vietnam Pro", "ABCDEF+DejaVuSans", "Vndime"])
def test_fonts_of_today_are_not_warned_of(name: str) -> None:
    assert not fonts.is_old(name)


def test_a_later_conversion_of_a_removed_paper_changes_nothing(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting)
    world.must(meeting.secretary, "paper.remove", meeting, paper=paper)
    assert desk.work() == 1
    state = world.state(meeting.secretary, meeting)
    assert state is not None and paper not in state.get("papers", {})
