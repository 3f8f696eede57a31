"""What was done against what was asked, by the days people lived."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import TWICE, fill, hold, memory

from footcv.programs import find_program
from footcv.programs.prescription import Prescription, Program
from footcv.records.history import Best, DayTally, Done, History, ProgramHistory, days_in_a_row, first_day, history, monday_of, weeks_in_a_row
from footcv.records.tally import read_history

# A Saturday.
TODAY = date(2026, 11, 21)
BERLIN = ZoneInfo("Europe/Berlin")


def tally(days_ago: int, counted: int, exercise: str = "plantar-flexion", *, program: str | None = "twice", **more: object) -> DayTally:
    values: dict[str, object] = {
        "day": TODAY - timedelta(days=days_ago),
        "program_id": program,
        "exercise": exercise,
        "side": "left",
        "direction": None,
        "unit": "deg",
        "reps": counted,
        "counted": counted,
        "seconds": 6.0 * counted,
        "held": counted,
        "full": counted,
        "peaks": counted,
        "peak_sum": 30.0 * counted,
    }
    return DayTally(**{**values, **more})  # type: ignore[arg-type]


def found(tallies: Iterable[DayTally], program: Program = TWICE, bests: Iterable[Best] = ()) -> ProgramHistory:
    tallies = list(tallies)
    days = sorted({tally.day for tally in tallies}, reverse=True)
    [only] = history(tallies, list(bests), {program.id: program}, {None: days, program.id: days}, TODAY).programs
    return only


def today(tallies: Iterable[DayTally], program: Program = TWICE) -> Done:
    return found(tallies, program).exercises[0].today


# Today: three repetitions, twice a day


@pytest.mark.parametrize(
    ("counted", "done", "sets"),
    [([], 0, 0), ([2], 2, 0), ([3], 3, 1), ([2, 1], 3, 1), ([2, 2], 4, 1), ([3, 3], 6, 2), ([9], 6, 3)],
    ids=lambda value: str(value),
)
def test_sets_are_done_however_the_sessions_of_a_day_share_them(counted: list[int], done: int, sets: int) -> None:
    told = today([tally(1, 3), *(tally(0, number) for number in counted)])
    assert (told.reps, told.done, told.asked, told.sets, told.sets_asked) == (sum(counted), done, 6, sets, 2)


def test_more_on_one_foot_does_not_make_up_for_the_other() -> None:
    both_feet = Program(id="twice", name="Both feet", prescriptions=(Prescription(exercise="plantar-flexion", reps=3, sides=("left", "right"), per_day=1),))
    told = today([tally(0, 6)], both_feet)
    assert (told.reps, told.done, told.asked, told.sets) == (6, 3, 6, 0)
    assert today([tally(0, 3), tally(0, 3, side="right")], both_feet).sets == 1


def test_seconds_stand_for_turns() -> None:
    program = find_program("three-exercise")
    circles = [
        tally(0, 4, "ankle-circles", program=program.id, side=side, direction=direction, seconds=10.5)
        for side in ("left", "right")
        for direction in ("clockwise", "counterclockwise")
    ]
    [told] = [e.today for e in found(circles, program).exercises if e.exercise == "ankle-circles"]
    assert (told.reps, told.done, told.asked, told.sets, told.sets_asked) == (16, 40, 40, 1, None)


def test_what_is_left_is_told_and_on_a_day_off_of_a_weekly_program_nothing() -> None:
    assert {exercise: done.asked for exercise, done in found([tally(0, 3)]).left_today().items()} == {"plantar-flexion": 6}
    assert found([tally(0, 6)]).left_today() == {}
    weekly = find_program("five-exercise-weekly")
    assert found([tally(1, 10, "toe-press", program=weekly.id)], weekly).left_today() == {}
    assert list(found([tally(0, 10, "toe-press", program=weekly.id)], weekly).left_today()) == ["toe-press", "toe-walking"]


def test_what_the_program_does_not_ask_for_is_told_without_a_measure() -> None:
    *_, besides = found([tally(0, 3), tally(0, 4, "toe-press")]).exercises
    assert (besides.exercise, besides.today.reps, besides.today.done, besides.today.sets_asked) == ("toe-press", 4, None, None)
    [alone] = history([tally(0, 4, program=None)], [], {}, {}, TODAY).programs
    assert (alone.id, alone.exercises[0].today.reps, alone.left_today()) == (None, 4, {})


# Weeks


def test_a_week_asks_for_every_day_and_a_busy_day_does_not_make_up_for_a_lazy_one() -> None:
    # TODAY is a Saturday: five days ago was Monday, six days ago Sunday.
    this, last, *before = (week.done for week in found([tally(5, 100), tally(4, 4), tally(6, 3)]).exercises[0].weeks)
    assert (this.done, this.asked, this.asked_most, this.sets, this.sets_asked) == (10, 42, 42, 3, 14)
    assert (last.done, last.asked, last.sets) == (3, 42, 1)
    # Before the first day nothing was asked.
    assert [done.asked for done in before] == [None, None]


def test_a_weekly_program_asks_for_two_to_three_days() -> None:
    weekly = find_program("five-exercise-weekly")
    told = found([tally(5, 30, "toe-press", program=weekly.id), tally(3, 10, "toe-press", program=weekly.id)], weekly)
    done = told.exercises[0].weeks[0].done
    assert told.days[0] == 2
    assert (done.done, done.asked, done.asked_most, done.sets, done.sets_asked, done.sets_asked_most) == (40, 60, 90, 4, 6, 9)


def test_a_hold_share_is_told_where_a_hold_is_asked_for() -> None:
    assert found([tally(0, 4, full=3), tally(2, 4, full=4)]).exercises[0].full_holds == 7 / 8
    without_hold = replace(TWICE, prescriptions=(Prescription(exercise="plantar-flexion", reps=3),))
    assert found([tally(0, 4)], without_hold).exercises[0].full_holds is None


def test_the_range_by_weeks_its_best_and_its_trend() -> None:
    best = Best("plantar-flexion", "left", "deg", 35.0, TODAY - timedelta(days=300))
    weeks = [tally(0, 2, peak_sum=64.0), tally(1, 2, peak_sum=60.0), tally(14, 1, peak_sum=28.0), tally(14, 1, peak_sum=28.0, unit="share")]
    [told] = found(weeks, bests=[best]).exercises[0].ranges
    assert (told.side, told.best, told.best_day, told.weeks, told.trend) == ("left", 35.0, best.day, (31.0, None, 28.0, None), 3.0)


# Streaks


@pytest.mark.parametrize(("ago", "streak"), [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 3, 5], 3), ([0, 2], 1), ([-1, 0, 1], 2)], ids=str)
def test_days_in_a_row(ago: list[int], streak: int) -> None:
    # Today is not over: a streak up to yesterday still stands.
    assert days_in_a_row([TODAY - timedelta(days=days) for days in ago], TODAY) == streak


@pytest.mark.parametrize(("ago", "streak"), [([], 0), ([0, 2], 1), ([0], 0), ([0, 8, 10], 1), ([0, 2, 8, 10, 15, 16], 3), ([8, 9, 22, 23], 1)], ids=str)
def test_weeks_in_a_row(ago: list[int], streak: int) -> None:
    assert weeks_in_a_row([TODAY - timedelta(days=days) for days in ago], 2, TODAY) == streak


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_week_begins_on_monday_and_four_of_them_are_told(day: date) -> None:
    assert monday_of(day).weekday() == 0 and 0 <= (day - monday_of(day)).days < 7
    assert (monday_of(day) - first_day(day)).days == 21


# From the log: the days people lived


def told(lived: Iterable[datetime], today: date) -> History:
    with memory() as log:
        for started_at in lived:
            fill(log, [hold(1), hold(2), hold(3)], started_at)
        return read_history(log, today)


def test_a_session_across_midnight_lies_on_the_day_it_began() -> None:
    late = datetime(2026, 11, 20, 23, 58, tzinfo=BERLIN)
    [program] = told([late], TODAY).programs
    assert (program.exercises[0].today.reps, program.days[0]) == (0, 1)
    assert told([late], TODAY).streak == 1


def test_a_session_across_the_change_to_summer_time_lies_on_its_day() -> None:
    # At two the clocks go to three; the day has 23 hours.
    change = datetime(2026, 3, 29, 1, 59, tzinfo=BERLIN)
    history = told([change - timedelta(days=1), change, change + timedelta(days=1)], date(2026, 3, 30))
    assert history.streak == 3
    assert history.programs[0].exercises[0].today.reps == 3


zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]).map(ZoneInfo)


@given(st.dates(date(1995, 1, 1), date(2050, 1, 1)), st.lists(st.tuples(st.integers(0, 9), st.times(), st.integers(0, 1)), min_size=1, max_size=8), zones)
def test_every_day_on_which_something_was_done_counts_once_whatever_the_clocks_did(day: date, at: list[tuple[int, object, int]], zone: ZoneInfo) -> None:
    lived = [datetime.combine(day - timedelta(days=ago), time, zone).replace(fold=fold) for ago, time, fold in at]  # type: ignore[arg-type]
    days = {ago for ago, *_ in at}
    streak = next(number for number in range(12) if (number + (0 not in days)) not in days)
    history = told(lived, day)
    assert history.streak == (streak if days & {0, 1} else 0)
    if 0 in days:
        assert history.programs[0].exercises[0].today.reps == 3 * sum(ago == 0 for ago, *_ in at)


@given(st.datetimes(datetime(1995, 1, 1), datetime(2050, 1, 1)), st.integers(-14 * 60, 14 * 60), st.integers(-14 * 60, 14 * 60))
def test_who_travels_keeps_the_days_of_both_places(moment: datetime, here_min: int, there_min: int) -> None:
    here, there = (timezone(timedelta(minutes=minutes)) for minutes in (here_min, there_min))
    lived = [moment.replace(tzinfo=here), (moment + timedelta(days=1)).replace(tzinfo=there)]
    assert told(lived, (moment + timedelta(days=1)).date()).streak == 2
