"""Minutes through the ordinary commands: drafted at the end, edited, submitted, approved, numbered, exported."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest

from app.jobs.worker import run_waiting
from documents.official.happened import happened

END = "Cuộc họp kết thúc vào"


@pytest.fixture
def held(world: Any) -> Any:
    """A meeting that is over: one speech with a record, one without, a vote, an approved conclusion."""
    return world.begun("held", lambda: _held(world))


def _held(world: Any) -> Any:
    meeting = world.meeting(phase="in_progress", guests=1)
    speak(world, meeting, meeting.members[0], "Thống nhất nguồn.")
    speak(world, meeting, meeting.members[1], "")
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua phương án?")["id"]
    for person in [meeting.chair, *meeting.members[:6]]:
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    point = world.must(
        meeting.secretary, "conclusion.record", meeting, item=meeting.items[0], text="Thống nhất chủ trương."
    )
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point["id"])
    world.must(meeting.chair, "conclusion.approve", meeting, conclusion=point["id"])
    world.pass_time(hours=2)
    world.must(meeting.chair, "meeting.end", meeting)
    return meeting


def speak(world: Any, meeting: Any, person: str, note: str) -> None:
    speech = world.must(person, "speaking.request", meeting)["id"]
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)
    world.pass_time(minutes=3)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    if note:
        world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note=note)


def blocks(world: Any, person: str, meeting: Any) -> dict[str, Any]:
    found: dict[str, Any] = (world.state(person, meeting) or {}).get("minutes_blocks", {})
    return found


def block(world: Any, meeting: Any, kind: str, part: str = "") -> str:
    listed = sorted(blocks(world, meeting.secretary, meeting).items(), key=lambda pair: pair[1]["order"])
    return next(key for key, form in listed if form["kind"] == kind and part in form["text"])


def minutes(world: Any, person: str, meeting: Any) -> Any:
    return next(iter((world.state(person, meeting) or {}).get("minutes", {}).values()), None)


def approve(world: Any, meeting: Any) -> None:
    world.must(meeting.secretary, "minutes.submit", meeting)
    world.must(meeting.chair, "minutes.approve", meeting)


def test_the_minutes_are_drafted_when_the_meeting_ends(world: Any, held: Any) -> None:
    texts = [form["text"] for form in blocks(world, held.secretary, held).values()]
    assert any("Thống nhất nguồn." in text for text in texts)
    assert any("tổng số thành viên 08, có mặt 08, đã biểu quyết 07, tán thành 07" in text for text in texts)
    assert any(text == "Kết luận: Thống nhất chủ trương." for text in texts)
    assert minutes(world, held.secretary, held)["state"] == "draft"


def test_there_are_no_minutes_before_the_end(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    result = world.run(meeting.secretary, "minutes.draft", meeting)
    assert result.error["code"] == "not_in_progress"


def test_members_see_minutes_only_once_the_chair_has_approved_them(world: Any, held: Any) -> None:
    member, guest = held.members[0], held.guests[0]
    assert not blocks(world, member, held)
    approve(world, held)
    shown = blocks(world, member, held)
    assert any(END in form["text"] for form in shown.values())
    assert all("edited" not in form for form in shown.values())
    assert not blocks(world, guest, held)


def test_an_edited_paragraph_survives_drafting_anew_and_is_marked_when_facts_change(world: Any, held: Any) -> None:
    speech = block(world, held, "speech", "chưa có tóm tắt")
    world.must(held.secretary, "minutes.edit", held, block=speech, text="Ông Vinh nhất trí.")
    world.must(held.secretary, "minutes.draft", held)
    form = blocks(world, held.secretary, held)[speech]
    assert (form["text"], form["edited"], form["changed"]) == ("Ông Vinh nhất trí.", True, False)
    world.must(held.secretary, "minutes.restore", held, block=speech)
    form = blocks(world, held.secretary, held)[speech]
    assert not form["edited"]
    assert "chưa có tóm tắt" in form["text"]


def conclude(world: Any, meeting: Any, text: str) -> None:
    point = world.must(meeting.secretary, "conclusion.record", meeting, item=meeting.items[0], text=text)
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point["id"])
    world.must(meeting.chair, "conclusion.approve", meeting, conclusion=point["id"])


def test_minutes_say_what_changed_after_they_were_drafted_and_offer_to_draft_them_anew(world: Any, held: Any) -> None:
    def page(person: str) -> str:
        shown: str = world.client(person).get(f"/meetings/{held.id}/minutes").get_data(as_text=True)
        return shown

    assert "Có thay đổi sau khi soạn" not in page(held.secretary)
    place = block(world, held, "place")
    world.must(held.secretary, "minutes.edit", held, block=place, text="Địa điểm: Hội trường A.")
    conclude(world, held, "Giao rà soát từng hộ.")
    seen = (world.state(held.secretary, held) or {})["speeches"]
    silent = next(key for key, form in seen.items() if not form["note"])
    world.must(held.secretary, "speaking.note", held, speech=silent, note="Nhất trí.")
    told = page(held.secretary)
    assert "Có thay đổi sau khi soạn: 1 kết luận, 1 ý kiến phát biểu." in told
    assert ">Soạn lại<" in told
    assert "Có thay đổi sau khi soạn" in page(held.chair) and ">Soạn lại<" not in page(held.chair)
    world.must(held.secretary, "minutes.draft", held)
    texts = [form["text"] for form in blocks(world, held.secretary, held).values()]
    assert "Địa điểm: Hội trường A." in texts and "Kết luận 2: Giao rà soát từng hộ." in texts
    assert "Có thay đổi sau khi soạn" not in page(held.secretary)


def test_minutes_list_the_ballots_of_an_open_vote_by_name_in_their_annex(world: Any, held: Any) -> None:
    world.must(held.secretary, "minutes.export", held)
    run_waiting(world.house)
    answer = world.client(held.secretary).get(f"/meetings/{held.id}/minutes.pdf")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data)]
    annex = " ".join(next(text for text in pages if "DANH SÁCH BIỂU QUYẾT" in text).split())
    assert "Biểu quyết về “Thông qua phương án”" in annex
    assert "Tán thành (07): Nguyễn Thị Chủ Trì; Lê Văn Hà 1; Lê Văn Vinh 2;" in annex
    assert "Không gửi phiếu (01): Lê Văn Tuấn 7" in annex
    assert "Mã nhật ký" in pages[-1]


def test_who_was_away_is_not_listed_among_those_who_sent_no_ballot(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    away = meeting.members[0]
    world.must(meeting.secretary, "attendance.mark", meeting, person=away, status="absent")
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?")["id"]
    world.must(meeting.chair, "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    with world.house.database.read() as read:
        (told,) = happened(read, meeting.id).votes
    names = dict(told.names)
    assert len(names["absent"]) == 1
    assert len(names["not_cast"]) == told.present - told.cast


def test_the_secretary_who_keeps_the_minutes_was_there(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", present=False)
    world.must(meeting.chair, "meeting.end", meeting)
    with world.house.database.read() as read:
        came = {one.capacity: one.here for one in happened(read, meeting.id).attendees}
    assert came == {"chair": False, "member": False, "secretary": True}


def test_who_chose_what_is_not_told_where_the_vote_is_not_by_name(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    for by_name in (False, True):
        vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", by_name=by_name)["id"]
        world.must(meeting.chair, "vote.cast", meeting, vote=vote, choice="yes")
        world.must(meeting.chair, "vote.close", meeting, vote=vote)
        if not by_name:
            world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    with world.house.database.read() as read:
        told = happened(read, meeting.id)
    assert [vote.names for vote in told.votes] == [(), ()]


def test_two_secretaries_editing_one_paragraph_lose_nothing(world: Any, held: Any) -> None:
    place = block(world, held, "place")
    seen = blocks(world, held.secretary, held)[place]["text"]
    world.must(held.secretary, "minutes.edit", held, block=place, text="Địa điểm: Hội trường A.", seen=seen)
    result = world.run(held.secretary, "minutes.edit", held, block=place, text="Địa điểm: Hội trường B.", seen=seen)
    assert result.error["code"] == "conflict"
    assert blocks(world, held.secretary, held)[place]["text"] == "Địa điểm: Hội trường A."


def test_a_paragraph_is_added_behind_another_and_stays_when_drafted_anew(world: Any, held: Any) -> None:
    place = block(world, held, "place")
    made = world.must(held.secretary, "minutes.add", held, after=place, text="Phiên họp được ghi âm.")["id"]
    world.must(held.secretary, "minutes.draft", held)
    shown = blocks(world, held.secretary, held)
    assert shown[made]["order"] == shown[place]["order"] + 1
    world.must(held.secretary, "minutes.remove", held, block=made)
    assert made not in blocks(world, held.secretary, held)


def test_what_was_drafted_cannot_be_taken_out(world: Any, held: Any) -> None:
    result = world.run(held.secretary, "minutes.remove", held, block=block(world, held, "vote"))
    assert result.error["code"] == "conflict"


def test_submitted_and_approved_minutes_are_not_edited(world: Any, held: Any) -> None:
    place = block(world, held, "place")
    world.must(held.secretary, "minutes.submit", held)
    assert world.run(held.secretary, "minutes.edit", held, block=place, text="Khác").error["code"] == "conflict"
    world.must(held.chair, "minutes.approve", held)
    for name, args in (("minutes.edit", {"block": place, "text": "Khác"}), ("minutes.draft", {})):
        assert world.run(held.secretary, name, held, **args).error["code"] == "conflict"


def test_returned_minutes_tell_why_and_may_be_submitted_again(world: Any, held: Any) -> None:
    world.must(held.secretary, "minutes.submit", held)
    world.must(held.chair, "minutes.return", held, reason="Bổ sung ý kiến của Sở Xây dựng.")
    told = minutes(world, held.secretary, held)
    assert (told["state"], told["returned_reason"]) == ("returned", "Bổ sung ý kiến của Sở Xây dựng.")
    approve(world, held)
    assert minutes(world, held.members[0], held)["state"] == "approved"


def test_only_the_chair_approves_and_only_the_secretary_edits(world: Any, held: Any) -> None:
    place = block(world, held, "place")
    assert world.run(held.chair, "minutes.edit", held, block=place, text="Khác").error["code"] == "not_allowed"
    world.must(held.secretary, "minutes.submit", held)
    for person in (held.secretary, held.members[0]):
        assert world.run(person, "minutes.approve", held).error["code"] == "not_allowed"


def test_the_records_clerk_gives_the_next_number_of_the_year_once(world: Any, held: Any) -> None:
    clerk = world.person("Văn Thư")
    row = {"person": clerk, "capacities": ["records_clerk"], "from_date": "2025-01-01"}
    world.must(None, "body.add_member", held.body, **row)
    assert world.must(clerk, "minutes.number", held)["number"] == 1
    assert minutes(world, held.secretary, held)["number"] == 1
    assert world.run(clerk, "minutes.number", held).error["code"] == "conflict"
    other = world.meeting(phase="ended", body=held.body)
    assert world.run(held.secretary, "minutes.number", other, number=1).error["code"] == "conflict"
    assert world.must(held.secretary, "minutes.number", other)["number"] == 2
    assert world.run(held.members[0], "minutes.number", other).error["code"] == "not_allowed"


def test_the_exported_pdf_is_made_by_the_worker_in_versions_and_says_its_number(world: Any, held: Any) -> None:
    first = world.must(held.secretary, "minutes.export", held)["id"]
    assert world.state(held.secretary, held)["minutes_versions"][first]["state"] == "making"
    assert run_waiting(world.house) >= 1
    told = world.state(held.secretary, held)["minutes_versions"][first]
    assert (told["state"], told["version"], told["draft"]) == ("ready", 1, True)
    approve(world, held)
    world.must(held.secretary, "minutes.number", held, number=7)
    world.must(held.secretary, "minutes.export", held)
    run_waiting(world.house)
    answer = world.client(held.members[0]).get(f"/meetings/{held.id}/minutes.pdf")
    assert answer.status_code == 200
    text = pypdfium2.PdfDocument(answer.data)[0].get_textpage().get_text_range()
    assert "Số: 07/BB-" in text
    assert "DỰ THẢO" not in text
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert "/StructTreeRoot" in document.Root


def test_members_cannot_fetch_a_draft_by_any_address(world: Any, held: Any) -> None:
    world.must(held.secretary, "minutes.export", held)
    run_waiting(world.house)
    member = world.client(held.members[0])
    for address in ("minutes", "minutes.pdf", "minutes.pdf?version=1"):
        assert member.get(f"/meetings/{held.id}/{address}").status_code == 404
    approve(world, held)
    assert member.get(f"/meetings/{held.id}/minutes").status_code == 200
    assert member.get(f"/meetings/{held.id}/minutes.pdf?version=1").status_code == 404
    assert world.client(held.guests[0]).get(f"/meetings/{held.id}/minutes").status_code in (403, 404)


def test_the_page_lists_the_gaps_and_leads_to_them(world: Any, held: Any) -> None:
    page = world.client(held.secretary).get(f"/meetings/{held.id}/minutes").get_data(as_text=True)
    assert "1 ý kiến chưa có tóm tắt" in page
    assert f'href="#b-{block(world, held, "speech", "chưa có tóm tắt")}"' in page
    assert "Chưa có số" in page
    assert "style=" not in page


def test_an_empty_meeting_has_minutes_all_the_same(world: Any) -> None:
    meeting = world.meeting(phase="ended", items=1, present=False, members=2)
    kinds = [form["kind"] for form in blocks(world, meeting.secretary, meeting).values()]
    assert {"title", "start", "attendance", "end"} <= set(kinds)


def test_a_pause_and_a_remark_stand_in_the_course_of_events(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.secretary, "meeting.remark", meeting, text="Xem phim tư liệu", item=meeting.items[0])
    world.pass_time(minutes=50)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(minutes=15)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    texts = [form["text"] for form in blocks(world, meeting.secretary, meeting).values()]
    assert "Xem phim tư liệu." in texts
    assert "Cuộc họp tạm nghỉ từ 08 giờ 50 đến 09 giờ 05." in texts


def test_an_item_opened_by_mistake_is_not_in_the_course_of_events(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", items=3)
    first, wrong = meeting.items[:2]
    world.pass_time(minutes=20)
    world.must(meeting.chair, "agenda.start_item", meeting, item=wrong)
    world.must(meeting.chair, "agenda.undo_start", meeting, item=wrong)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(minutes=15)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    with world.house.database.read() as read:
        told = happened(read, meeting.id)
    begun = {item.id: item.started_at for item in told.items}
    assert begun[first] is not None and begun[wrong] is None
    assert [note.item for note in told.notes if "tạm nghỉ" in note.text] == [first]


def test_minutes_tell_an_election_by_name_and_opinions_in_their_words(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    named = {meeting.chair: ["Bà An", "Bà Chi"], meeting.members[0]: "Ông Bình"}
    election = {"question": "Bầu", "kind": "election", "options": ["Bà An", "Ông Bình", "Bà Chi"], "seats": 2}
    asked = {"question": "Góp ý", "options": ["yes", "no", "other"]}
    for put, ballots in ((election, named), (asked, {meeting.chair: "other"})):
        vote = world.must(meeting.chair, "vote.open", meeting, **put)["id"]
        for person, choice in ballots.items():
            more = {"words": "Cần bàn thêm"} if choice == "other" else {}
            world.must(person, "vote.cast", meeting, vote=vote, choice=choice, **more)
        world.must(meeting.chair, "vote.close", meeting, vote=vote)
        world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    with world.house.database.read() as read:
        told, elected = sorted(happened(read, meeting.id).votes, key=lambda vote: vote.kind, reverse=True)
    chair = dict(elected.names)["Bà An"][0]
    assert dict(elected.names)["Bà Chi"] == (chair,) and len(dict(elected.names)["Ông Bình"]) == 1
    assert elected.said.startswith("Không ai trúng cử") and told.words == ((chair, "Cần bàn thêm"),)
