"""A meeting in which everything happens, most of it at items to which a guest isn't invited. What is said there carries words that no
guest may ever be told (`secret`); what is the guest's to know carries others (`told`), which show that the ear is open.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from app.commands import COMMANDS
from tests.conftest import MeetingOfBody
from tests.contract.playing import Outside
from tests.contract.prepared import Prepared
from tests.contract.test_forms import filled
from tests.voting.sealed.hall import SealedHall


@dataclass
class Play(Prepared):
    """What happens in it, and afterwards."""

    def sit(self) -> None:
        desk, chair = self.body.secretary, self.body.chair
        self.must(chair, "meeting.start")
        self.must(chair, "agenda.start_item", item=self.items["first"])
        self.must(chair, "agenda.undo_start", item=self.items["first"])
        self.must(chair, "agenda.start_item", item=self.items["first"])
        remark = self.must(desk, "meeting.remark", text=self.secret("meeting.remark"), item=self.items["first"])
        self.must(desk, "meeting.amend_remark", remark=remark, text=self.secret("meeting.amend_remark"))
        self.must(desk, "meeting.remark", text=self.secret("meeting.remark of no item"))
        self.must(desk, "meeting.remark", text=self.secret("meeting.remark at theirs"), item=self.items["theirs"])
        self.speak()
        self.vote()
        self.sealed_vote()
        self.counted_votes()
        self.consent()
        self.conclude()
        self.read()
        self.moved()
        self.alarm()
        self.present()
        self.take_seats()
        self.screen()
        self.told_by_the_desk()
        self.write()
        self.whatever_else()
        self.must(chair, "meeting.pause")
        self.must(chair, "meeting.resume")
        self.must(chair, "agenda.finish_item", item=self.items["first"])
        self.at_theirs()

    def speak(self) -> None:
        desk, chair, (one, two, *_rest) = self.body.secretary, self.body.chair, self.body.members
        item = self.items["first"]
        first = self.must(one, "speaking.request", item=item, gist=self.secret("speaking.request"))
        self.must(one, "speaking.describe", speech=first, gist=self.secret("speaking.describe"))
        helped = {"item": item, "gist": self.secret("speaking.request")}
        second = self.must(desk, "speaking.request", person=two, **helped)
        self.must(chair, "speaking.move", speech=second, after=None)
        self.must(chair, "speaking.call", speech=first)
        self.must(chair, "speaking.undo_call", speech=first)
        self.must(chair, "speaking.call", speech=first)
        self.must(desk, "speaking.note", speech=first, note=self.secret("speaking.note"))
        for name, more in (("extend", {"seconds": 60}), ("shorten", {"seconds": 30}), ("pause", {}), ("resume", {})):
            self.must(chair, f"speaking.{name}", speech=first, **more)
        self.must(chair, "speaking.reply", speech=self.must(two, "speaking.ask_reply", speech=first))
        self.must(chair, "speaking.finish", speech=first)
        self.must(chair, "speaking.undo_finish", speech=first)
        self.must(chair, "speaking.finish", speech=first)
        self.must(desk, "speaking.set_group", people=[one, two], group="Tổ 1")
        self.must(chair, "speaking.set_quota", group="Tổ 1", seconds=600)
        self.must(chair, "speaking.decline", speech=second, reason=self.secret("speaking.decline"))
        withdrawn = self.must(two, "speaking.request", item=item)
        self.must(two, "speaking.withdraw", speech=withdrawn)
        self.must(desk, "speaking.undo_withdraw", speech=withdrawn)
        self.must(two, "speaking.withdraw", speech=withdrawn)
        self.must(chair, "speaking.lock", item=item)
        self.must(chair, "speaking.unlock", item=item)

    def vote(self) -> None:
        desk, chair, (one, *_rest) = self.body.secretary, self.body.chair, self.body.members
        item = {"item": self.items["first"]}
        draft = self.must(desk, "vote.prepare", question=self.secret("vote.prepare"), **item)
        vote = self.must(chair, "vote.open", question=self.secret("vote.open"), **item)
        self.must(one, "vote.cast", vote=vote, choice="yes")
        self.must(chair, "vote.extend", vote=vote, seconds=30) if self.limited(vote) else None
        self.must(chair, "vote.close", vote=vote)
        self.must(chair, "vote.announce", vote=vote)
        self.must(chair, "vote.annul", vote=vote, reason=self.secret("vote.annul"))
        self.must(chair, "vote.cancel", vote=draft, reason=self.secret("vote.cancel"))
        options = [self.secret("vote.open option"), self.secret("vote.open option")]
        chosen = {"question": self.secret("vote.open"), "options": options, "item": None, "seconds": 600}
        of_no_item = self.must(chair, "vote.open", **chosen)
        self.must(chair, "vote.extend", vote=of_no_item, seconds=30)
        self.must(one, "vote.cast", vote=of_no_item, choice=options[0])
        self.must(chair, "vote.close", vote=of_no_item)
        self.must(chair, "vote.announce", vote=of_no_item)
        self.announced = of_no_item
        self.must(desk, "sheet.print", vote=of_no_item)

    def sealed_vote(self) -> None:
        """A board of two opens the box; another vote a board's member stops."""
        outside: Any = Outside(self)
        meeting = MeetingOfBody(self.meeting, self.body, [self.items["first"]])
        held, stopped = SealedHall(outside, meeting), SealedHall(outside, meeting)
        held.prepare(
            question=self.secret("vote.prepare, sealed"), options=[self.secret("sealed option") for _ in "abc"]
        )
        held.read_aloud()
        held.open()
        held.cast_all()
        held.close()
        held.open_box()
        held.announce()
        for person in self.body.roll:
            assert held.confirm(person).ok
        for tablet in held.tablets:
            self.must(tablet.person, "sealed.wiped", vote=held.vote)
        stopped.prepare(question=self.secret("vote.prepare, sealed"))
        stopped.read_aloud()
        self.must(stopped.tablets[0].person, "sealed.stop", vote=stopped.vote, why=self.secret("sealed.stop"))
        self.votes = [held.vote, stopped.vote]

    def consent(self) -> None:
        """An item nobody opposes is adopted; the guest hears nothing of it."""
        desk, chair, (one, *_rest) = self.body.secretary, self.body.chair, self.body.members
        item = self.must(desk, "agenda.add_item", title=self.secret("consent item"), vote_kind="consent")
        for mark in ("objection", "agreed"):
            self.must(one, "consent.mark", item=item, mark=mark)
        act = self.must(chair, "consent.adopt", items=[item])
        self.must(chair, "consent.annul", adoption=act, reason=self.secret("consent.annul"))

    def counted_votes(self) -> None:
        """Hands are counted, sent back and counted again; secret paper is counted by two."""
        desk, chair, (one, two, *_rest) = self.body.secretary, self.body.chair, self.body.members
        item = {"item": self.items["first"]}
        options = [self.secret("counted option"), self.secret("counted option")]
        hands = {"question": self.secret("vote.open, hands"), "options": options, "by_hand": "hands", **item}
        vote = self.must(chair, "vote.open", **hands)
        self.must(chair, "vote.close", vote=vote)
        counts = {options[0]: 3, options[1]: 0}
        self.must(desk, "count.enter", vote=vote, counts=counts)
        self.must(chair, "count.return", vote=vote, reason=self.secret("count.return"))
        count = self.must(desk, "count.enter", vote=vote, counts={**counts, options[1]: 1})
        self.must(chair, "count.confirm", vote=vote, count=count)
        self.must(chair, "vote.announce", vote=vote)
        paper = {"question": self.secret("vote.open, paper"), "secret": True, "by_hand": "paper", "board": [one, two]}
        vote = self.must(chair, "vote.open", **paper, **item)
        self.must(chair, "vote.close", vote=vote)
        figures = {"issued": 3, "returned": 3, "valid": 3, "counts": {"yes": 3, "no": 0, "not_voting": 0}}
        for teller in (one, two):
            self.must(teller, "count.enter", vote=vote, **figures)
        self.must(chair, "vote.announce", vote=vote)

    def limited(self, vote: str) -> bool:
        return bool(self.state(self.body.chair)["votes"][vote]["closes_at"])

    def conclude(self) -> None:
        desk, chair, (one, two, *_rest) = self.body.secretary, self.body.chair, self.body.members
        item = {"item": self.items["first"]}
        points = [self.must(desk, "conclusion.record", text=self.secret("conclusion.record"), **item) for _ in "abc"]
        theirs = {"item": self.items["theirs"]}
        self.must(desk, "conclusion.record", text=self.secret("conclusion.record, a draft at their item"), **theirs)
        self.must(desk, "conclusion.amend", conclusion=points[0], text=self.secret("conclusion.amend"), assignee=one)
        self.must(desk, "conclusion.move", conclusion=points[1], after=None)
        self.must(desk, "conclusion.remove", conclusion=points[2])
        self.must(desk, "conclusion.submit", conclusion=points[0])
        self.must(chair, "conclusion.return", conclusion=points[0], reason=self.secret("conclusion.return"))
        self.must(desk, "conclusion.submit", conclusion=points[0])
        self.must(chair, "conclusion.approve", conclusion=points[0])
        self.must(chair, "conclusion.unapprove", conclusion=points[0])
        self.must(chair, "conclusion.approve", conclusion=points[0])
        words = {"title": self.secret("task.assign"), "assignee": two}
        task = self.must(desk, "task.assign", self.body.stream, **words)
        self.must(two, "task.report", self.body.stream, task=task, report=self.secret("task.report"))

    def read(self) -> None:
        one = self.body.members[0]
        self.must(one, "note.keep", item=self.items["theirs"], text=self.secret("note.keep"))
        self.must(one, "note.remove", note=self.must(one, "note.keep", text=self.secret("note.keep")))
        self.must(one, "reading.mark", paper=self.papers[0], version=2, page=1)
        self.must(self.body.secretary, "paper.recall", paper=self.papers[1], reason=self.secret("paper.recall"))

    def moved(self) -> None:
        """Papers that were handed out elsewhere go to their item as drafts: after their own item went, and after a recall."""
        desk, theirs = self.body.secretary, self.items["theirs"]
        gone = self.must(desk, "agenda.add_item", title=self.secret("agenda.add_item, gone with its papers"))
        papers = [self.paper(desk, gone, self.secret), self.paper(desk, self.items["first"], self.secret)]
        for paper in papers:
            self.must(desk, "paper.submit", paper=paper)
            self.must(self.approver, "paper.approve", paper=paper, publish=True)
            self.must(desk, "paper.replace", paper=paper, file=self.file(desk, self.secret("paper.replace words")))
        self.must(desk, "agenda.remove_item", item=gone, with_papers=papers[:1])
        self.must(desk, "paper.recall", paper=papers[1], reason=self.secret("paper.recall"))
        for paper in papers:
            self.must(desk, "paper.rename", paper=paper, item=theirs, title=self.secret("paper.rename to their item"))

    def alarm(self) -> None:
        """A device that has seen another journal."""
        device = self.device(self.body.members[0])
        device.connect()
        device.join(self.stream, since=3, head="0" * 64)
        device.close()
        alarms = self.state(self.body.chair).get("alarms", {})
        for alarm in alarms:
            self.must(self.body.chair, "meeting.clear_alarm", alarm=alarm)

    def present(self) -> None:
        """A page of a paper that is not theirs is shown to everybody else."""
        self.must(self.body.chair, "presenting.start", paper=self.papers[0], version=2)
        self.must(self.body.chair, "presenting.turn", page=1)
        self.must(self.body.chair, "presenting.stop")

    def screen(self) -> None:
        """A big screen is let in, shows this and that, and is taken away; another is the hall's account's."""
        came = self.must(self.screens, "screen.come")
        self.must(self.body.secretary, "screen.show", screen=came, scene="waiting")
        desk = self.device(self.body.secretary)
        code = desk.http("POST", "/api/screens", {}).json["code"]
        screen = self.must(self.body.secretary, "screen.admit", code=code, name=self.secret("screen.admit"))
        self.must(self.body.secretary, "screen.edit", screen=screen, name=self.secret("screen.edit"))
        self.must(self.body.secretary, "screen.show", screen=screen, scene="agenda")
        for shown in (True, False):
            self.must(self.body.chair, "screen.show_result", vote=self.announced, shown=shown)
        self.must(self.body.secretary, "screen.remove", screen=screen)

    def told_by_the_desk(self) -> None:
        chair, deputy = self.body.chair, self.body.members[0]
        sent = self.must(chair, "notice.send", to="all", text=self.open("notice.send"))
        self.must(chair, "notice.take_down", notice=sent)
        self.must(chair, "notice.take_down", notice=sent, down=False)
        self.must(chair, "notice.send", to="members", text=self.secret("notice.send to members"))
        self.must(chair, "meeting.hand_over", person=deputy)
        self.must(deputy, "meeting.hand_over", person=chair)

    def write(self) -> None:
        desk, (one, two, *_rest) = self.body.secretary, self.body.members
        for item in (self.items["first"], self.items["theirs"]):
            first = self.must(one, "opinion.give", item=item, text=self.secret("opinion.give"))
            self.must(one, "opinion.amend", opinion=first, text=self.secret("opinion.amend"))
            self.must(desk, "opinion.answer", opinion=first, text=self.secret("opinion.answer"))
            gone = self.must(two, "opinion.give", item=item, text=self.secret("opinion.give, withdrawn"))
            self.must(two, "opinion.withdraw", opinion=gone)

    def at_theirs(self) -> None:
        """What the guest may follow."""
        desk, chair, guest = self.body.secretary, self.body.chair, self.body.guests[0]
        item = self.items["theirs"]
        self.must(chair, "agenda.start_item", item=item)
        speech = self.must(guest, "speaking.request", item=item, gist=self.open("speaking.request by the guest"))
        self.must(chair, "speaking.call", speech=speech)
        self.must(desk, "speaking.note", speech=speech, note=self.secret("speaking.note at their item"))
        self.must(chair, "speaking.finish", speech=speech)
        written = self.must(guest, "opinion.give", item=item, text=self.open("opinion.give by the guest"))
        self.must(desk, "opinion.answer", opinion=written, text=self.open("opinion.answer to the guest"))
        vote = self.must(chair, "vote.open", question=self.open("vote.open"), item=item)
        self.must(chair, "vote.close", vote=vote)
        self.must(chair, "vote.announce", vote=vote)
        self.must(chair, "agenda.start_item", item=self.items["last"])
        approved = self.must(desk, "conclusion.record", item=item, text=self.open("conclusion.approve"))
        self.must(desk, "conclusion.submit", conclusion=approved)
        self.must(chair, "conclusion.approve", conclusion=approved)

    def whatever_else(self) -> None:
        """Commands this play doesn't name: by whoever may, about what is nobody's but the first item's."""
        for name, registered in sorted(COMMANDS.items()):
            if registered.kind != "meeting" or registered.internal or name in self.done or name in LATER:
                continue
            for person in (self.body.secretary, self.body.chair, self.body.members[0]):
                if self.tried(person, name, **self.arguments(name))["ok"]:
                    break

    def arguments(self, name: str) -> dict[str, Any]:
        """A form filled: references to what a guest doesn't see, and secrets wherever a text is free."""
        found = {
            key: self.secret(name) if value == "khongco" else value
            for key, value in filled(COMMANDS[name].form).items()
        }
        there = self.state(self.body.secretary)
        for argument, collection in COMMANDS[name].references:
            wanted = [key for key, form in there.get(collection, {}).items() if self.is_foreign(collection, key, form)]
            if argument in found or argument == "item":
                found[argument] = wanted[0] if wanted else str(uuid.uuid4())
        return found

    def is_foreign(self, collection: str, key: str, form: dict[str, Any]) -> bool:
        if collection == "items":
            return key == self.items["first"]
        return form.get("item") in (None, self.items["first"])

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def end(self) -> None:
        desk, chair = self.body.secretary, self.body.chair
        self.must(chair, "meeting.end")
        self.must(desk, "minutes.draft")
        blocks = self.state(desk)["minutes_blocks"].items()
        block = sorted((form["order"], key) for key, form in blocks if form["kind"] not in ("title", "heading"))[0][1]
        self.must(desk, "minutes.edit", block=block, text=self.secret("minutes.edit"))
        added = self.must(desk, "minutes.add", after=block, text=self.secret("minutes.add"))
        self.must(desk, "minutes.remove", block=added)
        self.must(desk, "minutes.restore", block=block)
        self.must(desk, "minutes.add", after=block, text=self.secret("minutes.add"))
        self.must(desk, "minutes.submit")
        self.must(chair, "minutes.return", reason=self.secret("minutes.return"))
        self.must(desk, "minutes.submit")
        self.must(chair, "minutes.approve")
        self.must(self.clerk, "minutes.number")
        self.must(desk, "minutes.export")
        self.must(chair, "participation.open", self.body.stream)


LATER = frozenset(
    {"agenda.finish_item", "meeting.cancel", "meeting.end", "meeting.pause", "meeting.resume", "meeting.start"}
)
"""They have a place of their own in the play."""
