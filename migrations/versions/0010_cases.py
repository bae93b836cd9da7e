"""Cases against people, sentences and measures after release: four tables, in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = {
    "procedure": (("person", "case", "state"), (), "choices"),
    "charge": (("person", "case", "article"), ("deprivation",), "holds"),
    "punishment": (("person", "sentence", "aspect", "value"), (), "choices"),
    "after_release": (("person", "fact"), ("burden",), "holds"),
}
"""Per table its keys, other texts, and its number."""


def upgrade() -> None:
    """Add the tables to both slots."""
    for slot in ("a", "b"):
        for name, (keys, texts, number) in TABLES.items():
            op.create_table(
                f"{name}_{slot}",
                *(sa.Column(key, sa.String(), primary_key=True, nullable=False) for key in keys),
                *(sa.Column(text, sa.String(), nullable=False) for text in texts),
                sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False),
                sa.Column("valid_to", sa.Integer(), nullable=False),
                sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
                sa.Column("known_to", sa.BigInteger(), nullable=False),
                sa.Column(number, sa.Integer(), nullable=False),
                sqlite_with_rowid=False,
            )


def downgrade() -> None:
    """Drop them."""
    for slot in ("a", "b"):
        for name in TABLES:
            op.drop_table(f"{name}_{slot}")
