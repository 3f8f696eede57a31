"""What was seen of a source, frame by frame, and what it comes to. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from footcv.exercises.exercise import Exercise
from footcv.feet.cutter import Patch
from footcv.feet.foot import SIDES, Foot, settled
from footcv.measure import LEAST_FEET, LEAST_MEASURABLE, is_nobody, measure
from footcv.measured import Measured
from footcv.pose.landmarks import Pose
from footcv.signals.appearance import Images, Patches
from footcv.signals.track import Track, feet_alone, measurable, track

# A foot whose readings are usually less sure than this is hardly made out, and its points lie anywhere: shoes seen from behind, say, or a foot of few pixels.
MADE_OUT = 0.5

Feet = Sequence[Sequence[Foot]]


@dataclass
class Watched:
    """For each frame of a picture of `size_px` (width, height) its time, and pose and feet as seen then or last; and the feet's pictures."""

    size_px: tuple[int, int]
    times: list[float] = field(default_factory=list)
    poses: list[Pose | None] = field(default_factory=list)
    feet: list[Sequence[Foot]] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)

    def add(self, t: float, pose: Pose | None, feet: Sequence[Foot], patches: Sequence[Patch]) -> None:
        self.times.append(t)
        self.poses.append(pose)
        self.feet.append(feet)
        self.patches += patches

    def since(self, t: float) -> "Watched":
        """What was seen from `t` on; a copy."""
        first = int(np.searchsorted(self.times, t))
        patches = [patch for patch in self.patches if patch.t >= t]
        return Watched(self.size_px, self.times[first:], self.poses[first:], self.feet[first:], patches)


@dataclass(frozen=True)
class Seen:
    """What it comes to: the body and its feet over time, the pictures of the feet and how sure their bare toes are seen, by side; for each frame the body's
    pose, if it is one, and its feet with the sides they have in the end."""

    body: Track
    pictures: Mapping[str, Patches]
    toes: Mapping[str, float]
    poses: Sequence[Pose | None]
    feet: Feet

    @property
    def share(self) -> float:
        """The share of the time in which somebody, or a foot, can be measured, in [0, 1]."""
        return float(measurable(self.body).mean()) if len(self.body.t) else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether that is enough to measure anything."""
        return self.share >= (LEAST_MEASURABLE if self.body.has_body else LEAST_FEET)

    def measured(self, exercise: Exercise) -> Measured:
        return measure(self.body, self.pictures, exercise, self.toes)


def understood(watched: Watched, *, boxed: bool = False) -> Seen:
    """What all that was watched comes to; `boxed` feet are measured without a body, as are those of which MediaPipe imagines one."""
    feet = settled(watched.feet)
    body = _body(watched, feet)
    alone = boxed or is_nobody(body)
    return Seen(
        feet_alone(body) if alone else body,
        _pictures(watched.patches, feet, alone),
        _toes_seen(feet),
        [None] * len(watched.poses) if alone else watched.poses,
        feet,
    )


def _body(watched: Watched, feet: Feet) -> Track:
    """The body and its feet over time."""
    looks = [(t, pose) for t, pose in zip(watched.times, watched.poses, strict=True) if pose is None or pose.t == t]
    images, visibilities = ([getattr(pose, name) if pose else None for _, pose in looks] for name in ("image", "visibility"))
    return track([t for t, _ in looks], images, visibilities, watched.size_px, _own_points(watched.times, feet))


def _own_points(times: Sequence[float], feet: Feet) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """By side the times (M,) at which a foot was read and its points with their depth (M, 8, 3), px and foot lengths.

    What is told again between two readings is left out, and so is a foot that is hardly made out.
    """
    points = {}
    for side in SIDES:
        own = [foot for t, seen in zip(times, feet, strict=True) for foot in seen if foot.side == side and foot.t == t]
        if own and np.median([foot.reading.sureness for foot in own]) >= MADE_OUT:
            points[side] = np.array([foot.t for foot in own]), np.stack([foot.reading.sure_points for foot in own])
    return points


def _toes_seen(feet: Feet) -> dict[str, float]:
    """By side how sure it is, in [0, 1], that the toes of a foot that was followed are bare and in sight: the median of its readings."""
    by_side: dict[str, list[float]] = defaultdict(list)
    for foot in (foot for seen in feet for foot in seen):
        by_side[foot.side].append(foot.reading.toes_seen)
    return {side: float(np.median(seen)) for side, seen in by_side.items()}


def _pictures(patches: Sequence[Patch], feet: Feet, alone: bool) -> dict[str, Patches]:
    """The feet's pictures by side: placed by the body, or of feet `alone` by their own landmarks; a track has the side that it was given in the end."""
    sides = {foot.track: foot.side for seen in feet for foot in seen if foot.track}
    by_side: dict[str, list[Patch]] = defaultdict(list)
    for patch in patches:
        if bool(patch.track) == alone:
            by_side[sides.get(patch.track, patch.side)].append(patch)
    return {
        side: Patches(
            np.array([p.t for p in own]),
            Images([p.image for p in own]),
            np.array([(p.x_px, p.y_px, p.width_px) for p in own]),
            np.array([p.spell for p in own]),
        )
        for side, own in by_side.items()
    }
