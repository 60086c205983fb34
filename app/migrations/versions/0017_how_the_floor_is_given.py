"""How the floor is given: the order of the list, groups, whom a question is for, replies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("speaking", sa.JSON(), nullable=False, server_default="{}"))
    for table in ("memberships", "participants", "speeches"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("group", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("replies_to", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(op.f("fk_speeches_to_persons"), "persons", ["to"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_speeches_to_persons"), type_="foreignkey")
        batch_op.drop_column("replies_to")
        batch_op.drop_column("to")
    for table in ("speeches", "participants", "memberships"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("group")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("speaking")
