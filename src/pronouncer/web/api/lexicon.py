"""The house's lexicon."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from pronouncer.errors import InputError
from pronouncer.newsroom import audit
from pronouncer.newsroom import lexicon as house_lexicon
from pronouncer.newsroom.lexicon import made
from pronouncer.store.database import lexicon
from pronouncer.store.database.lexicon import Entry
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.api.once import once
from pronouncer.web.envelope import PROBLEMS, Envelope, Number, Shape
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["lexicon"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("lexicon.read"))]
Writer = Annotated[Person, Depends(allowed("lexicon.write"))]
Line = Annotated[str, Field(max_length=1000)]


class LexemeSent(Shape):
    """An entry, with the fields of docs/lexicon.md."""

    grapheme: Annotated[str, Field(min_length=1, max_length=200)]
    phoneme: Line = ""
    alias: Line = ""
    respelling: Line = ""
    language: Annotated[str, Field(max_length=35)] = ""
    scope: Line = "house"
    match: Literal["any", "start", "exact"] = "any"
    left: Line = ""
    right: Line = ""
    role: Line = ""
    voice: Line = ""
    status: Literal["approved", "proposed", "retired"] = "approved"
    kind: Line = ""
    why: Line = ""
    source: Line = ""


class LexiconChange(Shape):
    """Entries to add or change, and those to retire."""

    add: Annotated[list[LexemeSent], Field(max_length=10_000)] = Field(default_factory=list)
    retire: Annotated[list[int], Field(max_length=10_000)] = Field(default_factory=list)
    why: Annotated[str, Field(max_length=1000)] = ""
    seen: Annotated[int, Field(ge=0)] | None = None
    """Version that the editor saw; words that were changed after it are refused."""


@router.get("/lexicon", response_model=Envelope[list[dict[str, Any]]])
def list_entries(
    world: In,
    person: Reader,
    q: Annotated[str, Query(max_length=200, description="Part of the word.")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Envelope[list[dict[str, Any]]]:
    """List the entries that stand."""
    with world.house.database.reading() as connection:
        found = lexicon.current(connection, words=q, most=limit)
    return Envelope(data=[_shown(entry) for entry in found])


@router.get("/lexicon/history", response_model=Envelope[list[dict[str, Any]]])
def word_history(
    world: In, person: Reader, word: Annotated[str, Query(min_length=1, max_length=200)]
) -> Envelope[list[dict[str, Any]]]:
    """Return all that a word ever was, the newest first."""
    with world.house.database.reading() as connection:
        return Envelope(data=[_shown(entry) for entry in lexicon.history(connection, grapheme=word)])


@router.get("/lexicon/versions", response_model=Envelope[list[dict[str, Any]]])
def list_versions(world: In, person: Reader) -> Envelope[list[dict[str, Any]]]:
    """List the newest versions: who changed it, when and why."""
    with world.house.database.reading() as connection:
        return Envelope(data=[version._asdict() for version in lexicon.versions(connection)])


@router.get("/lexicon/versions/{version}.tsv", response_class=Response)
def download_version(version: Number, world: In, person: Reader) -> Response:
    """Return a version as a table, as `pronouncer lexicon` reads it."""
    with world.house.database.reading() as connection:
        if version > lexicon.newest(connection):
            raise InputError(f"There is no version {version} yet.")
    path = house_lexicon.snapshot(world.house, version)
    return Response(path.read_bytes(), media_type="text/tab-separated-values; charset=utf-8")


@router.post("/lexicon", response_model=Envelope[dict[str, Any]])
def change_lexicon(body: LexiconChange, request: Request, world: In, person: Writer) -> Response:
    """Change the lexicon: all of what is sent, or nothing. It holds for what is voiced from now on."""

    def change() -> Envelope[dict[str, Any]]:
        entries = [made(each.model_dump(), who=person.name, now=world.house.now()) for each in body.add]
        with world.house.database.writing() as connection:
            now = world.house.now()
            added = house_lexicon.add(connection, entries, who=person.name, why=body.why, now=now, seen=body.seen)
            version, retired = added.version, len(added.retired)
            if body.retire:
                gone = house_lexicon.retire(connection, body.retire, who=person.name, why=body.why, now=now)
                version, retired = gone.version, retired + len(gone.retired)
            told = {"added": len(added.added), "same": len(added.same), "retired": retired, "version": version}
            audit.note(connection, person.name, "lexicon.change", str(version), told | {"why": body.why}, now=now)
        return Envelope(data=told)

    return once(request, world, person, body, change)


def _shown(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.number, **entry.lexeme._asdict(), "since": entry.since, "until": entry.until}
