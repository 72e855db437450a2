"""Reports on the desk: triage, one case, the ruling with its impact before it, and what came of it."""

from collections.abc import Callable
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from pronouncer.errors import InputError, NotFound, PronouncerError
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import audit, library, reception
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.lexicon import made
from pronouncer.newsroom.loop import cases, proof, reports, rulings, sharing, waves
from pronouncer.newsroom.loop.impact import Impact, Price, impact
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.reading import reading
from pronouncer.phones.respelling import respelled
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import articles
from pronouncer.store.database.tables.loop import proofs
from pronouncer.store.database.tables.loop import reports as rows_of_reports
from pronouncer.web.access import people
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.sounds import as_it_is, as_it_was, with_another
from pronouncer.web.envelope import ArticleId, Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("cases.read"))]
Ruler = Annotated[Person, Depends(allowed("cases.rule"))]
Text = Annotated[str, Form(max_length=1000)]
Line = Annotated[str, Field(max_length=1000)]
KINDS = {
    "wrong": "said wrong",
    "skipped": "skipped",
    "extra": "words that are not there",
    "voice": "the wrong voice",
    "other": "something else",
}
METHODS = {
    "phonemes": "what the engine says of its phones",
    "listening": "the automatic listening",
    "reading": "the reading",
    "ear": "an editor's ear",
    "none": "nobody could tell",
}
"""How it was found out what was said, as `proof` names it."""
_STATES = ("open", "ruled", "fixed", "rejected", "held")


class RuleForm(BaseModel):
    """What an editor fills in to rule on a case, or to see what that would touch."""

    grapheme: Line = ""
    pronunciation: Line = ""
    kind: Line = ""
    source: Line = ""
    reason: Line = ""
    cap: Line = ""
    seen: Annotated[int, Field(ge=0)] | None = None
    """Version of the lexicon that was on the page."""
    act: Line = "impact"

    @property
    def values(self) -> dict[str, str]:
        """The entry, as the lexicon takes it."""
        names = ("grapheme", "pronunciation", "kind", "source", "reason")
        return {name: getattr(self, name) for name in names}


@router.get("/cases", response_class=Response)
def show_cases(
    request: Request, world: In, person: Reader, state: Annotated[str, Query(max_length=20)] = "open"
) -> Response:
    """Show what is reported, what hurts most first."""
    state = state if state in _STATES else "open"
    states = cases.OPEN if state == "open" else (state,)
    with world.house.database.reading() as connection:
        rows = cases.listed(connection, states=states, now=world.house.now())
        counts, held = cases.counts(connection), cases.held(connection)
        clocks = sharing.clocks(connection, now=world.house.now())
    shown: dict[str, Any] = {"rows": rows, "counts": counts, "held": held, "state": state, "clocks": clocks}
    return render(request, "cases.html", person, kinds=KINDS, respelled=respelled, **shown)


@router.get("/cases/{id}", response_class=Response)
def show_case(id: Number, request: Request, world: In, person: Reader) -> Response:
    """Show a case."""
    return _page(request, world, person, id)


@router.get("/cases/{id}/try.wav", response_class=Response)
def hear_way(
    id: Number, world: In, person: Reader, pronunciation: Annotated[str, Query(min_length=1, max_length=200)]
) -> Response:
    """Return a sentence of a case with its word said in another way."""
    with world.house.database.reading() as connection:
        found = cases.case(connection, id)
        text = _sentence(connection, found)
    lexeme = _entry(world, person, {"grapheme": found.row.written, "pronunciation": pronunciation})
    with world.press() as press:
        return with_another(press, text or found.row.written, found.row.language, lexeme)


@router.get("/articles/{id}/sentences/{place}/as.wav", response_class=Response)
def hear_after(
    id: ArticleId,
    place: int,
    world: In,
    person: Reader,
    grapheme: Annotated[str, Query(min_length=1, max_length=200)],
    pronunciation: Annotated[str, Query(min_length=1, max_length=200)],
) -> Response:
    """Return a sentence of an article as it would sound with an entry."""
    lexeme = _entry(world, person, {"grapheme": grapheme, "pronunciation": pronunciation})
    with world.press() as press:
        found = reading(world.house, press, id)
        if not 0 <= place < len(found.script.sentences):
            raise NotFound("There is no such sentence.")
        return with_another(press, found.script.sentences[place].shown, found.script.language, lexeme)


@router.get("/reports/{report}/sentence.wav", response_class=Response)
def hear_report(report: Number, world: In, person: Reader) -> Response:
    """Return the sentence of a report as it sounded."""
    return as_it_was(world, report)


