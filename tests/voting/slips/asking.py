"""A body that asks its members in writing, as the tests of slips use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.jobs import service
from app.jobs.models import Job
from tests.conftest import BodyOfPeople, World

TITLE = "Quy chế phối hợp quản lý cát, sỏi lòng sông"


@dataclass
class Asking:
    """A body with an approver, and a slip of it."""

    world: World
    body: BodyOfPeople
    approver: str
    slip: str = ""

    def run(self, who: str | None, name: str, **args: Any) -> Any:
        return self.world.run(who, name, self.body, slip=self.slip, **args)

    def must(self, who: str | None, name: str, **args: Any) -> dict[str, Any]:
        return self.world.must(who, name, self.body, slip=self.slip, **args)

    def create(self, **args: Any) -> str:
        given = {"title": TITLE, "proposer": "Sở Nông nghiệp và Môi trường", **args}
        self.slip = str(self.world.must(self.body.secretary, "slip.create", self.body, **given)["id"])
        return self.slip

    def send(self, hours: float = 48, **args: Any) -> str:
        self.create(**args)
        self.must(self.body.secretary, "slip.submit")
        self.must(self.approver, "slip.approve")
        deadline = (self.world.now + timedelta(hours=hours)).isoformat()
        self.must(self.body.secretary, "slip.send", deadline=deadline)
        return self.slip

    def answer(self, who: str, choice: str = "yes", **args: Any) -> Any:
        return self.run(who, "slip.answer", choice=choice, **args)

    def form(self, who: str, collection: str = "slips") -> dict[str, Any]:
        found: Any = (self.world.state(who, self.body) or {}).get(collection, {}).get(self.slip)
        assert found is not None
        return dict(found)

    def answers(self) -> dict[str, dict[str, Any]]:
        found = (self.world.state(self.body.secretary, self.body) or {}).get("slip_answers", {})
        return {form["person"]: dict(form) for form in found.values() if form["slip"] == self.slip}

    def time_passes(self, **by: float) -> None:
        """And the house does what is due."""
        self.world.pass_time(**by)
        service.run_due(self.world.house)

    def planned(self) -> list[datetime]:
        wanted = select(Job.due).where(Job.command == "slip.remind", Job.state == "waiting").order_by(Job.due)
        with self.world.house.database.read() as read:
            return list(read.execute(wanted).scalars())


def code(result: Any) -> str:
    assert not result.ok
    return str(result.error["code"])
