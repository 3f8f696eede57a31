"""The analysis of one recording: frames in, an Analysis out. It only joins the parts."""

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np

from footcv.analysis import Analysis
from footcv.coach.verdict import judge
from footcv.errors import NobodyError, SourceError, UsageError
from footcv.exercises.exercise import Exercise
from footcv.feet.box import FootBox
from footcv.feet.follower import BODY_STEP_S
from footcv.feet.foot import SIDES, Foot
from footcv.measured import Measured
from footcv.pose.looks import POSE_STEP_S
from footcv.programs.prescription import Prescription
from footcv.recording import Recording
from footcv.records.atomic import replacing
from footcv.records.origin import content_of
from footcv.records.output import output
from footcv.records.poses_file import is_poses_file, read_poses
from footcv.video.recorded import recorded_at
from footcv.video.writer import open_writer
from footcv.watched import Seen, understood
from footcv.watching import Progress, watch_source
from footcv.words import Words, words_in

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
    report: Path | None = None,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Count the repetitions of `exercise` in the recording `source`, a video or a file of its poses, and judge them by `prescription`.

    `progress` is called with the time reached and the source's length (s, None if unknown). `annotate` names an MP4 to draw, `debug` a JSON file for the
    signals and what was rejected, `report` an HTML page, in the language of `words`, else in English. Raises SourceError, NobodyError, ModelError or
    OutputError, each with one line for the user.
    """
    words = words or words_in("en")
    with ExitStack() as stack:
        # Opened first: a file that cannot be written is told before the analysis, not after.
        writer = stack.enter_context(open_writer(annotate)) if annotate is not None else None
        write_page = stack.enter_context(output(str(report))) if report is not None else None
        recording = _kept(source, feet) if is_poses_file(source) else watch_source(source, feet, model, progress, 1 / exercise.pose_hz, 1 / exercise.feet_hz)
        seen = _understood(recording)
        measured = seen.measured(exercise)
        reps = judge(measured.reps, prescription, side)
        warnings = (*recording.warnings, *measured.warnings)
        analysis = Analysis(recording.source, exercise.id, program_id, recording.model, round(seen.share, 3), reps, warnings, measured.traces)
        if debug is not None:
            _write_debug(debug, measured, seen.feet)
        if write_page is not None:
            from footcv.report.contents import report_of, section_of
            from footcv.report.document import page_text

            write_page(page_text(report_of([section_of(analysis, prescription, words)], date.today())))
        if writer is not None:
            from footcv.ui.annotate import annotate_video

            annotate_video(source, writer, seen.poses, seen.feet, measured.signals, analysis, exercise, prescription, words)
    return analysis


def watch(source: str, *, feet: tuple[FootBox, ...] = (), model: str = "full", progress: Progress | None = None) -> Recording:
    """Watch the recording `source`, to be kept: what it shows, when it was recorded, and its content. Raises as `analyze` does, NobodyError too."""
    recording = watch_source(source, feet, model, progress, POSE_STEP_S, BODY_STEP_S)
    _understood(recording)
    if "://" in source:
        return recording
    try:
        return replace(recording, recorded_at=recorded_at(Path(source), recording.source.duration_s), content=content_of(Path(source)))
    except OSError as error:
        raise SourceError(f"cannot read {source}: {error.strerror or error}") from error


def _kept(source: str, feet: tuple[FootBox, ...]) -> Recording:
    recording = read_poses(source)
    if feet and feet != recording.feet:
        raise UsageError(f"the feet of {source} were followed already, in other boxes: give --feet to `footcv poses`, or name the video")
    return recording


def _understood(recording: Recording) -> Seen:
    seen = understood(recording.watched, boxed=bool(recording.feet))
    if not seen.is_enough:
        raise NobodyError(f"nobody can be measured in {recording.source.path}: {NOBODY_REMEDY}")
    return seen


def _write_debug(path: Path, measured: Measured, feet: Sequence[Sequence[Foot]]) -> None:
    """The signals as they were counted, every movement that was rejected with its reason, and where the feet were found in how many frames."""
    signals = [{k: np.round(v, 4).tolist() if isinstance(v, np.ndarray) else v for k, v in asdict(s).items()} for s in measured.signals]
    found = {side: dict(Counter(foot.found_by for seen in feet for foot in seen if foot.side == side)) for side in SIDES}
    with replacing(path) as temporary:
        temporary.write_text(json.dumps({"signals": signals, "rejected": list(measured.rejected), "feet": found}, indent=1), encoding="utf-8")
