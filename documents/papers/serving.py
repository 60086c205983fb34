"""Sending stored files: ranges, names in any script, nothing that could act in our origin, never to who may
not see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Response, request
from werkzeug.http import parse_range_header

from app import runtime
from app.settings import Settings
from documents.papers import store

turns = runtime.Turns(0.002)
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


def send(settings: Settings, sha256: str, media_type: str, name: str, *, attachment: bool) -> Response:
    """A stored content as an answer. 206 for a range, 304 for what the browser holds, X-Accel where nginx
    sends it.
    """
    path = store.path_of(settings, sha256)
    headers = {
        "Content-Disposition": disposition(name, attachment=attachment),
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256}"',
        "Accept-Ranges": "bytes",
    }
    if settings.accel:
        accel = f"{settings.accel.rstrip('/')}/{sha256[:2]}/{sha256}"
        return Response(headers={**headers, "X-Accel-Redirect": accel}, content_type=media_type)
    if request.if_none_match.contains(sha256):
        return Response(status=304, headers=headers)
    return _send_bytes(path, headers, media_type, sha256)


def _send_bytes(path: Path, headers: dict[str, str], media_type: str, sha256: str) -> Response:
    size = path.stat().st_size
    start, end, status = 0, size, 200
    asked = request.headers.get("Range")
    if asked and request.headers.get("If-Range", f'"{sha256}"') == f'"{sha256}"':
        wanted = parse_range_header(asked)
        if wanted is not None and wanted.units == "bytes" and len(wanted.ranges) == 1:
            found = wanted.range_for_length(size)
            if found is None:
                return Response(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
            (start, end), status = found, 206
            headers = {**headers, "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    headers = {**headers, "Content-Length": str(end - start)}
    body: Any = () if request.method == "HEAD" else pieces(path, start, end)
    return Response(body, status, headers, content_type=media_type, direct_passthrough=True)


def pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes in pieces, each in its turn among all that are being sent."""
    with path.open("rb") as data:
        data.seek(start)
        left = end - start
        while left > 0:
            piece = data.read(min(store.CHUNK, left))
            if not piece:
                return
            left -= len(piece)
            turns.wait()
            yield piece


def disposition(name: str, *, attachment: bool) -> str:
    """RFC 6266: an ASCII name for old readers, the real one in UTF-8."""
    kind = "attachment" if attachment else "inline"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name) or "file"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
