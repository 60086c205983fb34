"""The minutes of a meeting drafted from what happened (Mẫu 1.9, Nghị định 30/2020/NĐ-CP): order, redrafting, gaps.

QĐ 45/2018/QĐ-TTg: minutes hold the chair and the attendees, the order of events, each speaker's opinions, the
results of votes, conclusions and decisions. Pure: moments are local times, nothing here reads a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.official import ballots_wording_rules as ballots
from documents.official import wording_rules as wording
from documents.official.values_rules import Conclusion, Happened, Item, Note, Spoken, Voted, Written

OPENING = ("title", "start", "place", "attendance", "absent", "chair", "secretary", "content")
"""The order of Mẫu 1.9 before the course of events."""

STATES: dict[str, dict[str, str]] = {
    "edit": {"draft": "draft", "returned": "returned"},
    "draft": {"draft": "draft", "returned": "returned"},
    "submit": {"draft": "submitted", "returned": "submitted"},
    "approve": {"submitted": "approved"},
    "return": {"submitted": "returned"},
}
"""act -> {state: the state after it}. Approved minutes are never edited."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph as drafted from `source`."""

    kind: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as kept. `drafted` is the text drafted last; None where a person wrote it without any source."""

    id: str
    kind: str
    source: str
    text: str
    drafted: str | None = None
    edited: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to look at before the minutes are signed. `block` is the first paragraph concerned."""

    kind: str
    count: int = 1
    names: tuple[str, ...] = ()
    block: str = ""
    good: bool = False
    counts: tuple[tuple[str, int], ...] = ()


def after(act: str, state: str) -> str | None:
    """The state after an act; None: not possible from here."""
    return STATES[act].get(state)


# -- drafting ---------------------------------------------------------------------------------------------------------


def draft(happened: Happened) -> list[Draft]:
    """All paragraphs, in the order of Mẫu 1.9: opening lines, items in the order they were taken, the closing line."""
    lines = [Draft(kind, kind, text) for kind in OPENING if (text := wording.opening(kind, happened))]
    for number, item in enumerate(_in_order(happened.items), start=1):
        lines.extend(_item(happened, item, number))
    lines.extend(_without_item(happened))
    lines.append(Draft("end", "end", wording.closing(happened)))
    return lines


def _in_order(items: Sequence[Item]) -> list[Item]:
    """Items in the order they were taken; those never taken after them, in the agenda's order."""
    return sorted(
        items, key=lambda i: (i.started_at is None, i.started_at.timestamp() if i.started_at else 0.0, i.order)
    )


def _item(happened: Happened, item: Item, number: int) -> list[Draft]:
    lines = [Draft("item", f"item:{item.id}", wording.item_title(number, item))]
    if item.started_at is None:
        told = [n for n in happened.notes if n.item == item.id]
        decided = any(note.decides for note in told)
        lines += [] if decided else [Draft("untaken", f"untaken:{item.id}", wording.untaken())]
        return [*lines, *map(_note, told), *_written([w for w in happened.written if w.item == item.id])]
    spoken = [s for s in happened.speeches if s.item == item.id]
    lines.append(Draft("presented", f"presented:{item.id}", wording.presented(item, len(spoken))))
    events: list[tuple[float, int, Draft]] = [(s.at.timestamp(), 0, _speech(s)) for s in spoken]
    events += [(v.at.timestamp(), 1, _vote(v)) for v in happened.votes if v.item == item.id]
    events += [(n.at.timestamp(), 2, _note(n)) for n in happened.notes if n.item == item.id]
    lines.extend(line for _at, _rank, line in sorted(events, key=lambda event: event[:2]))
    lines += _written([w for w in happened.written if w.item == item.id])
    return [*lines, *_conclusions([c for c in happened.conclusions if c.item == item.id])]


def _without_item(happened: Happened) -> list[Draft]:
    """What belongs to no item of the agenda: speeches, votes, events, general conclusions."""
    known = {item.id for item in happened.items}
    events: list[tuple[float, int, Draft]] = [
        *((s.at.timestamp(), 0, _speech(s)) for s in happened.speeches if s.item not in known),
        *((v.at.timestamp(), 1, _vote(v)) for v in happened.votes if v.item not in known),
        *((n.at.timestamp(), 2, _note(n)) for n in happened.notes if n.item not in known),
    ]
    lines = [line for _at, _rank, line in sorted(events, key=lambda event: event[:2])]
    return [*lines, *_conclusions([c for c in happened.conclusions if c.item not in known])]


def _speech(spoken: Spoken) -> Draft:
    return Draft("speech", f"speech:{spoken.id}", wording.speech(spoken))


def _vote(voted: Voted) -> Draft:
    return Draft("vote", f"vote:{voted.id}", ballots.vote(voted))


def _note(note: Note) -> Draft:
    return Draft("note", f"note:{note.id}", note.text)


def _written(listed: Sequence[Written]) -> list[Draft]:
    return [Draft("opinion", f"opinion:{w.id}", wording.written(w)) for w in listed]


def _conclusions(listed: Sequence[Conclusion]) -> list[Draft]:
    ordered = sorted(listed, key=lambda conclusion: conclusion.order)
    several = len(ordered) > 1
    return [
        Draft("conclusion", f"conclusion:{c.id}", wording.conclusion(c, place if several else None))
        for place, c in enumerate(ordered, start=1)
    ]


# -- redrafting -------------------------------------------------------------------------------------------------------


