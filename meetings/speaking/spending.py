"""What the groups of a meeting have spent of their time, between the rows and the rules."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select

from app.commands import Transaction
from meetings.agenda.models import Item
from meetings.planning.models import Meeting
from meetings.speaking import rules
from meetings.speaking.allowance import shares
from meetings.speaking.models import Quota, Speech


def has_quotas(meeting: Meeting) -> bool:
    """Asked at every request to speak, so it stands with the meeting."""
    return bool(meeting.speaking.get("quotas"))


def spent_groups(tx: Transaction, meeting: Meeting, item: str | None) -> frozenset[str]:
    """The groups that have used up their time on an item, by what they have spoken until now. Nothing is read without quotas."""
    if item is None or not has_quotas(meeting):
        return frozenset()
    default: dict[str, int | None] = {}
    own: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    for row in tx.session.scalars(select(Quota).where(Quota.meeting == meeting.id)):
        if row.item is None:
            default[row.group] = row.seconds
        else:
            own[row.group][row.item] = row.seconds
    used, items = _used(tx), _taken_up(tx, item)
    of_group = {group: shares(items, own[group], default.get(group), used[group]) for group in {*default, *own}}
    return frozenset(group for group, found in of_group.items() if found[item].spent)


def _used(tx: Transaction) -> defaultdict[str, dict[str, int]]:
    """Seconds by group and item; replies and words on procedure count too. The group is the speaker's when called."""
    wanted = select(Speech.group, Speech.item, func.sum(Speech.seconds), Speech.started_at).where(
        Speech.meeting == tx.subject,
        Speech.group != "",
        Speech.state.in_(sorted(rules.HEARD)),
    )
    told = tx.session.execute(wanted.group_by(Speech.group, Speech.item, Speech.started_at))
    stretches = (((group, item), rules.Clock(int(seconds), since)) for group, item, seconds, since in told if item)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (group, item), seconds in rules.counted(stretches, tx.now).items():
        found[group][item] = seconds
    return found


def _taken_up(tx: Transaction, item: str) -> list[str]:
    """The items in the order in which they were first taken up, `item` last where it wasn't yet."""
    rows = list(tx.session.scalars(select(Item).where(Item.meeting == tx.subject, Item.state != "waiting")))
    # Items of before this was kept have no time of their own for it.
    since = {row.id: row.taken_up_at or row.finished_at or row.started_at or tx.now for row in rows}
    found = [row.id for row in sorted(rows, key=lambda row: (since[row.id], row.order))]
    return found if item in since else [*found, item]
