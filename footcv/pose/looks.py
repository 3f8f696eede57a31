"""When the body in a recording is looked at: as often as its exercise needs, more often while somebody goes along, and seldom where nobody is."""

from collections.abc import Generator, Iterable

import numpy as np

from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Landmark, Pose
from footcv.video.frame import ROUNDING_S, Frame

# So often the body is looked for where any exercise may be done, live too: nobody's leg goes further in a sixteenth of a second than straight lines tell.
POSE_STEP_S = 1 / 16
# In the beginning too: of a video of which a moment is left, each look counts.
BEGINNING_S = 1.0
# And for so long after somebody's hips were seen to go along by more than this share of the body's height a second: across a room each look counts, on the spot
# half as many tell the same. Of 37 rendered clips of toe walks, watched sixteen times a second, all count the same with 0.65 of the looks; with 0.5, 33 do.
GOING_S, GOING = 1.0, 0.15
# Hips that are out of the picture are guessed, and tremble.
HIPS_SEEN = 0.9
# Where nobody has been seen for so long, as in pictures of feet alone, somebody is looked for this seldom.
NOBODY_S, NOBODY_STEP_S = 2.0, 0.5


def posed(frames: Iterable[Frame], estimator: PoseEstimator, step_s: float) -> Generator[tuple[Frame, Pose | None]]:
    """Each frame with its pose, or with the last one where that is younger than `_step_s` says: `step_s` for somebody who stays on the spot."""
    pose, looked_s, seen_s, went_s = None, -np.inf, 0.0, -np.inf
    for frame in frames:
        if frame.t - looked_s >= _step_s(frame.t, seen_s, went_s, step_s) - ROUNDING_S:
            before, pose, looked_s = pose, estimator.detect(frame), frame.t
            seen_s = seen_s if pose is None else frame.t
            went_s = frame.t if pose is not None and before is not None and _is_going(before, pose) else went_s
        yield frame, pose


def _is_going(before: Pose, pose: Pose) -> bool:
    """Whether the hips are seen to go along in the picture from one look to the next."""
    hips = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
    were, are = (look.image[hips, 0].mean() for look in (before, pose))
    seen = min(look.visibility[hips].min() for look in (before, pose)) >= HIPS_SEEN
    return bool(seen and abs(are - were) > GOING * np.ptp(pose.image[:, 1]) * (pose.t - before.t))


def _step_s(t: float, seen_s: float, went_s: float, step_s: float) -> float:
    """How long after the last look at `t` the next one is due, where somebody was seen last at `seen_s`, and last going at `went_s`."""
    if t < BEGINNING_S or t - went_s < GOING_S:
        return min(step_s, POSE_STEP_S)
    return step_s if t - seen_s <= NOBODY_S else max(step_s, NOBODY_STEP_S)
