"""Somebody who lies on the back with a leg up, for tests: what a far camera shows of trunk and foot, and of a foot whose toes go round."""

import numpy as np
from numpy.typing import NDArray

from footcv.signals.appearance import Patches
from footcv.signals.filters import RATE_HZ
from footcv.signals.track import LANDMARKS, LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER, Track

Array = NDArray[np.float64]

TRUNK_PX, SHOULDERS_OVER_TRUNK = 150.0, 0.7
# Up from the trunk's direction, as a foot hangs on a raised leg.
FOOT_DEG = 50.0
WIDTH, HEIGHT = 960, 540
CENTRE = np.array([WIDTH, HEIGHT]) / 2


def camera(azimuth: float, height: float) -> Array:
    """From left, head and up of somebody lying to a far camera's right, down and forward.

    It stands `azimuth` degrees round them from their feet (0) by their left side (90) to behind the head (180), and looks down by `height` degrees.
    """
    a, h = np.radians([azimuth, height])
    to_right = np.array([np.cos(a), np.sin(a), 0.0])
    forward = np.array([-np.sin(a) * np.cos(h), np.cos(a) * np.cos(h), -np.sin(h)])
    return np.array([to_right, np.cross(forward, to_right), forward])


def lying_body(azimuth: float, height: float, seconds: float = 1.0) -> tuple[Track, Array, Array, float]:
    """Their track, the direction from heel to toe (2,) and the place of the ankle (2,), px, and how much of the foot points away from the camera."""
    seen = camera(azimuth, height)
    side, head = SHOULDERS_OVER_TRUNK * TRUNK_PX / 2 * np.array([1.0, 0, 0]), TRUNK_PX * np.array([0, 1.0, 0])
    points = np.full((round(seconds * RATE_HZ) + 1, len(LANDMARKS), 2), np.nan)
    for mark, place in ((LEFT_SHOULDER, head + side), (RIGHT_SHOULDER, head - side), (LEFT_HIP, 0.6 * side), (RIGHT_HIP, -0.6 * side)):
        points[:, mark] = (seen @ place)[:2] + CENTRE
    foot = seen @ [0, np.cos(np.radians(FOOT_DEG)), np.sin(np.radians(FOOT_DEG))]
    middle = (seen @ head / 2)[:2] + CENTRE
    return Track(np.arange(len(points)) / RATE_HZ, points, WIDTH, HEIGHT), foot[:2], middle, float(foot[2])


def drawn_foot(t: Array, toes: Array, ankle: Array, width: float = 14.0) -> Patches:
    """Patches of a light bar, `width` wide, that ends at the toes (N, 2) px and `ankle` (2,) at the times `t`: nothing but its outline shows how it moves."""
    down, right = np.mgrid[:112, :112] + 0.5
    images = []
    for toe in toes:
        along = (toe - ankle) / np.linalg.norm(toe - ankle)
        from_ankle = np.stack([right, down], axis=-1) - 56.0
        far, off = from_ankle @ along, np.abs(from_ankle @ [-along[1], along[0]])
        inside = np.clip(np.minimum(far + 10.0, np.linalg.norm(toe - ankle) - far) + 0.5, 0, 1) * np.clip(width / 2 - off + 0.5, 0, 1)
        images.append(60.0 + 100.0 * inside)
    return Patches(t, np.array(images).astype(np.uint8), np.tile([*ankle, 112.0], (len(t), 1)), np.ones(len(t), np.int64))
