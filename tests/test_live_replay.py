"""A recording as camera, all real but the time: what is logged is what an analysis counts. The other samples, and in real time: benchmarks/live.py same."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from footcv.analyze import analyze
from footcv.coach.coach import Coach
from footcv.coach.steps import steps_of
from footcv.exercises import EXERCISES
from footcv.live import live
from footcv.records.keeping import KeptSession
from footcv.records.log import log_path, open_log
from footcv.session.logbook import Logbook
from footcv.session.running_set import RunningSet
from footcv.session.session import Session
from footcv.session.watcher import Watcher
from footcv.session_clock import SessionClock
from footcv.ui.console import Console
from footcv.video.playback import Playback
from footcv.video.source import open_source
from footcv.words import words_in

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[1] / "sample_videos"
# Promised: the repetitions of an analysis, their times within this.
SAME_S = 0.3


class Stepped:
    """Time that passes only when somebody sleeps."""

    s = 0.0

    def sleep(self, seconds: float) -> None:
        self.s += seconds


@pytest.mark.parametrize(("clip", "exercise"), [("toe-press", "toe-press"), ("plantar-flexion", "plantar-flexion")])
def test_the_log_holds_what_an_analysis_counts(clip: str, exercise: str, tmp_path: Path) -> None:
    path, stepped, words = SAMPLES / f"{clip}.mp4", Stepped(), words_in("en")
    clock = SessionClock(lambda: stepped.s, stepped.sleep)
    kept = KeptSession(tmp_path, program=None, source=clip, started_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    out = io.StringIO()
    with open_source(path) as source, RunningSet(at_once=True, count_every_s=2.0) as running:
        coach = Coach(steps_of(None, EXERCISES[exercise], "auto", True), words, at_once=True)
        watcher = Watcher("full", at_once=True)
        session = Session(coach, Playback(source, clock), watcher, running, Console(out), Logbook(kept), clock, words, at_once=True)
        assert live(session) == "done"

    expected = analyze(str(path), EXERCISES[exercise]).reps
    with open_log(log_path(tmp_path)) as log:
        [number] = [one.id for one in log.last_sessions(1)]
        found = sorted((one.rep for one in log.reps(number)), key=lambda rep: rep.start_s)
    assert [rep.side for rep in found] == [rep.side for rep in expected]
    for rep, other in zip(found, expected, strict=True):
        times = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s)
        assert times == pytest.approx((other.start_s, other.hold_start_s, other.hold_end_s, other.end_s), abs=SAME_S)
    assert out.getvalue()
