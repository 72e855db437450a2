"""Faults of a voice, made on purpose: what was said is not what should have been, or the sound is broken."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pronouncer.listening import others
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.likeness import alike
from pronouncer.pipeline import Pipeline
from pronouncer.review.checks.letters import LETTERS, NUMBERS
from pronouncer.review.checks.numbers import numbers
from pronouncer.review.checks.offensive import offensive
from pronouncer.review.line import Line
from pronouncer.script.order import of_lines
from pronouncer.voice.casting import solo
from truth import utterances

HERE = Path(__file__).resolve().parent
NAMES = HERE.parent / "eval/names.tsv"
HOMOGRAPHS = HERE.parent / "eval/homographs.tsv"
FRAMES = (
    "Reporters asked {} about it on Monday.",
    "The letter from {} reached the court in spring.",
    "On Sunday {} was in the news again.",
)
AMOUNTS = (
    "The fund lost {} dollars in a month.",
    "About {} people signed the letter.",
    "The road is {} miles long.",
    "It has been open since {}.",
)
NEAR = (
    "fake fact luck folk sheet ship shot sit shut count can't runt beach batch rich cook clock rock dock deck duck "
    "thick sick kick piece peace list past slot slit war horse bank tank rank trick brick price bag flag fog grape "
    "ripe rope rate rain digger bigger trap crab creep hits bits its"
).split()
NEAR_FRAME = "They wrote the word {} on the door."


class Trial(NamedTuple):
    """A sentence as it should be said, and a sound that is right or wrong."""

    line: Line
    fault: str
    """Its kind; empty where the sound is right."""
    check: str
    """Which check is on trial."""


def trials(pipeline: Pipeline, voice: Voice, *, every: int = 1) -> Iterator[Trial]:
    """Yield a right sound and a wrong one for each sentence, of every kind of fault; `every` leaves most out."""
    yield from spoken(pipeline, voice, every)
    lines = right_lines(pipeline, voice)[::every]
    draw = random.Random(voice.id)
    for place, line in enumerate(lines):
        other = lines[(place + 7) % len(lines)].take
        for check, fault, samples in _broken(line, other, draw):
            yield Trial(line, "", check)
            yield Trial(line._replace(take=replace(line.take, samples=samples)), fault, check)
        for speed in (1.6, 0.6):
            yield Trial(line, "", "pace")
            take = _said(pipeline, line.utterance, replace(voice, speed=speed))
            yield Trial(line._replace(take=take), "said at 1.6 or 0.6 times the speed", "pace")


def right_lines(pipeline: Pipeline, voice: Voice) -> list[Line]:
    """Return the sentences of news in a voice, as they should be said."""
    return list(_lines(pipeline, utterances(pipeline, "en"), voice))


def spoken(pipeline: Pipeline, voice: Voice, every: int) -> Iterator[Trial]:
    """Yield trials in which other phones are said than those that were told."""
    draw = random.Random(1)
    names = [line.split("\t")[0] for line in _rows(NAMES)]
    named = [FRAMES[place % len(FRAMES)].format(name) for place, name in enumerate(names)]
    for line in _lines(pipeline, pronounced(pipeline, named[::every]), voice):
        yield from _swapped(pipeline, line, _named(line))
    readings = [line.split("\t")[1].replace("*", "") for line in _rows(HOMOGRAPHS)]
    for line in _lines(pipeline, pronounced(pipeline, readings[::every]), voice):
        yield from _swapped(pipeline, line, _read(line))
    amounts = [_amount(place, draw) for place in range(80)]
    for line in _lines(pipeline, pronounced(pipeline, amounts[::every]), voice):
        wrong = {each.heard: (each.rival.first, each.rival.last, each.rival.words) for each in numbers(line)}
        chosen = draw.choice(sorted(wrong)) if wrong else ""
        if chosen:
            kind = "thirteen for thirty" if chosen in NUMBERS else "digits, pairs, no point"
            yield from _swapped(pipeline, line, {kind: wrong[chosen]}, "numbers")
    for line in _lines(pipeline, pronounced(pipeline, [NEAR_FRAME.format(word) for word in NEAR[::every]]), voice):
        found = next(offensive(line), None)
        if found:
            rival = found.rival
            yield from _swapped(
                pipeline, line, {"an offensive word": (rival.first, rival.last, rival.words)}, "offensive"
            )


Swap = tuple[int, int, tuple[str, ...]]


def pronounced(pipeline: Pipeline, texts: Sequence[str]) -> Sequence[Utterance]:
    """Return sentences as they should be said."""
    script = of_lines(texts, "en")
    return pipeline.pronounce(script, solo(pipeline.voice_for("en"), script))


def _named(line: Line) -> dict[str, Swap]:
    """Return the name of a sentence in the engine's own way, and in letters."""
    found: dict[str, Swap] = {}
    for index, ways in line.others.items():
        token = line.utterance.tokens[index]
        place = line.places(token.start, token.end)
        for way in ways:
            if not alike(way, token.ipa):
                found["the engine's own way"] = (*place, tuple(way.split(" ")))
        letters = token.written.lower()
        if len(letters) <= 6 and letters.isascii() and letters.isalpha():
            found["letter by letter"] = (*place, tuple(LETTERS[letter] for letter in letters))
    return found


