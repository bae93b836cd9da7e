"""Published counts: one row for each figure, in both slots. `khronika rebuild` fills it for a log that has some."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table of figures in each slot."""
    for slot in ("a", "b"):
        texts = [sa.Column(name, sa.String(), nullable=False) for name in ("counted", "unit", "group", "scope")]
        numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in ("first", "last", "low", "high")]
        op.create_table(
            f"figure_{slot}",
            sa.Column("figure", sa.String(), primary_key=True, nullable=False),
            *texts,
            *numbers,
            sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sqlite_with_rowid=False,
        )


def downgrade() -> None:
    """Drop it; the facts stay in the log."""
    for slot in ("a", "b"):
        op.drop_table(f"figure_{slot}")
