"""Until when a slip is answered: deadlines, reminders, more time."""

from __future__ import annotations

from datetime import timedelta

from app import audit
from tests.voting.slips.asking import TITLE, Asking, code


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


def test_a_cancelled_slip_asks_nobody_any_more(asking: Asking) -> None:
    asking.send()
    asking.must(asking.body.chair, "slip.cancel", reason="Đưa ra phiên họp")
    assert code(asking.answer(asking.body.members[0])) == "not_in_progress"
    assert asking.planned() == []
    home = asking.world.client(asking.body.members[0]).get("/").get_data(as_text=True)
    assert TITLE not in home
    assert asking.form(asking.body.members[0])["ended_reason"] == "Đưa ra phiên họp"
