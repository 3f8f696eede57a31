"""The set in progress: its live counter, counting in a thread of its own so that nothing waits for it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Self

from footcv.coach.situation import OTHER_SIDE
from footcv.counter import LiveCounter
from footcv.counting.level import Level
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import Foot
from footcv.freed import trim
from footcv.session.watcher import Sight
from footcv.signals.trace import Trace

# Counting anew so often is soon enough for a voice that says the number; and half of a core is all it gets, or frames would be missed.
COUNT_EVERY_S = 0.25
SHARE = 0.5
# What counting has freed lies scattered, some MB more every minute: so often it is returned.
TRIM_EVERY_S = 60.0


class RunningSet:
    """The repetitions of the set in progress; a context manager. `swapped` is whether the feet's sides are to be taken for one another, as the person said.

    With `at_once`, for tests and for files faster than life, `watch` counts itself, every so often in the session's time.
    """

    def __init__(self, make_counter: Callable[[Exercise], LiveCounter] = LiveCounter, *, at_once: bool = False, count_every_s: float = COUNT_EVERY_S) -> None:
        self._make = make_counter
        self._at_once, self._every_s = at_once, count_every_s
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="footcv-counter")
        self._counting: Future[tuple[Rep, ...]] | None = None
        self._due_s = 0.0
        self._trimmed_s = time.monotonic()
        self._counter: LiveCounter | None = None
        self._index: tuple[int, str] | None = None
        self._reps: tuple[Rep, ...] = ()
        self.swapped = False

    def begin(self, set_index: int, exercise: Exercise) -> None:
        """Count set `set_index` of `exercise` from here on, anew where that is another one than before."""
        if self._index != (set_index, exercise.id):
            self._index, self._counter, self._counting, self._reps = (set_index, exercise.id), self._make(exercise), None, ()

    def watch(self, sight: Sight) -> None:
        """Keep what was seen, and count where it is time to."""
        assert self._counter is not None, "no set has begun"
        self._counter.watch(sight.frame.t, sight.pose, sight.feet, sight.patches, sight.size_px)
        self._collect()
        if self._at_once and sight.frame.t >= self._due_s:
            self._reps, self._due_s = self._count(self._counter), sight.frame.t + self._every_s
        elif not self._at_once and self._counting is None and time.monotonic() >= self._due_s:
            self._counting = self._pool.submit(self._count, self._counter)

    @property
    def reps(self) -> tuple[Rep, ...]:
        """All repetitions of the set, as they were counted last."""
        self._collect()
        return tuple(replace(rep, side=self._side(rep.side)) for rep in self._reps)

    @property
    def level(self) -> Level | None:
        """Where the signal is now."""
        level = self._counter.level() if self._counter is not None else None
        return level and replace(level, side=self._side(level.side))

    def traces(self, set_index: int) -> tuple[Trace, ...]:
        """What the repetitions of set `set_index` were counted in; empty where that is not the set in progress."""
        if self._counter is None or self._index is None or self._index[0] != set_index:
            return ()
        return tuple(replace(trace, side=self._side(trace.side)) for trace in self._counter.traces)

    def feet(self, sight: Sight) -> list[Foot]:
        """The feet of `sight`, each with the side that it is taken for."""
        return [replace(foot, side=self._side(foot.side)) for foot in sight.feet]

    def finish(self) -> tuple[Rep, ...]:
        """Count the whole set once more, as an analysis of it would."""
        if self._counting is not None:
            self._counting.result()
        self._counting = None
        self._reps = self._counter.finish() if self._counter is not None else ()
        return self.reps

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _count(self, counter: LiveCounter) -> tuple[Rep, ...]:
        begun_s = time.monotonic()
        reps = counter.count()
        if begun_s - self._trimmed_s >= TRIM_EVERY_S:
            trim()
            self._trimmed_s = begun_s
        self._due_s = max(begun_s + self._every_s, begun_s + (time.monotonic() - begun_s) / SHARE)
        return reps

    def _collect(self) -> None:
        if self._counting is not None and self._counting.done():
            self._reps, self._counting = self._counting.result(), None

    def _side(self, side: str) -> str:
        return OTHER_SIDE.get(side, side) if self.swapped else side
