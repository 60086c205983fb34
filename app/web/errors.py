"""Refusals and faults as answers: JSON for programs, a page in the person's language for people. Nothing technical is shown."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.caller import actor
from app.database import complain, disk_is_full, is_away
from app.house import house
from app.language import gettext as _
from app.policy import Actor
from app.web.api import as_json
from app.web.page import caller, reading, render
from app.wire import NotFound, NotSignedIn, Refusal, Unavailable, refused

log = logging.getLogger("dienhong.web")


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def title(status: int) -> str:
    """What happened, as a person would say it."""
    return {
        401: _("Cần đăng nhập"),
        403: _("Nội dung này chỉ dành cho người có quyền"),
        404: _("Không tìm thấy"),
        405: _("Không dùng được theo cách này"),
        413: _("Tệp quá lớn"),
        429: _("Thao tác quá nhanh"),
        503: _("Tạm thời chưa dùng được"),
    }.get(status, _("Có lỗi xảy ra"))


def show(refusal: Refusal) -> Response:
    """A refusal at the HTTP door."""
    if wants_json():
        found = as_json(refused(refusal).as_wire(), refusal.status)
    else:
        found = render(
            "errors/error.html",
            _asking(),
            status=refusal.status,
            title=title(refusal.status),
            message=refusal.message,
            code=refusal.status,
        )
    if refusal.retry_after is not None:
        found.headers["Retry-After"] = str(refusal.retry_after)
    return found


def _asking() -> Actor | None:
    """Who is told, for the header of the page; an error page must not fail for it."""
    found = getattr(g, "who", None)
    if found is not None:
        return found  # type: ignore[no-any-return]
    try:
        with reading() as read:
            asking = caller()
            return actor(read, asking, None) if asking else None
    except Exception:
        return None


def on_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if error.code == 404:
        return show(NotFound())
    if error.code == 401:
        return show(NotSignedIn())
    refusal = Refusal(title(error.code))
    refusal.status = error.code
    return show(refusal)


def on_fault(error: Exception) -> ResponseReturnValue:
    complain(log, error, "%s %s failed", request.method, request.path)
    for_room = is_away(error) or disk_is_full(error)
    why = house().room.said() if for_room and request.method == "POST" else ""
    refusal = Unavailable(why or _("Hệ thống gặp lỗi. Chưa có gì thay đổi, hãy thử lại."))
    refusal.status = 503 if for_room else 500
    return show(refusal)


def register(flask: Flask) -> None:
    flask.register_error_handler(Refusal, show)
    flask.register_error_handler(HTTPException, on_http)
    flask.register_error_handler(Exception, on_fault)
