"""`python run.py audit`: read the whole journal and the tables again and say, as JSON, whether all of it agrees.

It only reads, in one read transaction, and works while the server serves. The journal is verified by the frame
(`app/verifying.py`); what the tables of a feature must agree with is checked by the feature: `@audit_check("votes")`.
Exit status: 0 right, 1 something is wrong, 2 unreadable.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import checkpoints, schema, signing
from app.heads import Kept, Printed, printed_in, read_file
from app.house import House
from app.journal import EntryRow
from app.settings import Settings
from app.verifying import Findings, Told, check_chain, check_changes, check_commands, told

__all__ = ["Findings", "Told", "audit_check", "main", "open_house", "report", "told"]

Check = Callable[[Connection, str | None], Findings]
CHECKS: dict[str, Check] = {}


def audit_check(name: str) -> Callable[[Check], Check]:
    """Register `f(read, only) -> Findings`: what a package's tables must agree with. `only` is the one stream asked
    about, or None for all. The sections are put into the report.
    """

    def register(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return register


def subject(only: str | None) -> str | None:
    """The id in the one stream's name."""
    return None if only is None else only.partition(":")[2]


audit_check("screens")(check_changes)
audit_check("commands")(check_commands)


def report(
    house: House, heads: Iterable[Kept] = (), only: str | None = None, pdf: tuple[Path, Printed] | None = None
) -> dict[str, Any]:
    """Everything, of one moment. `ok` is false where anything is wrong."""
    asked = [one for one in heads if only in (None, one.stream)]
    lasts = list(signing.lasts(house.settings))
    with house.database.read() as read:
        kept = [one for one in checkpoints.kept(read, lasts) if only in (None, one.stream)]
        found = check_chain(read, [*asked, *kept], only)
        signed = checkpoints.check(read, house, only, lasts)
        sections = {**found.section, **signed.section}
        problems, duplicates = [*found.problems, *signed.problems], 0
        for name, check in sorted(CHECKS.items()):
            own = check(read, only)
            sections |= own.section
            problems += [{"check": name, **problem} for problem in own.problems]
            duplicates += own.duplicates
        problems += [{"check": "schema", **problem} for problem in schema.missing(read)]
        damage = _damage(read) if house.database.is_sqlite else []
        if pdf is not None:
            sections["pdf"], faults = _printed(read, *pdf)
            problems += faults
    if asked:
        off = sum(problem.get("kept_by") == "client" for problem in found.problems)
        sections["heads"] = {"ok": len(asked) - off, "total": len(asked)}
    problems += [{"code": "database_damaged", "what": line} for line in damage]
    return {"ok": not problems and not duplicates, **sections, "duplicates": duplicates, "problems": problems}


def _damage(read: Connection) -> list[str]:
    lines = [str(row[0]) for row in read.exec_driver_sql("PRAGMA quick_check(20)")]
    return [] if lines == ["ok"] else lines


def _printed(read: Connection, path: Path, printed: Printed) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The code printed in a PDF is on the chain, and the file is the one that was made, digest and all."""
    on_chain = select(EntryRow.stream).where(EntryRow.seq == printed.seq, EntryRow.hash == printed.head)
    stream = read.execute(on_chain).scalar()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    recorded = select(EntryRow.seq).where(EntryRow.stream == stream, EntryRow.facts.contains(digest))
    seq = read.execute(recorded.order_by(EntryRow.seq)).scalar()
    section = {"file": str(path), "sha256": digest, "seq": printed.seq, "head": printed.head}
    section |= {"stream": stream, "head_on_chain": stream is not None, "recorded_at": seq}
    faults = [] if stream is not None else [{"code": "pdf_head_not_on_chain", "seq": printed.seq}]
    if stream is not None and seq is None:
        faults.append({"code": "pdf_not_as_made", "stream": stream, "seq": printed.seq})
    return section, faults


def open_house(settings: Settings) -> House:
    """A house that only reads. Raises FileNotFoundError where there is no database, ValueError for one of another version."""
    if settings.is_sqlite:
        path = make_url(settings.url).database
        if not path or not Path(path).is_file():
            raise FileNotFoundError(f"{path}: no database here")
    schema.load_models(settings)
    house = House(settings)
    try:
        _same_schema(house)
        house.furnish()
    except BaseException:
        house.close()
        raise
    return house


def _same_schema(house: House) -> None:
    with house.database.read() as read:
        revision, newest = schema.revision(read), schema.newest()
    if revision != newest:
        raise ValueError(f"the database's schema is {revision}, this version's {newest}: start the server once")


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py audit", description="Check the journal and the tables. Only reads.")
    parser.add_argument("--meeting", metavar="ID", help="only this meeting")
    parser.add_argument(
        "--heads", metavar="FILE", type=Path, help='heads kept elsewhere: {"stream", "seq", "head"} a line'
    )
    parser.add_argument("--pdf", metavar="FILE", type=Path, help="minutes with the journal's code printed in them")
    return parser.parse_args(list(arguments))


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Print the report; 0, 1 or 2."""
    try:
        asked = asked_for(arguments)
    except SystemExit as left:
        return int(left.code or 0)
    try:
        heads = read_file(asked.heads) if asked.heads else []
        pdf = (asked.pdf, printed_in(asked.pdf)) if asked.pdf else None
        house = open_house(settings)
        try:
            found = report(house, heads, f"meeting:{asked.meeting}" if asked.meeting else None, pdf)
            if asked.meeting and not found["entries"]:
                raise ValueError(f"{asked.meeting}: no such meeting")
        finally:
            house.close()
    except (OSError, ValueError, SQLAlchemyError) as error:
        print(json.dumps({"ok": False, "unreadable": str(error)}, ensure_ascii=False))
        print(f"unreadable: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0 if found["ok"] else 1
