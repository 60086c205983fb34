"""Virtual members in a real house: a person chairs, they come, ask for the floor and vote as planned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import audit
from app.settings import Settings
from documents import demo
from documents.demo import cast, secret, simulate, tempo, words
from documents.demo.crowd import Crowd
from documents.demo.device import Device as DemoDevice
from tests.documents.demo.looking import settings
from tests.ground import Ground
from tests.served import ROOT, Device, environment_of, served

SEED, PACE = 1829, 20
"""One of seven stays away, one who is here sends no ballot, one changes theirs, and one takes back having asked."""
HALL = [f"thanhvien{n + 1}" for n in range(7)]
HERE = [who for who in HALL if tempo.temper(SEED, who).arrives is not None]
WISHES = {who: wish for who in HERE if (wish := tempo.wish(SEED, who, "item 1"))}
OPTIONS = ("yes", "no", "not_voting")
BALLOTS, SECRET = (
    {who: sent for who in HERE if (sent := tempo.ballots(SEED, who, f"vote {number}", OPTIONS, revote=True))}
    for number in (0, 1)
)


@contextmanager
def simulated(address: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(ROOT / "run.py"), "simulate", "--address", address, "--minutes", "2"]
    process = subprocess.Popen(
        [*command, "--pace", str(PACE), "--seed", str(SEED)],
        env=os.environ | {"LC_ALL": "vi_VN.UTF-8", "PYTHONIOENCODING": "utf-8", "http_proxy": "http://127.0.0.1:1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(60)


def await_line(process: subprocess.Popen[str], part: str, times: int = 1) -> None:
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        times -= part in line
        if not times:
            return
    raise AssertionError(f"{part!r} was not said: {''.join(seen)}")


class Chair(Device):
    """The one person there is."""

    def __init__(self, address: str, cookie: str, stream: str):
        super().__init__(address, cookie)
        self.stream = stream

    def does(self, name: str, **args: Any) -> dict[str, Any]:
        answer = self.post(self.stream, name, **args)
        assert answer.status == 200, answer.json
        return dict(answer.json["result"])

    def sees(self, collection: str) -> dict[str, Any]:
        return dict(self.http("GET", f"/api/streams/{self.stream}").json["state"].get(collection, {}))


@pytest.fixture
def kept(ground: Ground, tmp_path: Path) -> Settings:
    return ground.empty(settings(tmp_path))


def test_virtual_members_come_ask_for_the_floor_and_vote_as_planned(
    kept: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(kept, ["--members", str(len(HALL)), "--sites", "2", "--sessions"]) == 0
    told = json.loads(capsys.readouterr().out)
    persons = {one["username"]: one["person"] for one in told["members"]}
    with served(environment_of(kept)) as server, simulated(server.address) as crowd:
        chair = Chair(server.address, told["chair"]["cookie"], f"meeting:{told['meeting']}")
        await_line(crowd, "đại biểu ảo sẽ đến")
        planned = {person: form["site"] for person, form in chair.sees("people").items()}
        sites = sorted(chair.sees("sites"))
        chair.does("attendance.check_in")
        await_line(crowd, f"Có mặt: {len(HERE) + 1} người (Phòng họp chính: ")
        come = {who: tempo.place(SEED, who, planned[persons[who]], sites, True) for who in HERE}
        people = chair.sees("people")
        assert {who: people[persons[who]]["site"] for who in HERE} == come
        counted = Counter(come.values())
        assert {id: form["members_present"] for id, form in chair.sees("sites").items()} == {
            id: counted[id] for id in sites
        }
        status = {person: form["status"] for person, form in chair.sees("attendance").items()}
        assert {who for who in HALL if status[persons[who]] == "present"} == set(HERE)
        chair.does("meeting.start")
        chair.does("agenda.start_item", item=told["items"][0])
        await_line(crowd, "rút đăng ký")
        speeches = {speech["person"]: speech for speech in chair.sees("speeches").values()}
        assert set(speeches) == {persons[who] for who in WISHES}
        for who, wish in WISHES.items():
            speech = speeches[persons[who]]
            kind = "speech" if wish.kind == "question" else wish.kind  # a committee's members are offered no questions
            assert (speech["kind"], speech["gist"]) == (kind, wish.gist)
            assert speech["state"] == ("withdrawn" if wish.withdrawn else "waiting")
        vote = _voted(chair, crowd)
        assert chair.sees("votes")[vote]["result"]["choices"] == {
            persons[who]: ballots[-1].choice for who, ballots in BALLOTS.items()
        }
        _voted_secretly(chair, crowd, [persons[who] for who in HERE[:2]])
        chair.does("meeting.end")
        assert crowd.stdout is not None
        said = crowd.stdout.read()
        assert crowd.wait(60) == 0
    assert f"Điểm danh: {len(HERE)} " in said
    assert f"Đăng ký phát biểu: {len(WISHES)}, rút: 1" in said
    never = sum(len(HERE) - len(sent) for sent in (BALLOTS, SECRET))
    changed = sum(len(ballots) - 1 for sent in (BALLOTS, SECRET) for ballots in sent.values())
    assert f"Phiếu đã gửi: {len(BALLOTS) + len(SECRET)} trong 2 lần biểu quyết, đổi ý: {changed}" in said
    assert f"Không gửi phiếu: {never}, không kịp gửi: 0" in said
    assert f"Bỏ phiếu kín: 1 lần, máy xác nhận phiếu đúng: {len(SECRET)}, không khớp: 0" in said
    assert "Bị từ chối: 0" in said
    assert audit.main(kept, []) == 0


def _voted(chair: Chair, crowd: subprocess.Popen[str]) -> str:
    """A vote that is closed and announced when the last planned ballot has been taken."""
    vote = str(chair.does("vote.open", question="Thông qua Tờ trình?")["id"])
    await_line(crowd, f"Phiếu đã gửi: {len(BALLOTS)}, đổi ý: 1.")
    chair.does("vote.close", vote=vote)
    chair.does("vote.announce", vote=vote)
    return vote


def _voted_secretly(chair: Chair, crowd: subprocess.Popen[str], board: list[str]) -> None:
    """A secret vote whose counting board is virtual too; every device finds its ballot in what was published."""
    vote = str(chair.does("vote.prepare", question="Bầu Trưởng ban?", secret=True, board=board)["id"])
    await_line(crowd, "đã đọc mã hòm phiếu", times=len(board))
    chair.does("vote.open", vote=vote)
    changed = sum(len(ballots) - 1 for ballots in SECRET.values())
    await_line(crowd, f"Phiếu đã gửi: {len(SECRET)}, đổi ý: {changed}.")
    chair.does("vote.close", vote=vote)
    await_line(crowd, "đã mở hòm phiếu", times=len(board))
    chair.does("vote.announce", vote=vote)
    await_line(crowd, f"Máy xác nhận phiếu đúng: {len(SECRET)}, không khớp: 0.")
    counted = Counter(ballots[-1].choice for ballots in SECRET.values())
    result = chair.sees("votes")[vote]["result"]
    assert {option: result["counts"][option] for option in OPTIONS} == {option: counted[option] for option in OPTIONS}


def test_another_opinion_is_sent_with_its_words() -> None:
    crowd = Crowd(DemoDevice("http://nowhere"), "m", ["lan"], seed=SEED, pace=1, say=lambda _line: None)
    crowd.mirror = Told(votes={"v": {"secret": False}})  # type: ignore[assignment]
    _name, args = crowd._ballot(crowd.members[0], "v", "other", "id")
    assert args["choice"] == "other" and args["words"]
    assert "words" not in crowd._ballot(crowd.members[0], "v", "yes", "id")[1]


class Board:
    """What one member's device sees of the boards it is on; told anew each time it looks."""

    def __init__(self, *forms: dict[str, Any]):
        self.forms, self.sent = list(forms), []  # type: ignore[var-annotated]

    def refresh(self) -> None:
        self.forms = self.forms[1:] or self.forms

    def all(self, _collection: str) -> dict[str, Any]:
        return self.forms[0]

    def run(self, _stream: str, name: str, _id: str, _args: dict[str, Any]) -> None:
        self.sent.append(name)


