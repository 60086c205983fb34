"""Kinds of question: choices of several, elections, confidence, opinions in words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("most", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("seats", sa.Integer(), nullable=True))
    for table in ("casts", "cast_revisions"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                "choice", existing_type=sa.String(length=200), type_=sa.Text(), existing_nullable=False
            )
            batch_op.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("cast_revisions", "casts"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("words")
            batch_op.alter_column(
                "choice", existing_type=sa.Text(), type_=sa.String(length=200), existing_nullable=False
            )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_column("seats")
        batch_op.drop_column("most")
        batch_op.drop_column("kind")
