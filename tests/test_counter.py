"""A stick figure exercises, and is counted while it does."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from bodies import HEIGHT, SEATED_LEG_OUT, WIDTH, person, pulses

from footcv.counter import SETTLED_S, STALE_S, WINDOW_S, LiveCounter
from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.pose.landmarks import Pose
from footcv.signals.filters import RATE_HZ

SIZE = (WIDTH, HEIGHT)
CHAIR_RIGHT_DOWN = (0.0, 80.0, -10.0)
HOLDS = ((3.0, 5.0), (8.0, 10.5), (14.0, 16.0))
# A quarter of a second for the way back, as long again until the foot is known to have settled, and the half second between two counts.
LATE_S = 1.2


def poses(seconds: float, *holds: tuple[float, float]) -> Iterator[Pose]:
    """Somebody sitting who presses the left foot away in each hold, seen as often as a camera sees."""
    points = person(seconds, SEATED_LEG_OUT, 100 + 35.0 * pulses(seconds, *holds), right=CHAIR_RIGHT_DOWN)
    points = points + np.random.default_rng(0).normal(0, 0.3, points.shape)
    for i in range(0, len(points), 2):
        yield Pose(i / RATE_HZ, points[i].astype(np.float32), np.zeros((33, 3), np.float32), np.isfinite(points[i, :, 0]).astype(np.float32))


def counts(counter: LiveCounter, seen: Iterator[Pose], size: tuple[int, int] = SIZE) -> Iterator[tuple[float, tuple[Rep, ...]]]:
    """What is counted every half second."""
    counted_s = 0.0
    for pose in seen:
        counter.watch(pose.t, pose, (), (), size)
        if pose.t >= counted_s:
            counted_s = pose.t + 0.5
            yield pose.t, counter.count()


def test_each_repetition_is_counted_soon_after_it_ends_and_stays() -> None:
    told = list(counts(LiveCounter(EXERCISES["plantar-flexion"]), poses(20.0, *HOLDS)))
    for number, (_, end) in enumerate(HOLDS, start=1):
        first = next(t for t, reps in told if len(reps) >= number)
        assert end < first < end + 0.5 + LATE_S
    numbers = [len(reps) for _, reps in told]
    assert numbers == sorted(numbers)


def test_in_the_end_there_are_those_that_the_whole_has() -> None:
    counter = LiveCounter(EXERCISES["plantar-flexion"])
    for pose in poses(20.0, *HOLDS):
        counter.watch(pose.t, pose, (), (), SIZE)
    last = counter.count()
    assert counter.finish() == last
    assert [(rep.index, rep.side) for rep in last] == [(1, "left"), (2, "left"), (3, "left")]
    for rep, (start, end) in zip(last, HOLDS, strict=True):
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.15)


def test_a_hold_is_told_while_it_lasts() -> None:
    counter = LiveCounter(EXERCISES["plantar-flexion"])
    told = {round(t, 1): counter.level() for t, _ in counts(counter, poses(20.0, *HOLDS))}
    held, rested = told[min(told, key=lambda t: abs(t - 9.5))], told[min(told, key=lambda t: abs(t - 12.5))]
    assert held is not None and rested is not None
    assert held.side == "left" and held.share == pytest.approx(1.0, abs=0.15)
    assert held.hold_s == pytest.approx(1.5, abs=0.6)
    assert rested.share == pytest.approx(0.0, abs=0.15) and rested.hold_s == 0.0


def test_a_set_longer_than_the_window_keeps_what_it_has() -> None:
    holds = [(float(start), float(start) + 4.0) for start in range(4, int(WINDOW_S + SETTLED_S) + 60, 10)]
    counter = LiveCounter(EXERCISES["plantar-flexion"])
    numbers = [len(reps) for _, reps in counts(counter, poses(holds[-1][1] + 4.0, *holds))]
    assert numbers == sorted(numbers)
    assert numbers[-1] == len(holds) == len(counter.finish())


def test_a_picture_of_another_size_loses_nothing() -> None:
    counter = LiveCounter(EXERCISES["plantar-flexion"])
    for pose in poses(20.0, *HOLDS):
        counter.watch(pose.t, pose, (), (), SIZE)
    assert len(counter.count()) == 3
    for pose in poses(13.0, *HOLDS[:2]):
        later = replace(pose, t=20.0 + pose.t)
        counter.watch(later.t, later, (), (), (2 * WIDTH, 2 * HEIGHT))
    assert [rep.index for rep in counter.count()] == [rep.index for rep in counter.finish()] == [1, 2, 3, 4, 5]


def test_nothing_is_told_of_what_is_not_seen() -> None:
    counter = LiveCounter(EXERCISES["plantar-flexion"])
    assert counter.count() == counter.finish() == ()
    assert counter.level() is None
    *_, _ = counts(counter, poses(10.0, HOLDS[0]))
    assert counter.level() is not None
    # Nobody is there any more.
    for t in np.arange(10.1, 10.5 + STALE_S, 0.1):
        counter.watch(float(t), None, (), (), SIZE)
    assert counter.level() is None
    assert len(counter.count()) == 1


MANY = tuple((start, start + 2.0) for start in range(5, 195, 10))


def both_counters() -> tuple[LiveCounter, LiveCounter]:
    """One that keeps all that it watches, and one that keeps what is still measured."""
    return LiveCounter(EXERCISES["plantar-flexion"]), LiveCounter(EXERCISES["plantar-flexion"], keeps_all=False)


def watched_by(*counters: LiveCounter) -> Iterator[float]:
    """Show them all of many holds, and yield every five seconds, when it is time to count."""
    counted_s = 0.0
    for pose in poses(200.0, *MANY):
        for counter in counters:
            counter.watch(pose.t, pose, (), (), SIZE)
        if pose.t >= counted_s:
            counted_s = pose.t + 5.0
            yield pose.t


def test_where_only_what_is_measured_is_kept_the_same_is_counted() -> None:
    keeping, forgetting = both_counters()
    for _ in watched_by(keeping, forgetting):
        assert forgetting.count() == keeping.count()
    assert len(forgetting.count()) == len(MANY)
    assert [rep.start_s for rep in forgetting.finish()] == pytest.approx([rep.start_s for rep in keeping.finish()], abs=0.1)
    assert forgetting._watched is not None
    # From the rest after a repetition on, one of which comes every ten seconds.
    assert forgetting._watched.times[0] >= 200.0 - WINDOW_S - 5.0 - 10.0


def test_the_signal_is_kept_as_it_was_counted_whether_all_is_kept_or_not() -> None:
    keeping, forgetting = both_counters()
    for _ in watched_by(keeping, forgetting):
        forgetting.count()
    assert keeping.traces == ()
    for counter in (keeping, forgetting):
        counter.finish()
    [whole], [pieced] = keeping.traces, forgetting.traces
    assert (whole.side, whole.kind, whole.unit) == (pieced.side, pieced.kind, pieced.unit)
    # From the first hold to the last, without a hole, and nowhere far from what the whole of it comes to.
    both, in_whole, in_pieced = np.intersect1d(np.round(whole.t * 15), np.round(pieced.t * 15), return_indices=True)
    assert both[0] <= 15 * MANY[0][0] and both[-1] >= 15 * MANY[-1][1] and np.diff(both).max() == 1
    assert np.median(np.abs(whole.value[in_whole] - pieced.value[in_pieced])) < 0.05 * np.ptp(whole.value)