@router.post("/reports/{report}/{act}", response_class=Response)
def judge_held(report: Number, act: str, world: In, person: Ruler) -> Response:
    """Let a report in that is held, or drop it."""
    now = world.house.now()
    with world.house.database.reading() as connection:
        edition = connection.execute(
            sa.select(rows_of_reports.c.edition).where(rows_of_reports.c.id == report)
        ).scalar()
        path = library.edition(connection, edition).path if edition else ""
    if act not in ("release", "drop") or not path:
        raise NotFound("There is no such report that is held.")
    with world.house.database.writing() as connection:
        if act == "drop":
            reports.drop(connection, report)
        else:
            reports.release(connection, report, edition=record(world.house.blobs, path), now=now)
        audit.note(connection, person.name, f"report.{act}", str(report), now=now)
    return back("/cases?state=held")


@router.post("/cases/{id}/comments", response_class=Response)
def comment(id: Number, world: In, person: Ruler, text: Text) -> Response:
    """Say something about a case."""
    with world.house.database.writing() as connection:
        cases.case(connection, id)
        sharing.comment(connection, case=id, person=person.id, text=text, now=world.house.now())
    return back(f"/cases/{id}")


@router.post("/cases/{id}/rule", response_class=Response)
def rule(
    id: Number,
    request: Request,
    world: In,
    person: Ruler,
    form: Annotated[RuleForm, Form()],
) -> Response:
    """Show what a ruling would touch, or rule."""
    try:
        if form.act == "impact":
            with world.house.database.reading() as connection:
                language = cases.case(connection, id).row.language
                told = impact(connection, _entry(world, person, form.values, language), price=price(world))
            return _page(request, world, person, id, form=form, told=told)
        return _ruled(world, person, id, form)
    except PronouncerError as error:
        return _page(request, world, person, id, form=form, problem=str(error), status=refused(error).status)


@router.post("/cases/{id}/merge", response_class=Response)
def merge(
    id: Number, request: Request, world: In, person: Ruler, other: Annotated[int, Form(ge=1, le=2**53)]
) -> Response:
    """Put all of another case into this one."""
    try:
        with world.house.database.writing() as connection:
            cases.merge(connection, id, other)
            audit.note(connection, person.name, "case.merge", str(id), {"other": other}, now=world.house.now())
    except PronouncerError as error:
        return _page(request, world, person, id, problem=str(error), status=refused(error).status)
    return back(f"/cases/{id}")


@router.post("/cases/{id}/split", response_class=Response)
def split(
    id: Number,
    request: Request,
    world: In,
    person: Ruler,
    chosen: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Form(max_length=500)] = [],  # noqa: B006 - only read
) -> Response:
    """Make a case of its own of some of the reports."""
    try:
        with world.house.database.writing() as connection:
            fresh = cases.split(connection, id, chosen)
            told = {"reports": chosen, "case": fresh}
            audit.note(connection, person.name, "case.split", str(id), told, now=world.house.now())
    except PronouncerError as error:
        return _page(request, world, person, id, problem=str(error), status=refused(error).status)
    return back(f"/cases/{fresh}")


@router.get("/rulings", response_class=Response)
def show_rulings(request: Request, world: In, person: Reader) -> Response:
    """Show the newest rulings."""
    with world.house.database.reading() as connection:
        rows = rulings.listed(connection)
    return render(request, "rulings.html", person, rows=rows, respelled=respelled)


@router.get("/rulings/{id}", response_class=Response)
def show_ruling(id: Number, request: Request, world: In, person: Reader) -> Response:
    """Show a ruling: how far its wave is, what was heard."""
    return _ruling(request, world, person, id)


@router.get("/rulings/{id}/proofs/{found}.wav", response_class=Response)
def hear_proof(id: Number, found: Number, world: In, person: Reader) -> Response:
    """Return a sentence that a ruling changed, as it is live now."""
    with world.house.database.reading() as connection:
        own = sa.and_(proofs.c.id == found, proofs.c.ruling == id)
        row = connection.execute(sa.select(proofs.c.article, proofs.c.take).where(own)).one_or_none()
    if row is None or not row.article:
        raise NotFound("There is no such sentence.")
    return as_it_is(world, row.article, row.take)


@router.post("/rulings/{id}/{act}", response_class=Response)
def change_ruling(id: Number, act: str, request: Request, world: In, person: Ruler, cap: Text = "") -> Response:
    """Pause a ruling's wave, go on with it, undo the ruling, or say that it was heard right."""
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            if act == "undo":
                undone = rulings.undo(connection, id, who=person.name, now=now)
                again = [library.article(connection, each) for each in undone.again]
            elif act == "pause":
                waves.pause(connection, id)
            elif act == "go":
                waves.go_on(connection, id, cap=_money(cap))
            elif act == "confirm":
                proof.confirm(connection, id, who=person.name, now=now)
            else:
                raise NotFound("A ruling can be paused, go on, be confirmed by ear, or be undone.")
            audit.note(connection, person.name, f"ruling.{act}", str(id), now=now)
    except PronouncerError as error:
        return _ruling(request, world, person, id, problem=str(error), status=refused(error).status)
    if act == "undo":
        found = [Intake(row.id, row.revision, "changed", True, row.breaking) for row in again]
        reception.ask(world.jobs, found, queue="revoice")
    waves.feed(world.house, world.jobs)
    return back(f"/rulings/{id}")


