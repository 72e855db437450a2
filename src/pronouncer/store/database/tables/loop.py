"""What listeners, partners and editors say of it."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import Id, Time, article, flag, id_, json, metadata, number, of, text, time

cases = sa.Table(
    "cases",
    metadata,
    id_(),
    sa.Column("word", sa.Text, nullable=False),  # folded
    text("written"),  # as it stands in the text
    text("language"),
    text("heard"),  # IPA that was said
    text("kind", "wrong"),  # of `Report`
    text("named"),  # person, place, ...; empty where it is not known
    sa.Column("state", sa.Text, nullable=False),  # open, shared, ruled, fixed, rejected
    number("reports"),
    sa.Column("rank", Time, nullable=False, default=0.0, server_default="0"),
    time("first"),
    time("last"),
    sa.Column("ruling", Id, nullable=True),
    sa.Index(None, "word", "heard", "state"),
    sa.Index(None, "state", "rank"),
)

reports = sa.Table(
    "reports",
    metadata,
    id_(),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # for the reporter
    of("case", "cases.id", known=False),
    article(known=False),
    sa.Column("edition", Id, nullable=True),
    text("sentence"),  # `Sentence.id`
    sa.Column("content", sa.BigInteger, nullable=True),  # of `sentences`
    text("word"),
    number("first", -1),  # characters in `Article.text`
    number("last", -1),
    sa.Column("time", Time, nullable=True),  # seconds in the audio
    text("voice"),
    json("versions"),  # engine, lexicon, pronouncer
    text("kind", "wrong"),  # wrong, skipped, extra, voice, other
    text("note"),
    text("spelling"),  # how it should sound
    text("contact"),  # taken away with the thanks
    text("origin"),  # keyed hash of the address, taken away after a day
    sa.Column("state", sa.Text, nullable=False),  # open, held, fixed, rejected
    text("problem"),  # why it is held
    time("at"),
    sa.Index(None, "state", "at"),
    sa.Index(None, "origin"),
)

letters = sa.Table(
    "letters",
    metadata,
    id_(),
    of("report", "reports.id"),
    text("address"),  # taken away when it is sent, or given up
    sa.Column("state", sa.Text, nullable=False),  # waiting, sending, sent, failed
    number("tries"),
    time("due"),
    text("problem"),
    sa.Index(None, "state", "due"),
    comment="Thanks to reporters; `sending` is never sent again",
)

rulings = sa.Table(
    "rulings",
    metadata,
    id_(),
    of("case", "cases.id", known=False),
    sa.Column("decision", sa.Text, nullable=False),  # accept, change, reject
    text("who"),
    text("reason"),
    json("lexeme"),  # that it made
    json("retired"),  # lexemes that it took the place of
    number("lexicon"),  # version that it made
    sa.Column("state", sa.Text, nullable=False),  # approved, voicing, paused, proved, unproved, rejected, undone
    sa.Column("cap", Time, nullable=True),  # US dollars
    json("impact"),
    time("at"),
    time("ended", known=False),
    text("undone"),  # by whom
    sa.Index(None, "state"),
)

waves = sa.Table(
    "waves",
    metadata,
    sa.Column("ruling", Id, sa.ForeignKey("rulings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # waiting, done, failed, undone
    sa.Column("rank", Time, nullable=False, default=0.0, server_default="0"),
    sa.Column("before", Id, nullable=True),  # edition
    sa.Column("after", Id, nullable=True),
    number("takes"),
    sa.Column("cost", Time, nullable=False, default=0.0, server_default="0"),
    text("problem"),
    time("at"),
    sa.Index(None, "ruling", "state", "rank"),
    comment="What a ruling voices again",
)

proofs = sa.Table(
    "proofs",
    metadata,
    id_(),
    of("ruling", "rulings.id"),
    article(known=False),
    text("take"),
    text("method"),  # listening, phonemes
    flag("heard"),
    json("detail"),
    time("at"),
)

batches = sa.Table(
    "batches",
    metadata,
    id_(),
    sa.Column("title", sa.Text, nullable=False),
    of("partner", "people.id", known=False),
    text("kind", "cases"),  # cases, round
    flag("blind"),
    time("created"),
    time("expires", known=False),
    time("closed", known=False),
)

shared = sa.Table(
    "shared",
    metadata,
    sa.Column("batch", Id, sa.ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("case", Id, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    comment="What a partner may see",
)

proposals = sa.Table(
    "proposals",
    metadata,
    id_(),
    of("case", "cases.id"),
    of("person", "people.id", known=False),
    text("phoneme"),
    text("respelling"),
    text("alias"),
    text("reason"),
    text("source"),
    text("state", "open"),  # open, accepted, declined
    time("at"),
)

comments = sa.Table(
    "comments",
    metadata,
    id_(),
    of("case", "cases.id"),
    of("person", "people.id", known=False),
    sa.Column("text", sa.Text, nullable=False),
    time("at"),
)

samples = sa.Table(
    "samples",
    metadata,
    id_(),
    of("batch", "batches.id"),
    article(known=False),
    sa.Column("edition", Id, nullable=True),
    text("sentence"),
    text("text"),
    text("voice"),
    text("section"),
    text("take"),
    sa.Index(None, "batch"),
    comment="Sentences of a review round",
)

verdicts = sa.Table(
    "verdicts",
    metadata,
    id_(),
    of("sample", "samples.id"),
    of("person", "people.id", known=False),
    json("words"),  # list of true or false, by word
    number("rating"),  # 1 to 5, ITU-T P.800 ACR
    text("note"),
    time("at"),
    sa.UniqueConstraint("sample", "person"),
)
