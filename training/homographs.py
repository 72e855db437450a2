"""Train the homograph classifier: follow-the-regularised-leader with L1, so that few weights remain.

usage: python training/homographs.py --public DIR [--folds 5]

DIR holds `train.tsv` of WikipediaHomographData (Gorman, Mazovetskiy, Nikolaev: Improving homograph disambiguation with
supervised machine learning, LREC 2018; Apache-2.0); it is read, never copied. `news.tsv` beside this file holds our own
sentences.
With `--folds` nothing is written; the accuracy on sentences left out is printed, and the sharpness at which confidence
is calibrated on the news sentences among them.
"""

import argparse
import collections
import csv
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ftrl import Ftrl
from pronouncer.pronounce.homographs import SCALE, SHARED, Reading, context, read_readings, scores_of, softmax
from pronouncer.pronounce.language import language
from pronouncer.pronounce.languages.en.homographs.features import features
from pronouncer.pronounce.tokens import Tokeniser

HERE = Path(__file__).resolve().parent
MODEL = Path(language("en").homographs or "")
_L1, _L1_SHARED = 12.0, 12.0
_EPOCHS = 8
_NEWS = 4.0  # what a news sentence counts more than one of the public set
_TOKENISE = Tokeniser(language("en"))


class Example(NamedTuple):
    """One homograph in one sentence."""

    base: str
    label: str
    features: list[str]
    news: bool
    plural: bool


