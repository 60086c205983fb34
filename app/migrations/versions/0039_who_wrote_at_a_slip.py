"""Who wrote at an opinion slip, beside who drafted and who submitted it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slips", sa.Column("writers", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("slips", "writers")
