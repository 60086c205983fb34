"""What waits is found by an index, and meetings by their folded words, however many years lie behind"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.text import fold

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("folded", sa.String(length=700), nullable=False, server_default=""))
    meetings = sa.table("meetings", sa.column("id"), sa.column("title"), sa.column("place"), sa.column("folded"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(meetings.c.id, meetings.c.title, meetings.c.place)).all()
    told = [{"of": row.id, "words": fold(f"{row.title} {row.place}")} for row in rows]
    if told:
        renewed = meetings.update().where(meetings.c.id == sa.bindparam("of")).values(folded=sa.bindparam("words"))
        connection.execute(renewed, told)
    op.create_index(op.f("ix_attendance_leave_meeting"), "attendance", ["leave", "meeting"])
    op.create_index(op.f("ix_minutes_state"), "minutes", ["state"])
    op.drop_index(op.f("ix_tasks_body_state"), table_name="tasks")
    op.drop_index(op.f("ix_tasks_assignee_state"), table_name="tasks")
    for whose in ("body", "assignee", "given_by"):
        op.create_index(op.f(f"ix_tasks_{whose}_state_done_at"), "tasks", [whose, "state", "done_at"])


def downgrade() -> None:
    for whose in ("body", "assignee", "given_by"):
        op.drop_index(op.f(f"ix_tasks_{whose}_state_done_at"), table_name="tasks")
    op.create_index(op.f("ix_tasks_assignee_state"), "tasks", ["assignee", "state"])
    op.create_index(op.f("ix_tasks_body_state"), "tasks", ["body", "state"])
    op.drop_index(op.f("ix_minutes_state"), table_name="minutes")
    op.drop_index(op.f("ix_attendance_leave_meeting"), table_name="attendance")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("folded")
