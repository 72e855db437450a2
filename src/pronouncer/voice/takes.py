"""From what an engine answers to a take: silence cut off, and its times led back to the words."""

from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.errors import EngineError
from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.voice.sound import Sound, Trimmed, trimmed

_KNOWN = 0.75  # share of the words that an engine must time, for the rest to be shared out between them
_LEAST = 0.01  # seconds of a word
_SLACK = 0.25  # seconds that an engine may count beyond its sound


class Span(NamedTuple):
    """When an engine says that a word is heard, in seconds of its sound."""

    start: float
    end: float | None = None
    """None where it says starts only: a word then ends where the next one starts."""


def take_of(utterance: Utterance, voice: Voice, sound: Sound, spans: Sequence[Span | None] = ()) -> Take:
    """Return the take of a sound, with one span or None for each of `Utterance.words`.

    Where too few words have one, the take has no times, and the studio finds them in the sound. Raises EngineError,
    not permanent, where the sound is none or ends before its times do.
    """
    heard = trimmed(sound, voice.id)
    known = [span for span in spans if span]
    last = max((span.end or span.start for span in known), default=0.0)
    if last > sound.samples.size / sound.rate + _SLACK or (known and _after(known[-1], heard)):
        raise EngineError(f"{voice.id} sent sound that ends before its words do: it was cut off.", permanent=False)
    timings = _timings(utterance, spans, heard) if len(known) >= _KNOWN * len(utterance.words) else ()
    return Take(take_key(utterance, voice), heard.rate, heard.samples, timings)


def _after(span: Span, heard: Trimmed) -> bool:
    return span.start - heard.cut >= len(heard.samples) / 2 / heard.rate


def _timings(utterance: Utterance, spans: Sequence[Span | None], heard: Trimmed) -> tuple[WordTiming, ...]:
    import numpy as np

    count, length = len(spans), len(heard.samples) / 2 / heard.rate
    known = (
        {0: heard.cut} | {place: span.start for place, span in enumerate(spans) if span} | {count: length + heard.cut}
    )
    starts = np.interp(range(count + 1), sorted(known), [known[place] for place in sorted(known)]) - heard.cut
    edges: list[float] = []
    for place, start in enumerate(starts):
        first = max(float(start), edges[-1] + _LEAST if edges else 0.0)
        edges.append(min(first, length - _LEAST * (count - place)))
    words = zip(utterance.words, spans, edges, edges[1:], strict=False)
    return tuple(
        WordTiming(token, word, start, _end(span, heard.cut, start, following))
        for (token, word, _), span, start, following in words
    )


def _end(span: Span | None, cut: float, start: float, following: float) -> float:
    if span is None or span.end is None:
        return following
    return min(max(span.end - cut, start + _LEAST), following)
