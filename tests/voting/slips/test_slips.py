"""Opinion slips through the writer: who may do what when, who sees what, the result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app import audit
from tests.voting.slips.asking import TITLE, Asking, code
from voting.slips.models import SlipRecipient


def test_a_slip_goes_from_draft_to_summary_and_the_audit_tells_it_again(asking: Asking) -> None:
    desk, members = asking.body.secretary, asking.body.members
    asking.create(text="Điều 1.\n\n\n\nĐiều 2.")
    assert asking.form(desk)["text"] == "Điều 1.\n\nĐiều 2."
    asking.must(desk, "slip.submit")
    asking.must(asking.approver, "slip.return", reason="Thiếu số liệu")
    asking.must(desk, "slip.edit", title=TITLE + " (sửa)")
    asking.must(desk, "slip.submit")
    asking.must(asking.approver, "slip.approve")
    sent = asking.must(desk, "slip.send", deadline=(asking.world.now + timedelta(hours=48)).isoformat())
    assert sent["number"] == 1
    for person, choice in zip([asking.body.chair, *members], ["yes", "yes", "yes", "no", "other"], strict=True):
        assert asking.answer(person, choice, words="Ghi rõ thời hạn" if choice == "other" else "").ok
    asking.must(desk, "slip.close")
    asking.must(desk, "slip.summarise", summary="Tiếp thu ý kiến của Ủy viên 4.")
    result = asking.form(members[0])["result"]
    assert result["verdict"] == "passed" and result["counts"] == {"yes": 3, "no": 1, "other": 1}
    assert result["members"] == 5 and result["threshold"] == 3
    assert "3 đồng ý, 1 không đồng ý, trên tổng số 5 thành viên" in result["sentence"]["vi"]
    found = audit.report(asking.world.house)
    assert found["problems"] == [] and found["slips"] == {"rows": 1, "answers": 5, "differ": 0}


def test_nobody_approves_what_they_drafted_or_submitted(asking: Asking) -> None:
    """Where the body names no approver its chair approves, and not a slip of the chair's own."""
    body = asking.body
    term = next(
        k for k, m in (asking.world.state(body.chair, body) or {})["members"].items() if m["person"] == asking.approver
    )
    asking.world.must(None, "body.end_membership", body, member=term)
    asking.slip = str(asking.world.must(body.chair, "slip.create", body, title=TITLE)["id"])
    assert code(asking.run(body.secretary, "slip.submit")) == "conflict"
    asking.create()
    asking.must(body.secretary, "slip.submit")
    assert code(asking.run(body.secretary, "slip.approve")) == "not_allowed"
    assert code(asking.run(body.members[0], "slip.approve")) == "not_found"
    assert asking.run(body.chair, "slip.approve").ok


@pytest.mark.parametrize("part", ["text", "left_out"])
def test_who_wrote_at_a_slip_that_another_drafted_and_submitted_never_approves_it(asking: Asking, part: str) -> None:
    """Its text, or whom it asks; a deadline alone makes nobody its author."""
    world, body = asking.world, asking.body
    both = world.person("Chánh Văn phòng")
    office = {"capacities": ["secretary", "approver"], "from_date": "2025-01-01"}
    world.must(None, "body.add_members", body, members=[{"person": both, **office}])
    asking.create(text="Điều 1.")
    deadline = (world.now + timedelta(hours=48)).isoformat()
    asking.must(both, "slip.edit", title=TITLE, text="Điều 1.", deadline=deadline)
    asking.must(body.secretary, "slip.submit")
    page = f"/bodies/{body.id}/slips/{asking.slip}"
    assert "slip.approve" in world.client(both).get(page).get_data(as_text=True)
    asking.must(both, "slip.return", reason="Thiếu số liệu")
    asking.must(both, "slip.edit", **{part: "Điều 1 (sửa)." if part == "text" else [body.members[0]]})
    asking.must(body.secretary, "slip.submit")
    assert code(asking.run(both, "slip.approve")) == "not_allowed"
    assert code(asking.run(both, "slip.return", reason="Tự xem lại")) == "not_allowed"
    assert "slip.approve" not in world.client(both).get(page).get_data(as_text=True)
    assert TITLE not in world.client(both).get("/approvals").get_data(as_text=True)
    assert asking.run(asking.approver, "slip.approve").ok
    assert audit.report(world.house)["problems"] == []


def test_a_slip_is_sent_only_when_it_was_approved_and_has_a_deadline(asking: Asking) -> None:
    desk = asking.body.secretary
    asking.create()
    soon = (asking.world.now + timedelta(hours=9)).isoformat()
    assert code(asking.run(desk, "slip.send", deadline=soon)) == "conflict"
    asking.must(desk, "slip.submit")
    assert code(asking.run(desk, "slip.edit", title="Khác")) == "conflict"
    asking.must(asking.approver, "slip.approve")
    assert asking.run(desk, "slip.send").error["fields"].keys() == {"deadline"}
    assert asking.run(desk, "slip.send", deadline=asking.world.now.isoformat()).error["fields"].keys() == {"deadline"}
    assert asking.run(desk, "slip.send", deadline=soon).ok


