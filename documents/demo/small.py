"""The demo of wire.md's last section: one body, one chair, one secretary, N members, one meeting with five items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.house import House
from app.people import sessions
from documents.demo.player import PASSWORD, Player

ITEMS = (
    "Tình hình kinh tế - xã hội trong tháng",
    "Điều chỉnh kế hoạch đầu tư công",
    "Quy định hỗ trợ hộ dân di dời khỏi khu vực sạt lở",
    "Đề án sắp xếp trụ sở dôi dư",
    "Chương trình công tác tháng sau",
)
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Hữu", "Quốc", "Thu", "Đức", "Kim", "Anh", "Hải", "Bích")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Lâm", "Mến", "Nghĩa", "Oanh", "Phúc", "Quân", "Sơn")
SITES = ("Xã Tân Lập", "Phường Sông Lạc", "Xã Đồi Thông", "Xã Nà Khoang", "Xã Bình An", "Phường Hòa Xuân")
"""Places from which members take part, as many as are asked for."""
SCREEN = "hoitruong"
INVITED_BEFORE = timedelta(days=5)


def build(house: House, members: int, *, phase: str, with_sessions: bool, sites: int = 0) -> dict[str, Any]:
    """Make it; what wire.md says is printed."""
    now = datetime.now(UTC)
    player = Player(house, now - INVITED_BEFORE)
    people = _people(player, members)
    body = _body(player, people)
    player.at(now)
    meeting, items = _meeting(player, body, people, now)
    _sites(player, meeting, people, sites)
    if phase == "in_progress":
        _begin(player, meeting, items, people)
    names = [*people]
    listed = {name: {"person": people[name], "username": name} for name in names}
    listed[SCREEN] = {"person": _screen(player, body), "username": SCREEN}
    if with_sessions:
        _sign_in(player, listed)
    return {
        "meeting": meeting,
        "body": body,
        "password": PASSWORD,
        "chair": listed[names[0]],
        "secretary": listed[names[1]],
        "members": [listed[name] for name in names[2:]],
        "screen": listed[SCREEN],
        "items": items,
    }


def _people(player: Player, members: int) -> dict[str, str]:
    """{user name: person}: chair, secretary, members. The password is hashed once for all of them."""
    rows = [
        {"username": "chutri", "name": "Nguyễn Thị Minh Hà", "office": "Chủ tịch"},
        {"username": "thuky", "name": "Nguyễn Hải Yến", "office": "Phó Trưởng phòng Tổng hợp"},
    ]
    for n in range(members):
        name = f"{FAMILY[n % 15]} {MIDDLE[n // 15 % 13]} {GIVEN[(n // 7) % 14]}"
        rows.append({"username": f"thanhvien{n + 1}", "name": name, "office": f"Ủy viên {n + 1}"})
    made = player.run(None, "person.import", "system", rows=rows, password=PASSWORD)["persons"]
    return {row["username"]: made[row["username"]] for row in rows}


def _body(player: Player, people: dict[str, str]) -> str:
    unit = player.run(None, "unit.create", "system", name="Tỉnh Lạc Giang")["id"]
    header = {"issuer": ["ỦY BAN NHÂN DÂN", "TỈNH LẠC GIANG"], "symbol": "UBND", "place": "Lạc Giang"}
    body = player.run(
        None,
        "body.create",
        "system",
        unit=unit,
        name="Ủy ban nhân dân tỉnh Lạc Giang",
        short_name="UBND",
        header=header,
    )["id"]
    since = (player.now - timedelta(days=365)).date().isoformat()
    ids = list(people.values())
    capacities = [["chair", "member"], ["secretary"], *(["member"] for _ in ids[2:])]
    rows = [
        {"person": person, "capacities": held, "from_date": since} for person, held in zip(ids, capacities, strict=True)
    ]
    player.run(None, "body.add_members", f"body:{body}", members=rows)
    return str(body)


def _screen(player: Player, body: str) -> str:
    """The hall's account."""
    since = (player.now - timedelta(days=365)).date().isoformat()
    told = {"username": SCREEN, "name": "Màn chiếu Phòng họp Sông Lạc", "password": PASSWORD}
    person = str(player.run(None, "person.create", "system", **told)["id"])
    row = {"person": person, "capacities": ["hall"], "from_date": since}
    player.run(None, "body.add_members", f"body:{body}", members=[row])
    return person


def _meeting(player: Player, body: str, people: dict[str, str], starts: datetime) -> tuple[str, list[str]]:
    secretary = people["thuky"]
    told = {"title": "Phiên họp thường kỳ", "place": "Phòng họp Sông Lạc", "starts_at": starts.isoformat()}
    meeting = player.run(secretary, "meeting.create", f"body:{body}", **told)["id"]
    stream = f"meeting:{meeting}"
    items = [
        str(player.run(secretary, "agenda.add_item", stream, title=title, minutes=20, vote_kind="open")["id"])
        for title in ITEMS
    ]
    player.run(secretary, "meeting.publish", stream)
    return str(meeting), items


def _sites(player: Player, meeting: str, people: dict[str, str], many: int) -> None:
    """The members in turn: one in the hall, then one at each site, whose first is its clerk."""
    members, stream = list(people.values())[2:], f"meeting:{meeting}"
    for n, name in enumerate(SITES[:many]):
        site = player.run(people["thuky"], "attendance.add_site", stream, name=name)["id"]
        link = f"https://meet.jit.si/lac-giang-{n + 1}"
        player.run(people["thuky"], "attendance.edit_site", stream, site=site, video=link)
        if there := members[n + 1 :: many + 1]:
            player.run(people["thuky"], "attendance.place", stream, people=there, site=site)
            player.run(people["thuky"], "attendance.name_clerk", stream, person=there[0], site=site)


def _begin(player: Player, meeting: str, items: list[str], people: dict[str, str]) -> None:
    """The secretary calls the roll of the whole hall, the chair starts, item 1 is current."""
    stream = f"meeting:{meeting}"
    player.run(people["thuky"], "attendance.mark_many", stream, status="present")
    player.run(people["chutri"], "meeting.start", stream)
    player.run(people["chutri"], "agenda.start_item", stream, item=items[0])


def _sign_in(player: Player, listed: dict[str, dict[str, str]]) -> None:
    """A device for everybody, its cookie as a browser would send it."""
    name = sessions.cookie_name(player.house.settings)
    devices = []
    for one in listed.values():
        token = sessions.new_token()
        one["cookie"] = f"{name}={token}"
        devices.append({"person": one["person"], "token_hash": sessions.digest(token)})
    player.run(None, "session.open_many", "system", devices=devices)
