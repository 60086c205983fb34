"""A majority for each matter: what a vote is about, and where its majority is from; adoptions that were annulled"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("votes", sa.Column("matter", sa.String(length=12), nullable=True))
    op.add_column("votes", sa.Column("majority_from", sa.String(length=12), nullable=True))
    op.add_column("adoptions", sa.Column("annulled_at", Instant(), nullable=True))
    op.add_column("adoptions", sa.Column("annulled_by", sa.String(length=32), nullable=True))
    op.add_column("adoptions", sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("reason", "annulled_by", "annulled_at"):
        op.drop_column("adoptions", column)
    op.drop_column("votes", "majority_from")
    op.drop_column("votes", "matter")
