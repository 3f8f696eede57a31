"""A log of yesterday becomes one of today, whole or not at all."""

import sqlite3
from pathlib import Path

import pytest
from logs import dump, fill, hold, log_in, wave

from footcv.errors import OutputError
from footcv.records import schema
from footcv.records.log import log_path
from footcv.records.traces import packed

MOOD = ("ALTER TABLE session ADD COLUMN mood TEXT", "UPDATE session SET mood = 'unknown'")


def version(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_older_log_keeps_all_it_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1), hold(2)])
        before = dump(log)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MOOD, ("CREATE TABLE extra (x)",)))
    with log_in(tmp_path) as log:
        [session, *reps] = dump(log)
        assert (session[:-1], session[-1], reps) == (before[0], "unknown", before[1:])
        assert fill(log, [hold(3)]) == 2
    assert version(log_path(tmp_path)) == len(schema.MIGRATIONS)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1)])
        before = dump(log)
    known = version(log_path(tmp_path))
    with monkeypatch.context() as changed:
        changed.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, (*MOOD, "UPDATE nowhere SET x = 1")))
        with pytest.raises(OutputError, match="nowhere"):
            log_in(tmp_path)
    assert version(log_path(tmp_path)) == known
    with log_in(tmp_path) as log:
        assert dump(log) == before


def test_a_log_is_told_from_any_other_database(tmp_path: Path) -> None:
    with sqlite3.connect(log_path(tmp_path)) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(OutputError, match="another program's database"):
        log_in(tmp_path)
    with sqlite3.connect(log_path(tmp_path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_log_from_before_signals_were_kept_takes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        with log_in(tmp_path) as log:
            session = fill(log, [hold(1)])
    with log_in(tmp_path) as log:
        assert list(log.traces(session)) == []
        log.add_traces(session, ("plantar-flexion", 1), [packed(wave(0.0, 9.0))])
        assert len(list(log.traces(session))) == 1
