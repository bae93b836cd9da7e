"""What befell people in the cycle, and between which days: in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the table to both slots, with an index by day: the cycle asks for a stretch of days."""
    for slot in ("a", "b"):
        op.create_table(
            f"occurrence_{slot}",
            *(sa.Column(name, sa.String(), primary_key=True, nullable=False) for name in ("person", "sort", "facts")),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in ("earliest", "latest", "surely", "possibly")),
            sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sqlite_with_rowid=False,
        )
        op.create_index(
            f"occurrence_by_day_{slot}", f"occurrence_{slot}", ["latest", "earliest", "known_to", "surely", "possibly"]
        )


def downgrade() -> None:
    """Drop it."""
    for slot in ("a", "b"):
        op.drop_index(f"occurrence_by_day_{slot}", f"occurrence_{slot}")
        op.drop_table(f"occurrence_{slot}")
