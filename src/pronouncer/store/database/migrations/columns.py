"""Columns of one kind, by their names with spaces between. Changes that were made use them: leave them as they are."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import Id, Json


def number_() -> sa.Column[int]:
    """An id that counts up."""
    return sa.Column("id", Id, autoincrement=True, nullable=False)


def needed(names: str) -> list[sa.Column[str]]:
    """Texts without a default."""
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def texts(names: str) -> list[sa.Column[str]]:
    """Texts that are empty where nothing is given."""
    return [sa.Column(name, sa.Text(), nullable=False, server_default="") for name in names.split()]


def numbers(names: str) -> list[sa.Column[int]]:
    """Whole numbers that are 0 where nothing is given."""
    return [sa.Column(name, sa.BigInteger(), nullable=False, server_default="0") for name in names.split()]


def times(names: str) -> list[sa.Column[float]]:
    """Numbers of any kind, such as seconds since 1970."""
    return [sa.Column(name, sa.Double(), nullable=False) for name in names.split()]


def times_if_known(names: str) -> list[sa.Column[float]]:
    """Numbers of any kind, or null."""
    return [sa.Column(name, sa.Double(), nullable=True) for name in names.split()]


def jsons(names: str) -> list[sa.Column[object]]:
    """JSON, or null."""
    return [sa.Column(name, Json, nullable=True) for name in names.split()]
