"""The hall's code changes with the time; everybody in a meeting has a short number"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE meetings RENAME COLUMN code TO check_in_key")  # in place: much points to this table
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    _new_keys()
    _numbers()


def _new_keys() -> None:
    """The fixed codes of before were on screens; a key is on none."""
    meetings = sa.table("meetings", sa.column("id"), sa.column("check_in_key"))
    connection = op.get_bind()
    told = [{"of": id, "key": uuid.uuid4().hex} for id in connection.execute(sa.select(meetings.c.id)).scalars()]
    if told:
        renewed = meetings.update().where(meetings.c.id == sa.bindparam("of"))
        connection.execute(renewed.values(check_in_key=sa.bindparam("key")), told)


def _numbers() -> None:
    people = sa.table("participants", sa.column("id"), sa.column("meeting"), sa.column("order"), sa.column("number"))
    connection = op.get_bind()
    listed = sa.select(people.c.id, people.c.meeting).order_by(people.c.meeting, people.c.order, people.c.id)
    last: dict[str, int] = {}
    told = []
    for row in connection.execute(listed):
        last[row.meeting] = last.get(row.meeting, 0) + 1
        told.append({"of": row.id, "given": last[row.meeting]})
    if told:
        renewed = people.update().where(people.c.id == sa.bindparam("of")).values(number=sa.bindparam("given"))
        connection.execute(renewed, told)


def downgrade() -> None:
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_column("number")
    op.execute("ALTER TABLE meetings RENAME COLUMN check_in_key TO code")
