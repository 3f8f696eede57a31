"""The log written out, any size of it: as CSV, and as JSON with what the CSV has no column for."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

from footcv.counting.rep import Rep
from footcv.records.analysis_json import rep_object
from footcv.records.csv_export import LOG_COLUMNS, Row, csv_lines, rep_row
from footcv.records.entries import LoggedRep, LoggedSession, Wanted, as_logged, iso
from footcv.records.log import Log

SCHEMA = "footcv.log/1"
# How every log begins, and each of its sessions: log_import.py reads one session after the other by it.
JSON_BEGIN = f'{{"schema": "{SCHEMA}", "sessions": ['
JSON_SESSION = '{"session_id": '

# So many are written at a time: enough to be fast, few enough to be small.
_AT_ONCE = 1000


def log_csv(log: Log, wanted: Wanted) -> Iterator[str]:
    """Yield the log as CSV, in pieces: the header, then a row for each repetition that was not taken back, in the order of sessions and of logging."""
    yield csv_lines([LOG_COLUMNS])
    rows = (row for session in log.sessions(wanted) for row in _rows(session, log.reps(session.id, exercise=wanted.exercise)))
    while some := list(islice(rows, _AT_ONCE)):
        yield csv_lines(some)


def log_row(
    session: int | None,
    started_at: datetime,
    source: str,
    program_id: str | None,
    exercise: str,
    set_index: int,
    rep: Rep,
    rest_s: float | None,
    *,
    by_hand: bool,
) -> Row:
    """Return the cells of LOG_COLUMNS for a repetition, as the log would have kept it; `session` is None where it has no number yet."""
    own = rep_row(source, exercise, program_id, set_index, as_logged(rep, by_hand=by_hand), rest_s)
    return ("" if session is None else str(session), iso(started_at), *own)


def log_json(log: Log, wanted: Wanted, *, signals: bool = False) -> Iterator[str]:
    """Yield the log as one JSON object, in pieces: a line for each session, where asked with its signals, and for each of its repetitions, those taken back
    included."""
    yield JSON_BEGIN
    for number, session in enumerate(log.sessions(wanted)):
        told = session_object(log, session) | ({"signals": list(_signals(log, session.id, wanted.exercise))} if signals else {})
        # All of the session but its last brace.
        yield ("\n" if number == 0 else ",\n") + _json(told)[:-1] + ', "reps": ['
        for place, logged in enumerate(log.reps(session.id, exercise=wanted.exercise, taken_back=True)):
            yield ("\n" if place == 0 else ",\n") + _json(logged_object(logged))
        yield "]}"
    yield "]}\n"


def session_object(log: Log, session: LoggedSession) -> dict[str, Any]:
    """Return a session, its repetitions left out, as a JSON object; `how` is `crashed` where it never ended, `prescribed` what its program asked for then."""
    return {
        "session_id": session.id,
        "started_at": iso(session.started_at),
        "ended_at": None if session.ended_at is None else iso(session.ended_at),
        "how": session.how or "crashed",
        "source": session.source,
        "program": session.program_id,
        "prescribed": None if session.program is None else asdict(session.program),
        "content": session.content,
        "notes": [{"at_s": note.at_s, "what": note.what} for note in log.notes(session.id)],
    }


def logged_object(logged: LoggedRep) -> dict[str, Any]:
    """Return a repetition as a JSON object: the contract's, with its exercise, its set, the rest before it, and whether a person put it right."""
    place = {"exercise": logged.exercise, "set": logged.set_index}
    corrected = {"rest_before_s": logged.rest_before_s, "by_hand": logged.by_hand, "taken_back": logged.taken_back, "undone_by_hand": logged.undone_by_hand}
    return {**place, **rep_object(logged.rep), **corrected}


def _signals(log: Log, session: int, exercise: str | None) -> Iterator[dict[str, Any]]:
    from footcv.records.traces import trace_object, traces_by_set

    for own_set, traces in traces_by_set(log.traces(session)).items():
        if exercise in (None, own_set[0]):
            yield from (trace_object(own_set, trace) for trace in traces)


def _rows(session: LoggedSession, reps: Iterable[LoggedRep]) -> Iterator[Row]:
    began = (str(session.id), iso(session.started_at))
    for logged in reps:
        yield began + rep_row(session.source, logged.exercise, session.program_id, logged.set_index, logged.rep, logged.rest_before_s)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
