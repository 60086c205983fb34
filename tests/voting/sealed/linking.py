"""Whoever has all of `seizing` in hand: can they tell who voted for what?

Each guess is a way of putting voters and published ballots side by side by what was kept: by the order of everything that is kept
of voters, by what lies near what, by what was written while whose command ran. None may be right more often than chance: of n
voters about one finds their own line, whatever n is. Nor may anything that is kept of a voter go with their choice.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.voting.sealed.seizing import Piece, Seized, Table
from voting.sealed.codes import unspell
from voting.sealed.device import Mine
from voting.sealed.envelopes import Ballot, hashes, pack

Truth = dict[str, Ballot]
A_KEY, SENT = -1, -2
KEY = 10
"""By so many of its first bytes something is looked for."""
MOST_LINES = 10
"""More right lines than this are no chance: once in a hundred million guesses."""
STANDARD_DEVIATIONS = 5.5
FEW = 12
"""A figure that takes so few values may be one that goes with choices."""
ALIKE = 5.0
"""So many standard deviations between what is kept of voters and their choices are no chance."""


@dataclass
class Told:
    """By guess: lines and choices told rightly, and how many choices chance allows; what is better than chance, or was there too early."""

    guesses: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    figures: int = 0
    pieces: int = 0
    failures: list[str] = field(default_factory=list)


# -- in order ---------------------------------------------------------------------------------------------------------


def kept_of_voters(seized: Seized, voters: set[str], moments: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Everything in every table that is kept of most voters, each by its column (or place in it): the value by voter."""
    found: dict[str, dict[str, Any]] = {}
    for moment in moments:
        for name, table in seized.tables[moment].items():
            for by, rows in _by_person(table, voters):
                for column, values in _columns(table, rows, by).items():
                    if len(values) >= 0.6 * len(voters):
                        found[f"{moment}: {name} by {by}, {column}"] = values
    return found


