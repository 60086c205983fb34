"""Who is at the desk, and what each is writing at: told to the desk alone, kept nowhere, gone with the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.conftest import MeetingOfBody
from tests.served import Device

Connect = Callable[[str], Device]


def attending(device: Device, wanted: dict[str, list[str]]) -> None:
    """Until the desk is told so."""
    while device.await_event("live").get("attending") != wanted:
        pass


def test_the_desk_hears_who_writes_at_what_until_the_device_is_gone(device: Connect, meeting: MeetingOfBody) -> None:
    chair, desk = device(meeting.chair), device(meeting.secretary)
    for each in (chair, desk):
        each.join(meeting.stream)
    attending(chair, {p: [] for p in sorted((meeting.chair, meeting.secretary))})
    seq = chair.join(meeting.stream)["seq"]
    assert desk.call("attend", {"stream": meeting.stream, "at": "note:abc"}) == {"ok": True}
    attending(chair, {meeting.chair: [], meeting.secretary: ["note:abc"]})
    desk.join(meeting.stream)
    second = device(meeting.secretary)
    second.join(meeting.stream)
    second.call("attend", {"stream": meeting.stream, "at": "point:xyz"})
    attending(chair, {meeting.chair: [], meeting.secretary: ["note:abc", "point:xyz"]})
    desk.close()
    attending(chair, {meeting.chair: [], meeting.secretary: ["point:xyz"]})
    second.call("attend", {"stream": meeting.stream, "at": None})
    attending(chair, {meeting.chair: [], meeting.secretary: []})
    second.close()
    attending(chair, {meeting.chair: []})
    assert chair.join(meeting.stream)["seq"] == seq, "nothing of it is in the journal"


def test_nobody_else_says_or_hears_it(device: Connect, meeting: MeetingOfBody) -> None:
    member, guest, chair = (device(person) for person in (meeting.members[0], meeting.guests[0], meeting.chair))
    for each in (member, guest, chair):
        each.join(meeting.stream)
    for each in (member, guest):
        told: Any = each.call("attend", {"stream": meeting.stream, "at": "note:abc"})
        assert told["error"]["code"] == "not_found"
        assert "attending" not in each.await_event("live")
    attending(chair, {meeting.chair: []})


def test_a_place_is_a_place_and_no_text(device: Connect, meeting: MeetingOfBody) -> None:
    chair = device(meeting.chair)
    chair.join(meeting.stream)
    for wrong in ("Đề nghị bổ sung trạm y tế", "note:" + "x" * 90, 7, {"a": 1}):
        assert chair.call("attend", {"stream": meeting.stream, "at": wrong})["error"]["code"] == "invalid"
    assert chair.call("attend", {"at": "note:abc"})["error"]["code"] == "invalid"
