"""Words that are written alike and said differently: which reading stands here, and how sure that is.

A log-linear model for each homograph: the first reading is the one compared with, every other has weights over what is
seen around the word. Verb readings share weights over all homographs, so that a word with few examples learns from
the rest.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from pronouncer.pronounce.tokens import Draft

Features = Callable[[Sequence[str], int], list[str]]


class Weights(Protocol):
    """A weight for each feature that has one."""

    def get(self, feature: str, default: float, /) -> float:
        """Return the weight, or the default."""
        ...


SHARED = "verb"
SCALE = 20  # weights are kept in the file as whole twentieths


class Reading(NamedTuple):
    """One way to say a homograph."""

    label: str
    """As in the training data: `lead_nou`."""
    ipa: Mapping[str, str]
    """Region to IPA."""
    verb: bool
    """Whether it is the verb of a noun or an adjective, and so shares what is known of verbs."""


class Choice(NamedTuple):
    """The reading that was chosen."""

    label: str
    ipa: str
    """Of the word without its ending."""
    ending: str
    """`s` for a plural or a third person, `'s` for a possessive, else empty."""
    confidence: float
    """0 to 1, calibrated on news sentences."""
    others: tuple[tuple[str, str], ...] = ()
    """Label and IPA of the readings that were not chosen, the likeliest first."""


def read_readings(path: Path) -> dict[str, list[Reading]]:
    """Return the homographs of a `readings.tsv` with their readings."""
    found: dict[str, list[Reading]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, label, american, british, *rest = line.split("\t")
            found.setdefault(word, []).append(Reading(label, {"US": american, "GB": british}, rest == [SHARED]))
    return found


class Homographs:
    """The trained model of one language."""

    def __init__(self, folder: Path, features: Features) -> None:
        self.readings = read_readings(folder / "readings.tsv")
        self._features = features
        self._lines: dict[str, str] = {}
        for line in (folder / "weights.tsv").read_text("utf-8").splitlines():
            name, _, rest = line.partition("\t")
            self._lines[name] = rest
        self._plurals = frozenset(self._lines.pop("forms", "").split())
        self._sharpness = float(self._lines.pop("sharpness", "1"))
        self._weights = functools.cache(self._parsed)

    def choose(self, words: Sequence[str], place: int, region: str) -> Choice | None:
        """Return the reading of `words[place]`, or None if it is no homograph."""
        base, ending = words[place].lower(), ""
        if base in self._plurals:
            base, ending = base[:-1], "s"
        elif base.endswith("'s"):
            base, ending = base[:-2], "'s"
        readings = self.readings.get(base)
        if not readings:
            return None
        scores = scores_of(readings, self._features(words, place), self._weights)
        shares = softmax([score * self._sharpness for score in scores])
        if ending == "'s":  # what owns is no verb
            shares = [share * (not reading.verb) for reading, share in zip(readings, shares, strict=True)]
            shares = [share / sum(shares) for share in shares]
        best, *rest = sorted(range(len(readings)), key=lambda index: -shares[index])
        others = tuple((readings[index].label, readings[index].ipa[region]) for index in rest)
        return Choice(readings[best].label, readings[best].ipa[region], ending, shares[best], others)

    def _parsed(self, name: str) -> Weights:
        pairs = (entry.rsplit("=", 1) for entry in self._lines.get(name, "").split("\t") if entry)
        return {feature: int(weight) / SCALE for feature, weight in pairs}


def scores_of(readings: Sequence[Reading], features: Sequence[str], weights: Callable[[str], Weights]) -> list[float]:
    """Return a score for each reading; the first has none but what it shares with verbs."""
    found: list[float] = []
    for index, reading in enumerate(readings):
        own = weights(reading.label) if index else {}
        shared = weights(SHARED) if reading.verb else {}
        found.append(sum(own.get(f, 0.0) + shared.get(f, 0.0) for f in features))
    return found


def softmax(scores: Sequence[float]) -> list[float]:
    """Return shares that sum to one."""
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


def context(drafts: Sequence[Draft]) -> tuple[list[str], list[int]]:
    """Return the words and marks of a sentence as the features want them, and which draft each is."""
    words: list[str] = []
    places: list[int] = []
    for place, draft in enumerate(drafts):
        if draft.kind != "space":
            words.append(draft.spoken if draft.kind == "word" else _token(draft.written))
            places.append(place)
    return words, places


def _token(written: str) -> str:
    if any(character.isdigit() for character in written):
        return "#"
    return written.split()[-1] if written[0].isalpha() else written[0]
