"""People: persons, bodies with dated rules, memberships over time, sign-in and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House


def register(house: House) -> None:
    """Commands, views and the sign-in door of this room."""
    from app.people import body_commands, commands, pages, policy, rule_pages, session_commands, signin, views

    assert body_commands and commands and session_commands and views  # importing them registers them
    blueprints = [signin.blueprint, pages.blueprint, rule_pages.blueprint]
    house.register(blueprints=blueprints, permissions=policy.PERMISSIONS, pages=policy.PAGES)
