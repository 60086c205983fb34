"""What is measured on a page in a browser: targets for fingers, the width, and what axe finds."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.served import ROOT

AXE = (ROOT / "static/vendor/axe.min.js").read_text(encoding="utf-8")

# A target is as large as its box, or as its label, or as what reacts around it. Links within a sentence are excepted.
SMALL = """() => {
  const inside = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return !!hit && (element.contains(hit) || hit.closest('label')?.control === element);
  };
  const said = (element) => (element.getAttribute('aria-label') || element.textContent || element.name || '').trim();
  const small = [];
  const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary, '
    + '[role=button], [role=radio], [role=tab], [role=option], [role=menuitem]';
  for (const element of document.querySelectorAll(targets)) {
    if (!element.checkVisibility({visibilityProperty: true}) || element.closest('.an, .nhay, [inert]')) continue;
    const label = element.matches('input') ? element.closest('label') : null;
    const box = () => (label ?? element).getBoundingClientRect();
    if (box().width < 2 || (box().width >= 47.5 && box().height >= 47.5)) continue;
    const around = element.parentElement.textContent.trim().length - element.textContent.trim().length;
    if (element.tagName === 'A' && getComputedStyle(element).display === 'inline' && around > 3) continue;
    element.scrollIntoView({block: 'center', inline: 'nearest'});
    const {left, top, width, height} = box();
    const [x, y] = [left + width / 2, top + height / 2];
    const tall = height >= 47.5 || (inside(element, x, y - 23) && inside(element, x, y + 23));
    const wide = width >= 47.5 || (inside(element, x - 23, y) && inside(element, x + 23, y));
    if (!tall || !wide) small.push(`${element.tagName} “${said(element).slice(0, 40)}” ${width | 0}×${height | 0}`);
  }
  scrollTo(0, 0);
  return small;
}"""


FOUND = """() => axe.run(document, {resultTypes: ['violations'], preload: false})
    .then((told) => told.violations.map((one) => [one.id, one.impact, one.nodes[0].html]))"""


def small_targets(page: Page) -> list[str]:
    """Whatever a finger may press that is smaller than 48 px."""
    found: list[str] = page.evaluate(SMALL)
    return found


def sideways(page: Page) -> int:
    """By how much the page is wider than its window."""
    width = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    return int(width)


def serious(page: Page) -> list[str]:
    """What axe finds serious or worse on the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(FOUND)
    return [f"{name}: {html[:300]}" for name, impact, html in found if impact in ("serious", "critical")]


def in_order(page: Page) -> None:
    """Fingers reach everything, nothing goes sideways, and axe is content."""
    assert (small_targets(page), sideways(page), serious(page)) == ([], 0, [])
