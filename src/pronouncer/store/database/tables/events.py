"""What happens, for those who wait for it."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import flag, id_, json, metadata, number, of, text, time

events = sa.Table(
    "events",
    metadata,
    id_(),
    time("at"),
    sa.Column("kind", sa.Text, nullable=False),  # article.live, ruling.made, ...
    text("article"),
    json("detail"),
    sa.Index(None, "at"),
    sqlite_autoincrement=True,  # whoever reads on from an id must not meet it again when old events are gone
)

hooks = sa.Table(
    "hooks",
    metadata,
    id_(),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),  # whsec_..., Standard Webhooks
    json("kinds"),  # list of kinds of events; null for all
    flag("active", True),
    text("problem"),
    time("created"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    id_(),
    of("hook", "hooks.id"),
    of("event", "events.id"),
    sa.Column("state", sa.Text, nullable=False),  # waiting, sent, failed
    number("attempts"),
    time("due"),
    text("problem"),
    sa.Index(None, "state", "due"),
)

kept = sa.Table(
    "kept",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="Small things that are made once, such as the key that signs",
)
