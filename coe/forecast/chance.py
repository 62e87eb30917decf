"""Luck that depends on what it decides and on nothing else: the same record meets the same luck under two definitions.

Common random numbers: a draw is a hash of seed, batch, record and purpose, so neither order nor number of other draws
moves it.
"""

from __future__ import annotations

from functools import lru_cache
from math import gamma, log
from zlib import crc32

MASK = (1 << 64) - 1
_SCALE = 2.0**-53
_WIDEST = 10.0


def tag(*names: str) -> int:
    """A number for a purpose, the same in every process."""
    text = "\x00".join(names).encode()
    return crc32(text) << 32 | crc32(text[::-1])


def mixed(state: int, value: int) -> int:
    """A new 64-bit state from another and a value (the finaliser of SplitMix64, Steele and others 2014)."""
    z = (state + value * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def share(state: int) -> float:
    """A number from 0 (included) to 1 (excluded)."""
    return (state >> 11) * _SCALE


def stretch(state: int, mean: float, spread: float) -> float:
    """A positive span with this mean and coefficient of variation (Weibull, so one draw moves one span monotonely)."""
    if not spread:
        return mean
    shape, scale = _weibull(spread)
    return float(mean * scale * (-log(1.0 - share(state))) ** (1.0 / shape))


@lru_cache(maxsize=64)
def _weibull(spread: float) -> tuple[float, float]:
    """Shape with this coefficient of variation, by bisection, and the scale that makes the mean 1."""
    low, high = 1 / _WIDEST, _WIDEST * _WIDEST
    for _ in range(80):
        shape = (low + high) / 2
        variation = (gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1) ** 0.5
        low, high = (shape, high) if variation > spread else (low, shape)
    shape = 1.0 if abs((low + high) / 2 - 1) < 1e-9 else (low + high) / 2  # noqa: PLR2004 - exactly exponential
    return shape, 1 / gamma(1 + 1 / shape)
