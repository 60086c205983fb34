"""What the hall's clients write down, on disk before they act on it: one JSON object a line."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class History:
    """The hall's one file. Lines gather in a turn of the loop; `sync` brings them to the disk before anything is sent."""

    def __init__(self, path: Path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.lines: list[str] = []

    def add(self, who: str, what: str, **more: Any) -> None:
        line = {"t": round(time.monotonic(), 4), "who": who, "what": what, **more}
        self.lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))

    def sync(self) -> None:
        if self.lines:
            os.write(self.file, ("\n".join(self.lines) + "\n").encode())
            self.lines.clear()
            os.fdatasync(self.file)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines again; a torn last one is left out."""
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield json.loads(line)
