"""The tamperings: what each does, and the key word under which the audit must name it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from tests.tampering.finished import Act, Hands

SWAP = (
    "UPDATE {table} SET seq = CASE seq WHEN {a} THEN -{b} ELSE -{a} END WHERE stream = $meeting AND seq IN ({a}, {b})"
)


class Tampering(NamedTuple):
    """`chain`: the journal alone gives it away. `heads`: only a head that a tablet has kept does."""

    act: Act
    code: str
    chain: bool = False
    heads: bool = False


ALL: dict[str, Tampering] = {}


def sql(what: str, code: str, *statements: str, chain: bool = False) -> None:
    """One that is a matter of statements, each of which changes something."""

    def act(hand: Hands) -> None:
        for statement in statements:
            assert hand.run(statement), statement

    ALL[what] = Tampering(act, code, chain)


def by_hand(what: str, code: str, *, chain: bool = False, heads: bool = False) -> Callable[[Act], Act]:
    def register(act: Act) -> Act:
        ALL[what] = Tampering(act, code, chain, heads)
        return act

    return register


# -- entries ----------------------------------------------------------------------------------------------------------

AT5 = "WHERE stream = $meeting AND seq = 5"
LAST = "WHERE stream = $meeting AND seq = (SELECT max(seq) FROM entries WHERE stream = $meeting)"

sql("an entry's actor", "entry_changed", f"UPDATE entries SET actor = NULL {AT5}", chain=True)
sql("an entry's time", "entry_changed", f"UPDATE entries SET at = at + 1 {AT5}", chain=True)
sql("an entry's kind", "entry_changed", f"UPDATE entries SET kind = 'vote.cast' {AT5}", chain=True)
sql("an entry's hash", "entry_changed", f"UPDATE entries SET hash = prev {AT5}", chain=True)
sql("an entry's predecessor", "predecessor_differs", f"UPDATE entries SET prev = hash {AT5}", chain=True)
sql("an entry's commitment", "facts_changed", f'UPDATE entries SET "commit" = prev {AT5}', chain=True)
sql(
    "a choice in the facts of a ballot",
    "facts_changed",
    """UPDATE entries SET facts = replace(facts, '"yes"', '"no"') WHERE kind = 'vote.cast'""",
    chain=True,
)
sql("facts spelled otherwise", "facts_changed", f"UPDATE entries SET facts = ' ' || facts {AT5}", chain=True)
sql("a salt", "facts_changed", f"UPDATE entries SET salt = '{'00' * 16}' {AT5}", chain=True)
sql("a salt that is none", "facts_changed", f"UPDATE entries SET salt = 'xyz' {AT5}", chain=True)
sql("a salt alone taken out", "facts_changed", f"UPDATE entries SET salt = NULL {AT5}", chain=True)
sql(
    "facts taken out quietly",
    "redacted_without_entry",
    f"UPDATE entries SET facts = NULL, salt = NULL {AT5}",
    chain=True,
)
sql("an entry taken out", "entries_missing", f"DELETE FROM entries {AT5}", chain=True)
sql(
    "the first entry taken out",
    "entries_missing",
    "DELETE FROM entries WHERE stream = $meeting AND seq = 1",
    chain=True,
)
sql("the last entry taken out", "head_differs", f"DELETE FROM entries {LAST}", chain=True)
sql("all entries of a meeting taken out", "head_differs", "DELETE FROM entries WHERE stream = $meeting", chain=True)
sql(
    "an entry of the system taken out",
    "entries_missing",
    "DELETE FROM entries WHERE stream = 'system' AND seq = 2",
    chain=True,
)
sql(
    "two entries change places",
    "entry_changed",
    SWAP.format(table="entries", a=5, b=6),
    "UPDATE entries SET seq = -seq WHERE seq < 0",
    chain=True,
)
sql(
    "an entry told to another stream",
    "entries_missing",
    f"UPDATE entries SET stream = 'meeting:ghost' {AT5}",
    chain=True,
)
sql(
    "a whole journal under another name",
    "entry_changed",
    "UPDATE entries SET stream = 'meeting:ghost' WHERE stream = $meeting",
    "UPDATE streams SET name = 'meeting:ghost' WHERE name = $meeting",
    chain=True,
)
sql(
    "entries numbered anew",
    "entries_missing",
    "UPDATE entries SET seq = -seq WHERE stream = $meeting",
    "UPDATE entries SET seq = 1 - seq WHERE stream = $meeting",
    "UPDATE streams SET seq = seq + 1 WHERE name = $meeting",
    chain=True,
)
sql(
    "a gap closed by numbering the rest anew",
    "entry_changed",
    f"DELETE FROM entries {AT5}",
    "UPDATE entries SET seq = 1 - seq WHERE stream = $meeting AND seq > 5",
    "UPDATE entries SET seq = -seq WHERE stream = $meeting AND seq < 0",
    "UPDATE streams SET seq = seq - 1 WHERE name = $meeting",
    chain=True,
)


@by_hand("the facts of two entries change places", "entry_changed", chain=True)
def _(hand: Hands) -> None:
    a, b = hand.rows("SELECT * FROM entries WHERE kind = 'vote.cast' ORDER BY seq LIMIT 2")
    for target, source in ((a, b), (b, a)):
        hand.run(
            'UPDATE entries SET salt = ?, facts = ?, "commit" = ? WHERE stream = ? AND seq = ?',
            source["salt"], source["facts"], source["commit"], target["stream"], target["seq"],
        )  # fmt: skip


@by_hand("an entry copied to the end", "predecessor_differs", chain=True)
def _(hand: Hands) -> None:
    (last,) = hand.rows("SELECT * FROM entries WHERE kind = 'vote.cast' ORDER BY seq LIMIT 1")
    row = {**dict(last), "seq": hand.rows("SELECT max(seq) FROM entries WHERE stream = $meeting")[0][0] + 1}
    hand.run(f"INSERT INTO entries VALUES ({', '.join('?' * len(row))})", *row.values())
    hand.set_head()


@by_hand("a forged entry behind the head", "head_differs", chain=True)
def _(hand: Hands) -> None:
    hand.append("meeting.remarked", {"v": 1, "args": {"text": "x"}}, hand.played.meeting.secretary, move=False)


@by_hand("a forged ballot at the end, the head moved", "ballot_after_closing")
def _(hand: Hands) -> None:
    args = {"vote": hand.played.vote, "choice": "no"}
    hand.append("vote.cast", {"v": 1, "id": "lenh-gia-mao", "args": args}, hand.played.meeting.members[0])


@by_hand("a command done twice", "command_done_twice")
def _(hand: Hands) -> None:
    (once,) = hand.rows("SELECT * FROM entries WHERE kind = 'minutes.submitted' AND stream = $meeting")
    hand.append(once["kind"], json.loads(once["facts"]), once["actor"])


@by_hand("time put back in a chain made anew", "time_goes_back", chain=True)
def _(hand: Hands) -> None:
    hand.run("UPDATE entries SET at = at - 86400000 WHERE stream = $meeting AND seq > 10")
    hand.rehash()


@by_hand("facts changed and the whole chain made anew", "forked", chain=True)
def _(hand: Hands) -> None:
    _turn_a_ballot(hand)


def _turn_a_ballot(hand: Hands) -> None:
    assert hand.run("""UPDATE entries SET facts = replace(facts, '"yes"', '"no"') WHERE kind = 'vote.cast'""")
    hand.rehash()


@by_hand("the chain made anew, and the checkpoints with it", "checkpoint_forged", chain=True)
def _(hand: Hands) -> None:
    _turn_a_ballot(hand)
    hand.run(
        "UPDATE checkpoints SET head = (SELECT hash FROM entries WHERE entries.stream = checkpoints.stream"
        " AND entries.seq = checkpoints.seq)"
    )


@by_hand("the chain made anew, its checkpoints taken out", "checkpoint_missing", chain=True)
def _(hand: Hands) -> None:
    _turn_a_ballot(hand)
    assert hand.run("DELETE FROM checkpoints WHERE stream = $meeting")


@by_hand("the chain made anew by who has the whole machine", "forked", chain=True, heads=True)
def _(hand: Hands) -> None:
    _turn_a_ballot(hand)
    hand.lose_keys()


@by_hand("the end of the journal cut off, the head fitted", "rolled_back", chain=True)
def _(hand: Hands) -> None:
    hand.truncate(40)


@by_hand("the end cut off, with its checkpoints", "checkpoint_missing", chain=True)
def _(hand: Hands) -> None:
    hand.truncate(40)
    assert hand.run("DELETE FROM checkpoints WHERE stream = $meeting AND seq > 40")


@by_hand("the end cut off by who has the whole machine", "rolled_back", chain=True, heads=True)
def _(hand: Hands) -> None:
    hand.truncate(40)
    hand.lose_keys()


@by_hand("a meeting's journal gone as if it had never been", "rolled_back", chain=True)
def _(hand: Hands) -> None:
    for table, name in (("entries", "stream"), ("changes", "stream"), ("streams", "name")):
        assert hand.run(f"DELETE FROM {table} WHERE {name} = $meeting")


# -- heads and checkpoints --------------------------------------------------------------------------------------------

sql("the head's hash", "head_differs", f"UPDATE streams SET head = '{'0' * 64}' WHERE name = $meeting", chain=True)
sql("the head's number", "head_differs", "UPDATE streams SET seq = seq - 1 WHERE name = $meeting", chain=True)
sql("the head's time", "head_differs", "UPDATE streams SET at = at - 1 WHERE name = $meeting", chain=True)
sql("the head taken out", "head_missing", "DELETE FROM streams WHERE name = $meeting", chain=True)
sql(
    "a head of nothing",
    "head_differs",
    f"INSERT INTO streams (name, seq, head, at, pruned) VALUES ('meeting:ghost', 7, '{'a' * 64}', 1, 0)",
    chain=True,
)
sql(
    "a checkpoint's head",
    "checkpoint_forged",
    f"UPDATE checkpoints SET head = '{'0' * 64}' WHERE number = 2",
    chain=True,
)
sql(
    "a checkpoint's signature",
    "checkpoint_forged",
    "UPDATE checkpoints SET signature = 'ab' WHERE number = 2",
    chain=True,
)
sql("a checkpoint's key", "checkpoint_key_unknown", "UPDATE checkpoints SET key = '0123456789abcdef'", chain=True)
sql("a checkpoint taken out", "checkpoint_missing", "DELETE FROM checkpoints WHERE number = 2", chain=True)

# -- changes ----------------------------------------------------------------------------------------------------------

MINUTES = "WHERE stream = $meeting AND scope = 'members' AND payload LIKE '%minutes_blocks%'"
sql(
    "what members were told",
    "screens_differ",
    f"UPDATE changes SET payload = replace(payload, 'Thông qua', 'Bác bỏ') {MINUTES}",
)
sql("something members were told taken out", "screens_differ", f"DELETE FROM changes {MINUTES}")
sql(
    "told to a scope that never was to see it",
    "screens_differ",
    f"""INSERT INTO changes SELECT stream, seq, 'guests', payload FROM changes {MINUTES}""",
)
sql("a change that can't be read", "changes_unreadable", f"UPDATE changes SET payload = '[' {MINUTES}")
sql(
    "a change ahead of the journal",
    "changes_ahead",
    "INSERT INTO changes VALUES ($meeting, 9999, 'members', '{}')",
)
sql(
    "a change told to the desk and the members exchanged",
    "screens_differ",
    f"UPDATE changes SET scope = 'x' WHERE seq = (SELECT max(seq) FROM changes {MINUTES}) AND stream = $meeting AND scope = 'desk'",
    f"UPDATE changes SET scope = 'desk' WHERE seq = (SELECT max(seq) FROM changes {MINUTES}) AND stream = $meeting AND scope = 'members'",
    "UPDATE changes SET scope = 'members' WHERE scope = 'x'",
)

# -- ballots and results ----------------------------------------------------------------------------------------------

FIRST_NO = "WHERE id = (SELECT min(id) FROM casts WHERE choice = 'no')"
sql("a ballot turned", "ballot_changed", f"UPDATE casts SET choice = 'yes' {FIRST_NO}")
sql("a ballot taken out", "ballot_missing", f"DELETE FROM casts {FIRST_NO}")
sql("a ballot's time", "ballot_changed", f"UPDATE casts SET at = at - 60000 {FIRST_NO}")
sql("a ballot for something else", "ballot_without_option", f"UPDATE casts SET choice = 'x' {FIRST_NO}")
sql("how often a ballot was replaced", "ballot_changed", f"UPDATE casts SET revision = 7 {FIRST_NO}")
sql("a replaced ballot forgotten", "revisions_differ", "DELETE FROM cast_revisions")
sql("a replaced ballot turned", "revisions_differ", "UPDATE cast_revisions SET choice = 'yes'")
sql(
    "a ballot given to somebody off the roll",
    "ballot_off_roll",
    f"UPDATE casts SET person = (SELECT id FROM persons WHERE username = 'nguoi2') {FIRST_NO}",
)
sql(
    "a ballot for who was absent",
    "ballot_without_entry",
    "INSERT INTO casts (id, vote, meeting, person, choice, revision, at) SELECT 'x', vote, meeting, (SELECT person FROM"
    " roll_entries WHERE vote = casts.vote AND person NOT IN (SELECT person FROM casts) LIMIT 1), 'yes', 1, at FROM"
    " casts LIMIT 1",
)
sql("a result's counts", "result_differs", """UPDATE votes SET result = replace(result, '"yes": 4', '"yes": 5')""")
sql("a result's verdict", "result_differs", "UPDATE votes SET result = replace(result, 'passed', 'not_passed')")
sql("a question", "question_changed", "UPDATE votes SET question = 'Bác bỏ kế hoạch?'")
sql("a majority", "question_changed", """UPDATE votes SET majority = '"two_thirds_of_members"'""")
sql("the options", "question_changed", """UPDATE votes SET options = '["yes", "no"]'""")
sql("the presence at closing", "result_differs", """UPDATE votes SET closing = '{"present": []}'""")
sql("the state set back", "state_differs", "UPDATE votes SET state = 'closed', announced_at = NULL")
sql("the time of closing", "times_differ", "UPDATE votes SET closed_at = closed_at - 1000")
sql("an item that was not voted on", "question_changed", "UPDATE votes SET item = NULL, by_name = 1 - by_name")


@by_hand("two voters' ballots exchanged", "ballot_changed")
def _(hand: Hands) -> None:
    vote = hand.played.vote
    yes, no = (
        hand.rows("SELECT id FROM casts WHERE vote = ? AND choice = ? ORDER BY id LIMIT 1", vote, choice)[0][0]
        for choice in ("yes", "no")
    )
    hand.run("UPDATE casts SET choice = CASE choice WHEN 'yes' THEN 'no' ELSE 'yes' END WHERE id IN (?, ?)", yes, no)


@by_hand("a ballot copied past the unique index", "index_missing")
def _(hand: Hands) -> None:
    hand.run("DROP INDEX ux_casts_vote_person")
    columns = "vote, meeting, person, choice, revision, at"
    hand.run(f"INSERT INTO casts (id, {columns}) SELECT 'copy', {columns} FROM casts LIMIT 1")


@by_hand("a whole vote taken out", "vote_missing")
def _(hand: Hands) -> None:
    for table in ("casts", "cast_revisions", "roll_entries"):
        assert hand.run(f"DELETE FROM {table} WHERE vote = ?", hand.played.vote)
    assert hand.run("DELETE FROM votes WHERE id = ?", hand.played.vote)


# -- roll, attendance, speeches ---------------------------------------------------------------------------------------

ONE = "WHERE id = (SELECT min(id) FROM roll_entries)"
sql("a name struck off the roll", "roll_changed", f"DELETE FROM roll_entries {ONE}")
sql("presence on the roll", "roll_changed", f"UPDATE roll_entries SET present = NOT present {ONE}")
sql("a member barred afterwards", "roll_changed", "UPDATE roll_entries SET no_vote = NOT no_vote")
sql(
    "a name put on the roll",
    "roll_changed",
    "INSERT INTO roll_entries (id, vote, person, name, office, \"order\", present, no_vote) SELECT 'x', vote, (SELECT id"
    " FROM persons WHERE username = 'nguoi2'), 'Thêm Vào', '', 99, 1, 0 FROM roll_entries LIMIT 1",
)
ABSENT = "WHERE status = 'absent' AND reply = ''"
sql("an absent one present", "attendance_differs", f"UPDATE attendance SET status = 'present' {ABSENT}")
sql(
    "a time of coming",
    "attendance_differs",
    "UPDATE attendance SET arrived_at = arrived_at - 60000 WHERE arrived_at > 0",
)
sql("a leave nobody granted", "attendance_differs", f"UPDATE attendance SET leave = 'granted' {ABSENT}")
sql("a leave taken back", "attendance_differs", "UPDATE attendance SET leave = 'refused' WHERE leave = 'granted'")
sql("attendance taken out", "attendance_missing", f"DELETE FROM attendance {ABSENT}")
sql(
    "attendance put in",
    "attendance_without_entry",
    "INSERT INTO attendance (id, meeting, person, on_roll, status, reason, reply, leave, leave_reason, leave_note) SELECT"
    " 'x', meeting, (SELECT id FROM persons WHERE name = 'Người Ngoài'), 0, 'present', '', '', '', '', '' FROM attendance"
    " LIMIT 1",
)
sql("one more for the quorum", "quorum_changed", "UPDATE attendance SET on_roll = 1 WHERE on_roll = 0")
sql("how long somebody spoke", "speech_differs", "UPDATE speeches SET seconds = seconds + 60")
sql("what somebody said", "speech_differs", "UPDATE speeches SET note = 'Đồng ý'")
sql("a speech that never was", "speech_missing", "DELETE FROM speeches WHERE id = (SELECT min(id) FROM speeches)")

# -- conclusions, tasks, minutes --------------------------------------------------------------------------------------

sql("a conclusion's words", "conclusion_differs", "UPDATE conclusions SET text = 'Việc khác' WHERE \"order\" = 1")
sql("who carries it out", "conclusion_differs", 'UPDATE conclusions SET assignee = recorded_by WHERE "order" = 1')
sql("approved by nobody", "conclusion_differs", "UPDATE conclusions SET state = 'approved' WHERE state = 'submitted'")
sql(
    "approved by somebody else",
    "conclusion_differs",
    'UPDATE conclusions SET approved_by = recorded_by WHERE "order" = 1',
)
sql("a conclusion taken out", "conclusion_missing", "DELETE FROM conclusions WHERE state = 'submitted'")
sql("the order of conclusions", "conclusion_differs", 'UPDATE conclusions SET "order" = 4 - "order"')
sql("a task's day", "task_differs", "UPDATE tasks SET due = '2027-12-31'")
sql("a task done", "task_differs", "UPDATE tasks SET state = 'done'")
sql("a report", "task_differs", "UPDATE tasks SET report = 'Chưa làm'")
sql("a task given to somebody else", "task_differs", "UPDATE tasks SET assignee = given_by")
sql("a paragraph of the minutes", "screens_differ", "UPDATE minutes_blocks SET text = 'Khác' WHERE \"order\" = 3")
sql("the number of the minutes", "minutes_number_differs", "UPDATE minutes SET number = 99")
sql(
    "a PDF that was never made",
    "minutes_version_differs",
    f"UPDATE minutes_versions SET state = 'ready', sha256 = '{'d' * 64}', pages = 2, size = 9",
)
sql("an item's title", "screens_differ", "UPDATE items SET title = 'Nội dung khác' WHERE \"order\" = 2")
sql("a person's name", "screens_differ", "UPDATE persons SET name = 'Tên Khác' WHERE username = 'nguoi3'")

# -- answers and guards -----------------------------------------------------------------------------------------------

CAST = "WHERE id IN (SELECT json_extract(facts, '$.id') FROM entries WHERE kind = 'vote.cast')"
sql("an answer's number", "answer_differs", f"UPDATE outcomes SET reply = json_set(reply, '$.seq', 1) {CAST}")
sql(
    "an answer turned into a refusal",
    "answer_differs",
    f"UPDATE outcomes SET reply = json_set(reply, '$.ok', json('false')) {CAST}",
)
sql("an answer forgotten", "answer_missing", f"DELETE FROM outcomes {CAST}")
