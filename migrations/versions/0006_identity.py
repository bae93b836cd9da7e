"""Who is whom: persons registered again, and the one who stands for them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the empty table to both slots; a rebuild fills it."""
    for slot in ("a", "b"):
        op.create_table(
            f"identity_{slot}",
            sa.Column("person", sa.String(), primary_key=True, nullable=False),
            sa.Column("canonical", sa.String(), nullable=False),
            sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sqlite_with_rowid=False,
        )


def downgrade() -> None:
    """Drop it; it follows from the log."""
    for slot in ("a", "b"):
        op.drop_table(f"identity_{slot}")
