"""Sheets of results: the PDF of a vote"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_sheets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_result_sheets_asked_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_result_sheets_meeting")),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name=op.f("fk_result_sheets_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_sheets")),
        sa.UniqueConstraint("vote", name=op.f("uq_result_sheets_vote")),
    )
    op.create_index(op.f("ix_result_sheets_meeting"), "result_sheets", ["meeting"])


def downgrade() -> None:
    op.drop_table("result_sheets")
