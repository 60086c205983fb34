"""Between rows and the pure rules: a slip's recipients as values, its result, and its reminders in the table of jobs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.commands import Transaction
from app.people.days import local_day
from app.people.views import body_rule, default_id, rule_in_force
from app.policy import Actor
from app.text import tidy
from voting.ruling import matters, sentences
from voting.ruling import rules as ruling
from voting.slips import rules
from voting.slips.models import Slip, SlipRecipient

KEYS = ("majority", "tie", "quorum")
"""The body's rules that judge a slip."""


def wrote(tx: Transaction, slip: Slip, who: Actor) -> None:
    """Somebody changed what a draft asks, or whom: from now on it is their work, too."""
    if who.person and who.person not in (slip.created_by, *slip.writers):
        slip.writers = [*slip.writers, who.person]
        tx.facts(wrote=who.person)


def recipients_of(tx: Transaction, slip: str) -> list[SlipRecipient]:
    """The frozen list, in its order."""
    wanted = select(SlipRecipient).where(SlipRecipient.slip == slip).order_by(SlipRecipient.order)
    return list(tx.session.scalars(wanted))


def as_asked(rows: Sequence[Any]) -> list[rules.Asked]:
    """Rows as values."""
    return [rules.Asked(row.person, row.asked, row.state, row.choice, row.late) for row in rows]


def frozen_rules(read: Connection, slip: Slip, now: datetime) -> dict[str, Any]:
    """The rules of the day of sending, with the ids of the dated rules they come from; a majority asked for goes before the
    body's own for this matter.
    """
    day, matter = local_day(now), next(one for one in matters.MATTERS if one == slip.matter)
    keys = dict.fromkeys((*KEYS, matters.KEYS[matter]))
    in_force = {key: rule_in_force(read, slip.body, key, day) for key in keys}
    values: dict[str, Any] = {key: body_rule(read, slip.body, key, day) for key in KEYS}
    ids = {key: found.id if (found := in_force[key]) else default_id(key) for key in KEYS}
    own = {key: (found.value, found.id) for key, found in in_force.items() if found is not None}
    held = matters.majority_held(matter, {}, own, values["majority"])
    values["majority"], ids["majority"] = held.majority, held.id or default_id("majority")
    if slip.majority is not None:
        values["majority"], ids["majority"] = slip.majority, "slip"
    if matter != "general":
        values |= {"matter": matter, "majority_from": held.majority_from if slip.majority is None else "slip"}
    return values | {"ids": ids, "day": day.isoformat(), "version": ruling.VERSION}


def result_of(slip: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The result from the rows as they stand; the audit judges again from here."""
    listed = as_asked(rows)
    majority = ruling.majority(slip.rules["majority"]) or ruling.Majority()
    outcome = rules.judged(listed, majority, slip.rules, slip.chair)
    result = ruling.as_result(outcome)
    result["sentence"] = sentences.sentence(outcome, slip=True)
    matter, whose = slip.rules.get("matter"), slip.rules.get("majority_from")
    rule = sentences.rule_of(outcome, matter, whose)
    result["rule_words"] = sentences.agreeing(rule) if outcome.ballot.version > 3 else rule
    if matter is not None:
        result |= {"matter": matter, "majority_from": whose}
    result["asked"] = sum(one.asked for one in listed)
    result["late"] = sum(one.late for one in listed)
    return result


def paragraphs(typed: str) -> str:
    """A longer text as it is kept: its lines tidy, one empty line at most between them."""
    text = "\n".join(tidy(line) for line in typed.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip()


# -- reminders ----------


def schedule(tx: Transaction, slip: Slip) -> None:
    """Its reminders from now on, in place of those that were planned."""
    assert slip.deadline is not None
    unschedule(tx, slip)
    for one in rules.reminders(tx.now, slip.deadline):
        args = {"slip": slip.id, "stage": one.stage}
        tx.later("slip.remind", args, due=one.at, key=_key(slip, one.stage))


def unschedule(tx: Transaction, slip: Slip) -> None:
    for stage in rules.STAGES:
        tx.cancel_later(_key(slip, stage))


def _key(slip: Slip, stage: str) -> str:
    return f"slip-{slip.id}-{stage}"
