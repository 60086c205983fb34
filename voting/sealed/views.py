"""A sealed ballot as everybody sees it, and as a member of the counting board does. Never a choice; envelopes leave the house
only as the list of the tablet whose turn it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.views import Form, collection, visible
from app.wire import stamp, stamp_or_none
from meetings import scopes
from voting.sealed import rules
from voting.sealed.counts import sent, words_of
from voting.sealed.models import SealedBox, SealedItem, SealedKeeper, SealedWord
from voting.votes.models import Cast, Vote

ALOUD = ("reading", "ready")
"""Before the vote is opened everybody sees the code that is read aloud, and what it is of."""
COUNTED = ("counted", "checking", "disputed", "final")
"""The ballots are out: the chair is warned of what comparing two results tells, before announcing the second."""


@collection("sealed", SealedBox, kind="meeting", within="meeting")
def sealed_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By the vote's id. A draft is the desk's until its code is there to be read aloud."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    votes, boards = _votes(read, rows), _boards(read, rows)
    words, disputes = words_of(read, [row["id"] for row in rows]), _disputes(read, rows)
    changed = {row["id"]: _changed(read, row) for row in rows if row["repeats"] is not None}
    for row in rows:
        vote, board = votes[row["id"]], boards[row["id"]]
        form = _form(row, board) | words.get(row["id"], {})
        form["disputed_at"] = [stamp(at) for _person, at in disputes[row["id"]]]
        eligible = vote["eligible"] or sum(bool(line[2]) for line in row["roll"])
        desk = {
            **form,
            "disputes": [person for person, _at in disputes[row["id"]]],
            "warnings": rules.warnings(eligible, row["minimum"], changed.get(row["id"])) if row["roll"] else [],
        }
        yield Form(row["id"], "desk", row["id"], desk)
        if vote["opened_at"] is None and row["stage"] not in ALOUD:
            continue
        for scope in scopes.of_item(row["meeting"], vote["item"], published):
            if scope != "desk":
                yield Form(row["id"], scope, row["id"], {**form, "disputes": len(disputes[row["id"]])})


def _form(row: RowMapping, board: Sequence[RowMapping]) -> dict[str, Any]:
    form: dict[str, Any] = {key: row[key] for key in ("level", "minimum", "stage", "code", "repeats", "why")}
    form |= {
        "manifest": row["manifest"] if row["code"] else None,
        "nonces": [keeper["nonce"] for keeper in board] if row["code"] else [],
        "board": [_keeper(keeper) for keeper in board],
        "envelopes": row["envelopes"],
        "box": row["box"],
        "bundle": row["bundle_digest"] if row["confirm_until"] else None,
        "confirm_until": stamp_or_none(row["confirm_until"]),
        "finished_at": stamp_or_none(row["finished_at"]),
        "erased_at": stamp_or_none(row["erased_at"]),
    }
    return form


def _keeper(keeper: RowMapping) -> dict[str, Any]:
    form: dict[str, Any] = {"person": keeper["person"], "name": keeper["name"]}
    for step in ("accepted", "read", "opened", "wiped"):
        form[step] = stamp_or_none(keeper[f"{step}_at"])
    return form


def _votes(read: Connection, rows: Sequence[RowMapping]) -> dict[str, RowMapping]:
    columns = (Vote.id, Vote.item, Vote.question, Vote.options, Vote.opened_at, Vote.eligible, Vote.state)
    listed = select(*columns).where(Vote.id.in_([row["id"] for row in rows]))
    return {row["id"]: row for row in read.execute(listed).mappings()}


def _boards(read: Connection, rows: Sequence[RowMapping]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = defaultdict(list)
    listed = select(SealedKeeper.__table__).where(SealedKeeper.vote.in_([row["id"] for row in rows]))
    for row in read.execute(listed.order_by(SealedKeeper.vote, SealedKeeper.place)).mappings():
        found[row["vote"]].append(row)
    return found


def _disputes(read: Connection, rows: Sequence[RowMapping]) -> dict[str, list[tuple[str, datetime]]]:
    """Whose devices found that something doesn't agree, and when: said aloud, so no secret."""
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    listed = select(SealedWord.vote, SealedWord.person, SealedWord.at).where(
        SealedWord.vote.in_([row["id"] for row in rows]), SealedWord.ok.is_(False)
    )
    for vote, person, at in read.execute(listed.order_by(SealedWord.at, SealedWord.person)):
        found[vote].append((person, at))
    return found


