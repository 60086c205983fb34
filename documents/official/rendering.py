"""Where a paper that was laid out goes: into the store, with what the command says of it."""

from __future__ import annotations

from typing import Any

from app.jobs.registry import Work
from documents.papers import store


def stored(work: Work, pdf: bytes) -> dict[str, Any]:
    """Puts a PDF into the store: `{"sha256", "pages", "size"}`, the size in bytes."""
    made = work.folder / "paper.pdf"
    made.write_bytes(pdf)
    return {"sha256": store.put(work.settings, made), "pages": _pages(pdf), "size": len(pdf)}


def _pages(pdf: bytes) -> int:
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
