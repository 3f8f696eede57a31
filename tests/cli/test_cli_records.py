"""`footcv export`, `footcv history` and `analyze --save` as people type them."""

import io
import json
import os
import sqlite3
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from commandline import modules_of
from conftest import Run
from logs import TWICE, dump, fill, hold, log_in, wave

from footcv.counting.rep import Rep
from footcv.records.log import data_dir
from footcv.records.traces import packed


@pytest.fixture
def a_session() -> int:
    """Three repetitions of this morning, in the log that the commands find."""
    with log_in(data_dir(None)) as log:
        return fill(log, [hold(1), hold(2, 9.0), hold(3, 17.0, "short-hold")], datetime.now().astimezone().replace(hour=0, minute=1))


def contents(folder: Path | None = None) -> list[tuple[object, ...]]:
    with log_in(data_dir(folder)) as log:
        return dump(log)


# Export


@pytest.mark.parametrize("arguments", [(), ("--csv", "-")])
def test_the_log_goes_to_stdout_as_csv(arguments: tuple[str, ...], footcv_run: Run, a_session: int) -> None:
    status, out, err = footcv_run("export", *arguments)
    assert (status, err) == (0, "")
    assert out.startswith("session_id,started_at,source,") and out.count("\r\n") == 4


def test_both_forms_at_once(footcv_run: Run, a_session: int) -> None:
    assert footcv_run("export", "--csv", "a.csv", "--json", "a.json") == (0, "Written: a.csv, a.json\n", "")
    told = json.loads(Path("a.json").read_text())
    [session] = told["sessions"]
    assert (told["schema"], session["session_id"], session["how"], session["notes"]) == ("footcv.log/1", a_session, "done", [])
    assert [(rep["index"], rep["set"], rep["hold_s"], rep["counted"], rep["by_hand"]) for rep in session["reps"]] == [
        (1, 1, 5.0, True, False),
        (2, 1, 5.0, True, False),
        (3, 1, 5.0, False, False),
    ]
    assert Path("a.csv").read_bytes().count(b"\r\n") == 4


def test_json_of_an_empty_log_is_json(footcv_run: Run) -> None:
    assert json.loads(footcv_run("export", "--json", "-")[1]) == {"schema": "footcv.log/1", "sessions": []}


def test_days_and_exercises_are_chosen(footcv_run: Run, a_session: int) -> None:
    today, tomorrow = (str((datetime.now().astimezone() + timedelta(days=days)).date()) for days in (0, 1))
    assert footcv_run("export", "--since", today, "--until", today, "--program", "twice")[1].count("\r\n") == 4
    for arguments in (("--since", tomorrow), ("--exercise", "toe-press"), ("--program", "four-exercise")):
        assert footcv_run("export", *arguments)[1].count("\r\n") == 1
        assert json.loads(footcv_run("export", "--json", "-", *arguments)[1])["sessions"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "--since", "yesterday"], "--since 'yesterday' is no day; write it as 2026-03-29"),
        (["export", "--since", "2026-03-29", "--until", "2026-03-28"], "--until 2026-03-28 is before --since 2026-03-29"),
        (["export", "--csv", "-", "--json", "-"], "--csv and --json cannot both go to -"),
        (["export", "--exercise", "squat"], "unknown exercise 'squat'"),
        (["history", "show", "9"], "there is no session 9 in the log"),
        (["history", "show", "first"], "Invalid value for 'SESSION'"),
        (["history", "delete", "9", "--yes"], "there is no session 9 in the log"),
        (["analyze", "a.mp4", "--exercise", "toe-press", "--again"], "--again says how to --save"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(footcv_run: Run, arguments: list[str], message: str) -> None:
    status, out, err = footcv_run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"footcv: error: {message}") and err.count("\n") == 1


