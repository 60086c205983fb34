"""Sites have a video room, a screen and people who mark for them; a meeting has a video room"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("sites", "meetings"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("video", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("screen", sa.String(length=32), nullable=True))
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clerk_of", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_column("clerk_of")
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_column("screen")
    for table in ("meetings", "sites"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("video")
