"""What export wrote comes back, once."""

import json
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import MORNING, TWICE, any_exercise, any_rep, dump, exported, fill, hold, log_in, memory, rows, turn, wave

from footcv.counting.rep import Rep
from footcv.errors import SourceError
from footcv.programs import find_program
from footcv.programs.prescription import Program
from footcv.records.csv_export import LOG_COLUMNS
from footcv.records.entries import ALL
from footcv.records.log import Log
from footcv.records.log_export import log_json
from footcv.records.log_import import import_file
from footcv.records.traces import packed


def write(folder: Path, text: str) -> Path:
    path = folder / "log.csv"
    path.write_bytes(text.encode("utf-8", "backslashreplace"))
    return path


moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.integers(-840, 840).map(lambda m: timezone(timedelta(minutes=m))))
texts = st.text(max_size=12)
sessions = st.lists(
    st.tuples(
        moments, texts, st.none() | texts.filter(bool), st.lists(st.tuples(any_exercise, st.integers(1, 9), any_rep, st.booleans()), min_size=1, max_size=4)
    ),
    max_size=5,
)


def logged(log: Log, contents: Sequence[tuple[datetime, str, str | None, Sequence[tuple[str, int, Rep, bool]]]]) -> None:
    for started_at, source, program_id, reps in contents:
        program = Program(id=program_id, name="Mine") if program_id is not None else None
        session = log.start(program=program, source=source, started_at=started_at)
        for exercise, number, rep, by_hand in reps:
            log.add_rep(session, number, exercise, rep, 1.23456, by_hand=by_hand)


@settings(max_examples=60)
@given(sessions)
def test_export_wipe_import_export_gives_the_same_bytes(
    contents: Sequence[tuple[datetime, str, str | None, Sequence[tuple[str, int, Rep, bool]]]],
) -> None:
    with memory() as log, memory() as wiped, tempfile.TemporaryDirectory() as folder:
        logged(log, contents)
        first = exported(log)
        done = import_file(wiped, write(Path(folder), first))
        assert (done.added, done.known) == (sum(len(reps) for *_, reps in contents), 0)
        assert exported(wiped).encode("utf-8", "backslashreplace") == first.encode("utf-8", "backslashreplace")
        again = import_file(wiped, write(Path(folder), first))
        assert (again.added, again.known, again.sessions) == (0, done.added, 0)
        assert exported(wiped) == first


def test_a_repetition_taken_back_stays_so(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1), hold(2, 9.0)])
        path = write(tmp_path, exported(log))
        log.take_back(next(log.reps(session)).id)
        assert import_file(log, path).added == 0
        assert [row["index"] for row in rows(exported(log))] == ["2"]


def test_two_that_are_alike_are_two(tmp_path: Path) -> None:
    with log_in(tmp_path) as log, memory() as other:
        fill(log, [hold(1)], program=None)
        session = log.start(program=None, source="camera 0", started_at=MORNING)
        for _ in range(2):
            log.add_rep(session, 1, "toe-press", hold(1), None)
        path = write(tmp_path, exported(log))
        assert import_file(other, path).added == 3
        assert import_file(other, path).known == 3


def test_a_log_that_is_not_empty_takes_what_it_lacks_under_numbers_that_are_free(tmp_path: Path) -> None:
    evening = MORNING + timedelta(hours=9)
    with log_in(tmp_path) as log, memory() as other:
        fill(log, [hold(1)])
        fill(log, [hold(1)], evening)
        path = write(tmp_path, exported(log))
        own = fill(other, [hold(5)], MORNING + timedelta(days=1))
        done = import_file(other, path)
        assert (done.added, done.sessions) == (2, 2)
        # The first one's number was taken, and what it was given instead the second one's.
        assert [(s.id, s.started_at) for s in other.sessions()] == [(own, MORNING + timedelta(days=1)), (2, MORNING), (3, evening)]


def test_a_program_that_is_known_prescribes_again(tmp_path: Path) -> None:
    with log_in(tmp_path) as log, memory() as other:
        fill(log, [hold(1)], program=find_program("four-exercise"))
        import_file(other, write(tmp_path, exported(log)))
        assert other.session(1).program == find_program("four-exercise")


def test_what_was_added_by_hand_stays_so(tmp_path: Path) -> None:
    with log_in(tmp_path) as log, memory() as other:
        session = log.start(program=None, source="camera 0", started_at=MORNING)
        log.add_rep(session, 1, "toe-press", hold(1), None, by_hand=True)
        import_file(other, write(tmp_path, exported(log)))
        assert [rep.by_hand for rep in other.reps(1)] == [True]


# JSON, which holds all


def whole(log: Log) -> str:
    return "".join(log_json(log, ALL, signals=True))


def filled(folder: Path) -> Log:
    """A log of all kinds of things."""
    log = log_in(folder)
    session = log.start(program=TWICE, source='=1+1 "é"', started_at=MORNING, content="abc")
    log.add_rep(session, 1, "plantar-flexion", hold(1), None)
    log.add_rep(session, 1, "plantar-flexion", hold(2, 9.0, "short-hold", "shallow"), 1.5, by_hand=True)
    log.take_back(log.add_rep(session, 1, "plantar-flexion", hold(3, 19.0), 2.0))
    log.take_back(log.add_rep(session, 1, "plantar-flexion", hold(4, 29.0), 2.0), by_hand=False)
    log.note(session, 12.0, "paused")
    log.add_traces(session, ("plantar-flexion", 1), [packed(wave(0.0, 30.0))])
    log.end(session, "camera lost", MORNING + timedelta(minutes=5))
    # Gone, so that numbers are not in a row; one that broke off; and one without a repetition.
    log.delete(fill(log, [hold(1)], MORNING + timedelta(hours=1)))
    log.add_rep(log.start(program=None, source="b", started_at=MORNING + timedelta(hours=2)), 1, "ankle-circles", turn(1), None)
    log.end(log.start(program=None, source="c", started_at=MORNING + timedelta(hours=3)), "stopped", MORNING + timedelta(hours=3))
    return log


