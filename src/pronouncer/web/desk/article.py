"""One article: what is read of it and what not, what may be said wrong, and how to say it differently."""

import base64
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pronouncer.errors import InputError, NotFound, PronouncerError
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import audit, library, reception
from pronouncer.newsroom import lexicon as house_lexicon
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.lexicon import made
from pronouncer.newsroom.live import put_live, take_down
from pronouncer.newsroom.progress import Far
from pronouncer.newsroom.reading import Reading, reading, sound_of, tried
from pronouncer.phones.respelling import respelled
from pronouncer.web.access.gate import allowed, within
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.held import held
from pronouncer.web.envelope import ArticleId, Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("articles.read"))]
Writer = Annotated[Person, Depends(allowed("articles.write"))]
Editor = Annotated[Person, Depends(allowed("lexicon.write"))]
Text = Annotated[str, Form(max_length=1000)]
_EMPTY = {"grapheme": "", "pronunciation": "", "why": ""}


class Part(NamedTuple):
    """A stretch of a sentence, flagged or not."""

    text: str
    flag: str


class Shown(NamedTuple):
    """A sentence, as the page has it."""

    place: int
    new: bool
    parts: list[Part]


class ShownBlock(NamedTuple):
    """A block of the article: its sentences, or why it has none."""

    kind: str
    text: str
    sentences: list[Shown]
    reason: str


@router.get("/articles/{id}", response_class=Response)
def show_article(id: ArticleId, request: Request, world: In, person: Reader) -> Response:
    """Show an article."""
    return _page(request, world, person, id)


@router.get("/articles/{id}/state", response_class=Response)
def show_state(id: ArticleId, request: Request, world: In, person: Reader) -> Response:
    """Show how an article stands, for a page that waits for its audio."""
    row = _own(world, person, id)
    with world.house.database.reading() as connection:
        live = library.edition(connection, row.live) if row.live else None
    return render(request, "article-state.html", person, row=row, live=live, far=_far(world, row))


@router.get("/articles/{id}/sentences/{place}.wav", response_class=Response)
def hear_sentence(id: ArticleId, place: int, world: In, person: Reader) -> Response:
    """Return how a sentence sounds with the lexicon of now; it is voiced if it never was."""
    _own(world, person, id)
    with world.press() as press:
        found = reading(world.house, press, id)
        if not 0 <= place < len(found.utterances):
            raise NotFound("There is no such sentence.")
        sound = sound_of(press, found, place)
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "no-store"})


@router.post("/articles/{id}/make", response_class=Response)
def make_again(id: ArticleId, world: In, person: Writer) -> Response:
    """Have the article voiced with what is new."""
    row = _own(world, person, id)
    _ask(world, row, "Voiced again on the desk.")
    with world.house.database.writing() as connection:
        audit.note(connection, person.name, "article.make", id, now=world.house.now())
    return back(f"/articles/{id}")


@router.post("/articles/{id}/withdraw", response_class=Response)
def withdraw(id: ArticleId, world: In, person: Writer) -> Response:
    """Take the audio down at once."""
    _own(world, person, id)
    with world.house.database.writing() as connection:
        take_down(connection, id, now=world.house.now(), reason=f"Taken down by {person.name}.")
        audit.note(connection, person.name, "article.withdraw", id, now=world.house.now())
    return back(f"/articles/{id}")


@router.post("/articles/{id}/editions/{edition}/live", response_class=Response)
def revive(id: ArticleId, edition: Number, world: In, person: Writer) -> Response:
    """Put an edition live that was made before."""
    _own(world, person, id)
    with world.house.database.writing() as connection:
        if library.edition(connection, edition).article != id:
            raise NotFound("There is no such edition of this article.")
        put_live(connection, edition, now=world.house.now(), reason=f"Put live by {person.name}.")
        audit.note(connection, person.name, "edition.live", id, {"edition": edition}, now=world.house.now())
    return back(f"/articles/{id}")


@router.post("/articles/{id}/entries", response_class=Response)
def say_differently(
    id: ArticleId,
    request: Request,
    world: In,
    person: Editor,
    grapheme: Text,
    pronunciation: Text,
    scope: Text = "house",
    why: Text = "",
    act: Text = "save",
) -> Response:
    """Try an entry of the lexicon in this article, or save it and voice the article again."""
    row = _own(world, person, id)
    typed = {"grapheme": grapheme, "pronunciation": pronunciation, "why": why}
    try:
        with world.press() as press:
            found = reading(world.house, press, id)
            target = {"article": found.article.source, "section": row.section}.get(scope, "")
            values = {"grapheme": grapheme, "phoneme": pronunciation, "why": why, "language": found.article.language}
            values["scope"] = f"{scope}:{target}" if target else "house"
            lexeme = made(values, who=person.name, now=world.house.now())
            sound = tried(press, found, lexeme)
    except PronouncerError as error:
        return _page(request, world, person, id, problem=str(error), typed=typed, status=refused(error).status)
    if act == "try":
        said = f"{grapheme} is then said {respelled(lexeme.phoneme)}" + ("" if sound else "; it does not stand here")
        src = f"data:audio/wav;base64,{base64.b64encode(sound).decode()}" if sound else ""
        return _page(request, world, person, id, typed=typed, trial=f"{said}.", sound=src)
    return _saved(request, world, person, row, lexeme, typed)