def examples(public: Path, readings: Mapping[str, Sequence[Reading]]) -> list[Example]:
    """Return the public and our own sentences as examples."""
    found = [each for each in _public(public, readings) if each]
    for line in (HERE / "news.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            label, marked = line.split("\t")
            before, word, after = marked.split("*")
            example = _example(before + word + after, len(before), len(word), label, readings, news=True)
            if example:
                found.append(example)
    return found


def _public(folder: Path, readings: Mapping[str, Sequence[Reading]]) -> Iterator[Example | None]:
    with (folder / "train.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            raw = row["sentence"].encode()
            before, word = raw[: int(row["start"])].decode(), raw[int(row["start"]) : int(row["end"])].decode()
            yield _example(row["sentence"], len(before), len(word), row["wordid"], readings, news=False)


def _example(
    sentence: str, start: int, length: int, label: str, readings: Mapping[str, Sequence[Reading]], *, news: bool
) -> Example | None:
    drafts = _TOKENISE(sentence)
    words, places = context(drafts)
    written = sentence[start : start + length]
    place = next((i for i, p in enumerate(places) if drafts[p].start == start and drafts[p].written == written), None)
    if place is None:
        return None
    lower = written.lower()
    if lower.endswith("'s"):
        return None  # owns something, so it is no verb: nothing to learn
    base = lower if lower in readings else lower.removesuffix("s")
    if label not in [reading.label for reading in readings.get(base, ())]:
        raise ValueError(f"{label} is no reading of {written!r}: {sentence}")
    return Example(base, label, features(words, place), news, base != lower)


def train(data: Sequence[Example], readings: Mapping[str, Sequence[Reading]]) -> dict[str, dict[str, int]]:
    """Return the weights of every reading but the first of each homograph, and the shared ones.

    Each reading of a homograph counts the same in sum, so that a rare one is not drowned.
    """
    counts = collections.Counter(each.label for each in data)
    vectors: dict[str, Ftrl] = collections.defaultdict(lambda: Ftrl(_L1))
    vectors[SHARED] = Ftrl(_L1_SHARED)
    order = list(data)
    shuffle = random.Random(1).shuffle
    for _ in range(_EPOCHS):
        shuffle(order)
        for each in order:
            own = readings[each.base]
            total = sum(counts[reading.label] for reading in own)
            balance = (total / (sum(1 for r in own if counts[r.label]) * counts[each.label])) ** 0.5
            weight = min(4.0, balance) * (_NEWS if each.news else 1.0)
            shares = softmax(scores_of(own, each.features, vectors.__getitem__))
            for index, (reading, share) in enumerate(zip(own, shares, strict=True)):
                gradient = (share - (reading.label == each.label)) * weight
                if index:
                    vectors[reading.label].learn(each.features, gradient)
                if reading.verb:
                    vectors[SHARED].learn(each.features, gradient)
    return {name: vector.kept(SCALE) for name, vector in vectors.items()}


class Judged(NamedTuple):
    """How a sentence that was left out of training is read."""

    example: Example
    scores: list[float]
    answer: int
    """Index of the right reading."""

    @property
    def right(self) -> bool:
        """Whether the right reading has the highest score."""
        return max(range(len(self.scores)), key=self.scores.__getitem__) == self.answer

    def confidence(self, sharp: float) -> float:
        """Return the share of the reading that would be chosen."""
        return max(softmax([score * sharp for score in self.scores]))


def sharpness(judged: Sequence[Judged]) -> float:
    """Return the factor on scores that makes the answers likeliest: temperature scaling (Guo et al., ICML 2017)."""

    def loss(factor: float) -> float:
        return -sum(math.log(softmax([s * factor for s in each.scores])[each.answer] + 1e-12) for each in judged)

    return min((step / 20 for step in range(4, 61)), key=loss)


def folds(data: Sequence[Example], readings: Mapping[str, Sequence[Reading]], count: int) -> float:
    """Print how sentences that were left out are read; return the sharpness that news wants."""
    order = list(data)
    random.Random(2).shuffle(order)
    judged: list[Judged] = []
    for fold in range(count):
        trained = train([each for i, each in enumerate(order) if i % count != fold], readings)
        weights = {name: {f: weight / SCALE for f, weight in kept.items()} for name, kept in trained.items()}
        judged += [_judged(each, readings[each.base], weights) for each in order[fold::count]]
    news = [each for each in judged if each.example.news]
    for name, chosen in (("all", judged), ("news", news)):
        print(f"{name:5} {sum(each.right for each in chosen) / max(1, len(chosen)):.4f} of {len(chosen)}")
    wrong = collections.Counter(each.example.label for each in news if not each.right)
    print("weakest in news:", ", ".join(f"{label} {count}" for label, count in wrong.most_common(25)))
    sharp = sharpness(news)
    for low in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        band = [each for each in news if low <= each.confidence(sharp) < low + (0.1 if low < 0.9 else 0.05)]
        print(f"confidence from {low}: {sum(each.right for each in band) / max(1, len(band)):.3f} right of {len(band)}")
    return sharp


def _judged(each: Example, own: Sequence[Reading], weights: Mapping[str, Mapping[str, float]]) -> Judged:
    found = scores_of(own, each.features, lambda name: weights.get(name, {}))
    return Judged(each, found, [reading.label for reading in own].index(each.label))


def write(weights: Mapping[str, Mapping[str, int]], plurals: Iterable[str], sharp: float, path: Path) -> None:
    """Write `weights.tsv`: one line a reading, features with whole weights."""
    lines = [f"forms\t{' '.join(sorted(plurals))}", f"sharpness\t{sharp}"]
    for name in sorted(weights):
        kept = weights[name]
        lines.append("\t".join([name, *(f"{f}={kept[f]}" for f in sorted(kept, key=lambda f: (-abs(kept[f]), f)))]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Train, or judge by folds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--sharpness", type=float, default=1.0)
    options = parser.parse_args()
    readings = read_readings(MODEL / "readings.tsv")
    data = examples(options.public, readings)
    if options.folds:
        print(f"sharpness {folds(data, readings, options.folds)}")
        return
    plurals = {f"{each.base}s" for each in data if each.plural}
    write(train(data, readings), plurals, options.sharpness, MODEL / "weights.tsv")


if __name__ == "__main__":
    main()
