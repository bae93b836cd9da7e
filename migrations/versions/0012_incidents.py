"""Incidents, what they are part of, their figures and members, and which are one or apart: in both slots.

The rows come from the log: the projector fills them when it rebuilds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def _text(name: str, *, key: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=key, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _known() -> list[sa.Column[int]]:
    return [
        sa.Column("known_from", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
    ]


def upgrade() -> None:
    """Add the tables to both slots."""
    for slot in ("a", "b"):
        tables: dict[str, list[sa.Column[str] | sa.Column[int]]] = {
            "incident": [_text("kind", key=False), _number("first"), _number("last")],
            "incident_part": [_text("fact"), _text("whole")],
            "incident_figure": [
                _text("fact"),
                _text("unit", key=False),
                _number("low"),
                _number("high"),
                _number("stated"),
            ],
            "incident_member": [_text("fact"), _text("person")],
            "incident_judged": [_text("fact"), _text("verdict"), _text("other")],
        }
        for name, columns in tables.items():
            op.create_table(f"{name}_{slot}", _text("incident"), *columns, *_known(), sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop them."""
    for slot in ("a", "b"):
        for name in ("incident", "incident_part", "incident_figure", "incident_member", "incident_judged"):
            op.drop_table(f"{name}_{slot}")
