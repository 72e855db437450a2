"""Which of several ways through a sentence was said: a recogniser is shown the words and what might stand for some.

pocketsphinx brings a model of American English, whose phones are those of the CMU Pronouncing Dictionary. What it is
asked is no recognition: each word has a name of our own and the phones that it is said with.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pronouncer.hearing.listening import RATE, Listened
from pronouncer.hearing.spans import Unaligned, Unknown
from pronouncer.phones.alphabet import compiled
from pronouncer.phones.alphabets import ARPABET

LOST = "the words were not found in the sound"
REST = 0.1  # seconds of noise before and after, which the model takes for silence
_MOST = 6  # rivals in one sentence; where there are more, it is another sentence
_LONGEST = 60  # phones of a word; longer ones are no words
_SHIFT = 1024  # the model keeps scores of whole sentences divided by that, so that they fit
_WEIGHT = 6.5  # that it gives to what is likely before anything is heard: its `lw`


class Rival(NamedTuple):
    """Something that may have been said in place of some words: other sounds, fewer words, or more."""

    first: int
    """Index of the first word that it replaces."""
    last: int
    """One past the last; the same where words were added."""
    words: tuple[str, ...]
    """IPA of what is said instead; empty where the words are left out."""
    least: float = 0.0
    """How much better it must fit than the words to be looked at, as a natural logarithm."""


class Arc(NamedTuple):
    """A word of the best way through a sentence."""

    rival: int
    """Index of the rival that it belongs to; -1 for the words as expected."""
    place: int
    """Index among the words of the sentence, or of the rival."""
    first: int
    """Frames of 10 ms, the rest at the front included."""
    last: int
    """The last frame that it has."""


class Way(NamedTuple):
    """The best way through a sentence."""

    arcs: tuple[Arc, ...]
    rivals: tuple[int, ...]
    """Those that it leads through, in order."""
    score: float
    """Natural logarithm of its likelihood; only a difference between two ways through one sound means anything."""


class _Step(NamedTuple):
    """An arc of the graph that the model searches; state n of it stands before word n, and rivals have more."""

    start: int
    end: int
    name: str
    """Of the word; empty where nothing is said."""
    phones: str
    likely: float
    """How likely it is before anything is heard."""


def phones_of(ipa: str) -> str:
    """Return the phones of a word as the model names them; nothing where it has none."""
    try:
        return re.sub(r"\d", "", compiled(ipa, ARPABET).text)
    except ValueError:
        return ""


def best_way(sound: Listened, words: Sequence[str], rivals: Sequence[Rival] = ()) -> Way:
    """Return the way that fits a sound best: words, given their IPA, or rivals that fit better by their `least`.

    Raises Unaligned where none leads through the whole sound, Unknown where a word has no sound that the model knows,
    and ImportError where the recogniser is not installed.
    """
    from pocketsphinx import Decoder

    # A rest between words is as likely as none: the default of 1 in 200 lets words swallow the pauses before them.
    decoder = Decoder(lm=None, dict=None, loglevel="FATAL", silprob=1.0)
    steps = _steps(words, rivals)
    names = {step.name: step.phones for step in steps if step.name}
    if not names or not all(names.values()):
        raise Unknown("a word has no sound that the model knows")
    if max(phones.count(" ") for phones in names.values()) >= _LONGEST:
        raise Unknown("a word is too long to be found")
    last = next(reversed(names))
    for name, phones in names.items():
        decoder.add_word(name, phones, name == last)
    graph = [(step.start, step.end, step.likely, *([step.name] if step.name else [])) for step in steps]
    try:
        decoder.add_fsg("ways", decoder.create_fsg("ways", 0, len(words), graph))
        decoder.activate_search("ways")
        decoder.start_utt()
        decoder.process_raw(_pcm(sound), full_utt=True)
        decoder.end_utt()
    except RuntimeError as error:  # what it raises where no path reaches the last word
        raise Unaligned(LOST) from error
    found = decoder.hyp()
    if found is None:
        raise Unaligned(LOST)
    own = [each for each in decoder.seg() or () if each.word in names]  # what else there is are rests
    arcs = tuple(Arc(*_numbers(each.word), each.start_frame, each.end_frame) for each in own)
    return Way(arcs, _taken(arcs, len(words), rivals), math.log(found.score) * _SHIFT)


def leads(sound: Listened, words: Sequence[str], rivals: Sequence[Rival]) -> dict[int, float]:
    """Return for each rival on the best way how much better it alone fits the sound than the words.

    Rivals are looked for in one pass, whose scores are cut by its beams; those found are compared in passes of their
    own. Leads are natural logarithms, infinite where only one of the two fits. Raises Unaligned where nothing fits, or
    only many rivals at once, and what `best_way` does.
    """
    found = best_way(sound, words, rivals).rivals
    if not found:
        return {}
    if len(found) > _MOST:
        raise Unaligned(LOST)
    expected = score(sound, words)
    scores = {place: score(sound, said(words, [rivals[place]])) for place in found}
    if max(expected, *scores.values()) == -math.inf:
        raise Unaligned(LOST)
    return {place: own - expected for place, own in scores.items() if max(own, expected) > -math.inf}


def score(sound: Listened, words: Sequence[str]) -> float:
    """Return the score of the words as they are given; minus infinity where they do not fit the sound at all."""
    try:
        return best_way(sound, words).score
    except Unaligned:
        return -math.inf


def said(words: Sequence[str], rivals: Sequence[Rival]) -> list[str]:
    """Return the words with some rivals, which must not overlap, in the place of theirs."""
    found = list(words)
    for rival in sorted(rivals, reverse=True):
        found[rival.first : rival.last] = rival.words
    return found


def _steps(words: Sequence[str], rivals: Sequence[Rival]) -> list[_Step]:
    steps = [_Step(place, place + 1, f"w_-1_{place}", phones_of(ipa), 1.0) for place, ipa in enumerate(words)]
    free = len(words) + 1
    for index, rival in enumerate(rivals):
        states = [rival.first, *range(free, free + len(rival.words) - 1), rival.last]
        free += max(0, len(rival.words) - 1)
        likely = math.exp(-rival.least / _WEIGHT)
        if not rival.words:
            steps.append(_Step(rival.first, rival.last, "", "", likely))
        for place, ipa in enumerate(rival.words):
            steps.append(
                _Step(states[place], states[place + 1], f"w_{index}_{place}", phones_of(ipa), 1.0 if place else likely)
            )
    return steps


def _taken(arcs: Sequence[Arc], count: int, rivals: Sequence[Rival]) -> tuple[int, ...]:
    """Return the rivals that a way leads through, those without words among them."""
    found: list[int] = []
    state = 0
    for arc in [*arcs, Arc(-1, count, 0, 0)]:
        if arc.rival >= 0 and arc.place > 0:
            continue
        start, end = (rivals[arc.rival].first, rivals[arc.rival].last) if arc.rival >= 0 else (arc.place, arc.place + 1)
        found += [
            place for place, each in enumerate(rivals) if not each.words and state <= each.first and each.last <= start
        ]
        found += [arc.rival] if arc.rival >= 0 else []
        state = end
    return tuple(dict.fromkeys(found))


def _numbers(name: str) -> tuple[int, int]:
    _, rival, place = name.split("_")
    return int(rival), int(place)


def is_one_away(one: str, other: str) -> bool:
    """Say whether one phone is changed, added or left out, in phones of the model."""
    left, right = (phones.replace("ER", "AH R").split() for phones in (one, other))
    start = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    left, right = left[start:], right[start:]
    return left != right and (left[1:] == right[1:] or left[1:] == right or left == right[1:])


def _pcm(sound: Listened) -> bytes:
    rest = np.random.default_rng(0).standard_normal(int(REST * RATE)) * 1e-3
    wave = np.concatenate([rest, sound.wave, rest]) * 32_768
    return np.clip(np.round(wave), -32_768, 32_767).astype("<i2").tobytes()