@pytest.mark.parametrize("indent", [None, 1], ids=["as written", "written anew by another program"])
def test_a_json_brings_back_everything(indent: int | None, tmp_path: Path) -> None:
    with filled(tmp_path) as log, memory() as wiped:
        text = whole(log)
        (tmp_path / "log.json").write_text(text if indent is None else json.dumps(json.loads(text), indent=indent))
        done = import_file(wiped, tmp_path / "log.json")
        assert (done.added, done.known, done.sessions) == (5, 0, 3)
        assert whole(wiped) == text
        assert [row[:-1] for row in dump(wiped)] == [row[:-1] for row in dump(log)]
        assert list(wiped.rows("SELECT * FROM tally")) == list(log.rows("SELECT * FROM tally"))
        again = import_file(wiped, tmp_path / "log.json")
        assert (again.added, again.known, again.sessions) == (0, 5, 0)
        assert whole(wiped) == text


def test_what_a_csv_lacks_a_json_adds_later(tmp_path: Path) -> None:
    with filled(tmp_path) as log, memory() as wiped:
        import_file(wiped, write(tmp_path, exported(log)))
        assert (wiped.session(1).how, wiped.notes(1), list(wiped.traces(1))) == (None, (), [])
        (tmp_path / "log.json").write_text(whole(log))
        assert import_file(wiped, tmp_path / "log.json").added == 2
        assert wiped.session(1).how == "camera lost" and wiped.notes(1) == log.notes(1)
        assert len(list(wiped.traces(1))) == 1


@settings(max_examples=30)
@given(sessions)
def test_a_json_of_any_log_gives_the_same_bytes(contents: Sequence[tuple[datetime, str, str | None, Sequence[tuple[str, int, Rep, bool]]]]) -> None:
    with memory() as log, memory() as wiped, tempfile.TemporaryDirectory() as folder:
        logged(log, contents)
        path = write(Path(folder), whole(log))
        import_file(wiped, path)
        assert whole(wiped).encode("utf-8", "backslashreplace") == path.read_bytes()


@pytest.mark.parametrize(
    ("found", "put", "words"),
    [
        ("footcv.log/1", "footcv.log/9", "its schema is not footcv.log/1"),
        ('"side": "left", "direction"', '"side": "middle", "direction"', "side is 'middle'"),
        ('"how": "camera lost"', '"how": "tired"', "session 1: how is 'tired'"),
        ('"peak": 31.25', '"peak": NaN', "NaN"),
        ('"start_s": 1.0', '"start_s": "soon"', "start_s is 'soon'"),
        ('"notes": [', '"note": [', "notes is missing"),
        ('"kind": "signal"', '"kind": "film"', "signal"),
        ('"prescribed": {', '"prescribed": {"wish": 1, ', "wish"),
        ("]}]}", "]}", ""),
    ],
)
def test_a_json_that_is_wrong_is_one_line_and_nothing_is_imported(found: str, put: str, words: str, tmp_path: Path) -> None:
    with filled(tmp_path) as log, memory() as wiped:
        text = whole(log)
        assert found in text
        (tmp_path / "log.json").write_text(text.replace(found, put))
        with pytest.raises(SourceError) as caught:
            import_file(wiped, tmp_path / "log.json")
        assert words in str(caught.value) and str(caught.value).endswith("nothing was imported") and "\n" not in str(caught.value)
        assert dump(wiped) == []


GOOD = "7,2026-03-28T08:12:00.250+01:00,camera 0,toe-press,,1,1,left,,1.000,1.500,6.500,7.000,5.000,,31.2500,deg,0.900,true,"


@pytest.mark.parametrize(
    ("found", "put", "words"),
    [
        ("7,2026", "x,2026", "session_id is 'x'"),
        ("+01:00", "", "offset"),
        ("2026-03-28T08:12:00.250+01:00", "yesterday", "yesterday"),
        ("toe-press", "squat", "squat"),
        ("left", "middle", "side is 'middle'"),
        ("left,,", "left,up,", "direction is 'up'"),
        ("1.000", "nan", "start_s is 'nan'"),
        ("7.000", "", "end_s is ''"),
        ("31.2500", "inf", "peak is 'inf'"),
        ("true,", "maybe,", "counted is 'maybe'"),
        ("true,", "false,lazy", "lazy"),
        (",31.2500", "", ""),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_imported(found: str, put: str, words: str, tmp_path: Path) -> None:
    assert found in GOOD
    path = write(tmp_path, "\r\n".join([",".join(LOG_COLUMNS), GOOD, GOOD.replace(found, put), ""]))
    with log_in(tmp_path) as log:
        with pytest.raises(SourceError, match="line 3: ") as caught:
            import_file(log, path)
        assert words in str(caught.value) and "nothing was imported" in str(caught.value)
        assert dump(log) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no CSV that"),
        ("a,b\r\n", "is no CSV that"),
        (",".join(LOG_COLUMNS[2:]) + "\r\n", "footcv analyze --save"),
        (",".join(LOG_COLUMNS) + '\r\n"', "cannot"),
    ],
)
def test_another_file_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with log_in(tmp_path) as log, pytest.raises(SourceError, match=words):
        import_file(log, write(tmp_path, text))


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with log_in(tmp_path) as log, pytest.raises(SourceError, match="No such file"):
        import_file(log, tmp_path / "log.csv")
