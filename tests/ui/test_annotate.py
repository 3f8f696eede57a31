"""What is shown when: made-up repetitions and a signal in, overlays over time out; and the file that comes of it."""

from pathlib import Path

import av
import numpy as np
import pytest
from conftest import MakeVideo

from footcv.analysis import Analysis, SourceInfo
from footcv.analyze import analyze
from footcv.counting.rep import Rep
from footcv.errors import OutputError
from footcv.exercises import EXERCISES
from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.programs.prescription import Prescription
from footcv.signals.signal import Signal
from footcv.ui.annotate import annotate_video, overlay_at, verdict
from footcv.ui.overlay import Overlay
from footcv.video.source import open_source
from footcv.video.writer import open_writer
from footcv.words import words_in

WORDS = words_in("en")

GOOD = Rep(1, "left", None, 2.0, 2.5, 5.5, 6.0, 30.0, "deg", 0.9)
SHORT = Rep(2, "left", None, 8.0, 8.5, 9.5, 10.0, 29.0, "deg", 0.9, False, ("short-hold", "shallow"))
LAST = Rep(3, "left", None, 12.0, 12.5, 15.5, 16.0, 30.0, "deg", 0.9)
REPS = (GOOD, SHORT, LAST)
TURN = Rep(1, "right", "clockwise", 2.0, None, None, 4.0, 360.0, "deg", 0.9)
# From -5 degrees at rest to 25, seen until 14 s.
SIGNAL = Signal("left", np.arange(0, 14, 0.1), np.interp(np.arange(0, 14, 0.1), [2, 3, 5, 6], [-5, 25, 25, -5]), "deg", "landmarks", -5.0, 25.0, 0.9)


def shown(t: float, reps: tuple[Rep, ...] = REPS, exercise: str = "plantar-flexion", prescription: Prescription | None = None) -> Overlay:
    return overlay_at(t, [SIGNAL], reps, EXERCISES[exercise], prescription, WORDS)


@pytest.mark.parametrize(
    ("t", "count", "holding_s", "message"),
    [
        (0.0, 0, None, None),
        (2.4, 0, None, None),
        (2.5, 0, 0.0, None),
        (4.0, 0, 1.5, None),
        (5.5, 0, 3.0, None),
        (5.9, 0, None, None),
        (6.0, 1, None, "Rep 1: held 3.0 s"),
        (8.9, 1, 0.4, "Rep 1: held 3.0 s"),
        (9.1, 1, 0.6, None),
        (10.0, 1, None, "Rep 2: held 1.0 s, not counted: held too short, not far enough"),
        (13.5, 1, 1.0, None),
        (16.0, 2, None, "Rep 3: held 3.0 s"),
        (99.0, 2, None, None),
    ],
)
def test_count_hold_and_verdict(t: float, count: int, holding_s: float | None, message: str | None) -> None:
    overlay = shown(t)
    assert (overlay.count, overlay.message) == (count, message)
    assert overlay.holding_s == (None if holding_s is None else pytest.approx(holding_s))


@pytest.mark.parametrize(("t", "gauge"), [(0.0, 0.0), (2.5, 0.5), (4.0, 1.0), (5.5, 0.5), (14.0, 0.0), (14.3, None)])
def test_the_gauge_is_the_signal_from_rest_to_full(t: float, gauge: float | None) -> None:
    assert shown(t).gauge == (None if gauge is None else pytest.approx(gauge, abs=0.01))


def test_the_gauge_shows_the_furthest_foot_and_never_more_than_all() -> None:
    other = Signal("right", SIGNAL.t, SIGNAL.t * 0 + 90.0, "deg", "landmarks", 0.0, 45.0, 0.9)
    assert overlay_at(1.0, [SIGNAL, other], (), EXERCISES["plantar-flexion"], None, WORDS).gauge == 1.0


def test_without_a_signal_there_is_no_gauge() -> None:
    assert overlay_at(1.0, [], (), EXERCISES["plantar-flexion"], None, WORDS).gauge is None


@pytest.mark.parametrize(("t", "gauge"), [(1.9, None), (2.0, 0.0), (2.5, 0.25), (3.9, 0.95), (4.0, None)])
def test_circles_show_how_far_round_the_turn_is(t: float, gauge: float | None) -> None:
    assert shown(t, (TURN,), "ankle-circles").gauge == (None if gauge is None else pytest.approx(gauge))


def test_a_prescription_is_shown_beside_the_count() -> None:
    assert shown(1.0).prescribed_reps is None
    assert shown(1.0, prescription=Prescription(exercise="plantar-flexion", reps=12)).prescribed_reps == 12


