"""What stands before the root of an XML document, and is refused where it is dangerous before it is parsed."""

import re

from pronouncer.errors import SourceError
from pronouncer.patterns import compiled

_PIECE = compiled(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = compiled(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def root(text: str) -> str:
    """Return the local name of the root element, such as `rss`; empty where the text does not start as XML."""
    found = _ROOT.match(text, root_start(text))
    return found.group(1) if found else ""


def root_start(text: str) -> int:
    """Return the offset of the first character after declarations, comments and the document type."""
    start = 0
    while piece := _PIECE.match(text, start):
        start = piece.end()
    return start


def refuse_entities(text: str, name: str) -> None:
    """Raise SourceError where a document type declares anything: entities can unfold to gigabytes or read files."""
    head = text[: root_start(text)]
    for piece in re.findall(r"<!DOCTYPE[^>]*", head, re.IGNORECASE):
        if "[" in piece:
            raise SourceError(
                f"{name} declares its own XML entities (a DTD), which is not safe to read. "
                "Ask whoever runs the site for a feed without a DOCTYPE."
            )
