"""Alarms of the desk that tell of ballots refused to somebody who has none"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alarms", sa.Column("kind", sa.String(length=12), nullable=False, server_default="fork"))
    op.add_column("alarms", sa.Column("why", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("alarms", sa.Column("times", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    for name in ("times", "why", "kind"):
        op.drop_column("alarms", name)
