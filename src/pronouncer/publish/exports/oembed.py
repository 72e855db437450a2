"""`oembed.json`: how another site shows the player (oEmbed 1.0), where the address of the edition is known."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around
from pronouncer.publish.oembed import framed, oembed, written


def write(edition: Edition, around: Around) -> str | None:
    """Return the answer that a server would give, for hosts that serve files."""
    return written(oembed(framed(edition, around.address))) if around.address else None
