"""`listen-to-article.js`: the player, which the page loads and other pages may."""

from pathlib import Path

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around

_SCRIPT = Path(__file__).parents[1] / "listen-to-article.js"


def write(edition: Edition, around: Around) -> bytes:
    """Return the script, the same for every edition."""
    return _SCRIPT.read_bytes()
