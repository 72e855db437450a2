"""What partners see and do; what is public of the loop; and what editors share."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import Field

from pronouncer.errors import NotFound, PronouncerError
from pronouncer.newsroom import audit
from pronouncer.newsroom.lexicon import made
from pronouncer.newsroom.loop import cases, proof, reports, sharing
from pronouncer.phones.respelling import respelled
from pronouncer.store.database.tables.loop import reports as rows_of_reports
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.cases import KINDS
from pronouncer.web.desk.sounds import as_it_was
from pronouncer.web.envelope import Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Partner = Annotated[Person, Depends(allowed("cases.shared"))]
Proposer = Annotated[Person, Depends(allowed("cases.propose"))]
Reader = Annotated[Person, Depends(allowed("cases.read"))]
Ruler = Annotated[Person, Depends(allowed("cases.rule"))]
Text = Annotated[str, Form(max_length=1000)]
_EMPTY = {"pronunciation": "", "reason": "", "source": ""}


@router.get("/shared", response_class=Response)
def show_shared(request: Request, world: In, person: Partner) -> Response:
    """Show what is shared with somebody."""
    now = world.house.now()
    with world.house.database.reading() as connection:
        found = [
            (
                batch,
                sharing.cases_of(connection, person.id, batch.id, now=now),
                sharing.waiting(connection, batch.id, now=now),
            )
            for batch in sharing.batches_of(connection, person.id, now=now)
        ]
    return render(request, "shared.html", person, batches=found)


@router.get("/shared/{case}", response_class=Response)
def show_shared_case(case: Number, request: Request, world: In, person: Partner) -> Response:
    """Show a case that is shared with somebody."""
    return _case(request, world, person, case)


@router.get("/shared/{case}/reports/{report}.wav", response_class=Response)
def hear_shared(case: Number, report: Number, world: In, person: Partner) -> Response:
    """Return the sentence of a report of a case that is shared with somebody."""
    with world.house.database.reading() as connection:
        sharing.check(connection, person.id, case, now=world.house.now())
        own = sa.select(rows_of_reports.c.case).where(rows_of_reports.c.id == report)
        if connection.execute(own).scalar() != case:
            raise NotFound("There is no such report.")
    return as_it_was(world, report)


@router.post("/shared/{case}", response_class=Response)
def propose(
    case: Number,
    request: Request,
    world: In,
    person: Proposer,
    pronunciation: Text,
    reason: Text = "",
    source: Text = "",
) -> Response:
    """Propose how the word of a case is said."""
    typed = {"pronunciation": pronunciation, "reason": reason, "source": source}
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            sharing.check(connection, person.id, case, now=now)
            row = cases.case(connection, case).row
            values = {"grapheme": row.written, "phoneme": pronunciation, "language": row.language.split("-")[0]}
            lexeme = made(values, who=person.name, now=now)
            id = sharing.propose(
                connection,
                case=case,
                person=person.id,
                phoneme=lexeme.phoneme,
                respelling=lexeme.respelling,
                reason=reason,
                source=source,
                now=now,
            )
            audit.note(connection, person.name, "proposal", str(case), {"proposal": id}, now=now)
    except NotFound:
        raise
    except PronouncerError as error:
        return _case(request, world, person, case, typed=typed, problem=str(error), status=refused(error).status)
    return back("/shared")


@router.post("/shared/{case}/comments", response_class=Response)
def comment(case: Number, request: Request, world: In, person: Proposer, text: Text = "") -> Response:
    """Say something about a case that is shared with somebody."""
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            sharing.check(connection, person.id, case, now=now)
            sharing.comment(connection, case=case, person=person.id, text=text, now=now)
    except NotFound:
        raise
    except PronouncerError as error:
        return _case(request, world, person, case, problem=str(error), status=refused(error).status)
    return back(f"/shared/{case}")


@router.get("/batches", response_class=Response)
def show_batches(request: Request, world: In, person: Reader) -> Response:
    """Show what is shared with partners, and how long it has waited."""
    return _batches(request, world, person)


@router.post("/batches", response_class=Response)
def share(
    request: Request,
    world: In,
    person: Ruler,
    title: Text,
    partner: Annotated[int, Form(ge=1, le=2**53)],
    cases: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Form(max_length=500)],
    blind: Text = "",
) -> Response:
    """Share cases with a partner."""
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            batch = sharing.share(connection, title=title, partner=partner, ids=cases, blind=bool(blind), now=now)
            audit.note(connection, person.name, "batch.share", str(batch), {"partner": partner}, now=now)
    except PronouncerError as error:
        return _batches(request, world, person, problem=str(error), status=refused(error).status)
    return back("/batches")


@router.post("/batches/{batch}/close", response_class=Response)
def close_batch(batch: Number, world: In, person: Ruler) -> Response:
    """End a batch."""
    with world.house.database.writing() as connection:
        sharing.close(connection, batch, now=world.house.now())
        audit.note(connection, person.name, "batch.close", str(batch), now=world.house.now())
    return back("/batches")


@router.get("/fixes", response_class=Response)
def show_fixes(request: Request, world: In) -> Response:
    """Show everybody what was fixed."""
    with world.house.database.reading() as connection:
        found = proof.fixes(connection)
    return render(request, "fixes.html", fixes=found, respelled=respelled)


@router.get("/report/{token}", response_class=Response)
def show_report(token: str, request: Request, world: In) -> Response:
    """Show a reporter what became of a report."""
    with world.house.database.reading() as connection:
        row = reports.seen_by_reporter(connection, token[:64])
    return render(request, "report.html", row=row)


def _case(
    request: Request,
    world: World,
    person: Person,
    id: int,
    *,
    typed: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    with world.house.database.reading() as connection:
        blind = sharing.check(connection, person.id, id, now=world.house.now())
        found = sharing.seen(connection, person.id, id, now=world.house.now())
    given = {"case": found, "blind": blind, "typed": typed or _EMPTY, "problem": problem, "kinds": KINDS}
    return render(request, "shared-case.html", person, status=status, respelled=respelled, **given)


def _batches(request: Request, world: World, person: Person, *, problem: str = "", status: int = 200) -> Response:
    now = world.house.now()
    with world.house.database.reading() as connection:
        rows = sharing.listed(connection)
        waits = {row.id: sharing.waiting(connection, row.id, now=now) for row in rows}
    return render(request, "batches.html", person, status=status, rows=rows, waits=waits, problem=problem)
