"""The history of the tables, one for both makes of database: its changes are in `migrations/versions`, made by Alembic.

What needs Alembic imports it on use: most commands never look at a database.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from pronouncer.store.database import words
from pronouncer.store.database.tables.base import Id, Json
from pronouncer.store.database.tables.every import metadata

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
_TYPES = {id(Id): "Id", id(Json): "Json"}


def config(connection: sa.Connection | None = None) -> "Config":
    """Return what Alembic needs to find the changes, and to make them on a connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def heads() -> Sequence[str]:
    """Return the names of the changes that no other one follows; there has to be one."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config()).get_heads()


def newest() -> str:
    """Return the name of the newest change."""
    return heads()[0]


def current(connection: sa.Connection) -> str:
    """Return the name of the newest change that a database has; empty where it has no tables."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(connection: sa.Connection) -> None:
    """Make the changes that a database does not have. In a writing transaction."""
    from alembic import command

    command.upgrade(config(connection), "head")


def differences(connection: sa.Connection) -> list[Any]:
    """Return how the tables of a database differ from those of this program, as Alembic tells it."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    told = connection.dialect.name != "sqlite"  # where an empty text as a default never looks like itself
    options = {"include_object": is_compared, "compare_server_default": told}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def is_compared(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Leave out the word index, which each make of database has in its own way."""
    return not (kind == "table" and (name or "").startswith(words.TABLE))


def rendered(kind: str, item: object, context: "AutogenContext") -> str | Literal[False]:
    """Name the types of ours, which Alembic would take apart."""
    if kind != "type" or id(item) not in _TYPES:
        return False
    name = _TYPES[id(item)]
    context.imports.add(f"from pronouncer.store.database.tables.base import {name}")
    return name
