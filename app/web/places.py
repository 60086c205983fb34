"""The site's main places, in the header and at the foot of small screens; each package names its own (`site.places`)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import doors

if TYPE_CHECKING:
    from app.policy import Actor

log = logging.getLogger("dienhong.web")


@dataclass(frozen=True, slots=True)
class Place:
    """A main place: `name` is what a page's block `here` says, `count` how many things wait there."""

    name: str
    href: str
    label: str
    icon: str
    order: int
    short: str = ""
    count: int = 0
    filled: bool = False
    """The icon has a filled form in the sprite."""


def site_places(who: Actor | None) -> list[Place]:
    """In order. A fault here must not take the page with it: error pages have a header too."""
    from app.web.page import reading

    if who is None or not who.person:
        return []
    try:
        with reading() as read:
            return sorted(doors.found("site.places", read, who), key=lambda place: place.order)
    except Exception:
        log.exception("the site's places could not be read")
        return []
