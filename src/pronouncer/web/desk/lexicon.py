"""The lexicon on the desk: entries, their history, tables that are brought in."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import Response

from pronouncer.errors import PronouncerError, TooLong
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import audit
from pronouncer.newsroom import lexicon as house_lexicon
from pronouncer.newsroom.lexicon import made
from pronouncer.phones.respelling import respelled
from pronouncer.pronounce.lexicons.exchange import imported
from pronouncer.store.database import lexicon
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("lexicon.read"))]
Writer = Annotated[Person, Depends(allowed("lexicon.write"))]
Text = Annotated[str, Form(max_length=1000)]
_MOST = 200  # entries on a page
_LARGEST = 10_000_000  # bytes of a table
_EMPTY = dict.fromkeys(("grapheme", "pronunciation", "alias", "language", "kind", "source", "why"), "")


@router.get("/lexicon", response_class=Response)
def show_lexicon(
    request: Request, world: In, person: Reader, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Show the entries that stand."""
    return _page(request, world, person, q=q)


@router.get("/lexicon/history", response_class=Response)
def show_history(
    request: Request, world: In, person: Reader, word: Annotated[str, Query(min_length=1, max_length=200)]
) -> Response:
    """Show all that a word ever was."""
    with world.house.database.reading() as connection:
        entries = lexicon.history(connection, grapheme=word)
    return render(request, "history.html", person, word=word, entries=entries, respelled=respelled)


@router.post("/lexicon", response_class=Response)
def change_lexicon(
    request: Request,
    world: In,
    person: Writer,
    grapheme: Text,
    pronunciation: Text = "",
    alias: Text = "",
    language: Text = "",
    kind: Text = "",
    source: Text = "",
    why: Text = "",
    seen: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """Add an entry, or change one."""
    typed = {"grapheme": grapheme, "pronunciation": pronunciation, "alias": alias, "language": language}
    typed |= {"kind": kind, "source": source, "why": why}
    values = {name: value for name, value in typed.items() if name != "pronunciation"} | {"phoneme": pronunciation}
    try:
        lexeme = made(values, who=person.name, now=world.house.now())
        with world.house.database.writing() as connection:
            added = house_lexicon.add(connection, [lexeme], who=person.name, why=why, now=world.house.now(), seen=seen)
            audit.note(connection, person.name, "lexicon.change", str(added.version), typed, now=world.house.now())
    except PronouncerError as error:
        return _page(request, world, person, typed=typed, problem=str(error), status=refused(error).status)
    return back("/lexicon")


@router.post("/lexicon/import", response_class=Response)
def import_table(
    request: Request, world: In, person: Writer, file: Annotated[UploadFile, File()], why: Text = ""
) -> Response:
    """Bring entries of a table in: all that can be used."""
    try:
        data = file.file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise TooLong(f"A table has {_LARGEST:,} bytes at most. Bring it in in parts.")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table{Path(file.filename or '').suffix[:8]}"
            path.write_bytes(data)
            found = imported(path)
        entries = [_stamped(each, person) for each in found.entries]
        with world.house.database.writing() as connection:
            now = world.house.now()
            added = house_lexicon.add(connection, entries, who=person.name, why=why or "Brought in.", now=now)
            audit.note(connection, person.name, "lexicon.import", str(added.version), now=now)
    except PronouncerError as error:
        return _page(request, world, person, problem=str(error), status=refused(error).status)
    bad = [
        f"{each.grapheme} (line {each.line}): {each.message}" for each in found.outcomes if each.verdict == "refused"
    ]
    told = f"{len(added.added)} entries were added, {len(added.same)} stood already. "
    told += f"{len(bad)} could not be used: {'; '.join(bad[:10])}" if bad else ""
    return _page(request, world, person, told=told)


@router.post("/lexicon/{entry}/retire", response_class=Response)
def retire_entry(entry: Number, request: Request, world: In, person: Writer) -> Response:
    """Take an entry out."""
    try:
        with world.house.database.writing() as connection:
            now = world.house.now()
            gone = house_lexicon.retire(connection, [entry], who=person.name, why="Retired on the desk.", now=now)
            audit.note(connection, person.name, "lexicon.retire", str(entry), {"version": gone.version}, now=now)
    except PronouncerError as error:
        return _page(request, world, person, problem=str(error), status=refused(error).status)
    return back("/lexicon")


def _stamped(lexeme: Lexeme, person: Person) -> Lexeme:
    return lexeme if lexeme.who else lexeme._replace(who=person.name)


def _page(
    request: Request,
    world: World,
    person: Person,
    *,
    q: str = "",
    typed: dict[str, str] | None = None,
    problem: str = "",
    told: str = "",
    status: int = 200,
) -> Response:
    with world.house.database.reading() as connection:
        version = lexicon.newest(connection)
        entries = lexicon.current(connection, words=q, most=_MOST)
        versions = lexicon.versions(connection, most=20)
    return render(
        request,
        "lexicon.html",
        person,
        status=status,
        q=q,
        version=version,
        entries=entries,
        versions=versions,
        most=_MOST,
        typed=typed or _EMPTY,
        problem=problem,
        told=told,
        respelled=respelled,
    )
