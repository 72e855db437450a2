"""`article.jsonld`: the article and its audio for machines (schema.org, JSON-LD)."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around
from pronouncer.publish.structured import structured


def write(edition: Edition, around: Around) -> str:
    """Return the structured data, which the page has too."""
    return structured(edition, around.address)
