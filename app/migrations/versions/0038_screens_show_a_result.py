"""Screens that show the result of a vote"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, which would make the table anew: others refer to its rows.
    op.add_column("screens", sa.Column("vote", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE screens SET scene = 'auto' WHERE scene = 'result'")
    op.drop_column("screens", "vote")
