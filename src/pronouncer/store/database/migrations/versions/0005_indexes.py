"""Count what an entry touches from an index alone; find the sentences of a round."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the change."""
    op.create_index("ix_samples_batch", "samples", ["batch"])
    if op.get_context().dialect.name == "sqlite":
        return  # it has no columns that an index only carries
    op.drop_index("ix_occurrences_sentence", "occurrences")
    carried = ["article", "place", "voice", "seconds"]
    op.create_index("ix_occurrences_sentence", "occurrences", ["sentence"], postgresql_include=carried)
