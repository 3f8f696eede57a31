import threading
import time

import pytest

from footcv.analysis import Analysis, SourceInfo
from footcv.batch import Report, analyse_all
from footcv.errors import FaultError, NobodyError, SourceError

SOURCES = ["a.mp4", "b.mp4", "c.mp4", "d.mp4"]


def analysis(number: int) -> Analysis:
    return Analysis(SourceInfo(SOURCES[number], 640, 480, 30.0, 2.0, 60), "heel-raise", None, "full", 1.0, (), ())


def no_progress(number: int, t_s: float, duration_s: float | None) -> None:
    pass


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_results_come_in_the_order_given_whoever_is_done_first(jobs: int) -> None:
    def analyse_one(number: int, report: Report) -> Analysis:
        time.sleep(0.02 * (len(SOURCES) - number))
        return analysis(number)

    outcomes = analyse_all(SOURCES, analyse_one, jobs=jobs, progress=no_progress)
    assert [outcome.source.path for outcome in outcomes if isinstance(outcome, Analysis)] == SOURCES


def test_as_many_run_at_once_as_there_are_jobs() -> None:
    together = threading.Barrier(2, timeout=60)

    def analyse_one(number: int, report: Report) -> Analysis:
        together.wait()
        return analysis(number)

    assert len(list(analyse_all(SOURCES, analyse_one, jobs=2, progress=no_progress))) == 4


def test_a_bad_source_does_not_stop_the_others() -> None:
    def analyse_one(number: int, report: Report) -> Analysis:
        if number == 1:
            raise NobodyError("nobody")
        if number == 2:
            raise OSError(5, "Input/output error")
        return analysis(number)

    first, nobody, broken, last = analyse_all(SOURCES, analyse_one, jobs=2, progress=no_progress)
    assert isinstance(first, Analysis) and isinstance(last, Analysis)
    assert isinstance(nobody, NobodyError)
    assert isinstance(broken, SourceError) and str(broken) == "cannot read c.mp4: Input/output error"


def test_a_fault_of_ours_takes_nothing_from_the_others() -> None:
    def analyse_one(number: int, report: Report) -> Analysis:
        if number == 1:
            raise ZeroDivisionError("division by zero")
        return analysis(number)

    _, fault, *others = analyse_all(SOURCES, analyse_one, jobs=2, progress=no_progress)
    assert isinstance(fault, FaultError) and isinstance(fault.__cause__, ZeroDivisionError)
    assert str(fault).startswith("b.mp4: ZeroDivisionError: division by zero; this is a fault in footcv")
    assert all(isinstance(outcome, Analysis) for outcome in others)


def test_closing_it_stops_what_still_runs() -> None:
    begun, stopped = threading.Event(), threading.Event()

    def analyse_one(number: int, report: Report) -> Analysis:
        if number == 0:
            return analysis(0)
        try:
            while True:
                begun.set()
                report(0.0, None)
                time.sleep(0.005)
        finally:
            stopped.set()

    outcomes = analyse_all(SOURCES, analyse_one, jobs=2, progress=no_progress)
    next(outcomes)
    # What has not begun is never called, and has nothing to stop.
    assert begun.wait(60)
    outcomes.close()
    assert stopped.is_set()


def test_progress_says_which_source_it_is_of() -> None:
    seen = []

    def analyse_one(number: int, report: Report) -> Analysis:
        report(1.5, 3.0)
        return analysis(number)

    list(analyse_all(SOURCES, analyse_one, jobs=1, progress=lambda *told: seen.append(told)))
    assert seen == [(number, 1.5, 3.0) for number in range(4)]
