"""Word times for engines that give none: the one door to the aligners."""

import functools
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from pronouncer.errors import EngineError
from pronouncer.hearing.spans import Span, Unaligned
from pronouncer.model.take import Take, WordTiming
from pronouncer.model.utterance import Utterance

Reference = Callable[[], Take | None]
"""Gives the same utterance in a voice whose times are exact; None where no such voice speaks the language."""

Source = Literal["forced", "warped", "stretched"]

_LONGEST = 120.0  # seconds; what is longer is no sentence, and warping costs the square of it
_LEAST = 0.01  # seconds that every word gets, where the sound has them
_Way = Callable[[Utterance, Take, Reference], tuple[list[Span], float]]
_QUIET = 40  # the loudest sample of a pause, as a part of the loudest of all


class Timing(NamedTuple):
    """When the words of an utterance are heard."""

    words: tuple[WordTiming, ...]
    """Rising, inside the sound, one for each of `Utterance.words`."""
    source: Source
    """How they were found."""
    quality: float
    """1.0 where nothing speaks against them, 0.5 at the limit of what is taken; 0.0 for what was not listened to."""
    passed: tuple[str, ...] = ()
    """The ways that were not taken, each with the reason."""


def timed(utterance: Utterance, sound: Take, reference: Reference) -> Timing:
    """Return the times of an utterance's words in a sound: the same in, the same out.

    By forced alignment in English, else by warping a reference, else by stretching the reference's times; a way whose
    times cannot be true is passed over. Raises EngineError where there is no sound, and what `reference` raises.
    """
    words = utterance.words
    if words and not sound.seconds:
        raise EngineError(f"The voice made no sound for {utterance.spoken[:80]!r}; try again.", permanent=False)
    compared = functools.cache(reference)
    passed: list[str] = []
    ways: tuple[tuple[Source, _Way], ...] = (("forced", _forced), ("warped", _warped)) if words else ()
    for source, way in ways:
        try:
            spans, quality = way(utterance, sound, compared)
        except (Unaligned, ImportError) as why:
            passed.append(f"{source}: {why}")
        else:
            return Timing(_timings(utterance, spans, sound.seconds), source, quality, tuple(passed))
    spans = _stretched(utterance, sound, compared)
    return Timing(_timings(utterance, spans, sound.seconds), "stretched", 0.0, tuple(passed))


def _forced(utterance: Utterance, sound: Take, _: Reference) -> tuple[list[Span], float]:
    if utterance.language.lower().partition("-")[0] != "en":
        raise Unaligned(f"there is no model for {utterance.language}")
    _limited(sound)
    from pronouncer.hearing.forced import forced
    from pronouncer.hearing.listening import listened
    from pronouncer.hearing.pauses import rested
    from pronouncer.hearing.quality import judged

    heard, words = listened(sound), _ipa(utterance)
    spans = rested(forced(heard, words), heard.quiet)
    return spans, judged(spans, words, heard)


def _warped(utterance: Utterance, sound: Take, reference: Reference) -> tuple[list[Span], float]:
    _limited(sound)
    from pronouncer.hearing.listening import listened
    from pronouncer.hearing.pauses import rested
    from pronouncer.hearing.quality import judged
    from pronouncer.voice.timing.warp import warped

    heard, take = listened(sound), reference()
    if take is None:
        raise Unaligned(f"no voice with exact times speaks {utterance.language}")
    exact = [(word.start, word.end) for word in take.words]
    carried, detour = warped(heard, listened(take), exact)
    spans = rested(carried, heard.quiet)
    return spans, judged(spans, _ipa(utterance), heard, detour=detour)


def _stretched(utterance: Utterance, sound: Take, reference: Reference) -> list[Span]:
    """Return the reference's times, or shares by letters of IPA, stretched evenly over where the sound is heard."""
    take = reference() if utterance.words else None
    spans = [(word.start, word.end) for word in take.words] if take else []
    place = 0
    for ipa in () if take else _ipa(utterance):
        spans.append((place, place + len(ipa)))
        place += len(ipa)
    if not spans:
        return []
    (first, _), (_, last), (start, end) = spans[0], spans[-1], _speech(sound)
    scale = (end - start) / max(last - first, 1e-9)
    return [(start + (one - first) * scale, start + (other - first) * scale) for one, other in spans]


def _speech(sound: Take) -> Span:
    """Return where a sound begins and ends to be loud; all of it where it is silent."""
    samples = memoryview(sound.samples[: len(sound.samples) // 2 * 2]).cast("h")
    step = max(1, sound.rate // 100)
    peaks = [max(map(abs, samples[place : place + step])) for place in range(0, len(samples), step)]
    quiet = max(peaks, default=0) / _QUIET
    loud = [place for place, peak in enumerate(peaks) if peak > quiet]
    if not loud:
        return 0.0, sound.seconds
    return loud[0] * step / sound.rate, min((loud[-1] + 1) * step / sound.rate, sound.seconds)


def _timings(utterance: Utterance, spans: Sequence[Span], seconds: float) -> tuple[WordTiming, ...]:
    """Return spans as timings: rising, inside the sound, each with a share of it."""
    count = len(spans)
    least = min(_LEAST, seconds / (2 * max(1, count)))
    latest = [seconds - least * (count - place) for place in range(count + 1)]
    timings: list[WordTiming] = []
    for place, ((token, word, _), (start, end)) in enumerate(zip(utterance.words, spans, strict=True)):
        start = min(max(start, timings[-1].end if timings else 0.0), latest[place])
        timings.append(WordTiming(token, word, start, min(max(end, start + least), latest[place + 1])))
    return tuple(timings)


def _limited(sound: Take) -> None:
    if sound.seconds > _LONGEST:
        raise Unaligned(f"it is longer than {_LONGEST:.0f} s")


def _ipa(utterance: Utterance) -> list[str]:
    return [ipa for _, _, ipa in utterance.words]
