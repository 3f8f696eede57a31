"""People made of sticks, for tests: landmarks whose posture, angles and heights are known."""

import numpy as np
from numpy.typing import NDArray

from footcv.signals.filters import RATE_HZ
from footcv.signals.track import LANDMARKS, Track

Array = NDArray[np.float64]

WIDTH, HEIGHT = 640, 480
# One person's lengths in px: a leg of 200 px stands for 0.835 m.
TRUNK, THIGH, SHANK, FOOT = 120.0, 100.0, 100.0, 60.0
# Directions in degrees from straight down the picture, positive to the right: (shoulders → hips, thigh, shank).
STANDING = (0.0, 0.0, 0.0)
SQUATTING = (-20.0, 80.0, -20.0)
SEATED_LEG_OUT = (0.0, 80.0, 80.0)
SEATED_ON_THE_FLOOR = (15.0, 88.0, 88.0)
LYING = (90.0, 90.0, 90.0)
LYING_LEG_UP = (90.0, 170.0, 170.0)
POSES = {
    "standing": STANDING,
    "squatting": SQUATTING,
    "seated": SEATED_LEG_OUT,
    "seated on the floor": SEATED_ON_THE_FLOOR,
    "lying": LYING,
    "lying with a leg up": LYING_LEG_UP,
}


def along(start: Array, direction_deg: Array | float, length: float) -> Array:
    angle = np.radians(np.broadcast_to(direction_deg, len(start)))
    return start + length * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def person(seconds: float, pose: tuple[float, float, float], left_ankle_deg: Array | float = 90.0, right: tuple[float, float, float] | None = None) -> Array:
    """(N, 33, 2) px of one person in one posture. The angle between shin and foot is 90 degrees or, on the left, `left_ankle_deg` over time."""
    n = round(seconds * RATE_HZ) + 1
    points = np.full((n, 33, 2), np.nan)
    shoulders = np.tile([300.0, 150.0], (n, 1))
    hips = along(shoulders, pose[0], TRUNK)
    for k, (legs, ankle_deg) in enumerate(((pose, left_ankle_deg), (right or pose, 90.0))):
        aside = np.array([6.0 * (1 - 2 * k), 0.0])
        points[:, 11 + k], points[:, 23 + k] = shoulders + aside, hips + aside
        points[:, 25 + k] = along(points[:, 23 + k], legs[1], THIGH)
        points[:, 27 + k] = along(points[:, 25 + k], legs[2], SHANK)
        toes = legs[2] + 180.0 - np.broadcast_to(ankle_deg, n)
        points[:, 31 + k] = along(points[:, 27 + k], toes, 0.75 * FOOT)
        points[:, 29 + k] = along(points[:, 27 + k], toes + 180.0, 0.25 * FOOT)
    return points


def body(points: Array, noise_px: float = 0.0, seed: int = 0) -> Track:
    noise = np.random.default_rng(seed).normal(0, noise_px, points.shape) if noise_px else 0.0
    return Track(np.arange(len(points)) / RATE_HZ, (points + noise)[:, LANDMARKS], WIDTH, HEIGHT)


def pulses(seconds: float, *holds: tuple[float, float]) -> Array:
    """0 at rest and 1 in each (from, to), with half-second ways between, on the grid."""
    t = np.arange(round(seconds * RATE_HZ) + 1) / RATE_HZ
    return np.max([np.interp(t, [a - 0.5, a, b, b + 0.5], [0, 1, 1, 0]) for a, b in holds], axis=0) if holds else np.zeros(len(t))
