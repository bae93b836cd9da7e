"""Targets of sanctions, and how the measures against them may stand.

The rows themselves come from the log: the projector fills them as it goes on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the empty tables to both slots."""
    for slot in ("a", "b"):
        _table(f"target_{slot}", _text("target"), _text("kind", key=False), _text("name", key=False), _number("sized"))
        _table(f"size_{slot}", _text("target"), _text("unit"), _number("low"), _number("high"))
        _table(f"part_{slot}", _text("target"), _text("whole"))
        named = [_text(name) for name in ("target", "authority", "programme", "measure", "stand")]
        from_day = sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False)
        _table(f"measure_{slot}", *named, from_day, _number("valid_to"))


def downgrade() -> None:
    """Drop the tables; what they hold follows from the log."""
    for slot in ("a", "b"):
        for name in ("measure", "part", "size", "target"):
            op.drop_table(f"{name}_{slot}")


def _text(name: str, *, key: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=key, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    known = (
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    )
    op.create_table(name, *columns, *known, sqlite_with_rowid=False)
