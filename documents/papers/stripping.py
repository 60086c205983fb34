"""A PDF without scripts, actions, attachments and forms that act: what is shown to people. The original stays
untouched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ACTIVE_ANNOTATIONS = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Widget", "/Popup", "/TrapNet"}
)
SAFE_ACTIONS = frozenset({"/GoTo", "/URI"})
SAFE_SCHEMES = ("http://", "https://", "mailto:")


class CannotShow(Exception):
    """There is no viewing copy; `trouble` is a code that screens put into words."""

    def __init__(self, trouble: str):
        super().__init__(trouble)
        self.trouble = trouble


def strip(source: Path, target: Path) -> int:
    """Write a copy without anything active. Returns the number of pages. Raises CannotShow."""
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(source) as document:
            _strip_document(document)
            for page in document.pages:
                _strip_page(page.obj)
            document.remove_unreferenced_resources()
            document.save(target, linearize=True, encryption=False)
        with target.open("rb") as data:
            shown = pypdfium2.PdfDocument(data.read())
        try:
            return len(shown)
        finally:
            shown.close()
    except pikepdf.PasswordError as error:
        raise CannotShow("password") from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError, TypeError) as error:
        raise CannotShow("damaged") from error


def _strip_document(document: Any) -> None:
    """Whatever a document does by itself when opened, and what it carries besides its pages."""
    root = document.Root
    for key in ("/OpenAction", "/AA", "/AF", "/Collection", "/Threads", "/URI", "/Perms", "/Legal", "/Requirements"):
        if key in root:
            del root[key]
    if "/Names" in root:
        for key in list(root.Names.keys()):
            if key != "/Dests":
                del root.Names[key]
    if "/AcroForm" in root:
        _flatten(document)
    if "/Outlines" in root:
        _strip_outline(root.Outlines, set())


def _flatten(document: Any) -> None:
    """Form fields become plain drawing; scripts and XFA go with the form."""
    form = document.Root.AcroForm
    for key in ("/XFA", "/CO"):
        if key in form:
            del form[key]
    try:
        document.flatten_annotations("screen")
    finally:
        del document.Root["/AcroForm"]


def _strip_outline(entry: Any, seen: set[Any]) -> None:
    """Bookmarks that jump stay; those that do anything else lose their action."""
    waiting = [entry]
    while waiting:
        current = waiting.pop()
        if current.objgen in seen and current.objgen != (0, 0):
            continue
        seen.add(current.objgen)
        if "/A" in current and str(current.A.get("/S")) != "/GoTo":
            del current["/A"]
        waiting.extend(current[key] for key in ("/First", "/Next") if key in current)


def _strip_page(page: Any) -> None:
    for key in ("/AA", "/AF", "/PresSteps", "/Dur"):
        if key in page:
            del page[key]
    if "/Annots" not in page:
        return
    kept = [annotation for annotation in page.Annots if _is_safe(annotation)]
    if kept:
        import pikepdf

        page["/Annots"] = pikepdf.Array(kept)
    else:
        del page["/Annots"]


def _is_safe(annotation: Any) -> bool:
    """May this annotation stay? Links to addresses and pages may, without what hangs on them."""
    if not hasattr(annotation, "get") or str(annotation.get("/Subtype")) in ACTIVE_ANNOTATIONS:
        return False
    for key in ("/AA", "/PA", "/AF"):
        if key in annotation:
            del annotation[key]
    action = annotation.get("/A")
    if action is None:
        return True
    if str(action.get("/S")) not in SAFE_ACTIONS:
        return False
    if "/Next" in action:
        del action["/Next"]
    address = str(action.get("/URI", ""))
    return not address or address.lower().startswith(SAFE_SCHEMES)


def image_to_pdf(source: Path, target: Path) -> None:
    """An image on a page of its own, drawn anew: nothing of the file but its picture remains. Raises CannotShow."""
    from PIL import Image, ImageOps

    try:
        with Image.open(source, formats=["PNG", "JPEG"]) as image:
            picture = ImageOps.exif_transpose(image) or image
            if picture.mode in ("RGBA", "LA", "P", "PA"):
                picture = picture.convert("RGBA")
                sheet = Image.new("RGB", picture.size, "white")
                sheet.paste(picture, mask=picture.getchannel("A"))
                picture = sheet
            elif picture.mode not in ("RGB", "L"):
                picture = picture.convert("RGB")
            longest = max(picture.size)
            picture.save(target, "PDF", resolution=max(72.0, longest / 11.0))
    except Exception as error:
        raise CannotShow("damaged") from error
