"""What is under static/ and templates/: icons that exist and are used, no inline style or script, one dark theme."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES: tuple[tuple[str, str], ...] = (
    ("templates", "*.html"),
    ("static/js", "*.js"),
    ("app", "*.py"),
    ("meetings", "*.py"),
)
SOURCES += (("voting", "*.py"), ("documents", "*.py"))


def texts() -> dict[str, str]:
    found = {}
    for folder, pattern in SOURCES:
        for path in (ROOT / folder).rglob(pattern):
            found[str(path.relative_to(ROOT))] = path.read_text()
    return found


def listed() -> set[str]:
    lines = (ROOT / "static" / "icons.txt").read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    asked = re.compile(r"""\bicon\(["']([a-z-]+)["']|<\$\{Icon\} name="([a-z-]+)\"""")
    missing = {
        (name, path)
        for path, text in texts().items()
        for found in asked.finditer(text)
        if (name := found.group(1) or found.group(2)) not in listed()
    }
    assert missing == set()


def test_the_sprite_holds_no_icon_nobody_asks_for() -> None:
    everything = "\n".join(texts().values())
    quoted = set(re.findall(r"""["'`]([a-z]+(?:-[a-z]+)*)["'`]""", everything))
    # A main place's icon is filled where one is: base.html adds the ending itself.
    quoted |= {f"{name}-fill" for name in quoted if f'"{name}", 10, filled=True' in everything}
    assert listed() - quoted == set()


def test_no_template_carries_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(r"<[^>{]*\sstyle=|<style\b|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|application/json))")
    papers = ("templates/documents/official/", "templates/documents/demo/")  # these become PDF files, not pages
    found = [
        path
        for path, text in texts().items()
        if path.startswith("templates/") and not path.startswith(papers) and inline.search(text)
    ]
    assert found == []


def test_the_chosen_dark_theme_and_the_devices_are_the_same() -> None:
    css = (ROOT / "static" / "css" / "tokens.css").read_text()
    chosen = re.search(r"^\[data-theme=dark\]\{\n(.*?)\n\}", css, re.S | re.M)
    followed = re.search(r"prefers-color-scheme:dark\)\{[^{]*\{\n(.*?)\n\}\}", css, re.S)
    assert chosen and followed and chosen.group(1) == followed.group(1)
