"""Real files for the tests: made here, by the libraries that make such files."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pikepdf
from docx import Document
from PIL import Image


def pdf(pages: int = 3, active: bool = False, bulk: int = 0) -> bytes:
    """A plain PDF; `active` carries a script, an attachment and a launch link; `bulk` bytes that nothing shortens."""
    document = pikepdf.new()
    if bulk:
        document.Root.Bulk = document.make_stream(random.Random(1).randbytes(bulk))
    for _number in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if active:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('canary')"))
        document.Root.OpenAction = script
        document.attachments["canary.txt"] = b"canary"
        document.Root.Names.JavaScript = pikepdf.Dictionary(
            Names=pikepdf.Array([pikepdf.String("a"), document.make_indirect(script)])
        )
        launch = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("canary.exe")),
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/")),
        )
        document.pages[0].obj.Annots = pikepdf.Array([launch, link])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="chu", user="mat"))
    return out.getvalue()


def docx(paragraphs: list[str] | None = None, font: str = "") -> bytes:
    document = Document()
    for text in paragraphs or ["Tờ trình về việc hỗ trợ hộ dân di dời", "Kính gửi: Ủy ban nhân dân tỉnh"]:
        run = document.add_paragraph().add_run(text)
        if font:
            run.font.name = font
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def png(width: int = 60, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def jpg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes], **options: Any) -> bytes:
    """An Office file with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry, old.read(entry))
        for name, content in changes.items():
            new.writestr(name, content)
        new.comment = options.get("comment", b"")
    return out.getvalue()


def with_symlink(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def huge_png() -> bytes:
    """Says it is 30,000 by 30,000."""
    body = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + chunk


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
