"""What an uploaded file really is: judged by its content and its ending together, the whole file, before it is
kept (ASVS 5.2).

`look` costs little and stops what is plainly wrong. `examine` parses the whole file with libraries that
hostile files are made for,
so the house runs it in a process of its own with limits (`python -m documents.papers.inspection FILE ENDING`),
and believes only
its exit status and one line of JSON.
"""

from __future__ import annotations

import json
import re
import resource
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ENDINGS = {**{ending: ending for ending in MEDIA}, "jpeg": "jpg"}
MAIN_PARTS = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
ENTRIES, UNPACKED, RATIO, PIXELS, PAGES = 2_000, 300 * 1024**2, 100, 40_000_000, 5_000
NESTED = re.compile(r"\.(zip|rar|7z|jar|gz|bz2|xz|tar|tgz|cab|exe|dll|js|vbs|bat|com|scr|ps1|lnk|hta)$", re.I)
SECONDS, MEMORY = 20, 2 * 1024**3


class Unfit(Exception):
    """Not a file we take. `fault` is a code; intake.py has the words."""

    def __init__(self, fault: str):
        super().__init__(fault)
        self.fault = fault


def ending_of(name: str) -> str:
    """The kind a name's ending speaks of. Raises Unfit("type")."""
    found = ENDINGS.get(name.rsplit(".", 1)[-1].lower() if "." in name else "")
    if found is None:
        raise Unfit("type")
    return found


def look(path: Path, ending: str) -> None:
    """The cheap look: signature, shape, nothing in front of it and nothing behind. Raises Unfit."""
    if path.stat().st_size == 0:
        raise Unfit("empty")
    with path.open("rb") as data:
        head = data.read(16)
    if _kind(head) != _family(ending):
        raise Unfit("content")
    if ending in MAIN_PARTS:
        _look_at_zip(path, ending)
    elif zipfile.is_zipfile(path):
        raise Unfit("polyglot")
    elif ending == "pdf":
        _look_at_pdf(path)
    elif ending == "png":
        _look_at_png(path)


def _kind(head: bytes) -> str:
    if re.match(rb"%PDF-[12]\.\d", head):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    return ""


def _family(ending: str) -> str:
    return "zip" if ending in MAIN_PARTS else ending


def _look_at_pdf(path: Path) -> None:
    with path.open("rb") as data:
        data.seek(0, 2)
        data.seek(max(0, data.tell() - 4096))
        tail = data.read()
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Unfit("damaged")
    if tail[end + 5 :].strip(b"\r\n\t \x00\x1a"):
        raise Unfit("polyglot")


def _look_at_png(path: Path) -> None:
    """Every chunk with its checksum, to IEND and no further."""
    with path.open("rb") as data:
        data.read(8)
        first = True
        while True:
            header = data.read(8)
            if len(header) < 8:
                raise Unfit("damaged")
            length, kind = struct.unpack(">I4s", header)
            body, crc = (data.read(length), data.read(4)) if length < 2**28 else (b"", b"")
            if len(crc) < 4 or zlib.crc32(kind + body) != struct.unpack(">I", crc)[0]:
                raise Unfit("damaged")
            if first:
                if kind != b"IHDR" or length != 13:
                    raise Unfit("damaged")
                _check_pixels(*struct.unpack(">II", body[:8]))
                first = False
            if kind == b"IEND":
                break
        if data.read(1):
            raise Unfit("polyglot")


def _check_pixels(width: int, height: int) -> None:
    if width * height > PIXELS or not width or not height:
        raise Unfit("pixels")


def _look_at_zip(path: Path, ending: str) -> None:
    """The limits of an Office file, read from its directory alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, path.stat().st_size)
            if archive.comment or min(entry.header_offset for entry in entries) != 0:
                raise Unfit("polyglot")
            _check_main_part(archive, ending)
    except Unfit:
        raise
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        EOFError,
        zlib.error,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unfit("damaged") from error


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if not entries:
        raise Unfit("damaged")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * max(packed, 1):
        raise Unfit("bomb")
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise Unfit("damaged")
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise Unfit("password")
        if stat.S_ISLNK(entry.external_attr >> 16) or name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name):
            raise Unfit("unsafe")
        if NESTED.search(name):
            raise Unfit("unsafe")
        if re.search(r"vbaproject|vbadata", name, re.I):
            raise Unfit("macro")
        if entry.file_size > 1024**2 and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise Unfit("bomb")


def _check_main_part(archive: zipfile.ZipFile, ending: str) -> None:
    with archive.open("[Content_Types].xml") as part:
        types = part.read(1024**2).decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise Unfit("macro")
    if MAIN_PARTS[ending] not in types:
        raise Unfit("content")


def examine(path: Path, ending: str) -> dict[str, Any]:
    """Parse the whole file; to be run in a process of its own. Raises Unfit."""
    look(path, ending)
    if ending == "pdf":
        return _examine_pdf(path)
    if ending in MAIN_PARTS:
        return _examine_zip(path)
    return _examine_image(path, ending)


def _examine_pdf(path: Path) -> dict[str, Any]:
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            pages = len(document.pages)
            for page in document.pages:
                page.obj.get("/MediaBox")
    except pikepdf.PasswordError as error:
        raise Unfit("password") from error
    except Exception as error:
        raise Unfit("damaged") from error
    if not 1 <= pages <= PAGES:
        raise Unfit("pages" if pages else "damaged")
    return {"pages": pages}


def _examine_zip(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            left = UNPACKED
            for entry in archive.infolist():
                left = _read_part(archive, entry, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unfit("damaged") from error
    return {}


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part (its checksum is proved by reading to the end); XML with its own entities is refused."""
    xml = entry.filename.lower().endswith((".xml", ".rels"))
    first = True
    with archive.open(entry) as part:
        while chunk := part.read(1024**2):
            left -= len(chunk)
            if left < 0:
                raise Unfit("bomb")
            if xml and first and re.search(rb"<!\s*(DOCTYPE|ENTITY)", chunk.replace(b"\x00", b"")):
                raise Unfit("unsafe")
            first = False
    return left


def _examine_image(path: Path, ending: str) -> dict[str, Any]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(path, formats=["PNG"] if ending == "png" else ["JPEG"]) as image:
            _check_pixels(*image.size)
            image.load()
    except Unfit:
        raise
    except Image.DecompressionBombError as error:
        raise Unfit("pixels") from error
    except Exception as error:
        raise Unfit("damaged") from error
    return {"pages": 1}


def examine_apart(path: Path, ending: str) -> dict[str, Any]:
    """`examine` in a process of its own, 20 s and 2 GB at most. Raises Unfit."""
    root = Path(__file__).resolve().parents[2]
    asked = [sys.executable, "-m", "documents.papers.inspection", str(path), ending]
    try:
        done = subprocess.run(asked, cwd=root, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        told = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Unfit("damaged") from error
    if done.returncode or "fault" in told:
        raise Unfit(str(told.get("fault", "damaged")))
    assert isinstance(told, dict)
    return told


def main(path: str, ending: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        print(json.dumps(examine(Path(path), ending)))
    except Unfit as unfit:
        print(json.dumps({"fault": unfit.fault}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
