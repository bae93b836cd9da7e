"""Signed digests of the state of a day, beside the checkpoint at whose size they were read."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"


def upgrade() -> None:
    """Add the table; it is filled from the next checkpoint on, once a day."""
    op.create_table(
        "log_state",
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text(), nullable=False, unique=True),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop it; notes that somebody saved still hold."""
    op.drop_table("log_state")
