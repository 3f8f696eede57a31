"""Where somebody points, and what turning adds to the height of the heels: toes that point at the camera lie lower in the picture."""

import numpy as np

from footcv.feet.foot_pose import TOES
from footcv.feet.landmarks import FootLandmark
from footcv.signals.filters import RATE_HZ, Array, known_mean, lower_half, running_median, smooth, two_levels
from footcv.signals.track import LEFT_SHOULDER, RIGHT_SHOULDER, SHOULDERS_OVER_TRUNK, Track, trunk_px

# The chest's direction is evened out over these, s.
FACING_S, SMOOTH_S = 0.5, 0.2
# Feet whose toes are nearer than their heels by more than this, in their length, point at the camera, usually over so long.
POINTS_FEET, POINTS_S = 0.5, 1.5
# Cosines to the camera: in profile, and turned clearly out of it; and the share of the time that makes a walk in profile.
PROFILE, TURNED, MOSTLY = 0.35, 0.3, 0.6
# And one beyond which somebody is seen from before, or from behind.
SEEN_FROM = 0.5
# Who turns less than by this, the cosine's standard deviation, does not turn; of less than so long nothing can be told.
LEAST_TURN, SHORTEST_S = 0.15, 2.0
# Toes 0.2 m before the ankle, seen from 1 m up and at least 2 m away, lie this much lower at most.
LARGEST_TURN_SHIFT_M = 0.12


def chest_facing(body: Track) -> Array:
    """Cosine of the angle between where the chest points and the camera (N,): 1 facing it, 0 in profile, -1 from behind; NaN where no trunk is seen."""
    shoulders = body.points[:, LEFT_SHOULDER] - body.points[:, RIGHT_SHOULDER]
    return smooth(running_median((shoulders[:, 0] / np.maximum(SHOULDERS_OVER_TRUNK * trunk_px(body), 1.0)).clip(-1, 1), FACING_S), SMOOTH_S)


def feet_facing(body: Track) -> Array:
    """Where feet alone usually point (N,): 1 at the camera, -1 away from it, by how much nearer their toes are than their heels.

    Usually, because a heel that rises swings forward.
    """
    nearer = [depth[:, FootLandmark.HEEL] - depth[:, TOES].mean(axis=1) for depth in body.depths.values()]
    if not nearer:
        return np.full(len(body.t), np.nan)
    return running_median((known_mean(np.stack(nearer)) / POINTS_FEET).clip(-1, 1), POINTS_S)


def facing_of(body: Track) -> Array:
    """Where the chest points (N,), or of feet alone where they do."""
    return chest_facing(body) if body.has_body else feet_facing(body)


def in_profile(facing: Array) -> bool:
    """Whether somebody with these cosines (N,) is seen from the side most of the time."""
    known = facing[np.isfinite(facing)]
    return bool(len(known)) and float((np.abs(known) < PROFILE).mean()) > MOSTLY


def without_turns(body: Track, facing: Array, height: Array) -> Array:
    """The height (N,) m less what the person's turns add to it, by `facing_of` the body (N,); in profile that of the moments without a turn, which tell
    nothing."""
    known = np.isfinite(height) & np.isfinite(facing)
    if known.sum() < SHORTEST_S * RATE_HZ or facing[known].std() < LEAST_TURN:
        return height
    if body.has_body and in_profile(facing[known]):
        return np.where(np.abs(facing) < TURNED, height, np.nan)
    straightened = np.where(np.isfinite(facing), height - _shift(height[known], facing[known]) * facing, np.nan)
    # Feet alone that rise slowly seem to turn with it.
    seem_only = not body.has_body and two_levels(height[known])[2] >= two_levels(straightened[known])[2]
    return height if seem_only else straightened


def _shift(height: Array, facing: Array) -> float:
    """What facing the camera adds to the height (K,), m, found by fitting two levels and the turn together.

    Of somebody seen from both sides it is at first what those rest at: what is up from behind may look like what is down from before.
    """
    before, behind = height[facing > SEEN_FROM], height[facing < -SEEN_FROM]
    both = min(len(before), len(behind)) >= SHORTEST_S * RATE_HZ
    shift = float(np.median(lower_half(before)) - np.median(lower_half(behind))) / 2 if both else 0.0
    for _ in range(5):
        low, high, _ = two_levels(height - shift * facing)
        up = height - shift * facing > (low + high) / 2
        design = np.column_stack([np.ones(len(height)), up, facing])
        shift = float(np.clip(np.linalg.lstsq(design, height, rcond=None)[0][2], 0.0, LARGEST_TURN_SHIFT_M))
    return shift
