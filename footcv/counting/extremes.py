"""Highs and lows of a path. Samples in, places out."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Where it is in the path, and whether it is a high.
Extreme = tuple[int, bool]


def extremes_of(x: Array) -> list[Extreme]:
    """Highs and lows in turn, by hysteresis: one counts once the path has come back from it by the standard deviation."""
    found: list[Extreme] = []
    threshold, best, high = float(x.std()), 0, True
    for i in range(1, len(x)):
        if x[i] > x[best] if high else x[i] < x[best]:
            best = i
        elif abs(x[i] - x[best]) > threshold:
            found.append((best, high))
            best, high = i, not high
    return found


def highs_and_lows(extremes: list[Extreme]) -> tuple[list[int], list[int]]:
    """The places of the highs, and those of the lows."""
    return [i for i, high in extremes if high], [i for i, high in extremes if not high]


def usual_swing(x: Array, extremes: list[Extreme]) -> float:
    """The usual distance from high to low: the median of the upper half of each."""
    highs, lows = (x[places] for places in highs_and_lows(extremes))
    if not len(highs) or not len(lows):
        return float("inf")
    return float(np.median(highs[highs >= np.median(highs)]) - np.median(lows[lows <= np.median(lows)]))


def half_way(x: Array, extremes: list[Extreme]) -> float | None:
    """The level half-way between high and low; None of a path that lacks either."""
    highs, lows = (x[places] for places in highs_and_lows(extremes))
    return float(np.median(highs) + np.median(lows)) / 2 if len(highs) and len(lows) else None
