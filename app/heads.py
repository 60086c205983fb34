"""Heads of the journal that somebody kept: a tablet, a checkpoint, printed minutes. Each must be on the chain for ever."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from app import chain

HEX = re.compile(r"[0-9a-f]{64}")
PRINTED = re.compile(r"Mã nhật ký: mục 1[–-](\d+), ((?:[0-9A-F]{8}\s*){8})")


class Kept(NamedTuple):
    """The hash of a stream's entry `seq`, as `by` (client, checkpoint, system) kept it."""

    stream: str
    seq: int
    head: str
    by: str = "client"


class Printed(NamedTuple):
    """What stands under the minutes."""

    seq: int
    head: str


def read_file(path: Path) -> list[Kept]:
    """Heads as clients keep them: JSON lines or a JSON list of `{"stream", "seq", "head"}`, or one object
    `{"<stream>": {"seq", "head"}}`. Raises ValueError.
    """
    text = path.read_text(encoding="utf-8")
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        told = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(told, dict) and "stream" not in told:
        told = [{"stream": stream, **_mapping(kept)} for stream, kept in told.items()]
    return [_kept(each) for each in (told if isinstance(told, list) else [told])]


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"no head: {value!r}")
    return value


def _kept(told: Any) -> Kept:
    told = _mapping(told)
    stream, seq, head = told.get("stream"), told.get("seq"), told.get("head")
    if not (isinstance(stream, str) and isinstance(seq, int) and isinstance(head, str) and HEX.fullmatch(head)):
        raise ValueError(f"no head: {json.dumps(told, ensure_ascii=False)}")
    return Kept(stream, seq, head)


def printed_in(path: Path) -> Printed:
    """The journal's code printed in a PDF. Raises ValueError where there is none, or two that differ."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise ValueError(f"{path}: {error}") from error
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        text = unicodedata.normalize("NFC", text)
    finally:
        document.close()
    found = {(int(seq), "".join(groups.split()).lower()) for seq, groups in PRINTED.findall(text)}
    if len(found) != 1:
        raise ValueError(f"{path}: " + ("no journal code is printed in it" if not found else "several journal codes"))
    return Printed(*found.pop())


class Watch:
    """Kept heads, to be met while the chain is read in order."""

    def __init__(self, kept: Iterable[Kept]):
        self.waiting: dict[tuple[str, int], list[Kept]] = {}
        self.total = 0
        self.faults: list[tuple[str, Kept]] = []
        for one in kept:
            self.total += 1
            if one.seq != 0:
                self.waiting.setdefault((one.stream, one.seq), []).append(one)
            elif one.head != chain.GENESIS:
                self.faults.append(("forked", one))

    def meet(self, stream: str, seq: int, hash_: str) -> None:
        """The chain has this hash here."""
        for one in self.waiting.pop((stream, seq), ()):
            if one.head != hash_:
                self.faults.append(("forked", one))

    def end(self, reached: Mapping[str, int]) -> Iterator[tuple[str, Kept]]:
        """What is wrong with the heads: (forked | rolled_back, head). The chain has been read to its ends (`reached`)."""
        for (stream, seq), kept in self.waiting.items():
            code = "rolled_back" if seq > reached.get(stream, 0) else "forked"
            self.faults += [(code, one) for one in kept]
        self.waiting.clear()
        yield from sorted(self.faults, key=lambda fault: fault[1])
