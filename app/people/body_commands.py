"""Commands on bodies: their making (the system's stream), members over time and dated rules (the body's own stream)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import func, insert, select

from app.commands import Made, Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.people import rules, views
from app.people.days import local_day
from app.people.models import Body, BodyRule, Membership, Unit
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid

Id = Annotated[str, Meta(min_length=1, max_length=40)]
MemberRef = Annotated[str, Meta(max_length=40, extra={"ref": "members"})]
BodyName = Annotated[str, Meta(min_length=1, max_length=200)]
ShortName = Annotated[str, Meta(max_length=60)]
Office = Annotated[str, Meta(max_length=200)]
Group = Annotated[str, Meta(max_length=80)]
Capacity = Literal["chair", "deputy", "secretary", "member", "approver", "records_clerk", "guest", "hall"]
Capacities = Annotated[list[Capacity], Meta(min_length=1, max_length=8)]
Line = Annotated[str, Meta(max_length=1_000)]
Lines = Annotated[list[Line], Meta(max_length=100)]
Header = Annotated[dict[Annotated[str, Meta(max_length=40)], Line | Lines], Meta(max_length=40)]
LONGEST_HEADER = 8_000


class CreateArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    unit: Id
    name: BodyName
    short_name: ShortName = ""
    kind: Literal["committee", "council", "other"] = "committee"
    header: Header = {}


@command("body.create", stream="system", entry="body.created")
def create(tx: Transaction, _who: Actor, args: CreateArgs) -> Made:
    """A body of a unit; its own stream begins with it."""
    tx.get(Unit, args.unit)
    body = tx.add(
        Body(
            unit=args.unit,
            name=body_name(args.name),
            short_name=tidy(args.short_name),
            kind=args.kind,
            header=header_of(args.header),
        )
    )
    tx.touch(body)
    return Made(body.id)


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: BodyName | UnsetType = UNSET
    short_name: ShortName | UnsetType = UNSET
    header: Header | UnsetType = UNSET


@command("body.edit", stream="body", entry="body.edited")
def edit(tx: Transaction, _who: Actor, args: EditArgs) -> None:
    """The body's names and what its papers print."""
    body = tx.get(Body, tx.subject)
    if not isinstance(args.name, UnsetType):
        body.name = body_name(args.name)
    if not isinstance(args.short_name, UnsetType):
        body.short_name = tidy(args.short_name)
    if not isinstance(args.header, UnsetType):
        body.header = header_of(args.header)
    tx.touch(body)


def body_name(typed: str) -> str:
    """A body's name as it is kept. Raises Invalid for blanks."""
    name = tidy(typed)
    if not name:
        raise Invalid({"name": _("Cần điền mục này.")})
    return name


def header_of(header: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """What papers print, of a sensible size and without blank lines. Raises Invalid."""
    if len(msgspec.json.encode(header)) > LONGEST_HEADER:
        raise Invalid({"header": _("Dài quá mức cho phép (%(n)s).", n=LONGEST_HEADER)})
    kept: dict[str, str | list[str]] = {}
    for key, value in header.items():
        lines = [tidy(line) for line in (value.split("\n") if isinstance(value, str) else value) if tidy(line)]
        if lines:
            kept[key] = "\n".join(lines) if isinstance(value, str) else lines
    return kept


# -- members ----------


class MemberArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: Id
    capacities: Capacities = msgspec.field(default_factory=lambda: ["member"])
    office: Office = ""
    group: Group = ""
    order: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    from_date: date | None = None


@command("body.add_member", stream="body", entry="body.member_added")
def add_member(tx: Transaction, _who: Actor, args: MemberArgs) -> Made:
    """Somebody is of the body from a day on. Raises Conflict for a second term at once or a second chair."""
    return Made(_add(tx, [args])[0])


class MembersArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    members: Annotated[list[MemberArgs], Meta(min_length=1, max_length=10_000)]


@command("body.add_members", stream="body", entry="body.members_added")
def add_members(tx: Transaction, _who: Actor, args: MembersArgs) -> Made:
    """Many at once, all or none. Answers `members`: their ids in the order given."""
    made = _add(tx, args.members)
    return Made(made[0], extra={"members": made})


def _add(tx: Transaction, rows: list[MemberArgs]) -> list[str]:
    persons = views.persons_by_id(tx.connection, {row.person for row in rows})
    if any(row.person not in persons for row in rows):
        raise Invalid({"person": _("Không có người này trong danh sách tài khoản.")})
    today = local_day(tx.now).isoformat()
    last = tx.connection.execute(select(func.max(Membership.order)).where(Membership.body == tx.subject)).scalar()
    values: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "body": tx.subject,
            "person": row.person,
            "capacities": sorted(set(row.capacities), key=rules.CAPACITIES.index),
            "office": tidy(row.office),
            "group": tidy(row.group),
            "order": row.order if row.order is not None else (last or 0) + place,
            "from_date": row.from_date.isoformat() if row.from_date else today,
            "until_date": None,
        }
        for place, row in enumerate(rows, start=1)
    ]
    _refuse_clashes(tx, values)
    tx.connection.execute(insert(Membership), values)
    tx.touch(Membership, [value["id"] for value in values])
    tx.rights(*(value["person"] for value in values))
    return [value["id"] for value in values]


