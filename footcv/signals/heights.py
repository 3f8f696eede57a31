"""How high heels and trunk are over the toes in a picture, in metres.

The scale is that of the stretched leg, 0.491 of a height of 1.70 m (Drillis and Contini 1966); heights are as true as that.
"""

import numpy as np

from footcv.feet.foot_pose import TOES
from footcv.feet.landmarks import FootLandmark
from footcv.signals.filters import Array, known_mean, lower_half, running_median, running_quantile, smooth
from footcv.signals.track import LEFT_HIP, LEFT_SHOULDER, LEG_M, RIGHT_HIP, RIGHT_SHOULDER, Track, trunk_px
from footcv.signals.turned import TURNED, in_profile

# Heel to big toe of an adult of 1.70 m: 0.152 H (Drillis and Contini 1966).
FOOT_M = 0.152 * 1.70
SMOOTH_S = 0.2
# The picture's scale follows a person who comes nearer, over this long; bent knees shorten the leg in between, so its long moments count.
SCALE_WINDOW_S, STRETCHED_QUANTILE = 8.0, 0.85
# The trunk of somebody on the spot, or who walks across, has one length within 1.08 in the picture; of one who walks towards the camera 1.27 and more.
IN_DEPTH, TRUNK_S = 1.18, 0.7


def metres_per_px(body: Track) -> Array:
    """The scale at the person's place over time, from the longer leg's length in the picture; from the feet's own where no leg is seen.

    Of somebody who walks towards the camera or away, legs that stride are too slow a measure: the trunk's length says how much nearer they are.
    """
    if not body.has_body:
        return np.full(len(body.t), FOOT_M / max(body.foot_length_px, 1.0))
    legs = [np.linalg.norm(knee - hip, axis=1) + np.linalg.norm(ankle - knee, axis=1) for hip, knee, ankle, _, _ in (body.leg("left"), body.leg("right"))]
    leg = np.fmax(*legs)
    if walks_in_depth(body):
        trunk = _calm_trunk_px(body)
        length = trunk * np.nanquantile(leg / np.maximum(trunk, 1.0), STRETCHED_QUANTILE)
    else:
        length = running_quantile(leg, SCALE_WINDOW_S, STRETCHED_QUANTILE)
    return np.asarray(LEG_M / np.maximum(length, 1.0))


def walks_in_depth(body: Track) -> bool:
    """Whether the person comes nearer or goes away in the picture."""
    trunk = _calm_trunk_px(body)
    known = trunk[np.isfinite(trunk)]
    return len(known) > 0 and bool(np.quantile(known, 0.95) > IN_DEPTH * np.quantile(known, 0.05))


def _calm_trunk_px(body: Track) -> Array:
    """How long the trunk is in the picture, strides evened out, px (N,)."""
    return smooth(running_median(trunk_px(body), TRUNK_S), TRUNK_S / 2)


def heel_heights(body: Track, scale: Array, window_s: float) -> dict[str, Array]:
    """How high each side's heel (and of a body's the ankle) is over its toe, the median over `window_s`, m (N,)."""
    heights = {}
    for side in ("left", "right"):
        _, _, ankle, heel, toe = body.leg(side)
        risen = (heel[:, 1] + ankle[:, 1]) / 2 if body.has_body else heel[:, 1]
        heights[side] = smooth(running_median(scale * (toe[:, 1] - risen), window_s), SMOOTH_S)
    return heights


def own_height(body: Track, scale: Array, facing: Array, window_s: float, on_the_spot: bool = False) -> Array:
    """How high the heels are over the toes by the feet's own points, m (N,), of somebody in profile; NaN where that is not seen, or the person turns.

    Only in profile, or `on_the_spot`: toes that point at the camera lie lower in the picture, and a walking foot that does points elsewhere with every step.
    """
    if not (body.has_body and (on_the_spot or in_profile(facing))):
        return np.full(len(body.t), np.nan)
    heights = []
    for foot in body.feet.values():
        height = running_median(scale * (foot[:, TOES, 1].max(axis=1) - foot[:, FootLandmark.HEEL, 1]), window_s)
        if np.isfinite(height).any():
            heights.append(height - np.median(lower_half(height)))
    if not heights:
        return np.full(len(body.t), np.nan)
    return np.where((np.abs(facing) < TURNED) | on_the_spot, smooth(known_mean(np.stack(heights)), SMOOTH_S), np.nan)


def stature(body: Track, scale: Array, window_s: float) -> Array:
    """How high shoulders and hips are over the toes, the median over `window_s`, m (N,)."""
    trunk = body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP], 1].mean(axis=1)
    toes = (body.leg("left")[4][:, 1] + body.leg("right")[4][:, 1]) / 2
    return smooth(running_median(scale * (toes - trunk), window_s), SMOOTH_S)
