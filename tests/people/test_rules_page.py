"""The page of a body's rules: every rule has a sentence and a form, dates decide, and only administrators set."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language import speaking
from app.people import faces, rules, views
from app.people.faces import Choice, Number, Setting
from tests.conftest import BodyOfPeople, World

SETTINGS = [Setting(0), Setting(1), Setting(7), Setting(27), Setting(500, council=True)]


def values_of(choice: Choice) -> list[Any]:
    """What a choice may be kept as: with the least, the usual and the most of its numbers."""

    def filled(template: Any, pick: Any) -> Any:
        if isinstance(template, str) and template.startswith("#"):
            name, _star, times = template[1:].partition("*")
            return pick(next(one for one in choice.numbers if one.name == name)) * int(times or 1)
        if isinstance(template, dict):
            return {key: filled(inner, pick) for key, inner in template.items()}
        return template

    picks: list[Any] = [lambda one: one.least, lambda one: one.usual, lambda one: one.most]
    return [filled(choice.value, pick) for pick in picks]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_a_sentence_for_every_value_its_form_makes(language: str) -> None:
    with speaking(language):
        for key, known in views.RULES.items():
            assert known.face.group in faces.GROUPS and known.face.title()
            choices = known.face.choices()
            assert faces.chosen(choices, known.default) is not None, key
            for place, choice in enumerate(choices):
                for value in values_of(choice):
                    assert known.check(value) is None, (key, value)
                    assert faces.chosen(choices, value) is not None and place >= faces.chosen(choices, value)[0]  # type: ignore[index]
                    for setting in SETTINGS:
                        said = known.face.sentence(value, setting)
                        assert said.endswith(".") and "%(" not in said + known.face.example(value, setting)


def test_a_value_set_otherwise_is_no_choice_and_a_truth_is_no_number() -> None:
    own = Choice("Số khác", {"name": "at_least", "k": "#k"}, (Number("k", "Số", 1, 9, 5),))
    listed = [Choice("Có", True), Choice("Một", 1), own]
    assert faces.chosen(listed, True) == (0, {}) and faces.chosen(listed, 1) == (1, {})
    assert faces.chosen(listed, {"name": "at_least", "k": 4}) == (2, {"k": 4})
    for other in (False, None, {"name": "at_least"}, {"name": "at_least", "k": True}, {"name": "other", "k": 4}):
        assert faces.chosen(listed, other) is None


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 5)), max_size=8), st.integers(1, 28))
def test_what_is_told_to_hold_is_what_holds(set_: list[tuple[int, int]], day: int) -> None:
    kept = [rules.DatedRule(str(n), f"2026-11-{d:02d}", n, at) for n, (d, at) in enumerate(set_)]
    today = date(2026, 11, day)
    told = rules.told(kept, today)
    assert (told.current is None) == (rules.rule_on(kept, today) is None)
    if told.current is not None:
        best = max((one.valid_from, one.set_at) for one in kept if one.valid_from <= today.isoformat())
        assert (told.current.valid_from, told.current.set_at) == best
    days = [one.valid_from for one in (*told.coming, *([told.current] if told.current else []), *told.past)]
    assert days == sorted(set(days), reverse=True) and set(days) == {one.valid_from for one in kept}


# -- the page ----------


def administrator(world: World, body: BodyOfPeople) -> str:
    admin = world.person("Quản Trị Đơn Vị")
    world.must(None, "unit.add_administrator", "system", unit=body.unit, person=admin)
    return admin


def page_of(world: World, person: str, body: BodyOfPeople) -> str:
    answer = world.client(person).get(f"/bodies/{body.id}/rules")
    assert answer.status_code == 200, answer.status_code
    return str(answer.get_data(as_text=True))


def test_an_administrator_sees_what_holds_what_comes_and_what_held(world: World) -> None:
    body = world.body(members=26)
    admin, today = administrator(world, body), world.now.date()
    world.must(
        None,
        "body.set_rule",
        body,
        key="majority",
        value="two_thirds_of_members",
        valid_from=str(today - timedelta(30)),
    )
    world.must(None, "body.set_rule", body, key="majority", value="more_than_half_of_cast", valid_from=str(today))
    soon = str(today + timedelta(9))
    world.must(admin, "body.set_rule", body, key="majority", value={"name": "at_least", "k": 20}, valid_from=soon)
    shown = page_of(world, admin, body)
    article = re.search(r'<article class="qt" id="majority">.*?</article>', shown, re.S)
    assert article is not None
    told = article.group()
    order = [
        "Thông qua khi quá nửa số phiếu đã gửi tán thành.",
        "Thông qua khi có ít nhất 20 phiếu tán thành.",
        "Thông qua khi ít nhất hai phần ba tổng số thành viên tán thành.",
        "Thông qua khi quá nửa tổng số thành viên tán thành.",
    ]
    places = [told.index(sentence) for sentence in order]
    assert places == sorted(places)
    assert shown.count('data-command="body.set_rule"') == len(views.RULES)


def test_the_effect_is_said_with_the_numbers_of_the_body(world: World) -> None:
    body = world.body(members=26)
    shown = page_of(world, body.members[0], body)
    assert "Với 27 thành viên hiện nay: cần ít nhất 14 phiếu." in shown
    assert "Với 27 thành viên hiện nay: cần có mặt ít nhất 18 người." in shown


def test_members_read_the_rules_and_find_no_form(world: World) -> None:
    body = world.body()
    for person in (body.chair, body.secretary, body.members[0]):
        assert 'data-command="body.set_rule"' not in page_of(world, person, body)
        answer = world.client(person).get(f"/bodies/{body.id}/rules/preview?key=tie&value=%22none%22")
        assert answer.status_code == 403


def test_guests_strangers_and_the_hall_see_no_rules(world: World) -> None:
    body = world.body(guests=1)
    world.meeting(body=body)
    hall = world.person("Màn Chiếu")
    world.must(None, "body.add_member", body, person=hall, capacities=["hall"])
    for person in (body.guests[0], world.person("Người Lạ"), hall):
        for path in ("rules", "rules/preview?key=tie&value=%22none%22"):
            assert world.client(person).get(f"/bodies/{body.id}/{path}").status_code == 404


def test_the_preview_is_the_sentence_that_the_page_will_show(world: World) -> None:
    body = world.body(members=26)
    client = world.client(administrator(world, body))

    def preview(key: str, value: Any) -> dict[str, Any]:
        text = value if isinstance(value, str) else json.dumps(value)
        found = client.get(f"/bodies/{body.id}/rules/preview", query_string={"key": key, "value": text})
        assert found.status_code == 200
        return dict(found.get_json())

    told = preview("quorum", {"numerator": 3, "denominator": 4})
    assert told == {
        "sentence": "Đủ túc số khi có mặt ít nhất 3/4 tổng số thành viên.",
        "example": "Với 27 thành viên hiện nay: cần có mặt ít nhất 21 người.",
    }
    assert "fault" in preview("quorum", {"numerator": 5, "denominator": 4})
    assert "fault" in preview("quorum", "{not json")
    assert client.get(f"/bodies/{body.id}/rules/preview?key=moon&value=1").status_code == 404


# -- dates and results ----------


def test_a_rule_that_results_of_today_do_not_know_begins_tomorrow(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    admin, today = administrator(world, meeting.body), world.now.date()

    def set_(key: str, day: Any) -> str | None:
        value = "two_thirds_of_members" if key == "majority" else "members"
        done = world.run(admin, "body.set_rule", meeting.body, key=key, value=value, valid_from=str(day))
        return None if done.ok else str(done.error["message"])  # type: ignore[index]

    assert set_("majority", today) == "Cơ quan đang họp. Quy tắc mới áp dụng sớm nhất từ ngày mai."
    assert set_("opinions", today) is None
    vote = world.must(meeting.chair, "vote.open", meeting, question="Có thông qua không?")["id"]
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "meeting.end", meeting)
    assert "đã có kết quả biểu quyết" in (set_("majority", today) or "")
    assert set_("majority", today + timedelta(1)) is None
    assert set_("majority", today - timedelta(1)) == "Quy tắc mới chỉ áp dụng từ hôm nay trở đi."


def test_a_result_keeps_the_rule_of_its_day(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=7)
    admin = administrator(world, meeting.body)
    vote = world.must(meeting.chair, "vote.open", meeting, question="Có thông qua không?")["id"]
    for person in meeting.body.roll[:5]:
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    before = (world.state(meeting.chair, meeting) or {})["votes"][vote]["result"]
    day = str(world.now.date() + timedelta(1))
    world.must(admin, "body.set_rule", meeting.body, key="majority", value="unanimous_of_members", valid_from=day)
    world.pass_time(days=2)
    after = (world.state(meeting.chair, meeting) or {})["votes"][vote]["result"]
    assert after == before and after["verdict"] == "passed" and after["threshold"] == 5


# -- a majority for each matter ----------


def test_a_matter_without_a_rule_of_its_own_reads_as_the_general_one_with_todays_numbers(world: World) -> None:
    body = world.body(members=26)
    admin = administrator(world, body)

    def line(key: str) -> str:
        found = re.search(rf'<article class="qt" id="{key}">.*?</article>', page_of(world, admin, body), re.S)
        assert found is not None
        return found.group()

    world.must(None, "body.set_rule", body, key="majority", value="two_thirds_of_members")
    assert "Theo quy tắc chung của cơ quan." in line("majority-removal")
    assert "cần ít nhất 18 phiếu" in line("majority-removal") and "từ 18 phiếu tín nhiệm thấp" in line(
        "majority-confidence"
    )
    soon = str(world.now.date() + timedelta(9))
    world.must(admin, "body.set_rule", body, key="majority.removal", value="three_fifths_of_members", valid_from=soon)
    coming = line("majority-removal")
    assert coming.index("Theo quy tắc chung") < coming.index("ít nhất ba phần năm tổng số thành viên")
    world.pass_time(days=10)
    assert "cần ít nhất 17 phiếu" in line("majority-removal") and "cần ít nhất 18 phiếu" in line("majority-election")
    world.must(admin, "body.set_rule", body, key="majority.removal", value=None)
    assert "Theo quy tắc chung của cơ quan." in line("majority-removal")
