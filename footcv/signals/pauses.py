"""The pauses between walks on tiptoe: feet that stand, and heels that come down by less than the landmarks should say."""

from dataclasses import replace

import numpy as np

from footcv.signals.filters import RATE_HZ, Array, median_known, running_median, smooth
from footcv.signals.signal import Signal
from footcv.signals.track import FOOT_OVER_LONG_SHANK, Track
from footcv.stretches import stretches

# Feet that stand go to and fro by under 0.3 of their length in this time; those that walk through the room by over 1.
STEP_WINDOW_S, STANDING_FEET, WALKING_FEET = 0.6, 0.3, 0.6
# Somebody who turns round stands for up to half a second.
SHORTEST_STAND_S = 1.5
# The walks to which a stand is held lie this near; heels that came down read under 0.8 of what they read there.
NEAR_WALK_S, WALKED_QUANTILE, LOWERED = 2.0, 0.7, 0.8
EDGE_S = 0.8


def with_pauses(body: Track, signal: Signal, down: float) -> Signal:
    """The signal with the pauses of somebody who walks to and fro, in which the feet stand still and the heels come down by less than the landmarks should say.

    In profile small feet are seen on tiptoe a little while they stand flat. A stand before or after a walk that stays over `down`, as a share of the range,
    counts as rest where the heels are clearly lower than in that walk, between two than in both.
    """
    moved = _moved_feet(body)[np.searchsorted(body.t, signal.t).clip(0, len(body.t) - 1)]
    value, walking = signal.value.copy(), moved > WALKING_FEET
    level = signal.shares
    for first, last in stretches(moved < STANDING_FEET):
        start, end = signal.t[first], signal.t[last - 1]
        near = [(signal.t >= a) & (signal.t <= b) for a, b in ((start - NEAR_WALK_S, start), (end, end + NEAR_WALK_S))]
        walks = [float(np.quantile(level[part], WALKED_QUANTILE)) for part in near if walking[part].any()]
        if end - start < SHORTEST_STAND_S or not walks:
            continue
        stood, walked = float(np.median(level[first:last])), min(walks)
        if down < stood < LOWERED * walked:
            # The heels go down before the feet are still and up before they walk.
            lowered = (level < (stood + walked) / 2) & (signal.t > start - EDGE_S) & (signal.t < end + EDGE_S)
            value[lowered] = np.minimum(value[lowered], signal.rest)
    return replace(signal, value=value)


def _moved_feet(body: Track) -> Array:
    """How far ankles and toes go to and fro in the picture about each moment (N,), the furthest of them, in foot lengths; NaN where they are not seen."""
    half = round(STEP_WINDOW_S * RATE_HZ) // 2
    furthest = np.full(len(body.t), -np.inf)
    shanks = []
    for side in ("left", "right"):
        _, knee, ankle, _, toe = body.leg(side)
        shanks.append(np.linalg.norm(knee - ankle, axis=1))
        for point in (*ankle.T, *toe.T):
            path = np.pad(smooth(running_median(point, 0.2), 0.15), half, mode="edge")
            furthest = np.maximum(furthest, np.ptp(np.lib.stride_tricks.sliding_window_view(path, 2 * half + 1), axis=1))
    return np.asarray(furthest / (FOOT_OVER_LONG_SHANK * median_known(np.concatenate(shanks))))
