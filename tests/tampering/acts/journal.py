"""The journal tampered with: entries, heads, checkpoints, what screens were told, answers."""

from __future__ import annotations

import json

from tests.tampering.acts.listed import by_hand, sql
from tests.tampering.finished import Hands

SWAP = (
    "UPDATE {table} SET seq = CASE seq WHEN {a} THEN -{b} ELSE -{a} END WHERE stream = $meeting AND seq IN ({a}, {b})"
)

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

# -- answers and guards -----------------------------------------------------------------------------------------------

CAST = "WHERE id IN (SELECT json_extract(facts, '$.id') FROM entries WHERE kind = 'vote.cast')"
sql("an answer's number", "answer_differs", f"UPDATE outcomes SET reply = json_set(reply, '$.seq', 1) {CAST}")
sql(
    "an answer turned into a refusal",
    "answer_differs",
    f"UPDATE outcomes SET reply = json_set(reply, '$.ok', json('false')) {CAST}",
)
sql("an answer forgotten", "answer_missing", f"DELETE FROM outcomes {CAST}")
