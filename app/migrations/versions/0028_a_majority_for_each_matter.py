"""A majority for each matter: what a vote is about, and where its majority is from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("votes", sa.Column("matter", sa.String(length=12), nullable=True))
    op.add_column("votes", sa.Column("majority_from", sa.String(length=12), nullable=True))


def downgrade() -> None:
    op.drop_column("votes", "majority_from")
    op.drop_column("votes", "matter")
