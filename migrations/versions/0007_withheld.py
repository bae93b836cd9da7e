"""Who is withheld, in both slots; the projector fills it from the log."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table; what is derived already asks for: khronika rebuild."""
    for slot in ("a", "b"):
        op.create_table(
            f"withheld_{slot}",
            sa.Column("person", sa.String(), primary_key=True, nullable=False),
            sa.Column("ground", sa.String(), primary_key=True, nullable=False),
            sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sqlite_with_rowid=False,
        )
    # Rows from before say nothing of who is withheld: as those of an older version they must be derived anew.
    op.execute("UPDATE tracking SET version = 2 WHERE version > 2")


def downgrade() -> None:
    """Drop the table."""
    for slot in ("a", "b"):
        op.drop_table(f"withheld_{slot}")
