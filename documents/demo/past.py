"""The seven meetings that are over: who came, who spoke how long, what was voted, concluded and minuted."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from documents.demo import cast, papers
from documents.demo.rich import Stage
from documents.demo.topics import CONSENT, PAST, TOPICS, Topic
from documents.papers.intake import take_in

ABSENT: tuple[dict[str, str], ...] = (
    {"tuan": "Đi công tác tại Bộ Xây dựng"},
    {"dung": "Dự hội nghị xúc tiến thương mại", "loc": "Nghỉ phép năm"},
    {"nghia": "Trực sẵn sàng chiến đấu"},
    {"nhung": "Đi công tác nước ngoài", "ngoc": "Họp tại Bộ Khoa học và Công nghệ"},
    {"hoa": "Dự phiên tòa hành chính tại Hà Nội", "khai": "Chỉ đạo phòng dịch tại xã Nà Khoang"},
    {"dat": "Dự giao ban tại Bộ Công an"},
    {"tam": "Đón đoàn nhà đầu tư", "phuong": "Kết luận thanh tra tại xã Phú Điền", "duc": "Nghỉ ốm"},
)
SUBSTITUTED = 4
"""In this meeting (from 0) Sở Tư pháp sends somebody in its director's place."""
ADOPTING, WISHING = 4, 5
"""In these an item may be adopted without discussion: in the one it was, before the other somebody wished to speak on it."""
WISHES = "duc"
BY_HANDS = 3
"""In this one hands were raised."""
OPENING = "Khai mạc, nêu yêu cầu thảo luận thẳng vào vướng mắc và giải pháp; tài liệu coi như đã đọc."
WARD = "Phường Bến Sông đã vận động được 58/71 hộ, đề nghị hỗ trợ tiền thuê nhà tạm trong 6 tháng."
VOICES = {"oanh": 260, "thanh": 320, "tuan": 210, "men": 180, "vinh": 150, "dat": 120, "dung": 140, "hoa": 110}
"""About how many seconds people speak; others 90."""


@dataclass
class Played:
    """A meeting on its way."""

    stage: Stage
    number: int
    id: str
    day: date
    dice: random.Random
    absent: dict[str, str]
    items: list[tuple[str, Topic]]
    tasks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def stream(self) -> str:
        return f"meeting:{self.id}"

    @property
    def here(self) -> list[str]:
        return [one.key for one in cast.MEMBERS if one.key not in self.absent]

    @property
    def last(self) -> bool:
        return self.number == len(PAST) - 1


def play(stage: Stage) -> None:
    """All seven, the oldest first: one in each of the last seven months."""
    for number in range(len(PAST)):
        _play_one(stage, number, stage.working_day(len(PAST) - number))


def _play_one(stage: Stage, number: int, day: date) -> None:
    starts = stage.moment(day, 8)
    stage.player.at(starts - timedelta(days=6))
    title = f"Phiên họp thường kỳ tháng {day.month} năm {day.year} của Ủy ban nhân dân tỉnh"
    told = {"title": title, "starts_at": starts.isoformat(), "minutes": 210, "place": cast.PLACE}
    meeting = stage.run("yen", "meeting.create", f"body:{stage.body}", **told)["id"]
    dice = random.Random(2026 + number)
    played = Played(stage, number, meeting, day, dice, ABSENT[number], [])
    for key in PAST[number]:
        topic = TOPICS[key]
        args = {"presenter": cast_office(topic.presenter), "minutes": topic.minutes}
        args |= {
            "title": papers.words(topic.title, day, 0),
            "vote_kind": topic.vote_kind(consent=number in (ADOPTING, WISHING)),
        }
        played.items.append((stage.run("yen", "agenda.add_item", played.stream, **args)["id"], topic))
    _prepare(played)
    stage.player.at(starts - timedelta(minutes=20))
    _gather(played)
    stage.player.at(starts + timedelta(minutes=dice.randrange(1, 6)))
    stage.run("ha", "meeting.start", played.stream)
    for item, topic in played.items:
        if topic.key == CONSENT and number == ADOPTING:
            _adopt(played, item, topic)
        else:
            _discuss(played, item, topic)
    stage.player.wait(minutes=2)
    stage.run("ha", "meeting.end", played.stream)
    _minute(played)
    _follow(played)


def cast_office(key: str) -> str:
    return next(one.office for one in cast.MEMBERS if one.key == key)


# -- before -----------------------------------------------------------------------------------------------------------


