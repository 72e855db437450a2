"""Columns of the tables, the same for SQLite and PostgreSQL. Times are seconds since 1970, UTC."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)

Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only INTEGER counts up by itself in SQLite
Time: sa.Double[float] = sa.Double()


def id_() -> sa.Column[int]:
    """A number that counts up."""
    return sa.Column("id", Id, primary_key=True, autoincrement=True)


def text(name: str, default: str = "") -> sa.Column[str]:
    """A text that is never null."""
    return sa.Column(name, sa.Text, nullable=False, default=default, server_default=default)


def number(name: str, default: int = 0) -> sa.Column[int]:
    """A whole number that is never null."""
    return sa.Column(name, sa.BigInteger, nullable=False, default=default, server_default=str(default))


def time(name: str, *, known: bool = True) -> sa.Column[float]:
    """Seconds since 1970, UTC."""
    return sa.Column(name, Time, nullable=not known)


def flag(name: str, default: bool = False) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(
        name, sa.Boolean, nullable=False, default=default, server_default=sa.true() if default else sa.false()
    )


def json(name: str) -> sa.Column[object]:
    """JSON data, or null."""
    return sa.Column(name, Json, nullable=True)


def of(
    name: str, target: str, *, known: bool = True, kind: sa.types.TypeEngine[Any] | None = None
) -> sa.Column[object]:
    """A reference that goes with what it refers to."""
    return sa.Column(name, kind or Id, sa.ForeignKey(target, ondelete="CASCADE"), nullable=not known)


def article(*, known: bool = True) -> sa.Column[object]:
    """The article that a row is about."""
    return of("article", "articles.id", known=known, kind=sa.Text())
