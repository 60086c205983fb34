"""The file store keeps what it has acknowledged, through a power cut, too."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from app.settings import Settings
from documents.papers import store
from tests.conftest import World


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


def test_a_disk_that_runs_full_in_the_middle_of_an_upload_is_said_plainly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting("preparing")
    client = world.client(meeting.secretary)
    begin = store.Incoming.__init__

    def into_a_full_disk(self: store.Incoming, settings: Settings) -> None:
        begin(self, settings)
        self.file.close()
        self.file = Path("/dev/full").open("wb")  # noqa: SIM115

    monkeypatch.setattr(store.Incoming, "__init__", into_a_full_disk)
    sent = {"file": (io.BytesIO(b"%PDF-1.4\n" + b"x" * 300_000), "to-trinh.pdf")}
    answer = client.post("/api/files", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert "hết chỗ" in answer.get_json()["error"]["message"]
    assert list((world.house.settings.files / "incoming").iterdir()) == []
