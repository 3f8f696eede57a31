"""What `footcv export`, or a rescue file, wrote taken back into the log, without duplicates."""

import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from footcv.counting.rep import FAULTS, PEAK_UNITS, SIDES, Rep
from footcv.errors import FootcvError, SourceError
from footcv.exercises import find_exercise
from footcv.programs.loader import DIRECTIONS
from footcv.programs.prescription import Program, program_from
from footcv.records import strict_json
from footcv.records.csv_export import LOG_COLUMNS, Row, cell_text, text_cell
from footcv.records.entries import How, KeptTrace, LoggedRep, Note, SetOfDay
from footcv.records.log import Log
from footcv.records.log_export import JSON_BEGIN, JSON_SESSION, SCHEMA, log_row
from footcv.records.tally import program_of


@dataclass(frozen=True)
class Imported:
    """What an import did: repetitions added, those that were there already, and sessions made for them."""

    added: int
    known: int
    sessions: int


@dataclass(frozen=True)
class _Session:
    """A session of the file. All from `program` on only JSON tells."""

    number: int | None
    started_at: datetime
    source: str
    program_id: str | None
    program: Program | None = None
    content: str | None = None
    how: How | None = None
    ended_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    traces: tuple[tuple[SetOfDay, KeptTrace], ...] = ()

    def row(self, logged: LoggedRep) -> Row:
        """A repetition's row as export would write it now, its session's number left out: that may differ from one log to another."""
        place = (self.started_at, self.source, self.program_id, logged.exercise, logged.set_index)
        return log_row(None, *place, logged.rep, logged.rest_before_s, by_hand=logged.by_hand)


def import_file(log: Log, path: Path) -> Imported:
    """Put what `path` holds into the log, all or, where something is wrong, none.

    A session is known by when it began and by its source; it keeps the number it has in the file where that is free. A repetition that the log holds already,
    or held until it was taken back, is not added again. Raises SourceError where the file cannot be read or is no export, OutputError where the log fails.
    """
    into = _Into(log)
    with log.transaction():
        try:
            # A spreadsheet that saved a CSV may have put a mark before it.
            with open(path, encoding="utf-8-sig", newline="") as file:
                is_json = file.read(1) == "{"
            if is_json:
                for session, reps in _sessions(path):
                    number = into.session(session)
                    for logged in reps:
                        into.add(number, session, logged)
            else:
                for session, logged in _lines(path):
                    into.add(into.session(session), session, logged)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise SourceError(f"cannot import {path}: {reason}") from error
    return Imported(into.added, into.skipped, into.made)


