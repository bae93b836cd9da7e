"""Proposals that wait for review, and the runs that made them: a desk beside the log, and no part of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "import_run",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "proposal",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), sa.ForeignKey("import_run.id"), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        # By subject, as lists are sorted: an index of digests, which have no order, takes most of an import's time.
        sa.PrimaryKeyConstraint("register", "subject", "run"),
    )
    op.create_index("proposal_run", "proposal", ["run", "state", "place"])


def downgrade() -> None:
    """Drop them; what was accepted stands in the log, what was not is lost."""
    op.drop_table("proposal")
    op.drop_table("import_run")
