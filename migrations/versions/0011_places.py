"""Where people are held, and how courts and places of detention are called: three tables, in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the tables to both slots."""
    for slot in ("a", "b"):
        _add(f"held_at_{slot}", [_key("person"), _key("place")])
        _add(f"place_{slot}", [_key("place"), sa.Column("kind", sa.String(), nullable=False)])
        described = [sa.Column(name, sa.String(), nullable=False) for name in ("text", "language")]
        _add(f"place_name_{slot}", [_key("place"), _key("fact"), *described])


def downgrade() -> None:
    """Drop them."""
    for slot in ("a", "b"):
        for table in ("held_at", "place", "place_name"):
            op.drop_table(f"{table}_{slot}")


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True, nullable=False)


def _add(table: str, columns: list[sa.Column[str]]) -> None:
    op.create_table(
        table,
        *columns,
        sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