class _Into:
    """The log, as it takes one repetition after the other, and what of it was there before."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._sessions: dict[tuple[datetime, str], int] = {}
        self._known: dict[int, Counter[Row]] = {}
        self.added = self.skipped = self.made = 0

    def session(self, told: _Session) -> int:
        """The number of a session in the log, made where it is not there; what is not known of it yet is added."""
        key = (told.started_at, told.source)
        if key in self._sessions:
            return self._sessions[key]
        number = self._log.find_session(*key)
        if number is None:
            program = told.program or (program_of(self._log, told.program_id) if told.program_id is not None else None)
            number = self._log.insert_session(told.number, told.program_id, program, told.source, told.started_at, told.content)
            self.made += 1
            self._known[number] = Counter()
        else:
            self._known[number] = Counter(map(told.row, self._log.reps(number, taken_back=True)))
        if told.how is not None and told.ended_at is not None and self._log.session(number).how is None:
            self._log.end(number, told.how, told.ended_at)
        if told.notes and not self._log.notes(number):
            for note in told.notes:
                self._log.note(number, note.at_s, note.what)
        if told.traces and next(self._log.traces(number), None) is None:
            for own_set, trace in told.traces:
                self._log.add_traces(number, own_set, [trace])
        self._sessions[key] = number
        return number

    def add(self, number: int, session: _Session, logged: LoggedRep) -> None:
        """A repetition into the session of that number, unless it is there."""
        known = self._known[number]
        if known and known[row := session.row(logged)] > 0:
            known[row] -= 1
            self.skipped += 1
            return
        made = self._log.add_rep(number, logged.set_index, logged.exercise, logged.rep, logged.rest_before_s, by_hand=logged.by_hand)
        if logged.taken_back:
            self._log.take_back(made, by_hand=logged.undone_by_hand)
        self.added += 1


# CSV


def _lines(path: Path) -> Iterator[tuple[_Session, LoggedRep]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        _check_header(path, next(reader, []))
        for cells in reader:
            try:
                row = dict(zip(LOG_COLUMNS, cells, strict=True))
                yield _session(row), _logged(row)
            except (ValueError, FootcvError) as error:
                raise SourceError(f"{path}, line {reader.line_num}: {error}; nothing was imported") from error


def _check_header(path: Path, header: list[str]) -> None:
    if tuple(header) == LOG_COLUMNS:
        return
    if tuple(header) == LOG_COLUMNS[2:]:
        raise SourceError(f"{path} does not say when its repetitions were done: `footcv analyze --save` puts a video's into the log")
    raise SourceError(f"{path} is no CSV that `footcv export` wrote: its first line is not {','.join(LOG_COLUMNS)[:40]}...")


def _session(cells: dict[str, str]) -> _Session:
    started_at = _moment("started_at", cells["started_at"])
    number = _whole("session_id", cells["session_id"]) if cells["session_id"] else None
    return _Session(number, started_at, cell_text(cells["source"]) or "", cell_text(cells["program"]))


def _logged(cells: dict[str, str]) -> LoggedRep:
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

    direction = text("direction", DIRECTIONS) if cells["direction"] else None
    faults = tuple(cells["faults"].split(";")) if cells["faults"] else ()
    if not set(faults) <= set(FAULTS):
        raise ValueError(f"faults is {cells['faults']!r}, not some of {', '.join(FAULTS)}")
    times = (number("start_s"), maybe("hold_start_s"), maybe("hold_end_s"), number("end_s"))
    counted = text("counted", ("true", "false")) == "true"
    confidence = number("confidence")
    side, unit = text("side", SIDES), text("peak_unit", PEAK_UNITS)
    rep = Rep(_whole("index", cells["index"]), side, direction, *times, number("peak"), unit, confidence, counted, faults)
    # What no camera saw was added by hand.
    return LoggedRep(0, find_exercise(text("exercise")).id, _whole("set", cells["set"]), rep, maybe("rest_before_s"), confidence == 0)


def _whole(column: str, cell: str) -> int:
    if not cell.isdecimal():
        raise ValueError(f"{column} is {cell!r}, not a whole number")
    return int(cell)


def _moment(column: str, cell: str) -> datetime:
    moment = datetime.fromisoformat(cell)
    if moment.utcoffset() is None:
        raise ValueError(f"{column} is {cell!r}, which does not say its offset from UTC")
    return moment


# JSON


def _sessions(path: Path) -> Iterator[tuple[_Session, list[LoggedRep]]]:
    """The sessions of a JSON, one after the other."""
    name = ""
    try:
        for told in _objects(path):
            name = f", session {told['session_id']}"
            yield _session_told(told), [_logged_told(rep) for rep in told["reps"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FootcvError) as error:
        reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise SourceError(f"{path}{name}: {reason}; nothing was imported") from error


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """The sessions as export wrote them, each read by itself; one that another program has written anew is read whole."""
    with open(path, encoding="utf-8-sig") as file:
        if file.readline().rstrip("\n") not in (JSON_BEGIN, f"{JSON_BEGIN}]}}"):
            file.seek(0)
            whole = strict_json.loads(file.read())
            if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
                raise ValueError(f"its schema is not {SCHEMA}, so `footcv export --json` did not write it")
            yield from whole["sessions"]
            return
        lines: list[str] = []
        for line in file:
            if line.startswith(JSON_SESSION) and lines:
                yield strict_json.loads("".join(lines).rstrip(",\n"))
                lines = []
            lines.append(line)
        if lines:
            yield strict_json.loads("".join(lines).rstrip("\n").removesuffix("]}"))


def _session_told(told: dict[str, Any]) -> _Session:
    how = None if told["how"] == "crashed" else told["how"]
    if how not in (None, *get_args(How)):
        raise ValueError(f"how is {how!r}, not {' or '.join(get_args(How))} or crashed")
    return replace(
        _session(_cells({"session_id": told["session_id"], "started_at": told["started_at"], "source": told["source"], "program": told["program"]})),
        program=program_from(told["prescribed"]) if told.get("prescribed") is not None else None,
        content=told.get("content"),
        how=how,
        ended_at=_moment("ended_at", told["ended_at"]) if told["ended_at"] is not None else None,
        notes=tuple(Note(float(note["at_s"]), str(note["what"])) for note in told["notes"]),
        traces=tuple(_packed(told.get("signals", ()))),
    )


def _packed(signals: Iterable[dict[str, Any]]) -> Iterator[tuple[SetOfDay, KeptTrace]]:
    for told in signals:
        from footcv.records.traces import packed, trace_of

        own_set, trace = trace_of(told)
        yield own_set, packed(trace)


def _logged_told(told: dict[str, Any]) -> LoggedRep:
    logged = _logged(_cells({**{column: told.get(column) for column in LOG_COLUMNS}, "faults": ";".join(told["faults"])}))
    return replace(logged, taken_back=bool(told["taken_back"]), undone_by_hand=bool(told["undone_by_hand"]))


def _cells(told: dict[str, Any]) -> dict[str, str]:
    """Values of JSON as the cells of the CSV, whose rules then hold for both."""
    return {column: text_cell(value) if isinstance(value, str) else "" if value is None else json.dumps(value) for column, value in told.items()}
