"""Finds the texts of the browser's code for pybabel (babel.cfg).

Babel's own reader loses every call inside a template's `${…}` that has braces of its own, and most of ours stand there.
Our texts are always plain strings in double quotes: `t("…")`, `tn("…", "…", n)`, `tc("context", "…")`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator, Mapping
from typing import IO, Any

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_CALL = re.compile(rf"(?<![\w.$])(?P<name>tn|tc|t)\(\s*(?P<one>{_STRING})(?:\s*,\s*(?P<many>{_STRING}))?")
_COMMENT = re.compile(r"^\s*(//|/?\*)")


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Generator[tuple[int, str, Any, list[str]]]:
    """(line, function, text or texts, comments) for every call, as pybabel wants them."""
    source = fileobj.read().decode("utf-8")
    lines = source.split("\n")
    for call in _CALL.finditer(source):
        line = source.count("\n", 0, call.start()) + 1
        name, one, many = call["name"], json.loads(call["one"]), call["many"]
        if name not in keywords or _COMMENT.match(lines[line - 1]):
            continue
        yield line, name, (one, json.loads(many)) if name in ("tn", "tc") and many else one, []
