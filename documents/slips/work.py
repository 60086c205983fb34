"""The worker's part: a copy of each file that can be read in the browser, as of papers."""

from __future__ import annotations

from typing import Any

from app.jobs.registry import Give, Work, job
from documents.papers import store
from documents.papers.conversion import SECONDS, make_viewing
from documents.papers.stripping import CannotShow


def _gave_up(work: Work, payload: dict[str, Any], _error: str) -> list[Give]:
    return [Give("enclosure.converted", work.stream, {"enclosure": payload["enclosure"]})]


@job("slips.convert", seconds=SECONDS, attempts=2, gave_up=_gave_up)
def convert(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Without one it is taken down as it came."""
    source, target = store.path_of(work.settings, payload["sha256"]), work.folder / "viewing.pdf"
    try:
        pages = make_viewing(source, payload["media_type"], work.folder, target, work.settings.libreoffice)
    except CannotShow:
        return _gave_up(work, payload, "")
    args = {"enclosure": payload["enclosure"], "viewing": store.put(work.settings, target), "pages": pages}
    return [Give("enclosure.converted", work.stream, args)]
