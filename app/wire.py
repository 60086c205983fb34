"""The wire's own forms: commands, results, entries and refusals. Pure: no database, no request (wire.md)."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from app.language import gettext as _

T = TypeVar("T", bound=msgspec.Struct)

MAX_COMMAND_BYTES = 64_000
YEARS = range(1900, 3000)
NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading bytes as JSON raises: not JSON, not UTF-8, or brackets in brackets beyond measure."""


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client asks for. `id` is a UUID made by the client; the same id never happens twice."""

    id: str
    stream: str
    name: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Refusal(Exception):
    """A command that may not happen. Changes nothing; `code` is one of wire.md's."""

    code = "invalid"
    status = 400
    remembered = True

    def __init__(self, message: str = "", fields: dict[str, str] | None = None, retry_after: int | None = None):
        super().__init__(message)
        self.message = message
        self.fields = fields
        self.retry_after = retry_after

    def error(self) -> dict[str, Any]:
        """The `error` object of a result."""
        found: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.fields is not None:
            found["fields"] = self.fields
        if self.retry_after is not None:
            found["retry_after"] = self.retry_after
        return found


class Invalid(Refusal):
    """The form is wrong; `fields` says what, argument by argument."""

    def __init__(self, fields: dict[str, str] | None = None, message: str = ""):
        super().__init__(message or _("Có thông tin chưa đúng, xem từng mục."), fields or {})


class NotSignedIn(Refusal):
    code, status, remembered = "not_signed_in", 401, False

    def __init__(self, message: str = ""):
        super().__init__(message or _("Phiên đăng nhập đã hết, hãy đăng nhập lại."))


class NotAllowed(Refusal):
    code, status = "not_allowed", 403

    def __init__(self, message: str = ""):
        super().__init__(message or _("Việc này không thuộc quyền của người đang đăng nhập."))


class NotFound(Refusal):
    code, status = "not_found", 404

    def __init__(self, message: str = ""):
        super().__init__(message or _("Không tìm thấy nội dung này."))


class Conflict(Refusal):
    """The state has moved on; the message says to what."""

    code, status = "conflict", 409


class NotInProgress(Refusal):
    """Not while it stands as it does; the message says where."""

    code, status = "not_in_progress", 409


class TooMany(Refusal):
    code, status, remembered = "too_many", 429, False

    def __init__(self, retry_after: int):
        super().__init__(_("Thao tác quá nhanh, hãy chờ giây lát."), retry_after=retry_after)


class Unavailable(Refusal):
    """Nothing was done; the same id may be sent again."""

    code, status, remembered = "unavailable", 503, False

    def __init__(self, message: str = ""):
        super().__init__(message or _("Chưa ghi nhận được. Chưa có gì thay đổi, hãy thử lại."))


class TooOld(Refusal):
    code, status = "too_old", 410


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a command: `seq` and `result`, or `error`."""

    ok: bool
    seq: int = 0
    result: dict[str, Any] = msgspec.field(default_factory=dict)
    error: dict[str, Any] | None = None

    def as_wire(self) -> dict[str, Any]:
        if self.ok:
            return {"ok": True, "seq": self.seq, "result": self.result}
        return {"ok": False, "error": self.error}

    @property
    def status(self) -> int:
        """The HTTP status that says the same."""
        return 200 if self.ok else STATUS.get((self.error or {}).get("code", ""), 400)


STATUS = {
    kind.code: kind.status
    for kind in (Invalid, NotSignedIn, NotAllowed, NotFound, Conflict, NotInProgress, TooMany, Unavailable, TooOld)
}


def refused(refusal: Refusal) -> Result:
    return Result(ok=False, error=refusal.error())


def as_refusal(result: Result) -> Refusal:
    """The refusal a result tells of, to be raised again with its own code and status."""
    error = result.error or {}
    refusal = Refusal(error.get("message", ""), error.get("fields"), error.get("retry_after"))
    refusal.code, refusal.status = error.get("code", "unavailable"), result.status
    return refusal


def stamp(moment: datetime) -> str:
    """ISO 8601 UTC with milliseconds: 2026-11-24T09:14:03.123Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def canonical(value: Any) -> bytes:
    """One spelling for one value: sorted keys, no spaces, UTF-8 (what is hashed)."""
    return msgspec.json.encode(value, order="sorted")


def clean(value: Any, path: str = "") -> Any:
    """The value with every text in Unicode NFC. Raises Invalid for text no database can keep."""
    if isinstance(value, str):
        if "\x00" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise Invalid({path or "text": _("Có ký tự không dùng được.")})
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {clean(key, path): clean(inner, path or str(key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner, path) for inner in value]
    return value


def parse(body: bytes) -> Any:
    """JSON from outside. Raises Invalid."""
    try:
        return msgspec.json.decode(body)
    except NO_JSON as error:
        raise Invalid({"command": _("Giá trị không hợp lệ.")}) from error


def decode(raw: Any) -> Command:
    """A command from JSON already parsed. Raises Invalid."""
    if not isinstance(raw, dict):
        raise Invalid({"command": _("Giá trị không hợp lệ.")})
    command = convert(clean(raw), Command)
    if not re.fullmatch(r"[0-9A-Za-z._:-]{8,80}", command.id):
        raise Invalid({"id": _("Giá trị không hợp lệ.")})
    if not re.fullmatch(r"system|[a-z]{2,20}:[0-9A-Za-z_-]{1,40}", command.stream):
        raise Invalid({"stream": _("Giá trị không hợp lệ.")})
    return command


@cache
def fields_of(form: type[msgspec.Struct]) -> tuple[Any, ...]:
    """The fields of a form, found out once."""
    return msgspec.structs.fields(form)


def convert(raw: dict[str, Any], form: type[T]) -> T:
    """`raw` as a struct, every faulty field named at once. Raises Invalid."""
    faults: dict[str, str] = {}
    known: dict[str, Any] = {}
    fields = {field.encode_name: field for field in fields_of(form)}
    for name in raw.keys() - fields.keys():
        faults[name] = _("Mục này không có trong biểu mẫu.")
    for name, field in fields.items():
        if name not in raw:
            if field.required:
                faults[name] = _("Cần điền mục này.")
            continue
        try:
            known[field.name] = msgspec.convert(raw[name], field.type, strict=True)
        except msgspec.ValidationError as error:
            faults[name] = explain(str(error))
            continue
        if beyond(known[field.name]):
            faults[name] = _("Giá trị không hợp lệ.")
    if faults:
        raise Invalid(faults)
    return form(**known)


def beyond(value: Any) -> bool:
    """A day of no calendar that people keep. At the edge of time another zone, or a day more, is over it."""
    if isinstance(value, date):
        return value.year not in YEARS
    if isinstance(value, (list, tuple)):
        return any(beyond(inner) for inner in value)
    return isinstance(value, msgspec.Struct) and any(beyond(inner) for inner in msgspec.structs.astuple(value))


def explain(message: str) -> str:
    """msgspec's finding in the person's language."""
    longest = re.search(r"length <= (\d+)", message)
    if longest:
        return _("Dài quá mức cho phép (%(n)s).", n=longest.group(1))
    if re.search(r"length >= \d+", message):
        return _("Cần điền mục này.")
    bound = re.search(r"([<>])= ?(-?\d+)", message)
    if bound:
        n = bound.group(2)
        return _("Phải từ %(n)s trở lên.", n=n) if bound.group(1) == ">" else _("Không được quá %(n)s.", n=n)
    return _("Giá trị không hợp lệ.")
