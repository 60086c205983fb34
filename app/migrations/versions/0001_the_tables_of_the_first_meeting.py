"""The tables of the first meeting"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant
from app.journal import POSTGRESQL_GUARDS, SQLITE_GUARDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", "scope", name=op.f("pk_changes")),
    )
    op.create_table(
        "entries",
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("commit", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_entries")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("worker", sa.String(length=60), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_key"), ["key"], unique=False)
        batch_op.create_index("ix_jobs_state_due", ["state", "due"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index("ix_outcomes_at", ["at"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("system_administrator", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("username", name=op.f("uq_persons_username")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_folded"), ["folded"], unique=False)

    op.create_table(
        "streams",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("pruned", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_streams")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["units.id"], name=op.f("fk_units_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_parent"), ["parent"], unique=False)

    op.create_table(
        "bodies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_bodies_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
    )
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bodies_unit"), ["unit"], unique=False)

    op.create_table(
        "device_sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_device_sessions_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_sessions_token_hash")),
    )
    with op.batch_alter_table("device_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_sessions_person"), ["person"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["persons.id"], name=op.f("fk_files_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_sha256"), ["sha256"], unique=False)

    op.create_table(
        "unit_administrators",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_unit_administrators_person")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_unit_administrators_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_administrators")),
    )
    with op.batch_alter_table("unit_administrators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_administrators_person"), ["person"], unique=False)
        batch_op.create_index("ux_unit_administrators", ["unit", "person"], unique=True)

    op.create_table(
        "body_rules",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_body_rules_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_rules")),
    )
    with op.batch_alter_table("body_rules", schema=None) as batch_op:
        batch_op.create_index("ix_body_rules_body_key", ["body", "key", "valid_from"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("vote_rules", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("cloned_from", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_meetings_body")),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_meetings_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_body_starts_at", ["body", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_phase"), ["phase"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("capacities", sa.JSON(), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.String(length=10), nullable=False),
        sa.Column("until_date", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_memberships_body")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_memberships_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_body_person", ["body", "person"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_person"), ["person"], unique=False)

    op.create_table(
        "items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("presenter", sa.String(length=200), nullable=False),
        sa.Column("queue", sa.String(length=12), nullable=False),
        sa.Column("vote_kind", sa.String(length=12), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("seconds_used", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_items_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("ix_items_meeting_order", ["meeting", "order"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("attendees", sa.JSON(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_minutes_body")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_minutes_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index("ux_minutes_meeting", ["meeting"], unique=True)
        batch_op.create_index("ux_minutes_number", ["body", "year", "number"], unique=True)

    op.create_table(
        "participants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("on_roll", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=True),
        sa.Column("substitutes", sa.String(length=32), nullable=True),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_participants_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_participants_person")),
        sa.ForeignKeyConstraint(["substitutes"], ["persons.id"], name=op.f("fk_participants_substitutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index("ix_participants_meeting_capacity", ["meeting", "capacity"], unique=False)
        batch_op.create_index("ix_participants_meeting_site", ["meeting", "site"], unique=False)
        batch_op.create_index(batch_op.f("ix_participants_person"), ["person"], unique=False)
        batch_op.create_index("ux_participants_meeting_person", ["meeting", "person"], unique=True)

    op.create_table(
        "sites",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_sites_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sites_meeting"), ["meeting"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=True),
        sa.Column("conclusion", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.Column("assignee_text", sa.String(length=200), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("amending", sa.Boolean(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=True),
        sa.Column("reported_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("redo_reason", sa.String(length=1000), nullable=False),
        sa.Column("asked_due", sa.String(length=10), nullable=True),
        sa.Column("asked_reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["persons.id"], name=op.f("fk_tasks_assignee")),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_tasks_body")),
        sa.ForeignKeyConstraint(["given_by"], ["persons.id"], name=op.f("fk_tasks_given_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_tasks_meeting")),
        sa.ForeignKeyConstraint(["reported_by"], ["persons.id"], name=op.f("fk_tasks_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_assignee_state", ["assignee", "state"], unique=False)
        batch_op.create_index("ix_tasks_body_state", ["body", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_conclusion"), ["conclusion"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_meeting"), ["meeting"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("on_roll", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("arrived_at", Instant(), nullable=True),
        sa.Column("left_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("marked_by", sa.String(length=32), nullable=True),
        sa.Column("reply", sa.String(length=8), nullable=False),
        sa.Column("replied_at", Instant(), nullable=True),
        sa.Column("leave", sa.String(length=12), nullable=False),
        sa.Column("leave_reason", sa.Text(), nullable=False),
        sa.Column("leave_from", Instant(), nullable=True),
        sa.Column("leave_until", Instant(), nullable=True),
        sa.Column("leave_note", sa.Text(), nullable=False),
        sa.Column("leave_asked_at", Instant(), nullable=True),
        sa.Column("leave_by", sa.String(length=32), nullable=True),
        sa.Column("site", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_attendance_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_attendance_person")),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name=op.f("fk_attendance_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_meeting_on_roll_status", ["meeting", "on_roll", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_site"), ["site"], unique=False)
        batch_op.create_index("ux_attendance_meeting_person", ["meeting", "person"], unique=True)

    op.create_table(
        "conclusions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.Column("assignee_text", sa.String(length=200), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("task", sa.String(length=32), nullable=True),
        sa.Column("returned_reason", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["persons.id"], name=op.f("fk_conclusions_approved_by")),
        sa.ForeignKeyConstraint(["assignee"], ["persons.id"], name=op.f("fk_conclusions_assignee")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_conclusions_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_conclusions_meeting")),
        sa.ForeignKeyConstraint(["recorded_by"], ["persons.id"], name=op.f("fk_conclusions_recorded_by")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_conclusions_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
    )
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conclusions_item"), ["item"], unique=False)
        batch_op.create_index("ix_conclusions_meeting_item", ["meeting", "item"], unique=False)
        batch_op.create_index(batch_op.f("ix_conclusions_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_conclusions_task"), ["task"], unique=False)

    op.create_table(
        "guest_items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_guest_items_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_guest_items_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_guest_items_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_items")),
    )
    with op.batch_alter_table("guest_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guest_items_item"), ["item"], unique=False)
        batch_op.create_index(batch_op.f("ix_guest_items_person"), ["person"], unique=False)
        batch_op.create_index("ux_guest_items", ["meeting", "person", "item"], unique=True)

    op.create_table(
        "minutes_blocks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("edited_by", sa.String(length=32), nullable=True),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["edited_by"], ["persons.id"], name=op.f("fk_minutes_blocks_edited_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_minutes_blocks_meeting")),
        sa.ForeignKeyConstraint(["minutes"], ["minutes.id"], name=op.f("fk_minutes_blocks_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_blocks")),
    )
    with op.batch_alter_table("minutes_blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_blocks_meeting"), ["meeting"], unique=False)
        batch_op.create_index("ix_minutes_blocks_minutes_order", ["minutes", "order"], unique=False)

    op.create_table(
        "minutes_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("text_state", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_minutes_versions_asked_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_minutes_versions_meeting")),
        sa.ForeignKeyConstraint(["minutes"], ["minutes.id"], name=op.f("fk_minutes_versions_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_versions")),
    )
    with op.batch_alter_table("minutes_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_versions_meeting"), ["meeting"], unique=False)
        batch_op.create_index("ux_minutes_versions", ["minutes", "version"], unique=True)

    op.create_table(
        "papers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("published_title", sa.String(length=300), nullable=False),
        sa.Column("published_type", sa.String(length=30), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("recalled_at", Instant(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["persons.id"], name=op.f("fk_papers_added_by")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_papers_item")),
        sa.ForeignKeyConstraint(["judged_by"], ["persons.id"], name=op.f("fk_papers_judged_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_papers_meeting")),
        sa.ForeignKeyConstraint(["submitted_by"], ["persons.id"], name=op.f("fk_papers_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index("ix_papers_meeting_item", ["meeting", "item"], unique=False)
        batch_op.create_index("ix_papers_state", ["state"], unique=False)

    op.create_table(
        "remarks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("amended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name=op.f("fk_remarks_by")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_remarks_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_remarks_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remarks_meeting"), ["meeting"], unique=False)

    op.create_table(
        "speeches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("unasked", sa.Boolean(), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_speeches_asked_by")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_speeches_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_speeches_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_speeches_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speeches")),
    )
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speeches_item"), ["item"], unique=False)
        batch_op.create_index("ix_speeches_meeting_state", ["meeting", "state"], unique=False)
        batch_op.create_index("ix_speeches_person_meeting", ["person", "meeting"], unique=False)

    op.create_table(
        "votes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("majority", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("no_vote", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("prepared_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("closes_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("announced_at", Instant(), nullable=True),
        sa.Column("chair", sa.String(length=32), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("roll_hash", sa.String(length=64), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("opening", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("closing", sa.JSON(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["chair"], ["persons.id"], name=op.f("fk_votes_chair")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_votes_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_votes_meeting")),
        sa.ForeignKeyConstraint(["prepared_by"], ["persons.id"], name=op.f("fk_votes_prepared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_item"), ["item"], unique=False)
        batch_op.create_index("ix_votes_meeting_state", ["meeting", "state"], unique=False)

    op.create_table(
        "cast_revisions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_cast_revisions_person")),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name=op.f("fk_cast_revisions_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cast_revisions")),
    )
    with op.batch_alter_table("cast_revisions", schema=None) as batch_op:
        batch_op.create_index("ux_cast_revisions", ["vote", "person", "revision"], unique=True)

    op.create_table(
        "casts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_casts_meeting")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_casts_person")),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name=op.f("fk_casts_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casts")),
    )
    with op.batch_alter_table("casts", schema=None) as batch_op:
        batch_op.create_index("ix_casts_meeting", ["meeting"], unique=False)
        batch_op.create_index("ux_casts_vote_person", ["vote", "person"], unique=True)

    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=True),
        sa.Column("paper", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rects", sa.JSON(), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_notes_meeting")),
        sa.ForeignKeyConstraint(["paper"], ["papers.id"], name=op.f("fk_notes_paper")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_notes_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_paper"), ["paper"], unique=False)
        batch_op.create_index("ix_notes_person_meeting", ["person", "meeting"], unique=False)

    op.create_table(
        "paper_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("conversion", sa.String(length=20), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("warning", sa.String(length=40), nullable=False),
        sa.Column("viewing", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("recalled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["persons.id"], name=op.f("fk_paper_versions_added_by")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_paper_versions_file")),
        sa.ForeignKeyConstraint(["paper"], ["papers.id"], name=op.f("fk_paper_versions_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_versions")),
    )
    with op.batch_alter_table("paper_versions", schema=None) as batch_op:
        batch_op.create_index("ux_paper_versions_paper_version", ["paper", "version"], unique=True)

    op.create_table(
        "reading_marks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["paper"], ["papers.id"], name=op.f("fk_reading_marks_paper")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_reading_marks_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_marks")),
    )
    with op.batch_alter_table("reading_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_marks_paper"), ["paper"], unique=False)
        batch_op.create_index("ux_reading_marks_person_paper", ["person", "paper"], unique=True)

    op.create_table(
        "roll_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("no_vote", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_roll_entries_person")),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name=op.f("fk_roll_entries_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entries")),
    )
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.create_index("ux_roll_entries_vote_person", ["vote", "person"], unique=True)

    guards = POSTGRESQL_GUARDS if op.get_bind().dialect.name == "postgresql" else SQLITE_GUARDS
    for guard in guards:
        op.execute(guard)


def downgrade() -> None:
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.drop_index("ux_roll_entries_vote_person")

    op.drop_table("roll_entries")
    with op.batch_alter_table("reading_marks", schema=None) as batch_op:
        batch_op.drop_index("ux_reading_marks_person_paper")
        batch_op.drop_index(batch_op.f("ix_reading_marks_paper"))

    op.drop_table("reading_marks")
    with op.batch_alter_table("paper_versions", schema=None) as batch_op:
        batch_op.drop_index("ux_paper_versions_paper_version")

    op.drop_table("paper_versions")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index("ix_notes_person_meeting")
        batch_op.drop_index(batch_op.f("ix_notes_paper"))

    op.drop_table("notes")
    with op.batch_alter_table("casts", schema=None) as batch_op:
        batch_op.drop_index("ux_casts_vote_person")
        batch_op.drop_index("ix_casts_meeting")

    op.drop_table("casts")
    with op.batch_alter_table("cast_revisions", schema=None) as batch_op:
        batch_op.drop_index("ux_cast_revisions")

    op.drop_table("cast_revisions")
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index("ix_votes_meeting_state")
        batch_op.drop_index(batch_op.f("ix_votes_item"))

    op.drop_table("votes")
    with op.batch_alter_table("speeches", schema=None) as batch_op:
        batch_op.drop_index("ix_speeches_person_meeting")
        batch_op.drop_index("ix_speeches_meeting_state")
        batch_op.drop_index(batch_op.f("ix_speeches_item"))

    op.drop_table("speeches")
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remarks_meeting"))

    op.drop_table("remarks")
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.drop_index("ix_papers_state")
        batch_op.drop_index("ix_papers_meeting_item")

    op.drop_table("papers")
    with op.batch_alter_table("minutes_versions", schema=None) as batch_op:
        batch_op.drop_index("ux_minutes_versions")
        batch_op.drop_index(batch_op.f("ix_minutes_versions_meeting"))

    op.drop_table("minutes_versions")
    with op.batch_alter_table("minutes_blocks", schema=None) as batch_op:
        batch_op.drop_index("ix_minutes_blocks_minutes_order")
        batch_op.drop_index(batch_op.f("ix_minutes_blocks_meeting"))

    op.drop_table("minutes_blocks")
    with op.batch_alter_table("guest_items", schema=None) as batch_op:
        batch_op.drop_index("ux_guest_items")
        batch_op.drop_index(batch_op.f("ix_guest_items_person"))
        batch_op.drop_index(batch_op.f("ix_guest_items_item"))

    op.drop_table("guest_items")
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conclusions_task"))
        batch_op.drop_index(batch_op.f("ix_conclusions_state"))
        batch_op.drop_index("ix_conclusions_meeting_item")
        batch_op.drop_index(batch_op.f("ix_conclusions_item"))

    op.drop_table("conclusions")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ux_attendance_meeting_person")
        batch_op.drop_index(batch_op.f("ix_attendance_site"))
        batch_op.drop_index(batch_op.f("ix_attendance_person"))
        batch_op.drop_index("ix_attendance_meeting_on_roll_status")

    op.drop_table("attendance")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_meeting"))
        batch_op.drop_index(batch_op.f("ix_tasks_conclusion"))
        batch_op.drop_index("ix_tasks_body_state")
        batch_op.drop_index("ix_tasks_assignee_state")

    op.drop_table("tasks")
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sites_meeting"))

    op.drop_table("sites")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index("ux_participants_meeting_person")
        batch_op.drop_index(batch_op.f("ix_participants_person"))
        batch_op.drop_index("ix_participants_meeting_site")
        batch_op.drop_index("ix_participants_meeting_capacity")

    op.drop_table("participants")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index("ux_minutes_number")
        batch_op.drop_index("ux_minutes_meeting")

    op.drop_table("minutes")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index("ix_items_meeting_order")

    op.drop_table("items")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_person"))
        batch_op.drop_index("ix_memberships_body_person")

    op.drop_table("memberships")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_starts_at"))
        batch_op.drop_index(batch_op.f("ix_meetings_phase"))
        batch_op.drop_index("ix_meetings_body_starts_at")

    op.drop_table("meetings")
    with op.batch_alter_table("body_rules", schema=None) as batch_op:
        batch_op.drop_index("ix_body_rules_body_key")

    op.drop_table("body_rules")
    with op.batch_alter_table("unit_administrators", schema=None) as batch_op:
        batch_op.drop_index("ux_unit_administrators")
        batch_op.drop_index(batch_op.f("ix_unit_administrators_person"))

    op.drop_table("unit_administrators")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_sha256"))
        batch_op.drop_index(batch_op.f("ix_files_owner"))

    op.drop_table("files")
    with op.batch_alter_table("device_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_sessions_person"))

    op.drop_table("device_sessions")
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bodies_unit"))

    op.drop_table("bodies")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_parent"))

    op.drop_table("units")
    op.drop_table("streams")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_folded"))

    op.drop_table("persons")
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index("ix_outcomes_at")

    op.drop_table("outcomes")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_due")
        batch_op.drop_index(batch_op.f("ix_jobs_key"))

    op.drop_table("jobs")
    op.drop_table("entries")
    op.drop_table("changes")
