"""Consent items: what members say of them, and the acts that adopt them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_marks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_consent_marks_meeting")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_consent_marks_item")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_consent_marks_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_marks")),
    )
    op.create_index(op.f("ux_consent_marks_item_person"), "consent_marks", ["item", "person"], unique=True)
    op.create_index(op.f("ix_consent_marks_meeting"), "consent_marks", ["meeting"])
    op.create_table(
        "adoptions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("taken_out", sa.JSON(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_adoptions_meeting")),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name=op.f("fk_adoptions_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
    )
    op.create_index(op.f("ix_adoptions_meeting"), "adoptions", ["meeting"])


def downgrade() -> None:
    op.drop_table("adoptions")
    op.drop_table("consent_marks")
