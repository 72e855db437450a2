"""Word times by dynamic time warping: a sound is laid over another one of the same words whose times are known.

The path is that of Sakoe and Chiba (1978), found after the pauses of both are cut to the same length: where a voice
rests, and for how long, is its own, and it is what leads a warp astray.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pronouncer.hearing.listening import SECONDS, Flags, Floats, Listened, runs
from pronouncer.hearing.spans import Span, Unaligned
from pronouncer.voice.timing.cepstra import cepstra

Places = npt.NDArray[np.int64]

_PAUSE = 4  # frames that are kept of a pause
_DIAGONAL = 1.2  # cost of a step in both sounds at once; a detour by two single steps costs 2
_BAND, _LEAST_BAND = 0.2, 50  # how far from an even stretch the path may go: share of the length, frames
_NEAR, _SAMPLE = 50, 3  # frames on each side among which the nearest is looked for, for every third step of a path
_ROOM = 4.0  # distance between frames of the same voice that nobody would tell apart
_DULL = 0.4  # a hum or hiss changes less than that share of what speech does
_TIMES_LONGER = 3.0  # sounds whose speech differs more in length are not of the same words


class Warped(NamedTuple):
    """Times that were carried over from a reference."""

    spans: list[Span]
    detour: float
    """Mean distance along the path over that of each frame to its nearest: 1.0 where nothing is out of order."""


class Path(NamedTuple):
    """Which frames of two sounds belong together."""

    rows: Places
    columns: Places
    detour: float


def warped(sound: Listened, reference: Listened, spans: list[Span]) -> Warped:
    """Return the times in a sound of words whose times in the reference are known. Raises Unaligned."""
    one, other = cepstra(reference), cepstra(sound)
    own, theirs = _kept(reference.quiet), _kept(sound.quiet)
    if not 1 / _TIMES_LONGER < len(own) / len(theirs) < _TIMES_LONGER:
        raise Unaligned("the sound is far longer or shorter than the words take")
    if _liveliness(other[~sound.quiet]) < _DULL * _liveliness(one[~reference.quiet]):
        raise Unaligned("the sound does not change as speech does")
    path = warp(one[own], other[theirs])
    rows, columns = own[path.rows], theirs[path.columns]
    frames, first, counts = np.unique(rows, return_index=True, return_counts=True)
    middles = (columns[first] + columns[first + counts - 1]) / 2

    def carried(seconds: float) -> float:
        return float(np.interp(seconds / SECONDS, frames, middles)) * SECONDS

    return Warped([(carried(start), carried(end)) for start, end in spans], path.detour)


def _liveliness(features: Floats) -> float:
    return float(np.linalg.norm(features.std(axis=0)))


def warp(one: Floats, other: Floats) -> Path:
    """Return the cheapest path through two rows of features, from both first to both last frames.

    It stays in a band round the straight line. Costs along a row are a running minimum, so that a row is a few calls.
    """
    firsts, width = _band(len(one), len(other))
    squares = (other**2).sum(axis=1)
    steps = np.zeros((len(one), width), np.int8)  # 0 on in both, 1 in the first sound alone, 2 in the other alone
    before = np.concatenate([[0.0], np.full(width - 1, np.inf)])  # as if a row without cost came first
    for row, (frame, first, moved) in enumerate(zip(one, firsts, np.diff(firsts, prepend=0), strict=True)):
        here = slice(first, first + width)
        near = np.sqrt(np.maximum(squares[here] - 2 * other[here] @ frame + frame @ frame, 0))
        padded = np.concatenate([[np.inf], before, np.full(moved + 1, np.inf)])
        alone = padded[moved + 1 : moved + 1 + width] + near
        both = padded[moved : moved + width] + _DIAGONAL * near
        total = np.cumsum(near)
        entered = np.minimum(alone, both) - total
        cheapest = np.minimum.accumulate(entered)
        steps[row] = np.where(entered > cheapest, 2, alone < both)
        before = cheapest + total
    rows, columns = _traced(steps, firsts, len(other))
    return Path(rows, columns, _detour(one, other, rows, columns))


def _detour(one: Floats, other: Floats, rows: Places, columns: Places) -> float:
    """Return the mean distance along a path over that of each frame to the nearest one in a second."""
    along = np.linalg.norm(one[rows] - other[columns], axis=1).mean()
    nearest = (_nearest(one, other, rows, columns) + _nearest(other, one, columns, rows)) / 2
    return float((along + _ROOM) / (nearest + _ROOM))


def _nearest(one: Floats, other: Floats, rows: Places, columns: Places) -> float:
    around = np.clip(columns[::_SAMPLE, None] + np.arange(-_NEAR, _NEAR + 1), 0, len(other) - 1)
    distances = np.linalg.norm(one[rows[::_SAMPLE], None] - other[around], axis=2)
    return float(distances.min(axis=1).mean())


def _band(rows: int, columns: int) -> tuple[Places, int]:
    """Return the first column of each row, and how many columns a row has."""
    width = min(columns, 2 * max(_LEAST_BAND, int(_BAND * max(rows, columns))) + 1)
    middles = np.arange(rows) * (columns - 1) // max(1, rows - 1)
    return np.clip(middles - width // 2, 0, columns - width), width


def _traced(steps: npt.NDArray[np.int8], firsts: Places, columns: int) -> tuple[Places, Places]:
    row, column = len(steps) - 1, columns - 1
    path = [(row, column)]
    while row or column:
        step = steps[row, column - firsts[row]]
        along_row = row == 0 or (step == 2 and column > 0)
        down = not along_row and (step == 1 or column == 0)
        row, column = row - (not along_row), column - (not down)
        path.append((row, column))
    rows, across = np.array(path[::-1]).T
    return rows, across


def _kept(quiet: Flags) -> Places:
    """Return the frames that are left when each pause is cut to a few: at its edges, where it meets speech."""
    keep = np.ones(len(quiet), np.bool_)
    for first, last in runs(quiet):
        front = 0 if first == 0 else _PAUSE if last == len(quiet) else _PAUSE // 2
        back = _PAUSE - front
        if last - first > _PAUSE:
            keep[first + front : last - back] = False
    return np.flatnonzero(keep)
