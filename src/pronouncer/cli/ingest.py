"""`pronouncer ingest`: one source or many, for people, for machines, or as a page that shows what is read and why."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import settings
from pronouncer.errors import PronouncerError

if TYPE_CHECKING:
    from pronouncer.ingest.collect import Outcome
    from pronouncer.settings import Settings


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--html", "report", type=click.Path(path_type=Path), help="Write a page that shows what is read and why.")
@options.language
@options.section
@options.as_json
def ingest(sources: tuple[str, ...], report: Path | None, json: bool, **chosen: str | None) -> None:
    """Print the articles of sources: their blocks and kinds.

    SOURCES are files, URLs, -, feeds, sitemaps, posts of WordPress or Ghost. With --json one object a line; an article
    that cannot be taken in is a line too, and the exit code is then that of the last error.
    """
    code = 0
    pages: list[str] = []
    chosen_settings = settings(**chosen)
    for outcome, error in _outcomes(sources, chosen_settings):
        if error is not None:
            code = error.exit_code
            show.error(str(error), type(error).__name__, machine=json)
        elif outcome and outcome.article:
            show.as_json(outcome.article) if json else show.article(outcome.article)
            pages += [_page(outcome, chosen_settings)] if report else []
        elif outcome:
            code = code or (3 if outcome.item else 0)
            show.error(outcome.problem, "gone" if outcome.gone else "problem", machine=json)
    if report:
        from pronouncer.cli.report import written

        written(report, pages)
    sys.stdout.flush()
    if code:
        sys.exit(code)


def _outcomes(
    sources: tuple[str, ...], chosen: "Settings"
) -> "Iterator[tuple[Outcome | None, PronouncerError | None]]":
    """Yield what became of each article of each source; an error of one source does not stop the others."""
    from pronouncer.ingest.collect import collect
    from pronouncer.ingest.fetch import is_url, read, read_url
    from pronouncer.store.cache import Cache

    memory = Cache(chosen.cache, limit=chosen.cache_bytes)
    if not any(map(is_url, sources)) and len(sources) == 1:  # the HTTP client is loaded for URLs only
        raw = read(sources[0], chosen, memory=memory)
        if raw.kind in ("plain", "html", "markdown"):
            yield from ((outcome, None) for outcome in collect(raw, chosen, lambda url: read(url, chosen)))
            return
    from pronouncer.door.door import FEEDS, Door

    with Door(chosen, memory=memory) as door:
        for source in sources:
            try:
                raw = read_url(source, door, accept=FEEDS) if is_url(source) else read(source, chosen)
                for outcome in collect(raw, chosen, lambda url: read_url(url, door, accept=FEEDS)):
                    yield outcome, None
            except PronouncerError as error:
                yield None, error


def _page(outcome: "Outcome", chosen: "Settings") -> str:
    from pronouncer.cli.report import rows
    from pronouncer.ingest.sites import rules_of
    from pronouncer.script.order import script

    assert outcome.article
    return rows(outcome.article, script(outcome.article, rules_of(chosen, outcome.article)))
