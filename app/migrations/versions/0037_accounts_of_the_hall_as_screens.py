"""Accounts of the hall as screens: of several meetings each

Codes that screens wait with are thrown away: a screen asks for the next one within five minutes by itself, and the table that
they refer to is made anew on SQLite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM screen_codes")
    with op.batch_alter_table("screens", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_account", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(op.f("uq_screens_person"), type_="unique")
    op.create_index("ux_screens_meeting_person", "screens", ["meeting", "person"], unique=True)
    op.create_index(op.f("ix_screens_person"), "screens", ["person"])


def downgrade() -> None:
    op.execute("DELETE FROM screen_codes")
    op.execute("DELETE FROM screens WHERE by_account")
    op.drop_index(op.f("ix_screens_person"), table_name="screens")
    op.drop_index("ux_screens_meeting_person", table_name="screens")
    with op.batch_alter_table("screens", schema=None) as batch_op:
        batch_op.create_unique_constraint(op.f("uq_screens_person"), ["person"])
        batch_op.drop_column("by_account")
