"""Feet in pictures, for tests: a light bar with toes that shorten when they curl, its eight points, and the patches a cutter would cut."""

from dataclasses import replace

import numpy as np
from footpoints import FOOT_PX, pictured
from numpy.typing import NDArray

from footcv.feet.cutter import PATCH_IN_FEET, PATCH_PX
from footcv.feet.landmarks import FootLandmark
from footcv.signals.appearance import Patches
from footcv.signals.filters import RATE_HZ

Array = NDArray[np.float64]

# Seen from the side: heel to the left, toes to the right.
RESTING = pictured("left", 90, 0, 0)
ANKLE, HEEL, TIP = RESTING[[FootLandmark.ANKLE, FootLandmark.HEEL, FootLandmark.TOE1], :2]
MIDDLE = 0.7 * ANKLE + 0.3 * TIP
# Toes that curl draw their tips back by this much.
CURL_PX = 0.16 * FOOT_PX


def foot_points(lift_px: Array) -> Array:
    """The foot's points and depths (N, 8, 3) over time, lifted by `lift_px` (N,)."""
    points = np.tile(RESTING, (len(lift_px), 1, 1))
    points[..., 1] -= lift_px[:, None]
    return points


def foot_patches(curl: Array, lift_px: Array | float = 0.0, heel_px: Array | float = 0.0, noise: float = 1.5) -> Patches:
    """The pictures of a foot whose toes curl by `curl` (N,) in [0, 1], lifted by `lift_px`, its heel alone by `heel_px`; every second frame."""
    rng = np.random.default_rng(3)
    n = len(curl)
    lift, heel = (np.broadcast_to(values, n) for values in (lift_px, heel_px))
    width = PATCH_IN_FEET * FOOT_PX
    x, y = (MIDDLE[axis] + ((np.arange(PATCH_PX) + 0.5) / PATCH_PX - 0.5) * width for axis in (0, 1))
    texture = 10 * np.sin(x[None, :] / 17) * np.sin(y[:, None] / 23)
    images = []
    for i in range(0, n, 2):
        reach = (TIP[0] - HEEL[0]) - CURL_PX * curl[i]
        along = (x - HEEL[0]) / reach
        sole = HEEL[1] - lift[i] - heel[i] * np.clip(1 - along, 0, 1)
        thick = 0.16 * FOOT_PX * (1 + 0.5 * curl[i] * (along > 0.8))
        off = np.maximum(np.abs(y[:, None] - (sole - thick / 2)[None, :]) - thick[None, :] / 2, np.maximum(HEEL[0] - x, x - HEEL[0] - reach)[None, :])
        images.append(90 + texture + 100 / (1 + np.exp(np.clip(off, -50, 50))) + rng.normal(0, noise, (PATCH_PX, PATCH_PX)))
    t = np.arange(n)[::2] / RATE_HZ
    places = np.tile([*MIDDLE, width], (len(t), 1))
    return Patches(t, np.clip(images, 0, 255).astype(np.uint8), places, np.ones(len(t), np.int64))


def shaded(patches: Patches, shade: Array, columns: slice, greys: float = 60.0) -> Patches:
    """The same pictures with a shade over some of their `columns`, as dark as `shade` (N,) on the grid says, in [0, 1] of so many `greys`."""
    dark = greys * np.interp(patches.t, np.arange(len(shade)) / RATE_HZ, shade)[:, None, None]
    images = np.asarray(patches.images[:], float)
    images[:, :, columns] -= dark
    return replace(patches, images=np.clip(images, 0, 255).astype(np.uint8))
