"""Fonts of the time before Unicode (.VnTime, VNI-Times…): their letters are other letters in disguise, so a
text that uses
them is shown, searched and read aloud wrongly. They are found and warned of, never guessed at."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

OLD = re.compile(r"(?:^|[^A-Za-z])(\.Vn[A-Z][A-Za-z]*|VNI-[A-Z][A-Za-z0-9-]*|VNtimes|VnTimes?\b|\.VNI[A-Za-z-]*)")
PARTS = re.compile(r"(fontTable|styles|theme\d*|document|slide\d+|sharedStrings|slideMaster\d+)\.xml$")
LARGEST_PART = 8 * 1024**2


def is_old(name: str) -> bool:
    """Does a font's name belong to TCVN3 or VNI? "ABCDEF+.VnTime" does, "Times New Roman" doesn't."""
    return bool(OLD.search(name.split("+", 1)[-1]) or OLD.search(name))


def old_fonts(source: Path, viewing: Path | None) -> set[str]:
    """The old fonts that a file uses: named in an Office file's parts, or in the PDF."""
    if zipfile.is_zipfile(source):
        return _in_office(source)
    return _in_pdf(viewing or source)


def _in_office(source: Path) -> set[str]:
    found: set[str] = set()
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            if PARTS.search(entry.filename) and entry.file_size < LARGEST_PART:
                text = archive.read(entry).decode("utf-8", "replace")
                for name in re.findall(r'(?:w:ascii|w:hAnsi|w:name|typeface|val|w:cs)="([^"]{3,60})"', text):
                    if is_old(name):
                        found.add(name)
    return found


def _in_pdf(path: Path) -> set[str]:
    import pikepdf

    found: set[str] = set()
    try:
        with pikepdf.open(path) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                    name = str(thing.get("/BaseFont", "")).lstrip("/")
                    if is_old(name):
                        found.add(name)
    except pikepdf.PdfError:
        return found
    return found
