"""The PDF of official minutes: HTML laid out by WeasyPrint with our own fonts, and nothing fetched from anywhere else.

Runs in the worker only: laying out twelve pages would hold the hub for seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import RowMapping

from app.chain import in_groups
from app.text import unbroken
from documents.official import wording_rules as wording
from documents.official.forms import parts

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
ALLOWED = (STATIC / "fonts", STATIC / "css")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed: `lead` in bold, then the rest."""

    kind: str
    lead: str
    text: str
    id: str = ""
    edited: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """All that stands on the paper. `seq` and `head` say up to where the journal was read."""

    header: parts.Header
    number: tuple[str, str]
    title: str
    paragraphs: tuple[Paragraph, ...]
    secretary: parts.Signer
    chair: parts.Signer
    recipients: tuple[str, ...]
    attendees: tuple[Mapping[str, str], ...]
    ballots: tuple[Mapping[str, Any], ...]
    draft: bool
    seq: int
    head: str


def paragraphs(blocks: Sequence[Mapping[str, Any] | RowMapping]) -> tuple[Paragraph, ...]:
    """The paragraphs of the text, the title apart; a line break begins a new one."""
    made: list[Paragraph] = []
    for block in blocks:
        if block["kind"] == "title":
            continue
        for place, line in enumerate(filter(None, map(str.strip, block["text"].split("\n")))):
            lead, rest = split(block["kind"], line) if place == 0 else ("", line)
            made.append(
                Paragraph(block["kind"], lead, rest, block["id"], bool(block["edited"]), bool(block["changed"]))
            )
    return tuple(made)


def split(kind: str, line: str) -> tuple[str, str]:
    """What of a paragraph is set in bold: titles of items whole, of conclusions the word before the colon."""
    if kind == "item":
        return line, ""
    if kind == "conclusion" and line.startswith("Kết luận") and ":" in line[:20]:
        lead, _colon, rest = line.partition(":")
        return lead + ":", rest
    return "", line


@cache
def environment() -> Environment:
    """Jinja on its own: the worker has no request, and official papers no translation."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        NATIONAL_TITLE=parts.NATIONAL_TITLE, MOTTO=parts.MOTTO, MISSING=wording.MISSING, groups=in_groups
    )
    made.filters["unbroken"] = unbroken
    return made


def html_of(paper: MinutesPaper) -> str:
    return environment().get_template("documents/official/minutes_pdf.html").render(paper=paper)


def pdf_of(paper: MinutesPaper) -> bytes:
    """The PDF. Raises RuntimeError where the fonts are not there (`make vendor`)."""
    return to_pdf(html_of(paper))


def to_pdf(html: str) -> bytes:
    """Any page in the official fonts; the demo's papers are made by it too."""
    from weasyprint import HTML

    if not (STATIC / "fonts" / "Tinos-Regular.ttf").exists():
        raise RuntimeError("static/fonts/Tinos-Regular.ttf is missing: run make vendor")
    page = HTML(string=html, base_url=(STATIC / "css").as_uri() + "/", url_fetcher=_fetcher())
    made = page.write_pdf(pdf_tags=True, font_config=_fonts(), finisher=_found_as_written)
    assert isinstance(made, bytes)
    return made


def _found_as_written(_document: Any, pdf: Any) -> None:
    """A no-break space has the space's glyph, and in the text taken out again that glyph is what it was first used for:
    an ordinary space, so that every reader's search finds what was written.
    """
    for kept in pdf.objects:
        lines = getattr(kept, "stream", None)
        if lines and b"begincmap" in lines:
            kept.stream = [line.replace(b"<00a0>", b"<0020>") for line in lines]


@cache
def _fonts() -> Any:
    """Our fonts are read once a process: a quarter of the time of a paper of four pages."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    """Gives WeasyPrint our fonts and style sheets; any other address stops the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Bundled(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = Path(url.removeprefix("file://").split("?")[0]).resolve()
            if not url.startswith("file://") or not any(path.is_relative_to(folder) for folder in ALLOWED):
                raise FatalURLFetchingError(f"not bundled: {url}")
            return super().fetch(url, headers)

    return Bundled(allowed_protocols=("file",), allow_redirects=False)