@pytest.mark.parametrize(
    ("reps", "sides"),
    [((GOOD,), ("left",)), ((TURN,), ("right",)), ((GOOD, TURN), ("left", "right")), ((Rep(1, "both", None, 1, 2, 3, 4, 1, "m", 1),), ("left", "right"))],
)
def test_the_legs_that_exercise_are_drawn(reps: tuple[Rep, ...], sides: tuple[str, ...]) -> None:
    assert shown(1.0, reps).sides == sides


def test_where_nothing_was_found_what_was_measured_is_drawn() -> None:
    assert shown(1.0, ()).sides == ("left",)
    assert overlay_at(1.0, [], (), EXERCISES["plantar-flexion"], None, WORDS).sides == ("left", "right")


@pytest.mark.parametrize("fault", ["short-hold", "shallow", "wrong-side", "wrong-direction", "short-rest"])
def test_every_fault_has_words(fault: str) -> None:
    said = verdict(Rep(4, "right", "clockwise", 1.0, None, None, 3.0, 360.0, "deg", 0.9, False, (fault,)), WORDS)
    assert said.startswith("Rep 4: clockwise, not counted: ") and fault not in said
    assert said.isascii()


def test_a_verdict_is_told_in_any_language() -> None:
    assert verdict(SHORT, words_in("de")) == "Nr. 2: 1,0 s gehalten, zählt nicht: zu kurz gehalten, nicht weit genug"


def test_a_turn_has_no_hold_to_tell() -> None:
    assert verdict(TURN, WORDS) == "Rep 1: clockwise"
    assert verdict(Rep(2, "right", None, 2.0, None, None, 4.0, 360.0, "deg", 0.9), WORDS) == "Rep 2: full turn"


# The file


def analysis(source: Path) -> Analysis:
    return Analysis(SourceInfo(str(source), 160, 120, 10.0, 2.0, 20), "plantar-flexion", None, "full", 1.0, (GOOD,), ())


@pytest.mark.parametrize("times_s", [None, [0, 0.1, 0.4, 0.45, 1.0, 1.9]], ids=["even", "uneven"])
def test_the_video_plays_everywhere_and_keeps_every_frame_at_its_time(make_video: MakeVideo, tmp_path: Path, times_s: list[float] | None) -> None:
    source, target = make_video(count=20, size=(160, 120), times_s=times_s), tmp_path / "out.mp4"
    with open_source(source) as opened:
        times = [frame.t for frame in opened.frames()]
    with open_writer(target) as writer:
        annotate_video(str(source), writer, [None] * len(times), [[]] * len(times), [SIGNAL], analysis(source), EXERCISES["plantar-flexion"], None, WORDS)
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (160, 120)
        assert [frame.time for frame in container.decode(stream)] == pytest.approx(times, abs=1e-3)


def test_the_video_is_drawn_on(make_video: MakeVideo, tmp_path: Path) -> None:
    source, target = make_video(count=20, size=(160, 120)), tmp_path / "out.mp4"
    with open_writer(target) as writer:
        annotate_video(str(source), writer, [None] * 20, [[]] * 20, [SIGNAL], analysis(source), EXERCISES["plantar-flexion"], None, WORDS)
    with open_source(source) as before, open_source(target) as after:
        difference = np.abs(next(before.frames()).image.astype(int) - next(after.frames()).image).max(axis=2)
    assert difference[:20, :40].mean() > 40
    assert difference[80:, 60:100].mean() < 20


def test_a_foot_is_drawn_in_every_frame_in_which_it_is_told(make_video: MakeVideo, tmp_path: Path) -> None:
    source, target = make_video(fps=60, count=12, size=(320, 240)), tmp_path / "out.mp4"
    points = np.array([(150, 150), (140, 200), (190, 190), (190, 210), (220, 190), (220, 200), (215, 210), (150, 100)], float)
    # As it is told of a camera of 60 pictures a second: read in every second one, and the last reading again in between.
    reading = FootReading(points, np.ones(8), 1.0, 0.0, 1.0, 0.0, 0.0, np.zeros(8))
    feet = [[Foot((i - i % 2) / 60, "left", reading, "search")] if 2 <= i < 8 else [] for i in range(12)]
    with open_writer(target) as writer:
        annotate_video(str(source), writer, [None] * 12, feet, [SIGNAL], analysis(source), EXERCISES["plantar-flexion"], None, WORDS)
    with open_source(source) as before, open_source(target) as after:
        changes = [np.abs(a.image.astype(int) - b.image)[90:220, 130:230].max() for a, b in zip(before.frames(), after.frames(), strict=True)]
    assert [change > 80 for change in changes] == [False] * 2 + [True] * 6 + [False] * 4


def test_a_video_that_cannot_be_written_is_told_before_the_source_is_read(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        analyze("no such recording.mp4", EXERCISES["plantar-flexion"], annotate=tmp_path / "nowhere" / "out.mp4")
