"""Speech whose word times are known: what a voice says that reports them, for the sentences of eval/alignment.txt."""

import functools
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pronouncer.model.take import Take, WordTiming
from pronouncer.model.utterance import Utterance
from pronouncer.phones.alphabets import ipa_of_arpabet
from pronouncer.pipeline import Pipeline
from pronouncer.script.order import of_lines
from pronouncer.voice.casting import solo

SENTENCES = Path(__file__).parent.parent / "eval/alignment.txt"
_VOWELS = frozenset("aa ae ah ao aw ay eh ey ih iy ow oy uh uw".split())
_REDUCED = {"ax": "AH0", "er": "ER0", "axr": "ER0"}


class Phone(NamedTuple):
    """A phone that flite said."""

    name: str
    start: float
    end: float


class Said(NamedTuple):
    """What flite said."""

    take: Take
    """Its words are timed by flite's own phones."""
    utterance: Utterance
    """With the phones that it said in place of ours."""


def utterances(pipeline: Pipeline, language: str) -> Sequence[Utterance]:
    """Return the sentences of a language as our voices are told them."""
    rows = [line.split("\t") for line in SENTENCES.read_text("utf-8").splitlines() if not line.startswith("#")]
    script = of_lines([text for tag, text in rows if tag == language], language)
    return pipeline.pronounce(script, solo(pipeline.voice_for(language), script))


def flite(utterance: Utterance, voice: str) -> Said | None:
    """Return what flite makes of the words and breaks of an utterance; None where its phones do not tell the words.

    It is given plain words, so that what it says is its own. Which phones are whose is found by laying its phones for
    each word alone along those of the sentence; the start of a word is that of its first phone.
    """
    marked = zip(utterance.words, utterance.breaks, strict=True)
    phones, samples, rate = _spoken(" ".join(word + mark for (_, word, _), mark in marked), voice)
    alone = [(place, name) for place, (_, word, _) in enumerate(utterance.words) for name in _alone(word, voice)]
    owners = _laid([name for _, name in alone], [phone.name for phone in phones])
    shares: list[list[Phone]] = [[] for _ in utterance.words]
    for phone, owner in zip(phones, owners, strict=True):
        if owner is not None:
            shares[alone[owner][0]].append(phone)
    if not all(shares):
        return None
    rows = zip(utterance.words, shares, strict=True)
    timings = tuple(WordTiming(token, word, own[0].start, own[-1].end) for (token, word, _), own in rows)
    return Said(Take("", rate, samples, timings), _with(utterance, [_ipa(own) for own in shares]))


def _spoken(text: str, voice: str) -> tuple[list[Phone], bytes, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "said.wav")
        command = ["flite", "-voice", voice, "-psdur", "-t", text, "-o", path]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        with wave.open(path) as file:
            samples, rate = file.readframes(file.getnframes()), file.getframerate()
    names = [each.partition(":")[0] for each in printed.split()]
    ends = [float(each.partition(":")[2]) for each in printed.split()]
    phones = map(Phone, names, [0.0, *ends], ends)
    return [phone for phone in phones if phone.name != "pau"], samples, rate


@functools.cache
def _alone(word: str, voice: str) -> tuple[str, ...]:
    return tuple(phone.name for phone in _spoken(word, voice)[0])


def _laid(one: Sequence[str], other: Sequence[str]) -> list[int | None]:
    """Return for each name of the other row which of the first it is, by the fewest changes."""
    costs = [[max(row, column) for column in range(len(other) + 1)] for row in range(len(one) + 1)]
    for row, mine in enumerate(one, 1):
        for column, theirs in enumerate(other, 1):
            changed = costs[row - 1][column - 1] + (mine != theirs)
            costs[row][column] = min(changed, costs[row - 1][column] + 1, costs[row][column - 1] + 1)
    found: list[int | None] = [None] * len(other)
    row, column = len(one), len(other)
    while row and column:
        if costs[row][column] == costs[row - 1][column - 1] + (one[row - 1] != other[column - 1]):
            row, column = row - 1, column - 1
            found[column] = row
        elif costs[row][column] == costs[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
    return found


def _ipa(phones: Sequence[Phone]) -> str:
    return ipa_of_arpabet(" ".join(_symbol(phone.name) for phone in phones))


def _symbol(name: str) -> str:
    return _REDUCED.get(name) or name.upper() + ("1" if name in _VOWELS else "")


def _with(utterance: Utterance, words: list[str]) -> Utterance:
    left = iter(words)
    tokens = (
        replace(token, ipa=" ".join(next(left) for _ in token.spoken.split())) if token.spoken else token
        for token in utterance.tokens
    )
    return replace(utterance, tokens=tuple(tokens))