def _prepare(played: Played) -> None:
    """Guests, two papers approved by the deputy, publishing, replies and leave."""
    stage, stream = played.stage, played.stream
    first = played.items[0][0]
    people = [
        {"person": stage.people["khiem"], "capacity": "guest", "items": [item for item, _topic in played.items]},
        {"person": stage.people["chung"], "capacity": "guest", "items": [first, played.items[1][0]]},
    ]
    stage.run("yen", "meeting.invite", stream, people=people)
    for item, topic in played.items[:2]:
        _paper(played, item, topic)
    stage.run("yen", "meeting.publish", stream)
    stage.player.wait(hours=3)
    _say_beforehand(played)
    for one in cast.MEMBERS:
        if one.key in played.absent:
            _excuse(played, one.key)
        elif one.key != "ha" and played.dice.random() < 0.9:
            stage.run(one.key, "attendance.reply", stream, reply="yes")


def _paper(played: Played, item: str, topic: Topic) -> None:
    stage = played.stage
    stage.number += 7
    day = played.day - timedelta(days=8)
    made = papers.pdf(topic, day, stage.number, Path(stage.folder) / f"{played.number}-{topic.key}.pdf")
    title = papers.words(topic.paper, day, stage.number)
    file = take_in(stage.player.house, stage.people["yen"], made, f"{title[:60]}.pdf")
    paper = stage.run("yen", "paper.add", played.stream, item=item, file=file, title=title)["id"]
    stage.run("yen", "paper.submit", played.stream, paper=paper)
    stage.run("vinh", "paper.approve", played.stream, paper=paper)


def _excuse(played: Played, key: str) -> None:
    stage = played.stage
    reason = played.absent[key]
    if played.number == SUBSTITUTED and key == "hoa":
        stage.run(key, "attendance.send_substitute", played.stream, person=stage.people["trang"], reason=reason)
    else:
        stage.run(key, "attendance.ask_leave", played.stream, reason=reason)
    stage.run("ha", "attendance.grant_leave", played.stream, person=stage.people[key], note="Đồng ý")


def _say_beforehand(played: Played) -> None:
    """Of the item that may be adopted at once: most have nothing against it."""
    if played.number not in (ADOPTING, WISHING):
        return
    item = next(item for item, topic in played.items if topic.key == CONSENT)
    for key in {**dict.fromkeys(one for one in played.here[:12] if one != "ha"), WISHES: None}:
        mark = "speak" if key == WISHES and played.number == WISHING else "agreed"
        played.stage.run(key, "consent.mark", played.stream, item=item, mark=mark)


# -- during -----------------------------------------------------------------------------------------------------------


def _gather(played: Played) -> None:
    """People check in by themselves; some online, guests too; the secretary notes the absent."""
    stage = played.stage
    others = ["yen", "khiem", "chung", *(["trang"] if played.number == SUBSTITUTED else [])]
    for key in [*played.here, *others]:
        stage.player.wait(seconds=played.dice.randrange(5, 40))
        online = key == "loc" and played.number >= 3
        stage.run(key, "attendance.check_in", played.stream, online=online)
    for key, reason in played.absent.items():
        stage.run("yen", "attendance.mark", played.stream, person=stage.people[key], status="absent", reason=reason)


def _discuss(played: Played, item: str, topic: Topic) -> None:
    """An item: those who ask, in their order; then the vote and the conclusions."""
    stage = played.stage
    stage.run("ha", "agenda.start_item", played.stream, item=item)
    stage.player.wait(minutes=4)
    if topic.key == "monthly":
        _invite(played, "ha", OPENING)
    asked = [
        (who, said)
        for who, said in topic.remarks
        if who in played.here and (played.dice.random() < 0.85 or _wished(played, who, topic.key))
    ]
    asked = [*asked[1:], *asked[:1]] if played.number % 2 else asked
    waiting = [
        (who, said, _ask(played, item, who, said, wished=_wished(played, who, topic.key))) for who, said in asked
    ]
    if topic.key == "monthly":
        _ask(played, item, cast.NEVER_CALLED, "Đề nghị quan tâm chế độ cho cán bộ không chuyên trách ở thôn, bản")
    for place, (who, said, speech) in enumerate(waiting):
        _speak(played, who, said, speech, noted=not (played.last and topic.key == "digital" and place < 3))
    if topic.key == "riverbank":
        _guest_speaks(played, item)
    if topic.question:
        _vote(played, item, topic)
    _conclude(played, item, topic)


def _adopt(played: Played, item: str, topic: Topic) -> None:
    """Nobody has anything against it: no discussion, and its conclusion."""
    played.stage.run("ha", "consent.adopt", played.stream, items=[item])
    _conclude(played, item, topic)


def _wished(played: Played, who: str, topic: str) -> bool:
    """On the list since the item was taken up; asks again only to say about what."""
    return who == WISHES and topic == CONSENT and played.number == WISHING


def _ask(played: Played, item: str, who: str, said: str, *, wished: bool = False) -> str:
    stage = played.stage
    stage.player.wait(seconds=played.dice.randrange(10, 50))
    gist = said.split(",")[0].split(";")[0] if played.dice.random() < 0.5 and not played.last else ""
    gist = said if wished else gist
    return str(stage.run(who, "speaking.request", played.stream, item=item, gist=gist)["id"])


