"""Written opinions on the items of a meeting"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("amended_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["persons.id"], name=op.f("fk_opinions_answered_by")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_opinions_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_opinions_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_opinions_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index(op.f("ix_opinions_item"), "opinions", ["item"])
    op.create_index("ix_opinions_meeting_item", "opinions", ["meeting", "item"])
    op.create_index(op.f("ix_opinions_person"), "opinions", ["person"])


def downgrade() -> None:
    op.drop_table("opinions")
