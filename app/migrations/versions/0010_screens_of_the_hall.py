"""Screens of the hall that are let in by a code, and the light in the hall"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, which would make these tables anew: others refer to their rows.
    for table, column in (("persons", "device"), ("meetings", "dark")):
        op.add_column(table, sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "screens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=True),
        sa.Column("scene", sa.String(length=20), nullable=False),
        sa.Column("admitted_at", Instant(), nullable=False),
        sa.Column("admitted_by", sa.String(length=32), nullable=True),
        sa.Column("entered_at", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["admitted_by"], ["persons.id"], name=op.f("fk_screens_admitted_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_screens_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_screens_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screens")),
        sa.UniqueConstraint("person", name=op.f("uq_screens_person")),
    )
    op.create_index(op.f("ix_screens_meeting"), "screens", ["meeting"])
    op.create_index(op.f("ix_screens_site"), "screens", ["site"])
    op.create_table(
        "screen_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("screen", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["screen"], ["screens.id"], name=op.f("fk_screen_codes_screen")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_codes_code")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_screen_codes_secret_hash")),
    )
    op.create_index(op.f("ix_screen_codes_expires_at"), "screen_codes", ["expires_at"])


def downgrade() -> None:
    op.drop_table("screen_codes")
    op.drop_table("screens")
    for table, column in (("meetings", "dark"), ("persons", "device")):
        op.drop_column(table, column)
