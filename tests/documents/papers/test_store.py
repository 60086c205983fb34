"""The file store keeps what it has acknowledged, through a power cut, too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.settings import Settings
from documents.papers import store


def test_a_file_that_is_kept_has_its_name_on_the_disk_and_not_only_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    settings = Settings(data=tmp_path)
    incoming = store.Incoming(settings)
    incoming.write("Tờ trình".encode())
    target = store.path_of(settings, incoming.keep())
    assert target.read_text() == "Tờ trình"
    assert synced[1:] == [str(target.parent), str(settings.files)]