def _changed(read: Connection, row: RowMapping) -> int | None:
    """How many voters are others than in the vote that is put again: with one or two, the difference would tell of them. Before
    the opening, those who may vote; once both boxes were opened, those who did.
    """
    if not row["roll"]:
        return None
    before = set(_voted(read, row["repeats"]))
    if row["stage"] not in COUNTED:
        return len(before ^ {person for person, _name, may_vote in row["roll"] if may_vote})
    known = read.execute(select(SealedBox.tally).where(SealedBox.id == row["repeats"])).scalar()
    return None if known is None else len(before ^ set(_voted(read, row["id"])))


def _voted(read: Connection, vote: str) -> list[str]:
    return list(read.execute(select(Cast.person).where(Cast.vote == vote)).scalars())


@collection("my_boards", SealedKeeper, kind="meeting", within="meeting")
def my_board_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By the vote's id, to each member of its counting board: what their tablet has to do."""
    boxes = {row["id"]: row for row in _boxes(read, [row["vote"] for row in rows])}
    votes, boards = _votes(read, list(boxes.values())), _boards(read, list(boxes.values()))
    for row in rows:
        box, vote = boxes.get(row["vote"]), votes.get(row["vote"])
        if box is None or vote is None:
            continue
        board = boards[row["vote"]]
        before = [keeper for keeper in board if keeper["place"] < row["place"]]
        turn = box["stage"] == "opening" and row["opened_at"] is None and all(k["opened_at"] for k in before)
        form = {
            "place": row["place"],
            "question": vote["question"],
            "options": vote["options"],
            "stage": box["stage"],
            "state": vote["state"],
            "manifest": box["manifest"],
            "nonces": [keeper["nonce"] for keeper in board],
            "code": box["code"],
            "box_key": row["box_key"],
            "turn": turn,
            "expected": rules.expected_of(box["envelopes"], (len(keeper["unopened"]) for keeper in before)),
            **_keeper(row),
        }
        yield Form(row["id"], f"person:{row['person']}", row["vote"], form)


def _boxes(read: Connection, votes: Sequence[str]) -> Sequence[RowMapping]:
    return read.execute(select(SealedBox.__table__).where(SealedBox.id.in_(set(votes)))).mappings().all()


@collection("my_words", SealedWord, kind="meeting", within="meeting")
def my_word_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By the vote's id: what my device has said, for my other devices."""
    for row in rows:
        yield Form(row["id"], f"person:{row['person']}", row["vote"], {"ok": row["ok"], "why": row["why"]})


@visible("votes")
def on_its_board(tx: Any, who: Any, vote: str) -> bool:
    """A member of the counting board may name the draft they take part in."""
    listed = select(func.count()).where(SealedKeeper.vote == vote, SealedKeeper.person == who.person)
    return bool(tx.connection.execute(listed).scalar())


# -- asked by pages ----------------------------------------------------------------------------------------------------


def published_text(read: Connection, vote: str) -> tuple[str, str | None, str] | None:
    """The meeting, the item and the published text of a sealed ballot that was announced; None: there is none."""
    listed = select(SealedBox.meeting, Vote.item, SealedBox.bundle).join(Vote, Vote.id == SealedBox.id)
    row = read.execute(listed.where(SealedBox.id == vote, SealedBox.confirm_until.is_not(None))).first()
    return None if row is None or row[2] is None else (row[0], row[1], row[2])


def given_to(read: Connection, vote: str, person: str) -> list[bytes] | None:
    """The envelopes that this person's tablet opens, in order; None: it isn't their turn."""
    keepers = _boards(read, _boxes(read, [vote]))[vote]
    next_ = next((keeper for keeper in keepers if keeper["opened_at"] is None), None)
    opening = read.execute(select(SealedBox.id).where(SealedBox.id == vote, SealedBox.stage == "opening")).first()
    if opening is None or next_ is None or next_["person"] != person:
        return None
    if next_["place"] == 1:
        return [e1 for _h1, _person, e1 in sent(read, vote) if e1 is not None]
    listed = select(SealedItem.envelope).where(SealedItem.vote == vote, SealedItem.layer == next_["place"] - 1)
    return list(read.execute(listed.order_by(SealedItem.place)).scalars())
