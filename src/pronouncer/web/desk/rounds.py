"""Review rounds: editors draw them and see how far they are, reviewers judge one sentence after the other, blind."""

import itertools
import secrets
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from pronouncer.errors import Conflict, NotFound, PronouncerError
from pronouncer.newsroom import audit
from pronouncer.newsroom.loop import rounds, sharing
from pronouncer.newsroom.loop.rounds import RATINGS, REVIEWERS, Task, words_in
from pronouncer.web.access import people
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.packs import LARGEST, packed, spoken_of, taken
from pronouncer.web.desk.sounds import wav
from pronouncer.web.envelope import Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Drawer = Annotated[Person, Depends(allowed("rounds.draw"))]
Reviewer = Annotated[Person, Depends(allowed("rounds.judge"))]
_SIZE = 100  # sentences, if nobody says another number


class DrawForm(BaseModel):
    """What an editor fills in to draw a round."""

    title: Annotated[str, Field(max_length=200)] = ""
    size: Annotated[int, Field(ge=0, le=10_000)] = _SIZE
    reviewers: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Field(max_length=100)] = Field(
        default_factory=list
    )
    seed: Annotated[int, Field(ge=0, le=2**53)] | None = None


class VerdictForm(BaseModel):
    """What a reviewer says of a sentence."""

    wrong: Annotated[list[Annotated[int, Field(ge=0, le=100_000)]], Field(max_length=10_000)] = Field(
        default_factory=list
    )
    """Places of the words that were said wrong."""
    rating: Annotated[int, Field(ge=0, le=9)] = 0
    note: Annotated[str, Field(max_length=2000)] = ""
    toggle: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """A word that was tapped where no script runs: nothing is judged yet."""


class _Shown(NamedTuple):
    """Which sentence is shown, and what of it."""

    after: int
    """The sentence is the first one after this number."""
    sample: int = 0
    """Of which a form was filled in; it is shown with no other."""
    problem: str = ""
    status: int = 200


class Part(NamedTuple):
    """A stretch of a sentence: a word that is judged, or what stands between."""

    text: str
    place: int
    """Of the word; -1 for what is not judged."""


@router.get("/quality/rounds", response_class=Response)
def show_rounds(request: Request, world: In, person: Drawer) -> Response:
    """Show the rounds that were drawn, with their progress."""
    return _page(request, world, person)


@router.post("/quality/rounds", response_class=Response)
def draw_round(request: Request, world: In, person: Drawer, form: Annotated[DrawForm, Form()]) -> Response:
    """Draw a round."""
    seed = secrets.randbelow(2**31) if form.seed is None else form.seed
    try:
        drawn(world, person, form.model_copy(update={"seed": seed}))
    except PronouncerError as error:
        return _page(request, world, person, form=form, problem=str(error), status=refused(error).status)
    return back("/quality/rounds")


@router.post("/quality/rounds/{batch}/close", response_class=Response)
def close_round(batch: Number, world: In, person: Drawer) -> Response:
    """End what a reviewer was asked; their verdicts stay."""
    now = world.house.now()
    with world.house.database.writing() as connection:
        if batch not in (each.batch for each in rounds.listed(connection, most=10_000)):
            raise NotFound("There is no such round.")
        sharing.close(connection, batch, now=now)
        audit.note(connection, person.name, "round.close", str(batch), now=now)
    return back("/quality/rounds")


@router.get("/quality/rounds/{batch}/pack.zip", response_class=Response)
def download_pack(batch: Number, world: In, person: Drawer, voice: Annotated[bool, Query()] = False) -> Response:
    """Return a round as a pack."""
    return packed(world, person, batch, voices=voice)


@router.post("/quality/rounds/{batch}/answers", response_class=Response)
def upload_answers(
    batch: Number, request: Request, world: In, person: Drawer, file: Annotated[UploadFile, File()]
) -> Response:
    """Take the answers to a pack: all of them, or none."""
    try:
        count = taken(world, person, batch, file.file.read(LARGEST + 1))
    except NotFound:
        raise
    except PronouncerError as error:
        problem = f"Nothing was taken. {error}"
        return _page(request, world, person, problem=problem, status=refused(error).status)
    return _page(request, world, person, told=f"{count} answer{'s were' if count != 1 else ' was'} taken.")


@router.get("/review", response_class=Response)
def show_own(request: Request, world: In, person: Reviewer) -> Response:
    """Show a reviewer the rounds that they are asked to judge."""
    with world.house.database.reading() as connection:
        found = rounds.rounds_of(connection, person.id, now=world.house.now())
    return render(request, "review.html", person, rounds=found)


