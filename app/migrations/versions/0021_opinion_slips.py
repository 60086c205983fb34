"""Opinion slips, their recipients, their papers and their reports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _slips()
    _recipients()
    _files()
    _reports()


def _slips() -> None:
    op.create_table(
        "slips",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposer", sa.String(length=200), nullable=False),
        sa.Column("majority", sa.JSON(), nullable=True),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("deadline", Instant(), nullable=True),
        sa.Column("extensions", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=32), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("chair", sa.String(length=32), nullable=True),
        sa.Column("overdue_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summarised_at", Instant(), nullable=True),
        sa.Column("meeting", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_slips_body")),
        sa.ForeignKeyConstraint(["chair"], ["persons.id"], name=op.f("fk_slips_chair")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_slips_created_by")),
        sa.ForeignKeyConstraint(["judged_by"], ["persons.id"], name=op.f("fk_slips_judged_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_slips_meeting")),
        sa.ForeignKeyConstraint(["sent_by"], ["persons.id"], name=op.f("fk_slips_sent_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["persons.id"], name=op.f("fk_slips_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
    )
    op.create_index("ix_slips_body_state", "slips", ["body", "state"])
    op.create_index(op.f("ix_slips_item"), "slips", ["item"])
    op.create_index(op.f("ix_slips_meeting"), "slips", ["meeting"])
    op.create_index("ux_slips_number", "slips", ["body", "year", "number"], unique=True)


def _recipients() -> None:
    op.create_table(
        "slip_recipients",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slip", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_slip_recipients_body")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_slip_recipients_person")),
        sa.ForeignKeyConstraint(["slip"], ["slips.id"], name=op.f("fk_slip_recipients_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_recipients")),
    )
    op.create_index(op.f("ix_slip_recipients_body"), "slip_recipients", ["body"])
    op.create_index("ix_slip_recipients_person_state", "slip_recipients", ["person", "state"])
    op.create_index("ux_slip_recipients_slip_person", "slip_recipients", ["slip", "person"], unique=True)


def _files() -> None:
    op.create_table(
        "slip_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slip", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=True),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("conversion", sa.String(length=12), nullable=False),
        sa.Column("viewing", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_slip_files_body")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_slip_files_file")),
        sa.ForeignKeyConstraint(["recipient"], ["slip_recipients.id"], name=op.f("fk_slip_files_recipient")),
        sa.ForeignKeyConstraint(["slip"], ["slips.id"], name=op.f("fk_slip_files_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_files")),
    )
    op.create_index(op.f("ix_slip_files_body"), "slip_files", ["body"])
    op.create_index(op.f("ix_slip_files_file"), "slip_files", ["file"])
    op.create_index("ix_slip_files_slip_recipient", "slip_files", ["slip", "recipient"])


def _reports() -> None:
    op.create_table(
        "slip_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slip", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("made_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_slip_reports_asked_by")),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_slip_reports_body")),
        sa.ForeignKeyConstraint(["slip"], ["slips.id"], name=op.f("fk_slip_reports_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_reports")),
    )
    op.create_index("ux_slip_reports_slip", "slip_reports", ["slip"], unique=True)
    op.create_index("ux_slip_reports_number", "slip_reports", ["body", "year", "number"], unique=True)


def downgrade() -> None:
    for table in ("slip_reports", "slip_files", "slip_recipients", "slips"):
        op.drop_table(table)