READING = {
    "stage": "reading",
    "accepted": "now",
    "read": None,
    "nonces": [None],
    "place": 1,
    "code": None,
    "manifest": None,
}


@pytest.mark.parametrize("then", [{}, {"v": READING | {"stage": "keys"}}])
def test_a_tap_that_a_vote_prepared_anew_no_longer_asks_for_is_left(then: dict[str, Any]) -> None:
    boards, seen = secret.Boards("meeting:m"), Board({"v": READING}, then)
    boards.mirrors["p"], boards.tablets["v", "p"] = seen, secret.Tablet()  # type: ignore[assignment]
    assert list(boards.steps("p")) == [("v", "read_code")]
    assert boards.tap("p", seen, "v", "read_code") == {"did": ""}  # type: ignore[arg-type]
    assert seen.sent == []


def test_where_no_house_answers_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate.main(settings(tmp_path), ["--address", "http://127.0.0.1:1"]) == 1
    assert "http://127.0.0.1:1" in capsys.readouterr().err


def test_a_number_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert simulate.main(settings(tmp_path), ["--members", "0"]) == 2


class Told:
    """What a meeting says of itself, in place of a house's answer."""

    def __init__(self, **collections: dict[str, Any]):
        self.collections = collections

    def all(self, name: str) -> dict[str, Any]:
        return self.collections.get(name, {})

    def one(self, name: str, id: str | None) -> dict[str, Any]:
        return dict(self.all(name).get(id or "", {}))


def test_members_come_first_then_who_goes_for_them_and_guests_never_the_chair_or_the_desk() -> None:
    people = {
        one.key: {"name": one.name, "order": number, "capacity": capacity}
        for number, (one, capacity) in enumerate(
            [
                (cast.GUESTS[0], "guest"),
                (cast.SUBSTITUTE, "substitute"),
                (cast.SECRETARY, "secretary"),
                (cast.MEMBERS[0], "chair"),
                (cast.MEMBERS[1], "member"),
            ]
        )
    }
    found = simulate._accounts(Told(people=people))  # type: ignore[arg-type]
    of = [cast.MEMBERS[1], cast.SUBSTITUTE, cast.GUESTS[0]]
    assert found == [one.username or cast.username(one.name) for one in of]


