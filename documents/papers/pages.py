"""Uploading, and the addresses of papers: the viewing copy and the original."""

from __future__ import annotations

import errno
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import LengthRequired
from werkzeug.formparser import FormDataParser

from app.house import house
from app.language import gettext as _
from app.policy import Actor
from app.web.api import _pace, as_json
from app.web.page import page, reading
from app.wire import Invalid, NotFound, Unavailable
from documents.papers import access, intake, serving, store

blueprint = Blueprint("papers", __name__)


@page(blueprint, "/api/files", methods=["POST"])
def upload(who: Actor) -> ResponseReturnValue:
    """A file, streamed to the store, inspected, kept as its owner's. Answers `{"file": id}`."""
    here = house()
    _pace().check(f"files:{who.person}")
    length = request.content_length
    if length is None:
        raise LengthRequired()
    if length > here.settings.upload_megabytes * 1024 * 1024 + 65_536:
        raise intake.TooLarge(here.settings.upload_megabytes)
    store.clear_away(here.settings)
    if not here.room.takes(length):
        raise _no_room()
    made: list[store.Incoming] = []
    try:
        name = _stream_in(made)
        id = intake.receive(here, who.person, who.language, made[0], name)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise _no_room() from error
    finally:
        for incoming in made:
            incoming.drop()
    return as_json({"file": id, "name": intake.safe_name(name)})


def _no_room() -> Unavailable:
    return Unavailable(_("Máy chủ sắp hết chỗ chứa nên tạm không nhận tệp. Hãy báo người quản trị."))


def _stream_in(made: list[store.Incoming]) -> str:
    """Read the multipart body straight into the store. Returns the file's name. Raises Invalid unless it is
    exactly one file.
    """
    settings = house().settings

    def into_store(*_args: Any, **_kwargs: Any) -> Any:
        if made:
            raise Invalid({"file": _("Mỗi lần gửi một tệp.")})
        made.append(store.Incoming(settings))
        return made[-1]

    parser = FormDataParser(stream_factory=into_store, max_form_memory_size=1024 * 1024)
    _stream, _form, files = parser.parse(
        request.stream, request.mimetype, request.content_length, request.mimetype_params
    )
    sent = files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": _("Chưa chọn tệp.")})
    return str(sent.filename)


@page(blueprint, "/papers/<paper>/<int:version>")
def viewing(who: Actor, paper: str, version: int) -> ResponseReturnValue:
    """The viewing copy, a PDF; where there is none, on to the original."""
    opened = _opened(who, paper, version)
    if opened["viewing"] is None:
        return redirect(f"/papers/{paper}/{version}/original")
    name = f"{opened['name'].rsplit('.', 1)[0]}.pdf"
    return serving.send(house().settings, opened["viewing"], "application/pdf", name, attachment=False)


@page(blueprint, "/papers/<paper>/<int:version>/original")
def original(who: Actor, paper: str, version: int) -> ResponseReturnValue:
    """The file as it was uploaded, always as a download."""
    opened = _opened(who, paper, version)
    settings = house().settings
    return serving.send(settings, opened["sha256"], opened["media_type"], opened["name"], attachment=True)


def _opened(who: Actor, paper: str, version: int) -> Any:
    with reading() as read:
        found = access.open_paper(read, who.person, paper, version).version
    if found is None:
        raise NotFound()
    return found
