"""Today and the last weeks against what was prescribed. Values in, values out: the log is read by tally.py.

A day is the date on the person's own clock when a session began, so neither midnight nor the change to summer time moves it; days are counted as dates, never
as 24 hours. A week begins on Monday.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from footcv.coach.verdict import Amount, share_done
from footcv.programs.prescription import Prescription, Program

# This week and those before it: what a person can still do something about, and a physiotherapist asks for.
WEEKS = 4

# Of one exercise on one day.
_MOST_SETS = 1_000_000


@dataclass(frozen=True)
class DayTally:
    """The repetitions of one day, program, exercise, side, direction and unit of their peaks.

    `counted` of `reps` counted, and took `seconds`; of `held` seen with a hold asked for `full` were held for long enough; `peaks` counted ones that were seen
    reached `peak_sum` together.
    """

    day: date
    program_id: str | None
    exercise: str
    side: str
    direction: str | None
    unit: str
    reps: int
    counted: int
    seconds: float
    held: int
    full: int
    peaks: int
    peak_sum: float


@dataclass(frozen=True)
class Best:
    """The furthest that a side ever went in a counted repetition, in `unit`, and when."""

    exercise: str
    side: str
    unit: str
    peak: float
    day: date


@dataclass(frozen=True)
class Done:
    """One exercise on one day, or in one week.

    `reps` counted. Of the `asked` repetitions (to `asked_most` in a week) `done` are done, and of the sets `sets` whole ones: more on one side, in one
    direction or on one day does not make up for another, and seconds stand for turns where the program says so. None is what the program does not say.
    """

    reps: int
    done: int | None
    asked: int | None
    asked_most: int | None
    sets: int
    sets_asked: int | None
    sets_asked_most: int | None


@dataclass(frozen=True)
class Week:
    """What was done of one exercise in the week that begins on `monday`."""

    monday: date
    done: Done


@dataclass(frozen=True)
class Range:
    """How far one side went, in `unit`: its best ever, and the mean of each of the last weeks, this one first; None in weeks without."""

    side: str
    unit: str
    best: float
    best_day: date
    weeks: tuple[float | None, ...]

    @property
    def trend(self) -> float | None:
        """The last of these weeks less the first of them, or None where there is only one."""
        means = [mean for mean in self.weeks if mean is not None]
        return means[0] - means[-1] if len(means) > 1 else None


@dataclass(frozen=True)
class ExerciseHistory:
    """One exercise. `full_holds` is the share of holds, in [0, 1], that were as long as asked, None where none was asked for."""

    exercise: str
    today: Done
    weeks: tuple[Week, ...]
    full_holds: float | None
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class ProgramHistory:
    """One program, or what was done without one (`id` None). `days` is on how many days of each of the last weeks it was done, this week first.

    `streak` counts the days in a row, or, for a program that asks for days of a week, the weeks.
    """

    id: str | None
    program: Program | None
    exercises: tuple[ExerciseHistory, ...]
    days: tuple[int, ...]
    streak: int

    @property
    def weekly(self) -> bool:
        """Whether it asks for days of a week rather than for every day."""
        return self.program is not None and self.program.per_week is not None

    def left_today(self) -> dict[str, Done]:
        """Return what is done today of each exercise of which something is left; none where the program does not say, nor on a day off of a weekly program."""
        if self.weekly and not any(exercise.today.reps for exercise in self.exercises):
            return {}
        return {e.exercise: e.today for e in self.exercises if e.today.sets_asked is not None and e.today.sets < e.today.sets_asked}


@dataclass(frozen=True)
class History:
    """All that `footcv history` tells, on the day `today`."""

    today: date
    streak: int
    programs: tuple[ProgramHistory, ...]


def monday_of(day: date) -> date:
    """Return the Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def first_day(today: date) -> date:
    """Return the first day of which `history` wants the tallies."""
    return monday_of(today) - timedelta(weeks=WEEKS - 1)


def history(
    tallies: Iterable[DayTally], bests: Sequence[Best], programs: Mapping[str, Program | None], days: Mapping[str | None, Sequence[date]], today: date
) -> History:
    """Return the history of what `tallies` hold, those since `first_day(today)`.

    `programs` are the programs by id, None where only the id is known; `days` are those on which something counted, the last first, of each program and, for
    None, of all together.
    """
    by_program: dict[str | None, list[DayTally]] = {}
    for tally in tallies:
        by_program.setdefault(tally.program_id, []).append(tally)
    last_used = sorted(by_program, key=lambda program_id: max(tally.day for tally in by_program[program_id]), reverse=True)
    found = (_program(program_id, programs.get(program_id or ""), by_program[program_id], bests, days.get(program_id, ()), today) for program_id in last_used)
    return History(today, days_in_a_row(days.get(None, ()), today), tuple(found))


def days_in_a_row(days: Iterable[date], today: date) -> int:
    """Return how many days in a row, up to today or yesterday, are among `days` (the last first): today is not over yet."""
    expected, number = today, 0
    for day in days:
        if day > today:
            continue
        if number == 0 and day == today - timedelta(days=1):
            expected = day
        if day != expected:
            break
        number += 1
        expected -= timedelta(days=1)
    return number


