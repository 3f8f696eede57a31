"""The analysis of one recording: frames in, an Analysis out. It only joins the parts."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footcv.analysis import Analysis, SourceInfo
from footcv.coach.verdict import judge
from footcv.errors import NobodyError, SourceError
from footcv.exercises.exercise import Exercise
from footcv.feet.box import FootBox
from footcv.feet.cutter import FootCutter, Patch
from footcv.feet.follower import FootFollower
from footcv.feet.foot import SIDES, Foot, settled
from footcv.measure import LEAST_FEET, LEAST_MEASURABLE, is_nobody, measure
from footcv.measured import Measured
from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Pose
from footcv.programs.prescription import Prescription
from footcv.records.atomic import replacing
from footcv.signals.appearance import Patches
from footcv.signals.track import Track, feet_alone, measurable, track
from footcv.video.ahead import ahead
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import open_writer

# The body is looked at this often: nobody's leg goes further in a sixteenth of a second than straight lines tell, and the network is what an analysis costs.
POSE_STEP_S = 1 / 16

# A foot whose readings are usually less sure than this is hardly made out, and its points lie anywhere: shoes seen from behind, say, or a foot of few pixels.
MADE_OUT = 0.5

Progress = Callable[[float, float | None], None]

NOBODY_REMEDY = "no whole body and no foot is seen for long enough; step back, turn the camera, or say where the feet are with --feet (`footcv frame` shows it)"


def analyze(
    source: str,
    exercise: Exercise,
    *,
    side: str = "auto",
    prescription: Prescription | None = None,
    program_id: str | None = None,
    feet: tuple[FootBox, ...] = (),
    model: str = "full",
    annotate: Path | None = None,
    debug: Path | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Count the repetitions of `exercise` in the recording `source` and judge them by `prescription`.

    `progress` is called with the time reached and the source's length (s, None if unknown). `annotate` names an MP4 to draw, `debug` a JSON file for the
    signals and what was rejected. Raises SourceError, NobodyError, ModelError or OutputError, each with one line for the user.
    """
    with ExitStack() as stack:
        # Opened first: a video that cannot be written is told before the analysis, not after.
        writer = stack.enter_context(open_writer(annotate)) if annotate is not None else None
        with PoseEstimator(model) as estimator:
            watched = _watch(source, estimator, FootFollower(feet), progress)
        info = watched.info
        body = _body(watched)
        if alone := bool(feet) or is_nobody(body):
            # What MediaPipe takes for a body in a picture of legs or feet is none.
            body = feet_alone(body)
            watched.poses[:] = [None] * len(watched.poses)
        seen = measurable(body)
        if float(seen.mean()) < (LEAST_MEASURABLE if body.has_body else LEAST_FEET):
            raise NobodyError(f"nobody can be measured in {source}: {NOBODY_REMEDY}")
        measured = measure(body, _pictures(watched, alone), exercise, _toes_seen(watched))
        reps = judge(measured.reps, prescription, side)
        warnings = (*watched.warnings, *measured.warnings)
        analysis = Analysis(info, exercise.id, program_id, model, round(float(seen.mean()), 3), reps, warnings)
        if debug is not None:
            _write_debug(debug, measured, watched.feet)
        if writer is not None:
            from footcv.ui.annotate import annotate_video

            annotate_video(source, writer, watched.poses, watched.feet, measured.signals, analysis, exercise, prescription)
    return analysis


@dataclass(frozen=True)
class _Watched:
    """One reading of a source: for each frame its time, and pose and feet as seen then or last; the feet's pictures; and what the person should know."""

    info: SourceInfo
    times: list[float]
    poses: list[Pose | None]
    feet: list[list[Foot]]
    patches: list[Patch]
    warnings: list[str]


def _body(watched: _Watched) -> Track:
    """The body and its feet over time."""
    looks = [(t, pose) for t, pose in zip(watched.times, watched.poses, strict=True) if pose is None or pose.t == t]
    images, visibilities = ([getattr(pose, name) if pose else None for _, pose in looks] for name in ("image", "visibility"))
    return track([t for t, _ in looks], images, visibilities, (watched.info.width, watched.info.height), _own_points(watched))


