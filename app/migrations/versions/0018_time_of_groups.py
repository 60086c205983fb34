"""The time of groups, and when an item was first taken up"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quotas",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_quotas_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotas")),
    )
    op.create_index(op.f("ix_quotas_meeting"), "quotas", ["meeting"])
    op.add_column("items", sa.Column("taken_up_at", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("items", "taken_up_at")
    op.drop_table("quotas")
