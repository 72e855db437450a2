"""When engines may be asked, for all workers together."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import metadata, time

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("engine", sa.Text, primary_key=True),
    time("free"),  # from when on it may be asked again
)

places = sa.Table(
    "places",
    metadata,
    sa.Column("engine", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    time("until"),  # when its lease ends; 0 where nobody has it
    comment="Sentences that an engine says at the same time",
)
