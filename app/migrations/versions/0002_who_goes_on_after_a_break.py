"""Whom a break interrupted, and who speaks on with the meeting"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("goes_on", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.drop_column("goes_on")
