"""Repetitions as pulses: a signal leaves rest, stays up, comes back. A state machine with two thresholds; samples in, pulses out."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from footcv.counting.pulse_settings import PulseSettings

# The contract's levels of a rep's own excursion.
LEAVE, ARRIVE = 0.2, 0.8
# Where in a noisy top its peak is taken.
PLATEAU = 0.85
# So that the first sample of a window does not hang on rounding; far less than a frame.
MARGIN_S = 1e-3
# Of a pulse that was up when the source ended.
CUT_OFF = "cut off"
# And of one that was up when the signal was lost.
SIGNAL_LOST = "signal lost"
# Of one that was up when the signal began.
UNBEGUN = "its beginning was not seen"


@dataclass(frozen=True)
class Pulse:
    """One movement away from rest and back; `reason` says why it is no repetition, None where it is one. Times in s, `peak` in the signal's unit."""

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    peak: float
    reason: str | None


class State(Enum):
    RESTING = "resting"
    UP = "up"
    RETURNING = "returning"


class PulseCounter:
    """Counts pulses of one signal, sample by sample.

    `rest` and `full` are the session's levels, in the signal's unit. `update` returns the pulse that has just ended, if one has; `finish` what the end
    of the source leaves. `reset` forgets all samples.
    """

    def __init__(self, rest: float, full: float, settings: PulseSettings) -> None:
        self.settings = settings
        self._rest, self._range = rest, full - rest
        self.reset()

    def reset(self) -> None:
        self.state = State.RESTING
        self._t: list[float] = []
        self._x: list[float] = []
        self._began = 0
        self._base = 0.0
        self._fell_s = 0.0
        self._rested: float | None = None

    def update(self, t: float, value: float) -> Pulse | None:
        x = (value - self._rest) / self._range
        if self._t and t - self._t[-1] > self.settings.gap_s:
            # Whoever rested when the signal was lost, and is seen to be up again, went up meanwhile.
            rested = self._level(len(self._x) - 1) if self.state is State.RESTING else None
            ended = self.finish(broken=True)
            self.reset()
            self._t, self._x, self._rested = [t], [x], rested
            if x > self.settings.up:
                self._begin()
            return ended
        self._t.append(t)
        self._x.append(x)
        if self.state is State.RESTING:
            if x > self.settings.up:
                self._begin()
            else:
                self._forget(4.0)
        elif self.state is State.UP:
            if x < self.settings.down:
                self.state, self._fell_s = State.RETURNING, t
        elif x > self.settings.up and (t - self._fell_s < self.settings.settle_s):
            self.state = State.UP
        elif t - self._fell_s >= self.settings.settle_s and (self._is_back() or x > self.settings.up or t - self._fell_s > 2.0):
            return self._end()
        return None

    def finish(self, broken: bool = False) -> Pulse | None:
        """The pulse under way when the source (or, `broken`, the signal) stops: a repetition only if it was already on its way back."""
        if self.state is State.RESTING:
            return None
        returning = self.state is State.RETURNING
        pulse = self._measure(reason=None if returning else CUT_OFF if not broken else SIGNAL_LOST)
        self.reset()
        return pulse

    def _is_back(self) -> bool:
        """Whether the last samples lie under the leaving level of this pulse's own excursion."""
        top = max(self._x[self._began :])
        return self._x[-1] <= self._base + LEAVE * (top - self._base)

    def _begin(self) -> None:
        """A pulse begins with the last sample; what lies before it stays as it is until it ends."""
        self.state, self._began = State.UP, len(self._x) - 1
        self._base = self._rose_from()

    def _rose_from(self) -> float:
        """The level this pulse rose from: the median of the half second before it left rest, found by walking down from where it began.

        Soon after another pulse it is less, from where that one came down. Where it rose from above rest the walk goes on into what was before, and the lowest
        half second on its way is meant.
        """
        i = self._began
        while i > 0 and (self._x[i] > self.settings.down / 2 or self._x[i - 1] < self._x[i] - 0.01) and self._t[self._began] - self._t[i] < 3.0:
            i -= 1
        if self._x[i] <= self.settings.down / 2:
            return self._level(i, since=max((k + 1 for k in range(i) if self._x[k] > self.settings.down), default=0))
        if i == 0 and self._rested is not None:
            return self._rested
        return min(self._level(k) for k in range(i, self._began + 1))

    def _level(self, last: int, since: int = 0) -> float:
        """The median of the half second up to sample `last`, and of none before `since`."""
        first = max(since, int(np.searchsorted(self._t, self._t[last] - self.settings.rest_window_s - MARGIN_S)))
        return float(np.median(self._x[first : last + 1]))

    def _end(self) -> Pulse:
        pulse = self._measure(reason=None)
        rising = self._x[-1] > self.settings.up
        last = len(self._x) - 1 if not rising else int(np.argmin(self._x[self._began :])) + self._began
        self._t, self._x, self._rested = self._t[max(0, last - 15) :], self._x[max(0, last - 15) :], None
        if rising:
            self._begin()
        else:
            self.state = State.RESTING
        return pulse

    def _measure(self, reason: str | None) -> Pulse:
        t, x = np.array(self._t), np.array(self._x)
        base = self._base
        fell = int(np.searchsorted(t, self._fell_s)) if self.state is State.RETURNING else len(x) - 1
        high = x[self._began : fell + 1]
        top = float(np.quantile(high[high >= min(self.settings.up, float(high.max()))], PLATEAU) if self.settings.plateau else high.max())
        height = top - base
        peak = self._began + int(np.argmax(x[self._began : fell + 1]))
        arrive, leave = base + ARRIVE * height, base + LEAVE * height
        hold_start = _crossing_up(t, x, arrive, self._began, peak)
        hold_end = _crossing_down_last(t, x, arrive, peak, fell)
        start = crossing_back(t, x, leave, self._began)
        end = _crossing_down_first(t, x, leave, min(fell, len(x) - 1))
        if reason is None and base > self.settings.up:
            reason = UNBEGUN
        # What drifts while it is held, as a picture does, may fall further than it rose; whether it falls less far is not known yet.
        if reason is None and self._began > 0:
            height = top - (base + min(base, float(x[fell:].min()))) / 2
        if reason is None and height < self.settings.least:
            reason = f"excursion {height:.2f} of the session's range is under {self.settings.least:.2f}"
        if reason is None and end - start < self.settings.shortest_s:
            reason = f"{end - start:.2f} s is shorter than {self.settings.shortest_s:.2f} s"
        return Pulse(start, hold_start, max(hold_end, hold_start), max(end, hold_end), height * self._range, reason)

    def _forget(self, keep_s: float) -> None:
        """Drop samples that no coming pulse can need."""
        if self._t[-1] - self._t[0] > 2 * keep_s:
            first = int(np.searchsorted(self._t, self._t[-1] - keep_s))
            self._t, self._x, self._rested = self._t[first:], self._x[first:], None


