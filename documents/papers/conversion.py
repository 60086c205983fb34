"""The viewing copy of a version, made in the worker: a PDF without anything active in it. The original is kept
as it came.

PDF: stripped by pikepdf. Images: drawn anew on a page. Office files: LibreOffice without macros, without
network, with a profile that is
thrown away, killed with all it started when time is up; then stripped like any PDF.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.jobs.registry import Give, Work, job
from documents.papers import fonts, office, store
from documents.papers.stripping import CannotShow, image_to_pdf, strip

SECONDS = 90


def _gave_up(work: Work, payload: dict[str, Any], error: str) -> list[Give]:
    trouble = "timeout" if error == "timeout" else "failed"
    return [told(work.stream, payload, trouble=trouble)]


def told(stream: str, payload: dict[str, Any], **found: Any) -> Give:
    args = {"paper": payload["paper"], "version": payload["version"], **found}
    return Give("paper.converted", stream, args)


@job("papers.convert", seconds=SECONDS, attempts=2, gave_up=_gave_up)
def convert(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Make the viewing copy, or say why there is none."""
    source = store.path_of(work.settings, payload["sha256"])
    target = work.folder / "viewing.pdf"
    try:
        pages = make_viewing(source, payload["media_type"], work.folder, target, work.settings.libreoffice)
        warning = "old_fonts" if fonts.old_fonts(source, target) else ""
        viewing = store.put(work.settings, target)
    except CannotShow as why:
        warning = "old_fonts" if fonts.old_fonts(source, None) else ""
        return [told(work.stream, payload, trouble=why.trouble, warning=warning)]
    return [told(work.stream, payload, viewing=viewing, pages=pages, warning=warning)]


def make_viewing(source: Path, media_type: str, folder: Path, target: Path, libreoffice: str = "") -> int:
    """Write the viewing copy to `target`. Returns its pages. Raises CannotShow."""
    if media_type == "application/pdf":
        return strip(source, target)
    drawn = folder / "drawn.pdf"
    if media_type.startswith("image/"):
        image_to_pdf(source, drawn)
    else:
        office.to_pdf(source, media_type, folder, drawn, libreoffice)
    return strip(drawn, target)
