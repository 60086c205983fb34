"""What a client holds by entries is what a fresh snapshot shows, for every capacity and every step of a paper."""

from __future__ import annotations

from typing import Any

from tests.conftest import World
from tests.documents.papers.conftest import Desk


class Held:
    """A view kept up to date over HTTP by entries alone."""

    def __init__(self, world: World, person: str, stream: str):
        self.client, self.stream = world.client(person), stream
        told = self.client.get(f"/api/streams/{stream}").get_json()
        self.seq, self.view, self.state = told["seq"], told["view"], told["state"]
        self.text = ""

    def follow(self) -> None:
        asked = f"/api/streams/{self.stream}/entries?since={self.seq}&view={self.view}"
        answer = self.client.get(asked)
        told = answer.get_json()
        self.text += answer.get_data(as_text=True)
        for entry in told["entries"]:
            for name, objects in entry["changes"].items():
                held: dict[str, Any] = self.state.setdefault(name, {})
                for key, form in objects.items():
                    held.pop(key, None) if form is None else held.__setitem__(key, form)
        self.seq = told["seq"]

    def is_true(self) -> bool:
        fresh = self.client.get(f"/api/streams/{self.stream}").get_json()["state"]
        return bool(fresh.get("papers", {}) == self.state.get("papers", {}))


def test_every_step_reaches_every_view_and_nobody_elses(world: World, desk: Desk) -> None:
    meeting = world.meeting(guests=1)
    people = (meeting.secretary, meeting.chair, meeting.members[0], meeting.guests[0])
    held = [Held(world, person, meeting.stream) for person in people]
    desk.paper(meeting, item=meeting.items[1], state="approved", title="CANARY chưa phát hành")
    first = desk.paper(meeting, state="published")
    second = desk.paper(meeting, item=meeting.items[1], state="published", title="MẬT VỚI KHÁCH")
    desk.work()
    world.must(meeting.secretary, "paper.replace", meeting, paper=first, file=desk.file(meeting.secretary))
    world.must(meeting.secretary, "paper.submit", meeting, paper=first)
    world.must(meeting.chair, "paper.return", meeting, paper=first, reason="CANARY lý do")
    world.must(meeting.secretary, "paper.recall", meeting, paper=second, reason="CANARY thu hồi")
    desk.paper(meeting)
    for view in held:
        view.follow()
        assert view.is_true()
    assert "CANARY" not in held[2].text + held[3].text
    assert "MẬT VỚI KHÁCH" not in held[3].text
    assert "returned" not in held[2].text