def test_a_log_that_cannot_be_opened_is_exit_6(footcv_run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command in (["export"], ["history"], ["analyze", "a.mp4", "--exercise", "toe-press", "--save"]):
        status, out, err = footcv_run(*command, "--data-dir", "file")
        assert (status, out) == (6, "")
        assert err.startswith("footcv: error: cannot open the log file/log.sqlite") and err.count("\n") == 1


# History


def test_an_empty_log_says_so(footcv_run: Run) -> None:
    status, out, _ = footcv_run("history")
    assert status == 0 and out.startswith("Nothing is in the log yet")
    assert json.loads(footcv_run("history", "--json")[1])["programs"] == []


def test_history_tells_of_today(footcv_run: Run, a_session: int) -> None:
    status, out, err = footcv_run("history")
    assert (status, err) == (0, "")
    assert "Left today: resisted plantar flexion 4 reps." in out
    [program] = json.loads(footcv_run("history", "--json")[1])["programs"]
    assert program["exercises"][0]["today"]["reps"] == 2


def test_one_session_is_shown(footcv_run: Run, a_session: int) -> None:
    assert f"Session {a_session}: " in footcv_run("history", "show", str(a_session))[1]
    told = json.loads(footcv_run("history", "show", str(a_session), "--json")[1])
    assert (told["session_id"], told["program"], [rep["index"] for rep in told["reps"]]) == (a_session, "twice", [1, 2, 3])


def test_delete_asks(footcv_run: Run, a_session: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents()
    for answer in ("n\n", "\n", "what\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        status, out, err = footcv_run("history", "delete", str(a_session))
        assert (status, contents()) == (0, before)
        assert out.startswith(f"Kept session {a_session} of ") and "3 reps? It cannot be undone [y/N]" in err
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert footcv_run("history", "delete", str(a_session))[0] == 2 and contents() == before
    monkeypatch.setattr(sys, "stdin", io.StringIO("Yes\n"))
    assert footcv_run("history", "delete", str(a_session))[1].startswith(f"Deleted session {a_session} of ")
    assert contents() == []


def test_delete_does_not_ask_where_it_is_told_so(footcv_run: Run, a_session: int) -> None:
    assert footcv_run("history", "delete", str(a_session), "--yes")[0] == 0
    assert contents() == []


def test_export_wipe_import_export(footcv_run: Run, a_session: int) -> None:
    footcv_run("export", "--csv", "first.csv")
    assert "3 reps added, 0 were there already; 1 session made" in footcv_run("history", "import", "first.csv", "--data-dir", "other")[1]
    assert "0 reps added, 3 were there already; 0 sessions made" in footcv_run("history", "import", "first.csv", "--data-dir", "other")[1]
    footcv_run("export", "--csv", "second.csv", "--data-dir", "other")
    assert Path("second.csv").read_bytes() == Path("first.csv").read_bytes()


def test_a_json_with_signals_brings_all_of_a_log_back(footcv_run: Run, a_session: int) -> None:
    with log_in(data_dir(None)) as log:
        log.note(a_session, 3.0, "paused")
        log.add_traces(a_session, ("plantar-flexion", 1), [packed(wave(0.0, 20.0))])
    csv = footcv_run("export")[1]
    footcv_run("export", "--json", "first.json", "--signals")
    assert "3 reps added" in footcv_run("history", "import", "first.json", "--data-dir", "other")[1]
    footcv_run("export", "--json", "second.json", "--signals", "--data-dir", "other")
    assert Path("second.json").read_bytes() == Path("first.json").read_bytes()
    assert footcv_run("export", "--data-dir", "other")[1] == csv
    assert footcv_run("export", "--csv", "a.csv", "--signals")[0] == 2


def test_history_speaks_german_and_so_does_its_question(footcv_run: Run, a_session: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Heute noch zu tun: Fußstrecken gegen das Band 4 Wiederholungen." in footcv_run("history", "--lang", "de")[1]
    for arguments in (("--lang", "de", "show", str(a_session)), ("show", str(a_session), "--lang", "de")):
        assert footcv_run("history", *arguments)[1].startswith(f"Sitzung {a_session}: ")
    monkeypatch.setattr(sys, "stdin", io.StringIO("j\n"))
    status, out, err = footcv_run("history", "delete", str(a_session), "--lang", "de")
    assert status == 0 and err.endswith("[j/N] ") and out.startswith(f"Gelöscht: Sitzung {a_session} vom ")
    assert contents() == []


def test_what_cannot_be_imported_is_exit_3(footcv_run: Run) -> None:
    status, _, err = footcv_run("history", "import", "missing.csv")
    assert (status, err) == (3, "footcv: error: cannot import missing.csv: No such file or directory\n")


def test_where_the_log_is_may_be_said_before_or_after_the_command(footcv_run: Run, a_session: int) -> None:
    assert footcv_run("history", "--data-dir", "other", "show", str(a_session))[0] == 2
    assert footcv_run("history", "show", str(a_session), "--data-dir", "other")[0] == 2
    assert footcv_run("history", "show", str(a_session))[0] == 0


# analyze --save


@pytest.fixture
def analyse_and_save(analyse: Run, reps: list[Rep]) -> Run:
    """Analyse files that hold their name and are of the same minute."""
    reps[:] = [hold(1), hold(2, 9.0)]
    for name in ("a.mp4", "b.mp4", "still.mp4"):
        Path(name).write_text(name)
        os.utime(name, (0, datetime.fromisoformat("2026-03-28T08:13:00+00:00").timestamp()))
    Path("twice.toml").write_text('name = "Twice a day"\n[[exercise]]\nid = "plantar-flexion"\nreps = 3\nhold_s = 5\nper_day = 2\n')
    return lambda *arguments: analyse(*arguments, "--save")


def test_videos_are_saved_once_and_again_where_asked(analyse_and_save: Run) -> None:
    status, out, err = analyse_and_save("a.mp4", "b.mp4", "--program", "twice.toml", "--csv", "-")
    assert status == 0 and out.count("\r\n") == 5
    assert [line.split(" of ")[0] for line in err.splitlines()] == ["footcv: saved: a.mp4 is session 1", "footcv: saved: b.mp4 is session 2"]
    with log_in(data_dir(None)) as log:
        first, second = log.sessions()
        assert (first.program, first.started_at) == (TWICE, datetime.fromisoformat("2026-03-28T08:12:00+00:00"))
        assert [logged.set_index for logged in log.reps(second.id)] == [2, 2]
    assert analyse_and_save("a.mp4")[2] == "footcv: note: a.mp4 is in the log already, as session 1; --again counts it once more\n"
    assert "a.mp4 is session 3" in analyse_and_save("a.mp4", "--again")[2]


def test_without_save_nothing_is_logged_and_without_a_repetition_neither(analyse_and_save: Run, analyse: Run) -> None:
    assert analyse("a.mp4")[0] == 0
    assert analyse_and_save("still.mp4")[2] == "footcv: note: still.mp4: no repetition, nothing to save\n"
    assert contents() == []


def test_where_the_log_fails_the_other_outputs_are_made_all_the_same(analyse_and_save: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("footcv.records.log.open_log.__kwdefaults__", {"patience_s": 0.05})
    contents()
    other = sqlite3.connect(data_dir(None) / "log.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, _, err = analyse_and_save("a.mp4", "--csv", "out.csv")
    other.close()
    assert status == 6 and err.count("\n") == 1 and "footcv history import" in err
    assert Path("out.csv").read_bytes().count(b"\r\n") == 3
    [rescue] = data_dir(None).glob("footcv-rescue-*.csv")
    assert rescue.read_bytes().count(b"\r\n") == 3


def test_history_waits_for_nothing_heavy() -> None:
    _, loaded = modules_of("history", "--help")
    assert {"numpy", "cv2", "sqlite3", "rich", "footcv.records.log"}.isdisjoint(loaded)
