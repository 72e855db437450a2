"""Editions that automatic listening held back: heard on the desk, with the words that were complained of."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path
from fastapi.responses import FileResponse, Response

from pronouncer.errors import NotFound
from pronouncer.model.edition import Edition
from pronouncer.newsroom import library
from pronouncer.newsroom.loop.record import record
from pronouncer.publish.outlets.versions.places import LocalPlace
from pronouncer.publish.outlets.versions.release import kind_of
from pronouncer.web.access.gate import allowed, within
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.sounds import of_edition
from pronouncer.web.envelope import ArticleId, Number
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("articles.read"))]
SentenceId = Annotated[str, Path(max_length=64)]
_HEADERS = {"Cache-Control": "private, no-store"}  # it may be withdrawn, or never go live


class Complaint(NamedTuple):
    """What a check said of a sentence."""

    message: str
    severity: str
    """`wrong` or `doubt`."""
    sentence: str
    """`Sentence.id`; empty where it is of no sentence."""
    before: str
    words: str
    """What it is about, between what stands before and after; empty for all of it."""
    after: str


class Held(NamedTuple):
    """An edition that waits for an editor's ear."""

    row: sa.Row[Any]
    complaints: Sequence[Complaint]
    """What is wrong before what is doubted."""


def held(world: World, editions: Sequence[sa.Row[Any]]) -> Held | None:
    """Return the newest of an article's editions (the newest first) if it is held; None if it is not."""
    if not editions or editions[0].state != "held":
        return None
    row = editions[0]
    try:
        edition = record(world.house.blobs, row.path)
    except NotFound:
        return Held(row, [])
    found = sorted(row.findings or [], key=lambda finding: finding.get("severity") != "wrong")
    return Held(row, [_complaint(edition, finding) for finding in found])


@router.get("/articles/{id}/editions/{edition}/sound", response_class=Response)
def hear_edition(id: ArticleId, edition: Number, world: In, person: Reader) -> Response:
    """Return the whole sound of an edition that was made, whether it is public or not."""
    row = _own(world, person, id, edition)
    name = f"{row.path}{row.renditions[0]['file']}"
    place = world.house.blobs
    if isinstance(place, LocalPlace) and place.path(name).is_file():
        return FileResponse(place.path(name), media_type=kind_of(name), headers=_HEADERS)
    data = place.read(name)  # through here, not by a signed address: that would be public for an hour
    if data is None:
        raise NotFound("The sound of this edition is not there any more.")
    return Response(data, media_type=kind_of(name), headers=_HEADERS)


@router.get("/articles/{id}/editions/{edition}/sentences/{sentence}.wav", response_class=Response)
def hear_sentence(id: ArticleId, edition: Number, sentence: SentenceId, world: In, person: Reader) -> Response:
    """Return a sentence as it sounds in an edition."""
    return of_edition(world, _own(world, person, id, edition).path, sentence)


def _own(world: World, person: Person, id: str, edition: int) -> Any:  # noqa: ANN401 - a row of editions
    with world.house.database.reading() as connection:
        within(person, library.article(connection, id).site)
        row = library.edition(connection, edition)
    if row.article != id:
        raise NotFound("There is no such edition of this article.")
    return row


def _complaint(edition: Edition, finding: dict[str, Any]) -> Complaint:
    id = finding.get("sentence_id", "")
    text = next((each.text or each.shown for each in edition.script.sentences if each.id == id), "")
    start, end = finding.get("start", 0), finding.get("end", 0)
    parts = (text[:start], text[start:end], text[end:]) if end > start else (text, "", "")
    return Complaint(finding["message"], finding.get("severity", "wrong"), id if text else "", *parts)
