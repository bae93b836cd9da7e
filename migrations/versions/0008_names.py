"""Every name that is recorded of a person, beside the one that is printed: for the search by name.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table to both slots."""
    for slot in ("a", "b"):
        op.create_table(
            f"named_{slot}",
            sa.Column("person", sa.String(), primary_key=True, nullable=False),
            sa.Column("fact", sa.String(), primary_key=True, nullable=False),
            sa.Column("text", sa.String(), nullable=False),
            sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sqlite_with_rowid=False,
        )


def downgrade() -> None:
    """Drop it."""
    for slot in ("a", "b"):
        op.drop_table(f"named_{slot}")
