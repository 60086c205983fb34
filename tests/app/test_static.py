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


ASKS = re.compile(r":has\(")


def _selectors(css: str) -> list[str]:
    """Each rule's selectors, cut at the commas that stand in no brackets."""
    found = []
    for head in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        depth, cut = 0, [""]
        for letter in head.strip():
            depth += (letter in "([") - (letter in ")]")
            cut = [*cut, ""] if letter == "," and not depth else [*cut[:-1], cut[-1] + letter]
        found += [] if head.strip().startswith("@") else cut
    return found


def _asked(selector: str) -> tuple[list[str], str]:
    """What is asked for in each `:has()`, and whom the rule then dresses."""
    asked = []
    while found := ASKS.search(selector):
        depth, end = 1, found.end()
        while depth:
            depth += (selector[end] == "(") - (selector[end] == ")")
            end += 1
        asked.append(selector[found.end() : end - 1])
        selector = f"{selector[: found.start()]}:asks{selector[end:]}"
    return asked, re.split(r"[ >+~]+(?![^(]*\))", selector.strip())[-1]


def test_a_row_put_in_a_list_dresses_nothing_else_anew() -> None:
    """Chromium keeps one set of whom any `:has()` may dress: one `*` in it, or one bare tag asked for, and every element that is
    put in makes it dress the whole page again (500 names took 400 ms of a slow tablet's, docs/performance.md)."""
    told, tag = re.compile(r"[.#\[]|:asks"), re.compile(r"(?:^|[ >+~,(])(?!input|fieldset)[a-z]")
    wide = []
    for path in sorted((ROOT / "static" / "css").glob("*.css")):
        for selector in filter(ASKS.search, _selectors(path.read_text())):
            asked, dressed = _asked(selector)
            if not told.search(dressed) or any("*" in one or tag.search(one) for one in asked):
                wide.append(f"{path.name}: {selector.strip()}")
    assert wide == []
