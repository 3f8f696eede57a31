"""A session goes on whatever becomes of the log, and nothing of it is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from logs import MORNING, TWICE, hold, log_in

from footcv.errors import OutputError
from footcv.records import keeping
from footcv.records.entries import LoggedRep
from footcv.records.keeping import KeptSession
from footcv.records.log import log_path
from footcv.records.log_import import import_file


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A log that another program holds on to; closing it lets go."""
    with log_in(tmp_path):
        pass
    with closing(sqlite3.connect(log_path(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def begin(folder: Path) -> KeptSession:
    return KeptSession(folder, program=TWICE, source="camera 0", started_at=MORNING)


def logged(folder: Path) -> list[LoggedRep]:
    with log_in(folder) as log:
        return [rep for session in log.sessions() for rep in log.reps(session.id)]


def rescues(folder: Path) -> list[Path]:
    return sorted(folder.glob("footcv-rescue-*.csv"))


def test_where_all_is_well_it_is_in_the_log(tmp_path: Path) -> None:
    session = begin(tmp_path)
    number = session.next_set("toe-press")
    session.add_rep(number, "toe-press", hold(1), None)
    wrong = session.add_rep(number, "toe-press", hold(2), 2.0, by_hand=True)
    session.take_back(wrong)
    session.note(12.0, "paused")
    session.end("done")
    assert session.trouble is None and rescues(tmp_path) == []
    with log_in(tmp_path) as log:
        assert (log.session(1).how, log.session(1).program) == ("done", TWICE)
        assert [(rep.rep.index, rep.by_hand, rep.taken_back) for rep in log.reps(1, taken_back=True)] == [(1, False, False), (2, True, True)]
        assert [note.what for note in log.notes(1)] == ["paused"]
    assert begin(tmp_path).next_set("toe-press") == 2


def test_a_locked_log_is_told_and_a_rescue_file_kept_that_import_takes_back(tmp_path: Path, lock: sqlite3.Connection) -> None:
    session = begin(tmp_path)
    assert session.trouble is not None and "locked" in session.trouble
    for index in (1, 2, 3):
        number = session.add_rep(session.next_set("toe-press"), "toe-press", hold(index, 10.0 * index), None)
    session.take_back(number)
    session.end("done")
    [rescue] = rescues(tmp_path)
    assert str(rescue) in session.trouble and "footcv history import" in session.trouble and "\n" not in session.trouble
    lock.close()
    with log_in(tmp_path) as log:
        assert import_file(log, rescue).added == 2
        assert import_file(log, rescue).added == 0
    assert [rep.rep for rep in logged(tmp_path)] == [hold(1, 10.0), hold(2, 20.0)]


def test_a_log_that_is_well_again_takes_all_that_waited(tmp_path: Path, lock: sqlite3.Connection) -> None:
    session = begin(tmp_path)
    first = session.add_rep(1, "toe-press", hold(1), None)
    session.add_rep(1, "toe-press", hold(2), 1.0)
    session.take_back(first)
    assert len(rescues(tmp_path)) == 1
    lock.close()
    session.add_rep(1, "toe-press", hold(3), 1.0)
    assert session.trouble is None and rescues(tmp_path) == []
    session.end("stopped")
    assert [rep.rep.index for rep in logged(tmp_path)] == [2, 3]
    with log_in(tmp_path) as log:
        assert log.session(1).how == "stopped"


def test_a_log_that_fails_midway_and_its_rescue_file_are_one_session(tmp_path: Path) -> None:
    session = begin(tmp_path)
    session.add_rep(1, "toe-press", hold(1), None)
    with closing(sqlite3.connect(log_path(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        session.add_rep(1, "toe-press", hold(2), 1.0)
        session.end("done")
    [rescue] = rescues(tmp_path)
    with log_in(tmp_path) as log:
        done = import_file(log, rescue)
        assert (done.added, done.sessions) == (1, 0)
        assert [rep.rep.index for rep in log.reps(1)] == [1, 2]


def test_a_damaged_log_is_told_and_the_session_kept(tmp_path: Path) -> None:
    log_path(tmp_path).write_bytes(b"not a database, by any means" * 100)
    session = begin(tmp_path)
    session.add_rep(1, "toe-press", hold(1), None)
    session.end("done")
    assert session.trouble is not None and "is damaged" in session.trouble
    assert len(rescues(tmp_path)) == 1


def test_where_the_folder_cannot_be_made_the_rescue_file_is_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, folder = tmp_path / "home", tmp_path / "file" / "data"
    home.mkdir()
    folder.parent.touch()
    monkeypatch.setattr(Path, "home", lambda: home)
    session = begin(folder)
    session.add_rep(1, "toe-press", hold(1), None)
    session.end("done")
    [rescue] = rescues(home)
    assert session.trouble is not None and str(rescue) in session.trouble


def test_where_nothing_can_be_written_it_says_so_and_goes_on(tmp_path: Path, lock: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Path:
        raise OutputError("cannot write x: No space left on device")

    monkeypatch.setattr(keeping, "write_rescue", refuse)
    session = begin(tmp_path)
    session.add_rep(1, "toe-press", hold(1), None)
    assert session.trouble is not None and "kept nowhere" in session.trouble and "No space left" in session.trouble
    lock.close()
    session.end("done")
    assert session.trouble is None and len(logged(tmp_path)) == 1
