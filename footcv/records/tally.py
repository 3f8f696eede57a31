"""What the log adds up to, day by day. It reads the sums that the log keeps of each session, so that a million repetitions take no longer than their days."""

from collections.abc import Iterator
from datetime import date

from footcv.exercises import EXERCISES
from footcv.programs import BUILT_IN, find_program
from footcv.programs.prescription import Program
from footcv.records.history import Best, DayTally, History, first_day, history
from footcv.records.log import Log

# Where a peak says how far a joint went. A `share` is of the set's own range, and a turn is always 360 deg: neither tells one day from another.
_RANGE_UNITS = ("deg", "m")


def read_history(log: Log, today: date) -> History:
    """Return the history that the log holds, as of `today`."""
    done = list(tallies(log, first_day(today)))
    ids = {tally.program_id for tally in done if tally.program_id is not None}
    programs = {program_id: program_of(log, program_id) for program_id in ids}
    return history(done, list(bests(log)), programs, {program_id: list(days_done(log, program_id)) for program_id in (None, *ids)}, today)


def tallies(log: Log, since: date) -> Iterator[DayTally]:
    """Yield what was done since that day, in the order of days."""
    query = """
        SELECT day, program.id, exercise, side, nullif(direction, ''), peak_unit,
            sum(reps), sum(counted), sum(seconds), sum(held), sum(full), sum(peaks), sum(peak_sum)
        FROM session JOIN tally ON tally.session = session.id LEFT JOIN program ON program.key = session.program
        WHERE day >= ? GROUP BY day, program.id, exercise, side, direction, peak_unit"""
    for day, *rest in log.rows(query, (since.isoformat(),)):
        yield DayTally(date.fromisoformat(day), *rest)


def bests(log: Log) -> Iterator[Best]:
    """Yield the best of each exercise, side and unit of range that was ever counted."""
    query = """
        SELECT best, day FROM tally JOIN session ON session.id = tally.session
        WHERE exercise = ? AND side = ? AND peak_unit = ? AND best IS NOT NULL ORDER BY best DESC LIMIT 1"""
    for exercise in EXERCISES.values():
        if exercise.in_turns:
            continue
        for side in exercise.sides:
            for unit in _RANGE_UNITS:
                for peak, day in log.rows(query, (exercise.id, side, unit)):
                    yield Best(exercise.id, side, unit, peak, date.fromisoformat(day))


def days_done(log: Log, program_id: str | None = None) -> Iterator[date]:
    """Yield the days on which something counted, the last first; of one program, or of all."""
    query = f"""
        SELECT DISTINCT day FROM session {"" if program_id is None else "JOIN program ON program.key = session.program AND program.id = ?"}
        WHERE EXISTS (SELECT 1 FROM tally WHERE tally.session = session.id AND counted > 0) ORDER BY day DESC"""
    for (day,) in log.rows(query, () if program_id is None else (program_id,)):
        yield date.fromisoformat(day)


def program_of(log: Log, program_id: str) -> Program | None:
    """Return the program of that id as it was last asked for, else the built-in one, or None where only the id is known."""
    return log.last_program(program_id) or (find_program(program_id) if program_id in BUILT_IN else None)
