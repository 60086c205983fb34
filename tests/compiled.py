"""What all the tests' houses have in common is compiled once: SQL statements and addresses. Each compiled its own, and that
took nearly a third of the time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event
from werkzeug.routing import Rule

from app import database

KNOWN: dict[tuple[str, Any], tuple[Dialect, Any]] = {}
"""By what the dialect depends on: the first one, once it has met its database, and the statements it compiled."""
BUILDERS: dict[tuple[Any, ...], Any] = {}
compile_builder = Rule._compile_builder


def create_sharing_engine(url: str, **options: Any) -> Engine:
    """`create_engine`, for the like of what is there already."""
    engine = create_engine(url, query_cache_size=5_000, **options)
    kind = engine.dialect.name, options.get("isolation_level")
    if kind in KNOWN:
        engine.dialect, engine._compiled_cache = KNOWN[kind]  # the cache's keys name the dialect
    else:
        event.listen(
            engine, "first_connect", lambda *_: KNOWN.setdefault(kind, (engine.dialect, engine._compiled_cache))
        )
    return engine


def builder_of(rule: Rule, append_unknown: bool = True) -> Any:
    """What makes addresses of a rule: the same function for the like of it (it is bound to the rule afterwards)."""
    if rule.defaults:
        return compile_builder(rule, append_unknown)
    like = rule.rule, tuple(rule._trace), append_unknown
    if like not in BUILDERS:
        BUILDERS[like] = compile_builder(rule, append_unknown)
    return BUILDERS[like]


def share() -> None:
    database.create_engine = create_sharing_engine  # type: ignore[attr-defined]
    Rule._compile_builder = builder_of  # type: ignore[method-assign]
