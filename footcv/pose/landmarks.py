"""The pose: 33 body landmarks of one person in one frame, under MediaPipe's names."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Landmark(IntEnum):
    """MediaPipe's landmark numbers; sides are the person's own."""

    NOSE = 0
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True)
class Pose:
    """One person in one frame. `None` in place of a pose stands for nobody seen.

    `t` in seconds; `image` (33, 2) px of the upright picture, x right and y down; `world` (33, 3) metres about the hips, y down;
    `visibility` (33,) in [0, 1].
    """

    t: float
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