def _saved(request: Request, world: World, person: Person, row: Any, lexeme: Lexeme, typed: dict[str, str]) -> Response:  # noqa: ANN401
    try:
        with world.house.database.writing() as connection:
            now = world.house.now()
            added = house_lexicon.add(connection, [lexeme], who=person.name, why=typed["why"], now=now)
            audit.note(connection, person.name, "lexicon.change", str(added.version), lexeme._asdict(), now=now)
    except InputError as error:
        return _page(request, world, person, row.id, problem=str(error), typed=typed, status=refused(error).status)
    _ask(world, row, f"{lexeme.grapheme} is said {respelled(lexeme.phoneme)}.")
    return back(f"/articles/{row.id}")


def _ask(world: World, row: Any, reason: str) -> None:  # noqa: ANN401 - a row of articles
    if row.status not in ("draft", "withdrawn"):
        found = Intake(row.id, row.revision, "changed", True, row.breaking)
        world.jobs.enqueue(reception.voicing(found, reason=reason))


def _far(world: World, row: Any) -> Far | None:  # noqa: ANN401 - a row of articles
    return world.watch.of(row.id) if row.status in ("waiting", "making") else None


def _own(world: World, person: Person, id: str) -> Any:  # noqa: ANN401 - a row of articles
    with world.house.database.reading() as connection:
        row = library.article(connection, id)
    within(person, row.site)
    return row


def _page(
    request: Request,
    world: World,
    person: Person,
    id: str,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
    trial: str = "",
    sound: str = "",
    status: int = 200,
) -> Response:
    row = _own(world, person, id)
    with world.house.database.reading() as connection:
        editions = library.editions_of(connection, id)
    found, unreadable = None, ""
    try:
        with world.press() as press:
            found = reading(world.house, press, id)
    except PronouncerError as error:
        unreadable = str(error)
    return render(
        request,
        "article.html",
        person,
        status=status,
        row=row,
        live=next((each for each in editions if each.id == row.live), None),
        far=_far(world, row),
        editions=editions,
        held=held(world, editions),
        found=found,
        unreadable=unreadable,
        blocks=list(_blocks(found)) if found else [],
        flags=list(_flags(found)) if found else [],
        problem=problem,
        typed=typed or _EMPTY,
        trial=trial,
        sound=sound,
    )


def _blocks(found: Reading) -> Iterator[ShownBlock]:
    """Yield the blocks of an article in their order, each with its sentences, or why it is not read."""
    by_block: dict[int, list[Shown]] = {}
    for place, sentence in enumerate(found.script.sentences):
        shown = Shown(place, place in found.new, _parts(found, place))
        by_block.setdefault(sentence.block, []).append(shown)
    if -1 in by_block:
        yield ShownBlock("disclosure", "", by_block[-1], "")
    for number, block in enumerate(found.article.blocks):
        reasons = [each.reason for each in found.script.omissions if each.start < block.end and each.end > block.start]
        reason = "" if number in by_block else f"not read: {(reasons or [block.kind])[0].replace('_', ' ')}"
        yield ShownBlock(block.kind, found.article.written(block), by_block.get(number, []), reason)


def _parts(found: Reading, place: int) -> list[Part]:
    sentence, utterance = found.script.sentences[place], found.utterances[place]
    text = sentence.shown
    parts: list[Part] = []
    last = 0
    for flag in sorted(utterance.flags, key=lambda flag: flag.start) if sentence.text else ():
        if flag.start >= last:
            parts += [Part(text[last : flag.start], ""), Part(text[flag.start : flag.end], flag.message)]
            last = flag.end
    return [part for part in [*parts, Part(text[last:], "")] if part.text]


def _flags(found: Reading) -> Iterator[dict[str, Any]]:
    """Yield the flags of an article, the riskiest first."""
    all_flags = [(place, flag) for place, utterance in enumerate(found.utterances) for flag in utterance.flags]
    for place, flag in sorted(all_flags, key=lambda each: -each[1].risk):
        word = found.script.sentences[place].text[flag.start : flag.end]
        told = {"heard": flag.heard, "message": flag.message, "candidates": flag.candidates}
        yield {"place": place, "word": word, **told}
