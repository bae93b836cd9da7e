"""Signed checkpoints of the log, as they were published."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table; it is filled from the journal, or by the next checkpoint."""
    op.create_table(
        "log_checkpoint",
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop it; the journal keeps what was signed."""
    op.drop_table("log_checkpoint")
