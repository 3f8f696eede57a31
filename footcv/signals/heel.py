"""Heel height: how far the heels are off the floor, from the body's landmarks, in metres.

Two measures that fail apart are averaged: how high heel and ankle (of feet alone the heel, as their ankle on tiptoe is misread more often) are over the toes of
the same foot, and how high the trunk is over the toes (on tiptoe the whole body rises). Both stand on the toes, so a moving camera or a walk through the room
changes nothing; both shift when the person turns, because toes that point at the camera lie lower in the picture: that shift is learned and taken out.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from footcv.signals.filters import RATE_HZ, Array, known_mean, lower_half, median_known, shrunk, smooth, two_levels, unclear
from footcv.signals.forefoot import FOREFOOT
from footcv.signals.heights import FOOT_M, SMOOTH_S, heel_heights, metres_per_px, own_height, stature, walks_in_depth
from footcv.signals.signal import Marked, Signal
from footcv.signals.track import Track
from footcv.signals.turned import TURNED, facing_of, in_profile, without_turns
from footcv.stretches import stretches

# Below this a range is landmark noise and not a raised heel. Tiptoe lifts it 5 to 10 cm, of which 0.029 and more is read (rendered clips); of people who stay
# flat up to 0.025 is: what passes must be vouched for.
SMALLEST_RISE_M = 0.024
# Or this much, where it parts as clearly as this: a foot seen half from the front shows less of its rise.
FAINT_RISE_M, CLEAR_FAINT = 0.017, 0.88
# The other foot's landmarks move a little with the foot that rises.
BYSTANDER_SHARE = 0.3
# A trunk this much lower than usual is squatting, sitting down or striding.
SQUAT_M = 0.09
SHORTEST_S = 2.0
CLEAR_SPLIT = 0.6
# With so many times the noise of the heels alone, the mean with the trunk is no help: its height is a metre and more, and hangs on the scale, which is read
# less well of somebody who walks through the room (2.0 to 2.9 times in five sets on tiptoe, 1.5 at most in all others; rendered clips).
MUCH_LESS_CLEAR = 1.7
# Each of the two measures must have risen this much for a raised heel, where the feet's own points may help half a rise of the heels; or the heels this much by
# the feet's own points alone, which go up by 0.07 m and more, and neither measure come down as far as this: of true ones it falls by 0.013 m at most (rendered
# clips).
VOUCHED_RISE_M, OWN_RISE_M, SUNK_M = 0.0095, 0.055, 0.02
# Or the heels this much, of somebody who comes nearer or goes away, whose trunk tells little: of people who stay flat it is 0.038 m at most (rendered clips).
IN_DEPTH_RISE_M = 0.045
# Heels carry the trunk. One that rose further than they did, by more than this, came up from a crouch or jumped: of true ones it is 0.06 m at most (the
# rendered clips and three sets of real heel raises), of jumps, squats and side steps with a band 0.1 m and more (seven real clips).
CARRIED_M = 0.08
# The part of a pulse that is asked: its rise and its fall are not.
MEANWHILE = 0.95
# The feet turn before the chest.
VOUCH_MARGIN_S = 0.8
# Toes of feet that stay go about by up to 0.7 of their length in the picture, those of one who steps down from a step by 0.95 and of one who walks by 1.4 and
# more (five real sets of heel raises).
ON_THE_SPOT_FEET = 0.8
# They are asked for so long before and after a pulse.
MARGIN_S = 0.3
# The feet's own points are asked where they are known for this share of the time in which the body's are.
OWN_SHARE = 0.7


def heel_signal(body: Track, standing: NDArray[np.bool_], window_s: float) -> list[Signal]:
    """The heel-height signal of a set: of both feet together, or of the one foot that rises; none where none does.

    The median over `window_s` keeps the edges of a rise and lets a step pass: a walking foot stands for most of its stride. Where body and heels together show
    no rise, and the feet stay about where they are, their own points are asked.
    """
    scale = metres_per_px(body)
    heights = {side: np.where(standing, height, np.nan) for side, height in heel_heights(body, scale, window_s).items()}
    ranges = {side: _range(height) for side, height in heights.items()}
    for side, other in (("left", "right"), ("right", "left")):
        if ranges[other] < BYSTANDER_SHARE * ranges[side] and np.isfinite(heights[other]).mean() > 0.5 * np.isfinite(heights[side]).mean():
            return _signal(body, heights[side], side)
    zeroed = np.stack([height - np.nanmedian(lower_half(height)) if np.isfinite(height).any() else height for height in heights.values()])
    rise, facing = np.where(standing, stature(body, scale, window_s), np.nan), facing_of(body)
    if not np.isfinite(rise).any():
        return _signal(body, without_turns(body, facing, known_mean(zeroed)), "both")
    rise = np.where(rise < np.nanmedian(rise) - SQUAT_M, np.nan, rise)
    heels = np.where(np.isfinite(rise), known_mean(zeroed), np.nan)
    alone, mean = (without_turns(body, facing, height) for height in (heels, (heels + rise - np.median(lower_half(rise))) / 2))
    if unclear(mean) > MUCH_LESS_CLEAR * unclear(alone):
        mean = alone
    own = np.where(standing, own_height(body, scale, facing, window_s), np.nan)
    found = _signal(body, own if _is_clearer(own, mean) else mean, "both")
    if found or in_profile(facing) or not _stays(body, standing):
        return found
    return _signal(body, np.where(standing, own_height(body, scale, facing, window_s, on_the_spot=True), np.nan), "both")


def vouching(body: Track, on_the_spot: bool) -> Callable[[Marked], str | None]:
    """A function that says why a pulse of the heel signal is no raised heel after all, None if it is one.

    Heels over toes and trunk over toes (where it is seen) must both have risen against the second before and after, or the heels clearly, by the feet's own
    points or while the person comes nearer or goes away, and neither of the two come down; and the trunk no further than heels carry it. `on_the_spot` also
    asks the feet to stay where they are.
    """
    scale = metres_per_px(body)
    heights = np.stack(list(heel_heights(body, scale, 0.3).values()))
    facing = facing_of(body)
    own = own_height(body, scale, facing, 0.3)
    heel, trunk_up = (without_turns(body, facing, height) for height in (known_mean(heights), stature(body, scale, 0.3)))
    if body.has_body and in_profile(facing):
        straight = shrunk(~(np.abs(facing) > TURNED), VOUCH_MARGIN_S)
        heel, trunk_up, own = (np.where(straight, height, np.nan) for height in (heel, trunk_up, own))
    foot_px, in_depth = FOOT_M / median_known(scale), walks_in_depth(body)

    def refuse(raised: Marked) -> str | None:
        heels = _rise(heel, body.t, raised)
        trunk = _rise(trunk_up, body.t, raised) if body.has_body else heels
        if trunk > heels + CARRIED_M:
            return f"the trunk rose by {trunk:.3f} m, the heels by {heels:.3f} m"
        by_own = _rise(own, body.t, raised)
        helped = max(heels, (heels + by_own) / 2) if heels >= VOUCHED_RISE_M / 2 else heels
        clear = by_own >= OWN_RISE_M or (in_depth and heels >= IN_DEPTH_RISE_M)
        if min(helped, trunk) < VOUCHED_RISE_M and not (clear and min(heels, trunk) > -SUNK_M):
            return f"heels rose by {heels:.3f} m and trunk by {trunk:.3f} m, under {VOUCHED_RISE_M} m"
        if on_the_spot and (steps := _feet_moved(body, raised) / foot_px) > ON_THE_SPOT_FEET:
            return f"the feet moved by {steps:.1f} of their length"
        return None

    return refuse


def _rise(height: Array, t: Array, raised: Marked) -> float:
    """How much higher `height` (N,) was meanwhile than in the second before and after, m; 0 where that was not seen.

    Most of the pulse is asked, and not the hold: where heights drift that is their highest part.
    """
    start_s, end_s = (raised.start_s + share * (raised.end_s - raised.start_s) for share in (1 - MEANWHILE, MEANWHILE))
    held = height[(t >= start_s) & (t <= end_s)]
    rested = height[((t >= raised.start_s - 1.0) & (t <= raised.start_s)) | ((t >= raised.end_s) & (t <= raised.end_s + 1.0))]
    held, rested = held[np.isfinite(held)], rested[np.isfinite(rested)]
    return float(np.median(held) - np.median(rested)) if len(held) and len(rested) else 0.0


def _feet_moved(body: Track, raised: Marked) -> float:
    """How far the toes went in the picture over the pulse, together or against each other, px; of feet alone from before it to after it.

    A body says where its toes are. Those of a shoe alone seem to go about while it rises: seen from behind they lie hidden over the heel, and then under it.
    """
    near = (body.t >= raised.start_s - MARGIN_S) & (body.t <= raised.end_s + MARGIN_S)
    left, right = (_forefoot(body, side)[near] for side in ("left", "right"))
    began, ended = body.t[near] <= raised.start_s, body.t[near] >= raised.end_s
    moved = [0.0]
    for path in (left, right, left - right):
        if body.has_body:
            moved.append(_way_px(np.stack([smooth(way, SMOOTH_S) for way in path.T], axis=1)))
        else:
            moved.append(float(np.nan_to_num(np.linalg.norm([median_known(x[ended]) - median_known(x[began]) for x in path.T]))))
    return max(moved)


def _way_px(path: Array) -> float:
    """The diagonal of the box in which a point (N, 2) is nine tenths of the time along each axis, px; none where it is not seen."""
    known = path[np.isfinite(path).all(axis=1)]
    return float(np.hypot(*np.ptp(np.percentile(known, [5, 95], axis=0), axis=0))) if len(known) else 0.0


def _forefoot(body: Track, side: str) -> Array:
    """Where the front of a foot is in the picture (N, 2) px: the body's toe, or of feet alone the middle of balls and toes, which trembles less than a toe."""
    if body.has_body or side not in body.feet:
        return body.leg(side)[4]
    return np.asarray(body.feet[side][:, FOREFOOT].mean(axis=1))


