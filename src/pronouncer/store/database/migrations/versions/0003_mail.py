"""Thank reporters, reset passwords, count tries."""

import sqlalchemy as sa
from alembic import op

from pronouncer.store.database.tables.base import Id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "tries",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("wrong", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tries")),
    )
    with op.batch_alter_table("tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tries_at"), ["at"], unique=False)

    op.create_table(
        "resets",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("person", Id, nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("expires", sa.Double(), nullable=False),
        sa.Column("used", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_resets_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resets")),
        sa.UniqueConstraint("hash", name=op.f("uq_resets_hash")),
        comment="Links with which somebody chooses a new password",
    )
    op.create_table(
        "letters",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("report", Id, nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_letters_report"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        comment="Thanks to reporters; `sending` is never sent again",
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_state_due"), ["state", "due"], unique=False)
