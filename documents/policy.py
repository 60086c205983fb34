"""Who may do what with documents: papers, reading, presenting, minutes. *Who* is here; *when* is each slice's rule."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from app.policy import Actor, capacity, device, signed_in, the_house
from app.text import fold
from documents.papers import rules
from documents.papers.models import Paper, PaperVersion
from documents.presenting import rules as showing
from documents.presenting.models import Presentation
from meetings.agenda.models import Item
from meetings.planning.models import Meeting, Participant
from meetings.policy import approver, chair, desk, invited, records_clerk, secretary
from meetings.speaking.models import Speech
from voting.policy import of_the_body

# -- papers and reading ----------


def not_author(tx: Any, who: Actor, args: Any) -> bool:
    """Nobody approves what they added or submitted."""
    wanted = (
        select(PaperVersion.added_by, Paper.submitted_by)
        .join(Paper, (Paper.id == PaperVersion.paper) & (Paper.version == PaperVersion.version))
        .where(Paper.id == args.paper)
    )
    row = tx.connection.execute(wanted).first()
    return row is not None and not rules.Authors(row.added_by, row.submitted_by).includes(who.person)


PAPERS: dict[str, list[list[Any]]] = {
    "paper.add": [[secretary], [chair]],
    "paper.replace": [[secretary], [chair]],
    "paper.rename": [[secretary], [chair]],
    "paper.submit": [[secretary], [chair]],
    "paper.remove": [[secretary], [chair]],
    "paper.approve": [[approver, not_author]],
    "paper.return": [[approver, not_author]],
    "paper.unapprove": [[approver, not_author]],
    "paper.publish": [[secretary], [chair]],
    "paper.recall": [[secretary], [chair]],
    "paper.converted": [[the_house]],
    "file.keep": [[signed_in]],
    "note.keep": [[signed_in]],
    "note.remove": [[signed_in]],
    "reading.mark": [[signed_in]],
}
PAPER_PAGES: dict[str, list[list[Any]]] = {
    # Every one of these judges the paper asked for by documents/papers/access.py, and answers 404.
    "papers.upload": [[signed_in]],
    "papers.viewing": [[signed_in], [device]],
    "papers.original": [[signed_in]],
    "papers.approvals": [[signed_in]],
    "reading.reader": [[signed_in]],
    "reading.status": [[signed_in]],
    "reading.paper_notes": [[signed_in]],
    "reading.meeting_notes": [[signed_in]],
    "reading.called": [[signed_in]],
}

# -- presenting ----------


def has_the_floor(tx: Any, who: Actor, _args: Any) -> bool:
    """Has been called to speak and has not finished."""
    mine = select(Speech.id).where(Speech.meeting == tx.subject, Speech.person == who.person)
    return tx.connection.execute(mine.where(Speech.state.in_(("speaking", "paused")))).first() is not None


def presents_the_item(tx: Any, who: Actor, _args: Any) -> bool:
    """The current item names this person as its presenter, by office or by name."""
    mine = and_(Participant.meeting == Meeting.id, Participant.person == who.person)
    wanted = select(Item.presenter, Participant.name, Participant.office).select_from(Meeting)
    wanted = wanted.join(Item, Item.id == Meeting.item).join(Participant, mine).where(Meeting.id == tx.subject)
    row = tx.connection.execute(wanted).first()
    return row is not None and showing.names(*(fold(word or "") for word in row))


def began_it(tx: Any, who: Actor, _args: Any) -> bool:
    """Presents just now."""
    by = select(Presentation.by).where(Presentation.meeting == tx.subject)
    return bool(tx.connection.execute(by).scalar() == who.person)


PRESENTING: dict[str, list[list[Any]]] = {
    "presenting.start": [[desk], [invited, has_the_floor], [invited, presents_the_item]],
    "presenting.turn": [[invited, began_it]],
    "presenting.stop": [[desk], [invited, began_it]],
}

# -- official: minutes (its owner's lines) ----------


@capacity
def reads_minutes(who: Actor) -> bool:
    """Guests apart; what the chair has not approved yet the page itself keeps from members."""
    return who.capacity in ("chair", "secretary", "member", "substitute") or "records_clerk" in who.marks


OFFICIAL: dict[str, list[list[Any]]] = {
    "minutes.draft": [[secretary]],
    "minutes.edit": [[secretary]],
    "minutes.restore": [[secretary]],
    "minutes.add": [[secretary]],
    "minutes.remove": [[secretary]],
    "minutes.submit": [[secretary]],
    "minutes.approve": [[chair]],
    "minutes.return": [[chair]],
    "minutes.number": [[secretary], [records_clerk]],
    "minutes.export": [[desk]],
    "minutes.rendered": [[the_house]],
}
OFFICIAL_PAGES: dict[str, list[list[Any]]] = {
    "official.minutes_page": [[reads_minutes]],
    "official.minutes_pdf": [[reads_minutes]],
}

# -- opinion slips: their files and reports ----------

SLIPS: dict[str, list[list[Any]]] = {
    "enclosure.converted": [[the_house]],
    "report.export": [[desk]],
    "report.number": [[desk], [records_clerk]],
    "report.rendered": [[the_house]],
}
SLIP_PAGES: dict[str, list[list[Any]]] = {
    # These judge the file asked for by documents/slips/views.py, and answer 404.
    "slip_files.enclosure": [[of_the_body]],
    "slip_files.reader": [[of_the_body]],
    "slip_files.status": [[of_the_body]],
    "slip_files.report": [[desk]],
    "slip_files.report_pdf": [[desk]],
}

# -- sheets of results ----------


@capacity
def reads_results(who: Actor) -> bool:
    """The roll's sheet is the body's own: no guest's, no screen's."""
    return who.capacity in ("chair", "secretary", "member", "substitute")


RESULTS: dict[str, list[list[Any]]] = {"sheet.print": [[desk]], "sheet.rendered": [[the_house]]}
RESULT_PAGES: dict[str, list[list[Any]]] = {"results.sheet_pdf": [[reads_results]]}

# -- all ----------

PERMISSIONS = {**PAPERS, **PRESENTING, **OFFICIAL, **SLIPS, **RESULTS}
PAGES = {**PAPER_PAGES, **OFFICIAL_PAGES, **SLIP_PAGES, **RESULT_PAGES}