def test_who_has_leave_or_sends_somebody_stays_away_unless_they_are_here_already() -> None:
    on_leave, asked, sender, came = cast.MEMBERS[1:5]
    people = {
        one.key: {"name": one.name, "order": number, "capacity": "member"}
        for number, one in enumerate((on_leave, asked, sender, came))
    }
    people["instead"] = {"name": cast.SUBSTITUTE.name, "order": 9, "capacity": "substitute", "substitutes": sender.key}
    attendance = {
        on_leave.key: {"status": "absent", "leave": "granted"},
        asked.key: {"status": "expected", "leave": "asked"},
        came.key: {"status": "present", "leave": "granted"},
    }
    found = simulate._accounts(Told(people=people, attendance=attendance))  # type: ignore[arg-type]
    assert found == [one.username or cast.username(one.name) for one in (came, cast.SUBSTITUTE)]


def test_a_guest_says_something_at_their_own_items_only_and_sends_no_ballot() -> None:
    wishing = next(who for who in (f"khach{n}" for n in range(99)) if tempo.wish(SEED, who, "item 1"))
    crowd = Crowd(DemoDevice("http://nowhere"), "m", [wishing], seed=SEED, pace=1, say=lambda _line: None)
    vote = {"state": "open", "secret": False, "no_vote": [], "options": list(OPTIONS)}
    crowd.mirror = Told(  # type: ignore[assignment]
        meeting={"m": {"item": "first", "phase": "in_progress"}},
        items={"first": {"order": 1}, "second": {"order": 1}},
        people={"g": {"capacity": "guest", "on_roll": False}},
        votes={"v": vote},
    )
    guest = crowd.members[0]
    guest.person, guest.items = "g", {"second"}
    crowd._look_round(guest)
    assert not crowd._due and not crowd.told.votes
    crowd.mirror.all("meeting")["m"]["item"] = "second"
    crowd._look_round(guest)
    assert len(crowd._due) == 1


@pytest.mark.parametrize(("offered", "kind"), [(True, "question"), (False, "speech")])
def test_a_question_is_put_only_where_members_are_offered_that(
    monkeypatch: pytest.MonkeyPatch, offered: bool, kind: str
) -> None:
    sent: list[dict[str, Any]] = []
    crowd = Crowd(DemoDevice("http://nowhere"), "m", ["a"], seed=SEED, pace=1, say=lambda _line: None)
    meeting = {"item": "i", "phase": "in_progress", "speaking": {"questions": offered}}
    crowd.mirror = Told(  # type: ignore[assignment]
        meeting={"m": meeting},
        items={"i": {"order": 1}},
        people={"a": {"name": "Bà Tư"}},
        attendance={"a": {"status": "present"}},
        speeches={},
    )
    monkeypatch.setattr(DemoDevice, "run", lambda _self, _stream, _name, _id, args: sent.append(args) or {"id": "s"})
    member = crowd.members[0]
    member.person = "a"
    crowd._ask(member, "i", tempo.Wish(1.0, "question", "Vì sao chậm?", None), "1")
    assert [one["kind"] for one in sent] == [kind]


def test_who_goes_for_a_member_and_guests_come_too(monkeypatch: pytest.MonkeyPatch) -> None:
    capacities = {"s": "substitute", "g": "guest", "y": "secretary", "x": ""}
    sent: list[tuple[str, dict[str, Any]]] = []
    crowd = Crowd(DemoDevice("http://nowhere"), "m", list(capacities), seed=SEED, pace=1e9, say=lambda _line: None)
    people = {id: {"capacity": capacity} for id, capacity in capacities.items() if capacity}
    crowd.mirror = Told(people=people, sites={})  # type: ignore[assignment]
    monkeypatch.setattr(DemoDevice, "sign_in", lambda _self, username, _password: {"id": username})
    monkeypatch.setattr(DemoDevice, "run", lambda _self, _stream, name, _id, args: sent.append((name, args)) or {})
    for member in crowd.members:
        crowd._may_sign_in = 0
        crowd._arrive(member, 3.0)
    assert [member.person for member in crowd.members] == ["s", "g", "", ""]
    assert sent == [("attendance.check_in", {})] * 2


def test_how_many_are_here_is_said_of_each_place() -> None:
    told = Told(
        attendance={"a": {"status": "present"}, "b": {"status": "online"}, "c": {"status": "expected"}},
        people={"a": {"site": None}, "b": {"site": "s"}, "c": {"site": "s"}},
        sites={"s": {"name": "Xã Tân Lập"}, "e": {"name": "Xã Bình An"}},
    )
    assert words.here(told) == "Có mặt: 2 người (Phòng họp chính: 1, Xã Tân Lập: 1, Xã Bình An: 0)."  # type: ignore[arg-type]