def _refuse_clashes(tx: Transaction, values: list[dict[str, Any]]) -> None:
    """Raises Conflict for a second term of a person at the same time, or a second chair."""
    by_person: dict[str, list[rules.Term]] = defaultdict(list)
    chairs: list[rules.Term] = []
    new = [rules.Term(v["person"], tuple(v["capacities"]), v["from_date"], None, v["id"]) for v in values]
    for term, fresh in [(term, False) for term in views.terms(tx.connection, tx.subject)] + [(t, True) for t in new]:
        if fresh and rules.clash(by_person[term.person], term):
            name = views.persons_by_id(tx.connection, [term.person])[term.person]["name"]
            raise Conflict(_("%(name)s đã là thành viên trong thời gian này.", name=name))
        if fresh and rules.second_chair(chairs, term):
            raise Conflict(_("Trong thời gian này đã có chủ trì khác. Hãy kết thúc nhiệm kỳ của người đó trước."))
        by_person[term.person].append(term)
        if "chair" in term.capacities:
            chairs.append(term)


class EditMemberArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    member: MemberRef
    office: Office | UnsetType = UNSET
    group: Group | UnsetType = UNSET
    order: Annotated[int, Meta(ge=0, le=100_000)] | UnsetType = UNSET


@command("body.edit_member", stream="body", entry="body.member_edited")
def edit_member(tx: Transaction, _who: Actor, args: EditMemberArgs) -> None:
    """Office, group and place in the body's order. Other capacities are another term: end this one and add the next."""
    member = tx.get(Membership, args.member)
    if not isinstance(args.office, UnsetType):
        member.office = tidy(args.office)
    if not isinstance(args.group, UnsetType):
        member.group = tidy(args.group)
    if not isinstance(args.order, UnsetType):
        member.order = args.order
    tx.touch(member)


class EndArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    member: MemberRef
    on: date | None = None


@command("body.end_membership", stream="body", entry="body.membership_ended")
def end_membership(tx: Transaction, _who: Actor, args: EndArgs) -> None:
    """The term ends with the day `on`; without it, it has ended yesterday, and the rights end at once."""
    member = tx.get(Membership, args.member)
    if member.until_date is not None:
        raise Conflict(_("Nhiệm kỳ này đã kết thúc."))
    if args.on is not None and args.on.isoformat() < member.from_date:
        raise Invalid({"on": _("Ngày kết thúc không được trước ngày bắt đầu.")})
    member.until_date = rules.last_day(args.on, local_day(tx.now))
    tx.touch(member)
    tx.rights(member.person)


# -- rules ----------


class RuleArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(min_length=1, max_length=60)]
    value: Any
    valid_from: date | None = None


@command("body.set_rule", stream="body", entry="body.rule_set")
def set_rule(tx: Transaction, _who: Actor, args: RuleArgs) -> Made:
    """A rule from a day on. What was decided under an older one stays as it was: the past takes no new rule."""
    known = views.RULES.get(args.key)
    if known is None:
        raise Invalid({"key": _("Không có quy tắc này.")})
    fault = known.check(args.value)
    if fault:
        raise Invalid({"value": fault})
    today = local_day(tx.now)
    day = args.valid_from or today
    if day < today and not tx.system:
        raise Conflict(_("Quy tắc mới chỉ áp dụng từ hôm nay trở đi."))
    rule = tx.add(BodyRule(body=tx.subject, key=args.key, valid_from=day.isoformat(), value=args.value, set_at=tx.now))
    tx.touch(rule)
    return Made(rule.id)
