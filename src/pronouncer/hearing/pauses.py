"""Words that meet at a pause end where it begins and start where it ends."""

from collections.abc import Sequence

from pronouncer.hearing.listening import SECONDS, Flags, runs
from pronouncer.hearing.spans import Span

_PAUSE = 12  # frames; the closure of a stop is shorter
_REACH = 0.1  # seconds of speech that an edge may be moved over
_LEAST = 0.02  # seconds that a word keeps


def rested(spans: Sequence[Span], quiet: Flags) -> list[Span]:
    """Return the spans of words with both edges of the nearest gap at each pause moved to the edges of the pause."""
    found = list(spans)
    for first, last in runs(quiet):
        start, end = first * SECONDS, last * SECONDS
        if last - first < _PAUSE or first == 0 or last == len(quiet) or len(found) < 2:
            continue
        place = min(range(len(found) - 1), key=lambda each: _away(found, each, start, end))
        (before, _), (_, after) = found[place : place + 2]
        if _away(found, place, start, end) <= _REACH and before + _LEAST < start and end < after - _LEAST:
            found[place : place + 2] = [(before, start), (end, after)]
    return found


def _away(spans: list[Span], place: int, start: float, end: float) -> float:
    """Return how many seconds of speech the gap after a word has at most to be moved over to be at a pause."""
    edges = (spans[place][1], spans[place + 1][0])
    return max(max(0.0, start - edge, edge - end) for edge in edges)
