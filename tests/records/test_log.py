"""What was said to be kept is kept, whoever writes beside it and however it ends."""

import json
import os
import random
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import MORNING, TWICE, dump, fill, hold, log_in, memory, turn

import footcv
from footcv.errors import UsageError
from footcv.programs import find_program
from footcv.records.entries import Wanted
from footcv.records.log import data_dir, log_path, open_log

ROOT = Path(footcv.__file__).parents[1]


def test_a_session_comes_back_as_it_was_logged(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.start(program=TWICE, source="camera 0", started_at=MORNING)
        log.add_rep(session, 1, "plantar-flexion", hold(1, 1.0), None)
        log.add_rep(session, 1, "plantar-flexion", hold(2, 9.0, "short-hold"), 1.5)
        log.note(session, 20.0, "paused")
        log.end(session, "stopped", MORNING + timedelta(minutes=3))
    with log_in(tmp_path) as log:
        found = log.session(session)
        first, second = log.reps(session)
        assert (found.started_at, found.source, found.program_id, found.program) == (MORNING, "camera 0", "twice", TWICE)
        assert (found.how, found.ended_at) == ("stopped", MORNING + timedelta(minutes=3))
        assert (first.rep, first.set_index, first.exercise, first.rest_before_s) == (hold(1, 1.0), 1, "plantar-flexion", None)
        assert (second.rep, second.rest_before_s) == (hold(2, 9.0, "short-hold"), 1.5)
        assert [(note.at_s, note.what) for note in log.notes(session)] == [(20.0, "paused")]


def test_a_built_in_program_comes_back_whole(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        for name in ("four-exercise", "five-exercise-weekly"):
            program = find_program(name)
            assert log.session(fill(log, [hold(1)], program=program)).program == program


def test_times_and_peaks_are_kept_with_the_contracts_decimals(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        [logged] = log.reps(fill(log, [replace(hold(1), start_s=1.00049, peak=31.23456, confidence=0.00001)]))
        assert (logged.rep.start_s, logged.rep.peak, logged.rep.confidence) == (1.0, 31.2346, 0.001)


def test_what_a_person_added_no_camera_saw(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.start(program=None, source="camera 0", started_at=MORNING)
        log.add_rep(session, 1, "toe-press", hold(1), None, by_hand=True)
        [logged] = log.reps(session)
        assert (logged.by_hand, logged.rep.confidence) == (True, 0.0)


def test_a_repetition_taken_back_is_kept_and_left_out(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1), hold(2)])
        first, second = log.reps(session)
        log.take_back(second.id)
        assert [logged.id for logged in log.reps(session)] == [first.id]
        log.take_back(log.add_rep(session, 1, "plantar-flexion", hold(3), None), by_hand=False)
        told = list(log.reps(session, taken_back=True))
        assert [(logged.taken_back, logged.undone_by_hand) for logged in told] == [(False, False), (True, True), (True, False)]
        assert log.counted(session) == (1, 1)


def test_a_session_that_never_ended_broke_off(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = log.start(program=None, source="camera 0", started_at=MORNING)
        assert log.session(session).how is None


def test_deleting_takes_everything_and_a_number_is_never_given_twice(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1)])
        log.note(session, 1.0, "paused")
        assert log.delete(session) and not log.delete(session)
        assert dump(log) == []
        assert fill(log, [hold(1)]) == session + 1
        with pytest.raises(UsageError, match=f"no session {session}"):
            log.session(session)
    assert b"paused" not in log_path(tmp_path).read_bytes()


# Sets and days


def test_the_second_session_of_a_day_is_set_2(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        evening, tomorrow = MORNING + timedelta(hours=10), MORNING + timedelta(days=1)
        for started_at in (MORNING, evening, tomorrow):
            fill(log, [hold(1)], started_at)
        fill(log, [hold(1)], evening, program=None)
        fill(log, [turn(1)], evening, exercise="ankle-circles")
        sets = [logged.set_index for session in log.sessions() for logged in log.reps(session.id)]
        # Another day, another program and another exercise begin anew.
        assert sets == [1, 2, 1, 1, 1]


def test_both_feet_are_one_set_of_a_session(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1)])
        assert log.next_set(session, "plantar-flexion") == 1


def test_a_set_that_was_taken_back_was_none(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        [logged] = log.reps(fill(log, [hold(1)]))
        second = log.start(program=TWICE, source="camera 0", started_at=MORNING + timedelta(hours=1))
        assert log.next_set(second, "plantar-flexion") == 2
        log.take_back(logged.id)
        assert log.next_set(second, "plantar-flexion") == 1


zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo) | st.integers(-1439, 1439).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))


