"""How likely letter-to-sound rules say a name wrong, from its letters alone. training/mistakes.py learns it."""

import functools
import math
from collections.abc import Mapping
from pathlib import Path

SCALE = 20  # weights are kept in the file as whole twentieths
BIAS = "."  # a group that every name has
_LONGEST = 5  # letters of a group


def letter_groups(name: str) -> list[str]:
    """Return the groups of two to five letters of a name, in lower case, its ends marked; each once."""
    marked = f"^{name.lower()}$"
    sizes = range(2, _LONGEST + 1)
    groups = {marked[start : start + size] for size in sizes for start in range(len(marked) - size + 1)}
    return [BIAS, *sorted(groups)]


def probability(name: str, weights: Mapping[str, int]) -> float:
    """Return the chance, 0 to 1, that rules say a name wrong."""
    return 1 / (1 + math.exp(-sum(weights.get(group, 0) for group in letter_groups(name)) / SCALE))


@functools.cache
def read_weights(path: Path) -> Mapping[str, int]:
    """Return the weights of a `mistakes.tsv`."""
    cells = iter(path.read_text("utf-8").split())
    return dict(zip(cells, map(int, cells), strict=True))