def _read(line: Line) -> dict[str, Swap]:
    """Return the homograph of a sentence in another reading."""
    for index, ways in line.others.items():
        token = line.utterance.tokens[index]
        for way in ways:
            if token.rule.startswith("homograph") and not alike(way, token.ipa):
                return {"another reading": (*line.places(token.start, token.end), tuple(way.split(" ")))}
    return {}


def _swapped(
    pipeline: Pipeline, line: Line, swaps: Mapping[str, Swap], check: str = "pronunciation"
) -> Iterator[Trial]:
    for fault, (first, last, words) in swaps.items():
        yield Trial(line, "", check)
        take = _said(pipeline, _with(line.utterance, first, last, words), line.voice)
        yield Trial(line._replace(take=take), fault, check)


def _with(utterance: Utterance, first: int, last: int, instead: Sequence[str]) -> Utterance:
    """Return an utterance with other sounds for some words, all of them in the token of the first."""
    tokens, places = list(utterance.tokens), [token for token, _, _ in utterance.words]
    own = places[first]
    begin = places.index(own)
    words = tokens[own].ipa.split(" ")
    said = [*words[: first - begin], *instead, *words[last - begin :]]
    tokens[own] = replace(tokens[own], spoken=" ".join("word" for _ in said), ipa=" ".join(said))
    return replace(utterance, tokens=tuple(tokens))


def _broken(line: Line, other: Take, draw: random.Random) -> Iterator[tuple[str, str, bytes]]:
    """Yield the sound of a line with a fault each: check, fault, samples."""
    wave, rate = np.frombuffer(line.take.samples, "<i2"), line.take.rate
    words = line.take.words
    word = draw.choice(words)
    first, last = round(word.start * rate), round(word.end * rate)
    size = "a word of one syllable at most" if len(word.word) < 5 else "a longer word"
    yield "dropped", f"{size} cut out", _bytes(wave[:first], wave[last:])
    yield "repeated", f"{size} said twice", _bytes(wave[:last], wave[first:])
    pause = np.zeros(round(draw.uniform(0.5, 1.5) * rate), "<i2")
    yield "silence", "0.5 to 1.5 s of silence", _bytes(wave[:first], pause, wave[first:])
    loud = np.clip(wave * draw.uniform(2, 6), -32_768, 32_767).astype("<i2")
    yield "clipping", "6 to 16 dB too loud", loud.tobytes()
    hole = wave.copy()
    loudest = int(np.argmax(np.abs(wave[: -rate // 10])))
    hole[loudest : loudest + round(draw.uniform(0.005, 0.03) * rate)] = 0
    yield "dropouts", "5 to 30 ms missing", hole.tobytes()
    alien = np.frombuffer(other.samples, "<i2")[rate // 2 : rate // 2 + rate]
    yield "any", "a second of another sentence added", _bytes(wave[:first], alien, wave[first:])
    yield "any", "another sentence", other.samples
    yield "any", "the last third missing", wave[: len(wave) * 2 // 3].tobytes()


def _bytes(*pieces: "np.typing.NDArray[np.int16]") -> bytes:
    return np.concatenate(pieces).astype("<i2").tobytes()


def _lines(pipeline: Pipeline, told: Sequence[Utterance], voice: Voice) -> Iterator[Line]:
    own = others(told, [voice] * len(told), pipeline.ensemble)
    for utterance, ways in zip(told, own, strict=True):
        yield Line(utterance, _said(pipeline, utterance, voice), voice, ways)


def _said(pipeline: Pipeline, utterance: Utterance, voice: Voice) -> Take:
    return pipeline.ensemble.engine(voice.engine).synthesize(utterance, voice)


def _amount(place: int, draw: random.Random) -> str:
    frame = AMOUNTS[place % len(AMOUNTS)]
    kinds = (draw.randrange(11, 100), draw.randrange(101, 1000), draw.randrange(1001, 99_999), draw.random() * 99)
    if place % len(AMOUNTS) == 3:
        return frame.format(draw.randrange(1911, 1999))
    number = kinds[place // len(AMOUNTS) % len(kinds)]
    return frame.format(f"{number:,}" if isinstance(number, int) else f"{number:.2f}")


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
