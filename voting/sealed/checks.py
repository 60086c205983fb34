"""What the audit checks of sealed ballots: the published text against the tables and the journal, envelopes against their
voters' entries, and that nothing is left to be opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from app.audit import Findings, audit_check, subject, told
from voting.sealed import bundle as bundles
from voting.sealed.counts import sent
from voting.sealed.keeping import digest_of
from voting.sealed.lists import list_digest
from voting.sealed.manifest import digest_of as manifest_digest
from voting.sealed.models import SealedBox, SealedEnvelope, SealedItem
from voting.votes.models import Cast, Vote

KINDS = ("sealed.cast", "sealed.accepted", "vote.opened", "vote.closed", "sealed.box_opened", "vote.announced")


@dataclass
class Story:
    """What the journal tells of a sealed ballot."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    late: int = 0
    hidden: bool = False


@audit_check("sealed")
def check_sealed(read: Connection, only: str | None = None) -> Findings:
    """One line a sealed ballot, and what is wrong with it."""
    found = Findings(section={"sealed": []})
    stories, hidden = _stories(read, only)
    listed = select(SealedBox.__table__).order_by(SealedBox.meeting, SealedBox.id)
    meeting = subject(only)
    for box in read.execute(listed if meeting is None else listed.where(SealedBox.meeting == meeting)).all():
        story = stories.get(box.id, Story())
        story.hidden = f"meeting:{box.meeting}" in hidden
        state = read.execute(select(Vote.state).where(Vote.id == box.id)).scalar()
        faults = [*_envelope_faults(read, box, story, str(state)), *_text_faults(read, box, story)]
        line = {"vote": box.id, "stage": box.stage, "level": box.level, "envelopes": box.envelopes}
        found.section["sealed"].append({**line, "erased": box.erased_at is not None, "agrees": not faults})
        for code in faults:
            found.problem(code, vote=box.id, meeting=box.meeting)
    return found


def _stories(read: Connection, only: str | None) -> tuple[dict[str, Story], set[str]]:
    stories: dict[str, Story] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.stream)
            continue
        story = stories.setdefault(str(entry.args.get("vote")), Story())
        if entry.kind == "sealed.cast":
            story.late += "box" in story.told
            story.sent.setdefault(str(entry.actor), []).append(str(entry.facts.get("h1")))
        else:
            story.told |= {k: entry.facts[k] for k in ("manifest", "code", "box", "bundle") if k in entry.facts}
    return stories, hidden


def _envelope_faults(read: Connection, box: Any, story: Story, state: str) -> Iterator[str]:
    """Every envelope is told of by its voter's entry; none is left when the ballot is over; turnout is who has sent one."""
    kept = SealedEnvelope
    rows = read.execute(select(kept.person, kept.h1, kept.e1).where(kept.vote == box.id).order_by(kept.revision)).all()
    by_voter: dict[str, list[str]] = {}
    for person, h1, _e1 in rows:
        by_voter.setdefault(person, []).append(h1)
    if story.late:
        yield "envelope_after_closing"
    if not story.hidden and by_voter != story.sent:
        yield "envelopes_differ"
    turnout = set(read.execute(select(Cast.person).where(Cast.vote == box.id)).scalars())
    if turnout != set(by_voter):
        yield "turnout_differs"
    left = read.execute(select(func.count()).where(SealedItem.vote == box.id)).scalar()
    over = box.stage in ("few", "final", "ended")
    if over != (box.erased_at is not None) or (over and (left or any(e1 is not None for _p, _h, e1 in rows))):
        yield "envelopes_left"
    if state in ("closed", "announced") and box.box is None:
        yield "box_missing"


def _text_faults(read: Connection, box: Any, story: Story) -> Iterator[str]:
    """Manifest, box and published text are the ones the journal tells of; what is published holds."""
    if box.manifest is not None and not story.hidden:
        if story.told.get("manifest") != manifest_digest(box.manifest).hex():
            yield "manifest_changed"
        if box.box != story.told.get("box"):
            yield "box_changed"
    if box.box is not None:
        digests = [h1 for h1, _person, _e1 in sent(read, box.id)]
        if list_digest(manifest_digest(box.manifest), 0, digests).hex() != box.box or len(digests) != box.envelopes:
            yield "box_changed"
    if box.bundle is None:
        return
    if digest_of(box.bundle) != box.bundle_digest or (
        not story.hidden and story.told.get("bundle") != box.bundle_digest
    ):
        yield "published_ballot_changed"
        return
    try:
        published = bundles.read(box.bundle)
        holds = not bundles.faults(published) and published.manifest_text == box.manifest
    except ValueError:
        holds = False
    if not holds:
        if box.stage not in ("disputed", "ended"):  # said aloud then, and the vote annulled
            yield "published_ballot_does_not_hold"
    elif box.tally != list(published.tally) or list(published.lists[0]) != [h1 for h1, *_ in sent(read, box.id)]:
        yield "published_ballot_differs"
