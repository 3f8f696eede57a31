"""The set in progress, with a counter that says what a script says."""

import threading
import time

import numpy as np
import pytest
from live_parts import Counter, rep, seated
from people import foot_at

from footcv.counting.level import Level
from footcv.exercises import EXERCISES
from footcv.session.running_set import COUNT_EVERY_S, RunningSet
from footcv.session.watcher import Sight
from footcv.video.frame import Frame

PLANTAR = EXERCISES["plantar-flexion"]
BLANK = np.zeros((480, 640, 3), np.uint8)


def sight(t: float) -> Sight:
    return seated(Frame(t, BLANK))


def running(*reps, at_once: bool = True, counter: type[Counter] = Counter) -> RunningSet:  # type: ignore[no-untyped-def]
    return RunningSet(lambda exercise: counter(reps, exercise), at_once=at_once)  # type: ignore[arg-type,return-value]


def test_repetitions_are_there_soon_after_they_end() -> None:
    with running(rep(1, 3), rep(4, 6)) as one:
        one.begin(1, PLANTAR)
        counts = {}
        for i in range(240):
            one.watch(sight(i / 30))
            counts[i / 30] = len(one.reps)
    for number, end_s in ((1, 3), (2, 6)):
        assert min(t for t, count in counts.items() if count == number) <= end_s + COUNT_EVERY_S + 0.1


def test_another_set_begins_anew_and_the_same_one_goes_on() -> None:
    with running(rep(1, 3)) as one:
        for number in (1, 1, 2):
            one.begin(number, PLANTAR)
            for i in range(120):
                one.watch(sight(i / 30))
            assert len(one.finish()) == 1
        one.begin(3, PLANTAR)
        assert one.reps == ()


def test_swapped_feet_have_each_others_side() -> None:
    class Levelled(Counter):
        def level(self) -> Level:
            return Level(1.0, "left", 0.5, 0.0)

    with running(rep(1, 3), rep(4, 6, "both"), counter=Levelled) as one:
        one.begin(1, PLANTAR)
        for i in range(240):
            one.watch(sight(i / 30))
        assert [found.side for found in one.reps] == ["left", "both"]
        one.swapped = True
        assert [found.side for found in one.reps] == ["right", "both"]
        assert one.level is not None and one.level.side == "right"
        feet = Sight(Frame(0, BLANK), None, (foot_at(1, 1), foot_at(2, 2, side="right", track=2)), (), False)
        assert [foot.side for foot in one.feet(feet)] == ["right", "left"]


def test_nobody_waits_for_a_count() -> None:
    go = threading.Event()

    class Slow(Counter):
        def count(self):  # type: ignore[no-untyped-def]
            go.wait(10)
            return super().count()

    with running(rep(0, 1), at_once=False, counter=Slow) as one:
        one.begin(1, PLANTAR)
        begun_s = time.monotonic()
        for i in range(60):
            one.watch(sight(i / 30))
        assert time.monotonic() - begun_s < 5
        assert one.reps == ()
        go.set()
        assert len(one.finish()) == 1


def test_what_a_count_raises_is_raised() -> None:
    class Broken(Counter):
        def count(self):  # type: ignore[no-untyped-def]
            raise ZeroDivisionError

    with running(at_once=False, counter=Broken) as one:
        one.begin(1, PLANTAR)
        one.watch(sight(0))
        with pytest.raises(ZeroDivisionError):
            one.finish()


def test_the_signal_is_that_of_the_set_in_progress_on_the_side_that_the_person_says() -> None:
    with running() as going:
        assert going.traces(1) == ()
        going.begin(1, PLANTAR)
        for i in range(150):
            going.watch(sight(i / 30))
        [trace] = going.traces(1)
        assert trace.side == "left" and trace.t[-1] > 4.0
        assert going.traces(2) == ()
        going.swapped = True
        assert going.traces(1)[0].side == "right"
