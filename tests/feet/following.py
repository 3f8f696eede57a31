"""Feet that are followed through drawn pictures."""

from collections.abc import Callable, Sequence

import numpy as np
from standin import Oval, picture

from footcv.feet.box import FootBox
from footcv.feet.follower import FootFollower
from footcv.feet.foot import Foot
from footcv.pose.landmarks import Pose
from footcv.video.frame import Frame

LENGTH = 50.0
HZ = 15.0
# A find is told once it has been followed for a moment, and the picture is not searched in every frame.
SETTLED_S = 0.8

Seen = list[list[Foot]]
At = Callable[[float], Sequence[Oval]]


def follow(seconds: float, ovals: At, pose: Callable[[float], Pose | None] = lambda t: None, boxes: tuple[FootBox, ...] = (), hz: float = HZ) -> Seen:
    """What a follower says of each frame while the feet lie where `ovals` says."""
    follower = FootFollower(boxes)
    return [follower.update(Frame(i / hz, picture(ovals(i / hz))), pose(i / hz)) for i in range(round(seconds * hz))]


def by_side(feet: list[Foot]) -> dict[str, Foot]:
    assert len({foot.side for foot in feet}) == len(feet)
    return {foot.side: foot for foot in feet}


def assert_on(foot: Foot, oval: Oval) -> None:
    assert np.abs(foot.reading.points - oval.points).max() < 0.1 * oval.length, (foot.t, oval)
