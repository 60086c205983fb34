"""The meeting of everything before it starts: agenda, invitations, papers, a slip; who comes, who sits where."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.contract.playing import Playing

STEPS = 600


@dataclass
class Prepared(Playing):
    """What is there when the chair starts."""

    def prepare(self) -> None:
        desk, body = self.body.secretary, self.body
        starts = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
        self.other = self.must(desk, "meeting.create", body.stream, title=self.secret("meeting"), starts_at=starts)
        other = f"meeting:{self.other}"
        self.must(desk, "agenda.add_item", other, title=self.secret("agenda.add_item"))
        self.must(desk, "meeting.publish", other)
        later = (datetime.now(UTC) + timedelta(days=9)).isoformat()
        self.must(desk, "meeting.postpone", other, starts_at=later, reason=self.secret("meeting.postpone"))
        self.must(desk, "meeting.cancel", other, reason=self.secret("meeting.cancel"))
        clone = self.must(desk, "meeting.clone", body.stream, meeting=self.other, starts_at=later)
        assert clone
        title = self.open("meeting.create")
        self.meeting = self.must(desk, "meeting.create", body.stream, title=title, starts_at=starts, place="Hội trường")
        self.must(desk, "meeting.edit", place=self.open("meeting.edit"))
        self.agenda(desk)
        self.invitations(desk)
        self.documents(desk)
        self.slip()

    def slip(self) -> None:
        """The body asks its members in writing: nobody else hears a word of it."""
        desk, stream, one = self.body.secretary, self.body.stream, self.body.members[0]
        words = {key: self.secret(f"slip.create {key}") for key in ("title", "text", "proposer")}
        draft = self.must(desk, "slip.create", stream, title=self.secret("slip.create, a draft"))
        self.must(desk, "slip.remove", stream, slip=draft)
        file = self.file(desk, self.secret("slip.create file"))
        slip = {"slip": self.must(desk, "slip.create", stream, files=[file], **words)}
        self.slips.append(slip["slip"])
        self.must(desk, "slip.submit", stream, **slip)
        self.must(self.approver, "slip.return", stream, reason=self.secret("slip.return"), **slip)
        self.must(desk, "slip.edit", stream, title=self.secret("slip.edit"), **slip)
        self.must(desk, "slip.submit", stream, **slip)
        self.must(self.approver, "slip.approve", stream, **slip)
        day = datetime.now(UTC) + timedelta(days=1)
        self.must(desk, "slip.send", stream, deadline=day.isoformat(), **slip)
        told = {"choice": "other", "words": self.secret("slip.answer")}
        self.must(one, "slip.answer", stream, files=[self.file(one, self.secret("slip.answer file"))], **told, **slip)
        self.must(desk, "slip.chase", stream, **slip)
        later = {"deadline": (day + timedelta(days=1)).isoformat(), "reason": self.secret("slip.extend")}
        self.must(desk, "slip.extend", stream, **later, **slip)
        for person in (*self.body.roll, self.approver):
            self.must(person, "slip.answer", stream, choice="yes", **slip)
        self.must(desk, "slip.close", stream, **slip)
        self.must(desk, "slip.summarise", stream, summary=self.secret("slip.summarise"), **slip)
        self.must(desk, "slip.report", stream, meeting=self.meeting, **slip)
        self.must(desk, "report.number", stream, **slip)
        self.must(desk, "report.export", stream, **slip)
        self.must(desk, "slip.create", stream, title=self.secret("slip.create, left a draft"))

    def agenda(self, desk: str) -> None:
        for key in ("first", "theirs", "last", "dropped"):
            word = self.open if key == "theirs" else self.secret
            more = {} if key == "theirs" else {"presenter": self.secret("agenda.add_item presenter")}
            self.items[key] = self.must(desk, "agenda.add_item", title=word(f"agenda.add_item {key}"), **more)
        self.must(desk, "agenda.edit_item", item=self.items["first"], title=self.secret("agenda.edit_item"))
        self.must(desk, "agenda.move_item", item=self.items["dropped"], after=self.items["first"])
        self.must(desk, "agenda.remove_item", item=self.items.pop("dropped"))

    def invitations(self, desk: str) -> None:
        invited, uninvited = self.body.guests
        people = [
            {"person": invited, "capacity": "guest", "items": [self.items["theirs"]]},
            {"person": uninvited, "capacity": "guest", "items": []},
            {"person": self.clerk, "capacity": "guest", "items": []},
        ]
        self.must(desk, "meeting.invite", people=people)
        self.must(desk, "meeting.uninvite", person=self.clerk)

    def paper(self, desk: str, item: str | None, word: Callable[[str], str]) -> str:
        file = self.file(desk, word("paper.add words"))
        paper = self.must(desk, "paper.add", file=file, item=item, title=word("paper.add title"))
        self.papers.append(paper)
        return paper

    def documents(self, desk: str) -> None:
        first = self.items["first"]
        shown = [self.paper(desk, first, self.secret), self.paper(desk, None, self.secret)]
        shown.append(self.paper(desk, self.items["theirs"], self.open))
        for paper in shown:
            self.must(desk, "paper.submit", paper=paper)
        self.must(self.approver, "paper.return", paper=shown[0], reason=self.secret("paper.return"))
        self.must(desk, "paper.replace", paper=shown[0], file=self.file(desk, self.secret("paper.replace words")))
        self.must(desk, "paper.rename", paper=shown[0], title=self.secret("paper.rename"))
        self.must(desk, "paper.submit", paper=shown[0])
        for paper in shown:
            self.must(self.approver, "paper.approve", paper=paper)
        self.must(self.approver, "paper.unapprove", paper=shown[1])
        self.must(self.approver, "paper.approve", paper=shown[1])
        draft = self.paper(desk, self.items["theirs"], self.secret)
        self.must(desk, "paper.remove", paper=self.paper(desk, first, self.secret))
        self.must(desk, "paper.rename", paper=draft, title=self.secret("paper.rename of a draft at their item"))
        self.must(desk, "meeting.publish", reason=self.secret("meeting.publish"))
        late = self.paper(desk, first, self.secret)
        self.must(desk, "paper.submit", paper=late)
        self.must(self.approver, "paper.approve", paper=late)
        self.must(desk, "paper.publish", paper=late)
        for paper in (*shown, late):
            self.converted(paper)

    def converted(self, paper: str) -> None:
        """The worker has made what is read."""
        version = len([one for one in (1, 2) if self.status(paper, one) != 404])
        for _step in range(STEPS):
            if self.status(paper, version, "/papers") == 200:
                return
            time.sleep(0.1)
        raise AssertionError("a paper was not made readable")

    def status(self, paper: str, version: int, where: str = "/api/papers") -> int:
        return self.device(self.body.secretary).http("GET", f"{where}/{paper}/{version}").status

    # -- coming -------------------------------------------------------------------------------------------------------

    def come(self) -> None:
        desk, chair, (one, two, three, *_rest) = self.body.secretary, self.body.chair, self.body.members
        self.must(one, "attendance.reply", reply="yes", reason=self.secret("attendance.reply"))
        self.must(one, "attendance.ask_leave", reason=self.secret("attendance.ask_leave"))
        self.must(chair, "attendance.refuse_leave", person=one, note=self.secret("attendance.refuse_leave"))
        self.must(two, "attendance.ask_leave", reason=self.secret("attendance.ask_leave"))
        self.must(chair, "attendance.grant_leave", person=two, note=self.secret("attendance.grant_leave"))
        self.must(two, "attendance.withdraw_leave")
        going = {"person": self.substitute, "office": self.open("attendance.send_substitute office")}
        self.must(three, "attendance.send_substitute", reason=self.secret("attendance.send_substitute"), **going)
        self.must(three, "attendance.withdraw_substitute")
        self.must(three, "attendance.send_substitute", reason=self.secret("attendance.send_substitute"), **going)
        site = self.must(desk, "attendance.add_site", name="Phường 5")
        self.must(desk, "attendance.rename_site", site=site, name=self.open("attendance.rename_site"))
        self.must(desk, "attendance.place", people=[one], site=site)
        self.must(desk, "attendance.name_clerk", person=one, site=site)
        self.must(desk, "attendance.remove_site", site=self.must(desk, "attendance.add_site", name="Phường 6"))
        self.must(desk, "attendance.mark", person=two, status="absent", reason=self.secret("attendance.mark"))
        self.must(desk, "attendance.mark_many", status="present")
        self.must(one, "attendance.check_in")
        for person in (chair, two, self.body.guests[0]):
            self.must(desk, "attendance.mark", person=person, status="present")

    def take_seats(self) -> None:
        """In a room of the body, of which the name is the meeting's place."""
        desk = self.body.secretary
        hall = {"name": self.open("room.create"), "shape": "rows", "rows": [10, 10]}
        room = self.must(desk, "room.create", self.body.stream, **hall)
        self.must(desk, "seating.choose", room=room)
        self.must(desk, "seating.place", person=self.body.members[0], seat=3)
        self.must(desk, "seating.fill")
