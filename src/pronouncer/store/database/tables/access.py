"""Who may do what, and what was done."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import flag, id_, json, metadata, number, of, text, time

people = sa.Table(
    "people",
    metadata,
    id_(),
    sa.Column("email", sa.Text, nullable=False, unique=True),  # lower case
    text("name"),
    sa.Column("role", sa.Text, nullable=False),  # admin, editor, partner, reader
    text("password"),  # Argon2; empty where another provider knows it
    sa.Column("subject", sa.Text, nullable=True, unique=True),  # at the OpenID Connect provider
    number("session", 1),  # raised to end all sessions
    flag("active", True),
    time("created"),
    time("seen", known=False),
)

invitations = sa.Table(
    "invitations",
    metadata,
    id_(),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    text("email"),
    sa.Column("role", sa.Text, nullable=False),
    of("batch", "batches.id", known=False),
    text("who"),
    time("created"),
    time("expires"),
    time("used", known=False),
)

resets = sa.Table(
    "resets",
    metadata,
    id_(),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    of("person", "people.id"),
    text("who"),
    time("created"),
    time("expires"),
    time("used", known=False),
    comment="Links with which somebody chooses a new password",
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),  # of an address that somebody tries passwords for
    number("wrong"),
    time("at"),  # of the last one
    sa.Index(None, "at"),
)

keys = sa.Table(
    "keys",
    metadata,
    id_(),
    sa.Column("prefix", sa.Text, nullable=False, index=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),  # SHA-256
    text("title"),
    sa.Column("role", sa.Text, nullable=False),
    of("site", "sites.name", known=False, kind=sa.Text()),  # null for all sites
    of("person", "people.id", known=False),
    time("created"),
    time("expires", known=False),
    time("used", known=False),
    time("revoked", known=False),
)

audit = sa.Table(
    "audit",
    metadata,
    id_(),
    time("at"),
    text("who"),
    text("action"),
    text("object"),
    json("detail"),
    sa.Index(None, "object"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("who", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request", sa.Text, nullable=False),  # hash of method, path and body
    number("status"),  # 0 while the first one is at work
    json("body"),
    time("at"),
    comment="What was answered under an Idempotency-Key",
)
