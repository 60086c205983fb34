"""How an application is put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, request
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from app import direct, language, live, packets, runtime
from app.house import House
from app.settings import Settings, with_secret_key
from app.web import api, dress, errors, headers, health
from app.web.limits import Pace
from app.web.origin import READING, Handshake, allowed
from app.web.page import caller, unguarded
from app.wire import NotAllowed, NotFound

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

turns = runtime.Turns(0.01)
"""A page takes tens of milliseconds: when five hundred people open one, ballots pass between them."""
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def build(settings: Settings) -> Flask:
    """An application with its house; nothing runs yet. Raises RuntimeError for a command or route without a permission."""
    settings = with_secret_key(settings)
    flask = Flask("dienhong", template_folder=str(TEMPLATES), static_folder=None)
    flask.config.update(
        SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024 + 65_536
    )
    house = House(settings, flask)
    flask.extensions["house"] = house
    flask.extensions["pace"] = Pace(settings.rate_per_second, settings.rate_burst)
    flask.extensions["requests_pace"] = Pace(settings.reads_per_second, settings.reads_burst)
    flask.before_request(_arrive)
    flask.after_request(headers.dress)
    dress.register(flask)
    errors.register(flask)
    house.register(blueprints=[api.blueprint, health.blueprint], pages={**api.PAGES, **health.PAGES})
    house.furnish()
    with flask.app_context():
        missing = unguarded(house)
    if missing:
        raise RuntimeError(f"routes without a line in a policy page, or that do not ask it: {', '.join(missing)}")
    _socket(flask, house)
    return flask


def _arrive() -> None:
    """Every request: its turn, where it comes from, in which language it is answered, and whether its account asks too often."""
    if request.blueprint == health.blueprint.name:
        # Answered whoever asks, and without a database, too: the supervisor must not end a house that waits.
        g.caller = None
    elif request.method in READING:
        turns.wait()
    asking = caller() if not request.path.startswith("/static/") else None
    settings: Settings = _house().settings
    wanted = request.cookies.get("language") or request.accept_languages.best_match(language.LANGUAGES)
    language.use(asking.language if asking else wanted or settings.language)
    g.language = language.current()
    if asking:
        current_app.extensions["requests_pace"].check(asking.person)
    if "\x00" in request.path or any("\x00" in part for pair in request.args.items(multi=True) for part in pair):
        raise NotFound()  # no database keeps such a letter, and PostgreSQL takes it for a fault
    if request.method not in READING:
        if not allowed(settings, request.headers.get("Origin"), request.host, request.scheme):
            raise NotAllowed(language.gettext("Yêu cầu này đến từ một trang khác nên bị từ chối."))
        if request.mimetype not in ("application/json", "multipart/form-data") and request.content_length:
            raise NotAllowed(language.gettext("Yêu cầu này không đúng dạng."))


def _house() -> House:
    from app.house import house

    return house()


def _socket(flask: Flask, house: House) -> None:
    socketio = SocketIO(
        flask,
        async_mode=runtime.socket_mode(),
        cors_allowed_origins=[],
        transports=["websocket"],
        manage_session=False,
        max_http_buffer_size=100_000,
        http_compression=False,
        logger=False,
        engineio_logger=False,
        json=direct.Json,
    )
    direct.install(socketio.server)
    packets.install(socketio.server)
    flask.extensions["door"] = live.Door(house, socketio, flask.extensions["pace"])
    flask.wsgi_app = behind_proxies(Handshake(flask.wsgi_app, house), house.settings.proxies)  # type: ignore[assignment]
    house.relay.socketio = socketio


def behind_proxies(application: WSGIApplication, count: int) -> WSGIApplication:
    """Address, scheme and host as the trusted proxies in front tell them, for pages and handshakes alike; of others nothing
    is believed."""
    return ProxyFix(application, x_for=count, x_proto=count, x_host=count) if count > 0 else application
