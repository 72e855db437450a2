"""The editions of a folder as episodes of a podcast."""

import datetime
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import PublishError
from pronouncer.model.article import Article
from pronouncer.model.codec import from_data
from pronouncer.model.master import Rendition
from pronouncer.publish.outlets.folder.shelf import Standing, standing
from pronouncer.publish.outlets.folder.write import RECORD, published

PREFERRED = ("mp3", "m4a")
"""Formats that podcast apps play, the one that most do first."""


class Episode(NamedTuple):
    """One edition that can be heard."""

    date: datetime.datetime
    """When the article was published; when its edition was made where that is not known."""
    folder: Path
    article: Article
    headline: str
    disclosure: str
    rendition: Rendition


class Found(NamedTuple):
    """What a folder of editions holds."""

    episodes: tuple[Episode, ...]
    """The newest first."""
    broken: tuple[Path, ...]
    """Editions that are not whole."""


def episodes(shelf: Path, *, section: str = "", most: int) -> Found:
    """Return the newest editions of a folder, of one section or all. Raises PublishError where there is none."""
    shown = [each for each in standing(shelf) if section in ("", each.article.section)]
    if not shown:
        raise PublishError(_nothing(shelf, section))
    newest: dict[str, Standing] = {}
    for each in sorted(shown, key=_order, reverse=True):
        newest.setdefault(each.article.guid, each)
    made = [(each.folder, _episode(each)) for each in list(newest.values())[:most]]
    found = tuple(episode for _, episode in made if episode)
    if not found:
        raise PublishError(f"No edition in {shelf} is whole. Say their articles again.")
    return Found(found, tuple(folder for folder, episode in made if not episode))


def _episode(edition: Standing) -> Episode | None:
    record = published(edition.folder)
    if record is None:
        return None
    by_format = {each["format"]: each for each in reversed(record["renditions"])}
    chosen = next((by_format[name] for name in PREFERRED if name in by_format), record["renditions"][0])
    rendition = from_data(Rendition, chosen)
    return Episode(_date(edition), edition.folder, edition.article, record["headline"], record["disclosure"], rendition)


def _order(edition: Standing) -> tuple[datetime.datetime, float, str]:
    return _date(edition), _made(edition), edition.folder.name


def _date(edition: Standing) -> datetime.datetime:
    for text in (edition.article.published, edition.article.modified):
        try:
            date = datetime.datetime.fromisoformat(text)
        except ValueError:
            continue
        return date.replace(microsecond=0, tzinfo=date.tzinfo or datetime.UTC)
    return datetime.datetime.fromtimestamp(int(_made(edition)), datetime.UTC)


def _made(edition: Standing) -> float:
    return (edition.folder / RECORD).stat().st_mtime


def _nothing(shelf: Path, section: str) -> str:
    sections = sorted({each.article.section for each in standing(shelf) if each.article.section})
    if section and sections:
        return f"No edition in {shelf} is of the section {section!r}. There are: {', '.join(sections)}."
    if section:
        return f"No edition in {shelf} has a section. Leave out --section, or name one when you say an article."
    return f"There is no edition in {shelf}. Name the folder that `pronouncer say --out` or `follow --out` wrote into."
