"""The meeting of today, published and ready to start, and the one that is being prepared."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from app.people.days import local
from documents.demo import cast, papers
from documents.demo.past import cast_office
from documents.demo.rich import Stage
from documents.demo.topics import CONSENT, NEXT, TODAY, TOPICS, Topic
from documents.papers.intake import take_in

BEGINS_IN = 20
"""Minutes from now, rounded up to the next five: people can check in already, and there is time to look around."""


AGREED = ("oanh", "tuan", "thanh", "nam", "cuong", "duc")
"""Who has said already that they have nothing against the item that waits to be adopted so."""


def play(stage: Stage) -> None:
    _today(stage)
    _next(stage)


def _new(
    stage: Stage, told: dict[str, object], topics: tuple[str, ...], day: date, *, consent: bool = False
) -> tuple[str, list[str]]:
    meeting = stage.run("yen", "meeting.create", f"body:{stage.body}", **told)["id"]
    items = []
    for key in topics:
        topic = TOPICS[key]
        args = {"presenter": cast_office(topic.presenter), "minutes": topic.minutes}
        args |= {"title": papers.words(topic.title, day, 0), "vote_kind": topic.vote_kind(consent=consent)}
        items.append(str(stage.run("yen", "agenda.add_item", f"meeting:{meeting}", **args)["id"]))
    return str(meeting), items


def _today(stage: Stage) -> None:
    """Published five days ago with its papers; most have answered, one asks to be excused."""
    starts = stage.today.replace(second=0, microsecond=0) + timedelta(minutes=BEGINS_IN)
    starts += timedelta(minutes=-starts.minute % 5)
    day = local(starts).date()
    title = f"Phiên họp thường kỳ tháng {day.month} năm {day.year} của Ủy ban nhân dân tỉnh"
    stage.player.at(stage.today - timedelta(days=7))
    told = {"title": title, "starts_at": starts.isoformat(), "minutes": 180, "place": cast.PLACE}
    meeting, items = _new(stage, told, TODAY, day, consent=True)
    stream = f"meeting:{meeting}"
    guests = [
        {"person": stage.people["khiem"], "capacity": "guest", "items": items},
        {"person": stage.people["chung"], "capacity": "guest", "items": [items[2]]},
        {"person": stage.people["le"], "capacity": "guest", "items": [items[2]]},
        {"person": stage.people["sau"], "capacity": "guest", "items": [items[1], items[2]]},
    ]
    stage.run("yen", "meeting.invite", stream, people=guests)
    for item, key in zip(items, TODAY, strict=True):
        _approved(stage, stream, item, TOPICS[key], day)
    _approved(stage, stream, items[2], TOPICS["riverbank"], day, word=True)
    stage.player.at(stage.today - timedelta(days=5))
    stage.run("yen", "meeting.publish", stream)
    _hall(stage, stream)
    stage.player.at(stage.today - timedelta(days=2))
    for one in cast.MEMBERS[1:]:
        if one.key not in ("khai", "dung", "bao", "nhung"):
            stage.run(one.key, "attendance.reply", stream, reply="yes")
    for key in AGREED:
        stage.run(key, "consent.mark", stream, item=items[TODAY.index(CONSENT)], mark="agreed")
    stage.player.at(stage.today - timedelta(hours=3))
    stage.run("khai", "attendance.ask_leave", stream, reason="Chỉ đạo phòng, chống dịch tại xã Nà Khoang")


SEATS = {"shape": "arcs", "head": 5, "rows": [10, 16]}
AWAY = {"Xã Nà Khoang": ("bao", "nhung"), "Phường Bến Sông": ("dung", "duc"), "Xã Cửa Ngòi": ("nam",)}
"""Communes that take part from their own office, and who is there."""


def _hall(stage: Stage, stream: str) -> None:
    """The room's plan with everybody in their seats, and the sites."""
    room = stage.run("yen", "room.create", f"body:{stage.body}", name=cast.PLACE.split(",")[0], **SEATS)["id"]
    stage.run("yen", "seating.choose", stream, room=room)
    for name, there in AWAY.items():
        site = stage.run("yen", "attendance.add_site", stream, name=name)["id"]
        stage.run("yen", "attendance.place", stream, people=[stage.people[one] for one in there], site=site)
    stage.run("yen", "seating.fill", stream)


def _next(stage: Stage) -> None:
    """Nine days ahead: papers in every state before publishing."""
    day = stage.local_day(9)
    starts = stage.moment(day, 8)
    stage.player.at(stage.today - timedelta(hours=2))
    told = {
        "title": "Phiên họp chuyên đề về công nghiệp và du lịch của Ủy ban nhân dân tỉnh",
        "starts_at": starts.isoformat(),
        "minutes": 150,
        "place": cast.PLACE,
        "kind": "extraordinary",
    }
    meeting, items = _new(stage, told, NEXT, day)
    stream = f"meeting:{meeting}"
    _approved(stage, stream, items[0], TOPICS["monthly"], day)
    tourism = _added(stage, stream, items[1], TOPICS["tourism"], day)
    stage.run("yen", "paper.submit", stream, paper=tourism)
    industry = _added(stage, stream, items[2], TOPICS["industry"], day)
    stage.run("yen", "paper.submit", stream, paper=industry)
    reason = "Chưa có phương án sinh kế cho 264 hộ bị thu hồi đất; bổ sung rồi trình lại."
    stage.run("vinh", "paper.return", stream, paper=industry, reason=reason)
    _added(stage, stream, items[2], TOPICS["industry"], day, word=True)
    waiting = _added(stage, stream, items[3], TOPICS["complaints"], day)
    stage.run("yen", "paper.submit", stream, paper=waiting)
    _added(stage, stream, items[4], TOPICS["programme"], day)


def _added(stage: Stage, stream: str, item: str, topic: Topic, day: date, *, word: bool = False) -> str:
    stage.number += 3
    name = f"{stream[-6:]}-{topic.key}"
    if word:
        made = papers.docx(topic, day, stage.number, Path(stage.folder) / f"{name}.docx")
        title = f"Dự thảo Quyết định: {papers.words(topic.question, day, stage.number)}"
    else:
        made = papers.pdf(topic, day, stage.number, Path(stage.folder) / f"{name}.pdf")
        title = papers.words(topic.paper, day, stage.number)
    file = take_in(stage.player.house, stage.people["yen"], made, f"{title[:60]}{made.suffix}")
    return str(stage.run("yen", "paper.add", stream, item=item, file=file, title=title)["id"])


def _approved(stage: Stage, stream: str, item: str, topic: Topic, day: date, *, word: bool = False) -> None:
    paper = _added(stage, stream, item, topic, day, word=word)
    stage.run("yen", "paper.submit", stream, paper=paper)
    stage.run("vinh", "paper.approve", stream, paper=paper)
