"""What an entry of the lexicon would touch, before it is saved: sentences, articles, audio, work and money.

A sentence counts where the entry would be said: the word index knows which can have it, and each is tried (`firing`).
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.loop.firing import Near, Trial, bares, is_limited, meet, wins
from pronouncer.store.database import lexicon, words
from pronouncer.store.database.tables.lexicon import lexemes
from pronouncer.store.database.tables.library import articles, editions, occurrences, sentences

_USUAL = 0.03  # seconds of work for a second of audio, where nothing was measured yet
_SAMPLES = 5
_LATELY = 200  # editions by which work is measured
_DEFAULT = "en"  # language whose rivals are named for an entry of all languages, where no sentence has it
Price = Callable[[str], float]
"""US dollars for a million characters in a voice, by its id."""


class Place(NamedTuple):
    """A sentence of a live edition in which an entry would be said."""

    article: str
    place: int
    """Index in `Script.sentences`."""
    voice: str
    seconds: float
    """Of audio."""
    text: str


class Sample(NamedTuple):
    """A sentence that would be said differently."""

    article: str
    place: int
    headline: str
    text: str


class Impact(NamedTuple):
    """What would be voiced again."""

    sentences: int
    """Places in live editions."""
    articles: int
    seconds: float
    """Of audio."""
    work: float
    """Seconds of work, as it was measured lately."""
    cost: float
    """US dollars, by the prices of the engines."""
    losing: tuple[str, ...]
    """Other entries that this one would overrule."""
    winning: tuple[str, ...]
    """Other entries that would overrule this one."""
    samples: tuple[Sample, ...]


def impact(
    connection: sa.Connection,
    lexeme: Lexeme,
    *,
    price: Price = lambda voice: 0.0,
    found: Sequence[Place] | None = None,
) -> Impact:
    """Return what an entry would touch; `found` is where it would be said, if that is known already."""
    near = standing(connection)
    found = places(connection, lexeme, near=near) if found is None else found
    losing, winning = _rivals(lexeme, near)
    seconds = sum(place.seconds for place in found)
    return Impact(
        len(found),
        len({place.article for place in found}),
        seconds,
        seconds * _rate(connection),
        sum(costs(found, price).values()),
        losing,
        winning,
        _samples(connection, found),
    )


def costs(found: Iterable[Place], price: Price) -> Mapping[str, float]:
    """Return what each article costs to voice again, in US dollars by the prices of the engines; 0 for none."""
    price = functools.cache(price)
    total: dict[str, float] = {}
    for place in found:
        total[place.article] = total.get(place.article, 0.0) + price(place.voice) * len(place.text) / 1e6
    return total


def places(connection: sa.Connection, lexeme: Lexeme, *, near: Near | None = None) -> list[Place]:
    """Return where an entry would be said in what is live now: each place once, exactly those."""
    near = near or standing(connection)
    trial = Trial(lexeme, near)
    hits = words.matching(connection.dialect.name, *words.reaching(connection, lexeme.grapheme)).subquery("hits")
    o, s = occurrences.c, sentences.c
    joined = hits.join(s.id.table, s.id == hits.c.id).join(occurrences, o.sentence == s.id)
    chosen = sa.select(o.article, o.place, o.voice, o.seconds, s.text, s.language, s.id)
    rows = connection.execute(_scoped(chosen.select_from(joined), lexeme))
    known: dict[int, bool] = {}
    found: list[tuple[Place, str]] = []
    for row in rows:
        holds = known.get(row.id)
        if holds is None:
            holds = known[row.id] = trial.holds(row.language, row.text)
        if holds:
            found.append((Place(*row[:5]), row.language))
    languages = {language for _, language in found}
    if any(is_limited(rival) for language in languages for rival in trial.rivals(language)):
        return _told_apart(connection, Trial(lexeme, near, limited=True), found)
    return [place for place, _ in found]


def standing(connection: sa.Connection) -> Near:
    """Return a look-up of the house's entries by a word that they have, for one entry that is looked at."""

    @functools.cache
    def near(word: str) -> list[Lexeme]:
        forms = [word, f"{word}s", f"{word}es"]
        inside = sa.and_(
            sa.or_(lexemes.c.grapheme.contains(" "), lexemes.c.grapheme.contains("-"), lexemes.c.alias > ""),
            sa.or_(*(column.icontains(word, autoescape=True) for column in (lexemes.c.grapheme, lexemes.c.alias))),
        )
        found = lexicon.chosen(connection, sa.or_(lexemes.c.first.in_(forms), inside))
        return [entry.lexeme for entry in found if word in bares(entry.lexeme)]

    return near


