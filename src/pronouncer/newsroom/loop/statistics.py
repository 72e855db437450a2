"""Agreement and intervals, with the formulas of docs/quality.md."""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

_Z = 1.959963984540054  # 97.5 % of the normal distribution lie under it
_TIMES = 1000
_SEED = 20_260_101  # the same verdicts give the same interval


class Interval(NamedTuple):
    """A value, and where it lies in 95 of 100 rounds like this one."""

    value: float
    low: float
    high: float


def wilson(hits: float, count: float) -> Interval:
    """Return a share with its score interval (Wilson 1927)."""
    if count <= 0:
        return Interval(math.nan, 0.0, 1.0)
    share = hits / count
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def clustered(hits: Sequence[float], counts: Sequence[float]) -> Interval:
    """Return a share over clusters, whose members are alike, with the percentiles of a bootstrap over clusters.

    Efron & Tibshirani 1993, chapter 13. It is never narrower than Wilson's, which also holds where nothing was hit.
    """
    simple = wilson(sum(hits), sum(counts))
    if len(hits) < 2 or math.isnan(simple.value):
        return simple
    draw = random.Random(_SEED)
    shares: list[float] = []
    for _ in range(_TIMES):
        chosen = draw.choices(range(len(hits)), k=len(hits))
        total = sum(counts[place] for place in chosen)
        shares.append(sum(hits[place] for place in chosen) / total if total else 0.0)
    shares.sort()
    low, high = shares[round(0.025 * (_TIMES - 1))], shares[round(0.975 * (_TIMES - 1))]
    return Interval(simple.value, min(low, simple.low), max(high, simple.high))


def mean(values: Sequence[float]) -> Interval:
    """Return a mean opinion score with its normal interval (ITU-T P.800, annex B)."""
    if not values:
        return Interval(math.nan, math.nan, math.nan)
    middle = sum(values) / len(values)
    if len(values) == 1:
        return Interval(middle, middle, middle)
    spread = math.sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))
    half = _Z * spread / math.sqrt(len(values))
    return Interval(middle, middle - half, middle + half)


def nominal(one: float, other: float) -> float:
    """Return how far two labels are apart."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Return how far two numbers are apart."""
    return (one - other) ** 2


def alpha(units: Sequence[Sequence[float]], apart: Callable[[float, float], float] = nominal) -> float:
    """Return Krippendorff's alpha of units that any number of people judged (Krippendorff 2011).

    1 is agreement, 0 is what chance gives; NaN where nothing was judged twice, or all verdicts are the same.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in pairable for value in unit)
    count = values.total()
    expected = sum(values[one] * values[other] * apart(one, other) for one in values for other in values)
    if not count or not expected:
        return math.nan
    observed = sum(sum(apart(one, other) for one in unit for other in unit) / (len(unit) - 1) for unit in pairable)
    return 1 - (count - 1) * observed / expected


def kappa(pairs: Sequence[tuple[float, float]]) -> float:
    """Return Cohen's kappa of two people's labels (Cohen 1960); NaN where chance agrees always."""
    if not pairs:
        return math.nan
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value under which a share of values lies, between two of them if need be; NaN for none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
