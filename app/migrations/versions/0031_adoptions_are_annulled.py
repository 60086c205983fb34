"""Adoptions are annulled: when, by whom, why"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0031"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("adoptions", sa.Column("annulled_at", Instant(), nullable=True))
    op.add_column("adoptions", sa.Column("annulled_by", sa.String(length=32), nullable=True))
    op.add_column("adoptions", sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("reason", "annulled_by", "annulled_at"):
        op.drop_column("adoptions", column)
