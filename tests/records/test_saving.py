"""A video's repetitions are in the log once."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from logs import MORNING, TWICE, dump, hold, log_in, wave

from footcv.analysis import Analysis, SourceInfo
from footcv.errors import OutputError
from footcv.records.entries import ALL, MARGIN_S
from footcv.records.log import Log, log_path
from footcv.records.log_export import log_csv
from footcv.records.log_import import import_file
from footcv.records.saving import Saved, save
from footcv.records.traces import traces_by_set

FOUND = Analysis(SourceInfo("clip.mp4", 640, 480, 30.0, 60.0, 1800), "plantar-flexion", "twice", "full", 1.0, (hold(1), hold(2, 9.0)), ())


def put(log: Log, content: str | None = "abc", analysis: Analysis = FOUND, *, again: bool = False) -> Saved:
    return save(log, analysis, TWICE, recorded_at=MORNING, content=content, again=again)


def test_a_video_is_a_session_of_the_day_it_was_recorded(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        assert put(log) == Saved(1, True)
        session = log.session(1)
        assert (session.started_at, session.source, session.program, session.how) == (MORNING, "clip.mp4", TWICE, "done")
        assert (session.ended_at - session.started_at).total_seconds() == 60 if session.ended_at else False
        assert [(logged.rep, logged.set_index, logged.rest_before_s) for logged in log.reps(1)] == [(FOUND.reps[0], 1, None), (FOUND.reps[1], 1, 2.0)]


def test_its_signal_is_kept_round_its_repetitions(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        put(log, analysis=replace(FOUND, traces=(wave(0.0, 60.0),)))
        [(own_set, [trace])] = traces_by_set(log.traces(1)).items()
        assert own_set == ("plantar-flexion", 1)
        assert (trace.t[0], trace.t[-1]) == pytest.approx((0.0, FOUND.reps[-1].end_s + MARGIN_S))


def test_the_same_content_is_noticed_whatever_its_name_and_counted_again_only_where_asked(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        put(log)
        before = dump(log)
        copy = Analysis(SourceInfo("copy.mp4", 640, 480, 30.0, 60.0, 1800), "plantar-flexion", None, "lite", 1.0, FOUND.reps, ())
        assert put(log, analysis=copy) == Saved(1, False)
        assert dump(log) == before
        assert put(log, again=True) == Saved(2, True)
        assert [logged.set_index for logged in log.reps(2)] == [2, 2]
        assert put(log, content="def") == Saved(3, True)


def test_another_exercise_of_the_same_video_is_something_else(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        put(log)
        other = Analysis(FOUND.source, "toe-press", "twice", "full", 1.0, FOUND.reps, ())
        assert put(log, analysis=other) == Saved(2, True)


def test_it_is_noticed_after_export_and_import_too(tmp_path: Path) -> None:
    with log_in(tmp_path / "old") as log:
        put(log)
        (tmp_path / "log.csv").write_text("".join(log_csv(log, ALL)), newline="")
    with log_in(tmp_path / "new") as log:
        import_file(log, tmp_path / "log.csv")
        assert put(log) == Saved(1, False)


def test_what_cannot_be_saved_lies_in_a_rescue_file(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        with closing(sqlite3.connect(log_path(tmp_path), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutputError, match="locked") as caught:
                put(log)
        [rescue] = tmp_path.glob("footcv-rescue-*.csv")
        assert f"footcv history import {rescue}" in str(caught.value)
        assert dump(log) == []
        assert import_file(log, rescue).added == 2
        assert [logged.rep for logged in log.reps(1)] == list(FOUND.reps)
