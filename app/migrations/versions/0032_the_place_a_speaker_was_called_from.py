"""The place on the list from which a speaker was called"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("speeches", sa.Column("called_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("speeches", "called_from")