@given(moments, zones, st.integers(0, 1))
def test_a_session_lies_on_the_day_of_the_persons_own_clock(moment: datetime, zone: timezone, fold: int) -> None:
    # In an hour that comes twice, too, and by the clock of where she was, not of where she reads it.
    lived = moment.replace(tzinfo=zone, fold=fold)
    with memory() as log:
        session = log.session(log.start(program=None, source="camera 0", started_at=lived))
        assert session.day == moment.date()
        assert session.started_at.utcoffset() == lived.utcoffset()
        assert session.started_at.timestamp() == lived.timestamp()
        assert [s.id for s in log.sessions(Wanted(since=moment.date(), until=moment.date()))] == [session.id]
        assert list(log.sessions(Wanted(since=moment.date() + timedelta(days=1)))) == []


@given(moments, zones)
def test_sessions_are_in_the_order_in_which_they_were_lived(moment: datetime, zone: timezone) -> None:
    # Between the two the clock may have been put back, so that the second seems to have begun before the first.
    first, second = ((moment.replace(tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(zone) for minutes in (0, 40))
    with memory() as log:
        later, earlier = (log.start(program=None, source="camera 0", started_at=t) for t in (second, first))
        assert [session.id for session in log.last_sessions(2)] == [later, earlier]


def test_a_time_that_does_not_say_its_offset_is_refused() -> None:
    with memory() as log, pytest.raises(ValueError, match="offset"):
        log.start(program=None, source="camera 0", started_at=datetime(2026, 3, 28, 8, 12))


# Several at once


def test_two_sessions_of_one_moment_are_two(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        first, second = fill(log, [hold(1)]), fill(log, [hold(1)])
        assert log.session(second).started_at - log.session(first).started_at == timedelta(milliseconds=1)


WRITE = """
import sys
from pathlib import Path
from datetime import datetime
from footcv.counting.rep import Rep
from footcv.records.log import open_log
with open_log(Path(sys.argv[1])) as log:
    session = log.start(program=None, source="camera 0", started_at=datetime.fromisoformat("2026-03-28T08:12:00+01:00"))
    for index in range(int(sys.argv[2])):
        print(log.add_rep(session, 1, "toe-press", Rep(index, "left", None, index, None, None, index + 1, 0.5, "share", 0.9), None), flush=True)
"""


def writer(path: Path, reps: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path), str(reps)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    # The log is made by whoever comes first.
    writers = [writer(log_path(tmp_path), 25) for _ in range(4)]
    told = [process.communicate(timeout=60) for process in writers]
    assert [err for _, err in told] == [""] * 4
    with log_in(tmp_path) as log:
        assert sorted(int(line) for out, _ in told for line in out.splitlines()) == [number for (number,) in log.rows("SELECT id FROM rep ORDER BY id")]
        assert [log.counted(session.id) for session in log.sessions()] == [(25, 25)] * 4


@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_a_kill_at_any_moment_loses_no_repetition_that_was_kept(times: int, tmp_path: Path) -> None:
    chance = random.Random(7)
    kept: set[int] = set()
    for _ in range(times):
        with writer(log_path(tmp_path), 1_000_000) as process:
            assert process.stdout is not None
            kept.add(int(process.stdout.readline()))
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
            kept |= {int(line) for line in process.stdout.read().split("\n")[:-1]}
        with log_in(tmp_path) as log:
            assert list(log.rows("PRAGMA quick_check")) == [("ok",)]
            assert kept <= {number for (number,) in log.rows("SELECT id FROM rep")}
    assert len(kept) >= times


# Where it is


def test_the_log_is_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "data" / "log.sqlite"
    with open_log(path) as log:
        fill(log, [hold(1)])
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["log.sqlite"]


def test_the_option_then_the_environment_then_the_systems_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTCV_DATA_DIR", "/named")
    assert data_dir(Path("/asked")) == Path("/asked")
    assert data_dir(None) == Path("/named")
    monkeypatch.delenv("FOOTCV_DATA_DIR")
    assert data_dir(None).name == "footcv"


def test_a_program_of_ones_own_is_kept_as_it_was_asked(tmp_path: Path) -> None:
    harder = replace(TWICE, prescriptions=(replace(TWICE.prescriptions[0], reps=9),))
    with log_in(tmp_path) as log:
        easy = fill(log, [hold(1)], program=TWICE)
        fill(log, [hold(1)], program=harder)
        assert log.session(easy).program == TWICE
        assert log.last_program("twice") == harder
        assert [json.loads(definition)["name"] for (definition,) in log.rows("SELECT definition FROM program")] == ["Twice a day"] * 2
