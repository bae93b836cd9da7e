"""Time stamps of RFC 3161 on published checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the table; a later checkpoint is stamped anew, and covers what came before."""
    op.create_table(
        "log_timestamp",
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("authority", sa.Text(), primary_key=True),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("stamped_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop it; tokens that somebody saved still hold."""
    op.drop_table("log_timestamp")