def all_standing(connection: sa.Connection) -> Near:
    """Return the same look-up, read at once, for thousands of entries that are looked at."""
    index: dict[str, list[Lexeme]] = {}
    for entry in lexicon.chosen(connection, sa.true()):
        for word in bares(entry.lexeme):
            index.setdefault(word, []).append(entry.lexeme)
    return lambda word: index.get(word, ())


def _told_apart(connection: sa.Connection, trial: Trial, found: Sequence[tuple[Place, str]]) -> list[Place]:
    """Return those of some places at which no entry for an article, a section, a sentence or a voice wins."""
    ids = {place.article for place, _ in found}
    about: dict[str, tuple[str, str]] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), 500):
        some = articles.c.id.in_(listed[start : start + 500])
        chosen = sa.select(articles.c.id, articles.c.url, articles.c.section).where(some)
        about |= {row.id: (row.url, row.section) for row in connection.execute(chosen)}
    kept: list[Place] = []
    for place, language in found:
        url, section = about[place.article]
        about_it = {"article": url, "section": section, "voice": place.voice, "sentence": _name(connection, place)}
        if trial.holds(language, place.text, about_it):
            kept.append(place)
    return kept


def _name(connection: sa.Connection, place: Place) -> str:
    own = sa.and_(occurrences.c.article == place.article, occurrences.c.place == place.place)
    return str(connection.execute(sa.select(occurrences.c.name).where(own)).scalar_one())


def _scoped(chosen: sa.Select[Any], lexeme: Lexeme) -> sa.Select[Any]:
    """Return the places of a scope and a voice: those of a section, an article or a sentence."""
    kind, target = lexeme.scope.partition(":")[0], lexeme.target
    o = occurrences.c
    if lexeme.voice:
        own = sa.or_(o.voice == lexeme.voice, o.voice.startswith(f"{lexeme.voice}:", autoescape=True))
        chosen = chosen.where(own)
    if kind == "occurrence":
        return chosen.where(o.name == target.partition("@")[0])
    if kind not in ("section", "article"):
        return chosen
    within = articles.c.section if kind == "section" else articles.c.url
    return chosen.where(o.article.in_(sa.select(articles.c.id).where(within == target)))


def _rivals(lexeme: Lexeme, near: Near) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the entries that would lose to one where both could be said, and those that would win."""
    losing: list[str] = []
    winning: list[str] = []
    for other in Trial(lexeme, near).rivals(lexeme.language or _DEFAULT):
        if meet(lexeme, other):
            (winning if wins(other, lexeme) else losing).append(named(other))
    return tuple(losing), tuple(winning)


def named(lexeme: Lexeme) -> str:
    """Return an entry in a few words."""
    limits = [lexeme.scope, lexeme.language, f"{lexeme.left} {lexeme.right} {lexeme.role}".strip(), lexeme.voice]
    return f"{lexeme.grapheme} ({', '.join(filter(None, limits))}): {lexeme.alias or lexeme.phoneme}"


def _samples(connection: sa.Connection, found: Sequence[Place]) -> tuple[Sample, ...]:
    """Return some places, evenly from all, of different articles if there are as many."""
    unlike = list({place.article: place for place in reversed(found)}.values())[::-1]
    few = unlike if len(unlike) >= _SAMPLES else found
    step = max(1, len(few) // _SAMPLES)
    shown = few[::step][:_SAMPLES]
    ids = {place.article for place in shown}
    titles = sa.select(articles.c.id, articles.c.headline).where(articles.c.id.in_(ids))
    headlines = {row.id: row.headline for row in connection.execute(titles)} if ids else {}
    return tuple(Sample(place.article, place.place, headlines[place.article], place.text) for place in shown)


def _rate(connection: sa.Connection) -> float:
    """Return how many seconds of work a second of audio took lately, where it was voiced."""
    chosen = sa.select(editions.c.stages, editions.c.duration, editions.c.takes, editions.c.passages)
    rows = connection.execute(chosen.where(editions.c.takes > 0).order_by(editions.c.id.desc()).limit(_LATELY)).all()
    measured = [row for row in rows if row.stages and row.passages]
    worked = sum(_worked(row.stages) for row in measured)
    made = float(sum(row.duration for row in measured))
    return worked / made if worked and made else _USUAL


def _worked(stages: Mapping[str, float]) -> float:
    return sum(seconds for name, seconds in stages.items() if name != "voice")
