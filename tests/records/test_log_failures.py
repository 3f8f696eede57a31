"""What cannot be done with the log is one line for the user, and takes nothing that was kept."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from logs import dump, fill, hold, log_in

from footcv.errors import OutputError
from footcv.records.log import Log, log_path, open_log


def fails(path: Path, *words: str, do: Callable[[Log], object] | None = None) -> None:
    with pytest.raises(OutputError) as caught, open_log(path, patience_s=0.05) as log:
        if do is not None:
            do(log)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_locked_log(tmp_path: Path) -> None:
    with log_in(tmp_path):
        pass
    other = sqlite3.connect(log_path(tmp_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    fails(log_path(tmp_path), "is locked by another program", do=lambda log: fill(log, [hold(1)]))
    other.close()


def test_a_lock_that_is_let_go_is_waited_for(tmp_path: Path) -> None:
    with log_in(tmp_path):
        pass
    other = sqlite3.connect(log_path(tmp_path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.2, other.close)
    letting_go.start()
    with open_log(log_path(tmp_path)) as log:
        assert log.counted(fill(log, [hold(1)])) == (1, 1)
    letting_go.join()


def test_a_program_that_makes_the_same_log_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(log_path(tmp_path), isolation_level=None, check_same_thread=False)
    # While it writes what is not written ahead yet SQLite refuses at once to have it written so.
    other.execute("BEGIN IMMEDIATE")
    fails(log_path(tmp_path), "is locked by another program")
    letting_go = threading.Timer(0.2, other.close)
    letting_go.start()
    with open_log(log_path(tmp_path)) as log:
        assert log.counted(fill(log, [hold(1)])) == (1, 1)
    letting_go.join()


def test_a_full_disk_keeps_what_was_kept(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1)])
        before = dump(log)
        # As if the disk had no room for another page.
        list(log.rows("PRAGMA max_page_count = 1"))
        with pytest.raises(OutputError, match="the disk is full"):
            for index in range(1000):
                log.add_rep(session, 1, "toe-press", hold(index), None)
        kept = log.counted(session)[1]
    with log_in(tmp_path) as log:
        assert log.counted(session)[1] == kept
        assert set(before) <= set(dump(log))


@pytest.mark.parametrize("harm", ["no database", "torn"])
def test_a_damaged_log(harm: str, tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(index) for index in range(500)])
    path = log_path(tmp_path)
    data = path.read_bytes()
    path.write_bytes(b"not a database, by any means" * 100 if harm == "no database" else data[:4096] + bytes(len(data) - 4096))
    fails(path, "is damaged", "history import", do=lambda log: list(log.sessions()))


def test_a_newer_log_and_another_programs(tmp_path: Path) -> None:
    for name, statement in (("newer", "PRAGMA user_version = 999"), ("other", "PRAGMA application_id = 1")):
        with open_log(tmp_path / name) as log:
            list(log.rows(statement))
    fails(tmp_path / "newer", "newer footcv")
    fails(tmp_path / "other", "another program's database")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    fails(tmp_path / "file" / "log.sqlite", "cannot open the log", "--data-dir")
    (tmp_path / "folder").mkdir()
    fails(tmp_path / "folder", "cannot open the log")
