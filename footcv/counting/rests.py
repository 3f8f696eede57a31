"""When a foot that circles rests: by its flexion, by its picture, and by the way of its toes. Samples in, places out."""

from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from footcv.counting.extremes import Array, Extreme, extremes_of, half_way, usual_swing
from footcv.stretches import Stretch, stretches

Mask = NDArray[np.bool_]

# A foot rests where its flexion stays within this share of the usual swing for this share of a turn; or for the shorter one, where its picture changes at less
# than this share of the speed that it has in a turn. Seen from the side what is furthest up or down looks like a rest, too, but for a shorter time.
REST_SWING, REST_TURNS, SLOW_TURNS, SLOW = 0.15, 0.6, 0.3, 0.4
# Where it is fastest as it goes round, half-way between high and low, a rest is one: within this share of the usual swing.
HALF_WAY = 0.25
# So is a shorter one of the toes about the ankle, which the leg's sway leaves alone: within the first of these shares of their usual swing for the second one
# of a turn, no further than the third from half-way, while the picture changes at less than the last of its speed in a turn. Of 207 recordings of
# rendered feet, by four networks, 186 are counted exactly with them and 179 without; other windows, 0.15 to 0.3 of a turn, and speeds, 0.5 to 0.8, give 177 to
# 184.
TOES_SWING, TOES_TURNS, TOES_HALF_WAY, TOES_SLOW = 0.1, 0.2, 0.18, 0.6
# On its way out from a rest, or back to it, a foot may swing to the side, for a quarter of a turn and less: its flexion seems to rest still, its toes do not.
# Of 216 recordings 194 are counted exactly without it, 196 with 0.25 to 0.4, and 195 with 0.5.
OUT_TURNS = 0.3


def rests(t: Array, flexion: Array, picture: Array, turn_s: float, usual: float) -> Mask:
    """(N,) whether the foot rests, by its `flexion` (N,), whose usual swing is `usual`, and its `picture` (N, K)."""
    fast = _speed(t, picture) >= SLOW
    found = np.zeros(len(t), bool)
    for turns, may_be_fast in ((REST_TURNS, True), (SLOW_TURNS, False)):
        width = samples_in(t, turns * turn_s)
        if len(t) >= width:
            still = np.ptp(sliding_window_view(flexion, width), axis=1) < REST_SWING * usual
            found |= lasting(still if may_be_fast else still & ~_any(fast, width), width)
    return found


def toes_rest(t: Array, toes: Array, picture: Array, turn_s: float) -> Mask:
    """(N,) whether the `toes` (N, 2), on their way about the ankle, rest half-way."""
    way = toes - toes.mean(axis=0)
    along = way @ np.linalg.svd(way, full_matrices=False)[2][0]
    extremes = extremes_of(along)
    middle, width = half_way(along, extremes), samples_in(t, TOES_TURNS * turn_s)
    if middle is None or len(t) < width:
        return np.zeros(len(t), bool)
    usual = usual_swing(along, extremes)
    near = np.hypot(*np.ptp(sliding_window_view(way, width, axis=0), axis=2).T) < TOES_SWING * usual
    leaves = (np.abs(along - middle) >= TOES_HALF_WAY * usual) | (_speed(t, picture) >= TOES_SLOW)
    return lasting(near & ~_any(leaves, width), width)


def as_long_as_the_toes(t: Array, resting: Mask, by_toes: Mask, turn_s: float) -> Mask:
    """(N,) the rests by flexion and picture (N,), each begun and ended with that of the toes within it, where that is so near that it is the same."""
    found, near = resting.copy(), samples_in(t, OUT_TURNS * turn_s)
    for start, stop in stretches(resting):
        places = np.flatnonzero(by_toes[start:stop]) + start
        if len(places) and start > 0 and places[0] - start <= near:
            found[start : places[0]] = False
        if len(places) and stop < len(t) and stop - 1 - places[-1] <= near:
            found[places[-1] + 1 : stop] = False
    return found


def but_for_turning_points(t: Array, flexion: Array, extremes: list[Extreme], resting: Mask, by_toes: Mask, usual: float, turn_s: float) -> Mask:
    """(N,) the rests but for short ones that are not half-way between high and low and that the toes do not tell: there the foot turns round."""
    middle, found = half_way(flexion, extremes), resting.copy()
    if middle is None:
        return found
    for start, stop in stretches(resting):
        is_short = start > 0 and stop < len(t) and t[stop] - t[start] < REST_TURNS * turn_s
        if is_short and not by_toes[start:stop].any() and np.abs(flexion[start:stop] - middle).max() >= HALF_WAY * usual:
            found[start:stop] = False
    return found


def between_two_rests(flexion: Array, extremes: list[Extreme], parts: list[Stretch], usual: float) -> list[Stretch]:
    """The stretches before and after which the foot rests half-way between high and low."""
    middle = half_way(flexion, extremes)
    if middle is None:
        return []
    is_rest = [bool(np.abs(flexion[stop:start] - middle).max() < HALF_WAY * usual) for (_, stop), (start, _) in pairwise(parts)]
    return [part for part, before, after in zip(parts[1:], is_rest, is_rest[1:], strict=False) if before and after]


def _speed(t: Array, picture: Array) -> Array:
    """(N,) how fast the picture changes, as a share of the speed that it has in a turn."""
    speed = np.linalg.norm(np.gradient(picture, t, axis=0), axis=1)
    return np.asarray(speed / max(float(np.percentile(speed, 80)), 1e-12))


def samples_in(t: Array, seconds: float) -> int:
    """How many samples at `t` (N,) s so many seconds are, two at least."""
    return max(2, round(seconds / float(np.median(np.diff(t)))))


def _any(mask: Mask, width: int) -> Mask:
    """Whether it holds anywhere in each window of so many samples."""
    return np.asarray(sliding_window_view(mask, width).any(axis=1))


def lasting(windows: Mask, width: int) -> Mask:
    """The samples of the chosen windows of so many samples."""
    found = np.zeros(len(windows) + width - 1, bool)
    for start in np.flatnonzero(windows):
        found[start : start + width] = True
    return found
