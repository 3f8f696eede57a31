"""Feet as eight points, for tests: what a far camera shows of a foot whose flexion and swing are known."""

import numpy as np
from numpy.typing import NDArray

from footcv.feet.foot_pose import shape_of
from footcv.signals.appearance import Patches
from footcv.signals.filters import RATE_HZ
from footcv.signals.track import LANDMARKS, Track

Array = NDArray[np.float64]

WIDTH, HEIGHT = 640, 480
FOOT_PX = 80.0
# From the foot's axes (left, up, toes) to those of a camera in front of the toes (right, down, forward).
FACING = np.array([[1.0, 0, 0], [0, -1, 0], [0, 0, -1]])


def turned(axis: int, degrees: float) -> Array:
    """The rotation about x, y or z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = np.eye(3)
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    out[first, first] = out[second, second] = c
    out[first, second], out[second, first] = -s, s
    return out


def pictured(side: str, azimuth: float, height: float, flexion: float, outwards: float = 0.0, px: float = FOOT_PX) -> Array:
    """The points and depths (8, 3) of a foot seen from `azimuth` degrees round the shin (0 before the toes) and `height` above: what a far camera shows."""
    shape = shape_of(side)
    foot = shape @ turned(0, flexion).T
    swing = outwards if side == "left" else -outwards
    foot = foot @ (turned(1, swing) @ turned(2, swing / 3)).T
    foot[7] = shape[7]
    seen = foot @ (turned(0, height) @ FACING @ turned(1, azimuth)).T
    return np.column_stack([seen[:, :2] * px + [320, 240], seen[:, 2] - seen[:7, 2].mean()])


def moving(side: str, azimuth: float, flexions: Array, outwards: Array | float = 0.0, height: float = 5.0, noise: float = 0.0) -> Array:
    """The points and depths (N, 8, 3) over time of a foot whose `flexions` (N,) and swing (N,) are in degrees.

    `noise` is a standard deviation in foot lengths, twice that in depth.
    """
    angles = zip(flexions, np.broadcast_to(outwards, len(flexions)), strict=True)
    points = np.stack([pictured(side, azimuth, height, flexion, swing) for flexion, swing in angles])
    return np.asarray(points + np.random.default_rng(0).normal(0, noise, points.shape) * [FOOT_PX, FOOT_PX, 2])


def feet_only(**feet: Array) -> Track:
    """A source in which nothing but these feet is seen: by side their points and depths (N, 8, 3) on the grid."""
    n = len(next(iter(feet.values())))
    points, depths = ({side: foot[..., part] for side, foot in feet.items()} for part in (slice(2), 2))
    return Track(np.arange(n) / RATE_HZ, np.full((n, len(LANDMARKS), 2), np.nan), WIDTH, HEIGHT, points, depths)


def brightening(seen: Track, side: str, movement: Array, contrast: float = 90.0) -> Patches:
    """Patches, 7.5 a second, of a foot whose lower half brightens as it moves: what bends is of no matter to the components."""
    rng = np.random.default_rng(1)
    _, _, ankle, _, toe = seen.leg(side)
    x, y = np.median(0.7 * ankle + 0.3 * toe, axis=0)
    wall = rng.uniform(60, 120, (112, 112))
    foot = np.zeros((112, 112))
    foot[36:76, 36:76] = contrast
    chosen = np.arange(0, len(seen.t), 4)
    images = wall + movement[chosen, None, None] * foot + rng.normal(0, 2, (len(chosen), 112, 112))
    return Patches(seen.t[chosen], images.clip(0, 255).astype(np.uint8), np.tile([x, y, 300.0], (len(chosen), 1)), np.ones(len(chosen), np.int64))
