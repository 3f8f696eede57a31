"""Pencil pickups: how high the whole foot is off the floor, and whether the toes gripped before it left."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from footcv.feet.landmarks import FootLandmark
from footcv.signals.filters import RATE_HZ, Array, closed, median_known, running_median, running_quantile, smooth, two_levels, unclear
from footcv.signals.forefoot import FOREFOOT, WEIGHTS, Forefoot, bridged, foot_size, shift_axes, weights, without
from footcv.signals.heights import metres_per_px
from footcv.signals.signal import Signal
from footcv.signals.track import Track

MEDIAN_S = 0.25
SMOOTH_S = 0.15
SHORTEST_S = 2.0
# The floor under a foot, over this long: the person stands nearer or further for longer than they hold a pencil.
FLOOR_WINDOW_S = 40.0
# Who stands before and after has stood meanwhile: to sit down and to stand up again takes 2.3 s (Bohannon 2006: 11.4 s for five times, at 60 to 69 years), and
# longer with a leg stretched out in between, which a lifted one is taken for where the body is not seen whole.
STOOD_MEANWHILE_S = 3.0
# A foot lifted by less than this, in foot sizes, is landmarks that tremble; pencils are lifted by 0.3 and more.
SMALLEST_LIFT_FEET = 0.12
CLEAR_SPLIT = 0.7
# With so many times the noise of the body's toes, own points lie on the other foot for long: rendered ones that do 2.2 to 5 times, others 1.9 at most.
MUCH_LESS_CLEAR = 1.5
# And where they are this much higher or lower than those, in foot sizes, for a moment: the other foot lies 0.3 or more away, the same one differs by 0.15.
ASTRAY_FEET = 0.25
# Ball and toe at the outer edge of the foot, and at the inner one.
EDGES = ([FootLandmark.BALL_OUT, FootLandmark.TOE5], [FootLandmark.BALL_IN, FootLandmark.TOE1])
# Of what a foot's lower end goes through the floor is this quantile: who holds a pencil for 10 s, as the programs ask, and rests for 4 stands for less than a
# third of the time. An edge of the forefoot, which may be read off the other foot for long, must be down for that.
FLOOR_SHARE, EDGE_FLOOR_SHARE = 0.85, 0.7
# Grips are looked for at the tips of the toes: of the legs, of their shadows, and of the other foot, which sway before a lift and after it without any grip, a
# wider window sees a rest. (Of 125 rendered clips 116 are told rightly with 0.085 to 0.13, no negative wrongly; 113 about the middle of the forefoot with 0.2.)
GRIP_SPREAD_FEET = 0.1
NEARER = np.sqrt(weights(GRIP_SPREAD_FEET) / WEIGHTS).astype(float)
# How much a grip changes the tips, in contrasts of the forefoot, the least but for what a shift would: 0.063 and more in nineteen of twenty rendered grips, up
# to 0.55; in nine of ten legs that are raised without one 0.052 at most. Feet that have left already look otherwise altogether.
SMALLEST_GRIP, LARGEST_GRIP = 0.05, 0.9
# Letting go undoes the grip, and one grip is like another: the cosine between two such changes (of nineteen of twenty rendered grips and the one most like them
# 0.85 and more; of one shaken by a hundredth of the picture 0.67). With 0.6 to 0.76, and with grips of 0.04 to 0.06 and more, the same clips are told rightly.
ALIKE = 0.65


def lift_signal(body: Track, side: str, standing: NDArray[np.bool_]) -> Signal | None:
    """The height of one foot's lower end over the floor, metres by an adult's lengths; None where the foot stays down."""
    size, scale = foot_size(body, side), median_known(metres_per_px(body))
    if not np.isfinite(size) or not np.isfinite(scale):
        return None
    for height in _heights(body, side, closed(standing, STOOD_MEANWHILE_S), size):
        known = np.isfinite(height)
        if known.sum() < SHORTEST_S * RATE_HZ:
            continue
        rest, full, clear = two_levels(height[known])
        # Who walks in was further off before, and their feet seem to come up to the floor.
        if min(full, full - rest) >= SMALLEST_LIFT_FEET * size and clear >= CLEAR_SPLIT:
            return Signal(side, body.t[known], scale * height[known], "m", "landmarks", scale * rest, scale * full, float(np.clip(clear, 0, 1)))
    return None


def gripped(seen: Forefoot, aloft: Sequence[tuple[float, float]]) -> list[bool]:
    """For each time of a foot off the floor (from, to; s) whether its toes gripped before it left, or let go after it was put down.

    The forefoot then looks otherwise at these two ends than at rest, and in the same way as at another end of this lift or of another one. A foot that
    leans before it leaves, or lands a little beside its place, looks otherwise each time too, but for most of it as if the whole picture were shifted; and
    where it leans alike each time it does not land so, while of grips some are seen to be undone.
    """
    ends = [end for lift in aloft for end in _ends(seen, lift, [other for other in aloft if other != lift])]
    at_rest = [rest for rest, _ in ends if rest is not None]
    if not at_rest:
        return [False] * len(aloft)
    changes = np.stack([change for _, change in ends]) * NEARER
    size = np.linalg.norm(changes, axis=1)
    shifted = np.linalg.qr(NEARER[:, None] * shift_axes(np.mean(at_rest, axis=0)))[0]
    clear = (size <= LARGEST_GRIP) & (np.linalg.norm(without(changes, shifted), axis=1) >= SMALLEST_GRIP)
    alike = (changes @ changes.T) / np.maximum(np.outer(size, size), 1e-9) >= ALIKE
    np.fill_diagonal(alike, False)
    grip = clear & (alike & clear).any(axis=1)
    undone = (alike[::2, 1::2] & grip[::2, None] & grip[1::2]).any()
    return [bool(undone and either) for either in grip.reshape(-1, 2).any(axis=1)]


def _ends(seen: Forefoot, lift: tuple[float, float], others: Sequence[tuple[float, float]]) -> list[tuple[Array | None, Array]]:
    """The mean picture at rest and its change at both ends of a lift: before the foot leaves the floor, and when it is put down.

    Where one of the two is not seen, or is in one of the other lifts, there is none, and the change is zero.
    """
    off_s, down_s = lift
    ends: list[tuple[Array | None, Array]] = []
    on_floor = ~np.any([(seen.t >= off) & (seen.t <= down) for off, down in [lift, *others]], axis=0)
    for times in (((off_s - 1.5, off_s - 0.9), (off_s - 0.2, off_s)), ((down_s + 0.8, down_s + 1.4), (down_s, down_s + 0.2))):
        rest, moved = (seen.rows(np.flatnonzero(on_floor & (seen.t >= a) & (seen.t <= b))).astype(float) for a, b in times)
        known = len(rest) > 0 and len(moved) > 0
        ends.append((rest.mean(axis=0), moved.mean(axis=0) - rest.mean(axis=0)) if known else (None, np.zeros(rest.shape[1])))
    return ends


def _heights(body: Track, side: str, stood: NDArray[np.bool_], size: float) -> list[Array]:
    """How high in px a foot of so many px is over the floor while the person `stood`, each (N,), the better witness first: the median of its forefoot's own
    points, the body's toes, and each edge of the forefoot.

    The forefoot leaves the floor last and stays down on tiptoe; one point that jumps to the other foot does no harm. Of two feet that hide each other all of
    them are read off the wrong one at times; the body's toes stay on their own foot. So they say how high it is where the two differ, and all along where
    these part into two levels far more clearly. From the side one edge of a foot hides the other, whose points are read off the foot behind it:
    that half of the forefoot stays down, and only its own edge is seen to be lifted.
    """
    toe = body.leg(side)[4][:, 1]
    if side not in body.feet:
        return [_over_the_floor(toe, stood)]
    own = np.median(body.feet[side][:, FOREFOOT, 1], axis=1)
    edges = [_over_the_floor(body.feet[side][:, edge, 1].mean(axis=1), stood, EDGE_FLOOR_SHARE) for edge in EDGES]
    if not body.has_body:
        return [_over_the_floor(own, stood), *edges]
    coarse = _over_the_floor(toe, stood)
    if unclear(_over_the_floor(bridged(own, toe), stood)) > MUCH_LESS_CLEAR * unclear(coarse):
        return [coarse, *edges]
    astray = np.abs(own - toe - median_known(own - toe)) > ASTRAY_FEET * size
    return [_over_the_floor(bridged(np.where(astray, np.nan, own), toe), stood), coarse, *edges]


def _over_the_floor(low_px: Array, stood: NDArray[np.bool_], floor_share: float = FLOOR_SHARE) -> Array:
    """How high in px what lies so far down (N,) in the picture is over where it lies at rest."""
    y = running_median(np.where(stood, low_px, np.nan), MEDIAN_S)
    return smooth(running_quantile(y, FLOOR_WINDOW_S, floor_share) - y, SMOOTH_S)
