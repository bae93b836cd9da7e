"""How long each span of liberty is at most, and an index by it: in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table anew in both slots, with an index of what holds on a day."""
    by_reach = [
        "reach",
        "valid_from",
        "valid_to",
        "known_from",
        "known_to",
        "person",
        "liberty",
        "deprivation",
        "choices",
    ]
    for slot in ("a", "b"):
        op.drop_table(f"liberty_{slot}")
        _liberty(slot, "choices", "reach")
        op.create_index(f"liberty_by_reach_{slot}", f"liberty_{slot}", by_reach)


def downgrade() -> None:
    """Make it as it was, without rows."""
    for slot in ("a", "b"):
        op.drop_index(f"liberty_by_reach_{slot}", f"liberty_{slot}")
        op.drop_table(f"liberty_{slot}")
        _liberty(slot, "choices")


def _liberty(slot: str, *numbers: str) -> None:
    op.create_table(
        f"liberty_{slot}",
        *(
            sa.Column(name, sa.String(), primary_key=True, nullable=False)
            for name in ("person", "liberty", "deprivation")
        ),
        sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sqlite_with_rowid=False,
    )
