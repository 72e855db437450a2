"""How good it is, measured: mispronunciations, naturalness, agreement, reports, time to fix; docs/quality.md."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.newsroom.loop.rounds import month
from pronouncer.newsroom.loop.statistics import Interval, alpha, clustered, interval, kappa, mean, quantile
from pronouncer.store.database.tables.library import articles, editions, plays
from pronouncer.store.database.tables.loop import cases, reports, rulings, samples, verdicts

_BY = ("voice", "section", "month")
HEADING = ("what", "by", "of", "value", "low", "high", "base")


class Figure(NamedTuple):
    """One number of the quality page."""

    what: str
    """`mispronunciations` per 1,000 words, `naturalness` 1 to 5, `agreement-words`, `agreement-rating`, `kappa-words`,
    `reports` per 10,000 listens, `days-to-fix-median`, `days-to-fix-p90`."""
    by: str
    """`all`, `voice`, `section` or `month`."""
    of: str
    """Which voice, section or month; empty for all."""
    value: float
    low: float
    high: float
    """NaN as `low` where there is no interval."""
    base: int
    """Words, verdicts, listens or fixes that it rests on."""


class Judged(NamedTuple):
    """A sentence with all that reviewers said of it."""

    voice: str
    section: str
    month: str
    words: tuple[tuple[bool, ...], ...]
    """Of each reviewer: right or wrong by word."""
    ratings: tuple[int, ...]


def figures(connection: sa.Connection) -> list[Figure]:
    """Return all figures."""
    judged = judgements(connection)
    found = [*_agreement(judged), *_reported(connection), *_fixed(connection)]
    for by in ("all", *_BY):
        groups: dict[str, list[Judged]] = {}
        for each in judged:
            groups.setdefault(getattr(each, by) if by != "all" else "", []).append(each)
        for of, members in sorted(groups.items()):
            found += [_wrong(by, of, members), _natural(by, of, members)]
    return found


def judgements(connection: sa.Connection) -> list[Judged]:
    """Return the sentences of all rounds with their verdicts; one that went to two people is one."""
    s, v = samples.c, verdicts.c
    chosen = sa.select(s.edition, s.sentence, s.take, s.text, s.voice, s.section, v.words, v.rating, editions.c.lived)
    joined = verdicts.join(samples, s.id == v.sample).outerjoin(editions, editions.c.id == s.edition)
    grouped: dict[tuple[Any, ...], list[Any]] = {}
    for row in connection.execute(chosen.select_from(joined).order_by(v.id)):
        grouped.setdefault((row.edition, row.sentence, row.take, row.text), []).append(row)
    return [
        Judged(
            rows[0].voice,
            rows[0].section,
            month(rows[0].lived),
            tuple(tuple(row.words) for row in rows),
            tuple(row.rating for row in rows),
        )
        for rows in grouped.values()
    ]


def to_csv(found: Iterable[Figure]) -> str:
    """Return figures as a table that spreadsheets open, and in which they run nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADING)
    for each in found:
        numbers = ["" if value != value else f"{value:.4f}" for value in (each.value, each.low, each.high)]
        writer.writerow([each.what, each.by, _inert(each.of), *numbers, each.base])
    return text.getvalue()


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _wrong(by: str, of: str, members: Sequence[Judged]) -> Figure:
    """Mispronunciations per 1,000 words: each reviewer's word counts, sentences are drawn as a whole."""
    hits = [sum(not right for words in each.words for right in words) / len(each.words) for each in members]
    counts = [float(len(each.words[0])) for each in members]
    share = clustered(hits, counts)
    value, low, high = (1000 * number for number in share)
    return Figure("mispronunciations", by, of, value, low, high, int(sum(counts)))


def _natural(by: str, of: str, members: Sequence[Judged]) -> Figure:
    """Mean opinion score: each sentence counts with the mean of its ratings."""
    opinion = mean([sum(each.ratings) / len(each.ratings) for each in members])
    return Figure("naturalness", by, of, *opinion, sum(len(each.ratings) for each in members))


def _agreement(judged: Sequence[Judged]) -> list[Figure]:
    words = [list(map(float, unit)) for each in judged for unit in zip(*each.words, strict=True)]
    pairs = [(unit[0], unit[1]) for unit in words if len(unit) == 2]
    ratings = [list(map(float, each.ratings)) for each in judged]
    twice = sum(len(unit) > 1 for unit in words)
    nothing = Interval(alpha(words), float("nan"), float("nan"))
    return [
        Figure("agreement-words", "all", "", *nothing, twice),
        Figure("kappa-words", "all", "", kappa(pairs), *nothing[1:], len(pairs)),
        Figure("agreement-rating", "all", "", alpha(ratings, interval), *nothing[1:], sum(len(r) > 1 for r in ratings)),
    ]


def _reported(connection: sa.Connection) -> list[Figure]:
    """Reports per 10,000 listens, by section and month; those that are held do not count."""
    day = sa.select(plays.c.day, articles.c.section, sa.func.sum(plays.c.starts)).join(
        articles, articles.c.id == plays.c.article
    )
    heard: dict[tuple[str, str], int] = {}
    for row in connection.execute(day.group_by(plays.c.day, articles.c.section)):
        for key in (("all", ""), ("section", row.section), ("month", row.day[:7])):
            heard[key] = heard.get(key, 0) + int(row[2] or 0)
    told: dict[tuple[str, str], int] = {}
    sent = sa.select(reports.c.at, articles.c.section).outerjoin(articles, articles.c.id == reports.c.article)
    for at, section in connection.execute(sent.where(reports.c.state != "held")):
        for key in (("all", ""), ("section", section or ""), ("month", month(at))):
            told[key] = told.get(key, 0) + 1
    return [
        Figure("reports", by, of, 1e4 * told.get((by, of), 0) / count, *_poisson(told.get((by, of), 0), count), count)
        for (by, of), count in sorted(heard.items())
        if count
    ]


def _poisson(hits: int, count: int) -> tuple[float, float]:
    """Return the interval of a rate per 10,000 (Byar's approximation; Breslow & Day 1987)."""
    z = 1.96
    low = hits * (1 - 1 / (9 * hits) - z / (3 * hits**0.5)) ** 3 if hits else 0.0
    more = hits + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * more**0.5)) ** 3
    return 1e4 * max(0.0, low) / count, 1e4 * high / count


def _fixed(connection: sa.Connection) -> list[Figure]:
    """Days from a report to the proof of its fix."""
    chosen = sa.select(reports.c.at, rulings.c.ended).join(cases, cases.c.id == reports.c.case)
    chosen = chosen.join(rulings, rulings.c.id == cases.c.ruling).where(
        reports.c.state == "fixed", rulings.c.ended.is_not(None)
    )
    by: dict[tuple[str, str], list[float]] = {}
    for row in connection.execute(chosen):
        for key in (("all", ""), ("month", month(row.ended))):
            by.setdefault(key, []).append(max(0.0, row.ended - row.at) / 86_400.0)
    nothing = (float("nan"), float("nan"))
    return [
        Figure(f"days-to-fix-{name}", *key, quantile(days, share), *nothing, len(days))
        for key, days in sorted(by.items())
        for name, share in (("median", 0.5), ("p90", 0.9))
    ]
