"""Counts by hand: how a vote is counted, who counts its paper, what was typed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

FIGURES = ("issued", "returned", "valid", "invalid")


def upgrade() -> None:
    op.create_table(
        "typed_counts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in FIGURES),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name=op.f("fk_typed_counts_vote")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_typed_counts_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_typed_counts_person")),
        sa.ForeignKeyConstraint(["settled_by"], ["persons.id"], name=op.f("fk_typed_counts_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_counts")),
    )
    op.create_index(op.f("ix_typed_counts_vote"), "typed_counts", ["vote"])
    op.create_index(op.f("ix_typed_counts_meeting"), "typed_counts", ["meeting"])
    op.add_column("votes", sa.Column("by_hand", sa.String(length=8), nullable=True))
    op.add_column("votes", sa.Column("board", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("votes", "board")
    op.drop_column("votes", "by_hand")
    op.drop_table("typed_counts")
