"""What SQLAlchemy compiles is the same for every database of one kind: the tests' houses share it. Each of them compiled its
statements anew, a fifth of all the time the tests took.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event

KNOWN: dict[tuple[str, Any], tuple[Dialect, Any]] = {}
"""By what the dialect depends on: the first one, once it has met its database, and its compiled statements."""


def create_sharing_engine(url: str, **options: Any) -> Engine:
    """`create_engine`, for the like of what is there already."""
    engine = create_engine(url, query_cache_size=5_000, **options)
    kind = engine.dialect.name, options.get("isolation_level")
    if kind in KNOWN:
        engine.dialect, engine._compiled_cache = KNOWN[kind]  # the cache's keys name the dialect
    else:
        event.listen(engine, "first_connect", lambda *_: KNOWN.setdefault(kind, (engine.dialect, engine._compiled_cache)))
    return engine