def _between(t: np.ndarray, x: np.ndarray, i: int, level: float) -> float:
    """When the line from sample i to i + 1 meets `level`."""
    step = x[i + 1] - x[i]
    share = (level - x[i]) / step if step != 0 else 0.0
    return float(t[i] + min(max(share, 0.0), 1.0) * (t[i + 1] - t[i]))


def crossing_back(t: np.ndarray, x: np.ndarray, level: float, began: int) -> float:
    """The last upward crossing before sample `began`."""
    for i in range(began - 1, -1, -1):
        if x[i] <= level:
            return _between(t, x, i, level)
    return float(t[0])


def _crossing_up(t: np.ndarray, x: np.ndarray, level: float, began: int, peak: int) -> float:
    """The first upward crossing on the way to the peak."""
    for i in range(max(began - 1, 0), peak):
        if x[i + 1] >= level:
            return _between(t, x, i, level) if x[i] < level else float(t[i])
    return float(t[peak])


def _crossing_down_last(t: np.ndarray, x: np.ndarray, level: float, peak: int, fell: int) -> float:
    """The last downward crossing between peak and fall."""
    for i in range(min(fell, len(x) - 1) - 1, peak - 1, -1):
        if x[i] >= level > x[i + 1]:
            return _between(t, x, i, level)
    return float(t[min(fell, len(x) - 1)])


def _crossing_down_first(t: np.ndarray, x: np.ndarray, level: float, fell: int) -> float:
    """The first downward crossing from the fall on; where none comes, the lowest point."""
    for i in range(max(fell - 1, 0), len(x) - 1):
        if x[i] >= level > x[i + 1]:
            return _between(t, x, i, level)
    return float(t[fell + int(np.argmin(x[fell:]))])


def count_pulses(t: np.ndarray, value: np.ndarray, rest: float, full: float, settings: PulseSettings) -> list[Pulse]:
    """All pulses of a whole signal, repetitions and rejected ones, by the same counter that runs live."""
    counter = PulseCounter(rest, full, settings)
    pulses = [pulse for ti, xi in zip(t.tolist(), value.tolist(), strict=True) if (pulse := counter.update(ti, xi))]
    last = counter.finish()
    return [*pulses, last] if last else pulses


def begun_unseen(t: np.ndarray, value: np.ndarray, rest: float, full: float, settings: PulseSettings) -> Pulse | None:
    """The pulse that a signal, `t` (N,) s and `value` (N,), begins in, as if the foot had rested until then; None of one that begins at rest."""
    if len(t) < 2 or (value[0] - rest) / (full - rest) <= settings.up:
        return None
    step_s = float(np.median(np.diff(t)))
    before = np.arange(-int(np.ceil(settings.rest_window_s / step_s)), 0) * step_s
    first = count_pulses(np.concatenate([t[0] + before, t]), np.concatenate([np.full(len(before), rest), value]), rest, full, settings)[0]
    return replace(first, start_s=max(first.start_s, float(t[0])), hold_start_s=max(first.hold_start_s, float(t[0])))