def _stays(body: Track, standing: NDArray[np.bool_]) -> bool:
    """Whether somebody who is `standing` (N,) keeps the feet about where they are."""
    toes = np.stack([_forefoot(body, side)[standing] for side in ("left", "right")]).mean(axis=0)
    return bool(np.isfinite(toes).all(axis=1).any()) and _way_px(toes) < ON_THE_SPOT_FEET * body.foot_extent_px


def _is_clearer(own: Array, other: Array) -> bool:
    """Whether a height is known about as much as another one, and parts into two levels more clearly."""
    known, others = np.isfinite(own), np.isfinite(other)
    if known.sum() < max(SHORTEST_S * RATE_HZ, OWN_SHARE * others.sum()):
        return False
    return not others.any() or two_levels(own[known])[2] > two_levels(other[others])[2]


def _range(height: Array) -> float:
    known = height[np.isfinite(height)]
    return float(np.ptp(np.percentile(known, [5, 95]))) if len(known) else 0.0


def _of_one_scene(height: Array) -> Array:
    """The height without what is seen for less of the time, where heels never go from the one to the other but over a gap: another scene, and no rest."""
    known = np.isfinite(height)
    parts = stretches(known)
    if len(parts) < 2:
        return height
    middle = sum(two_levels(height[known])[:2]) / 2
    up = [height[first:last] > middle for first, last in parts]
    shares = [float(part.mean()) for part in up]
    if any(0 < share < 1 for share in shares) or len(set(shares)) == 1:
        return height
    mostly_up = 2 * sum(part.sum() for part in up) > known.sum()
    return _of_one_scene(np.where((height > middle) == mostly_up, height, np.nan))


def _signal(body: Track, height: Array, side: str) -> list[Signal]:
    height = _of_one_scene(height)
    known = np.isfinite(height)
    if known.sum() < SHORTEST_S * 30:
        return []
    rest, full, clear = two_levels(height[known])
    least_m = FAINT_RISE_M if clear >= CLEAR_FAINT else SMALLEST_RISE_M
    if full - rest < least_m or clear < CLEAR_SPLIT:
        return []
    return [Signal(side, body.t[known], height[known], "m", "landmarks", rest, full, float(np.clip(clear, 0, 1)))]
