"""Figures over the months, as drawings: where each point, tick and label goes. A template draws them as inline SVG."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pronouncer.newsroom.loop.quality import Figure

WIDTH, HEIGHT = 360, 200
"""Of a drawing, in its own units: near to the pixels of a phone, so that its text can be read there."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 350.0, 12.0, 170.0
_INSET = 24.0  # half of a label
_LABELS = 5  # months that are named
_FIXED = {"naturalness": (1.0, 5.0)}
"""Scales that have ends."""


class Point(NamedTuple):
    """A month's value, and its interval, as places in the drawing."""

    x: float
    y: float
    high: float
    low: float
    """The same as `y` where there is no interval."""
    said: str


class Tick(NamedTuple):
    """A place on an axis."""

    at: float
    label: str


class Plot(NamedTuple):
    """A drawing of one figure."""

    what: str
    points: Sequence[Point]
    line: str
    """Path (SVG 2, chapter 9) through the points; it is broken where a month has no value."""
    months: Sequence[Tick]
    values: Sequence[Tick]
    said: str
    """What can be seen, in words."""


def plots(found: Iterable[Figure]) -> list[Plot]:
    """Return a drawing of each figure that has a value in two months or more."""
    by: dict[str, list[Figure]] = {}
    for each in found:
        if each.by == "month" and not math.isnan(each.value):
            by.setdefault(each.what, []).append(each)
    return [plot(what, rows) for what, rows in by.items() if len(rows) > 1]


def plot(what: str, rows: Sequence[Figure]) -> Plot:
    """Return the drawing of a figure from its months (`of` as 2026-11), two or more of them."""
    rows = sorted(rows, key=lambda row: row.of)
    places = [_place(row.of) for row in rows]
    first, last = places[0], max(places[-1], places[0] + 1)
    low, high = _FIXED.get(what) or (0.0, max(_top(row) for row in rows))
    ticks = _ticks(low, high)
    low, high = ticks[0], ticks[-1]

    def across(place: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT - 2 * _INSET) * (place - first) / (last - first) + _INSET, 1)

    def down(value: float) -> float:
        share = (min(high, max(low, value)) - low) / (high - low)
        return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)

    points = [
        Point(across(place), down(row.value), *_ends(row, down), _said(row))
        for place, row in zip(places, rows, strict=True)
    ]
    line = " ".join(
        f"{'L' if place - 1 in places else 'M'}{point.x} {point.y}" for place, point in zip(places, points, strict=True)
    )
    every = math.ceil((last - first + 1) / _LABELS)
    months = [Tick(across(place), f"{place // 12}-{place % 12 + 1:02}") for place in range(first, last + 1, every)]
    return Plot(what, points, line, months, [Tick(down(each), f"{each:g}") for each in ticks], _told(rows))


def _place(month: str) -> int:
    """Return the number of a month since year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _top(row: Figure) -> float:
    return row.value if math.isnan(row.high) else row.high


def _ends(row: Figure, down: Callable[[float], float]) -> tuple[float, float]:
    known = not (math.isnan(row.low) or math.isnan(row.high))
    return (down(row.high), down(row.low)) if known else (down(row.value), down(row.value))


def _said(row: Figure) -> str:
    known = not (math.isnan(row.low) or math.isnan(row.high))
    return f"{row.of}: {row.value:.2f}" + (f" ({row.low:.2f} to {row.high:.2f})" if known else "")


def _told(rows: Sequence[Figure]) -> str:
    least, most = min(rows, key=lambda row: row.value), max(rows, key=lambda row: row.value)
    return (
        f"{len(rows)} months, from {rows[0].value:.2f} in {rows[0].of} to {rows[-1].value:.2f} in {rows[-1].of}; "
        f"lowest {least.value:.2f} in {least.of}, highest {most.value:.2f} in {most.of}. The table has all of them."
    )


def _ticks(low: float, high: float) -> list[float]:
    """Return four to six round values that reach from one to another."""
    span = max(high - low, 1e-6)
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * each for each in (1, 2, 5, 10) if power * each * 5 >= span)
    count = math.ceil(round(span / step, 6))
    return [round(low + step * number, 9) for number in range(count + 1)]
