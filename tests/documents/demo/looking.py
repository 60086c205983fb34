"""A demo that was made, and its tables to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from app.settings import Settings


def settings(folder: Path) -> Settings:
    return Settings(data=folder / "data", secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu", libreoffice="none")


@dataclass
class Made:
    """What it is served with, and its tables."""

    settings: Settings
    connection: Connection


def rows(made: Made, question: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in made.connection.execute(text(question), values)]


def spelled(value: Any) -> Any:
    """A column of JSON, whether the database spells it out or not."""
    return json.loads(value) if isinstance(value, str) else value


@contextmanager
def looked_at(kept: Settings) -> Iterator[Made]:
    with create_engine(kept.url).connect() as connection:
        yield Made(kept, connection)
