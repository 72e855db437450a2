"""Follow a source: keep a folder of editions in step with what it publishes. Once; the clock is cron's.

What there is to remember stands in the editions themselves: site, source id and addresses of their articles.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from pronouncer.errors import PronouncerError, SettingsError, SourceError, StatusError
from pronouncer.ingest.collect import Outcome, collect
from pronouncer.ingest.fetch import is_url, read, read_url
from pronouncer.ingest.fields import host
from pronouncer.ingest.items import Gone, Item, told_gone
from pronouncer.ingest.kinds import is_list
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.registry import COLLECTIONS, collector
from pronouncer.model.article import Article
from pronouncer.model.digest import text_digest
from pronouncer.noun import noun
from pronouncer.pipeline import Pipeline, slug
from pronouncer.publish.outlets.folder.shelf import Standing, ask_later, standing, take_down

IN_TURN = 50  # articles that left the list long ago, asked for in one run

Status = Literal["said", "unchanged", "withdrawn", "failed", "problem"]


@noun
class Followed:
    """What became of one article."""

    status: Status
    """`problem` is about the source as a whole."""
    headline: str = ""
    folder: Path | None = None
    """Of its edition, or where that was or would be."""
    takes: int = 0
    """Sentences that were synthesised."""
    reason: str = ""
    """One sentence, where there is something to say."""
    exit_code: int = 0
    """Of the error, where it failed."""


def follow(pipeline: Pipeline, source: str, out: Path) -> Iterator[Followed]:
    """Say what a source publishes anew or changed, and take down what it does not publish any more.

    An article that a list does not have any more is asked for by its own address; only a source that says itself
    that an article is gone takes its edition down. Raises PronouncerError where the source cannot be read, or where
    a setting stands against every article.
    """
    from pronouncer.door.door import FEEDS, Door

    shelf = tuple(standing(out))
    with Door(pipeline.settings, memory=pipeline.store) as door:
        run = _Run(pipeline, out, shelf, lambda url: read_url(url, door, accept=FEEDS))
        try:
            raw = run.fetch(source) if is_url(source) else read(source, pipeline.settings)
        except StatusError as error:
            gone = list(run.gone_at(source, error))
            if not gone:
                raise
            yield from gone
            return
        yield from run.listed(raw)
        if is_list(raw.kind, raw.text):
            yield from map(run.asked, run.unlisted())


def folder_name(site: str, source_id: str) -> str:
    """Return the name of an article's folder: always the same, however its headline changes."""
    readable = re.sub(r"^https?://", "", source_id).removeprefix(site)
    return f"{slug(f'{site} {readable}')}-{text_digest(f'{site} {source_id}', 4)}"


class _Run:
    """One look at a source."""

    def __init__(self, pipeline: Pipeline, out: Path, shelf: tuple[Standing, ...], fetch: Callable[[str], Raw]) -> None:
        self._pipeline, self._out, self._shelf = pipeline, out, shelf
        self.fetch = fetch
        self._seen: set[Path] = set()
        self._oldest = ""

    def listed(self, raw: Raw) -> Iterator[Followed]:
        """Yield what becomes of each article that the source has."""
        for outcome in collect(raw, self._pipeline.settings, self.fetch):
            if outcome.item:
                self._oldest = min(filter(None, (self._oldest, outcome.item.version)), default="")
            found = self._of(outcome)
            if found.folder:
                self._seen.add(found.folder)
            yield found

    def unlisted(self) -> Iterator[Standing]:
        """Yield editions whose articles are not in the list: those that should be, and some of the older ones."""
        left = [edition for edition in self._shelf if edition.folder not in self._seen and _address(edition.article)]
        missed = {edition.folder for edition in left if self._oldest and edition.article.version > self._oldest}
        yield from (edition for edition in left if edition.folder in missed)
        older = sorted(left, key=lambda edition: edition.asked)
        yield from [edition for edition in older if edition.folder not in missed][:IN_TURN]

    def asked(self, edition: Standing) -> Followed:
        """Ask the source for one article, and take its edition down if that says that it is gone."""
        article = edition.article
        ask_later(edition)
        try:
            raw = self.fetch(_address(article))
            gone = next(iter(collector(raw.kind)(raw).gone), None) if raw.kind in COLLECTIONS else None
        except StatusError as error:
            gone = told_gone(error, article.source_id, _address(article), api=bool(article.api))
            if not gone:
                return _failed(error, article.headline, edition.folder)
        except PronouncerError as error:
            return _failed(error, article.headline, edition.folder)
        if gone:
            return _withdrawn(edition, gone.reason)
        return Followed("unchanged", article.headline, edition.folder, reason="It left the list, and is still public.")

    def gone_at(self, source: str, error: StatusError) -> Iterator[Followed]:
        """Take down the editions of an article whose own address was followed and says that it is gone."""
        for edition in self._shelf:
            article = edition.article
            api = _leads(source, article.api)
            here = api or _leads(source, article.source)
            gone = told_gone(error, article.source_id, source, api=api) if here else None
            if gone:
                yield _withdrawn(edition, gone.reason)

    def _of(self, outcome: Outcome) -> Followed:
        if outcome.gone:
            return self._gone(outcome.gone)
        if outcome.article:
            return self._said(outcome.article, outcome.item)
        if outcome.item:
            folder = self._out / folder_name(host(outcome.item.url), outcome.item.id or outcome.item.url)
            return _failed(SourceError(outcome.problem), outcome.item.title or outcome.item.url, folder)
        return Followed("problem", reason=outcome.problem)

    def _said(self, article: Article, item: Item | None) -> Followed:
        if item and not (item.id or item.url):
            return _failed(SourceError("It has neither id nor address, so it cannot be followed."), article.headline)
        folder = self._out / folder_name(*article.identity)
        try:
            said = self._pipeline.say_article(article, folder)
        except SettingsError:
            raise
        except PronouncerError as error:
            return _failed(error, article.headline, folder)
        return Followed("unchanged" if said.unchanged else "said", said.headline, folder, said.takes)

    def _gone(self, gone: Gone) -> Followed:
        site = host(gone.url)
        found = [edition for edition in self._shelf if edition.article.source_id == gone.id]
        found = [edition for edition in found if site == edition.article.site] if site else found
        if len(found) == 1:
            return _withdrawn(found[0], gone.reason)
        if found:
            return _failed(SourceError(f"{gone.reason} Articles of several sites have this id; send its address too."))
        return Followed("unchanged", reason=gone.reason)


def _withdrawn(edition: Standing, reason: str) -> Followed:
    try:
        take_down(edition)
    except PronouncerError as error:
        return _failed(error, edition.article.headline, edition.folder)
    return Followed("withdrawn", edition.article.headline, edition.folder, reason=reason)


def _failed(error: PronouncerError, headline: str = "", folder: Path | None = None) -> Followed:
    return Followed("failed", headline, folder, reason=str(error), exit_code=error.exit_code)


def _address(article: Article) -> str:
    """Return where the source answers for one article; empty for a file."""
    return article.api or (article.source if is_url(article.source) else "")


def _leads(asked: str, address: str) -> bool:
    """Tell whether a URL is an address, whatever else is asked for with it."""
    return bool(address and re.match(rf"{re.escape(address)}/?(?:[?&#]|$)", asked))
