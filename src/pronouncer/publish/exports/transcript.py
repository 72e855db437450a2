"""`transcript.html`: what is heard, as plain HTML with the times of paragraphs."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.markup import direction, escaped, language
from pronouncer.publish.exports.prose import prose
from pronouncer.publish.exports.table import Around


def write(edition: Edition, around: Around) -> str:
    """Return the transcript."""
    tag = language(edition.article.language)
    head = [
        f'<!doctype html>\n<html lang="{escaped(tag)}" dir="{direction(tag)}">',
        f'<head><meta charset="utf-8"><title>{escaped(edition.headline)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>\n<body><main>""",
    ]
    foot = f'</main>\n<footer lang="en" dir="ltr"><p>{escaped(edition.disclosure)}</p></footer></body></html>\n'
    return "\n".join([*head, *prose(edition, timed=True), foot])