def test_until_it_is_sent_a_slip_is_the_desks_and_its_approvers(asking: Asking) -> None:
    member = asking.body.members[0]
    asking.create()
    assert "slips" not in (asking.world.state(member, asking.body) or {})
    page = f"/bodies/{asking.body.id}/slips/{asking.slip}"
    assert asking.world.client(member).get(page).status_code == 404
    assert asking.world.client(asking.approver).get(page).status_code == 404
    asking.must(asking.body.secretary, "slip.submit")
    assert asking.world.client(asking.approver).get(page).status_code == 200
    assert asking.world.client(member).get(page).status_code == 404
    assert code(asking.answer(member)) == "not_found"


def test_each_sees_their_own_answer_and_nobody_elses(asking: Asking) -> None:
    one, two = asking.body.members[:2]
    asking.send()
    assert asking.answer(one, "other", words="Bổ sung trách nhiệm cấp xã").ok
    assert asking.form(one, "my_answers")["words"] == "Bổ sung trách nhiệm cấp xã"
    assert asking.form(two, "my_answers")["choice"] is None
    for person in (two, asking.approver, one):
        state = asking.world.state(person, asking.body) or {}
        assert "slip_answers" not in state and state["slips"][asking.slip].keys().isdisjoint({"answered", "overdue"})
    assert "cấp xã" not in str(asking.world.state(two, asking.body))
    assert asking.answers()[one]["choice"] == "other"


def test_a_units_administrator_reads_no_opinions(asking: Asking) -> None:
    admin = asking.world.person("Quản Trị Đơn Vị")
    asking.world.must(None, "unit.add_administrator", "system", unit=asking.body.unit, person=admin)
    asking.send()
    assert asking.answer(asking.body.members[0], "no", words="Chưa rõ kinh phí").ok
    state = asking.world.state(admin, asking.body) or {}
    assert asking.slip in state["slips"] and "Chưa rõ" not in str(state)
    assert asking.world.client(admin).get(f"/bodies/{asking.body.id}/slips/{asking.slip}/desk").status_code == 403
    assert code(asking.run(admin, "slip.close")) == "not_allowed"


def test_members_know_the_result_when_it_is_summarised_and_not_before(asking: Asking) -> None:
    asking.send()
    for person in asking.body.roll:
        assert asking.answer(person).ok
    asking.must(asking.body.chair, "slip.close")
    assert asking.form(asking.body.members[0])["result"] is None
    assert asking.form(asking.body.chair)["result"]["verdict"] == "passed"
    asking.must(asking.body.secretary, "slip.summarise")
    assert asking.form(asking.body.members[0])["result"]["verdict"] == "passed"


def test_an_opinion_of_ones_own_without_words_is_refused_at_its_field(asking: Asking) -> None:
    asking.send()
    assert asking.answer(asking.body.members[0], "other").error["fields"].keys() == {"words"}


def test_who_is_left_out_is_not_asked_and_counts_all_the_same(asking: Asking) -> None:
    out, *others = asking.body.members
    asking.send(left_out=[out])
    assert code(asking.answer(out)) == "not_allowed"
    assert "my_answers" not in (asking.world.state(out, asking.body) or {})
    for person in (asking.body.chair, *others):
        assert asking.answer(person).ok
    asking.must(asking.body.secretary, "slip.close")
    result = asking.form(asking.body.secretary)["result"]
    assert (result["members"], result["asked"], result["cast"]) == (5, 4, 4)
    outsider = asking.world.person("Người Ngoài")
    assert asking.world.run(asking.body.secretary, "slip.create", asking.body, title="x", left_out=[outsider]).error[
        "fields"
    ]


def test_who_comes_to_the_body_after_the_sending_is_not_on_the_list(asking: Asking) -> None:
    asking.send()
    late = asking.world.person("Ủy Viên Mới")
    member = {"person": late, "capacities": ["member"], "from_date": "2025-01-01"}
    asking.world.must(None, "body.add_members", asking.body, members=[member])
    assert code(asking.answer(late)) == "not_allowed"
    assert asking.form(asking.body.secretary)["members"] == 5


def test_the_rule_of_the_day_of_sending_judges_whatever_comes_after_it(asking: Asking) -> None:
    asking.send(hours=24 * 9)
    asking.world.must(None, "body.set_rule", asking.body, key="majority", value="unanimous_of_members")
    for person in [asking.body.chair, *asking.body.members[:2]]:
        assert asking.answer(person).ok
    asking.time_passes(hours=24 * 9 + 1)
    asking.must(asking.body.secretary, "slip.close")
    assert asking.form(asking.body.secretary)["result"]["rule"] == "more_than_half_of_members"
    assert asking.form(asking.body.secretary)["result"]["verdict"] == "passed"


