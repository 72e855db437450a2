"""The dry-run page of `pronouncer ingest --html`: what was taken from a page, what is read, and why not the rest."""

import html
from collections.abc import Sequence
from pathlib import Path

from pronouncer.errors import PublishError
from pronouncer.model.article import Article
from pronouncer.model.script import Script

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
body { color: #1b1b1b; background: #fff }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-size: 1.3rem; font-weight: 600; padding: 1rem 0 .5rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #ccc }
td:first-child { white-space: nowrap }
tr.read td { background: #e9f6ec } tr.not td { background: #f7eaea; color: #5a2222 }
code { font-size: .8rem; word-break: break-all; color: #444 }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee } tr.read td { background: #12301a }
  tr.not td { background: #341a1a; color: #f0caca } code { color: #bbb } th, td { border-color: #444 } }
"""


def rows(article: Article, script: Script) -> str:
    """Return the table of one article: in each row a block, its kind, whether it is read or why not, and its place."""
    heard = {sentence.block for sentence in script.sentences}
    reasons = {(omission.start, omission.end): omission.reason for omission in script.omissions}
    lines = [f"<table><caption>{html.escape(article.headline)}</caption>"]
    lines.append("<thead><tr><th>Read?<th>Kind<th>Text<th>Where in the page</tr></thead><tbody>")
    for index, block in enumerate(article.blocks):
        is_read = index in heard
        why = "read" if is_read else f"not read: {reasons.get((block.start, block.end), 'no words')}"
        text, place = html.escape(article.written(block)), html.escape(block.path)
        lines.append(
            f'<tr class="{"read" if is_read else "not"}"><td>{why}<td>{block.kind}'
            f'<td dir="auto">{text}<td><code>{place}</code></tr>'
        )
    return "\n".join([*lines, "</tbody></table>"])


def written(path: Path, tables: Sequence[str]) -> None:
    """Write the page. Raises PublishError."""
    body = "\n".join(tables) or "<p>Nothing was taken in.</p>"
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What is read</title>'
        f"<style>{_STYLE}</style></head><body><h1>What is read</h1>{body}</body></html>\n"
    )
    try:
        path.write_text(page, "utf-8", "surrogatepass")
    except OSError as error:
        raise PublishError(f"{path} cannot be written: {error.strerror}. Name another file.") from error
