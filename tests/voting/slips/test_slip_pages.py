"""Where a slip is met: the start page, its own pages in every state, the session that hears its result."""

from __future__ import annotations

import re
from datetime import timedelta

from app import audit
from tests.voting.slips.asking import TITLE, Asking, code


def test_hom_nay_and_the_inbox_show_what_waits_for_whom(asking: Asking) -> None:
    body, world = asking.body, asking.world

    def home(person: str) -> str:
        return world.client(person).get("/").get_data(as_text=True)

    asking.create()
    asking.must(body.secretary, "slip.submit")
    assert "Duyệt phiếu lấy ý kiến" in home(asking.approver)
    inbox = world.client(asking.approver).get("/approvals").get_data(as_text=True)
    assert TITLE in inbox and f"/bodies/{body.id}/slips/{asking.slip}" in inbox
    asking.must(asking.approver, "slip.approve")
    assert "Gửi phiếu lấy ý kiến" in home(body.secretary)
    asking.must(body.secretary, "slip.send", deadline=(world.now + timedelta(hours=8)).isoformat())
    one = body.members[0]
    assert "Phiếu lấy ý kiến: " + TITLE in home(one) and re.search(r"Hạn \d\d:\d\d hôm nay", home(one))
    assert asking.answer(one).ok
    assert "Phiếu lấy ý kiến: " + TITLE not in home(one)
    asking.time_passes(hours=9)
    assert "Quá hạn lấy ý kiến" in home(body.secretary) and "4 người chưa trả lời" in home(body.secretary)
    assert "Quá hạn từ" in home(body.members[1])
    asking.must(body.secretary, "slip.close")
    assert "Tổng hợp ý kiến: " in home(body.secretary)


def test_every_page_of_a_slip_opens_in_every_state(asking: Asking) -> None:
    body, world = asking.body, asking.world
    client = {person: world.client(person) for person in (body.secretary, body.chair, body.members[0])}

    def look(*states: int) -> None:
        page = f"/bodies/{body.id}/slips/{asking.slip}"
        found = [client[body.secretary].get(page + "/desk"), client[body.chair].get(page + "/desk")]
        found += [client[body.members[0]].get(page), client[body.chair].get("/slips?view=desk")]
        found += [client[body.members[0]].get("/slips"), client[body.secretary].get("/slips")]
        assert [one.status_code for one in found] == [200, 200, states[0] if states else 200, 200, 200, 200]

    assert client[body.secretary].get(f"/bodies/{body.id}/slips/new").status_code == 200
    assert client[body.members[0]].get(f"/bodies/{body.id}/slips/new").status_code == 403
    asking.create(deadline=(world.now + timedelta(hours=40)).isoformat())
    look(404)
    assert client[body.secretary].get(f"/bodies/{body.id}/slips/{asking.slip}/edit").status_code == 200
    asking.must(body.secretary, "slip.submit")
    look(404)
    asking.must(asking.approver, "slip.return", reason="Thiếu số liệu")
    look(404)
    asking.must(body.secretary, "slip.submit")
    asking.must(asking.approver, "slip.approve")
    look(404)
    assert client[body.secretary].get(f"/bodies/{body.id}/slips/{asking.slip}/edit").status_code == 404
    asking.must(body.secretary, "slip.send")
    look()
    assert asking.answer(body.members[0], "other", words="Bổ sung").ok
    look()
    asking.time_passes(hours=41)
    look()
    asking.must(body.secretary, "slip.close")
    look()
    asking.must(body.secretary, "slip.summarise", summary="Tiếp thu.")
    look()


def closed(asking: Asking) -> str:
    asking.send()
    for person in asking.body.roll:
        assert asking.answer(person).ok
    asking.must(asking.body.secretary, "slip.close")
    return asking.slip


