"""What `footcv export`, or a rescue file, wrote taken back into the log, without duplicates."""

import csv
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from footcv.counting.rep import FAULTS, PEAK_UNITS, SIDES, Rep
from footcv.errors import FootcvError, SourceError
from footcv.exercises import find_exercise
from footcv.programs.loader import DIRECTIONS
from footcv.records.csv_export import LOG_COLUMNS, Row, cell_text
from footcv.records.entries import LoggedRep
from footcv.records.log import Log
from footcv.records.log_export import log_row
from footcv.records.tally import program_of


@dataclass(frozen=True)
class Imported:
    """What an import did: repetitions added, those that were there already, and sessions made for them."""

    added: int
    known: int
    sessions: int


@dataclass(frozen=True)
class _Line:
    """One row of the file."""

    session: int | None
    started_at: datetime
    source: str
    program_id: str | None
    logged: LoggedRep

    def row(self) -> Row:
        """The row as export would write it now, its session's number left out: that may differ from one log to another."""
        logged = self.logged
        return log_row(
            None,
            self.started_at,
            self.source,
            self.program_id,
            logged.exercise,
            logged.set_index,
            logged.rep,
            logged.rest_before_s,
            by_hand=logged.by_hand,
        )


def import_csv(log: Log, path: Path) -> Imported:
    """Put the repetitions of `path` into the log, all or, where a line is wrong, none.

    A session is known by when it began and by its source; it keeps the number it has in the file where that is free. A repetition that the log holds already,
    or held until it was taken back, is not added again. Raises SourceError where the file cannot be read or is no export, OutputError where the log fails.
    """
    sessions: dict[tuple[datetime, str], int] = {}
    known: dict[int, Counter[Row]] = {}
    added = skipped = made = 0
    with log.transaction():
        for line in _lines(path):
            key = (line.started_at, line.source)
            if key not in sessions:
                found = log.find_session(*key)
                if found is None:
                    program = program_of(log, line.program_id) if line.program_id is not None else None
                    found = log.insert_session(line.session, line.program_id, program, line.source, line.started_at)
                    made += 1
                    known[found] = Counter()
                else:
                    known[found] = _rows_of(log, found)
                sessions[key] = found
            session = sessions[key]
            if known[session] and known[session][line.row()] > 0:
                known[session][line.row()] -= 1
                skipped += 1
                continue
            logged = line.logged
            log.add_rep(session, logged.set_index, logged.exercise, logged.rep, logged.rest_before_s, by_hand=logged.by_hand)
            added += 1
    return Imported(added, skipped, made)


def _rows_of(log: Log, number: int) -> Counter[Row]:
    session = log.session(number)
    reps = log.reps(number, taken_back=True)
    return Counter(_Line(None, session.started_at, session.source, session.program_id, logged).row() for logged in reps)


def _lines(path: Path) -> Iterator[_Line]:
    try:
        # A spreadsheet that saved it may have put a mark before it.
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            _check_header(path, next(reader, []))
            for cells in reader:
                try:
                    yield _line(dict(zip(LOG_COLUMNS, cells, strict=True)))
                except (ValueError, FootcvError) as error:
                    raise SourceError(f"{path}, line {reader.line_num}: {error}; nothing was imported") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SourceError(f"cannot import {path}: {reason}") from error


def _check_header(path: Path, header: list[str]) -> None:
    if tuple(header) == LOG_COLUMNS:
        return
    if tuple(header) == LOG_COLUMNS[2:]:
        raise SourceError(f"{path} does not say when its repetitions were done: `footcv analyze --save` puts a video's into the log")
    raise SourceError(f"{path} is no CSV that `footcv export` wrote: its first line is not {','.join(LOG_COLUMNS)[:40]}...")


def _line(cells: dict[str, str]) -> _Line:
    def text(column: str, choices: tuple[str, ...] | None = None) -> str:
        value = cell_text(cells[column])
        if value is None or (choices is not None and value not in choices):
            raise ValueError(f"{column} is {cells[column]!r}, not {'text' if choices is None else ' or '.join(choices)}")
        return value

    def number(column: str) -> float:
        try:
            value = float(cells[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ValueError(f"{column} is {cells[column]!r}, not a number")
        return value

    def maybe(column: str) -> float | None:
        return number(column) if cells[column] else None

    def whole(column: str) -> int:
        if not cells[column].isdecimal():
            raise ValueError(f"{column} is {cells[column]!r}, not a whole number")
        return int(cells[column])

    started_at = datetime.fromisoformat(cells["started_at"])
    if started_at.utcoffset() is None:
        raise ValueError(f"started_at is {cells['started_at']!r}, which does not say its offset from UTC")
    direction = text("direction", DIRECTIONS) if cells["direction"] else None
    faults = tuple(cells["faults"].split(";")) if cells["faults"] else ()
    if not set(faults) <= set(FAULTS):
        raise ValueError(f"faults is {cells['faults']!r}, not some of {', '.join(FAULTS)}")
    times = (number("start_s"), maybe("hold_start_s"), maybe("hold_end_s"), number("end_s"))
    counted = text("counted", ("true", "false")) == "true"
    confidence = number("confidence")
    side, unit = text("side", SIDES), text("peak_unit", PEAK_UNITS)
    rep = Rep(whole("index"), side, direction, *times, number("peak"), unit, confidence, counted, faults)
    # What no camera saw was added by hand.
    logged = LoggedRep(0, find_exercise(text("exercise")).id, whole("set"), rep, maybe("rest_before_s"), confidence == 0)
    session = whole("session_id") if cells["session_id"] else None
    return _Line(session, started_at, cell_text(cells["source"]) or "", cell_text(cells["program"]), logged)