def redraft(kept: Sequence[Block], drafted: Sequence[Draft]) -> list[Block]:
    """The paragraphs after drafting anew. Nothing written by hand is lost.

    An edited paragraph keeps its text and is marked `changed` where what happened now reads otherwise; one without a
    source stays behind the paragraph it stood behind; an edited one whose source is gone stays as well, marked, and is
    from then on a paragraph nobody drafted; the rest follows the new draft. A block without an id is new.
    """
    by_source = {block.source: block for block in kept if block.source}
    result = [_renewed(by_source.get(line.source), line) for line in drafted]
    live = {line.source for line in drafted}
    before = ""
    for block in kept:
        if block.source not in live and (block.edited or not block.source):
            orphan = _orphaned(block) if block.source else block
            result.insert(_behind(result, before), orphan)
        if block.source in live or block.edited or not block.source:
            before = block.source or block.id
    return result


def _renewed(old: Block | None, line: Draft) -> Block:
    if old is None:
        return Block("", line.kind, line.source, line.text, line.text)
    if not old.edited:
        return replace(old, kind=line.kind, text=line.text, drafted=line.text, changed=False)
    return replace(old, drafted=line.text, changed=old.changed or line.text != old.drafted)


def _orphaned(block: Block) -> Block:
    """Marked once, when its source goes."""
    return replace(block, drafted=None, changed=block.changed or block.drafted is not None)


def _behind(blocks: Sequence[Block], anchor: str) -> int:
    if not anchor:
        return 0
    return next((i + 1 for i, block in enumerate(blocks) if anchor in (block.source, block.id)), len(blocks) - 1)


def edited(block: Block, text: str) -> Block:
    """The paragraph after somebody wrote in it; writing what was drafted makes it an ordinary one again."""
    text = text.strip()
    if text == block.drafted:
        return replace(block, text=text, edited=False, changed=False)
    return replace(block, text=text, edited=True, changed=False)


WHAT = {kind: kind for kind in ("conclusion", "speech", "opinion", "vote", "note")}
WHAT |= dict.fromkeys(("item", "presented", "untaken"), "item")


def later(kept: Sequence[Block], drafted: Sequence[Draft]) -> dict[str, int]:
    """What has come, changed or gone since the paragraphs were drafted, counted by what it is ("opening": the rest)."""
    before = {block.source: (block.kind, _unnumbered(block.kind, block.drafted)) for block in kept if block.drafted}
    now = {line.source: (line.kind, _unnumbered(line.kind, line.text)) for line in drafted}
    differ = [source for source in before.keys() | now.keys() if before.get(source) != now.get(source)]
    counted = Counter(WHAT.get((now.get(source) or before[source])[0], "opening") for source in differ)
    return {what: counted[what] for what in sorted(counted)}


def _unnumbered(kind: str, text: str) -> str:
    """Another conclusion before it gives a conclusion another number, and changes nothing of it."""
    mark = {"conclusion": ": ", "item": ". "}.get(kind)
    return text.partition(mark)[2] if mark else text


# -- before signing ---------------------------------------------------------------------------------------------------


def gaps(happened: Happened, blocks: Sequence[Block], number: int | None) -> list[Gap]:
    """The check list: what came after drafting, what is right, what is missing, what was written by hand."""
    found = [*_later(happened, blocks), _form(blocks), *_votes(happened, blocks), *_summaries(happened, blocks)]
    found.append(Gap("number", good=number is not None))
    changed = [block for block in blocks if block.changed]
    if changed:
        found.append(Gap("changed", len(changed), block=changed[0].id))
    by_hand = [block for block in blocks if block.edited or not block.source]
    if by_hand:
        found.append(Gap("edited", len(by_hand), block=by_hand[0].id, good=True))
    untaken = [block for block in blocks if block.kind == "untaken" and not block.edited]
    if untaken:
        found.append(Gap("untaken", len(untaken), block=untaken[0].id))
    return found


def _later(happened: Happened, blocks: Sequence[Block]) -> list[Gap]:
    counted = later(blocks, draft(happened))
    return [Gap("later", sum(counted.values()), counts=tuple(counted.items()))] if counted else []


def _form(blocks: Sequence[Block]) -> Gap:
    """Whether every part Mẫu 1.9 asks for is there and says something."""
    needed = ("title", "start", "place", "attendance", "chair", "secretary", "content", "end")
    missing = [kind for kind in needed if not any(b.kind == kind and b.text for b in blocks)]
    return Gap("form", len(missing), tuple(missing), good=not missing)


def _votes(happened: Happened, blocks: Sequence[Block]) -> list[Gap]:
    """Results whose numbers add up and stand in the minutes as counted."""
    if not happened.votes:
        return []
    by_source = {block.source: block for block in blocks}
    wrong = []
    for voted in happened.votes:
        block = by_source.get(f"vote:{voted.id}")
        if block is None or (block.edited and block.text != block.drafted) or not ballots.adds_up(voted):
            wrong.append(block.id if block else "")
    if wrong:
        return [Gap("votes_differ", len(wrong), block=wrong[0])]
    return [Gap("votes", len(happened.votes), good=True)]


def _summaries(happened: Happened, blocks: Sequence[Block]) -> list[Gap]:
    """Speeches of which nobody has noted what was said, and whose paragraph still says so."""
    by_source = {block.source: block for block in blocks}
    empty = [
        (spoken, block)
        for spoken in happened.speeches
        if (block := by_source.get(f"speech:{spoken.id}")) and wording.MISSING in block.text
    ]
    if not empty:
        return []
    names = tuple(dict.fromkeys(spoken.name for spoken, _block in empty))
    return [Gap("summaries", len(empty), names, block=empty[0][1].id)]


def next_number(used: Sequence[int]) -> int:
    """The next number of the year."""
    return max(used, default=0) + 1
