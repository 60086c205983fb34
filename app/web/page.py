"""Pages: who asks, may they, and the base every page is rendered with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from app import doors, policy
from app.caller import Caller, actor
from app.house import House, house
from app.journal import head
from app.people import sessions
from app.policy import Actor
from app.views import view_name
from app.wire import NotFound, NotSignedIn

PageFunction = Callable[..., ResponseReturnValue]


def reading() -> AbstractContextManager[Connection]:
    """One read transaction for the page."""
    return house().database.read()


def caller() -> Caller | None:
    """Who the cookie of this request stands for."""
    if "caller" not in g:
        with reading() as read:
            g.caller = sessions.caller(read, house(), request.cookies)
    found = g.caller
    assert found is None or isinstance(found, Caller)
    return found


def page(
    blueprint: Blueprint, rule: str, *, stream: str | None = None, endpoint: str | None = None, **options: Any
) -> Callable[[PageFunction], PageFunction]:
    """Register a route `f(who, **view_args)`. With `stream="meeting"` the URL's `<meeting>` names the stream; without a standing
    there it is a 404. Who may is the line of the endpoint in a package's PAGES."""

    def register(function: PageFunction) -> PageFunction:
        name = endpoint or function.__name__

        @wraps(function)
        def guarded(**view_args: Any) -> ResponseReturnValue:
            who = _entering(f"{blueprint.name}.{name}", stream, view_args)
            if who is None:
                return _to_sign_in()
            g.who = who
            return function(who, **view_args)

        blueprint.add_url_rule(rule, endpoint=name, view_func=guarded, **options)
        guarded.guarded_page = True  # type: ignore[attr-defined]
        return guarded

    return register


def _entering(endpoint: str, stream: str | None, view_args: dict[str, Any]) -> Actor | None:
    asking = caller()
    lines = house().pages
    if asking is None:
        nobody = Actor(person="")
        if any(all(p is policy.anyone for p in alternative) for alternative in lines.get(endpoint, ())):
            return nobody
        return None
    with reading() as read:
        named = f"{stream}:{view_args[stream]}" if stream else None
        try:
            who = actor(read, asking, named)
        except NotSignedIn:
            return None
        if stream and not who.scopes and not who.marks:
            raise NotFound()
        if named:
            # Read before the page's own rows: what comes after it is told to the page by the journal, and nothing is missed.
            g.stands_at = {"stream": named, "seq": head(read, named).seq, "view": view_name(who.view)}
        policy.check(lines, endpoint, read, who, view_args)
    return who


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET" or request.path.startswith("/api/"):
        raise NotSignedIn()
    there = request.full_path.rstrip("?")
    return redirect("/sign-in" + ("" if there == "/" else "?" + urlencode({"next": there})))


def render(template: str, who: Actor | None = None, /, status: int = 200, **values: Any) -> Response:
    """Render a page for this person."""
    who = who or getattr(g, "who", None)
    return make_response(render_template(template, me=who, **values), status)


def jinja_panels(place: str, /, **named: Any) -> Markup:
    """`{{ panels("meeting.item", meeting=m, item=i) }}`"""
    with reading() as read:
        return doors.panels(place, read, g.who, **named)


def jinja_found(place: str, /, **named: Any) -> list[Any]:
    """`{% for entry in found("home.waiting") %}`: panels that give plain values."""
    with reading() as read:
        return doors.found(place, read, g.who, **named)


def jinja_follows() -> Markup:
    """`<div {{ follows() }}>`: the stream of this page and how far in it the page is (static/js/app/follow.js)."""
    at = g.stands_at
    return Markup('data-follows="{}" data-seq="{}" data-view="{}"').format(at["stream"], at["seq"], at["view"])


def unguarded(house: House) -> list[str]:
    """Endpoints without a line in any PAGES, or that `page` doesn't guard by it: start-up fails on them."""
    guarded = {name for name, view in current_app.view_functions.items() if hasattr(view, "guarded_page")}
    return sorted(
        rule.endpoint
        for rule in current_app.url_map.iter_rules()
        if rule.endpoint != "static" and not (rule.endpoint in house.pages and rule.endpoint in guarded)
    )
