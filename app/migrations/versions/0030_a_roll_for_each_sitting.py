"""A roll for each sitting: since when one is, who came on the roll or left the body meanwhile, what the record says of it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meetings", sa.Column("sitting_since", Instant(), nullable=True))
    op.execute("UPDATE meetings SET sitting_since = started_at")
    op.add_column("participants", sa.Column("joined_at", Instant(), nullable=True))
    op.add_column("participants", sa.Column("former", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("participants", sa.Column("former_at", Instant(), nullable=True))
    op.add_column("happenings", sa.Column("members", sa.Integer(), nullable=True))
    op.add_column("happenings", sa.Column("came", sa.JSON(), nullable=True))
    op.add_column("happenings", sa.Column("went", sa.JSON(), nullable=True))


def downgrade() -> None:
    for table, columns in (
        ("happenings", ("went", "came", "members")),
        ("participants", ("former_at", "former", "joined_at")),
        ("meetings", ("sitting_since",)),
    ):
        for column in columns:
            op.drop_column(table, column)
