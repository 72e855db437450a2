"""Word times by forced alignment: a recogniser finds where words must lie whose phones are known. English only."""

from collections.abc import Sequence

from pronouncer.hearing.listening import Listened
from pronouncer.hearing.paths import REST, best_way
from pronouncer.hearing.spans import Span

_HOP = 0.01  # seconds a frame
_MIDDLE = 0.0078  # seconds from the start of a frame's window of 25.6 ms to where the frame before it ends


def forced(sound: Listened, words: Sequence[str]) -> list[Span]:
    """Return the times of words, given their IPA. Raises Unaligned where the model cannot find them in this order."""
    return [(_seconds(arc.first), _seconds(arc.last + 1)) for arc in best_way(sound, words).arcs]


def _seconds(frame: int) -> float:
    return frame * _HOP + _MIDDLE - REST
