"""The log of what was done: one SQLite file in the user's data folder, and one transaction for each repetition.

Two programs may write at once: each waits for the other. What SQLite cannot do becomes an OutputError of one line; `footcv/records/keeping.py` then keeps
what a session did in a rescue file.
"""

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from footcv.counting.rep import Rep
from footcv.errors import OutputError, UsageError
from footcv.programs.prescription import Program, program_from
from footcv.records.entries import ALL, How, KeptTrace, LoggedRep, LoggedSession, Note, SetOfDay, Wanted, as_logged, iso
from footcv.records.log_failures import failures_told
from footcv.records.schema import migrate

# How long one program waits for another's transaction. They last milliseconds: who waits longer waits for something that hangs.
PATIENCE_S = 5.0
ASK_AGAIN_S = 0.01


def data_dir(override: Path | None) -> Path:
    """Return the folder of the log: `override` (--data-dir), else FOOTCV_DATA_DIR, else the user's data folder on this system. It need not exist."""
    if override is not None:
        return override
    if named := os.environ.get("FOOTCV_DATA_DIR"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("footcv", appauthor=False)


def log_path(folder: Path) -> Path:
    """Return the log's file in `folder`."""
    return folder / "log.sqlite"


def open_log(path: Path, *, patience_s: float = PATIENCE_S) -> "Log":
    """Open the log at `path`, making it and its folder, readable by the user alone, where it is missing.

    Raises OutputError where it cannot be opened, is damaged, is no log, or was written by a newer footcv.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise OutputError(f"cannot open the log {path}: {error.strerror or error}; choose another folder with --data-dir") from error
    with failures_told(path):
        # isolation_level None: transactions begin and end where it is written here, and nowhere else.
        connection = sqlite3.connect(path, timeout=patience_s, isolation_level=None)
        try:
            _write_ahead(connection, patience_s)
            # FULL: what was said to be kept survives the power going, too. It costs one fsync for each repetition.
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}")
            migrate(connection, str(path))
        except BaseException:
            connection.close()
            raise
    return Log(connection, path)


def _write_ahead(connection: sqlite3.Connection, patience_s: float) -> None:
    """Let the log be written ahead, as it stays from then on. SQLite waits for no other program that does the same at that moment: it is asked again."""
    until = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASK_AGAIN_S)


class Log:
    """An open log; a context manager. Used by one thread, the one that opened it. Every method raises OutputError where the log fails."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last to close it leaves one file, without a write-ahead log beside it."""
        self._connection.close()

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within it is kept, or none of it; one within another is part of that."""
        if self._connection.in_transaction:
            yield
            return
        with failures_told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite may have rolled back by itself: on a full disk it does.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def start(self, *, program: Program | None, source: str, started_at: datetime, content: str | None = None) -> int:
        """Begin a session and return its id.

        `program` is the whole program, not only its id: what it asks may change, and history holds what was done against what was asked then. `started_at`
        must know its offset from UTC (ValueError); a session of the same source at the same millisecond moves it by one.
        """
        return self.insert_session(None, program.id if program else None, program, source, started_at, content)

    def insert_session(
        self, session: int | None, program_id: str | None, program: Program | None, source: str, started_at: datetime, content: str | None = None
    ) -> int:
        """Begin a session as `start` does: with the id `session` where that is given and free, of a program of which perhaps no more than the id is known."""
        with self.transaction():
            key = None if program_id is None else self._program_key(program_id, program)
            free = session is not None and self._row("SELECT 1 FROM session WHERE id = ?", (session,)) is None
            while self.find_session(started_at, source) is not None:
                started_at += timedelta(milliseconds=1)
            row = (session if free else None, iso(started_at), started_at.date().isoformat(), started_at.timestamp(), _text(source), key, content)
            made = self._connection.execute("INSERT INTO session (id, started_at, day, began, source, program, content) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            return int(made.lastrowid or 0)

    def add_rep(self, session: int, set_index: int, exercise_id: str, rep: Rep, rest_before_s: float | None, *, by_hand: bool = False) -> int:
        """Keep one repetition, in one transaction, and return its id. `set_index` is the set of the day, from 1: see `next_set`."""
        rep = as_logged(rep, by_hand=by_hand)
        rest_s = None if rest_before_s is None else round(rest_before_s, 3)
        row = (session, exercise_id, set_index, rep.index, rep.side, rep.direction, rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s, rest_s)
        measured = (rep.peak, rep.peak_unit, rep.confidence, rep.counted, ";".join(rep.faults), by_hand)
        with self.transaction():
            made = self._connection.execute(
                "INSERT INTO rep (session, exercise, set_index, rep_index, side, direction, start_s, hold_start_s, hold_end_s, end_s, rest_before_s,"
                f" peak, peak_unit, confidence, counted, faults, by_hand) VALUES ({', '.join('?' * 17)})",
                (*row, *measured),
            )
            return int(made.lastrowid or 0)

    def take_back(self, rep_id: int, *, by_hand: bool = True) -> None:
        """Undo a repetition: it is kept and marked, and no longer counts. `by_hand` is False where a later look found it to be none."""
        with self.transaction():
            self._connection.execute("UPDATE rep SET taken_back = ? WHERE id = ?", (2 if by_hand else 1, rep_id))

    def note(self, session: int, at_s: float, what: str) -> None:
        """Keep what happened `at_s` seconds after the session's start: `paused`, `resumed`, `camera lost`."""
        with self.transaction():
            self._connection.execute("INSERT INTO note (session, at_s, what) VALUES (?, ?, ?)", (session, round(at_s, 3), _text(what)))

    def add_traces(self, session: int, own_set: SetOfDay, traces: Iterable[KeptTrace]) -> None:
        """Keep what was measured in a set, in one transaction."""
        rows = [(session, *own_set, one.side, one.kind, one.unit, one.source, one.first, one.samples) for one in traces]
        with self.transaction():
            self._connection.executemany(
                "INSERT INTO trace (session, exercise, set_index, side, kind, unit, source, first, samples) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def end(self, session: int, how: How, ended_at: datetime | None = None) -> None:
        """End a session, now where `ended_at` is None. One that is never ended broke off."""
        ended = ended_at or datetime.now().astimezone()
        with self.transaction():
            self._connection.execute("UPDATE session SET how = ?, ended_at = ? WHERE id = ?", (how, iso(ended), session))

    def delete(self, session: int) -> bool:
        """Remove a session with its repetitions, notes and signals, bytes included; return whether there was one."""
        with self.transaction():
            return self._connection.execute("DELETE FROM session WHERE id = ?", (session,)).rowcount > 0

    def _program_key(self, program_id: str, program: Program | None) -> int:
        named = (_text(program_id), json.dumps(asdict(program), ensure_ascii=True) if program is not None else "")
        found = self._connection.execute("SELECT key FROM program WHERE id = ? AND definition = ?", named).fetchone()
        return int(found[0] if found else self._connection.execute("INSERT INTO program (id, definition) VALUES (?, ?)", named).lastrowid or 0)

    # Reading

    def next_set(self, session: int, exercise_id: str) -> int:
        """Return the number, from 1, of the set of that exercise that `session` does: one more than its program has had in other sessions of that day.

        All of an exercise in one session is one set: the left foot and the right, one direction and the other.
        """
        [last] = self._row(
            "SELECT max(rep.set_index) FROM session AS own JOIN session ON session.day = own.day AND session.id != own.id"
            " LEFT JOIN program ON program.key = session.program LEFT JOIN program AS asked ON asked.key = own.program"
            " JOIN rep ON rep.session = session.id WHERE own.id = ? AND program.id IS asked.id AND rep.exercise = ? AND NOT rep.taken_back",
            (session, exercise_id),
        ) or (None,)
        return int(last or 0) + 1

    def find_session(self, started_at: datetime, source: str) -> int | None:
        """Return the session of `source` that began at that time, to the millisecond, or None."""
        found = self._row("SELECT id FROM session WHERE started_at = ? AND source = ?", (iso(started_at), _text(source)))
        return int(found[0]) if found else None

    def find_saved(self, content: str, exercise_id: str, started_at: datetime, source: str) -> int | None:
        """Return the session that holds that exercise of a file of that content, or None; of what was imported only time and source are known."""
        found = self._row(
            "SELECT session.id FROM session JOIN rep ON rep.session = session.id AND rep.exercise = ?"
            " WHERE content = ? OR (content IS NULL AND started_at = ? AND source = ?) LIMIT 1",
            (exercise_id, content, iso(started_at), _text(source)),
        )
        return int(found[0]) if found else None

    def session(self, session: int) -> LoggedSession:
        """Return one session; raise UsageError where there is none of that id."""
        # SQLite knows no greater number.
        for found in self._sessions("WHERE session.id = ?", (session,)) if session < 1 << 63 else ():
            return found
        raise UsageError(f"there is no session {session} in the log; `footcv history` lists the last ones")

    def sessions(self, wanted: Wanted = ALL) -> Iterator[LoggedSession]:
        """Yield the sessions asked for, in the order of their ids."""
        conditions = {
            "session.day >= ?": wanted.since.isoformat() if wanted.since else None,
            "session.day <= ?": wanted.until.isoformat() if wanted.until else None,
            "program.id = ?": wanted.program,
            "EXISTS (SELECT 1 FROM rep WHERE rep.session = session.id AND rep.exercise = ?)": wanted.exercise,
        }
        asked = {condition: value for condition, value in conditions.items() if value is not None}
        where = f"WHERE {' AND '.join(asked)}" if asked else ""
        yield from self._sessions(f"{where} ORDER BY session.id", tuple(asked.values()))

    def last_sessions(self, number: int) -> list[LoggedSession]:
        """Return the sessions that began last, at most `number`, the last first."""
        return list(self._sessions("ORDER BY began DESC, session.id DESC LIMIT ?", (number,)))

    def counted(self, session: int) -> tuple[int, int]:
        """Return how many of a session's repetitions counted, and how many there are; those taken back are left out."""
        counted, reps = self._row("SELECT total(counted), total(reps) FROM tally WHERE session = ?", (session,)) or (0, 0)
        return int(counted), int(reps)

    def reps(self, session: int, *, exercise: str | None = None, taken_back: bool = False) -> Iterator[LoggedRep]:
        """Yield a session's repetitions, or those of one exercise, in the order they were logged; those taken back only where asked."""
        where = ("" if taken_back else " AND NOT taken_back") + ("" if exercise is None else " AND exercise = ?")
        for row in self.rows(f"SELECT {_REP_COLUMNS} FROM rep WHERE session = ?{where} ORDER BY id", (session, exercise)[: 1 + (exercise is not None)]):
            yield _rep_of(row)

    def notes(self, session: int) -> tuple[Note, ...]:
        """Return what happened in a session besides repetitions."""
        return tuple(Note(*row) for row in self.rows("SELECT at_s, what FROM note WHERE session = ? ORDER BY id", (session,)))

    def traces(self, session: int) -> Iterator[tuple[SetOfDay, KeptTrace]]:
        """Yield what is kept of a session's signals, in the order in which it was kept."""
        query = "SELECT exercise, set_index, side, kind, unit, source, first, samples FROM trace WHERE session = ? ORDER BY id"
        for exercise, set_index, *kept in self.rows(query, (session,)):
            yield (exercise, set_index), KeptTrace(*kept)

    def last_program(self, program_id: str) -> Program | None:
        """Return the program of that id as it was last asked for, or None where the log knows no more of it than that."""
        found = self._row("SELECT definition FROM program WHERE id = ? AND definition != '' ORDER BY key DESC LIMIT 1", (_text(program_id),))
        return program_from(json.loads(found[0])) if found else None

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, as they are read: any number of them."""
        with failures_told(self.path):
            yield from self._connection.execute(query, values)

    def _row(self, query: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
        return next(self.rows(query, values), None)

    def _sessions(self, where: str, values: Iterable[Any]) -> Iterator[LoggedSession]:
        programs: dict[int, Program | None] = {}
        query = (
            "SELECT session.id, started_at, source, session.program, program.id, program.definition, content, ended_at, how"
            f" FROM session LEFT JOIN program ON program.key = session.program {where}"
        )
        for number, started_at, source, key, program_id, definition, content, ended_at, how in self.rows(query, tuple(values)):
            if key not in programs:
                programs[key] = program_from(json.loads(definition)) if definition else None
            ended = None if ended_at is None else datetime.fromisoformat(ended_at)
            yield LoggedSession(number, datetime.fromisoformat(started_at), source, program_id, programs[key], content, ended, how)


_REP_COLUMNS = (
    "id, exercise, set_index, rep_index, side, direction, start_s, hold_start_s, hold_end_s, end_s, rest_before_s,"
    " peak, peak_unit, confidence, counted, faults, by_hand, taken_back"
)


def _rep_of(row: Sequence[Any]) -> LoggedRep:
    """Return the repetition of a row of _REP_COLUMNS."""
    number, exercise, set_index, index, side, direction, start_s, hold_start_s, hold_end_s, end_s, rest_s, *measured = row
    peak, unit, confidence, counted, faults, by_hand, taken_back = measured
    told = tuple(faults.split(";")) if faults else ()
    rep = Rep(index, side, direction, start_s, hold_start_s, hold_end_s, end_s, peak, unit, confidence, bool(counted), told)
    return LoggedRep(number, exercise, set_index, rep, rest_s, bool(by_hand), bool(taken_back), taken_back == 2)


def _text(value: str) -> str:
    # File names may hold bytes that are no UTF-8; they are kept as they are exported.
    return value.encode("utf-8", "backslashreplace").decode()
