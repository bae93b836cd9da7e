"""The event store with its Merkle nodes, tags and register keys, and the first read models."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table; the head of the log starts at size 0."""
    _event_store()
    _read_models()


def _event_store() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "stored_events",
        # On SQLite an integer primary key is the row's own number, which VACUUM keeps.
        sa.Column("notification_id", position, primary_key=True, autoincrement=False),
        sa.Column("originator_id", sa.Uuid() if postgres else sa.Text(), nullable=False),
        sa.Column("originator_version", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("originator_id", "originator_version"),
    )
    op.create_index("stored_events_by_time", "stored_events", ["recorded_at", "notification_id"])
    head = op.create_table(
        "log_head",
        sa.Column("one", sa.Integer(), sa.CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(head, [{"one": 1, "size": 0, "recorded_at": 0}])
    op.create_table(
        "log_node",
        sa.Column("level", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_tag",
        sa.Column("tag", sa.Text(), primary_key=True),
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_key",
        sa.Column("register", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("stream", sa.Text(), nullable=False, unique=True),
    )


def _both_times() -> list[sa.Column[int]]:
    return [
        sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    ]


def _read_models() -> None:
    op.create_table(
        "tracking",
        sa.Column("application_name", sa.String(), primary_key=True),
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "liberty",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("liberty", sa.String(), primary_key=True),
        sa.Column("deprivation", sa.String(), primary_key=True),
        *_both_times(),
        sa.Column("choices", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recognition",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("deprivation", sa.String(), primary_key=True),
        sa.Column("body", sa.String(), primary_key=True),
        *_both_times(),
        sa.Column("now", sa.Integer(), nullable=False),
        sa.Column("ever", sa.Integer(), nullable=False),
    )
    op.create_table(
        "newest_day",
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False),
    )
    spans = ["known_to", "known_from", "valid_to", "valid_from"]
    op.create_index("liberty_by_basis", "liberty", [*spans, "liberty", "person", "deprivation", "choices"])
    op.create_index("recognition_by_basis", "recognition", ["person", "deprivation", *spans, "body", "now", "ever"])
    op.create_index("recognition_by_time", "recognition", [*spans, "person", "deprivation", "body", "now", "ever"])


def downgrade() -> None:
    """Drop every table."""
    for table in ("newest_day", "recognition", "liberty", "person", "tracking"):
        op.drop_table(table)
    for table in ("register_key", "event_tag", "log_node", "log_head", "stored_events"):
        op.drop_table(table)