def weeks_in_a_row(days: Iterable[date], asked: int, today: date) -> int:
    """Return how many weeks in a row have at least `asked` of `days`, up to this week or the one before: this one is not over yet."""
    by_week: dict[date, int] = {}
    for day in days:
        by_week[monday_of(day)] = by_week.get(monday_of(day), 0) + 1
    week, number = monday_of(today), 0
    if by_week.get(week, 0) < asked:
        week -= timedelta(weeks=1)
    while by_week.get(week, 0) >= asked:
        number += 1
        week -= timedelta(weeks=1)
    return number


def _program(
    program_id: str | None, program: Program | None, tallies: Sequence[DayTally], bests: Sequence[Best], days: Sequence[date], today: date
) -> ProgramHistory:
    asked = {prescription.exercise: prescription for prescription in program.prescriptions} if program is not None else {}
    first = min(days, default=today)
    # What the program asks for, in its order, then what was done besides.
    by_exercise: dict[str, list[DayTally]] = {exercise: [] for exercise in asked}
    for tally in tallies:
        by_exercise.setdefault(tally.exercise, []).append(tally)
    return ProgramHistory(
        program_id,
        program,
        tuple(_exercise(asked.get(exercise) or Prescription(exercise=exercise), program, own, bests, first, today) for exercise, own in by_exercise.items()),
        tuple(len({tally.day for tally in tallies if tally.counted and monday_of(tally.day) == monday}) for monday in _mondays(today)),
        days_in_a_row(days, today) if program is None or program.per_week is None else weeks_in_a_row(days, program.per_week, today),
    )


def _exercise(
    prescription: Prescription, program: Program | None, tallies: Sequence[DayTally], bests: Sequence[Best], first: date, today: date
) -> ExerciseHistory:
    held = sum(tally.held for tally in tallies) if prescription.hold_s is not None else 0
    return ExerciseHistory(
        prescription.exercise,
        day_done([tally for tally in tallies if tally.day == today], prescription),
        tuple(Week(monday, _week(monday, prescription, program, tallies, first)) for monday in _mondays(today)),
        sum(tally.full for tally in tallies) / held if held else None,
        tuple(_range(best, tallies, today) for best in bests if best.exercise == prescription.exercise),
    )


def day_done(tallies: Sequence[DayTally], prescription: Prescription) -> Done:
    """What was done on one day, however it lies over that day's sessions."""
    amounts: dict[tuple[str, str | None], Amount] = {}
    for tally in tallies:
        if tally.counted:
            number, seconds = amounts.get((tally.side, tally.direction), (0, 0.0))
            amounts[tally.side, tally.direction] = number + tally.counted, seconds + tally.seconds
    reps = sum(number for number, _ in amounts.values())

    def share(sets: int) -> float | None:
        return share_done(amounts, _times(prescription, sets))

    if share(1) is None:
        return Done(reps, None, None, None, 1 if reps else 0, prescription.per_day, prescription.per_day)
    # A billionth less than all: shares of sides and of directions are sums.
    sets = bisect_left(range(1, _MOST_SETS), True, key=lambda sets: (share(sets) or 0.0) < 1 - 1e-9)
    asked = None if prescription.reps is None else _reps_of_a_day(prescription)
    done = None if asked is None else round(asked * (share(prescription.sets_a_day) or 0.0))
    return Done(reps, done, asked, asked, sets, prescription.per_day, prescription.per_day)


def _week(monday: date, prescription: Prescription, program: Program | None, tallies: Sequence[DayTally], first: date) -> Done:
    by_day: dict[date, list[DayTally]] = {}
    for tally in tallies:
        if monday_of(tally.day) == monday:
            by_day.setdefault(tally.day, []).append(tally)
    days = [day_done(own, prescription) for own in by_day.values()]
    reps = sum(day.reps for day in days)
    # Nothing was asked before the program was begun.
    if program is None or (prescription.per_day is None and program.per_week is None) or monday + timedelta(days=6) < first:
        return Done(reps, None, None, None, sum(day.sets for day in days), None, None)
    least, most = program.days_a_week
    per_day = prescription.sets_a_day
    sets = sum(min(day.sets, per_day) for day in days)
    if prescription.reps is None:
        return Done(reps, None, None, None, sets, least * per_day, most * per_day)
    a_day = _reps_of_a_day(prescription)
    return Done(reps, sum(day.done or 0 for day in days), least * a_day, most * a_day, sets, least * per_day, most * per_day)


def _range(best: Best, tallies: Sequence[DayTally], today: date) -> Range:
    own = [tally for tally in tallies if (tally.side, tally.unit) == (best.side, best.unit)]
    weeks: list[float | None] = []
    for monday in _mondays(today):
        of_week = [tally for tally in own if monday_of(tally.day) == monday and tally.peaks]
        weeks.append(sum(tally.peak_sum for tally in of_week) / sum(tally.peaks for tally in of_week) if of_week else None)
    return Range(best.side, best.unit, best.peak, best.day, tuple(weeks))


def _reps_of_a_day(prescription: Prescription) -> int:
    return (prescription.reps or 0) * max(1, len(prescription.sides)) * max(1, len(prescription.directions)) * prescription.sets_a_day


def _times(prescription: Prescription, sets: int) -> Prescription:
    reps, seconds = prescription.reps, prescription.seconds
    return replace(prescription, reps=None if reps is None else reps * sets, seconds=None if seconds is None else seconds * sets)


def _mondays(today: date) -> list[date]:
    return [monday_of(today) - timedelta(weeks=number) for number in range(WEEKS)]