def test_the_next_session_is_offered_the_result_and_reports_it_at_an_item_of_its_own(asking: Asking) -> None:
    world, body = asking.world, asking.body
    meeting = world.meeting(phase="preparing", body=body)
    builder = f"/meetings/{meeting.id}"
    client = world.client(body.secretary)
    assert "Phiếu lấy ý kiến chưa báo cáo" not in client.get(builder).get_data(as_text=True)
    slip = closed(asking)
    assert "Phiếu lấy ý kiến chưa báo cáo" in client.get(builder).get_data(as_text=True)
    asking.must(body.secretary, "slip.summarise")
    item = str(asking.must(body.secretary, "slip.report", meeting=meeting.id)["id"])
    form = (world.state(body.secretary, meeting) or {})["items"][item]
    assert form["title"] == "Báo cáo kết quả lấy ý kiến bằng phiếu: " + TITLE and form["order"] == 4
    assert asking.form(body.members[0])["item"] == item
    assert "Phiếu lấy ý kiến chưa báo cáo" not in client.get(builder).get_data(as_text=True)
    assert code(asking.run(body.secretary, "slip.report", meeting=meeting.id)) == "conflict"
    world.must(body.secretary, "meeting.publish", meeting)
    page = world.client(body.members[0]).get(builder).get_data(as_text=True)
    assert f"/bodies/{body.id}/slips/{slip}" in page and "trên tổng số 5 thành viên" in page
    desk = world.client(body.chair).get(f"/bodies/{body.id}/slips/{slip}/desk").get_data(as_text=True)
    assert "Có trong chương trình: Phiên họp thử" in desk
    assert audit.report(world.house)["problems"] == []


def test_a_session_to_come_is_offered_before_the_one_under_way_and_each_says_what_it_is(asking: Asking) -> None:
    world, body = asking.world, asking.body
    under_way = world.meeting(phase="in_progress", body=body)
    later, sooner = (world.meeting(phase="preparing", body=body, starts_in=timedelta(days=days)) for days in (40, 9))
    world.must(body.secretary, "meeting.publish", sooner)
    never = world.meeting(phase="preparing", body=body, starts_in=timedelta(days=1))
    slip = closed(asking)
    world.pass_time(days=3)
    page = world.client(body.secretary).get(f"/bodies/{body.id}/slips/{slip}/desk").get_data(as_text=True)
    offered = re.findall(r'<option value="(\w+)"[^>]*>([^<]*)</option>', page)
    named = {later.id: "Đang chuẩn bị", sooner.id: "Đã phát hành", never.id: "Đang chuẩn bị", under_way.id: "Đang họp"}
    listed = [(id, words.split(" · ")[-1]) for id, words in offered if id in named]
    assert listed == [(one.id, named[one.id]) for one in (sooner, later, never, under_way)]


def test_an_item_taken_off_the_agenda_leaves_the_slip_to_another_session(asking: Asking) -> None:
    meeting = asking.world.meeting(phase="preparing", body=asking.body)
    closed(asking)
    told = {"meeting": meeting.id, "kind": "discuss"}
    item = asking.must(asking.body.chair, "slip.report", **told)["id"]
    assert (asking.world.state(asking.body.chair, meeting) or {})["items"][item]["title"] == TITLE
    asking.world.must(asking.body.secretary, "agenda.remove_item", meeting, item=item)
    assert asking.form(asking.body.chair)["item"] is None
    assert asking.run(asking.body.chair, "slip.report", **told).ok
    assert audit.report(asking.world.house)["problems"] == []


def test_a_slip_is_taken_to_no_session_of_another_body_and_none_that_is_over(asking: Asking) -> None:
    elsewhere = asking.world.meeting(phase="preparing", members=2)
    over = asking.world.meeting(phase="ended", body=asking.body)
    closed(asking)
    assert code(asking.run(asking.body.secretary, "slip.report", meeting=elsewhere.id)) == "not_found"
    assert code(asking.run(asking.body.secretary, "slip.report", meeting=over.id)) == "conflict"
    asking.create()
    assert code(asking.run(asking.body.secretary, "slip.report", meeting=over.id)) == "conflict"
