"""Which code this is: forms told by other code may look otherwise, so nobody goes on from them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from app.settings import load


@cache
def code() -> str:
    """The digest of every Python file of the frame and the feature packages."""
    digest = hashlib.sha256()
    for package in ("app", *load().features):
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        root = Path(spec.origin).parent
        for path in sorted(root.rglob("*.py")):
            digest.update(f"{package}/{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
