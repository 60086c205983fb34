"""Taking a file in: streamed to the store, inspected, and recorded as its owner's. Refusals say what to do, in
plain words.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from app.commands import Made, Transaction, command
from app.database import Base
from app.doors import consequence
from app.house import House
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, Refusal, as_refusal
from documents.papers import inspection, store
from documents.papers.inspection import Unfit
from documents.papers.models import File

UNUSED = 300
"""A person may have this many files of the last day that no paper uses."""
UNUSED_KEPT = timedelta(days=7)


def words(fault: str, name: str) -> str:
    """What is wrong with a file, and what helps."""
    said = {
        "type": _("Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) và ảnh PNG, JPG."),
        "empty": _("Tệp “%(name)s” không có nội dung.", name=name),
        "content": _("Nội dung của “%(name)s” không phải loại tệp như đuôi tên tệp. Hãy lưu lại đúng loại.", name=name),
        "polyglot": _("Tệp “%(name)s” có dữ liệu lạ ở đầu hoặc cuối tệp. Hãy lưu lại rồi gửi.", name=name),
        "damaged": _("Tệp “%(name)s” bị hỏng, không mở được. Hãy lưu lại rồi gửi.", name=name),
        "password": _("Tệp “%(name)s” có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi.", name=name),
        "macro": _("Tệp “%(name)s” có macro. Hãy lưu lại không có macro rồi gửi.", name=name),
        "unsafe": _("Tệp “%(name)s” có thành phần không an toàn nên không nhận.", name=name),
        "bomb": _("Tệp “%(name)s” khi mở ra quá lớn nên không nhận.", name=name),
        "pixels": _("Ảnh “%(name)s” quá lớn: tối đa 40 triệu điểm ảnh.", name=name),
        "pages": _("Tệp “%(name)s” có quá nhiều trang: tối đa 5.000.", name=name),
    }
    return said.get(fault, said["damaged"])


class TooLarge(Refusal):
    """Over the size the house takes."""

    code, status = "invalid", 413

    def __init__(self, megabytes: int):
        said = _("Tệp quá lớn: tối đa %(n)s MB một tệp.", n=megabytes)
        super().__init__(said, {"file": said})


def safe_name(name: str) -> str:
    """The name a person gave, without folders, control and direction characters; at most 200 letters, its
    ending kept.
    """
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:190]}{dot}{ending[:10]}" if dot else name[:200]


def receive(house: House, person: str, language: str, incoming: store.Incoming, name: str) -> str:
    """Inspect what came in, keep it and record it as this person's. Returns the file's id. Raises Refusal."""
    name = safe_name(name)
    try:
        ending = inspection.ending_of(name)
        incoming.file.flush()
        inspection.look(incoming.path, ending)
        inspection.examine_apart(incoming.path, ending)
    except Unfit as unfit:
        raise Invalid({"file": words(unfit.fault, name)}, words(unfit.fault, name)) from unfit
    sha256, size = incoming.keep(), incoming.size
    told = {"sha256": sha256, "name": name, "media_type": inspection.MEDIA[ending], "size": size}
    result = house.execute_internal("file.keep", "system", told, person=person, language=language)
    if not result.ok:
        raise as_refusal(result)
    return str(result.result["id"])


def take_in(house: House, person: str, path: Path, name: str = "") -> str:
    """Take a file of this machine in (the demo, tests) by the same way. Returns the file's id. Raises Refusal."""
    incoming = store.Incoming(house.settings)
    try:
        with path.open("rb") as data:
            while chunk := data.read(store.CHUNK):
                incoming.write(chunk)
        return receive(house, person, "vi", incoming, name or path.name)
    except BaseException:
        incoming.drop()
        raise


class KeepArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    sha256: str
    name: str
    media_type: str
    size: int


@command("file.keep", stream="system", private=True, internal=True)
def keep(tx: Transaction, who: Actor, args: KeepArgs) -> Made:
    """Record an uploaded file as its owner's. Raises Conflict when too many of theirs lie unused."""
    if unused(tx.connection, who.person, tx.now) >= UNUSED:
        raise Conflict(_("Có quá nhiều tệp đã tải lên mà chưa dùng. Hãy thử lại vào ngày mai."))
    kept = tx.add(
        File(
            sha256=args.sha256,
            name=args.name,
            media_type=args.media_type,
            size=args.size,
            owner=who.person,
            created_at=tx.now,
        )
    )
    return Made(kept.id)


@consequence("job.sweep")
def unused_files_go(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """A file that nothing uses is removed after a week; its content too, once this is committed, unless it is needed."""
    old = select(File.id, File.sha256).where(File.created_at < tx.now - UNUSED_KEPT, ~_used()).limit(500)
    found = tx.connection.execute(old).all()
    if found:
        tx.connection.execute(delete(File).where(File.id.in_([row.id for row in found])))
        tx.job("papers.clear", {"contents": sorted({row.sha256 for row in found})})


def _used() -> ColumnElement[bool]:
    """Any row of any table that names a file uses it."""
    naming = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table is File.__table__ for key in column.foreign_keys)
    ]
    return or_(*(select(column).where(column == File.id).exists() for column in naming))


def unused(read: Connection, person: str, now: datetime) -> int:
    """How many files of the last day this person uploaded and no paper uses."""
    counted = select(func.count()).where(File.owner == person, File.created_at > now - timedelta(days=1), ~_used())
    return int(read.execute(counted).scalar_one())
