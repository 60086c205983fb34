"""Who stands for a result, for its sheet: who presided and kept the record, the counting board with its codes, who counted."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, and_, case, select

from app.people.views import persons_by_id
from documents.official.forms.parts import Signer
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning.models import Participant
from voting.sealed.bundle import result_code
from voting.sealed.codes import grouped
from voting.sealed.models import SealedBox, SealedKeeper


def signers(read: Connection, vote: RowMapping) -> tuple[Signer, Signer]:
    """The first secretary who came, and who presided when the vote was opened."""
    came = case((Attendance.status.in_(HERE), 0), else_=1)
    listed = (
        select(Participant.person, Participant.name, Participant.office, Participant.capacity)
        .outerjoin(Attendance, and_(Attendance.meeting == Participant.meeting, Attendance.person == Participant.person))
        .where(Participant.meeting == vote["meeting"])
        .order_by(came, Participant.order, Participant.id)
    )
    people = read.execute(listed).all()
    secretary = next((one for one in people if one.capacity == "secretary"), None)
    chair = next((one for one in people if one.person == vote["chair"]), None)
    return (
        Signer("THƯ KÝ", "", secretary.name if secretary else ""),
        Signer("CHỦ TỌA", chair.office if chair else "", chair.name if chair else ""),
    )


def vouched(read: Connection, vote: RowMapping) -> list[tuple[str, str]]:
    """Of a sealed ballot its board, the code that was read aloud and the result's; of a count by hand, whose figures it holds."""
    result = vote["result"] or {}
    hand = result.get("by_hand") or {}
    if not hand:
        return _sealed(read, vote["id"]) if vote["secret"] else []
    people = persons_by_id(read, {*hand["people"], *(vote["board"] or ())}) if hand.get("people") else {}
    told = [("Ban kiểm phiếu", _named(people, vote["board"] or ()))]
    counted = "Hai người kiểm và nhập" if hand["way"] == "paper" and vote["secret"] else "Người nhập, người xác nhận"
    told.append((counted, _named(people, hand.get("people") or ())))
    return [(label, names) for label, names in told if names]


def _named(people: dict[str, RowMapping], ids: list[str] | tuple[str, ...]) -> str:
    return "; ".join(people[id]["name"] for id in ids if id in people)


def _sealed(read: Connection, vote: str) -> list[tuple[str, str]]:
    box = read.execute(select(SealedBox.code, SealedBox.bundle).where(SealedBox.id == vote)).one()
    names = select(SealedKeeper.name).where(SealedKeeper.vote == vote).order_by(SealedKeeper.place)
    told = [("Ban kiểm phiếu", "; ".join(read.execute(names).scalars()))]
    if box.code:
        told.append(("Mã hòm phiếu đã đọc trong hội trường", grouped(box.code)))
    if box.bundle:
        told.append(("Mã kết quả", grouped(result_code(box.bundle))))
    return told
