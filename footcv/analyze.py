"""The analysis of one recording: frames in, an Analysis out. It only joins the parts."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import numpy as np

from footcv.analysis import Analysis, SourceInfo
from footcv.coach.verdict import judge
from footcv.errors import NobodyError, SourceError
from footcv.exercises.exercise import Exercise
from footcv.feet.box import FootBox
from footcv.feet.cutter import FootCutter, Patch
from footcv.measure import Measured, is_nobody, measure
from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Pose
from footcv.programs.prescription import Prescription
from footcv.records.atomic import replacing
from footcv.signals.appearance import Patches
from footcv.signals.track import measurable, track
from footcv.video.source import open_source
from footcv.video.writer import open_writer

Progress = Callable[[float, float | None], None]


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
            info, times, poses, patches, warnings = _watch(source, estimator, progress)
        body = track(times, [p.image if p else None for p in poses], [p.visibility if p else None for p in poses], (info.width, info.height))
        if is_nobody(body):
            raise NobodyError(f"nobody can be measured in {source}: head to feet of one person must be in the picture; step back or turn the camera")
        if feet:
            warnings.append("--feet is not used yet: the feet were found by the body")
        measured = measure(body, {name: _stacked(found) for name, found in patches.items()}, exercise)
        reps = judge(measured.reps, prescription, side)
        analysis = Analysis(info, exercise.id, program_id, model, round(float(measurable(body).mean()), 3), reps, (*warnings, *measured.warnings))
        if debug is not None:
            _write_debug(debug, measured)
        if writer is not None:
            from footcv.ui.annotate import annotate_video

            annotate_video(source, writer, poses, measured.signals, analysis, exercise, prescription)
    return analysis


def _watch(
    source: str, estimator: PoseEstimator, progress: Progress | None
) -> tuple[SourceInfo, list[float], list[Pose | None], dict[str, list[Patch]], list[str]]:
    """Read the source once: its poses and the pictures of its feet."""
    cutter = FootCutter()
    times: list[float] = []
    poses: list[Pose | None] = []
    patches: dict[str, list[Patch]] = defaultdict(list)
    with open_source(source) as opened:
        for frame in opened.frames():
            pose = estimator.detect(frame)
            for patch in cutter.update(frame, pose):
                patches[patch.side].append(patch)
            times.append(frame.t)
            poses.append(pose)
            if progress is not None:
                progress(frame.t, opened.duration_s)
        if not times:
            raise SourceError(f"cannot read {source}: it has no frame that can be decoded")
        step = times[-1] / (len(times) - 1) if len(times) > 1 else 0.0
        info = SourceInfo(opened.path, opened.width, opened.height, 1 / step if step else 0.0, times[-1] + step, len(times))
        return info, times, poses, patches, list(opened.warnings)


def _stacked(patches: Sequence[Patch]) -> Patches:
    return Patches(
        np.array([p.t for p in patches]),
        np.stack([p.image for p in patches]),
        np.array([(p.x_px, p.y_px, p.width_px) for p in patches]),
        np.array([p.spell for p in patches]),
    )


def _write_debug(path: Path, measured: Measured) -> None:
    """The signals as they were counted, and every movement that was rejected with its reason."""
    signals = [{k: np.round(v, 4).tolist() if isinstance(v, np.ndarray) else v for k, v in asdict(s).items()} for s in measured.signals]
    with replacing(path) as temporary:
        temporary.write_text(json.dumps({"signals": signals, "rejected": list(measured.rejected)}, indent=1), encoding="utf-8")
