"""Give turns to engines."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "places",
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("engine", "place", name=op.f("pk_places")),
        comment="Sentences that an engine says at the same time",
    )
    op.create_table(
        "turns",
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("free", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("engine", name=op.f("pk_turns")),
    )
