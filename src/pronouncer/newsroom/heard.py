"""Whether an edition may go live: it is listened to first, where its site wants that."""

from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import VoiceError
from pronouncer.listening import hear_edition
from pronouncer.model.article import Article
from pronouncer.model.report import Report
from pronouncer.newsroom import library
from pronouncer.newsroom.house import House
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.outlets.folder.read import opened
from pronouncer.review.verdict import verdict


class Heard(NamedTuple):
    """What was said in the end, and what was heard of it."""

    said: Said
    reports: tuple[Report, ...] = ()
    """Of the edition as it is now: what is wrong, and what may be."""
    problem: str = ""
    """Why it is held back; empty where it may go live."""


def listened(house: House, pipeline: Pipeline, row: sa.Row[Any], article: Article, folder: Path, said: Said) -> Heard:
    """Listen to an edition in a folder, by the rule of its site.

    `publish` does not listen. With `fallback` another voice of the site says it, where something is wrong; if that is
    wrong too, or with `hold`, it is held for an editor.
    """
    with house.database.reading() as connection:
        rule = library.site(connection, row.site).hold
    if rule == "publish":
        return Heard(said)
    heard = hear_edition(folder, pipeline.ensemble)
    found = verdict(heard, rule)
    if found.result == "fallback":
        voice = opened(folder).voices[0].id
        try:
            said = pipeline.say_article(article, folder, without={voice: found.reports[0].message})
        except VoiceError:
            return Heard(said, heard.reports, _why(found.reports))
        heard = hear_edition(folder, pipeline.ensemble)
        found = verdict(heard, "hold")
    return Heard(said, heard.reports, _why(found.reports) if found.result != "publish" else "")


def _why(reports: tuple[Report, ...]) -> str:
    more = f" And {len(reports) - 1} more." if len(reports) > 1 else ""
    return f"Heard before it went live: {reports[0].message}{more}"
