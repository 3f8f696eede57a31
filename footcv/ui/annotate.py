"""The annotated video: the recording again, with what was measured drawn over it."""

from collections.abc import Sequence

import numpy as np

from footcv.analysis import Analysis
from footcv.counting.rep import Rep
from footcv.exercises.exercise import Exercise
from footcv.feet.foot import SIDES, Foot
from footcv.pose.landmarks import Pose
from footcv.programs.prescription import Prescription
from footcv.signals.signal import Signal
from footcv.ui.between import following, foot_at, pose_at
from footcv.ui.lens import draw_lens, lens_at, lens_places
from footcv.ui.overlay import Overlay, draw
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.video.writer import VideoWriter
from footcv.words import Words

# A verdict stays readable for this long.
VERDICT_S = 3.0
# Where the signal has no sample this near, the gauge is empty.
NEAR_S = 0.25


def annotate_video(
    source: str,
    writer: VideoWriter,
    poses: Sequence[Pose | None],
    feet: Sequence[Sequence[Foot]],
    signals: Sequence[Signal],
    analysis: Analysis,
    exercise: Exercise,
    prescription: Prescription | None,
    words: Words,
) -> None:
    """Give `writer` the frames of `source` with legs, feet, gauge, count, hold and verdicts drawn; `poses` and `feet` are those of its frames, in order."""
    places = lens_places(feet, _sides(signals, analysis.reps))
    next_poses = following(poses)
    next_feet = {side: following([next((foot for foot in seen if foot.side == side), None) for seen in feet]) for side in SIDES}
    with open_source(source) as opened:
        for i, (frame, pose, read) in enumerate(zip(opened.frames(), poses, feet, strict=False)):
            seen = [foot_at(frame.t, foot, next_feet[foot.side][i]) for foot in read]
            overlay = overlay_at(frame.t, signals, analysis.reps, exercise, prescription, words)
            drawn = draw(frame.image, pose_at(frame.t, pose, next_poses[i]), overlay, words, seen)
            place = next((places[foot.t] for foot in seen if foot.t in places), None)
            if place is not None:
                draw_lens(drawn, frame.image, lens_at(frame.t, place, drawn.shape[1], signals, analysis.reps), seen)
            writer.write(Frame(frame.t, drawn))


def overlay_at(t: float, signals: Sequence[Signal], reps: Sequence[Rep], exercise: Exercise, prescription: Prescription | None, words: Words) -> Overlay:
    """What is shown at time `t` (s)."""
    done = [rep for rep in reps if rep.end_s <= t]
    holding = next(
        (t - rep.hold_start_s for rep in reps if rep.hold_start_s is not None and rep.hold_end_s is not None and rep.hold_start_s <= t <= rep.hold_end_s), None
    )
    return Overlay(
        exercise_name=words.of(exercise.name),
        count=sum(rep.counted for rep in done),
        prescribed_reps=prescription.reps if prescription is not None else None,
        gauge=_turned(t, reps) if exercise.in_turns else _gauge(t, signals),
        holding_s=holding,
        message=verdict(done[-1], words) if done and t - done[-1].end_s < VERDICT_S else None,
        sides=_sides(signals, reps),
    )


def _sides(signals: Sequence[Signal], reps: Sequence[Rep]) -> tuple[str, ...]:
    """The sides that are measured: those that did something, if any did."""
    sides = {rep.side for rep in reps} or {signal.side for signal in signals}
    return SIDES if "both" in sides or not sides else tuple(sorted(sides))


def verdict(rep: Rep, words: Words) -> str:
    """One rep in words."""
    if rep.hold_s is not None:
        what = words("verdict.held", seconds=words.number(rep.hold_s, 1))
    else:
        what = words(f"direction.{rep.direction}" if rep.direction else "verdict.turn")
    if rep.counted:
        return words("verdict.counted", number=rep.index, what=what)
    return words("verdict.not-counted", number=rep.index, what=what, why=", ".join(words(f"verdict.{fault}") for fault in rep.faults))


def _turned(t: float, reps: Sequence[Rep]) -> float | None:
    """The share of the turn under way at `t`, None between turns."""
    return next(((t - rep.start_s) / (rep.end_s - rep.start_s) for rep in reps if rep.start_s <= t < rep.end_s), None)


def _gauge(t: float, signals: Sequence[Signal]) -> float | None:
    """The furthest signal at `t` between rest (0) and the full range (1)."""
    levels = []
    for signal in signals:
        i = int(np.argmin(np.abs(signal.t - t)))
        if abs(float(signal.t[i]) - t) <= NEAR_S:
            levels.append(float(signal.shares[i]))
    return min(1.0, max(0.0, max(levels))) if levels else None
