"""What the tests' houses have in common: compiled SQL statements, compiled addresses, and the connections to a database that
is lent again and again. Each had its own, and that took a third of the time.
"""

from __future__ import annotations

from typing import Any, cast

from argon2 import PasswordHasher
from sqlalchemy import Dialect, Engine, QueuePool, create_engine, event
from werkzeug.routing import Rule

from app import database
from app.people import passwords

KNOWN: dict[tuple[str, Any], tuple[Dialect, Any]] = {}
"""By what the dialect depends on: the first one, once it has met its database, and the statements it compiled."""
POOLS: dict[str, dict[Any, LastingPool]] = {}
"""By the address of a lent database and what its connections are for."""
HASHER = passwords._hasher
"""The real one."""
BUILDERS: dict[tuple[Any, ...], Any] = {}
compile_builder = Rule._compile_builder


class LastingPool(QueuePool):
    """Connections that stay open when a house is closed: PostgreSQL takes long to get acquainted with a new one."""

    def dispose(self) -> None:
        pass

    def recreate(self) -> LastingPool:
        return self


def end_connections(url: str) -> None:
    """To a database that is lent no more."""
    for pool in POOLS.pop(url).values():
        QueuePool.dispose(pool)


def create_sharing_engine(url: str, **options: Any) -> Engine:
    """`create_engine`, for the like of what is there already."""
    lent = POOLS.get(url)
    pooling = {} if lent is None else {"poolclass": LastingPool}
    engine = create_engine(url, query_cache_size=5_000, **pooling, **options)
    if lent is not None:
        engine.pool = lent.setdefault(options["isolation_level"], cast("LastingPool", engine.pool))
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
    """Passwords, too, are hashed at the least cost: tests/people/test_signin.py looks at the real one."""
    database.create_engine = create_sharing_engine  # type: ignore[attr-defined]
    Rule._compile_builder = builder_of  # type: ignore[method-assign]
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
