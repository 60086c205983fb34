"""Rows tampered with: ballots, rolls, attendance, speeches, conclusions, tasks, minutes."""

from __future__ import annotations

from tests.tampering.acts.listed import by_hand, sql
from tests.tampering.finished import Hands

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
sql("what a vote was about", "question_changed", "UPDATE votes SET matter = 'removal'")
sql("the options", "question_changed", """UPDATE votes SET options = '["yes", "no"]'""")
sql("the presence at closing", "result_differs", """UPDATE votes SET closing = '{"present": []}'""")
sql("the state set back", "state_differs", "UPDATE votes SET state = 'closed', announced_at = NULL")
sql("the time of closing", "times_differ", "UPDATE votes SET closed_at = closed_at - 1000")
sql("an item that was not voted on", "question_changed", "UPDATE votes SET item = NULL, by_name = 1 - by_name")


# The body's rules as if they had been others when the votes were judged: each by itself.
OTHERS = {
    "majority": '"two_thirds_of_members"',
    "quorum": '{"numerator": 2, "denominator": 3}',
    "tie": '"chair"',
    "revote": "false",
    "online_votes": "false",
}
for key, other in OTHERS.items():
    sql(f"the rule of {key} rewritten", "rule_differs", f"UPDATE body_rules SET value = '{other}' WHERE key = '{key}'")
    sql(f"the rule of {key} taken out", "rule_differs", f"DELETE FROM body_rules WHERE key = '{key}'")
    sql(
        f"the rule of {key} put off",
        "rule_differs",
        f"UPDATE body_rules SET valid_from = '2027-01-01' WHERE key = '{key}'",
    )
    sql(
        f"the rule of {key} given to another body",
        "rule_differs",
        "INSERT INTO bodies SELECT 'khac', unit, name, short_name, kind, header FROM bodies LIMIT 1",
        f"UPDATE body_rules SET body = 'khac' WHERE key = '{key}'",
    )
sql(
    "equal sides in a vote's own rules",
    "question_changed",
    """UPDATE votes SET rules = replace(rules, '"none"', '"chair"')""",
)
sql(
    "a vote without the rules it was judged by",
    "question_changed",
    "UPDATE votes SET rules = json_remove(rules, '$.ids')",
)
sql(
    "a vote judged by what holds where nobody has said anything",
    "rule_differs",
    "UPDATE votes SET rules = json_set(rules, '$.ids.tie', 'default')",
)
sql(
    "a vote judged by a rule of the meeting's own",
    "rule_differs",
    "UPDATE votes SET rules = json_set(rules, '$.ids.quorum', 'meeting')",
)


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
