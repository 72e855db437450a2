"""Text of an article as other people's programs may have it: in feeds, structured data, tags and manifests."""

from pronouncer.patterns import compiled

# Bidi embeddings, overrides and isolates (UAX 9) turn the text around them; the rest is not allowed in XML 1.0.
_NOT_PLAIN = compiled("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
MOST = 255  # characters of a title that podcast directories take


def plain(text: str, most: int = 0) -> str:
    """Return a text on one line, without what would act on its surroundings, cut to a number of characters if given."""
    flat = " ".join(_NOT_PLAIN.sub(" ", text).split())
    return flat if not most or len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def inert(text: str) -> str:
    """Return text as HTML holds it: what `html.escape` does, whose module loads the names of 2,000 characters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
