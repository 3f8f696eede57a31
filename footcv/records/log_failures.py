"""What SQLite cannot do with the log, in one line for the user."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from footcv.errors import OutputError

_FAILURES = {
    sqlite3.SQLITE_FULL: "the disk is full: the log {path} cannot be written; make room",
    sqlite3.SQLITE_IOERR: "the log {path} cannot be read or written: the disk is full, or it fails",
    sqlite3.SQLITE_BUSY: "the log {path} is locked by another program; close that",
    sqlite3.SQLITE_LOCKED: "the log {path} is locked by another program; close that",
    sqlite3.SQLITE_READONLY: "the log {path} cannot be written: no permission; choose another folder with --data-dir",
    sqlite3.SQLITE_CANTOPEN: "the log {path} cannot be opened: no permission, or its folder is gone; choose another one with --data-dir",
    sqlite3.SQLITE_CORRUPT: "the log {path} is damaged; move it away, and a new one is made: `footcv history import` takes back what was exported",
    sqlite3.SQLITE_NOTADB: "the log {path} is damaged; move it away, and a new one is made: `footcv history import` takes back what was exported",
}


@contextmanager
def failures_told(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the log at `path` within the block into an OutputError."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the kind of failure, the rest its occasion.
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise OutputError(_FAILURES.get(code, "the log {path} fails: {error}").format(path=path, error=error)) from error
