"""What an opinion slip decides: an ordinary matter, or the body's own rules"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slips", sa.Column("matter", sa.String(length=12), nullable=False, server_default="general"))


def downgrade() -> None:
    op.drop_column("slips", "matter")
