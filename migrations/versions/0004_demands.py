"""Demands: who asked what in which statement, whose release, all that was said of it, and what assessors hold."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NAMES = ("demand", "demand_person", "demand_act", "demand_outcome")


def upgrade() -> None:
    """Add the tables to both slots; the projector fills them as it derives anew what is not yet derived so."""
    for slot in ("a", "b"):
        days = [*_numbers("earliest", "latest"), *_known()]
        _table(f"demand_{slot}", *_texts("demand"), *_texts("part_of", key=False), *days)
        _table(f"demand_person_{slot}", *_texts("demand", "person"), *_known())
        days = [*_numbers("earliest", "latest"), *_known()]
        _table(f"demand_act_{slot}", *_texts("demand", "fact", "statement"), *days)
        spans = [sa.Column("valid_from", sa.Integer(), primary_key=True, autoincrement=False), *_numbers("valid_to")]
        told = _texts("demand", "assessor", "fact", "outcome")
        _table(f"demand_outcome_{slot}", *told, *spans, *_known(), *_numbers("choices"))


def _known() -> list[sa.Column[int]]:
    return [
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    ]


def _texts(*names: str, key: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), primary_key=key, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop them."""
    for slot in ("a", "b"):
        for name in reversed(NAMES):
            op.drop_table(f"{name}_{slot}")
