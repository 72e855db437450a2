"""How it is said."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import Id, id_, metadata, number, text, time

lexicons = sa.Table(
    "lexicons",
    metadata,
    sa.Column("number", Id, primary_key=True, autoincrement=True),
    text("who"),
    text("why"),
    time("at"),
    comment="Versions of the house's lexicon; an edition is made with one of them",
)

lexemes = sa.Table(
    "lexemes",
    metadata,
    id_(),
    number("entry"),  # the same through all versions of an entry
    *[text(name) for name in ("grapheme", "phoneme", "alias", "respelling", "language", "scope", "match", "before")],
    *[text(name) for name in ("after", "role", "voice", "status", "kind", "who", "at", "why", "source")],
    text("first"),  # `first_word` of the grapheme
    sa.Column("since", Id, sa.ForeignKey("lexicons.number"), nullable=False),
    sa.Column("until", Id, sa.ForeignKey("lexicons.number"), nullable=True),  # first version without it
    sa.Index(None, "first"),
    sa.Index(None, "alias"),
    sa.Index(None, "until"),
    sa.Index(None, "entry"),
    comment="`Lexeme.left`, `right` and `when` are before, after and at, which are no words of SQL",
)
