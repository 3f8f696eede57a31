"""The weeks of a program: on each day, how many sets were done of those asked for. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from footcv.programs.prescription import Program
from footcv.records.history import DayTally, day_done, monday_of

# As long as a course of exercises lasts, about.
WEEKS = 12


@dataclass(frozen=True)
class Day:
    """One day: sets done of `asked`, and repetitions that counted. More of one exercise than asked does not make up for another; `asked` is None where the
    program does not say, or there is none."""

    day: date
    sets: int
    asked: int | None
    reps: int


@dataclass(frozen=True)
class Week:
    """One week, from Monday on: its days up to today, and on how many of them exercises are asked for, at least and at most; None where that is not said."""

    days: tuple[Day, ...]
    asked: int | None
    asked_most: int | None

    @property
    def done(self) -> int:
        """On how many days something counted."""
        return sum(day.reps > 0 for day in self.days)


def first_day(today: date) -> date:
    """The first day that may be shown."""
    return monday_of(today) - timedelta(weeks=WEEKS - 1)


def weeks_of(tallies: Iterable[DayTally], program_id: str | None, program: Program | None, today: date) -> list[Week]:
    """The weeks up to `today`, the first one that in which anything was done; of one program, or with `program_id` None of all that was done."""
    by_day: dict[date, list[DayTally]] = {}
    for tally in tallies:
        if (program_id is None or tally.program_id == program_id) and first_day(today) <= tally.day <= today:
            by_day.setdefault(tally.day, []).append(tally)
    monday = monday_of(min(by_day, default=today))
    asked, most = (None, None) if program is None else program.days_a_week
    weeks = []
    while monday <= today:
        days = (monday + timedelta(days=number) for number in range(7))
        weeks.append(Week(tuple(_day(day, by_day.get(day, []), program) for day in days if day <= today), asked, most))
        monday += timedelta(weeks=1)
    return weeks


def _day(day: date, tallies: list[DayTally], program: Program | None) -> Day:
    reps = sum(tally.counted for tally in tallies)
    if program is None:
        return Day(day, 0, None, reps)
    sets = 0
    for prescription in program.prescriptions:
        own = [tally for tally in tallies if tally.exercise == prescription.exercise]
        sets += min(prescription.sets_a_day, day_done(own, prescription).sets)
    return Day(day, sets, sum(prescription.sets_a_day for prescription in program.prescriptions), reps)
