"""Train the estimate of how likely letter-to-sound rules say a name wrong, from its letters alone.

usage: python training/mistakes.py [--judge]

Every word of the CMU Pronouncing Dictionary that is no common word is asked of the embedded engine; where the two
differ (`phones.likeness.alike`), the engine counts as wrong. Names by which flags are scored, eval/flags.txt and the
names lexicon, are left out. A logistic model over groups of letters; with `--judge` a tenth is left out and nothing is
written.
"""

import argparse
import math
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from ftrl import Ftrl
from pronouncer.phones.likeness import alike
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.dictionary import cmudict
from pronouncer.pronounce.language import language
from pronouncer.pronounce.mistakes import BIAS, SCALE, letter_groups, probability
from pronouncer.pronounce.say import base_entries
from pronouncer.settings import load

HERE = Path(__file__).resolve().parent
HELD_OUT = HERE.parent / "eval" / "flags.txt"
_L1 = 12.0
_EPOCHS = 4
_LEAST = 3  # letters


def examples(held_out: frozenset[str]) -> list[tuple[str, bool]]:
    """Return names with whether the engine says them wrong."""
    dictionary, rules = cmudict(), language("en")
    assert dictionary and rules.words
    common = set(rules.words.read_text("utf-8").split())
    names = [w for w in dictionary if w.isalpha() and len(w) >= _LEAST and w not in common | held_out]
    with Pipeline(load({}, environ=os.environ, folder=HERE)) as pipeline:
        said = pipeline.ensemble.phonemize([[name.capitalize()] for name in names], pipeline.voice_for("en"))
    return [
        (name, not any(alike(ipa, variant) for variant in dictionary.ipa(name)))
        for name, (ipa,) in zip(names, said, strict=True)
        if ipa
    ]


def train(data: Sequence[tuple[str, bool]]) -> dict[str, int]:
    """Return a weight for each group of letters that tells something."""
    vector, order = Ftrl(_L1), list(data)
    for epoch in range(_EPOCHS):
        random.Random(epoch).shuffle(order)
        for name, wrong in order:
            groups = letter_groups(name)
            chance = 1 / (1 + math.exp(-sum(vector.get(group) for group in groups)))
            vector.learn(groups, chance - wrong)
    return vector.kept(SCALE)


def judge(weights: Mapping[str, int], data: Sequence[tuple[str, bool]]) -> None:
    """Print what flagging above each threshold would find, and how often it would be right."""
    print(f"{sum(wrong for _, wrong in data)} of {len(data)} are said wrong")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        flagged = [wrong for name, wrong in data if probability(name, weights) >= threshold]
        recall = sum(flagged) / sum(wrong for _, wrong in data)
        precision = sum(flagged) / len(flagged)
        print(f"from {threshold}: {len(flagged):6} flagged, recall {recall:.3f}, precision {precision:.3f}")


def main() -> None:
    """Train and write, or judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", action="store_true")
    options = parser.parse_args()
    scored = [lexeme.grapheme for lexeme in base_entries("en")] + HELD_OUT.read_text("utf-8").splitlines()
    data = examples(frozenset(map(str.lower, scored)))
    random.Random(0).shuffle(data)
    if options.judge:
        share = len(data) // 10
        return judge(train(data[share:]), data[:share])
    weights = train(data)
    lines = [
        f"{group}\t{weight}" for group, weight in sorted(weights.items(), key=lambda item: (item[0] != BIAS, item[0]))
    ]
    Path(language("en").mistakes or "").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} weights from {len(data)} names")


if __name__ == "__main__":
    main()
