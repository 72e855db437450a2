"""What an entry of the lexicon would touch, before it is saved: sentences, articles, audio, work and money.

A sentence counts where the entry would be said. For one without conditions the word index knows that by itself;
others are tried in the text of each candidate, as the reading tries them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.pronounce.lookup import Match, best, lexemes_for, speaks
from pronouncer.pronounce.say import base_entries, reader_of
from pronouncer.store.database import lexicon, words
from pronouncer.store.database.tables.library import articles, editions, occurrences, sentences

_WORD = re.compile(r"[^\W_]+")
_USUAL = 0.03  # seconds of work for a second of audio, where nothing was measured yet
_SAMPLES = 5
_LATELY = 200  # editions by which work is measured
Price = Callable[[str], float]
"""US dollars for a million characters in a voice, by its id."""


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


def impact(connection: sa.Connection, lexeme: Lexeme, *, price: Price = lambda voice: 0.0) -> Impact:
    """Return what an entry would touch."""
    losing, winning, rivals = _rivals(connection, lexeme)
    touched = touching(connection, lexeme, rivals=rivals)
    o, s = occurrences.c, sentences.c
    joined = touched.join(occurrences, o.sentence == touched.c.id).join(sentences, s.id == touched.c.id)
    live = _scoped(joined, lexeme)
    totals = sa.select(o.voice, sa.func.count(), sa.func.sum(o.seconds), sa.func.sum(sa.func.length(s.text)))
    rows = connection.execute(totals.select_from(live).group_by(o.voice)).all()
    count = connection.execute(sa.select(sa.func.count(o.article.distinct())).select_from(live)).scalar_one()
    shown = sa.select(o.article, o.place, articles.c.headline, s.text).select_from(
        live if _needs_article(lexeme) else live.join(articles, articles.c.id == o.article)
    )
    samples = connection.execute(shown.limit(_SAMPLES)).all()
    seconds = float(sum(row[2] or 0.0 for row in rows))
    return Impact(
        sum(row[1] for row in rows),
        count,
        seconds,
        seconds * _rate(connection),
        sum(price(row[0]) * (row[3] or 0) / 1e6 for row in rows),
        losing,
        winning,
        tuple(Sample(*row) for row in samples),
    )


def affected(connection: sa.Connection, lexeme: Lexeme) -> list[str]:
    """Return the articles whose live edition has a sentence in which an entry would be said."""
    touched = touching(connection, lexeme, rivals=_rivals(connection, lexeme)[2])
    live = _scoped(touched.join(occurrences, occurrences.c.sentence == touched.c.id), lexeme)
    return list(connection.execute(sa.select(occurrences.c.article).select_from(live).distinct()).scalars())


def touching(connection: sa.Connection, lexeme: Lexeme, *, rivals: Sequence[Lexeme] = ()) -> sa.FromClause:
    """Return the ids of sentences in which an entry would be said, as something to join."""
    hits = words.matching(connection.dialect.name, lexeme.grapheme).subquery("hits")
    if _is_plain(lexeme) and not rivals:
        if not lexeme.language:
            return hits
        tongue = sa.or_(
            sa.func.lower(sentences.c.language) == lexeme.language.lower(),
            sa.func.lower(sentences.c.language).startswith(f"{lexeme.language.lower()}-", autoescape=True),
        )
        spoken = sa.select(hits.c.id).join(sentences, sentences.c.id == hits.c.id).where(tongue)
        return spoken.subquery("touched")
    chosen = sa.select(sentences.c.id, sentences.c.language, sentences.c.text).join(hits, hits.c.id == sentences.c.id)
    ids = [row.id for row in connection.execute(chosen) if _holds(lexeme, rivals, row.language, row.text)]
    return _listed(connection, ids)


def _is_plain(lexeme: Lexeme) -> bool:
    """Tell whether the word index alone knows where an entry is said."""
    alone = bool(_WORD.fullmatch(lexeme.grapheme)) and lexeme.match == "any"
    return alone and not (lexeme.left or lexeme.right or lexeme.role)


def _holds(lexeme: Lexeme, rivals: Sequence[Lexeme], language: str, text: str) -> bool:
    """Try an entry, and those that may overrule it, at each place of a text where it could be said."""
    general = lexeme._replace(scope="house", status="approved", voice="")
    reader = reader_of(language)
    where = reader.where(language)
    for found in _WORD.finditer(text):
        options = lexemes_for(Lexicon([general, *rivals]), first_word(text, found.start()))
        match = best(options, text, found.start(), where, _EVERYWHERE) if options else None
        if match and match.lexeme == general:
            return True
    return False


class _Everywhere(frozenset[int]):
    """Every place: the index has seen to it that words end where tokens do."""

    def __contains__(self, place: object) -> bool:
        return True


_EVERYWHERE = _Everywhere()


def _rivals(connection: sa.Connection, lexeme: Lexeme) -> tuple[tuple[str, ...], tuple[str, ...], list[Lexeme]]:
    """Return the entries that would lose to one, those that would win, and the latter as they are tried in texts."""
    first = first_word(lexeme.grapheme)
    house = [entry.lexeme for entry in lexicon.current(connection, first=first)]
    shipped = [each for each in base_entries(lexeme.language or "en") if first_word(each.grapheme) == first]
    own = _rank(lexeme)
    losing: list[str] = []
    winning: list[Lexeme] = []
    for other in (*shipped, *house):
        if other.status != "approved" or not _overlaps(lexeme, other) or _claims(other) == _claims(lexeme):
            continue
        if _rank(other) > own:
            winning.append(other)
        else:
            losing.append(named(other))
    tried = [other for other in winning if other.level <= 1 and not other.voice]
    return tuple(losing), tuple(map(named, winning)), tried


def named(lexeme: Lexeme) -> str:
    """Return an entry in a few words."""
    limits = [lexeme.scope, lexeme.language, f"{lexeme.left} {lexeme.right} {lexeme.role}".strip(), lexeme.voice]
    return f"{lexeme.grapheme} ({', '.join(filter(None, limits))}): {lexeme.alias or lexeme.phoneme}"


def _rank(lexeme: Lexeme) -> tuple[int, int, int, int, str]:
    return Match(lexeme, 0, len(lexeme.grapheme), "").rank


def _claims(lexeme: Lexeme) -> tuple[str, ...]:
    limits = (lexeme.language, lexeme.scope, lexeme.left, lexeme.right, lexeme.role, lexeme.voice)
    return (lexeme.grapheme.casefold(), *limits)


def _overlaps(one: Lexeme, other: Lexeme) -> bool:
    """Tell whether two entries can both be found at a place."""
    first, second = one.grapheme.casefold(), other.grapheme.casefold()
    words_too = first == second or second.startswith(f"{first} ") or first.startswith(f"{second} ")
    tongues = (
        not (one.language and other.language)
        or speaks(one.language, other.language)
        or speaks(other.language, one.language)
    )
    return words_too and tongues


def _needs_article(lexeme: Lexeme) -> bool:
    return lexeme.scope.partition(":")[0] in ("section", "article")


def _scoped(live: sa.FromClause, lexeme: Lexeme) -> sa.FromClause:
    """Return the places of a scope: those of a section, an article or a sentence."""
    kind, _, target = lexeme.scope.partition(":")
    o = occurrences.c
    if lexeme.voice:
        spoken = sa.or_(o.voice == lexeme.voice, o.voice.startswith(f"{lexeme.voice}:", autoescape=True))
    else:
        spoken = sa.true()
    if kind == "occurrence":
        spoken = sa.and_(spoken, o.name == target.partition("@")[0])
    if not _needs_article(lexeme):
        return _where(live, spoken)
    own = articles.c.section == target if kind == "section" else articles.c.url == target
    return live.join(articles, sa.and_(articles.c.id == o.article, own, spoken))


def _where(live: sa.FromClause, condition: sa.ColumnElement[bool]) -> sa.FromClause:
    """Return a join with one more condition, that an inner join holds as well as WHERE does."""
    if condition is sa.true() or isinstance(condition, sa.sql.elements.True_):
        return live
    one = sa.select(sa.literal(1).label("one")).subquery("one")
    return live.join(one, condition)


def _listed(connection: sa.Connection, ids: Iterable[int]) -> sa.FromClause:
    """Return ids as something to join: in SQLite a JSON array, in PostgreSQL an array."""
    if connection.dialect.name == "sqlite":
        import json

        text = sa.text("SELECT value AS id FROM json_each(:ids)").bindparams(ids=json.dumps(list(ids)))
    else:
        text = sa.text("SELECT unnest(CAST(:ids AS bigint[])) AS id").bindparams(ids=list(ids))
    return text.columns(sa.column("id", sa.BigInteger)).subquery("touched")


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
