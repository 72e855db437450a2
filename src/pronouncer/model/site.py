"""What a newsroom decides for the pages of one site: what is read, beyond what the pages say themselves."""

from typing import Literal, NamedTuple

from pronouncer.model.article import READ, BlockKind
from pronouncer.model.cast import CastRules


class SiteRules(NamedTuple):
    """The rules of one site; without any, what every page is read by."""

    include: tuple[str, ...] = ()
    """CSS selectors of elements that are read whatever the extractors think of them, as `data-listen="only"` is."""
    exclude: tuple[str, ...] = ()
    """CSS selectors of elements that are not part of the article, as `data-listen="skip"` is."""
    read: frozenset[BlockKind] = READ
    """Kinds of blocks that are read."""
    corrections: Literal["", "first", "last"] = ""
    """Where correction notes are read: after the headline, at the end, or where they stand."""
    tables: Literal["count", "full"] = "count"
    """Whether a table is read as "table with 4 rows", or row by row. Neither is without `table` in `read`."""
    voices: CastRules = CastRules()
    """Who says what."""
