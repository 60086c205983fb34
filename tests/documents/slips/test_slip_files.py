"""Files that go with slips and answers: whose they must be, who opens them, what the audit knows of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from app import audit
from app.jobs.worker import run_waiting
from documents.papers.intake import take_in
from documents.slips.models import SlipFile
from tests.conftest import BodyOfPeople, World
from tests.documents.papers import material


@pytest.fixture
def body(world: World) -> BodyOfPeople:
    return world.body(members=3)


def file(world: World, folder: Path, owner: str, name: str) -> str:
    return take_in(world.house, owner, material.saved(folder, name, material.pdf()), f"{name}.pdf")


def sent(world: World, body: BodyOfPeople, files: list[str]) -> str:
    slip = str(world.must(body.secretary, "slip.create", body, title="Quy chế", files=files)["id"])
    world.must(body.secretary, "slip.submit", body, slip=slip)
    world.must(body.chair, "slip.approve", body, slip=slip)
    deadline = (world.now + timedelta(days=2)).isoformat()
    world.must(body.secretary, "slip.send", body, slip=slip, deadline=deadline)
    return slip


def forms(world: World, person: str, body: BodyOfPeople, name: str = "slip_files") -> list[Any]:
    return list(((world.state(person, body) or {}).get(name) or {}).values())


def test_the_papers_of_a_slip_are_read_by_whom_it_was_sent_to_and_by_nobody_before(
    world: World, body: BodyOfPeople, tmp_path: Path
) -> None:
    kept = file(world, tmp_path, body.secretary, "Dự thảo")
    draft = world.must(body.secretary, "slip.create", body, title="Quy chế", files=[kept])["id"]
    run_waiting(world.house)
    (form,) = forms(world, body.secretary, body)
    assert form["conversion"] == "ready" and form["pages"] == 3 and form["slip"] == draft
    assert forms(world, body.members[0], body) == []
    assert world.client(body.members[0]).get(form["url"]).status_code == 404
    world.must(body.secretary, "slip.submit", body, slip=draft)
    assert world.client(body.chair).get(form["url"]).status_code == 200
    world.must(body.chair, "slip.approve", body, slip=draft)
    deadline = (world.now + timedelta(days=2)).isoformat()
    world.must(body.secretary, "slip.send", body, slip=draft, deadline=deadline)
    assert [one["name"] for one in forms(world, body.members[0], body)] == ["Dự thảo.pdf"]
    answer = world.client(body.members[0]).get(form["url"])
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    assert "attachment" in world.client(body.members[0]).get(form["url"] + "?original").headers["Content-Disposition"]
    assert audit.report(world.house)["problems"] == []


def test_what_goes_with_an_answer_is_opened_by_its_author_and_the_secretariat_alone(
    world: World, body: BodyOfPeople, tmp_path: Path
) -> None:
    one, two, _three = body.members
    slip = sent(world, body, [])
    mine = file(world, tmp_path, one, "Góp ý")
    world.must(one, "slip.answer", body, slip=slip, choice="no", files=[mine])
    (form,) = forms(world, body.secretary, body)
    assert forms(world, two, body) == [] and forms(world, one, body, "my_slip_files") == [form]
    status = {person: world.client(person).get(form["url"]).status_code for person in (one, two, body.chair)}
    assert status == {one: 200, two: 404, body.chair: 200}
    world.must(one, "slip.answer", body, slip=slip, choice="no", files=[])
    assert forms(world, one, body, "my_slip_files") == [] and forms(world, body.secretary, body) == []
    assert audit.report(world.house)["problems"] == []


def test_who_put_a_file_into_a_slip_that_another_drafted_never_approves_it(
    world: World, body: BodyOfPeople, tmp_path: Path
) -> None:
    """The chair approves where the body names nobody: with the file back out the chair stays one of its authors."""
    slip = str(world.must(body.secretary, "slip.create", body, title="Quy chế")["id"])
    world.must(body.chair, "slip.edit", body, slip=slip, files=[file(world, tmp_path, body.chair, "Dự thảo")])
    world.must(body.chair, "slip.edit", body, slip=slip, files=[])
    refused = world.run(body.secretary, "slip.submit", body, slip=slip)
    assert refused.error is not None and refused.error["code"] == "conflict"
    assert audit.report(world.house)["problems"] == []


def test_nobody_sends_a_file_that_somebody_else_has_uploaded(world: World, body: BodyOfPeople, tmp_path: Path) -> None:
    theirs = file(world, tmp_path, body.secretary, "Mật")
    slip = sent(world, body, [])
    refused = world.run(body.members[0], "slip.answer", body, slip=slip, choice="yes", files=[theirs])
    assert refused.error["code"] == "not_found"
    assert not forms(world, body.members[0], body, "my_answers")[0]["choice"]


def test_an_edited_slip_has_the_files_that_were_named_last(world: World, body: BodyOfPeople, tmp_path: Path) -> None:
    first, second = (file(world, tmp_path, body.secretary, name) for name in ("Một", "Hai"))
    slip = world.must(body.secretary, "slip.create", body, title="Quy chế", files=[first])["id"]
    world.must(body.secretary, "slip.edit", body, slip=slip, title="Quy chế mới")
    assert [one["name"] for one in forms(world, body.secretary, body)] == ["Một.pdf"]
    world.must(body.secretary, "slip.edit", body, slip=slip, files=[second, first])
    assert [one["name"] for one in sorted(forms(world, body.secretary, body), key=lambda one: one["order"])] == [
        "Hai.pdf",
        "Một.pdf",
    ]
    world.must(body.secretary, "slip.remove", body, slip=slip)
    assert forms(world, body.secretary, body) == []
    assert audit.report(world.house)["problems"] == []


def test_the_audit_misses_a_file_that_was_taken_out_by_hand(world: World, body: BodyOfPeople, tmp_path: Path) -> None:
    sent(world, body, [file(world, tmp_path, body.secretary, "Dự thảo")])
    with world.house.database.writing.begin() as connection:
        connection.execute(delete(SlipFile))
    assert "slip_file_missing" in {problem["code"] for problem in audit.report(world.house)["problems"]}


def test_a_slips_paper_opens_in_the_reader_as_every_paper_and_the_reader_leads_back(
    world: World, body: BodyOfPeople, tmp_path: Path
) -> None:
    slip = sent(world, body, [file(world, tmp_path, body.secretary, "Dự thảo")])
    one, two, _three = body.members
    world.must(one, "slip.answer", body, slip=slip, choice="no", files=[file(world, tmp_path, one, "Góp ý")])
    first, mine = sorted(forms(world, body.secretary, body), key=lambda form: form["recipient"] is not None)
    member, desk = world.client(one), world.client(body.secretary)
    page = f"/bodies/{body.id}/slips/{slip}"
    assert f'href="/read{first["url"]}"' in member.get(page).text
    assert f'href="/read{first["url"]}?from=desk"' in desk.get(page + "/desk").text
    waits = member.get(f"/read{first['url']}")
    assert waits.status_code == 200 and "wasm-unsafe-eval" in waits.headers["Content-Security-Policy"]
    assert member.get(f"/api{first['url']}").json["conversion"] == "waiting"
    run_waiting(world.house)
    assert member.get(f"/api{first['url']}").json == {"newest": None, "conversion": "ready", "trouble": "", "pages": 3}
    shown = json.loads(
        unescape(re.findall(r'data-shown="([^"]*)"', desk.get(f"/read{first['url']}?from=desk").text)[0])
    )
    assert shown["back"] == page + "/desk" and shown["title"] == "Dự thảo.pdf" and not shown["may_note"]
    assert shown["subtitle"] == "Phiếu lấy ý kiến 1 · Quy chế"
    for address in (f"/read{mine['url']}", f"/api{mine['url']}"):
        status = [world.client(person).get(address).status_code for person in (one, body.chair, two)]
        assert status == [200, 200, 404], address


def test_a_file_that_cannot_be_shown_is_taken_down_as_it_came(world: World, body: BodyOfPeople, tmp_path: Path) -> None:
    kept = file(world, tmp_path, body.secretary, "Dự thảo")
    slip = sent(world, body, [kept])
    (form,) = forms(world, body.secretary, body)
    with world.house.database.writing.begin() as connection:
        connection.execute(update(SlipFile).values(conversion="failed"))
    assert f'href="{form["url"]}"' in world.client(body.chair).get(f"/bodies/{body.id}/slips/{slip}").text
    assert "Tải về để xem" in world.client(body.chair).get(f"/api{form['url']}").json["trouble"]
