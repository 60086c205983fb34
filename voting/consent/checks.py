"""What the audit checks of consent items: words and adoptions against the journal, and that nothing opposed was adopted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from app.text import tidy
from voting.consent import rules
from voting.consent.models import Adoption, ConsentMark

KINDS = ("consent.marked", "consent.adopted", "consent.annulled")
KEPT = ("taken_out", "members", "present", "needed", "rules")


@dataclass
class Story:
    """What the journal tells of one meeting: the last word of each on each item, adoptions by id, what was wrong then."""

    words: dict[tuple[str, str], tuple[str, Any]] = field(default_factory=dict)
    adopted: dict[str, dict[str, Any]] = field(default_factory=dict)
    opposed: list[str] = field(default_factory=list)


@audit_check("consents")
def check_consents(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    stories, hidden = _stories(read, only)
    marks, adoptions = select(ConsentMark.__table__), select(Adoption.__table__)
    meeting = subject(only)
    if meeting is not None:
        marks, adoptions = marks.where(ConsentMark.meeting == meeting), adoptions.where(Adoption.meeting == meeting)
    kept: dict[str, dict[tuple[str, str], tuple[str, Any]]] = {}
    for row in read.execute(marks).mappings():
        kept.setdefault(row["meeting"], {})[row["item"], row["person"]] = (row["mark"], row["at"])
    acts: dict[str, dict[str, dict[str, Any]]] = {}
    for row in read.execute(adoptions).mappings():
        told_of = {"by": row["by"], "at": row["at"], "items": sorted(row["items"]), **{k: row[k] for k in KEPT}}
        annulled = (row["annulled_at"], row["annulled_by"], row["reason"])
        told_of["annulled"] = annulled if any(annulled) else None
        acts.setdefault(row["meeting"], {})[row["id"]] = told_of
    for id in sorted((stories.keys() | kept.keys() | acts.keys()) - hidden):
        story = stories.get(id, Story())
        if story.words != kept.get(id, {}):
            found.problem("consent_differs", meeting=id)
        if story.adopted != acts.get(id, {}):
            found.problem("adoption_differs", meeting=id)
        for act in acts.get(id, {}).values():
            if rules.adoption_fault(act["rules"], act["members"], act["present"], act["needed"]):
                found.problem("adoption_cannot_be", meeting=id)
        for item in story.opposed:
            found.problem("opposed_item_adopted", meeting=id, item=item)
    found.section = {"consents": {"words": sum(map(len, kept.values())), "adoptions": sum(map(len, acts.values()))}}
    return found


def _stories(read: Connection, only: str | None) -> tuple[dict[str, Story], set[str]]:
    stories: dict[str, Story] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.subject)
            continue
        story, args = stories.setdefault(entry.subject, Story()), entry.args
        if entry.kind == "consent.marked":
            story.words[str(args.get("item")), str(entry.actor)] = (str(args.get("mark")), entry.at)
            continue
        if entry.kind == "consent.annulled":
            act = story.adopted.get(str(args.get("adoption")), {})
            act["annulled"] = (entry.at, entry.actor, tidy(str(args.get("reason"))))
            continue
        items = list(args.get("items") or ())
        against = {item for (item, _person), (mark, _at) in story.words.items() if mark in rules.OPPOSED}
        story.opposed += sorted(against.intersection(items))
        facts = {name: entry.facts.get(name) for name in KEPT}
        story.adopted[str(entry.facts.get("made"))] = {
            "by": entry.actor,
            "at": entry.at,
            "items": sorted(items),
            "annulled": None,
            **facts,
        }
    return stories, hidden
