"""The sheet of a result: its values from rows, and the PDF of it. Laid out in the worker only; a paper of the State, in
Vietnamese only.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from app.chain import in_groups
from app.journal import Stream
from app.people.days import local
from app.people.models import Body
from documents.official import ballots_wording_rules as ballots
from documents.official import paper as official
from documents.official.forms import parts
from documents.results.models import ResultSheet
from documents.results.vouching import signers, vouched
from meetings.agenda.models import Item
from meetings.planning.models import Meeting
from voting.history.views import waits_for
from voting.ruling.facts import Fact, facts_of, label_of, option_label
from voting.ruling.sentences import MATTERS
from voting.sealed.counts import Checked, checks_of
from voting.votes.models import Vote
from voting.votes.views import roll_rows

BY_HAND = {"hands": "giơ tay, nhập tay", "paper": "phiếu giấy, nhập tay"}


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the roll; `choice` is empty where the vote was not by name."""

    name: str
    office: str
    presence: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """All that stands on the sheet. `seq` and `head` say up to where the meeting's journal was read."""

    header: parts.Header
    question: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    verdict: str
    rule: str
    notes: tuple[str, ...]
    by_name: bool
    members: tuple[Member, ...]
    roll_code: str
    annulled: str
    signers: tuple[parts.Signer, parts.Signer]
    seq: int
    head: str


LEVELS = {
    "A": "A, một người giữ khóa hòm phiếu",
    "B": "B, từ hai người cùng giữ khóa hòm phiếu",
    "P": "P, phiếu giấy, hai người kiểm độc lập",
}
"""How sure a secret result is (voting.md, 3)."""


def way(vote: RowMapping) -> str:
    """How it was voted, with the mark of a count by hand."""
    open_ = "công khai, có tên" if vote["by_name"] else "công khai, chỉ số phiếu"
    by_hand = (vote["result"].get("by_hand") or {}).get("way")
    if by_hand:
        return ("Kín, " if vote["secret"] else "Công khai, ") + BY_HAND[by_hand]
    return "Kín" if vote["secret"] else open_.capitalize()


def figures(vote: RowMapping) -> tuple[tuple[str, str], ...]:
    """Every number of the result, the denominator first."""
    return tuple((label_of(fact, vote["kind"]), _figure(fact)) for fact in facts_of(vote["result"], vote["options"]))


def _figure(fact: Fact) -> str:
    return str(fact.n) if fact.met is None else f"{fact.n} ({'đủ' if fact.met else 'không đủ'})"


def members(vote: RowMapping, roll: list[RowMapping]) -> tuple[Member, ...]:
    """The frozen roll; what each has chosen only where the vote was by name."""
    by_name = bool(vote["by_name"]) and not vote["secret"]
    choices = vote["result"].get("choices", {}) if by_name else {}
    return tuple(
        Member(
            row["name"],
            row["office"],
            "Không biểu quyết nội dung này" if row["no_vote"] else "Có mặt khi mở" if row["present"] else "",
            _choice(choices.get(row["person"]), vote["kind"]) if by_name else "",
        )
        for row in roll
    )


def _choice(choice: str | list[str] | None, kind: str | None) -> str:
    if choice is None:
        return "Không có phiếu"
    return "; ".join(option_label(one, kind) for one in ([choice] if isinstance(choice, str) else choice))


def paper_of(read: Connection, sheet: RowMapping) -> SheetPaper:
    columns = (Meeting.title.label("meeting_title"), Meeting.body, Item.title.label("item_title"))
    wanted = select(Vote.__table__, *columns).join(Meeting, Meeting.id == Vote.meeting)
    vote = read.execute(wanted.outerjoin(Item, Item.id == Vote.item).where(Vote.id == sheet["vote"])).mappings().one()
    body = read.execute(select(Body.__table__).where(Body.id == vote["body"])).mappings().one()
    head = read.execute(select(Stream.seq, Stream.head).where(Stream.name == f"meeting:{vote['meeting']}")).one()
    facts = [("Phiên họp", vote["meeting_title"]), ("Nội dung", vote["item_title"] or "")]
    facts += [("Quyết định về", MATTERS[vote["matter"]]["vi"])] if vote["matter"] in MATTERS else []
    times = [f"{local(vote[key]):%H:%M, %d/%m/%Y}" for key in ("opened_at", "closed_at")]
    level = LEVELS.get(vote["result"].get("level") or "", "")
    facts += [
        ("Hình thức", way(vote)),
        ("Mức bảo đảm", level),
        *vouched(read, vote),
        ("Mở biểu quyết", times[0]),
        ("Đóng biểu quyết", times[1]),
    ]
    check = checks_of(read, [vote["id"]]).get(vote["id"])
    waits = waits_for({"checked": check, "state": vote["state"]})
    return SheetPaper(
        header=parts.header_of(body["header"] or {}, body["name"], body["short_name"]),
        question=vote["question"],
        facts=tuple((label, text) for label, text in facts if text),
        figures=figures(vote),
        verdict="Chưa chốt." if waits else vote["result"]["sentence"]["vi"],
        rule=vote["result"]["rule_words"]["vi"],
        notes=notes(vote, check),
        by_name=bool(vote["by_name"]) and not vote["secret"] and "choices" in vote["result"],
        members=members(vote, roll_rows(read, vote["id"])),
        roll_code=in_groups(vote["roll_hash"] or ""),
        annulled=vote["ended_reason"] if vote["state"] == "annulled" else "",
        signers=signers(read, vote),
        seq=head.seq,
        head=head.head,
    )


def notes(vote: RowMapping, check: Checked | None) -> tuple[str, ...]:
    """Why it was opened below quorum; how sure a secret result is."""
    told = []
    if vote["reason"]:
        told.append(f"Mở biểu quyết khi chưa đủ túc số. Lý do: {vote['reason']}")
    if check is not None:
        told += ballots.checked(check.stage, check.confirmed, check.devices, check.disputes)
    return tuple(told)


def html_of(paper: SheetPaper) -> str:
    return official.environment().get_template("documents/results/sheet_pdf.html").render(paper=paper)


def pdf_of(paper: SheetPaper) -> bytes:
    return official.to_pdf(html_of(paper))


def sheet_row(read: Connection, id: str) -> RowMapping:
    return read.execute(select(ResultSheet.__table__).where(ResultSheet.id == id)).mappings().one()
