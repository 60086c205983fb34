"""Nobody fetches what they may not see, by any address; what is fetched can't act in our origin."""

from __future__ import annotations

import io
import os
from typing import Any

import msgspec
import pytest

from tests.conftest import World
from tests.documents.papers import material
from tests.documents.papers.conftest import Desk
from tests.documents.papers.test_approval import named_approver


def addresses(paper: str, version: int = 1) -> list[str]:
    return [
        f"/papers/{paper}/{version}",
        f"/papers/{paper}/{version}/original",
        f"/read/{paper}",
        f"/read/{paper}?version={version}",
        f"/api/papers/{paper}/notes",
        f"/api/papers/{paper}/{version}",
    ]


def statuses(world: World, person: str, paper: str, version: int = 1) -> set[int]:
    client = world.client(person)
    return {client.get(address).status_code for address in addresses(paper, version)}


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_before_publishing_no_member_fetches_it_by_any_address(world: World, desk: Desk, state: str) -> None:
    meeting = world.meeting(phase="preparing", guests=1)
    paper = desk.paper(meeting, state=state)
    desk.work()
    for person in (*meeting.members, *meeting.guests, world.person("Người Ngoài")):
        assert statuses(world, person, paper) == {404}
    assert statuses(world, meeting.secretary, paper) == {200}


def test_in_a_published_meeting_an_unpublished_paper_stays_hidden(world: World, desk: Desk) -> None:
    meeting = world.meeting(guests=1)
    paper = desk.paper(meeting, state="approved")
    desk.work()
    assert statuses(world, meeting.members[0], paper) == {404}
    world.must(meeting.secretary, "paper.publish", meeting, paper=paper)
    assert statuses(world, meeting.members[0], paper) == {200}
    assert statuses(world, meeting.guests[0], paper) == {200}


def test_after_recall_every_version_is_gone_and_the_reader_says_so(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    desk.work()
    world.must(meeting.secretary, "paper.recall", meeting, paper=paper, reason="Sai số liệu")
    client = world.client(meeting.members[0])
    assert client.get(f"/papers/{paper}/1").status_code == 404
    assert client.get(f"/papers/{paper}/1/original").status_code == 404
    shown = client.get(f"/read/{paper}").get_data(as_text=True)
    assert "recalled&#34;: true" in shown or "recalled&#34;:true" in shown
    assert "Sai số liệu" not in shown


def test_a_newer_draft_is_not_fetched_while_the_published_version_is(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    world.must(meeting.secretary, "paper.replace", meeting, paper=paper, file=desk.file(meeting.secretary))
    desk.work()
    client = world.client(meeting.members[0])
    assert client.get(f"/papers/{paper}/1").status_code == 200
    assert client.get(f"/papers/{paper}/2").status_code == 404
    assert client.get(f"/papers/{paper}/2/original").status_code == 404


def test_an_approver_outside_the_desk_reads_what_waits_for_them(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    approver = named_approver(world, meeting)
    draft, waiting = desk.paper(meeting), desk.paper(meeting, state="submitted")
    desk.work()
    assert statuses(world, approver, waiting) == {200}
    assert statuses(world, approver, draft) == {404}
    inbox = world.client(approver).get("/approvals").get_data(as_text=True)
    assert waiting in inbox and draft not in inbox


def test_a_viewing_copy_is_sandboxed_and_named(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    file = desk.file(meeting.secretary, name="Tờ trình số 377.pdf")
    paper = world.must(meeting.secretary, "paper.add", meeting, file=file)["id"]
    desk.work()
    answer = world.client(meeting.secretary).get(f"/papers/{paper}/1")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert "filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh" in answer.headers["Content-Disposition"]
    original = world.client(meeting.secretary).get(f"/papers/{paper}/1/original")
    assert original.headers["Content-Disposition"].startswith("attachment;")


def test_a_range_is_answered_with_exactly_its_bytes(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting)
    desk.work()
    client = world.client(meeting.secretary)
    whole = client.get(f"/papers/{paper}/1").data
    part = client.get(f"/papers/{paper}/1", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert client.get(f"/papers/{paper}/1", headers={"Range": "bytes=-5"}).data == whole[-5:]
    assert client.get(f"/papers/{paper}/1", headers={"Range": "bytes=99999999-"}).status_code == 416
    tag = client.get(f"/papers/{paper}/1").headers["ETag"]
    assert client.get(f"/papers/{paper}/1", headers={"If-None-Match": tag}).status_code == 304


def post(world: World, person: str, data: bytes, name: str) -> Any:
    return world.client(person).post("/api/files", data={"file": (io.BytesIO(data), name)})


def test_a_file_comes_in_by_the_http_door(world: World) -> None:
    meeting = world.meeting()
    answer = post(world, meeting.secretary, material.pdf(), "Báo cáo.pdf")
    assert answer.status_code == 200
    paper = world.must(meeting.secretary, "paper.add", meeting, file=answer.json["file"])
    assert world.state(meeting.secretary, meeting)["papers"][paper["id"]]["title"] == "Báo cáo"  # type: ignore[index]


def test_a_file_of_several_megabytes_is_streamed_to_the_store(world: World) -> None:
    meeting = world.meeting()
    data = material.pdf(bulk=3 * 1024 * 1024)
    answer = post(world, meeting.secretary, data, "Bản quét.pdf")
    assert answer.status_code == 200, answer.get_json()
    paper = world.must(meeting.secretary, "paper.add", meeting, file=answer.get_json()["file"])["id"]
    assert world.client(meeting.secretary).get(f"/papers/{paper}/1/original").data == data


def test_a_file_over_the_limit_is_refused_before_it_is_read(world: World) -> None:
    world.house.settings = msgspec.structs.replace(world.house.settings, upload_megabytes=1)
    meeting = world.meeting()
    answer = post(world, meeting.secretary, material.pdf(bulk=2 * 1024 * 1024), "to.pdf")
    assert answer.status_code == 413
    assert "1 MB" in answer.get_json()["error"]["message"]


def test_an_unfit_file_is_refused_in_words(world: World) -> None:
    meeting = world.meeting()
    answer = post(world, meeting.secretary, b"MZ not a pdf", "bao-cao.pdf")
    assert answer.status_code == 400
    assert "bao-cao.pdf" in answer.json["error"]["fields"]["file"]
    assert not list((world.house.settings.files / "incoming").iterdir())


def test_an_upload_without_a_session_or_from_elsewhere_is_refused(world: World) -> None:
    meeting = world.meeting()
    assert post(world, "", material.pdf(), "a.pdf").status_code == 401
    client = world.client(meeting.secretary)
    foreign = client.post(
        "/api/files",
        data={"file": (io.BytesIO(material.pdf()), "a.pdf")},
        headers={"Origin": "https://la.example"},
    )
    assert foreign.status_code == 403


def test_what_a_crash_left_half_received_is_cleared_away(world: World) -> None:
    meeting = world.meeting()
    folder = world.house.settings.files / "incoming"
    folder.mkdir(parents=True)
    old, young = folder / "old", folder / "young"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert post(world, meeting.secretary, material.pdf(), "a.pdf").status_code == 200
    assert not old.exists() and young.exists()
