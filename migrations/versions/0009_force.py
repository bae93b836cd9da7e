"""When mandates and provisions of law are in force: one table of each kind, in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KINDS = ("mandate", "law")


def upgrade() -> None:
    """Add the tables to both slots."""
    for slot in ("a", "b"):
        for kind in KINDS:
            op.create_table(
                f"{kind}_{slot}",
                sa.Column(kind, sa.String(), primary_key=True, nullable=False),
                sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
                sa.Column("valid_to", sa.Integer(), nullable=False),
                sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
                sa.Column("known_to", sa.BigInteger(), nullable=False),
                sa.Column("holds", sa.Integer(), nullable=False),
                sqlite_with_rowid=False,
            )


def downgrade() -> None:
    """Drop them."""
    for slot in ("a", "b"):
        for kind in KINDS:
            op.drop_table(f"{kind}_{slot}")
