from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from footcv.programs.prescription import Prescription, Program
from footcv.records.history import DayTally
from footcv.report.weeks import WEEKS, first_day, weeks_of

SATURDAY = date(2026, 11, 21)
DAILY = Program(id="p", name="P", prescriptions=(Prescription(exercise="toe-press", reps=10, per_day=3), Prescription(exercise="heel-raise", reps=5)))
WEEKLY = Program(id="p", name="P", per_week=2, per_week_max=3, prescriptions=DAILY.prescriptions)


def did(day: date, reps: int, exercise: str = "toe-press", program: str | None = "p") -> DayTally:
    return DayTally(day, program, exercise, "both", None, "m", reps, reps, 5.0 * reps, reps, reps, reps, 0.05 * reps)


def test_whole_sets_of_each_exercise_are_counted_and_more_of_one_does_not_make_up_for_another() -> None:
    [week] = weeks_of([did(SATURDAY, 47), did(SATURDAY, 4, "heel-raise")], "p", DAILY, SATURDAY)
    saturday = week.days[-1]
    assert (saturday.day, saturday.sets, saturday.asked, saturday.reps) == (SATURDAY, 3, 4, 51)


def test_weeks_begin_on_monday_with_the_first_one_in_which_anything_was_done_and_end_today() -> None:
    weeks = weeks_of([did(SATURDAY - timedelta(days=14), 10)], "p", DAILY, SATURDAY)
    assert [week.days[0].day.weekday() for week in weeks] == [0, 0, 0]
    assert [len(week.days) for week in weeks] == [7, 7, 6] and weeks[-1].days[-1].day == SATURDAY
    assert [week.done for week in weeks] == [1, 0, 0]


def test_a_daily_program_asks_for_every_day_and_a_weekly_one_for_some() -> None:
    assert [(week.asked, week.asked_most) for week in weeks_of([], "p", DAILY, SATURDAY)] == [(7, 7)]
    assert [(week.asked, week.asked_most) for week in weeks_of([], "p", WEEKLY, SATURDAY)] == [(2, 3)]


def test_of_a_program_only_its_own_sessions_and_without_one_all_count() -> None:
    done = [did(SATURDAY, 10), did(SATURDAY, 20, program=None), did(SATURDAY, 5, program="q")]
    assert weeks_of(done, "p", DAILY, SATURDAY)[0].days[-1].reps == 10
    alone = weeks_of(done, None, None, SATURDAY)[0]
    assert (alone.days[-1].reps, alone.days[-1].asked, alone.asked) == (35, None, None)


@given(st.lists(st.integers(-30, 200), max_size=20), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_day_is_there_once(days_ago: list[int], today: date) -> None:
    weeks = weeks_of([did(today - timedelta(days=ago), 10) for ago in days_ago], "p", DAILY, today)
    days = [day.day for week in weeks for day in week.days]
    assert 1 <= len(weeks) <= WEEKS and days[0] >= first_day(today) and days[-1] == today
    assert days == [days[0] + timedelta(days=k) for k in range(len(days))]
    assert sum(day.reps for week in weeks for day in week.days) == 10 * sum(ago >= 0 and today - timedelta(days=ago) >= first_day(today) for ago in days_ago)
