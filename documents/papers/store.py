"""The file store: contents under their SHA-256 in the data folder, outside everything that is served."""

from __future__ import annotations

import hashlib
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from app import runtime
from app.database import new_id
from app.settings import Settings

CHUNK = 64 * 1024


def path_of(settings: Settings, sha256: str) -> Path:
    """Where a content lies. Raises ValueError for what is not a digest."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("not a digest")
    return settings.files / sha256[:2] / sha256


def clear_away(settings: Settings) -> None:
    """What a crash left half received."""
    for left in (settings.files / "incoming").glob("*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            left.unlink(missing_ok=True)


LEFT_BEHIND = 24 * 3600


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Incoming:
    """A file on its way in: hashed while it is written; it has no name in the store until `keep`."""

    def __init__(self, settings: Settings):
        self.settings = settings
        folder = settings.files / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / new_id()
        self.file: IO[bytes] = self.path.open("xb")
        self.path.chmod(0o600)
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)

    def seek(self, _offset: int) -> int:
        """For the multipart parser, which turns back at the end; what was written is on disk then."""
        self.file.flush()
        return 0

    def keep(self) -> str:
        """Put it under its digest, durably. Returns the digest."""
        self.file.flush()
        runtime.offload(os.fsync, self.file.fileno())
        self.file.close()
        sha256 = self.digest.hexdigest()
        target = path_of(self.settings, sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(target)
        for folder in (target.parent, self.settings.files):  # the name is as durable as the bytes
            runtime.offload(_sync_folder, folder)
        return sha256

    def drop(self) -> None:
        with suppress(OSError):  # what is still in its buffer finds no room either
            self.file.close()
        self.path.unlink(missing_ok=True)


def put(settings: Settings, source: Path) -> str:
    """Put a file of our own into the store. Returns its digest."""
    incoming = Incoming(settings)
    try:
        with source.open("rb") as data:
            while chunk := data.read(CHUNK):
                incoming.write(chunk)
        return incoming.keep()
    except BaseException:
        incoming.drop()
        raise