def _own_points(watched: _Watched) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """By side the times (M,) at which a foot was read and its points with their depth (M, 8, 3), px and foot lengths.

    What is told again between two readings is left out, and so is a foot that is hardly made out.
    """
    points = {}
    for side in SIDES:
        own = [foot for t, seen in zip(watched.times, watched.feet, strict=True) for foot in seen if foot.side == side and foot.t == t]
        if own and np.median([foot.reading.sureness for foot in own]) >= MADE_OUT:
            points[side] = np.array([foot.t for foot in own]), np.stack([foot.reading.sure_points for foot in own])
    return points


def _toes_seen(watched: _Watched) -> dict[str, float]:
    """By side how sure it is, in [0, 1], that the toes of a foot that was followed are bare and in sight: the median of its readings."""
    by_side: dict[str, list[float]] = defaultdict(list)
    for foot in (foot for seen in watched.feet for foot in seen):
        by_side[foot.side].append(foot.reading.toes_seen)
    return {side: float(np.median(seen)) for side, seen in by_side.items()}


def _watch(source: str, estimator: PoseEstimator, follower: FootFollower, progress: Progress | None) -> _Watched:
    """Read the source once: its poses, its feet and their pictures."""
    cutter = FootCutter()
    times: list[float] = []
    poses: list[Pose | None] = []
    feet: list[list[Foot]] = []
    patches: list[Patch] = []
    with open_source(source) as opened:
        # The next pose is found while the feet of this frame are read.
        for frame, pose in ahead(_posed(opened.frames(), estimator)):
            seen = follower.update(frame, pose)
            patches += cutter.update(frame, pose, seen)
            times.append(frame.t)
            poses.append(pose)
            feet.append(seen)
            if progress is not None:
                progress(frame.t, opened.duration_s)
        if not times:
            raise SourceError(f"cannot read {source}: it has no frame that can be decoded")
        step = times[-1] / (len(times) - 1) if len(times) > 1 else 0.0
        info = SourceInfo(opened.path, opened.width, opened.height, 1 / step if step else 0.0, times[-1] + step, len(times))
        return _Watched(info, times, poses, settled(feet), patches, list(opened.warnings))


def _posed(frames: Iterable[Frame], estimator: PoseEstimator) -> Generator[tuple[Frame, Pose | None]]:
    """Each frame with its pose, or with the last one where that is younger than `POSE_STEP_S`."""
    pose, looked_s = None, -np.inf
    for frame in frames:
        if frame.t - looked_s >= POSE_STEP_S:
            pose, looked_s = estimator.detect(frame), frame.t
        yield frame, pose


def _pictures(watched: _Watched, alone: bool) -> dict[str, Patches]:
    """The feet's pictures by side: placed by the body, or of feet `alone` by their own landmarks; a track has the side that it was given in the end."""
    sides = {foot.track: foot.side for seen in watched.feet for foot in seen if foot.track}
    by_side: dict[str, list[Patch]] = defaultdict(list)
    for patch in watched.patches:
        if bool(patch.track) == alone:
            by_side[sides.get(patch.track, patch.side)].append(patch)
    return {
        side: Patches(
            np.array([p.t for p in own]),
            np.stack([p.image for p in own]),
            np.array([(p.x_px, p.y_px, p.width_px) for p in own]),
            np.array([p.spell for p in own]),
        )
        for side, own in by_side.items()
    }


def _write_debug(path: Path, measured: Measured, feet: Sequence[Sequence[Foot]]) -> None:
    """The signals as they were counted, every movement that was rejected with its reason, and where the feet were found in how many frames."""
    signals = [{k: np.round(v, 4).tolist() if isinstance(v, np.ndarray) else v for k, v in asdict(s).items()} for s in measured.signals]
    found = {side: dict(Counter(foot.found_by for seen in feet for foot in seen if foot.side == side)) for side in SIDES}
    with replacing(path) as temporary:
        temporary.write_text(json.dumps({"signals": signals, "rejected": list(measured.rejected), "feet": found}, indent=1), encoding="utf-8")
