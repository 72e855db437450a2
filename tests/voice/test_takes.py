"""From an engine's times to a take: words without one, times that run backwards, sound that ends early."""

import numpy as np
import pytest

from pronouncer.errors import EngineError
from pronouncer.model.voice import Voice
from pronouncer.testing.contract import PLAIN
from pronouncer.voice.sound import Sound
from pronouncer.voice.takes import Span, take_of

VOICE = Voice("some", "one", "en", "1", "CC0-1.0", "nobody")
RATE = 8000
LEAD = 0.4  # seconds of silence, of which 0.02 are kept


def sound(seconds: float) -> Sound:
    """Return a tone with silence before it."""
    tone = (np.sin(np.arange(round(seconds * RATE))) * 9000).astype(np.int16)
    return Sound(RATE, np.concatenate([np.zeros(round(LEAD * RATE), np.int16), tone]))


def starts(*spans: Span | None) -> list[float]:
    """Return when the words of a take of two seconds start, less the silence."""
    return [word.start for word in take_of(PLAIN, VOICE, sound(2.0), spans).words]


def test_silence_is_taken_off_the_times() -> None:
    """Times count from the first sample that is kept; a word ends where the next one starts."""
    take = take_of(PLAIN, VOICE, sound(2.0), [Span(LEAD + at) for at in (0, 0.4, 0.8, 1.2, 1.6)])
    assert [word.start for word in take.words] == pytest.approx([0.02, 0.42, 0.82, 1.22, 1.62], abs=2e-3)
    assert [word.end for word in take.words] == pytest.approx([0.42, 0.82, 1.22, 1.62, take.seconds], abs=2e-3)


def test_ends_that_are_said_are_kept() -> None:
    """A pause belongs to no word where the engine says when words end."""
    spans = [Span(LEAD + at, LEAD + at + 0.3) for at in (0, 0.4, 0.8, 1.2, 1.6)]
    words = take_of(PLAIN, VOICE, sound(2.0), spans).words
    assert [word.end - word.start for word in words] == pytest.approx([0.3] * 5, abs=2e-3)


def test_a_word_without_a_time_shares_the_gap() -> None:
    """The first, a middle or the last word that is not timed gets a part of what is around it."""
    timed = [Span(LEAD + at) for at in (0.1, 0.4, 0.8, 1.2, 1.6)]
    assert starts(None, *timed[1:])[0] == 0.0
    assert starts(*timed[:2], None, *timed[3:])[2] == pytest.approx(0.82, abs=2e-3)
    assert starts(*timed[:4], None)[4] == pytest.approx((1.22 + 2.02) / 2, abs=2e-2)


def test_too_few_times_are_none() -> None:
    """With fewer than three in four words timed, the take has no times."""
    assert starts(Span(LEAD), None, None, Span(1.0), Span(1.5)) == [] == starts()


def test_times_rise_whatever_is_said() -> None:
    """Times that run backwards or stand still become words of at least 10 ms, inside the sound."""
    for spans in ([Span(2.0), Span(1.0), Span(0.5, 0.1), Span(0.5), Span(1.8)], [Span(0.0)] * 5, [Span(2.39)] * 5):
        take = take_of(PLAIN, VOICE, sound(2.0), spans)
        edges = [edge for word in take.words for edge in (word.start, word.end)]
        assert edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= take.seconds + 1e-9
        assert all(word.end - word.start > 0.009 for word in take.words)


@pytest.mark.parametrize("late", [Span(2.5), Span(2.0, 2.7)])
def test_sound_that_ends_first_is_refused(late: Span) -> None:
    """A word that is said to be heard after the sound ends, or a quarter of a second beyond it, was cut off."""
    with pytest.raises(EngineError, match="cut off") as caught:
        take_of(PLAIN, VOICE, sound(2.0), [Span(LEAD + at) for at in (0, 0.4, 0.8, 1.2)] + [late])
    assert not caught.value.permanent


def test_a_click_is_no_sentence() -> None:
    """Sound that is shorter than 10 ms a word is refused, times or not."""
    with pytest.raises(EngineError, match="cut off"):
        take_of(PLAIN, VOICE, sound(0.01))
