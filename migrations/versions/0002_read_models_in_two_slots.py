"""Read models in two slots, so that a rebuild grows beside what answers; tallies, attributes, keys, oddities.

The rows themselves are not moved: the projector fills the live slot from the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Replace the read models by two empty slots, of which ``a`` is live."""
    for table in ("newest_day", "recognition", "liberty", "person", "tracking"):
        op.drop_table(table)
    tracking = op.create_table(
        "tracking",
        sa.Column("slot", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
    )
    op.bulk_insert(
        tracking,
        [{"slot": slot, "version": 0, "notification_id": 0, "live": slot == "a"} for slot in ("a", "b")],
    )
    for slot in ("a", "b"):
        _people(slot)
        _custody(slot)


def _known() -> list[sa.Column[int]]:
    return [
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    ]


def _both_times() -> list[sa.Column[int]]:
    return [
        sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        *_known(),
    ]


def _texts(*names: str, key: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), primary_key=key, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def _people(slot: str) -> None:
    described = _texts("name", "gender", "occupation", key=False)
    _table(f"person_{slot}", *_texts("person"), *described, *_known())
    _table(f"external_id_{slot}", *_texts("publisher", "value", "person"), *_known())
    _table(f"anomaly_{slot}", *_texts("person", "oddity", "facts"), *_known())
    _table(
        f"newest_day_{slot}",
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False),
    )


def _custody(slot: str) -> None:
    _table(f"liberty_{slot}", *_texts("person", "liberty", "deprivation"), *_both_times(), *_numbers("choices"))
    _table(f"past_{slot}", *_texts("person", "deprivation"), *_both_times(), *_numbers("holds"))
    said = _numbers("now", "ever")
    _table(f"recognition_{slot}", *_texts("person", "deprivation", "body"), *_both_times(), *said)
    _table(f"tally_{slot}", *_texts("person", "series"), *_both_times(), *_numbers("holds", "reach"))
    by_reach = ["series", "reach", "valid_from", "valid_to", "known_from", "known_to", "holds", "person"]
    op.create_index(f"tally_by_reach_{slot}", f"tally_{slot}", by_reach)


def downgrade() -> None:
    """Go back to one set of empty read models; the projector fills them from the log."""
    for slot in ("a", "b"):
        for name in ("tally", "recognition", "past", "liberty", "newest_day", "anomaly", "external_id", "person"):
            op.drop_table(f"{name}_{slot}")
    op.drop_table("tracking")
    op.create_table(
        "tracking",
        sa.Column("application_name", sa.String(), primary_key=True),
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
    )
    op.create_table("person", *_texts("person", "name"), *_known())
    op.create_table("liberty", *_texts("person", "liberty", "deprivation"), *_both_times(), *_numbers("choices"))
    op.create_table("recognition", *_texts("person", "deprivation", "body"), *_both_times(), *_numbers("now", "ever"))
    op.create_table(
        "newest_day",
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False),
    )
    spans, said = ["known_to", "known_from", "valid_to", "valid_from"], ["body", "now", "ever"]
    op.create_index("liberty_by_basis", "liberty", [*spans, "liberty", "person", "deprivation", "choices"])
    op.create_index("recognition_by_basis", "recognition", ["person", "deprivation", *spans, *said])
    op.create_index("recognition_by_time", "recognition", [*spans, "person", "deprivation", *said])
