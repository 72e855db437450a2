"""The first tables."""

from alembic import op

from pronouncer.store.database import words
from pronouncer.store.database.tables.every import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind())
    words.create(op.get_bind())