def _by_person(table: Table, voters: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The row of each voter, by each column that names voters; where rows are of kinds, by kind."""
    kind = next((column for column in ("kind", "name") if column in table.columns), None)
    for place, column in enumerate(table.columns):
        if len({row[place] for row in table.rows} & voters) < 0.6 * len(voters):
            continue
        kinds: dict[Any, dict[str, Any]] = defaultdict(dict)
        for row in table.rows:
            if row[place] in voters:
                kinds["" if kind is None else row[table.columns.index(kind)]][row[place]] = row
        for which, rows in kinds.items():
            if len(rows) >= 0.6 * len(voters):
                yield f"{column} {which}".strip(), rows


def _columns(table: Table, rows: dict[str, Any], by: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for person, row in rows.items():
        for column, value in zip(table.columns, row, strict=True):
            found[column][person] = value
            if isinstance(value, str | bytes):
                found[f"size of {column}"][person] = len(value)
            if isinstance(value, str) and value[:1] in ("{", "["):
                for path, inner in _inside(_read(value), column):
                    found[path][person] = inner
    return found


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _inside(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """What stands in a document, by its place in it; ids in places are any."""
    if isinstance(value, dict) and depth < 6:
        for key, inner in value.items():
            name = "*" if re.fullmatch(r"[a-z0-9]{20}", key.rpartition(":")[2]) else key
            yield from _inside(inner, f"{path}.{name}", depth + 1)
    elif isinstance(value, str | int | float | bool):
        yield path, value


def in_order(values: dict[str, Any]) -> list[str] | None:
    """Voters by what is kept of them; None: it has no order to speak of."""
    kinds = {type(value) for value in values.values()}
    if len(kinds) != 1 or len(set(values.values())) <= len(values) / 2:
        return None
    return sorted(values, key=values.__getitem__)


def ballots_in_order(seized: Seized) -> dict[str, list[Ballot]]:
    """The published ballots in every order that was ever theirs."""
    assert seized.bundle is not None
    published, digest = list(seized.bundle.ballots), seized.bundle.manifest.digest
    known = {hashes([pack(digest, ballot)])[0]: ballot for ballot in published}
    found = {
        "as published": published,
        "published, backwards": published[::-1],
        "by code": sorted(published, key=lambda ballot: ballot.code),
        "by mark": sorted(published, key=lambda ballot: (ballot.mark, ballot.code)),
        "last list": [known[one] for one in seized.bundle.lists[-1] if one in known],
    }
    last = max((moment for moment in seized.tables if moment.startswith("opened ")), default="")
    table = seized.tables[last].get("sealed_items") if last else None
    if table is not None:
        layers = max(table.column("layer"))
        for order in ("rowid", "id", "place"):
            rows = sorted(table.rows, key=lambda row, at=table.columns.index(order): row[at])  # type: ignore[misc]
            mine = [
                bytes(row[table.columns.index("envelope")])
                for row in rows
                if row[table.columns.index("layer")] == layers
            ]
            found[f"its rows by {order}"] = [known[one] for one in hashes(mine) if one in known]
    return found


# -- near what, written with what -------------------------------------------------------------------------------------


class Sign(NamedTuple):
    """Something of a ballot that can be looked for: whose it is, what (0: its code; k: its envelope that tablet k took out; -1: a key
    of the board's; -2: the envelope that was sent, which lies openly beside its voter), how it is written.
    """

    whole: bytes
    person: str
    layer: int


def signs(mine: dict[str, Mine], keys: list[bytes]) -> dict[bytes, list[Sign]]:
    """By their first bytes."""
    found: dict[bytes, list[Sign]] = defaultdict(list)

    def put(raw: bytes, person: str, layer: int) -> None:
        for whole in {raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}:
            if len(whole) >= KEY:
                found[whole[:KEY]].append(Sign(whole, person, layer))

    for person, one in mine.items():
        if one.ballot is None:
            continue
        put(unspell(one.ballot.code), person, 0)
        spelled = one.ballot.code.encode()
        found[spelled[:KEY]].append(Sign(spelled, person, 0))
        put(one.envelopes[0][:32], person, SENT)
        for layer, envelope in enumerate(one.envelopes[1:], start=1):
            put(bytes.fromhex(hashes([envelope])[0]), person, layer)
            if layer < len(one.envelopes) - 1:  # the last is the ballot itself, which begins alike for everybody
                put(envelope[:32], person, layer)
    for key in keys:
        put(key, "", A_KEY)
    return dict(found)


def _base64(raw: bytes) -> Iterator[bytes]:
    """As it stands in the middle of something longer, at each of the three places, without the signs that depend on what is beside."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw)
        yield text[(before * 8 + 5) // 6 : len(raw + bytes(before)) * 8 // 6]


class Found(NamedTuple):
    piece: Piece
    people: list[tuple[int, str]]
    signs: list[tuple[int, Sign]]


def search(seized: Seized, mine: dict[str, Mine], keys: list[bytes]) -> list[Found]:
    """Every piece that names a voter or has something of a ballot, and where."""
    wanted = signs(mine, keys)
    people: dict[bytes, str] = {person[:KEY].encode(): person for person in mine}
    either = wanted.keys() | people.keys()
    found = []
    for piece in seized.pieces.values():
        raw = piece.raw
        hits = [at for at in range(len(raw) - KEY + 1) if raw[at : at + KEY] in either]
        if not hits:
            continue
        named = [(at, people[raw[at : at + KEY]]) for at in hits if raw[at : at + KEY] in people]
        there = [
            (at, one) for at in hits for one in wanted.get(raw[at : at + KEY], ()) if raw.startswith(one.whole, at)
        ]
        found.append(Found(piece, [(at, one) for at, one in named if raw.startswith(one.encode(), at)], there))
    return found


def nearest(found: list[Found], layer: int) -> dict[str, str]:
    """To each voter whose ballot's sign lies nearest to one of the places of their name."""
    best: dict[str, tuple[int, str]] = {}
    for one in found:
        here = [(at, sign.person) for at, sign in one.signs if sign.layer == layer]
        if not here:
            continue
        for at, person in one.people:
            near = min((abs(place - at), whose) for place, whose in here)
            best[person] = min(best.get(person, near), near)
    return {person: whose for person, (_far, whose) in best.items()}


def among_few(found: list[Found], layer: int) -> dict[str, str]:
    """To each voter whose ballot's sign stands where the fewest are named beside the fewest signs."""
    best: dict[str, tuple[int, int, str]] = {}
    for one in found:
        whose = {sign.person for _at, sign in one.signs if sign.layer == layer}
        people = {person for _at, person in one.people}
        for person in people if whose else ():
            few = (len(whose) * len(people), -one.piece.event, min(whose))
            best[person] = min(best.get(person, few), few)
    return {person: whose for person, (_few, _event, whose) in best.items()}


def written_with(seized: Seized, found: list[Found], layer: int) -> dict[str, str]:
    """To each voter whose ballot's sign, the rarest one, was written while a command of theirs ran."""
    often: Counter[str] = Counter()
    during: dict[str, set[str]] = defaultdict(set)
    for one in found:
        whose = {sign.person for _at, sign in one.signs if sign.layer == layer}
        often.update(whose)
        event = one.piece.event
        if 0 < event <= len(seized.actors):
            during[seized.actors[event - 1]] |= whose
    return {person: min(whose, key=lambda one: (often[one], one)) for person, whose in during.items() if whose}


def not_seen(seized: Seized, found: list[Found], voters: set[str]) -> Iterator[str]:
    """Where the envelopes that were sent lie beside their voters in every kind of file, nobody has looked past anything."""
    by_piece = {id(one.piece): {sign.person for _at, sign in one.signs if sign.layer == SENT} for one in found}
    for source in sorted(LOOKED_AT & seized.sources.keys() - ({"data"} if "cluster/base" in seized.sources else set())):
        there = set[str]().union(*(by_piece.get(id(seized.pieces[one]), set()) for one in seized.sources[source]))
        if there != voters:
            yield f"{source}: only {len(there)} of the {len(voters)} envelopes sent were found in it"


LOOKED_AT = {"data", "backup", "cluster/base", "cluster/pg_wal", "cluster.log", "dump.sql", "basebackup"}
"""With PostgreSQL the data folder has no ballots."""


def too_early(seized: Seized, found: list[Found], layers: int) -> Iterator[str]:
    """Nothing that a tablet takes out is there before that tablet has opened, and a key of the board's never is."""
    before = {layer: seized.marks["closed" if layer == 1 else f"opened {layer - 1}"] for layer in range(1, layers + 1)}
    before[0] = before[layers]
    early: Counter[int] = Counter()
    for one in found:
        for layer in {sign.layer for _at, sign in one.signs} - {SENT}:
            if layer == A_KEY or one.piece.event <= before[layer]:
                early[layer] += sum(sign.layer == layer for _at, sign in one.signs)
    for layer, times in early.items():
        what = {A_KEY: "a key of the board's tablets", 0: "codes of ballots"}.get(layer, f"envelopes of tablet {layer}")
        yield f"{what}: {times} times in what was kept before anybody but the tablet has them"


INSIDE = slice(96, 112)
"""A part of an envelope that is nobody else's: in the inmost one, the ballot, its code stands there."""


def left_over(seized: Seized, mine: dict[str, Mine]) -> int:
    """How many envelopes the database's own files still have."""
    parts = {envelope[INSIDE] for one in mine.values() for envelope in one.envelopes}
    length = INSIDE.stop - INSIDE.start
    return len(
        {raw[at : at + length] for raw in seized.last for at in range(len(raw)) if raw[at : at + length] in parts}
    )


# -- judging ----------------------------------------------------------------------------------------------------------


def judged(seized: Seized, mine: dict[str, Mine], keys: list[bytes]) -> Told:
    told = Told(pieces=len(seized.pieces))
    truth = {person: one.ballot for person, one in mine.items() if one.ballot is not None}
    layers = len(next(iter(mine.values())).envelopes) - 1
    kept = kept_of_voters(seized, set(truth), tuple(seized.tables))
    told.figures = len(kept)
    orders = ballots_in_order(seized)
    _in_order(told, kept, orders, truth)
    for name, values in kept.items():
        if (far := goes_with(values, truth)) > ALIKE:
            told.failures.append(f"{name} goes with choices ({far:.1f} standard deviations)")
    found = search(seized, mine, keys)
    for layer in range(layers + 1):
        of = "code" if layer == 0 else f"envelope of tablet {layer}"
        ways = {
            "nearest": nearest(found, layer),
            "among few": among_few(found, layer),
            "written with": written_with(seized, found, layer),
        }
        for way, guess in ways.items():
            _judge(
                told,
                f"{way}: {of}",
                {person: truth[whose] for person, whose in guess.items() if person in truth},
                truth,
            )
    told.failures += too_early(seized, found, layers)
    told.failures += not_seen(seized, found, set(truth))
    if left := left_over(seized, mine):
        told.failures.append(f"{left} envelopes are in the database's files after the end")
    return told


def _in_order(told: Told, kept: dict[str, dict[str, Any]], orders: dict[str, list[Ballot]], truth: Truth) -> None:
    tried: set[tuple[str, ...]] = set()
    for name, values in kept.items():
        people = in_order(values)
        if people is None or tuple(people) in tried:
            continue
        tried.add(tuple(people))
        for order, ballots in orders.items():
            _judge(told, f"{name} / {order}", dict(zip(people, ballots, strict=False)), truth)


def _judge(told: Told, name: str, guess: Truth, truth: Truth) -> None:
    lines = sum(truth[person] == ballot for person, ballot in guess.items())
    choices = sum(truth[person].choice == ballot.choice for person, ballot in guess.items())
    most = most_choices(guess, truth)
    told.guesses[name] = (lines, choices, most)
    if lines > MOST_LINES or choices > most:
        told.failures.append(f"{name}: {lines} lines and {choices} choices of {len(guess)} told rightly")


def most_choices(guess: Truth, truth: Truth) -> int:
    """What a guess of these choices hardly ever exceeds if it is laid beside voters blindly: whoever says "yes" of everybody is right
    as often as there are such, and never more often.
    """
    n = len(guess)
    if n < 2:
        return n
    said = Counter(ballot.choice for ballot in guess.values())
    true = Counter(truth[person].choice for person in guess)
    mean = sum(said[one] * true[one] for one in said) / n
    spread = sum(
        many * often * ((one == other) - often_of(true, one, n) - often_of(said, other, n) + mean / n) ** 2
        for one, many in said.items()
        for other, often in true.items()
    )
    return math.floor(mean + STANDARD_DEVIATIONS * math.sqrt(spread / (n - 1)) + 1e-9)


def often_of(counted: Counter[Any], one: Any, n: int) -> float:
    return counted[one] / n


def goes_with(values: dict[str, Any], truth: Truth) -> float:
    """How far from chance choices are spread over a figure's few values, in standard deviations (Wilson and Hilferty)."""
    counted = Counter(map(repr, values.values()))
    if not 2 <= len(counted) <= FEW:
        return 0.0
    common = {one for one, times in counted.items() if times >= 5}
    cells: Counter[tuple[str, Any]] = Counter()
    for person, value in values.items():
        cells[(repr(value) if repr(value) in common else "", truth[person].choice)] += 1
    rows, columns = Counter[Any](), Counter[Any]()
    for (row, column), times in cells.items():
        rows[row] += times
        columns[column] += times
    free = (len(rows) - 1) * (len(columns) - 1)
    if free == 0:
        return 0.0
    n = len(values)
    expected: Callable[[Any, Any], float] = lambda row, column: rows[row] * columns[column] / n  # noqa: E731
    square = sum(
        (cells[row, column] - expected(row, column)) ** 2 / expected(row, column) for row in rows for column in columns
    )
    return ((square / free) ** (1 / 3) - (1 - 2 / (9 * free))) / math.sqrt(2 / (9 * free))
