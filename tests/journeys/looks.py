"""How a room looks, and what is wrong with it: every device, letter size, light and language that a test asks for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.pages.measures import serious, sideways, small_targets
from tests.served import ROOT

WHOLE = os.environ.get("MATRIX") == "whole"
"""`make drill ONLY=matrix`: every size with every letter size, light and language, in place of those that have shown most."""

TABLETS = ((1180, 820), (820, 1180), (390, 844), (360, 740))
DESKS = ((1920, 1080), (1440, 900), (1024, 768), (412, 915), (320, 640))
"""Looked at in the whole matrix; 320 is what is left of a phone whose browser enlarges."""
SCREENS = ((1920, 1080), (1280, 720))
UPRIGHT = ((1080, 1920), (3840, 2160), (1024, 768))

DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SAID = "([theme, text]) => Object.assign(document.documentElement.dataset, {theme, text})"


@dataclass(frozen=True)
class Look:
    """A device, a light, a letter size; `axe`: also for readers of the screen, for it takes longest."""

    size: tuple[int, int]
    theme: str = "light"
    text: int = 100
    axe: bool = False

    def __str__(self) -> str:
        return f"{self.size[0]}x{self.size[1]} {self.theme} {self.text} %"


def looks(role: str, *, axe: bool = True) -> Iterator[Look]:
    """Those of a test; a screen of the hall is always dark. Without `axe` it looks at the two ends alone, and once at each."""
    devices, more = (SCREENS, UPRIGHT) if role == "screen" else (TABLETS, DESKS)
    themes = ("dark",) if role == "screen" else ("light", "dark")
    if WHOLE:
        for size, theme, text in product((*devices, *more), themes, (90, 100, 115, 130)):
            yield Look(size, theme, text, axe=True)
        return
    for size, text in product(devices, (100, 130)):
        end = axe and size in (devices[0], devices[-1])
        yield Look(size, themes[0], text, axe=end)
        if end and len(themes) > 1:
            yield Look(size, "dark", text, axe=True)
    yield from () if axe else ends(role)


def ends(role: str) -> list[Look]:
    """The two ends: the large one light, the small one dark and in large letters."""
    if WHOLE:
        return list(looks(role))
    large, small = (SCREENS[0], SCREENS[-1]) if role == "screen" else (TABLETS[0], TABLETS[-1])
    return [Look(large, "dark" if role == "screen" else "light", 100, True), Look(small, "dark", 130, True)]


def wear(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
    page.evaluate(SAID, [look.theme, str(look.text)])
    page.evaluate(DRAWN)


def wrong(page: Page, look: Look, *, touched: bool) -> list[str]:
    """What doesn't fit, what a finger would miss, what axe finds."""
    wear(page, look)
    over = sideways(page)
    found = [f"{over} px too wide: {page.evaluate(WIDE)}"] if over else []
    found += [f"cut: {one}" for one in page.evaluate(CUT)]
    found += small_targets(page) if touched else []
    found += serious(page) if look.axe else []
    return [f"{look}: {one}" for one in found]


WIDE = """() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
    .slice(0, 3).map((one) => `${one.tagName}.${one.getAttribute('class')}`).join(' ')"""
"""Who sticks out, of those that reach furthest up."""


CUT = """() => [...document.querySelectorAll('.dau.phong .tinh-hinh > *')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > one.closest('.ten').getBoundingClientRect().right + 0.5)
    .map((one) => one.textContent)"""
"""What a header says of the meeting and doesn't show whole."""


# -- words ------------------------------------------------------------------------------------------------------------

