"""The history of votes: a narrow line for every result that was announced"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.database import Instant
from app.text import fold

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BEFORE = sa.text(
    "SELECT v.id, m.body, v.meeting, v.announced_at, v.kind, v.options, v.secret, v.state, v.result, v.question, i.title"
    " FROM votes v JOIN meetings m ON m.id = v.meeting LEFT JOIN items i ON i.id = v.item"
    " WHERE v.announced_at IS NOT NULL"
).columns(options=sa.JSON, result=sa.JSON, secret=sa.Boolean, announced_at=Instant)


def upgrade() -> None:
    table = op.create_table(
        "vote_records",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_vote_records_body")),
        sa.ForeignKeyConstraint(["id"], ["votes.id"], name=op.f("fk_vote_records_id")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_vote_records_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_records")),
    )
    op.create_index("ix_vote_records_body_at", "vote_records", ["body", "at"])
    op.create_index(op.f("ix_vote_records_meeting"), "vote_records", ["meeting"])
    rows = op.get_bind().execute(BEFORE).mappings().all()
    if rows:
        op.bulk_insert(table, [_line(row) for row in rows])


def _line(row: Any) -> dict[str, Any]:
    told = "question" if {"yes", "no"} <= set(row["options"]) else "choice"
    return {
        **{name: row[name] for name in ("id", "body", "meeting", "secret", "state")},
        "at": row["announced_at"],
        "kind": row["kind"] or told,
        "verdict": str((row["result"] or {}).get("verdict", "void")),
        "folded": fold(f"{row['question']} {row['title'] or ''}"),
    }


def downgrade() -> None:
    op.drop_table("vote_records")
