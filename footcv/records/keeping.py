"""A session on its way to the log, which goes on whatever becomes of the log."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from footcv.counting.rep import Rep
from footcv.errors import OutputError
from footcv.programs.prescription import Program
from footcv.records.atomic import replacing
from footcv.records.csv_export import LOG_COLUMNS, Row, csv_lines
from footcv.records.entries import How, KeptTrace
from footcv.records.log import Log, log_path, open_log
from footcv.records.log_export import log_row

# Nobody who exercises waits for the log longer than this, nor, once it has failed, as long again with every repetition.
PATIENCE_S = 0.5
IMPATIENCE_S = 0.05


class KeptSession:
    """One session. Nothing here raises: what the log cannot take waits in a rescue file, and goes into the log when that can be written again.

    `trouble` is one line to show to the person, None while all is well. Used by one thread; what it is asked takes some milliseconds, most of them the
    disk's.
    """

    def __init__(self, folder: Path, *, program: Program | None, source: str, started_at: datetime) -> None:
        """Begin a session in the log of `folder`. `started_at` knows its offset from UTC (ValueError where it does not)."""
        if started_at.utcoffset() is None:
            raise ValueError(f"{started_at} does not say its offset from UTC")
        self.trouble: str | None = None
        self._path = log_path(folder)
        self._program, self._source, self._started_at = program, source, started_at
        self._log: Log | None = None
        self._patience_s = PATIENCE_S
        self._session: int | None = None
        self._waiting: list[Callable[[Log], None]] = []
        self._rows: dict[int, Callable[[], Row]] = {}
        self._kept: dict[int, int] = {}
        self._sets: dict[str, int] = {}
        self._added = 0
        self._rescue: Path | None = None
        self._do(self._start)

    def next_set(self, exercise_id: str) -> int:
        """Return the number, from 1, of the set of that exercise that this session does; the second session of a day does set 2."""
        with suppress(OutputError):
            if self._session is not None and self._log is not None:
                self._sets[exercise_id] = self._log.next_set(self._session, exercise_id)
        return self._sets.get(exercise_id, 1)

    def add_rep(self, set_index: int, exercise_id: str, rep: Rep, rest_before_s: float | None, *, by_hand: bool = False) -> int:
        """Keep one repetition; return the number by which `take_back` knows it."""
        self._added += 1
        number = self._added

        def add(log: Log) -> None:
            self._kept[number] = log.add_rep(self._of_log(), set_index, exercise_id, rep, rest_before_s, by_hand=by_hand)
            del self._rows[number]

        program_id = self._program.id if self._program is not None else None
        self._rows[number] = lambda: log_row(
            self._session, self._started_at, self._source, program_id, exercise_id, set_index, rep, rest_before_s, by_hand=by_hand
        )
        self._do(add)
        return number

    def take_back(self, number: int, *, by_hand: bool = True) -> None:
        """Undo the repetition of that number; `by_hand` is False where a later look found it to be none."""
        if number in self._rows:
            # It never came into the log; the job that would add it still comes, and this one after it.
            self._rows[number] = tuple
        self._do(lambda log: log.take_back(self._kept[number], by_hand=by_hand))

    def add_traces(self, set_index: int, exercise_id: str, traces: Iterable[KeptTrace]) -> None:
        """Keep what was measured in a set; a rescue file has no place for it."""
        kept = list(traces)
        self._do(lambda log: log.add_traces(self._of_log(), (exercise_id, set_index), kept))

    def note(self, at_s: float, what: str) -> None:
        """Keep what happened `at_s` seconds after the start: `paused`, `resumed`, `camera lost`."""
        self._do(lambda log: log.note(self._of_log(), at_s, what))

    def end(self, how: How) -> None:
        """End the session and close the log."""
        ended_at = datetime.now().astimezone()
        self._do(lambda log: log.end(self._of_log(), how, ended_at))
        self._close()

    def _start(self, log: Log) -> None:
        self._session = log.start(program=self._program, source=self._source, started_at=self._started_at)

    def _of_log(self) -> int:
        assert self._session is not None  # _start comes before all else that waits
        return self._session

    def _do(self, job: Callable[[Log], None]) -> None:
        """Do all that waits, in its order, `job` last; where the log fails, write the rescue file and wait on."""
        self._waiting.append(job)
        try:
            if self._log is None:
                self._log = open_log(self._path, patience_s=self._patience_s)
            while self._waiting:
                self._waiting[0](self._log)
                del self._waiting[0]
        except OutputError as error:
            # Opened anew the next time: what was locked, full or gone may be well again.
            self._close()
            self._patience_s = IMPATIENCE_S
            self.trouble = f"{error}; the session goes on{self._write_rescue()}"
            return
        self.trouble = None
        if self._rescue is not None:
            with suppress(OSError):
                self._rescue.unlink()
            self._rescue = None

    def _write_rescue(self) -> str:
        rows = [row for made in self._rows.values() if (row := made())]
        if not rows:
            return ""
        try:
            self._rescue = write_rescue(self._path.parent, self._started_at, rows, before=self._rescue)
        except OutputError as error:
            return f", but what is done is kept nowhere until it ends: {error}"
        return f", and what is done is kept in {self._rescue}: `footcv history import {self._rescue}` takes it back"

    def _close(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None


def write_rescue(folder: Path, started_at: datetime, rows: Iterable[Row], *, before: Path | None = None) -> Path:
    """Write rows of LOG_COLUMNS where something can be written: beside the log, at home, or among temporary files; return the file.

    `before` is the file of an earlier call, which is replaced. Raises OutputError where none of them can be written.
    """
    text = csv_lines([LOG_COLUMNS, *rows]).encode("utf-8", "backslashreplace")
    name = f"footcv-rescue-{started_at:%Y%m%d-%H%M%S-%f}.csv"
    places = [before] if before is not None else []
    places += [place / name for place in (folder, Path.home(), Path(tempfile.gettempdir()))]
    for place in places:
        try:
            with replacing(place) as file:
                file.write_bytes(text)
        except OutputError as error:
            last = error
        else:
            return place
    raise last
