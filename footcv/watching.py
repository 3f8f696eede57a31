"""Watches a recording: every frame's pose, feet and their pictures, and what can only be seen once the whole of it is known."""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footcv.analysis import SourceInfo
from footcv.errors import SourceError
from footcv.feet.album import Album
from footcv.feet.box import FootBox
from footcv.feet.cutter import FootCutter
from footcv.feet.follower import FootFollower
from footcv.feet.foot import Foot
from footcv.measure import LEAST_FEET
from footcv.pose.estimator import PoseEstimator
from footcv.pose.landmarks import Pose
from footcv.pose.looks import posed
from footcv.recording import Recording
from footcv.told_feet import ToldFeet
from footcv.video.ahead import ahead
from footcv.video.frame import Frame
from footcv.video.source import open_source
from footcv.watched import Watched
from footcv.watched_rows import foot_of

# So often feet without a body are read; what is faster shows in their pictures.
FEET_STEP_S = 1 / 16
# A foot that no body leads to is found within this time. One that is first found later may have been there before, hardly seen.
FOUND_S = 1.0

Progress = Callable[[float, float | None], None]
# Gives each frame its pose.
Posed = Callable[[Iterable[Frame]], Generator[tuple[Frame, Pose | None]]]


def watch_source(source: str, boxes: tuple[FootBox, ...], model: str, progress: Progress | None, pose_step_s: float, feet_step_s: float) -> Recording:
    """Watch `source` to its end, its body every `pose_step_s` and the feet it leads to every `feet_step_s`, or the feet in `boxes`.

    A file whose first foot is found late is watched again, and that foot is looked for from the start where it came to light. Raises SourceError, ModelError.
    """
    with PoseEstimator(model) as estimator:
        follower = FootFollower(boxes, FEET_STEP_S, feet_step_s)
        info, watched, warnings = watch(source, lambda frames: posed(frames, estimator, pose_step_s), follower, progress)
    late = found_late(watched) if not boxes and Path(source).is_file() else None
    if late is not None:
        follower = FootFollower((), FEET_STEP_S, feet_step_s)
        follower.expect(late)
        _, again, _ = watch(source, lambda frames: ((frame, pose) for frame, pose in zip(frames, watched.poses, strict=False)), follower, progress)
        watched = max(watched, again, key=lambda seen: int((_tracks(seen) == late.track).sum()))
    return Recording(info, watched, model, boxes, warnings)


def watch(source: str, poses: Posed, follower: FootFollower, progress: Progress | None) -> tuple[SourceInfo, Watched, tuple[str, ...]]:
    """Read the source once: what it is, its poses, its feet and their pictures, and what the person should know of it."""
    cutter = FootCutter()
    with open_source(source) as opened:
        watched = Watched((opened.width, opened.height), Album().keep)
        # The next pose is found while the feet of this frame are read.
        for frame, pose in ahead(poses(opened.frames())):
            feet = follower.update(frame, pose)
            watched.add(frame.t, follower.pose, feet, cutter.update(frame, follower.pose, feet))
            if progress is not None:
                progress(frame.t, opened.duration_s)
        times = watched.times
        if not times:
            raise SourceError(f"cannot read {source}: it has no frame that can be decoded")
        step = times[-1] / (len(times) - 1) if len(times) > 1 else 0.0
        info = SourceInfo(opened.path, opened.width, opened.height, 1 / step if step else 0.0, times[-1] + step, len(times))
        return info, watched, tuple(opened.warnings)


def found_late(watched: Watched) -> Foot | None:
    """The first foot of a recording, as it was told first, if no body led to it, it was found later than in FOUND_S, and it is there for as long as feet that
    were filmed are: what goes by is not looked for."""
    track, t = _tracks(watched), np.repeat(watched.times, watched.counts)
    early = t <= (watched.times[0] if watched.times else 0.0) + FOUND_S
    # What a body leads to is a foot; whether something else proved to be one takes longer to say.
    if not len(track) or (early & (track == 0)).any():
        return None
    sides = ToldFeet(watched.times, watched.counts, watched.foot, watched.foot_rows).sides
    told = np.flatnonzero(np.isin(track, [0, *sides]))
    if not len(told) or early[told[0]] or track[told[0]] == 0 or (track == track[told[0]]).sum() < LEAST_FEET * len(watched.times):
        return None
    return foot_of(watched.foot_rows[watched.foot[told[0]]])


def _tracks(watched: Watched) -> NDArray[np.int32]:
    """The number of the track (M,) of each foot that was told, frame by frame."""
    return np.asarray(watched.foot_rows.read(field="track")[np.array(watched.foot, np.intp)], np.int32)
