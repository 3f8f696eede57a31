"""Somebody who lies on the back and circles a foot in the air, for tests: the body's track, and pictures of the foot."""

import numpy as np
from bodies import LYING, LYING_LEG_UP, body, person
from numpy.typing import NDArray

from footcv.signals.appearance import Patches
from footcv.signals.track import Track

Array = NDArray[np.float64]

TURNS, TURN_S, BEGIN_S, SECONDS = 4, 2.0, 3.0, 14.0
RAISED = np.ones(round(SECONDS * 30) + 1, bool)


def angle() -> Array:
    """How far round the foot is, rad: at rest, four turns, at rest."""
    t = np.arange(len(RAISED)) / 30
    return 2 * np.pi * ((t - BEGIN_S) / TURN_S).clip(0, TURNS)


def lying(sense: int, hips_lower_px: float, loop: float = 1.0) -> Track:
    """Toes that go round by 15 px along the shank and `loop` times that across it, clockwise in the picture where `sense` is 1."""
    points = person(SECONDS, LYING_LEG_UP, 100.0, right=LYING)
    points[:, 23:33, 1] += hips_lower_px
    phase = angle()
    points[:, 31] += 15 * np.stack([1 - np.cos(phase), -sense * loop * np.sin(phase)], axis=1)
    return body(points, 0.2)


def filmed(seen: Track, loop: float = 1.0, side: str = "left", other: Array | None = None) -> Patches:
    """Patches, 7.5 a second, of which one corner follows the flexion, another one what comes a quarter of a turn later, and a third one `other` (N,)."""
    rng = np.random.default_rng(1)
    _, _, ankle, _, toe = seen.leg(side)
    x, y = np.median(0.6 * ankle + 0.4 * toe, axis=0)
    chosen = np.arange(0, len(seen.t), 4)
    up, aside, beside = np.zeros((3, 112, 112))
    up[40:60, 40:56], aside[60:75, 58:74], beside[40:60, 58:74] = 40, 40, 40
    phase = angle()[chosen, None, None]
    images = rng.uniform(80, 130, (112, 112)) - np.cos(phase) * up + loop * np.sin(phase) * aside + rng.normal(0, 1.5, (len(chosen), 112, 112))
    if other is not None:
        images += other[chosen, None, None] * beside
    return Patches(seen.t[chosen], images.clip(0, 255).astype(np.uint8), np.tile([x, y, 250.0], (len(chosen), 1)), np.ones(len(chosen), np.int64))
