"""What one page asks more than once: its head, its panels and itself each ask what waits for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, has_request_context, request
from sqlalchemy import Connection

from app.policy import Actor

Asking = TypeVar("Asking", bound=Callable[..., Any])


def asked_once(ask: Asking) -> Asking:
    """The first answer serves the whole of a reading request; what is answered is not to be changed by who gets it."""

    @wraps(ask)
    def answer(read: Connection, *args: Any, **named: Any) -> Any:
        if not has_request_context() or request.method != "GET":
            return ask(read, *args, **named)
        told: dict[Any, Any] = g.setdefault("asked", {})
        key = (ask, *map(_key, args), *((name, _key(value)) for name, value in sorted(named.items())))
        if key not in told:
            told[key] = ask(read, *args, **named)
        return told[key]

    return cast(Asking, answer)


def _key(value: Any) -> Any:
    return (value.person, value.scopes, value.marks) if isinstance(value, Actor) else value
