"""People, what they report, and what comes of it."""

import sqlalchemy as sa
from alembic import op

from pronouncer.store.database.migrations.columns import jsons, needed, number_, numbers, texts, times, times_if_known
from pronouncer.store.database.tables.base import Id

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, each after those that it refers to."""
    _people()
    _cases()
    _proposals()
    _rulings()
    _rounds()


def _people() -> None:
    """Who may do what."""
    op.create_table(
        "people",
        number_(),
        *needed("email"),
        *texts("name"),
        *needed("role"),
        *texts("password"),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("session", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        *times("created"),
        *times_if_known("seen"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sa.UniqueConstraint("subject", name="uq_people_subject"),
    )
    op.create_table(
        "batches",
        number_(),
        *needed("title"),
        sa.Column("partner", Id, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False, server_default="cases"),
        sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()),
        *times("created"),
        *times_if_known("expires closed"),
        sa.ForeignKeyConstraint(["partner"], ["people.id"], name="fk_batches_partner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_table(
        "invitations",
        number_(),
        *needed("hash"),
        *texts("email"),
        *needed("role"),
        sa.Column("batch", Id, nullable=True),
        *texts("who"),
        *times("created expires"),
        *times_if_known("used"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_invitations_batch", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("hash", name="uq_invitations_hash"),
    )
    op.create_table(
        "keys",
        number_(),
        *needed("prefix hash"),
        *texts("title"),
        *needed("role"),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("person", Id, nullable=True),
        *times("created"),
        *times_if_known("expires used revoked"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_keys_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_keys_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("hash", name="uq_keys_hash"),
    )
    op.create_index("ix_keys_prefix", "keys", ["prefix"])


def _cases() -> None:
    """What listeners report."""
    op.create_table(
        "cases",
        number_(),
        *needed("word"),
        *texts("written language heard"),
        sa.Column("kind", sa.Text(), nullable=False, server_default="wrong"),
        *texts("named"),
        *needed("state"),
        *numbers("reports"),
        sa.Column("rank", sa.Double(), nullable=False, server_default="0"),
        *times("first last"),
        sa.Column("ruling", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_state_rank", "cases", ["state", "rank"])
    op.create_index("ix_cases_word_heard_state", "cases", ["word", "heard", "state"])
    op.create_table(
        "reports",
        number_(),
        *needed("token"),
        sa.Column("case", Id, nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("edition", Id, nullable=True),
        *texts("sentence"),
        sa.Column("content", sa.BigInteger(), nullable=True),
        *texts("word"),
        sa.Column("first", sa.BigInteger(), nullable=False, server_default="-1"),
        sa.Column("last", sa.BigInteger(), nullable=False, server_default="-1"),
        *times_if_known("time"),
        *texts("voice"),
        *jsons("versions"),
        sa.Column("kind", sa.Text(), nullable=False, server_default="wrong"),
        *texts("note spelling contact origin"),
        *needed("state"),
        *texts("problem"),
        *times("at"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_reports_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_reports_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("token", name="uq_reports_token"),
    )
    op.create_index("ix_reports_origin", "reports", ["origin"])
    op.create_index("ix_reports_state_at", "reports", ["state", "at"])


def _proposals() -> None:
    """What partners see and say."""
    op.create_table(
        "shared",
        sa.Column("batch", Id, nullable=False),
        sa.Column("case", Id, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_shared_batch", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_shared_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("batch", "case", name="pk_shared"),
        comment="What a partner may see",
    )
    op.create_table(
        "proposals",
        number_(),
        sa.Column("case", Id, nullable=False),
        sa.Column("person", Id, nullable=True),
        *texts("phoneme respelling alias reason source"),
        sa.Column("state", sa.Text(), nullable=False, server_default="open"),
        *times("at"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_proposals_case", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_proposals_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_table(
        "comments",
        number_(),
        sa.Column("case", Id, nullable=False),
        sa.Column("person", Id, nullable=True),
        *needed("text"),
        *times("at"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_comments_case", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_comments_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )


def _rulings() -> None:
    """What editors rule, and what is voiced again."""
    op.create_table(
        "rulings",
        number_(),
        sa.Column("case", Id, nullable=True),
        *needed("decision"),
        *texts("who reason"),
        *jsons("lexeme retired"),
        *numbers("lexicon"),
        *needed("state"),
        *times_if_known("cap"),
        *jsons("impact"),
        *times("at"),
        *times_if_known("ended"),
        *texts("undone"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_rulings_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
    )
    op.create_index("ix_rulings_state", "rulings", ["state"])
    op.create_table(
        "waves",
        sa.Column("ruling", Id, nullable=False),
        *needed("article state"),
        sa.Column("rank", sa.Double(), nullable=False, server_default="0"),
        sa.Column("before", Id, nullable=True),
        sa.Column("after", Id, nullable=True),
        *numbers("takes"),
        sa.Column("cost", sa.Double(), nullable=False, server_default="0"),
        *texts("problem"),
        *times("at"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_waves_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ruling"], ["rulings.id"], name="fk_waves_ruling", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ruling", "article", name="pk_waves"),
        comment="What a ruling voices again",
    )
    op.create_index("ix_waves_ruling_state_rank", "waves", ["ruling", "state", "rank"])
    op.create_table(
        "proofs",
        number_(),
        sa.Column("ruling", Id, nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        *texts("take method"),
        sa.Column("heard", sa.Boolean(), nullable=False, server_default=sa.false()),
        *jsons("detail"),
        *times("at"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_proofs_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ruling"], ["rulings.id"], name="fk_proofs_ruling", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_proofs"),
    )


def _rounds() -> None:
    """What reviewers say of sentences."""
    op.create_table(
        "samples",
        number_(),
        sa.Column("batch", Id, nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("edition", Id, nullable=True),
        *texts("sentence text voice section take"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_samples_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_samples_batch", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_samples"),
        comment="Sentences of a review round",
    )
    op.create_table(
        "verdicts",
        number_(),
        sa.Column("sample", Id, nullable=False),
        sa.Column("person", Id, nullable=True),
        *jsons("words"),
        *numbers("rating"),
        *texts("note"),
        *times("at"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_verdicts_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sample"], ["samples.id"], name="fk_verdicts_sample", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
        sa.UniqueConstraint("sample", "person", name="uq_verdicts_sample_person"),
    )
