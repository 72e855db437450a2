"""Agreement and intervals against figures that others printed."""

import math

import pytest

from pronouncer.newsroom.loop.statistics import alpha, clustered, interval, kappa, mean, nominal, quantile, wilson

# Krippendorff 2011, section C: four observers, twelve units, nominal data with gaps.
TABLE = """1 1 . 1|2 2 3 2|3 3 3 3|3 3 3 3|2 2 2 2|1 2 3 4|4 4 4 4|1 1 2 1|2 2 2 2|. 5 5 5|. . 1 1|. . 3 ."""
UNITS = [[float(value) for value in unit.split() if value != "."] for unit in TABLE.split("|")]


def test_alpha_is_krippendorffs() -> None:
    """His own example has 0.743 for labels and 0.849 for numbers."""
    assert alpha(UNITS, nominal) == pytest.approx(0.743, abs=0.001)
    assert alpha(UNITS, interval) == pytest.approx(0.849, abs=0.001)


def test_alpha_has_no_answer_without_two_verdicts_or_two_values() -> None:
    """Nothing was compared, or chance would agree as well."""
    assert math.isnan(alpha([[1.0], [2.0]])) and math.isnan(alpha([[1.0, 1.0], [1.0, 1.0]])) and math.isnan(alpha([]))
    assert alpha([[1.0, 1.0], [0.0, 0.0]]) == 1.0


def test_kappa_is_cohens() -> None:
    """20 of 50 agreed on yes and 15 on no: 0.4."""
    pairs = [(1.0, 1.0)] * 20 + [(1.0, 0.0)] * 5 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert math.isnan(kappa([])) and math.isnan(kappa([(1.0, 1.0)]))


def test_wilsons_interval() -> None:
    """81 of 263 (Newcombe 1998): 0.2553 to 0.3662; 0 of 20: 0 to 0.1611."""
    assert wilson(81, 263)[1:] == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20)[1:] == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert math.isnan(wilson(0, 0).value)


def test_mistakes_that_come_together_widen_the_interval() -> None:
    """Ten mistakes in one sentence say less than ten in ten sentences; the same verdicts give the same interval."""
    spread, together = [1.0] * 10 + [0.0] * 40, [10.0] + [0.0] * 49
    counts = [20.0] * 50
    one, other = clustered(spread, counts), clustered(together, counts)
    assert one.value == other.value == 0.01
    assert other.high - other.low > one.high - one.low >= wilson(10, 1000).high - wilson(10, 1000).low
    assert clustered(together, counts) == other


def test_means_and_quantiles() -> None:
    """A mean with its interval, and a value between two."""
    assert mean([4.0, 5.0, 3.0, 4.0]) == pytest.approx((4.0, 4 - 0.8001, 4 + 0.8001), abs=1e-3)
    assert mean([3.0]) == (3.0, 3.0, 3.0) and math.isnan(mean([]).value)
    assert quantile([4.0, 1.0, 2.0, 3.0], 0.5) == 2.5 and quantile([1.0], 0.9) == 1.0 and math.isnan(quantile([], 0.5))
