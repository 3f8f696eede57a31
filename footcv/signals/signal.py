"""The signal: one exercise's own measure over time, with the levels learned from the whole of it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from footcv.signals.filters import Array, correlation

# Both feet exercise together where their signals agree this well.
TOGETHER_R = 0.6


class Marked(Protocol):
    """A time of raised heels, or of a lifted foot: the contract's four marks of it, s."""

    @property
    def start_s(self) -> float: ...
    @property
    def hold_start_s(self) -> float: ...
    @property
    def hold_end_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


@dataclass(frozen=True)
class Signal:
    """One measure of one side over time.

    `t` (N,) s and `value` (N,) in `unit`, without gaps inside: where nothing was measured there is no sample. `rest` and `full` are the levels
    of resting and of a full repetition, `source` names the witness (landmarks or picture), `confidence` in [0, 1] is that of the whole.
    """

    side: str
    t: Array
    value: Array
    unit: str
    source: str
    rest: float
    full: float
    confidence: float

    @property
    def shares(self) -> Array:
        """The values (N,) as shares of the range: 0 at rest, 1 full, beyond too."""
        return np.asarray((self.value - self.rest) / (self.full - self.rest))


def mean_signal(a: Signal, b: Signal, least_r: float = TOGETHER_R, weights: tuple[float, float] = (1.0, 1.0), or_one_at: Array | None = None) -> Signal | None:
    """The mean of two feet's signals as one of both, and at the times `or_one_at` (M,) s, or always, the one that is known; None where they correlate by less
    than `least_r`.

    In the signals' unit if they share it, else in shares of their ranges. Where both are known each counts by its weight, which is positive.
    """
    t = np.union1d(a.t, b.t)
    shares = np.full((2, len(t)), np.nan)
    for own, s in zip(shares, (a, b), strict=True):
        own[np.searchsorted(t, s.t)] = s.shares
    both = np.isfinite(shares).all(axis=0)
    if both.sum() < 2 or correlation(*shares[:, both]) < least_r:
        return None
    unit = a.unit if a.unit == b.unit else "share"
    scale = ((a.full - a.rest) + (b.full - b.rest)) / 2 if unit != "share" else 1.0
    kept = both | (np.isin(t, or_one_at) if or_one_at is not None else True)
    weighing = np.where(np.isfinite(shares), np.array(weights)[:, None], 0.0)
    mean = np.nansum(weighing * shares, axis=0) / weighing.sum(axis=0)
    return Signal("both", t[kept], scale * mean[kept], unit, a.source, 0.0, scale, min(a.confidence, b.confidence))
