"""The sway of a leg that is held out: it turns a little about its hip all the time, and its foot with it.

Its shank tells it: nothing else in the picture goes with the leg but not with the ankle.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from footcv.signals.appearance import Array32, Patches, sampled_window, weighing
from footcv.signals.filters import Array, usual_place
from footcv.signals.track import Track

WINDOW_PX = 48
WINDOW_IN_FEET = 2.0
# Where the shank is looked at, from the ankle to the knee and to both sides of the line between them, in feet. A shank is 1.6 feet long (0.246 H and 0.152 H,
# Drillis and Contini 1966); the lower end moves with the foot, and wide trousers are as wide as that.
FROM_FEET, TO_FEET, ASIDE_FEET = 0.35, 1.35, 0.5
# Hip to ankle in feet: 0.491 H over 0.152 H (as above).
LEG_FEET = 0.491 / 0.152
ROUNDS = 6
# As many patches say how the leg usually lies, and as many are looked at together.
FEW = 200
CHUNK = 256


def laid_on_leg(body: Track, patches: Patches, side: str, use: NDArray[np.bool_], foot_px: float) -> NDArray[np.float64] | None:
    """(N, 2) shifts in patch pixels that lay each patch on the leg of that side, where that usually lies while `use` (on the body's grid) holds; None where
    the knee is not seen."""
    _, knee, ankle, _, _ = body.leg(side)
    usual = [usual_place(point[use]) for point in (ankle, knee)]
    if not np.isfinite(usual).all():
        return None
    shifts = patches.shifts
    return shifts + leg_sway(patches, usual[0], usual[1], foot_px, shifts) * patches.images.shape[1] / patches.places[:, 2:]


def leg_sway(patches: Patches, ankle: Array, knee: Array, foot_px: float, shifts: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 2) how far in each patch the ankle of a leg that usually lies from `ankle` to `knee` (2,) px is off, across the leg, px of the frame.

    `shifts` (N, 2) patch px are those of the camera. Lucas and Kanade's (1981) shift, along one line and growing from the hip to the ankle.
    """
    along = (knee - ankle) / max(float(np.linalg.norm(knee - ankle)), 1e-9)
    across = np.array([-along[1], along[0]])
    x, y = (float(c) for c in ankle + (FROM_FEET + TO_FEET) / 2 * foot_px * along)
    side = WINDOW_IN_FEET * foot_px
    px = side / WINDOW_PX
    rows, columns = (np.mgrid[:WINDOW_PX, :WINDOW_PX] + 0.5) * px - side / 2
    from_ankle = (np.stack([columns + x, rows + y], axis=-1) - ankle) / foot_px
    up, aside = from_ankle @ along, np.abs(from_ankle @ across)
    shank = (up >= FROM_FEET) & (up <= TO_FEET) & (aside <= ASIDE_FEET)

    def seen(part: Patches, shift: NDArray[np.float64], moved: Array) -> Array32:
        at = shift + moved[:, None] * across * part.images.shape[1] / part.places[:, 2:]
        return sampled_window(part, (x, y), side, WINDOW_PX, at)

    few = slice(None, None, -(-len(patches.t) // FEW))
    usual = np.median(seen(patches.where(few), shifts[few], np.zeros(len(shifts[few]))), axis=0).reshape(WINDOW_PX, WINDOW_PX)
    down, right = np.gradient(usual, px)
    slope = ((right * across[0] + down * across[1]) * (1 - up / LEG_FEET))[shank]
    level = usual[shank]
    off_px = np.zeros(len(patches.t))
    for start in range(0, len(patches.t), CHUNK):
        chunk = slice(start, start + CHUNK)
        part, moved = patches.where(chunk), off_px[chunk]
        part = replace(part, images=part.images[:])
        for _ in range(ROUNDS):
            now = seen(part, shifts[chunk], moved)[:, shank.ravel()]
            off = level - (now - now.mean(axis=1, keepdims=True) + level.mean())
            weight = weighing(off)
            moved += ((weight * off) @ slope / np.maximum(weight @ slope**2, 1e-6)).clip(-2 * px, 2 * px)
    return np.asarray(off_px[:, None] * across)
