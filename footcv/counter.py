"""The repetitions of a set while it is done: what was watched so far is measured again and again, as `footcv analyze` measures a whole recording. Pure."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from footcv.counting.level import Level
from footcv.counting.pulses import ARRIVE
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.cutter import Patch
from footcv.feet.foot import Foot
from footcv.measured import Measured
from footcv.pose.landmarks import Pose
from footcv.signals.trace import LiveTraces, Trace
from footcv.watched import Watched, understood

# While the set is going on only this much of it is measured anew, so that a long one costs no more than a short one, nor more memory than its first minute.
WINDOW_S = 45.0
# Or so much more, to begin where the person rests, which is so long after a repetition.
LONGER_S = 15.0
AT_REST_S = 0.2
# What ended so long before the window's end stays as it was counted: the levels of what is far behind shall not change it.
SETTLED_S = 30.0
# A signal that has said nothing for so long says nothing of now.
STALE_S = 1.5


class LiveCounter:
    """Counts the repetitions of one set while it is seen; in the end (`finish`) those that an analysis of the same frames finds.

    `watch` takes each frame as it comes and is cheap; `count` measures, and belongs in a thread of its own: both may be called at once.
    All that was watched is kept, 45 MB a minute, or, where nobody asks what the whole comes to, only what is still measured.
    """

    def __init__(self, exercise: Exercise, *, keeps_all: bool = True) -> None:
        self._exercise, self._keeps_all = exercise, keeps_all
        self._lock = threading.Lock()
        self._watched: Watched | None = None
        # Of pictures of another size, from before the camera changed.
        self._before: tuple[Rep, ...] = ()
        self._settled: tuple[Rep, ...] = ()
        self._reps: tuple[Rep, ...] = ()
        self._level: Level | None = None
        self._traces = LiveTraces()

    def watch(self, t: float, pose: Pose | None, feet: Sequence[Foot], patches: Sequence[Patch], size_px: tuple[int, int]) -> None:
        """Keep what one frame of `size_px` (width, height) showed at `t` s; times rise."""
        with self._lock:
            if self._watched is None or self._watched.size_px != size_px:
                # A camera that comes back with another size is another place to look from: what was counted stays.
                self._watched, self._before, self._settled = Watched(size_px), self._reps, self._reps
            self._watched.add(t, pose, feet, patches)

    def count(self) -> tuple[Rep, ...]:
        """All repetitions so far, in time order; their times are those of `watch`. A late one may still change, or go again, as more is seen."""
        with self._lock:
            if self._watched is None or not self._watched.times:
                return self._settled
            now = self._watched.times[-1]
            recent = self._watched.since(self._window_start_s(now))
            if not self._keeps_all:
                # What was settled by then stays with what came before.
                self._watched, self._before = recent.since(-1.0), self._settled
        settled_s = _settled_s(recent)
        measured = self._measured(recent, settled_s)
        self._reps = _joined(self._settled, measured.reps)
        self._settled = tuple(rep for rep in self._reps if rep.end_s < settled_s)
        self._level = _level(measured, now)
        return self._reps

    def finish(self) -> tuple[Rep, ...]:
        """The repetitions of the whole set, as an analysis of it counts them."""
        with self._lock:
            whole = self._watched.since(-1.0) if self._watched is not None else None
        if whole is None or not whole.times:
            return self._reps
        measured = self._measured(whole, whole.times[0] if self._keeps_all else _settled_s(whole))
        return _joined(self._before, measured.reps)

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What the repetitions were counted in, up to the last count."""
        return self._traces.so_far

    def level(self) -> Level | None:
        """Where the signal is, as it was counted last, with its hold going on until now; None where it is not known."""
        level = self._level
        if level is None or self._watched is None:
            return None
        since_s = self._watched.times[-1] - level.t
        if since_s > STALE_S:
            return None
        return Level(level.t, level.side, level.share, level.hold_s + since_s if level.hold_s else 0.0, level.warnings)

    def _window_start_s(self, now: float) -> float:
        """Where what is measured anew begins: at rest after a repetition, where one is near. A signal that knows no sense is taken to begin so."""
        latest_s = now - WINDOW_S
        rests_s = [rep.end_s + AT_REST_S for rep in self._reps if latest_s - LONGER_S <= rep.end_s + AT_REST_S <= latest_s]
        return max(rests_s, default=latest_s)

    def _measured(self, watched: Watched, traced_from_s: float) -> Measured:
        """What is measured in `watched`; the traces are told anew from `traced_from_s` on."""
        seen = understood(watched)
        measured = seen.measured(self._exercise) if seen.is_enough else Measured((), (), (), ())
        self._traces.look(measured.traces, traced_from_s)
        return measured


def _settled_s(watched: Watched) -> float:
    """What ended before this time stays as it was counted."""
    return max(watched.times[-1] - SETTLED_S, watched.times[0])


def _joined(settled: Sequence[Rep], reps: Sequence[Rep]) -> tuple[Rep, ...]:
    """The settled repetitions and those of `reps` that are none of them, numbered anew."""
    new = [rep for rep in reps if not any(rep.overlaps(old.start_s, old.end_s) for old in settled)]
    ordered = sorted((*settled, *new), key=lambda rep: rep.start_s)
    return tuple(replace(rep, index=i) for i, rep in enumerate(ordered, start=1))


def _level(measured: Measured, now: float) -> Level | None:
    """The level of the signal that is furthest up of those that reach until `now`."""
    current = [signal for signal in measured.signals if len(signal.t) and now - signal.t[-1] <= STALE_S and signal.full > signal.rest]
    if not current:
        return None
    signal = max(current, key=lambda s: s.shares[-1])
    shares = signal.shares
    below = np.flatnonzero(shares < ARRIVE)
    held_since = signal.t[below[-1] + 1] if len(below) and below[-1] + 1 < len(shares) else signal.t[0] if not len(below) else signal.t[-1]
    return Level(float(signal.t[-1]), signal.side, float(shares[-1]), float(signal.t[-1] - held_since), measured.warnings)
