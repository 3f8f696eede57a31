"""What is looked at a few times a second, drawn in every frame: from one look to the next it goes by straight lines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot import Foot
from footcv.pose.landmarks import Pose

# Between looks further apart than this nobody knows the way.
LONGEST_S = 0.35

Look = TypeVar("Look", Pose, Foot)


def following(looks: Sequence[Look | None]) -> list[Look | None]:
    """For each frame, which shows one of `looks` or nothing, the look after that one; None behind which nothing comes, or a gap."""
    out: list[Look | None] = [None] * len(looks)
    shown: Look | None = None
    then: Look | None = None
    for i in reversed(range(len(looks))):
        look = looks[i]
        if look is None or shown is None:
            then = None
        elif shown.t > look.t:
            then = shown if shown.t - look.t <= LONGEST_S else None
        shown, out[i] = look, then
    return out


def pose_at(t: float, now: Pose | None, then: Pose | None) -> Pose | None:
    """The pose at `t` (s) on its way from `now` to `then`."""
    return replace(now, image=_between(t, now, then, now.image, then.image).astype(np.float32)) if now is not None and then is not None else now


def foot_at(t: float, now: Foot, then: Foot | None) -> Foot:
    """The foot at `t` (s) on its way from `now` to `then`; it keeps the time at which it was read."""
    if then is None:
        return now
    return replace(now, reading=replace(now.reading, points=_between(t, now, then, now.reading.points, then.reading.points)))


def _between(t: float, now: Pose | Foot, then: Pose | Foot, a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.float64]:
    share = min(max((t - now.t) / (then.t - now.t), 0.0), 1.0)
    return np.asarray(a + share * (b - a), np.float64)
