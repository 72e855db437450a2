"""Follow-the-regularised-leader with L1, so that few weights remain: what the classifiers here are trained with.

FTRL-Proximal, McMahan et al.: Ad click prediction: a view from the trenches, KDD 2013.
"""

import collections
import math
from collections.abc import Iterable

_STEP, _BETA, _L2 = 0.5, 1.0, 0.1


class Ftrl:
    """One weight vector."""

    def __init__(self, l1: float) -> None:
        self._l1 = l1
        self._z: dict[str, float] = collections.defaultdict(float)
        self._n: dict[str, float] = collections.defaultdict(float)

    def get(self, feature: str, default: float = 0.0, /) -> float:
        """Return the weight of a feature, nothing if it has not earned one."""
        z = self._z.get(feature, 0.0)
        if abs(z) <= self._l1:
            return default
        return -(z - math.copysign(self._l1, z)) / ((_BETA + math.sqrt(self._n[feature])) / _STEP + _L2)

    def learn(self, features: Iterable[str], gradient: float) -> None:
        """Move against the gradient of the loss."""
        for feature in features:
            n = self._n[feature]
            sigma = (math.sqrt(n + gradient * gradient) - math.sqrt(n)) / _STEP
            self._z[feature] += gradient - sigma * self.get(feature)
            self._n[feature] = n + gradient * gradient

    def kept(self, scale: int) -> dict[str, int]:
        """Return the weights that remain, in whole steps of which `scale` make one."""
        rounded = {feature: round(self.get(feature) * scale) for feature in self._z}
        return {feature: weight for feature, weight in rounded.items() if abs(weight) > 1}
