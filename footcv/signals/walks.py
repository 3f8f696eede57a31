"""Walks on tiptoe through the room: feet that go walk, feet that stand do not, and the heels of the whole set say whether it is on tiptoe.

Heels that go by are read worse than those that stay: they hide each other, turn, and come nearer, and seem to come down in mid-walk. That the feet go is seen
all the same, and so when a walk begins and ends.
"""

import numpy as np
from numpy.typing import NDArray

from footcv.signals.filters import RATE_HZ, Array, closed, correlation, known_mean, median_known, running_median, shrunk, smooth
from footcv.signals.heights import FOOT_M, heel_heights, metres_per_px, own_height, stature
from footcv.signals.signal import Marked, Signal
from footcv.signals.track import Track
from footcv.signals.turned import facing_of, without_turns
from footcv.stretches import stretches

# Feet that stand go by 0.13 of their length from one another within this time; any limit from 0.26 to 0.5 parts all walks of 30 rendered sets. Those that walk
# through the room go by 0.82 and more half of the time, those that step on the spot by up to 0.74.
STEP_S, SMOOTH_S, GOES_FEET, TRAVELS_FEET = 0.8, 0.1, 0.32, 0.78
# The heels go up before the feet go, and come down after: a walk begins and ends where the feet last stood, no further off than this; in a picture that shakes
# they never seem to, and it is as long as heels usually take.
STANDS_FEET, EDGE_S = 0.16, 1.2
# A walk goes on while both feet stand for so long, or while nobody is seen, out of the picture or in a turn, for the second of these; what is shorter than the
# third is a step.
STILL_S, UNSEEN_S, STEPS_S = 0.5, 2.5, 2.0
# Somebody who walks once comes in, or goes; both ways tell how high the heels are, whichever way the toes point.
LEAST_WALKS = 2
# In a walk the heels are read on the median of so long: a turn hides them for up to half of that.
READ_S = 5.0
# By how much heels and trunk, or these and the heels by the feet's own points, are higher in walks than in stands on the mean: on tiptoe by 0.0105 m and more,
# on flat feet by up to 0.005 (seven rendered sets of them).
VOUCHED_RISE_M = 0.0095
# Heels that are as high in a stand, as a share of what they are in the walks, have not come down.
STAYS_UP = 0.8
# Heels take so long to go up and to come down.
RISES_S = 0.6


def walks_to_and_fro(body: Track, standing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where (N,) somebody who is `standing` (N,) walks through the room, if it is more than once."""
    if not body.has_body:
        return np.zeros(len(body.t), bool)
    (_, _, ankle, _, toe), (_, _, other_ankle, _, other_toe) = body.leg("left"), body.leg("right")
    feet = metres_per_px(body) / FOOT_M
    # Of one foot against the other the camera, held by hand, takes no part.
    step, way = _furthest_px(ankle - other_ankle, toe - other_toe) * feet, _furthest_px(ankle, toe, other_ankle, other_toe) * feet
    seen, goes = np.isfinite(step), step > GOES_FEET
    goes = closed(goes | (closed(goes, UNSEEN_S) & ~seen), STILL_S)
    gone = [(first, last) for first, last in stretches(goes) if last - first > STEPS_S * RATE_HZ]
    walks = np.zeros(len(goes), bool)
    for first, last in gone:
        walks[first:last] = True
    if len(gone) < LEAST_WALKS or median_known(step[walks]) < TRAVELS_FEET or 2 * standing[walks].sum() <= walks.sum():
        return np.zeros(len(goes), bool)
    stood = np.flatnonzero(~closed(way > STANDS_FEET, STILL_S) & ~walks)
    furthest, usual = (round(seconds * RATE_HZ) for seconds in (EDGE_S, RISES_S))
    for first, last in gone:
        before, after = stood[(stood < first) & (stood >= first - furthest)], stood[(stood >= last) & (stood < last + furthest)]
        walks[before[-1] + 1 if before.size else max(first - usual, 0) : first] = True
        walks[last : after[0] if after.size else last + usual] = True
    return walks


def tiptoe_walks(body: Track, walks: NDArray[np.bool_], standing: NDArray[np.bool_], window_s: float) -> Signal | None:
    """The heel height of both feet over `walks_to_and_fro` (N,), None where it is on flat feet, or none is walked; heights are medians over `window_s`."""
    if not walks.any():
        return None
    scale, facing = metres_per_px(body), facing_of(body)
    heels = known_mean(np.stack(list(heel_heights(body, scale, window_s).values())))
    heels, trunk = (without_turns(body, facing, np.where(standing, height, np.nan)) for height in (heels, stature(body, scale, window_s)))
    own = np.where(standing, own_height(body, scale, facing, window_s), np.nan)
    stood, trunk_stood, own_stood = (median_known(height[~walks]) for height in (heels, trunk, own))
    rise, trunk_rise, own_rise = (median_known(height[walks]) - low for height, low in ((heels, stood), (trunk, trunk_stood), (own, own_stood)))
    if not (rise > 0 and np.fmax((rise + trunk_rise) / 2, (rise + trunk_rise + own_rise) / 3) >= VOUCHED_RISE_M):
        return None

    share = (heels - stood) / rise
    known = np.isfinite(share)
    up = np.where(~walks & (share > STAYS_UP), 1.0, 0.0)
    for first, last in stretches(walks):
        up[first:last] = _read(share[first:last])
    up = smooth(np.where(shrunk(up > 0, RISES_S / 2), up, 0.0), RISES_S)
    followed = float(np.clip(correlation(share[known], walks[known].astype(float)), 0.0, 1.0))
    there = walks | np.isfinite(body.leg("left")[2][:, 0]) | np.isfinite(body.leg("right")[2][:, 0])
    return Signal("both", body.t[there], rise * up[there], "m", "landmarks", 0.0, rise, followed)


def mostly_in(walks: NDArray[np.bool_], t: Array, raised: Marked) -> bool:
    """Whether most of a pulse lies in the walks (N,) at `t` (N,) s."""
    inside = (t >= raised.start_s) & (t <= raised.end_s)
    return bool(2 * walks[inside].sum() > inside.sum())


def _read(share: Array) -> Array:
    """How high heels are in a walk (N,), where they are not seen as high as about then, and at its ends as in the nearest whole window; 0 if never."""
    at = np.flatnonzero(np.isfinite(share))
    if not at.size:
        return np.zeros(len(share))
    middle, margin = len(share) // 2, round(READ_S * RATE_HZ) // 2
    read = np.interp(np.arange(len(share)), at, running_median(share, READ_S)[at])
    return np.asarray(read[np.arange(len(share)).clip(min(margin, middle), max(len(share) - 1 - margin, middle))])


def _furthest_px(*points: Array) -> Array:
    """How far the furthest of these points (N, 2) goes about each moment (N,); NaN where none is seen."""
    half = round(STEP_S * RATE_HZ) // 2
    furthest = np.full(len(points[0]), np.nan)
    for point in points:
        path = np.pad([smooth(way, SMOOTH_S) for way in point.T], ((0, 0), (half, half)), constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(path, 2 * half + 1, axis=1)
        furthest = np.fmax(furthest, np.hypot(*(np.fmax.reduce(windows, axis=2) - np.fmin.reduce(windows, axis=2))))
    return furthest
