"""The lexicons that come with a language, read without a look at what is in them: the tests have had it."""

from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from pronouncer.model.lexicon import Lexeme

_COMMENT = "# "
_DEFAULTS: Mapping[str, str] = Lexeme._field_defaults | {"scope": "base"}


def shipped(path: Path) -> list[Lexeme]:
    """Return the entries of a table with a heading, in the scope `base`; only the last cells of a row may be empty."""
    heading, *lines = (line for line in path.read_text("utf-8").split("\n") if line and not line.startswith(_COMMENT))
    columns = heading.split("\t")
    others = [name for name in Lexeme._fields if name not in columns]
    usual = [_DEFAULTS.get(name, "") for name in (*columns, *others)]
    ordered = itemgetter(*((*columns, *others).index(name) for name in Lexeme._fields))
    rows = (line.split("\t") for line in lines)
    return [Lexeme._make(ordered(cells + usual[len(cells) :])) for cells in rows]
