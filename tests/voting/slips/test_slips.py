"""Opinion slips through the writer: who may do what when, who sees what, deadlines, reminders, the result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app import audit
from app.jobs import service
from app.jobs.models import Job
from tests.conftest import BodyOfPeople, World
from voting.slips.models import SlipRecipient

TITLE = "Quy chế phối hợp quản lý cát, sỏi lòng sông"


@dataclass
class Asking:
    """A body with an approver, and a slip of it."""

    world: World
    body: BodyOfPeople
    approver: str
    slip: str = ""

    def run(self, who: str | None, name: str, **args: Any) -> Any:
        return self.world.run(who, name, self.body, slip=self.slip, **args)

    def must(self, who: str | None, name: str, **args: Any) -> dict[str, Any]:
        return self.world.must(who, name, self.body, slip=self.slip, **args)

    def create(self, **args: Any) -> str:
        given = {"title": TITLE, "proposer": "Sở Nông nghiệp và Môi trường", **args}
        self.slip = str(self.world.must(self.body.secretary, "slip.create", self.body, **given)["id"])
        return self.slip

    def send(self, hours: float = 48, **args: Any) -> str:
        self.create(**args)
        self.must(self.body.secretary, "slip.submit")
        self.must(self.approver, "slip.approve")
        deadline = (self.world.now + timedelta(hours=hours)).isoformat()
        self.must(self.body.secretary, "slip.send", deadline=deadline)
        return self.slip

    def answer(self, who: str, choice: str = "yes", **args: Any) -> Any:
        return self.run(who, "slip.answer", choice=choice, **args)

    def form(self, who: str, collection: str = "slips") -> dict[str, Any]:
        found: Any = (self.world.state(who, self.body) or {}).get(collection, {}).get(self.slip)
        assert found is not None
        return dict(found)

    def answers(self) -> dict[str, dict[str, Any]]:
        found = (self.world.state(self.body.secretary, self.body) or {}).get("slip_answers", {})
        return {form["person"]: dict(form) for form in found.values() if form["slip"] == self.slip}

    def time_passes(self, **by: float) -> None:
        """And the house does what is due."""
        self.world.pass_time(**by)
        service.run_due(self.world.house)

    def planned(self) -> list[datetime]:
        wanted = select(Job.due).where(Job.command == "slip.remind", Job.state == "waiting").order_by(Job.due)
        with self.world.house.database.read() as read:
            return list(read.execute(wanted).scalars())


@pytest.fixture
def asking(world: World) -> Asking:
    body = world.body(members=4)
    approver = world.person("Người Duyệt")
    office = {"capacities": ["approver"], "from_date": "2025-01-01"}
    world.must(None, "body.add_members", body, members=[{"person": approver, **office}])
    return Asking(world, body, approver)


def code(result: Any) -> str:
    assert not result.ok
    return str(result.error["code"])


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


def test_an_answer_is_changed_until_the_deadline_and_a_late_first_one_is_marked(asking: Asking) -> None:
    one, two, three = asking.body.members[:3]
    asking.send(hours=48)
    assert asking.answer(one, "yes").ok
    assert asking.answer(one, "no").ok and asking.answers()[one]["revision"] == 2
    assert asking.answer(one, "no").ok and asking.answers()[one]["revision"] == 2
    asking.time_passes(hours=49)
    assert asking.answers()[two]["state"] == "overdue"
    assert code(asking.answer(one, "yes")) == "conflict"
    assert asking.answer(two, "yes").ok
    late = asking.answers()[two]
    assert late["late"] and late["state"] == "answered" and not asking.answers()[one]["late"]
    asking.must(asking.body.secretary, "slip.close")
    assert code(asking.answer(three)) == "not_in_progress"
    assert asking.form(asking.body.secretary)["result"]["late"] == 1


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


def test_before_the_deadline_a_slip_is_closed_only_when_everybody_has_answered(asking: Asking) -> None:
    asking.send()
    assert code(asking.run(asking.body.secretary, "slip.close")) == "conflict"
    for person in asking.body.roll:
        assert asking.answer(person).ok
    assert asking.run(asking.body.secretary, "slip.close").ok
    assert asking.planned() == []


def test_reminders_go_out_before_at_and_after_the_deadline_to_those_who_have_not_answered(asking: Asking) -> None:
    one, two = asking.body.members[:2]
    asking.send(hours=48)
    assert len(asking.planned()) == 5
    assert asking.answer(one).ok
    for passed, count in ((24, 1), (22, 2), (2, 3), (24, 4), (48, 5)):
        asking.time_passes(hours=passed)
        assert (asking.answers()[two]["reminders"], asking.answers()[one]["reminders"]) == (count, 0)
    assert asking.form(two, "my_answers")["state"] == "overdue" and asking.planned() == []
    assert asking.form(asking.body.secretary)["overdue_at"] is not None


def test_what_was_due_while_the_server_was_away_is_done_when_it_comes_back_and_said_once(asking: Asking) -> None:
    """Of the reminders before the deadline nothing is left to say then."""
    asking.send(hours=48)
    asking.time_passes(hours=48 + 25)
    one = asking.answers()[asking.body.members[0]]
    assert one["state"] == "overdue" and one["reminders"] == 2
    kinds = [line for line in _kinds(asking) if line == "slip.reminded"]
    assert len(kinds) == 2
    assert asking.time_passes() is None and asking.answers()[asking.body.members[0]]["reminders"] == 2


def _kinds(asking: Asking) -> list[str]:
    client = asking.world.client(asking.body.secretary)
    snapshot = client.get(f"/api/streams/{asking.body.stream}").json
    told = client.get(f"/api/streams/{asking.body.stream}/entries?since=0&view={snapshot['view']}&limit=1000").json
    return [entry["kind"] for entry in told["entries"]]


def test_more_time_is_recorded_and_the_overdue_are_in_time_again(asking: Asking) -> None:
    one, member = asking.body.members[0], asking.body.members[1]
    asking.send(hours=48)
    asking.time_passes(hours=49)
    until = asking.world.now + timedelta(hours=30)
    assert code(asking.run(member, "slip.extend", deadline=until.isoformat(), reason="x")) == "not_allowed"
    asking.must(asking.body.secretary, "slip.extend", deadline=until.isoformat(), reason="Cần thêm số liệu")
    form = asking.form(one)
    assert form["extensions"][0]["reason"] == "Cần thêm số liệu" and form["overdue_at"] is None
    assert asking.form(one, "my_answers")["state"] == "waiting"
    assert asking.answer(one, "yes").ok and not asking.answers()[one]["late"]
    assert asking.answer(one, "no").ok
    earlier = (asking.world.now + timedelta(hours=9)).isoformat()
    assert "deadline" in asking.run(asking.body.secretary, "slip.extend", deadline=earlier, reason="x").error["fields"]
    assert asking.planned()[-1] == until.replace(microsecond=0) + timedelta(days=3)
    asking.time_passes(hours=31)
    assert asking.answers()[member]["state"] == "overdue"
    assert audit.report(asking.world.house)["problems"] == []


def test_the_desk_reminds_by_hand_those_who_have_not_answered(asking: Asking) -> None:
    one, two = asking.body.members[:2]
    asking.send()
    assert asking.answer(one).ok
    asking.must(asking.body.secretary, "slip.chase", people=[two])
    assert asking.answers()[two]["reminders"] == 1
    assert code(asking.run(asking.body.secretary, "slip.chase", people=[one])) == "conflict"
    asking.must(asking.body.secretary, "slip.chase")
    reminded = {person: form["reminders"] for person, form in asking.answers().items()}
    assert reminded[one] == 0 and set(reminded.values()) == {0, 1} and reminded[two] == 1


def test_nobody_is_reminded_by_hand_twice_in_a_row(asking: Asking) -> None:
    one = asking.body.members[0]
    asking.send()
    asking.must(asking.body.secretary, "slip.chase", people=[one])
    asking.world.pass_time(minutes=9)
    refused = asking.run(asking.body.secretary, "slip.chase", people=[one])
    assert code(refused) == "conflict" and refused.error
    assert "Đã nhắc những người này lúc 08:00; nhắc lại được từ 08:10." in refused.error["message"]
    assert asking.answers()[one]["reminders"] == 1
    asking.world.pass_time(minutes=1)
    asking.must(asking.body.secretary, "slip.chase", people=[one])
    assert asking.answers()[one]["reminders"] == 2


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


def test_a_cancelled_slip_asks_nobody_any_more(asking: Asking) -> None:
    asking.send()
    asking.must(asking.body.chair, "slip.cancel", reason="Đưa ra phiên họp")
    assert code(asking.answer(asking.body.members[0])) == "not_in_progress"
    assert asking.planned() == []
    home = asking.world.client(asking.body.members[0]).get("/").get_data(as_text=True)
    assert TITLE not in home
    assert asking.form(asking.body.members[0])["ended_reason"] == "Đưa ra phiên họp"


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
