"""Counts by hand, as the minutes tell them."""

from __future__ import annotations

import re
from typing import Any

from tests.documents.official.test_course_in_the_minutes import texts


def test_a_count_by_hand_says_so_in_the_minutes_and_whose_figures_it_is(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    one, two = meeting.members[:2]
    asked = {"question": "Thông qua đề án?", "item": meeting.items[0]}
    hands = world.must(meeting.chair, "vote.open", meeting, by_hand="hands", **asked)["id"]
    secret = world.must(meeting.chair, "vote.open", meeting, by_hand="paper", secret=True, board=[one, two], **asked)[
        "id"
    ]
    for vote in (hands, secret):
        world.must(meeting.chair, "vote.close", meeting, vote=vote)
    counts = {"yes": 5, "no": 2, "not_voting": 0}
    count = world.must(meeting.secretary, "count.enter", meeting, vote=hands, counts=counts)["id"]
    world.must(meeting.chair, "count.confirm", meeting, vote=hands, count=count)
    paper = {"issued": 8, "returned": 8, "valid": 7, "invalid": 1}
    for person in (one, two):
        world.must(person, "count.enter", meeting, vote=secret, counts=counts, **paper)
    for vote in (hands, secret):
        world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    people = (world.state(meeting.chair, meeting) or {})["people"]
    told = " ".join(texts(world, meeting))
    assert "Biểu quyết bằng hình thức giơ tay về “Thông qua đề án”" in told
    typed, confirmed = people[meeting.secretary]["name"], people[meeting.chair]["name"]
    assert f"Kết quả nhập tay: {typed} nhập, {confirmed} xác nhận." in told
    assert "bằng bỏ phiếu kín, phiếu giấy" in told and "số phiếu phát ra 08, số phiếu thu về 08" in told
    assert "phiếu không hợp lệ 01" in told
    assert re.search(r"Kết quả nhập tay, mức P: .+ và .+ nhập độc lập, khớp nhau\.", told)
