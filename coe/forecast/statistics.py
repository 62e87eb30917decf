"""The few statistics a forecast needs."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from coe.forecast.results import Estimate, Spread

# Student's t, two-sided 95 %, by degrees of freedom; beyond 30 the normal is close enough.
_T95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
NORMAL = 1.96


def spread(values: Sequence[float]) -> Spread:
    """Percentiles and mean."""
    ordered = sorted(values)
    if not ordered:
        return Spread(0.0, 0.0, 0.0, 0.0)
    return Spread(quantile(ordered, 0.1), quantile(ordered, 0.5), quantile(ordered, 0.9), sum(ordered) / len(ordered))


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which this part of sorted values lies, between neighbours in proportion; 0.0 of none."""
    if not ordered:
        return 0.0
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of independent batches and its 95 % interval; of a single one, a point without certainty."""
    if not values:
        return Estimate(0.0, 0.0, 0.0)
    mean = sum(values) / len(values)
    freedom = len(values) - 1
    if not freedom:
        return Estimate(mean, float("-inf"), float("inf"))
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / freedom)
    factor = _T95[freedom - 1] if freedom <= len(_T95) else NORMAL
    half = factor * deviation / sqrt(len(values))
    return Estimate(mean, mean - half, mean + half)
