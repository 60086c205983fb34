"""The rich demo: a province's committee with seven meetings behind it, one today and one being prepared,
an opinion slip that is summarised and one that waits for answers.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.house import House
from app.jobs.worker import run_waiting
from app.people.days import local
from documents.demo import cast
from documents.demo.player import PASSWORD, Player

LONG_BEFORE = timedelta(days=260)
TWO_THIRDS = "two_thirds_of_members"


@dataclass
class Stage:
    """What the scenes play on."""

    player: Player
    folder: Path
    today: datetime
    people: dict[str, str] = field(default_factory=dict)
    body: str = ""
    number: int = 300
    """The last number given to a paper."""

    def run(self, who: str | None, name: str, stream: str, /, **args: Any) -> dict[str, Any]:
        return self.player.run(self.people[who] if who else None, name, stream, **args)

    def local_day(self, days: int) -> date:
        """The day so many days from today, moved off the weekend to the Friday before."""
        day = local(self.today).date() + timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def working_day(self, months_ago: int) -> date:
        """About the 20th of a month that is over, never a weekend."""
        now = local(self.today).date()
        months = now.year * 12 + now.month - 1 - months_ago
        day = date(months // 12, months % 12 + 1, 20)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A local time of a day, in UTC."""
        zone = local(self.today).tzinfo
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def build(house: House) -> str:
    """Make it all. Returns the table of accounts to print."""
    from documents.demo import coming, past, slips

    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Player(house, now - LONG_BEFORE), Path(folder), now)
        _found(stage)
        past.play(stage)
        slips.play_past(stage)
        coming.play(stage)
        slips.play_now(stage)
        stage.player.at(datetime.now(UTC))
        house.clock = lambda: datetime.now(UTC)
        run_waiting(house)
    return table()


def _found(stage: Stage) -> None:
    """Accounts, the unit, the body with its members and rules."""
    rows = [
        {"username": one.username or cast.username(one.name), "name": one.name, "office": one.office}
        for one in cast.EVERYBODY
    ]
    made = stage.run(None, "person.import", "system", rows=rows, password=PASSWORD)["persons"]
    stage.people = {one.key: made[row["username"]] for one, row in zip(cast.EVERYBODY, rows, strict=True)}
    admin = stage.people["admin"]
    stage.run(None, "person.edit", "system", person=admin, system_administrator=True)
    unit = stage.run(None, "unit.create", "system", name="Tỉnh Lạc Giang")["id"]
    stage.run(None, "unit.add_administrator", "system", unit=unit, person=admin)
    stage.body = stage.run(
        None, "body.create", "system", unit=unit, name=cast.BODY, short_name="UBND tỉnh", header=cast.HEADER
    )["id"]
    since = (stage.player.now - timedelta(days=400)).date().isoformat()
    members = [
        {
            "person": stage.people[one.key],
            "capacities": list(one.capacities),
            "office": one.office,
            "order": place,
            "from_date": since,
        }
        for place, one in enumerate((*cast.MEMBERS, cast.SECRETARY, cast.CLERK, cast.HALL), start=1)
    ]
    stage.run(None, "body.add_members", f"body:{stage.body}", members=members)
    rules = {"substitutes": True, "majority.removal": TWO_THIRDS, "majority.bylaws": TWO_THIRDS}
    for key, value in rules.items():
        stage.run(None, "body.set_rule", f"body:{stage.body}", key=key, value=value)


def table() -> str:
    """The accounts, for people to read."""
    rows = [(one.username or cast.username(one.name), one.name, cast.role(one)) for one in cast.EVERYBODY]
    order = {"Chủ trì": 0, "Thư ký": 1, "Thành viên, duyệt tài liệu": 2, "Văn thư": 3, "Màn chiếu": 4}
    rows.sort(key=lambda row: order.get(row[2], 9))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {name:<{widths[0]}}  {full:<{widths[1]}}  {role}" for name, full, role in rows]
    return "\n".join(["Tài khoản dùng thử (mật khẩu chung: " + PASSWORD + ")", *lines])
