"""A house of a drill's own: a folder, its database, a server that limits nobody."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings, load
from tests.drill import serving
from tests.drill.cluster import Cluster
from tests.served import FAST

SECRET = "khoa-dien-tap-du-dai-ba-muoi-hai-chu-so"


@dataclass(frozen=True, slots=True)
class Apart:
    """What the drill makes its data with, and what its server is started with; `log` is written by that server."""

    settings: Settings
    environment: dict[str, str]
    log: Path


@contextmanager
def apart(name: str, database: str) -> Iterator[Apart]:
    """Empty; gone afterwards. `database`: "postgresql" has a cluster of its own."""
    with tempfile.TemporaryDirectory(prefix=f"dienhong-{name}-") as made:
        folder, data = Path(made), Path(made) / "data"
        data.mkdir()
        cluster = Cluster(folder / "postgresql") if database == "postgresql" else None
        try:
            url = cluster.create(name) if cluster is not None else ""
            settings = Settings(features=load().features, data=data, secret_key=SECRET, database_url=url)
            own = {"DIENHONG_SECRET_KEY": SECRET, "DIENHONG_DATABASE_URL": url, "DIENHONG_WORKER": "false", **FAST}
            yield Apart(settings, serving.environment_for(data, **own), folder / "house.log")
        finally:
            if cluster is not None:
                cluster.stop()