SHOWN = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style')) found.add(walker.currentNode.data.trim());
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) found.add((one.getAttribute(name) ?? '').trim());
  return [...found].filter(Boolean);
}"""


@cache
def vietnamese() -> frozenset[str]:
    """What the product itself says in Vietnamese, where its English is other words."""
    with (ROOT / "app/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    told = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue if one.id}
    return frozenset(msgid for msgid, said in told.items() if said != msgid and "%(" not in msgid)


def untranslated(page: Page) -> list[str]:
    """Words of the product that are still Vietnamese: names, titles and what people wrote are theirs."""
    return [f"not in English: {one}" for one in page.evaluate(SHOWN) if one in vietnamese()]


# -- without a network ------------------------------------------------------------------------------------------------

PRESS = """async ([inside, done, again]) => {
  const within = inside ? document.querySelector('dialog[open]') : document;
  const told = (one) => (one.getAttribute('aria-label') || one.textContent || '').trim().slice(0, 60);
  const may = (one) => !one.disabled && !one.matches('[aria-disabled=true], [aria-pressed=true]') && !('safe' in one.dataset)
    && !one.closest('[inert], [aria-current]') && (inside || !one.closest('dialog'))
    && one.checkVisibility({visibilityProperty: true});
  const wanted = (one) => (again ? told(one) === again : !done.includes(told(one)));
  const button = [...(within?.querySelectorAll('button') ?? [])].find((one) => may(one) && wanted(one));
  if (!button) return null;
  const does = await new Promise((tell) => {
    const moved = ({target}) => !(target.nodeType === 1 ? target : target.parentElement)?.closest('.vong, .so');
    const watch = new MutationObserver((changes) => changes.some(moved) && end(true));
    const timer = setTimeout(() => end(false), 1500);
    const end = (told) => { watch.disconnect(); clearTimeout(timer); tell(told); };
    watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    button.click();
  });
  return [told(button), does, !!document.querySelector('dialog[open]')];
}"""
"""Presses one of the buttons that may be pressed and were not (by their names), and looks whether anything on the page answers, time
alone excepted. A button that shows by itself that it is on is no question."""


def dead_buttons(page: Page) -> list[str]:
    """Buttons that may be pressed and say nothing; those of the sheets they open, too."""
    found: list[str] = []
    pressed: list[str] = []
    while told := page.evaluate(PRESS, [False, pressed, ""]):
        said, does, opened = told
        pressed.append(said)
        found += [] if does else [f"does nothing without a network: {said}"]
        found += _dead_inside(page, said) if opened else []
        page.keyboard.press("Escape")
        page.evaluate(DRAWN)
    return found


def _dead_inside(page: Page, of: str) -> list[str]:
    found: list[str] = []
    pressed: list[str] = []
    while told := page.evaluate(PRESS, [True, pressed, ""]):
        said, does, opened = told
        pressed.append(said)
        found += [] if does else [f"does nothing without a network: {of}, {said}"]
        if not opened and not page.evaluate(PRESS, [False, [], of]):
            break
    return found


# -- by keyboard ------------------------------------------------------------------------------------------------------

SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || !one.isConnected) return "the focus is lost";
  if (one.tabIndex < 0 && one.closest('dialog[open]')) return "";
  const told = (one.getAttribute('aria-label') || one.textContent || one.id || one.className.toString()).trim().slice(0, 60);
  const probe = document.body.appendChild(Object.assign(document.createElement('i'), {style: 'color:var(--focus)'}));
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const own = getComputedStyle(one);
  const outlined = (look) => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
  const ring = outlined(own) || own.boxShadow !== 'none' || parseFloat(own.strokeWidth) >= 4;
  const box = (around) => around && [getComputedStyle(around)].some((look) => look.boxShadow.includes(colour) || outlined(look));
  const around = one.matches('input, textarea') && [one.parentElement, one.parentElement?.parentElement, one.closest('label')].some(box);
  if (!ring && !around) return `no ring around ${one.localName} ${told}`;
  const {top, bottom, left, right} = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth ? "" : `out of sight: ${one.localName} ${told}`;
}"""
"""What is wrong with where the focus is; a field may have its ring around the box it stands in. A sheet opens on its title, which
nobody presses: that the sheet is there is seen."""

TO_BE_REACHED = """() => [...document.querySelectorAll('button, a[href], select, textarea, summary, [tabindex="0"]')]
  .filter((one) => !one.disabled && one.tabIndex >= 0 && !one.closest('[inert]') && one.checkVisibility({visibilityProperty: true}))
  .map((one, place) => {
    one.dataset.step = place;
    return (one.getAttribute('aria-label') || one.textContent || one.localName).trim().slice(0, 60);
  })"""


def missed_by_keys(page: Page) -> list[str]:
    """Tab goes once through the page: what it doesn't come to, and where the focus isn't seen."""
    wanted: list[str] = page.evaluate(TO_BE_REACHED)
    page.evaluate("() => document.activeElement?.blur()")
    found: list[str] = []
    reached: set[int] = set()
    for _step in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        step = page.evaluate("() => document.activeElement?.dataset.step ?? ''")
        if page.evaluate("() => document.activeElement === document.body"):
            continue  # the browser's own bar, and then the beginning
        if step and int(step) in reached:
            break
        reached |= {int(step)} if step else set()
        wrong_here = page.evaluate(SEEN)
        found += [f"by Tab: {wrong_here}"] if wrong_here else []
    return found + [f"Tab doesn't come to: {one}" for place, one in enumerate(wanted) if place not in reached]