@pytest.mark.parametrize(
    ("args", "rule", "whose", "verdict"),
    [
        ({}, "more_than_half_of_members", None, "passed"),
        ({"matter": "bylaws"}, "two_thirds_of_members", "matter", "not_passed"),
        ({"matter": "bylaws", "majority": "more_than_half_of_members"}, "more_than_half_of_members", "slip", "passed"),
    ],
)
def test_a_slip_that_changes_the_rules_needs_the_majority_of_that(
    asking: Asking, args: dict[str, Any], rule: str, whose: str | None, verdict: str
) -> None:
    asking.world.must(None, "body.set_rule", asking.body, key="majority.bylaws", value="two_thirds_of_members")
    asking.send(**args)
    assert asking.form(asking.body.secretary)["matter"] == args.get("matter", "general")
    for n, person in enumerate(asking.body.roll):
        assert asking.answer(person, "yes" if n < 3 else "no").ok
    asking.must(asking.body.secretary, "slip.close")
    result = asking.form(asking.body.secretary)["result"]
    assert (result["rule"], result.get("majority_from"), result["verdict"]) == (rule, whose, verdict)
    assert ("sửa đổi quy chế" in result["rule_words"]["vi"]) == (whose == "matter")
    assert audit.report(asking.world.house)["problems"] == []


def test_nobody_is_removed_or_elected_in_writing_and_a_draft_may_come_to_change_the_rules(asking: Asking) -> None:
    for matter in ("removal", "election", "confidence"):
        args = {"title": "Bãi nhiệm", "matter": matter}
        assert code(asking.world.run(asking.body.secretary, "slip.create", asking.body, **args)) == "invalid"
    asking.create()
    asking.must(asking.body.secretary, "slip.edit", matter="bylaws")
    assert asking.form(asking.body.secretary)["matter"] == "bylaws"
    assert audit.report(asking.world.house)["problems"] == []


def test_a_slip_that_only_asks_for_opinions_decides_nothing(asking: Asking) -> None:
    asking.send(majority="none")
    for person in asking.body.roll:
        assert asking.answer(person).ok
    asking.must(asking.body.secretary, "slip.close")
    assert asking.form(asking.body.secretary)["result"]["verdict"] == "none"
    never = {"name": "at_least", "k": 6}
    asking.create(majority=never)
    asking.must(asking.body.secretary, "slip.submit")
    asking.must(asking.approver, "slip.approve")
    deadline = (asking.world.now + timedelta(hours=9)).isoformat()
    assert "majority" in asking.run(asking.body.secretary, "slip.send", deadline=deadline).error["fields"]


@pytest.mark.parametrize("who", ["stranger", "secretary", "member"])
def test_a_refused_command_of_a_slip_is_recorded_in_the_body_s_journal(asking: Asking, who: str) -> None:
    asking.send()
    people = {
        "stranger": asking.world.person("Người Lạ"),
        "secretary": asking.body.secretary,
        "member": asking.body.members[0],
    }
    name, more = ("slip.close", {}) if who == "member" else ("slip.answer", {"choice": "yes"})
    before = audit.report(asking.world.house)["refused_slips"]
    for _ in range(8):
        assert code(asking.run(people[who], name, **more)) in ("not_allowed", "not_found")
    told = audit.report(asking.world.house)
    assert before == [] and told["problems"] == []
    lines = told["refused_slips"]
    assert len(lines) == 5 and {line["person"] for line in lines} == {people[who]}
    assert {(line["command"], line["why"]) for line in lines} == {
        (name, "stranger" if who == "stranger" else "not_theirs")
    }
    assert asking.answers()[asking.body.members[0]]["choice"] is None
    asking.world.pass_time(minutes=1)
    asking.run(people[who], name, **more)
    assert len(audit.report(asking.world.house)["refused_slips"]) == 6


def test_a_draft_is_thrown_away_and_stays_in_the_record(asking: Asking) -> None:
    asking.create()
    asking.must(asking.body.secretary, "slip.remove")
    assert "slips" not in (asking.world.state(asking.body.secretary, asking.body) or {})
    assert code(asking.run(asking.body.secretary, "slip.submit")) == "not_found"
    assert audit.report(asking.world.house)["problems"] == []


def test_numbers_are_the_bodys_own_and_begin_anew_each_year(asking: Asking) -> None:
    asking.send()
    first = asking.form(asking.body.chair)["number"]
    asking.send()
    second = asking.form(asking.body.chair)["number"]
    asking.world.pass_time(days=60)
    asking.send()
    assert (first, second, asking.form(asking.body.chair)["number"]) == (1, 2, 1)


def test_the_audit_finds_an_answer_that_was_changed_by_hand(asking: Asking) -> None:
    asking.send()
    for person in asking.body.roll:
        assert asking.answer(person).ok
    asking.must(asking.body.secretary, "slip.close")
    mine = (SlipRecipient.slip == asking.slip, SlipRecipient.person == asking.body.members[0])
    with asking.world.house.database.writing.begin() as connection:
        connection.execute(update(SlipRecipient).where(*mine).values(choice="no"))
    codes = {problem["code"] for problem in audit.report(asking.world.house)["problems"]}
    assert {"slip_answer_differs", "slip_result_differs"} <= codes
