"""Days are added up inside the log."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from logs import MORNING, TWICE, fill, hold, log_in, turn

from footcv.records.history import Best
from footcv.records.tally import bests, days_done, read_history, tallies


def test_a_day_is_added_up(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1), hold(2, 10.0, "short-hold", hold_s=3.0), hold(3, 20.0, "shallow", peak=9.0)])
        [told] = tallies(log, MORNING.date())
    assert (told.day, told.program_id, told.exercise, told.side, told.unit) == (MORNING.date(), "twice", "plantar-flexion", "left", "deg")
    assert (told.reps, told.counted, told.seconds, told.held, told.full, told.peaks, told.peak_sum) == (3, 1, 6.0, 3, 2, 1, 31.25)


def test_what_a_person_added_counts_and_tells_nothing_of_holds_and_range(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1)])
        log.add_rep(session, 1, "plantar-flexion", hold(2, peak=99.0), None, by_hand=True)
        [told] = tallies(log, MORNING.date())
        assert (told.counted, told.held, told.full, told.peaks) == (2, 1, 1, 1)
        assert [best.peak for best in bests(log)] == [31.25]


def test_what_was_taken_back_is_nothing(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        [logged] = log.reps(fill(log, [hold(1)]))
        log.take_back(logged.id)
        assert (list(tallies(log, MORNING.date())), list(bests(log)), list(days_done(log))) == ([], [], [])


def test_the_best_is_of_all_time_and_of_what_has_a_range(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1, peak=40.0)], MORNING - timedelta(days=900))
        fill(log, [hold(1), hold(2, 10.0, "shallow", peak=50.0), hold(3, peak=1.0, unit="share"), hold(4, side="right")])
        fill(log, [turn(1)], exercise="ankle-circles")
        assert list(bests(log)) == [
            Best("plantar-flexion", "left", "deg", 40.0, (MORNING - timedelta(days=900)).date()),
            Best("plantar-flexion", "right", "deg", 31.25, MORNING.date()),
        ]


def test_days_are_those_on_which_something_counted(tmp_path: Path) -> None:
    yesterday = MORNING - timedelta(days=1)
    with log_in(tmp_path) as log:
        fill(log, [hold(1)])
        fill(log, [hold(1)])
        fill(log, [hold(1)], yesterday, program=None)
        fill(log, [hold(1, 1.0, "shallow")], MORNING - timedelta(days=2))
        assert list(days_done(log)) == [MORNING.date(), yesterday.date()]
        assert list(days_done(log, "twice")) == [MORNING.date()]


def test_history_holds_what_was_done_against_the_program_as_it_was_last_asked(tmp_path: Path) -> None:
    harder = replace(TWICE, prescriptions=(replace(TWICE.prescriptions[0], reps=9),))
    with log_in(tmp_path) as log:
        fill(log, [hold(1)], MORNING - timedelta(days=1))
        fill(log, [hold(1)], program=harder)
        history = read_history(log, MORNING.date())
        assert (history.streak, [program.program for program in history.programs]) == (2, [harder])
        assert read_history(log, date(2030, 1, 1)).programs == ()
