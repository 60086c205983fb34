"""The wire, as wire.md says it, against a real server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests
import socketio
import websocket

from tests.conftest import MeetingOfBody
from tests.documents.papers.material import pdf
from tests.served import Device, Server

Connect = Callable[[str], Device]


def test_a_snapshot_has_the_promised_fields(device: Connect, still: MeetingOfBody) -> None:
    joined = device(still.members[0]).join(still.stream)
    assert joined["ok"] is True
    assert set(joined) >= {"seq", "view", "head", "snapshot", "me", "server_time"}
    assert len(joined["head"]) == 64
    state = joined["snapshot"]
    form = state["meeting"][still.id]
    assert {"title", "body", "phase", "starts_at", "item", "quorum"} <= set(form)
    assert form["phase"] == "in_progress"
    assert form["quorum"] == {"needed": 4, "present": 6, "met": True}
    assert {"order", "title", "minutes", "state", "presenter", "queue"} <= set(state["items"][still.items[0]])
    person = state["people"][still.members[0]]
    assert {"name", "office", "capacity", "on_roll", "site", "substitutes"} <= set(person)
    assert state["attendance"][still.chair]["status"] == "present"
    assert joined["me"]["capacity"] == "member"
    assert "attendance.check_in" in joined["me"]["may"]
    assert "meeting.end" not in joined["me"]["may"]


PROMISED = {
    "speeches": "person item kind gist state order requested_at started_at seconds limit",
    "votes": "item question options secret majority by_name state eligible turnout closes_at",
    "conclusions": "item order text assignee due state task",
    "papers": "item title type pages version url state",
    "sites": "name present expected",
    "my_votes": "cast at choice",
}
OF_A_RESULT = (
    "members present cast counts not_cast rule threshold quorum verdict sentence choices"  # `choices`: by name only
)
IN_A_BODY = {
    "members": "name office capacities from to",
    "tasks": "title assignee due meeting state",
}


def uploaded(by: Device) -> str:
    sent = {"file": ("tai-lieu.pdf", pdf())}
    answer = requests.post(f"{by.address}/api/files", files=sent, headers={"Origin": by.address, "Cookie": by.cookie})
    return str(answer.json()["file"])


def test_every_collection_has_the_promised_fields(device: Connect, meeting: MeetingOfBody) -> None:
    chair, secretary, member = (device(person) for person in (meeting.chair, meeting.secretary, meeting.members[0]))
    stream, item = meeting.stream, meeting.items[0]

    def made(by: Device, name: str, /, **args: Any) -> Any:
        answer = by.call("command", {"id": str(uuid.uuid4()), "stream": stream, "name": name, "args": args})
        assert answer["ok"], (name, answer)
        return answer["result"]

    made(member, "speaking.request")
    made(secretary, "attendance.add_site", name="Phường 5")
    vote = made(chair, "vote.open", question="Có thông qua không?", item=item)["id"]
    made(member, "vote.cast", vote=vote, choice="yes")
    told = {"assignee": meeting.members[0], "due": "2027-01-15"}
    conclusion = made(secretary, "conclusion.record", item=item, text="Giao tổ công tác", **told)["id"]
    made(secretary, "conclusion.submit", conclusion=conclusion)
    made(chair, "conclusion.approve", conclusion=conclusion)
    paper = made(secretary, "paper.add", file=uploaded(secretary), item=item)["id"]
    made(secretary, "paper.submit", paper=paper)
    made(chair, "paper.approve", paper=paper)
    made(secretary, "paper.publish", paper=paper)

    state = member.join(stream)["snapshot"]
    for collection, fields in PROMISED.items():
        (form,) = state[collection].values()
        assert set(fields.split()) <= set(form), collection
    assert "missing" in secretary.join(stream)["snapshot"]["votes"][vote] and "missing" not in state["votes"][vote]
    made(chair, "vote.close", vote=vote)
    assert secretary.join(stream)["snapshot"]["votes"][vote]["result"]
    assert not member.join(stream)["snapshot"]["votes"][vote].get("result")
    made(chair, "vote.announce", vote=vote)
    result = member.join(stream)["snapshot"]["votes"][vote]["result"]
    assert set(OF_A_RESULT.split()) <= set(result)
    assert set(result["quorum"]) >= {"needed", "present", "met"} and set(result["sentence"]) == {"vi", "en"}
    body = member.join(meeting.body.stream)["snapshot"]
    for collection, fields in IN_A_BODY.items():
        assert all(set(fields.split()) <= set(form) for form in body[collection].values()), collection


def test_entries_are_given_so_many_at_a_time_and_say_how_far_they_reach(
    device: Connect, meeting: MeetingOfBody
) -> None:
    secretary = device(meeting.secretary)
    before = secretary.join(meeting.stream)["seq"]
    for title in ("Một", "Hai", "Ba"):
        secretary.command(meeting.stream, "agenda.add_item", title=title, minutes=5)
    address = f"/api/streams/{meeting.stream}/entries?limit=2&since="
    first = secretary.http("GET", f"{address}{before}").json
    rest = secretary.http("GET", f"{address}{first['seq']}").json
    assert [entry["seq"] for entry in first["entries"]] == [before + 1, before + 2] and first["seq"] == before + 2
    assert [entry["seq"] for entry in rest["entries"]] == [before + 3] and rest["seq"] == before + 3


def test_a_stream_that_was_left_is_heard_no_more(device: Connect, meeting: MeetingOfBody, still: MeetingOfBody) -> None:
    member, secretary = device(meeting.members[0]), device(meeting.secretary)
    member.join(meeting.stream)
    assert member.call("leave", {"stream": meeting.stream}) == {"ok": True}
    assert member.call("leave", {"stream": 7})["error"]["code"] == "invalid"
    secretary.join(meeting.stream)
    secretary.command(meeting.stream, "agenda.add_item", title="Một", minutes=5)
    secretary.await_event("entries")  # by now whoever follows has been told
    assert all(name != "entries" for name, _payload in list(member.events.queue))


def test_http_and_the_websocket_give_the_same_snapshot(device: Connect, still: MeetingOfBody) -> None:
    member = device(still.members[0])
    joined = member.join(still.stream)
    read = member.http("GET", f"/api/streams/{still.stream}").json
    assert read["state"] == joined["snapshot"]
    assert {key: read[key] for key in ("seq", "view", "head", "me")} == {
        key: joined[key] for key in ("seq", "view", "head", "me")
    }


def test_both_doors_answer_a_command_the_same(device: Connect, meeting: MeetingOfBody) -> None:
    secretary = device(meeting.secretary)
    id = str(uuid.uuid4())
    args = {"title": "Nội dung thêm", "minutes": 5}
    first = secretary.command(meeting.stream, "agenda.add_item", id=id, **args)
    again = secretary.post(meeting.stream, "agenda.add_item", id=id, **args)
    assert first["ok"] is True and first["result"]["id"]
    assert (again.status, again.json) == (200, first)


def test_the_same_id_with_other_content_is_invalid(device: Connect, meeting: MeetingOfBody) -> None:
    secretary, id = device(meeting.secretary), str(uuid.uuid4())
    assert secretary.command(meeting.stream, "agenda.add_item", id=id, title="Một", minutes=5)["ok"]
    other = secretary.post(meeting.stream, "agenda.add_item", id=id, title="Hai", minutes=5)
    assert other.status == 400
    assert other.json["error"]["code"] == "invalid" and "id" in other.json["error"]["fields"]


@pytest.mark.parametrize(
    ("name", "args", "status", "code"),
    [
        ("no.such_command", {}, 404, "not_found"),
        ("agenda.add_item", {"title": 7}, 400, "invalid"),
        ("agenda.add_item", {"title": "x" * 5000, "minutes": 5}, 400, "invalid"),
        ("agenda.start_item", {"item": "khongco"}, 404, "not_found"),
        ("meeting.start", {}, 403, "not_allowed"),
    ],
)
def test_a_refusal_names_its_code(
    device: Connect, still: MeetingOfBody, name: str, args: dict[str, Any], status: int, code: str
) -> None:
    member = device(still.members[0])
    by_http = member.post(still.stream, name, **args)
    by_socket = member.command(still.stream, name, **args)
    assert (by_http.status, by_http.json["error"]["code"]) == (status, code)
    assert by_socket["error"] == by_http.json["error"]
    assert by_http.json["error"]["message"]


def test_both_doors_speak_the_language_that_was_chosen_last(device: Connect, still: MeetingOfBody) -> None:
    """Also a socket that came before, whatever is refused, and why."""
    member = device(still.members[1])
    member.connect()
    faults: list[tuple[str, dict[str, Any]]] = [
        ("meeting.start", {}),
        ("agenda.add_item", {"title": 7}),
        ("no.such_command", {}),
        ("attendance.check_in", {"code": "0"}),
    ]
    for language, words in (("en", "The signed-in account"), ("vi", "Việc này không thuộc")):
        assert member.post("system", "person.set_preferences", language=language).json["ok"]
        for name, args in faults:
            told = member.command(still.stream, name, **args)["error"]
            assert told == member.post(still.stream, name, **args).json["error"]
            assert name != "meeting.start" or told["message"].startswith(words)


def test_what_changes_reaches_every_view_as_entries(device: Connect, meeting: MeetingOfBody) -> None:
    member, chair = device(meeting.members[0]), device(meeting.chair)
    before = member.join(meeting.stream)
    chair.join(meeting.stream)
    done = chair.command(meeting.stream, "agenda.start_item", item=meeting.items[1])
    frame = member.await_event("entries")
    assert frame["stream"] == meeting.stream
    assert frame["from"] <= before["seq"] < frame["to"] == done["seq"]
    (entry,) = [entry for entry in frame["entries"] if entry["seq"] == done["seq"]]
    assert (entry["kind"], entry["actor"]) == ("agenda.item_started", meeting.chair)
    assert entry["changes"]["items"][meeting.items[1]]["state"] == "current"
    assert entry["changes"]["meeting"][meeting.id]["item"] == meeting.items[1]


def test_a_device_that_was_away_gets_the_entries_since(device: Connect, meeting: MeetingOfBody) -> None:
    member, chair = device(meeting.members[0]), device(meeting.chair)
    before = member.join(meeting.stream)
    member.close()
    chair.command(meeting.stream, "agenda.start_item", item=meeting.items[1])
    chair.command(meeting.stream, "agenda.start_item", item=meeting.items[2])
    member.connect()
    back = member.join(meeting.stream, since=before["seq"], view=before["view"], head=before["head"])
    assert "snapshot" not in back
    state = before["snapshot"]
    for entry in back["entries"]:
        apply(state, entry)
    assert state == member.http("GET", f"/api/streams/{meeting.stream}").json["state"]
    listed = member.http(
        "GET", f"/api/streams/{meeting.stream}/entries?since={before['seq']}&view={before['view']}"
    ).json
    assert listed["entries"] == back["entries"] and listed["seq"] == back["seq"]


def apply(state: dict[str, Any], entry: dict[str, Any]) -> None:
    for collection, objects in entry["changes"].items():
        kept = state.setdefault(collection, {})
        for key, form in objects.items():
            if form is None:
                kept.pop(key, None)
            else:
                kept[key] = form
        if not kept:
            state.pop(collection)


def test_another_view_or_a_seq_ahead_gets_a_snapshot(device: Connect, still: MeetingOfBody) -> None:
    member = device(still.members[0])
    before = member.join(still.stream)
    assert "snapshot" in member.join(still.stream, since=before["seq"], view="0" * 16)
    assert "snapshot" in member.join(still.stream, since=before["seq"] + 1000, view=before["view"])
    asked = member.http("GET", f"/api/streams/{still.stream}/entries?since={before['seq'] + 1000}")
    assert (asked.status, asked.json["error"]["code"]) == (410, "too_old")


def test_a_head_that_is_not_on_the_chain_gets_a_snapshot_and_alarms_the_desk(
    device: Connect, meeting: MeetingOfBody
) -> None:
    chair, member = device(meeting.chair), device(meeting.members[0])
    before = chair.join(meeting.stream)
    since = member.join(meeting.stream)
    forked = member.join(meeting.stream, since=since["seq"], view=since["view"], head="0" * 64)
    assert "snapshot" in forked and forked["head"] == since["head"]
    told = chair.await_event("entries", stream=meeting.stream)
    assert told["from"] == before["seq"]
    (entry,) = told["entries"]
    assert entry["kind"] == "journal.fork_reported"
    (alarm,) = entry["changes"]["alarms"].values()
    assert (alarm["person"], alarm["seq"]) == (meeting.members[0], since["seq"])


def test_a_stranger_finds_no_meeting(device: Connect, still: MeetingOfBody, server: Server) -> None:
    guest = device(still.guests[0])
    assert guest.join("meeting:khongco")["error"]["code"] == "not_found"
    assert guest.http("GET", "/api/streams/meeting:khongco").status == 404
    assert Device(server.address).http("GET", f"/api/streams/{still.stream}").status == 401


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "http://localhost:{port}",
        "file://",
        "HTTP://127.0.0.1:{port}",
        "http://127.0.0.1:{port}/",
        "http://user@127.0.0.1:{port}",
        "http://[::1]:{port}",
    ],
)
def test_a_foreign_origin_writes_and_connects_nowhere(
    device: Connect, still: MeetingOfBody, server: Server, origin: str
) -> None:
    member = device(still.members[0])
    foreign = {"Origin": origin.format(port=server.port)}
    command = {"id": str(uuid.uuid4()), "stream": still.stream, "name": "attendance.check_in", "args": {}}
    assert member.http("POST", "/api/commands", command, headers=foreign).status == 403
    shaken = socketio.Client(reconnection=False, websocket_extra_options={"origin": foreign["Origin"]})
    with pytest.raises(socketio.exceptions.ConnectionError):
        shaken.connect(server.address, transports=["websocket"], headers={"Cookie": member.cookie})


def test_an_unknown_session_is_refused_at_the_handshake(server: Server) -> None:
    nobody = Device(server.address, "dienhong=khongbiet")
    with pytest.raises(socketio.exceptions.ConnectionError):
        nobody.connect()


def test_a_revoked_session_is_cut_at_once(device: Connect, meeting: MeetingOfBody) -> None:
    member = device(meeting.members[0])
    member.post("system", "person.set_preferences", language="en")
    member.join(meeting.stream)
    sessions = member.http("GET", "/api/streams/system").json["state"]["my_sessions"]
    assert member.post("system", "session.revoke", session=next(iter(sessions))).status == 200
    assert member.await_event("signed_out")["reason"] == "This sign-in was closed."
    assert member.gone.wait(60)
    assert member.http("GET", "/api/me").status == 401


def test_a_session_revoked_between_the_handshake_and_coming_in_is_cut_too(
    device: Connect, meeting: MeetingOfBody, server: Server
) -> None:
    member = device(meeting.members[1])
    address = server.address.replace("http", "ws") + "/socket.io/?transport=websocket&EIO=4"
    late = websocket.create_connection(address, timeout=60, cookie=member.cookie, origin=server.address)
    assert late.recv().startswith("0{")
    sessions = member.http("GET", "/api/streams/system").json["state"]["my_sessions"]
    assert member.post("system", "session.revoke", session=next(iter(sessions))).status == 200
    assert member.gone.wait(60)  # those who were in have been cut
    late.send("40")
    told = late.recv()
    while told[:2] not in ("41", "44"):  # let in and cut, or, if this took long, not let in
        assert told != "2", "it is asked whether it is still there, and nobody has cut it"
        told = late.recv()
    late.shutdown()


def test_a_websocket_that_has_been_closed_keeps_no_connection(
    device: Connect, still: MeetingOfBody, server: Server
) -> None:
    told = {"cookie": device(still.members[0]).cookie, "origin": server.address}
    address = server.address.replace("http", "ws") + "/socket.io/?transport=websocket&EIO=4"
    socket = websocket.create_connection(address, timeout=60, **told)
    socket.recv()
    socket.send_close()
    while socket.sock.recv(4096):  # the server closes too, or this waits in vain
        pass
    socket.shutdown()


def test_figures_beat_while_a_meeting_is_in_progress(device: Connect, still: MeetingOfBody) -> None:
    member = device(still.members[0])
    member.join(still.stream)
    first, second = member.await_event("live"), member.await_event("live")
    assert first["present"] == second["present"] == 6
    assert first["server_time"] < second["server_time"]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    device: Connect, meeting: MeetingOfBody, server: Server
) -> None:
    chair = device(meeting.chair)
    before = chair.join(meeting.stream)
    id = str(uuid.uuid4())
    done = chair.command(meeting.stream, "agenda.start_item", id=id, item=meeting.items[1])
    server.kill()
    assert chair.gone.wait(60)
    server.start()
    chair.connect()
    back = chair.join(meeting.stream, since=before["seq"], view=before["view"], head=before["head"])
    assert back["seq"] >= done["seq"]
    assert chair.command(meeting.stream, "agenda.start_item", id=id, item=meeting.items[1]) == done


def test_a_guest_hears_nothing_of_other_items(device: Connect, meeting: MeetingOfBody) -> None:
    guest, secretary = device(meeting.guests[0]), device(meeting.secretary)
    joined = guest.join(meeting.stream)
    assert set(joined["snapshot"].get("items", {})) == {meeting.items[0]}
    secretary.join(meeting.stream)
    secret = secretary.command(meeting.stream, "agenda.edit_item", item=meeting.items[2], title="CHIM HOÀNG YẾN")
    assert secret["ok"]
    shown = secretary.command(meeting.stream, "agenda.edit_item", item=meeting.items[0], title="Nội dung chung")
    frame = guest.await_event("entries")
    assert [entry["seq"] for entry in frame["entries"]] == [shown["seq"]]
    assert frame["from"] <= joined["seq"] and frame["to"] >= shown["seq"]
    assert "HOÀNG YẾN" not in str(frame)


def test_the_api_describes_every_command(device: Connect, still: MeetingOfBody) -> None:
    described = device(still.chair).http("GET", "/api/openapi.json").json
    names = {form["properties"]["name"]["const"] for form in described["components"]["schemas"]["Command"]["oneOf"]}
    assert {"meeting.start", "agenda.add_item", "attendance.check_in"} <= names
    assert "session.open" not in names


def test_the_server_stops_cleanly(server: Server) -> None:
    assert server.stop() == 0
