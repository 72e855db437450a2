"""The first tables: articles, editions, the lexicon, events."""

import sqlalchemy as sa
from alembic import op

from pronouncer.store.database import words
from pronouncer.store.database.migrations.columns import jsons, needed, number_, numbers, texts, times, times_if_known
from pronouncer.store.database.tables.base import Id

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, each after those that it refers to."""
    _sites()
    _articles()
    _editions()
    _lexicon()
    _events()
    _kept()
    words.create(op.get_bind())


def _sites() -> None:
    """Where articles come from."""
    op.create_table(
        "sites",
        *needed("name"),
        *texts("title"),
        *jsons("hosts rules"),
        sa.Column("hold", sa.Text(), nullable=False, server_default="publish"),
        *texts("secret"),
        sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.true()),
        *times("created"),
        sa.PrimaryKeyConstraint("name", name="pk_sites"),
    )
    op.create_table(
        "feeds",
        number_(),
        *needed("site url"),
        sa.Column("every", sa.BigInteger(), nullable=False, server_default="300"),
        *times("due"),
        *times_if_known("read"),
        *texts("problem"),
        sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_feeds_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )


def _articles() -> None:
    """What they are."""
    op.create_table(
        "articles",
        *needed("id site source_id"),
        *texts("url address headline section language"),
        *needed("status"),
        *numbers("revision"),
        *texts("digest"),
        *jsons("sent noun"),
        *numbers("taken"),
        *texts("version"),
        sa.Column("minor", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("breaking", sa.Boolean(), nullable=False, server_default=sa.false()),
        *texts("published"),
        sa.Column("live", Id, nullable=True),
        *numbers("listens"),
        *texts("problem"),
        *times("created changed updated"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_articles_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("site", "source_id", name="uq_articles_site_source_id"),
    )
    op.create_index("ix_articles_address", "articles", ["address"])
    op.create_index("ix_articles_status_updated", "articles", ["status", "updated"])
    op.create_index("ix_articles_updated", "articles", ["updated"])
    op.create_table(
        "backfill",
        number_(),
        *needed("site url"),
        sa.Column("state", sa.Text(), nullable=False, server_default="waiting"),
        *texts("problem"),
        *times("at"),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name="fk_backfill_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_backfill"),
        sa.UniqueConstraint("site", "url", name="uq_backfill_site_url"),
    )
    op.create_index("ix_backfill_state_id", "backfill", ["state", "id"])


def _editions() -> None:
    """What is said of them."""
    op.create_table(
        "editions",
        number_(),
        *needed("article"),
        *numbers("number"),
        *needed("path"),
        *texts("fingerprint"),
        *numbers("revision lexicon"),
        *texts("voice headline"),
        *jsons("renditions"),
        *times("duration"),
        *numbers("words flags takes passages"),
        sa.Column("cost", sa.Double(), nullable=False, server_default="0"),
        *texts("reason"),
        *needed("state"),
        *jsons("stages sentences findings"),
        *times("created"),
        *times_if_known("lived"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_editions_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("article", "number", name="uq_editions_article_number"),
    )
    op.create_index("ix_editions_fingerprint", "editions", ["fingerprint"])
    op.create_index("ix_editions_path", "editions", ["path"])
    op.create_table(
        "sentences",
        number_(),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        *texts("language"),
        *needed("text"),
        sa.PrimaryKeyConstraint("id", name="pk_sentences"),
        sa.UniqueConstraint("hash", name="uq_sentences_hash"),
        comment="Unique, and never changed; indexed by words.py",
    )
    op.create_table(
        "occurrences",
        *needed("article"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sentence", Id, nullable=False),
        *texts("name take voice"),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_occurrences_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sentence"], ["sentences.id"], name="fk_occurrences_sentence"),
        sa.PrimaryKeyConstraint("article", "place", name="pk_occurrences"),
        comment="The sentences of each article's live edition",
    )
    op.create_index("ix_occurrences_sentence", "occurrences", ["sentence"])
    op.create_table(
        "plays",
        *needed("article day"),
        *numbers("loads starts ends"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_plays_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "day", name="pk_plays"),
        comment="Counts only; nothing of who listened",
    )


def _lexicon() -> None:
    """How it is said."""
    op.create_table(
        "lexicons",
        sa.Column("number", Id, autoincrement=True, nullable=False),
        *texts("who why"),
        *times("at"),
        sa.PrimaryKeyConstraint("number", name="pk_lexicons"),
        comment="Versions of the house's lexicon; an edition is made with one of them",
    )
    op.create_table(
        "lexemes",
        number_(),
        *numbers("entry"),
        *texts("grapheme phoneme alias respelling language scope match"),
        *texts("before after role voice status kind who at why source first"),
        sa.Column("since", Id, nullable=False),
        sa.Column("until", Id, nullable=True),
        sa.ForeignKeyConstraint(["since"], ["lexicons.number"], name="fk_lexemes_since"),
        sa.ForeignKeyConstraint(["until"], ["lexicons.number"], name="fk_lexemes_until"),
        sa.PrimaryKeyConstraint("id", name="pk_lexemes"),
        comment="`Lexeme.left`, `right` and `when` are before, after and at, which are no words of SQL",
    )
    op.create_index("ix_lexemes_alias", "lexemes", ["alias"])
    op.create_index("ix_lexemes_entry", "lexemes", ["entry"])
    op.create_index("ix_lexemes_first", "lexemes", ["first"])
    op.create_index("ix_lexemes_until", "lexemes", ["until"])


def _events() -> None:
    """What happens, and who is told."""
    op.create_table(
        "events",
        number_(),
        *times("at"),
        *needed("kind"),
        *texts("article"),
        *jsons("detail"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "hooks",
        number_(),
        *needed("url secret"),
        *jsons("kinds"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        *texts("problem"),
        *times("created"),
        sa.PrimaryKeyConstraint("id", name="pk_hooks"),
    )
    op.create_table(
        "deliveries",
        number_(),
        sa.Column("hook", Id, nullable=False),
        sa.Column("event", Id, nullable=False),
        *needed("state"),
        *numbers("attempts"),
        *times("due"),
        *texts("problem"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_deliveries_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["hook"], ["hooks.id"], name="fk_deliveries_hook", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_state_due", "deliveries", ["state", "due"])


def _kept() -> None:
    """What is remembered, and who did what."""
    op.create_table(
        "kept",
        *needed("name value"),
        sa.PrimaryKeyConstraint("name", name="pk_kept"),
        comment="Small things that are made once, such as the key that signs",
    )
    op.create_table(
        "answers",
        *needed("who key request"),
        *numbers("status"),
        *jsons("body"),
        *times("at"),
        sa.PrimaryKeyConstraint("who", "key", name="pk_answers"),
        comment="What was answered under an Idempotency-Key",
    )
    op.create_table(
        "audit",
        number_(),
        *times("at"),
        *texts("who action object"),
        *jsons("detail"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_object", "audit", ["object"])