@router.get("/review/{batch}", response_class=Response)
def show_task(
    batch: Number,
    request: Request,
    world: In,
    person: Reviewer,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """Show the next sentence to judge: the first one after a number, or the first of all."""
    return _task(request, world, person, batch, VerdictForm(), _Shown(after))


@router.get("/review/samples/{sample}.wav", response_class=Response)
def hear_sample(sample: Number, world: In, person: Reviewer) -> Response:
    """Return the sound of a sample that somebody is asked to judge."""
    with world.house.database.reading() as connection:
        row = rounds.sample_of(connection, person.id, sample, now=world.house.now())
    return wav(spoken_of(world, row).wav)


@router.post("/review/{batch}/{sample}", response_class=Response)
def judge(
    batch: Number,
    sample: Number,
    request: Request,
    world: In,
    person: Reviewer,
    form: Annotated[VerdictForm, Form()],
) -> Response:
    """Take a verdict, and go on to the next sentence."""
    now = world.house.now()
    before = sample - 1
    if form.toggle is not None:
        chosen = sorted({*form.wrong} ^ {form.toggle})
        form = form.model_copy(update={"wrong": chosen})
        return _task(request, world, person, batch, form, _Shown(before, sample))
    try:
        with world.house.database.writing() as connection:
            row = rounds.sample_of(connection, person.id, sample, now=now)
            if row.batch != batch:
                raise NotFound("There is no such sample in this round.")
            words = [place not in form.wrong for place in range(len(words_in(row.text)))]
            own = {"sample": sample, "person": person.id}
            rounds.judge(connection, **own, words=words, rating=form.rating, note=form.note, now=now)
    except NotFound:
        raise
    except Conflict:  # sent twice: what counts was said before
        return back(f"/review/{batch}?after={sample}")
    except PronouncerError as error:
        shown = _Shown(before, sample, str(error), refused(error).status)
        return _task(request, world, person, batch, form, shown)
    return back(f"/review/{batch}?after={sample}")


def drawn(world: World, person: Person, form: DrawForm) -> list[int]:
    """Draw a round as a form says, and return the batch of each reviewer. Raises InputError and NotFound."""
    now = world.house.now()
    given = {"title": form.title, "reviewers": form.reviewers, "size": form.size, "seed": form.seed or 0}
    with world.house.database.reading() as connection:
        rows = rounds.sampled(connection, size=form.size, seed=form.seed or 0)
    with world.house.database.writing() as connection:
        found = rounds.share(connection, rows, title=form.title, reviewers=form.reviewers, now=now)
        audit.note(connection, person.name, "round.draw", ",".join(map(str, found)), given, now=now)
    return found


def _page(
    request: Request,
    world: World,
    person: Person,
    *,
    form: DrawForm | None = None,
    problem: str = "",
    told: str = "",
    status: int = 200,
) -> Response:
    with world.house.database.reading() as connection:
        listed = rounds.listed(connection)
        can = [row for row in people.listed(connection) if row.active and row.role in REVIEWERS]
    groups = [
        (key[0], key[1], list(members))
        for key, members in itertools.groupby(listed, key=lambda each: (each.title, each.created))
    ]
    given = {"groups": groups, "people": can, "form": form or DrawForm(), "problem": problem, "told": told}
    return render(request, "rounds.html", person, status=status, **given)


def _task(
    request: Request,
    world: World,
    person: Person,
    batch: int,
    form: VerdictForm,
    shown: _Shown,
) -> Response:
    now = world.house.now()
    with world.house.database.reading() as connection:
        left = rounds.tasks(connection, person.id, batch, now=now, most=10_000)
        own = rounds.round_of(connection, person.id, batch, now=now)
    task = next((each for each in left if each.sample > shown.after), left[0] if left else None)
    if task and task.sample != shown.sample:
        form = VerdictForm()  # what was said is of another sentence
    given = {"round": own, "task": task, "parts": list(_parts(task)) if task else [], "form": form}
    return render(
        request,
        "review-task.html",
        person,
        status=shown.status,
        ratings=RATINGS,
        problem=shown.problem,
        alone=len(left) == 1,
        **given,
    )


def _parts(task: Task) -> Iterator[Part]:
    """Yield the words of a sentence in their order, and what stands between them."""
    at = 0
    for place, word in enumerate(task.words):
        start = task.text.index(word, at)
        if task.text[at:start]:
            yield Part(task.text[at:start], -1)
        yield Part(word, place)
        at = start + len(word)
    if task.text[at:]:
        yield Part(task.text[at:], -1)