def _speak(played: Played, who: str, said: str, speech: str, *, noted: bool) -> None:
    stage = played.stage
    stage.run("ha", "speaking.call", played.stream, speech=speech)
    seconds = VOICES.get(who, 90)
    stage.player.wait(seconds=played.dice.randrange(seconds // 2, seconds * 3 // 2))
    stage.run("ha", "speaking.finish", played.stream, speech=speech)
    if noted:
        stage.run("yen", "speaking.note", played.stream, speech=speech, note=said[0].upper() + said[1:] + ".")


def _guest_speaks(played: Played, item: str) -> None:
    """The ward's chairman is invited to speak, and speaks as a guest."""
    if item in {item for item, _topic in played.items[:2]}:
        _invite(played, "chung", WARD)


def _invite(played: Played, who: str, said: str) -> None:
    """Somebody speaks who has not asked: a guest, the chair opening the meeting."""
    stage = played.stage
    speech = stage.run("ha", "speaking.call", played.stream, person=stage.people[who])["id"]
    stage.player.wait(seconds=150)
    stage.run("ha", "speaking.finish", played.stream, speech=speech)
    stage.run("yen", "speaking.note", played.stream, speech=speech, note=said)


def _hands(played: Played, item: str, question: str) -> None:
    """A show of hands: the secretary types what was counted, the chair confirms it."""
    stage = played.stage
    vote = stage.run("ha", "vote.open", played.stream, item=item, question=question, by_hand="hands")["id"]
    stage.player.wait(seconds=70)
    stage.run("ha", "vote.close", played.stream, vote=vote)
    stage.player.wait(seconds=25)
    counts = {"yes": len(played.here) - 2, "no": 1, "not_voting": 0}
    count = stage.run("yen", "count.enter", played.stream, vote=vote, counts=counts, chair="yes")["id"]
    stage.player.wait(seconds=10)
    stage.run("ha", "count.confirm", played.stream, vote=vote, count=count)
    stage.run("ha", "vote.announce", played.stream, vote=vote)


def _vote(played: Played, item: str, topic: Topic) -> None:
    """By name and open; a few against or not voting; who is online has no ballot by the body's rules."""
    stage = played.stage
    question = papers.words(topic.question, played.day, 0)
    if played.number == BY_HANDS:
        _hands(played, item, question)
        return
    vote = stage.run("ha", "vote.open", played.stream, item=item, question=question, seconds=120)["id"]
    for key in played.here:
        if key == "loc" and played.number >= 3:
            continue
        stage.player.wait(seconds=1)
        luck = played.dice.random()
        choice = "no" if luck < 0.05 else "not_voting" if luck < 0.09 else "yes"
        stage.run(key, "vote.cast", played.stream, vote=vote, choice="yes" if key == "ha" else choice)
    stage.player.wait(seconds=4)
    stage.run("ha", "vote.close", played.stream, vote=vote)
    stage.run("ha", "vote.announce", played.stream, vote=vote)


def _conclude(played: Played, item: str, topic: Topic) -> None:
    stage = played.stage
    for text, who, days in topic.conclusions:
        due = (played.day + timedelta(days=days)).isoformat()
        args = {"item": item, "text": text + ".", "assignee": stage.people[who], "due": due}
        stage.player.wait(seconds=45)
        made = stage.run("yen", "conclusion.record", played.stream, **args)["id"]
        stage.run("yen", "conclusion.submit", played.stream, conclusion=made)
        done = stage.run("ha", "conclusion.approve", played.stream, conclusion=made)
        if task := done.get("task"):
            played.tasks.append((task, who))


# -- after ------------------------------------------------------------------------------------------------------------


def _minute(played: Played) -> None:
    """Approved with a number, but for the last two: one waits for the chair, one is still being written."""
    stage, stream = played.stage, played.stream
    if played.last:
        return
    stage.player.wait(hours=20)
    stage.run("yen", "minutes.submit", stream)
    if played.number == len(PAST) - 2:
        return
    stage.player.wait(hours=5)
    stage.run("ha", "minutes.approve", stream)
    stage.run("van", "minutes.number", stream)
    stage.run("yen", "minutes.export", stream)


def _follow(played: Played) -> None:
    """Tasks of the older meetings are done, some of the later ones reported, the rest open or overdue."""
    if played.number > 5:
        return
    stage, body = played.stage, f"body:{played.stage.body}"
    for task, who in played.tasks:
        if played.number > 4 and played.dice.random() < 0.5:
            continue
        stage.player.wait(hours=played.dice.randrange(20, 90))
        stage.run(who, "task.report", body, task=task, report="Đã hoàn thành, có báo cáo bằng văn bản gửi Văn phòng.")
        if played.number < 5 or played.dice.random() < 0.5:
            stage.run("ha", "task.accept", body, task=task)
