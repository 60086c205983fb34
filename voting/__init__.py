"""Voting: the rule engine, ballots, and opinion slips. The package registers itself with the frame."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House

ROOMS = (
    "voting.bylaws",
    "voting.votes.commands",
    "voting.votes.ballots",
    "voting.votes.views",
    "voting.votes.objections",
    "voting.votes.sittings",
    "voting.votes.checks",
    "voting.consent.commands",
    "voting.consent.views",
    "voting.consent.checks",
    "voting.consent.panels",
    "voting.counted.commands",
    "voting.counted.views",
    "voting.counted.checks",
    "voting.votes.refusals",
    "voting.history.keeping",
    "voting.history.checks",
    "voting.sealed.commands",
    "voting.sealed.casting",
    "voting.sealed.opening",
    "voting.sealed.confirming",
    "voting.sealed.views",
    "voting.sealed.checks",
    "voting.slips.commands",
    "voting.slips.answering",
    "voting.slips.sessions",
    "voting.slips.views",
    "voting.slips.panels",
    "voting.slips.reported",
    "voting.slips.refusals",
    "voting.slips.checks",
)

VERBS = {"verify-ballot": "voting.sealed.verifying"}
"""What `python run.py` does of ours."""


def register(house: House) -> None:
    """Import every slice's commands and views; bring the page of permissions."""
    for name in ROOMS:
        importlib.import_module(name)
    from app.checkpoints import MOMENTS
    from voting import policy
    from voting.history.pages import blueprint as history
    from voting.sealed.keeping import no_samples
    from voting.sealed.pages import blueprint as sealed_pages
    from voting.slips.pages import blueprint as slip_pages
    from voting.votes.restart import give_time

    house.before_serving += [step for step in (give_time, no_samples) if step not in house.before_serving]
    MOMENTS.update(("vote.closed", "sealed.box_opened", "count.entered", "count.confirmed", "consent.adopted"))
    recorded = dict.fromkeys(policy.PERMISSIONS, "vote.record_refusal")
    recorded |= dict.fromkeys(policy.SLIPS, "slip.record_refusal")
    pages = [sealed_pages, slip_pages, history]
    house.register(blueprints=pages, permissions=policy.PERMISSIONS, pages=policy.PAGES, recorded=recorded)