def price(world: World) -> Price:
    """Return what a million characters cost in a voice, by its engine's sheet; 0 where that is not known."""

    def of(voice: str) -> float:
        if voice not in world.prices:
            with world.press() as press:
                ensemble = press.pipeline().ensemble
                try:
                    world.prices[voice] = ensemble.capabilities(ensemble.find(voice, "en")).price or 0.0
                except PronouncerError:
                    world.prices[voice] = 0.0
        return world.prices[voice]

    return of


class _Unpriced(Exception):
    """A voice whose price was not looked up yet, which is not done in a transaction: engines are waited for."""

    def __init__(self, voice: str) -> None:
        super().__init__(voice)
        self.voice = voice


def _priced(world: World, act: Callable[[Price], Response]) -> Response:
    """Do something in a transaction that needs prices: again from the start for each that has to be looked up."""

    def known(voice: str) -> float:
        if voice not in world.prices:
            raise _Unpriced(voice)
        return world.prices[voice]

    while True:
        try:
            return act(known)
        except _Unpriced as lacking:
            price(world)(lacking.voice)


def _ruled(world: World, person: Person, id: int, form: RuleForm) -> Response:
    now = world.house.now()
    with world.house.database.reading() as connection:
        language = cases.case(connection, id).row.language
    lexeme = _entry(world, person, form.values, language) if form.act != "reject" else None

    def act(cost: Price) -> Response:
        with world.house.database.writing() as connection:
            done = rulings.rule(
                connection,
                case=id,
                decision="reject" if lexeme is None else "accept",
                lexeme=lexeme,
                who=person.name,
                reason=form.reason,
                now=now,
                seen=form.seen,
                cap=_money(form.cap),
                price=cost,
            )
            told = {"case": id, "version": done.version, "articles": done.articles}
            audit.note(connection, person.name, f"ruling.{form.act}", str(done.ruling), told, now=now)
        waves.feed(world.house, world.jobs)
        return back(f"/rulings/{done.ruling}")

    return _priced(world, act)


def _entry(world: World, person: Person, typed: dict[str, str], language: str = "") -> Lexeme:
    values = {"grapheme": typed["grapheme"], "phoneme": typed["pronunciation"], "language": language.split("-")[0]}
    values |= {"kind": typed.get("kind", ""), "source": typed.get("source", ""), "why": typed.get("reason", "")}
    return made(values, who=person.name, now=world.house.now())


def _money(text: str) -> float | None:
    try:
        return max(0.0, float(text)) if text.strip() else None
    except ValueError as error:
        raise InputError("Write an amount in dollars, such as 2.50.") from error


def _sentence(connection: sa.Connection, found: cases.Case) -> str:
    from pronouncer.store.database.tables.library import sentences

    ids = [row.content for row in found.reports if row.content]
    if not ids:
        return ""
    return connection.execute(sa.select(sentences.c.text).where(sentences.c.id == ids[0])).scalar() or ""


def _page(
    request: Request,
    world: World,
    person: Person,
    id: int,
    *,
    form: RuleForm | None = None,
    told: Impact | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    with world.house.database.reading() as connection:
        found = cases.case(connection, id)
        seen = lexicon.newest(connection)
        partners = [row for row in people.listed(connection) if row.role == "partner" and row.active]
        with world.press() as press:
            ways = cases.ways(connection, press.pipeline(), found)
        others = [row for row in cases.listed(connection, now=world.house.now()) if row.id != id]
    named = found.row.named if found.row.named != "name" else ""
    return render(
        request,
        "case.html",
        person,
        status=status,
        case=found,
        ways=ways,
        seen=seen,
        partners=partners,
        typed=form or RuleForm(grapheme=found.row.written, kind=named),
        others=sorted(others, key=lambda row: row.word != found.row.word),
        impact=told,
        problem=problem,
        kinds=KINDS,
        respelled=respelled,
    )


def _ruling(
    request: Request, world: World, person: Person, id: int, *, problem: str = "", status: int = 200
) -> Response:
    with world.house.database.reading() as connection:
        row = rulings.ruling(connection, id)
        progress = waves.progress(connection, id)
        heard = sa.select(proofs, articles.c.headline).outerjoin(articles, articles.c.id == proofs.c.article)
        found = connection.execute(heard.where(proofs.c.ruling == id).order_by(proofs.c.id.desc())).all()
    right = sum(each.heard for each in found)
    given = {"row": row, "progress": progress, "proofs": found, "right": right, "problem": problem, "methods": METHODS}
    return render(request, "ruling.html", person, status=status, respelled=respelled, **given)
