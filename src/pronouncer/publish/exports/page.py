"""`index.html`: the page that plays the edition."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports import words
from pronouncer.publish.exports.table import EXPORTS, Around
from pronouncer.publish.oembed import framed, link
from pronouncer.publish.page import page
from pronouncer.publish.structured import structured


def write(edition: Edition, around: Around) -> str:
    """Return the page."""
    return page(
        edition,
        structured=structured(edition, around.address),
        words=words.write(edition, around),
        player=EXPORTS["player"].file,
        embedded=link(framed(edition, around.address), EXPORTS["oembed"].file) if around.address else "",
    )
