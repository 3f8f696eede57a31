"""Logs with known contents."""

import csv
import io
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from footcv.counting.rep import Rep
from footcv.exercises import EXERCISES
from footcv.programs.prescription import Prescription, Program
from footcv.records.entries import ALL, Wanted
from footcv.records.log import Log, log_path, open_log
from footcv.records.log_export import log_csv
from footcv.records.schema import migrate
from footcv.signals.trace import Trace

MORNING = datetime.fromisoformat("2026-03-28T08:12:00.250+01:00")
TWICE = Program(id="twice", name="Twice a day", prescriptions=(Prescription(exercise="plantar-flexion", reps=3, hold_s=5.0, per_day=2),))


def hold(index: int, start_s: float = 1.0, *faults: str, side: str = "left", hold_s: float = 5.0, peak: float = 31.25, unit: str = "deg") -> Rep:
    return Rep(index, side, None, start_s, start_s + 0.5, start_s + 0.5 + hold_s, start_s + 1.0 + hold_s, peak, unit, 0.9, not faults, faults)


def turn(index: int, direction: str | None = "clockwise", side: str = "left") -> Rep:
    return Rep(index, side, direction, 2.0 * index, None, None, 2.0 * index + 1.5, 360.0, "deg", 0.8)


def wave(from_s: float, to_s: float) -> Trace:
    """A signal that goes up and down once in five seconds."""
    t = np.arange(round(30 * from_s), round(30 * to_s) + 1) / 30
    return Trace("left", "signal", t, 15.0 - 15.0 * np.cos(2 * np.pi * t / 5), "deg", "picture")


def log_in(folder: Path) -> Log:
    return open_log(log_path(folder), patience_s=0.05)


def memory() -> Log:
    """A log that is nowhere: quick, for many of them."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, "memory")
    return Log(connection, Path("memory"))


def fill(log: Log, reps: Sequence[Rep], started_at: datetime = MORNING, *, exercise: str = "plantar-flexion", program: Program | None = TWICE) -> int:
    """Put one session of one set into the log and return its number."""
    with log.transaction():
        session = log.start(program=program, source="camera 0", started_at=started_at)
        number = log.next_set(session, exercise)
        for rep in reps:
            log.add_rep(session, number, exercise, rep, None if rep is reps[0] else 2.0)
        log.end(session, "done", started_at)
    return session


def dump(log: Log) -> list[tuple[object, ...]]:
    """All that the log holds of its sessions."""
    return [row for table in ("session", "rep", "note", "trace") for row in log.rows(f"SELECT * FROM {table} ORDER BY id")]


times_s = st.floats(0, 5000)
any_rep = st.builds(
    Rep,
    index=st.integers(1, 999),
    side=st.sampled_from(["left", "right", "both"]),
    direction=st.sampled_from([None, "clockwise", "counterclockwise"]),
    start_s=times_s,
    hold_start_s=times_s | st.none(),
    hold_end_s=times_s | st.none(),
    end_s=times_s,
    peak=st.floats(0, 400),
    peak_unit=st.sampled_from(["m", "deg", "share"]),
    confidence=st.floats(0, 1),
    counted=st.booleans(),
    faults=st.lists(st.sampled_from(["short-hold", "shallow", "wrong-side", "wrong-direction", "short-rest"]), unique=True).map(tuple),
)
any_exercise = st.sampled_from(sorted(EXERCISES))


def exported(log: Log, wanted: Wanted = ALL) -> str:
    return "".join(log_csv(log, wanted))


def rows(text: str) -> list[dict[str, str]]:
    """The lines of a CSV, by their columns."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
