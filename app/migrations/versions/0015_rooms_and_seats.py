"""Rooms with their plans, the plan a meeting has taken, and who sits where"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plan = ("name", sa.String(length=200)), ("shape", sa.String(length=8)), ("head", sa.Integer()), ("rows", sa.JSON())
    op.create_table(
        "rooms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in plan),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_rooms_body_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
    )
    op.create_index(op.f("ix_rooms_body"), "rooms", ["body"])
    op.create_table(
        "seatings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("room", sa.String(length=32), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in plan),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_seatings_meeting_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seatings")),
        sa.UniqueConstraint("meeting", name=op.f("uq_seatings_meeting")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_seats_meeting_meetings")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_seats_person_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    op.create_index("ux_seats_meeting_person", "seats", ["meeting", "person"], unique=True)


def downgrade() -> None:
    op.drop_table("seats")
    op.drop_table("seatings")
    op.drop_table("rooms")
