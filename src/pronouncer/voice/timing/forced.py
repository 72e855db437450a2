"""Word times by forced alignment: a recogniser finds where words must lie whose phones are known. English only.

pocketsphinx brings a model of American English, whose phones are those of the CMU Pronouncing Dictionary. What it is
asked is no recognition: each word has a name of our own and the phones of the utterance, in order.
"""

import re
from collections.abc import Sequence

import numpy as np

from pronouncer.phones.alphabet import compiled
from pronouncer.phones.alphabets import ARPABET
from pronouncer.voice.timing.listening import RATE, Listened
from pronouncer.voice.timing.spans import Span, Unaligned

_LOST = "the words were not found in the sound"
_REST = 0.1  # seconds of noise before and after, which the model takes for silence
_HOP = 0.01  # seconds a frame
_MIDDLE = 0.0078  # seconds from the start of a frame's window of 25.6 ms to where the frame before it ends


def forced(sound: Listened, words: Sequence[str]) -> list[Span]:
    """Return the times of words, given their IPA. Raises Unaligned where the model cannot find them in this order."""
    from pocketsphinx import Decoder

    phones = [_phones(ipa) for ipa in words]
    if not all(phones):
        raise Unaligned("a word has no sound that the model knows")
    # A rest between words is as likely as none: the default of 1 in 200 lets words swallow the pauses before them.
    decoder = Decoder(lm=None, dict=None, loglevel="FATAL", silprob=1.0)
    names = [f"w{place}" for place in range(len(words))]
    for name, each in zip(names, phones, strict=True):
        decoder.add_word(name, each, name == names[-1])
    try:
        decoder.set_align_text(" ".join(names))
        decoder.start_utt()
        decoder.process_raw(_pcm(sound), full_utt=True)
        decoder.end_utt()
    except RuntimeError as error:  # what it raises where no path reaches the last word
        raise Unaligned(_LOST) from error
    own = set(names)  # what else there is are rests
    found = [each for each in decoder.seg() or () if each.word in own]
    if [each.word for each in found] != names:
        raise Unaligned(_LOST)
    return [(_seconds(each.start_frame), _seconds(each.end_frame + 1)) for each in found]


def _phones(ipa: str) -> str:
    """Return the phones of a word as the model names them; nothing where it has none."""
    try:
        return re.sub(r"\d", "", compiled(ipa, ARPABET).text)
    except ValueError:
        return ""


def _pcm(sound: Listened) -> bytes:
    rest = np.random.default_rng(0).standard_normal(int(_REST * RATE)) * 1e-3
    wave = np.concatenate([rest, sound.wave, rest]) * 32_768
    return np.clip(np.round(wave), -32_768, 32_767).astype("<i2").tobytes()


def _seconds(frame: int) -> float:
    return frame * _HOP + _MIDDLE - _REST
