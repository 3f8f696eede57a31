"""The body over time: the poses of one source on the common grid, and what follows from them about legs, posture and scale."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.feet.assignment import SHRUNK_SHARE
from footcv.feet.foot_pose import fit_pose
from footcv.feet.landmarks import FootLandmark
from footcv.feet.size import FOOT_OVER_SHANK, SMALLEST_FOOT_PX
from footcv.signals.filters import Array, grid, median_known, mostly, on_grid, running_median, smooth

# MediaPipe's numbers of the landmarks that are measured: shoulders, legs from hip to toe, and wrists, left and right in turn.
LANDMARKS = [11, 12, *range(23, 33), 15, 16]
# Where among them those of one leg are, left; the right leg's are one further.
HIP, KNEE, ANKLE, HEEL, TOE = 2, 4, 6, 8, 10
LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP = 0, 1, 2, 3
WRISTS = (12, 13)
# Shoulders' width over the trunk's length: 0.61 to 0.72 of MediaPipe's world landmarks of rendered people of all shapes (Drillis and Contini 1966: 0.259 H and
# 0.288 H; MediaPipe's shoulders lie further in).
SHOULDERS_OVER_TRUNK = 0.7
# Foot over shank: 0.152 H over 0.246 H (Drillis and Contini 1966).
FOOT_OVER_LONG_SHANK = 0.62
# A landmark less sure than this is a gap.
VISIBLE = 0.3
# A foot's own points are taken for the body's coarser ones where they are known in this share of the time that its leg is.
FOLLOWED_SHARE = 0.5
# The first search comes as late as this: follower.py's time until a body that leads to no foot is doubted, and twice that of a search (loose.py).
FOUND_WITHIN_S = 3.0
# Landmarks missing for longer than this are not guessed.
BRIDGE_S = 0.35
# The length of a foot is the median of so many fits of its shape.
FITS = 25
# A foot's usual extent is that of so long before and after.
WHOLE_WINDOW_S = 2.0
# Poses are judged over this long: nobody sits down and up again within it.
POSTURE_WINDOW_S = 1.0
# Hip to ankle in metres of an adult of 1.70 m: 0.491 H (Drillis and Contini 1966: thigh 0.245 H, shank 0.246 H).
LEG_M = 0.491 * 1.70


@dataclass(frozen=True)
class Track:
    """One person through one source, on the grid of 1/30 s.

    `t` (N,) s; `points` (N, 14, 2) px of `LANDMARKS`, NaN where one is not seen; `width`, `height` of the picture in px; `feet` by side the foot's own points
    (N, 8, 2) px, NaN likewise, of the sides whose foot was followed well, and `depths` (N, 8) how much further from the camera each is than their middle, in
    lengths from heel to big toe. `foot_extent_px` is the usual extent of the larger foot of those that were followed, or else of those that were seen at all;
    NaN without any. `track` makes points and depths in single precision, as the networks read them: those of an hour are large.
    """

    t: Array
    points: Array
    width: int
    height: int
    feet: Mapping[str, Array] = field(default_factory=dict)
    depths: Mapping[str, Array] = field(default_factory=dict)
    foot_extent_px: float = np.nan

    @cached_property
    def has_body(self) -> bool:
        """Whether any of the body's landmarks is ever seen; else there are feet alone, or nobody."""
        return bool(np.isfinite(self.points).any())

    @cached_property
    def foot_length_px(self) -> float:
        """How long the longer foot is from heel to big toe, px, by its own points at some times: one that rises and sinks has no shape on average.

        0 where none is seen.
        """
        seen = {side: np.flatnonzero(np.isfinite(foot[:, 0, 0])) for side, foot in self.feet.items()}
        some = {side: times[np.linspace(0, len(times) - 1, min(FITS, len(times))).round().astype(int)] for side, times in seen.items() if len(times)}
        fits = {side: [fit_pose(points, side).scale for points in self.own_points(side)[times]] for side, times in some.items()}
        return max((float(np.median(scales)) for scales in fits.values()), default=0.0)

    def leg(self, side: str) -> tuple[Array, Array, Array, Array, Array]:
        """Hip, knee, ankle, heel and toe of one leg, each (N, 2) px: the body's landmarks, or of feet alone their own.

        On the suite's whole bodies MediaPipe's landmarks, coarse as they are, count better: they stay on their own foot. Of feet alone the knee is as far
        beyond the mid-shin as that is from the ankle.
        """
        k = 0 if side == "left" else 1
        if side in self.feet and not self.has_body:
            ankle, heel, toe = _ends(self.feet[side])
            return np.full_like(ankle, np.nan), 2 * self.feet[side][:, FootLandmark.SHIN] - ankle, ankle, heel, toe
        return self.points[:, HIP + k], self.points[:, KNEE + k], self.points[:, ANKLE + k], self.points[:, HEEL + k], self.points[:, TOE + k]

    def own_points(self, side: str) -> Array:
        """The foot's own points with their depth (N, 8, 3), px and foot lengths, the mid-shin half-way to the body's knee where a body is seen.

        That is surer than the foot's own.
        """
        points = np.dstack([self.feet[side], self.depths[side]])
        _, knee, ankle, _, _ = self.leg(side)
        if self.has_body:
            points[:, FootLandmark.SHIN, :2] = points[:, FootLandmark.ANKLE, :2] + (knee - ankle) / 2
        return points

    def anchor(self, side: str) -> tuple[Array, float]:
        """The point (N, 2) px that rests while the foot exercises, and the length in px by which its rest is judged (NaN: not known): the knee and the shank.

        Of feet alone it is the ankle; a mid-shin at the picture's edge is too unsure for a knee.
        """
        _, knee, ankle, heel, toe = self.leg(side)
        if self.has_body:
            return knee, median_known(np.linalg.norm(knee - ankle, axis=1))
        return ankle, median_known(np.linalg.norm(toe - heel, axis=1)) / FOOT_OVER_LONG_SHANK


def track(
    t: Array,
    images: NDArray[np.float32],
    visibilities: NDArray[np.float32],
    size: tuple[int, int],
    feet: Mapping[str, tuple[Array, Array]] | None = None,
) -> Track:
    """The track of poses seen at `t` (L,) s: `images` (L, 33, 2) px, NaN where nobody was seen, and `visibilities` (L, 33); `size` (width, height) px.

    `feet` by side: the times (M,) s at which a foot was seen and its points with their depth (M, 8, 3), px and foot lengths, the shin NaN
    where it is not.
    """
    width, height = size
    points = images[:, LANDMARKS].astype(float)
    inside = ((points > -0.02 * np.array(size)) & (points < 1.02 * np.array(size))).all(axis=2)
    points[~(inside & (visibilities[:, LANDMARKS] >= VISIBLE))] = np.nan
    times_on_grid = grid(float(t[0]), float(t[-1])) if len(t) else np.zeros(0)
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    bridge = max(BRIDGE_S, 1.5 * step)
    even: NDArray[Any] = np.full((len(times_on_grid), len(LANDMARKS), 2), np.nan, np.float32)
    for k in range(len(LANDMARKS)) if len(t) else ():
        even[:, k] = on_grid(t, points[:, k], times_on_grid, bridge)
    followed = {}
    for side, (seen_t, foot) in (feet or {}).items():
        whole = _whole(seen_t, foot[..., :2])
        seen_t, foot = seen_t[whole], foot[whole]
        # The shin is often out of sight, and no loss for the foot.
        own: NDArray[Any] = np.empty((len(times_on_grid), *foot.shape[1:]), np.float32)
        for part in (slice(FootLandmark.SHIN), slice(FootLandmark.SHIN, None)):
            own[:, part] = on_grid(seen_t, foot[:, part], times_on_grid, bridge)
        ankle = np.isfinite(even[:, ANKLE + (side == "right"), 0]) if len(even) else np.zeros(0, bool)
        known = np.isfinite(own[:, 0, 0])
        # At first it was not followed badly but not found yet: a body imagined in a picture of feet keeps them from being looked for.
        ankle &= np.maximum.accumulate(known) | (times_on_grid > times_on_grid[0] + FOUND_WITHIN_S)
        if known.any() and (not ankle.any() or known[ankle].mean() >= FOLLOWED_SHARE):
            followed[side] = own
    feet_px, depths = ({side: own[..., part] for side, own in followed.items()} for part in (slice(2), 2))
    extents = [float(np.median(_extent(foot))) for side, (_, foot) in (feet or {}).items() if side in followed or not followed]
    return Track(times_on_grid, even, width, height, feet_px, depths, max(extents, default=np.nan))


def _ends(foot: Array) -> tuple[Array, Array, Array]:
    """Ankle, heel and toe (N, 2) px of a foot's own points (N, 8, 2)."""
    return foot[:, FootLandmark.ANKLE], foot[:, FootLandmark.HEEL], foot[:, [FootLandmark.TOE1, FootLandmark.TOE2]].mean(axis=1)


def _extent(feet: Array) -> Array:
    """The longer side (M,) of the box round each foot's own points (M, 8, ...), px, the shin left out."""
    return np.asarray(np.ptp(feet[:, : FootLandmark.SHIN, :2], axis=1).max(axis=1))


def _whole(t: Array, feet: Array) -> NDArray[np.bool_]:
    """(M,) where the points (M, 8, 2) px seen at `t` are of the whole foot, and not of a piece of it that was taken for one for a moment."""
    extent = _extent(feet)
    first, last = np.searchsorted(t, t - WHOLE_WINDOW_S, "left"), np.searchsorted(t, t + WHOLE_WINDOW_S, "right")
    usual = np.array([np.median(extent[a:b]) for a, b in zip(first, last, strict=True)])
    return np.asarray(extent > SHRUNK_SHARE * usual)


def tilt_deg(a: Array, b: Array) -> Array:
    """Angle of the direction a → b from straight down the picture, in [0, 180]; (N,)."""
    d = b - a
    return np.asarray(np.degrees(np.arctan2(np.abs(d[:, 0]), d[:, 1])))


def between_deg(u: Array, v: Array) -> Array:
    """Angle between two directions (N, 2), in [0, 180]."""
    cross = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return np.asarray(np.degrees(np.arctan2(np.abs(cross), (u * v).sum(axis=1))))


def foot_px(body: Track, side: str, use: NDArray[np.bool_]) -> float:
    """The size of a foot in px where `use` (N,) holds: its median length, but at least `FOOT_OVER_SHANK` of the shank's, and `SMALLEST_FOOT_PX`."""
    _, knee, ankle, heel, toe = body.leg(side)
    foot, shank = np.linalg.norm(toe - heel, axis=1)[use], np.linalg.norm(knee - ankle, axis=1)[use]
    lengths = (median_known(foot), FOOT_OVER_SHANK * median_known(shank), SMALLEST_FOOT_PX)
    return max(length for length in lengths if np.isfinite(length))


def feet_alone(body: Track) -> Track:
    """The same source without what was taken for a body: its feet only."""
    return replace(body, points=np.broadcast_to(np.nan, body.points.shape))


def on_own_feet(body: Track) -> Track:
    """The same source with the feet where their own points are, not the body's coarser ones; its knees stay."""
    points = body.points.copy()
    for k, side in enumerate(("left", "right")):
        if side in body.feet:
            points[:, [ANKLE + k, HEEL + k, TOE + k]] = np.stack(_ends(body.feet[side]), axis=1)
    return replace(body, points=points)


def is_astray(body: Track, side: str, use: NDArray[np.bool_]) -> bool:
    """Whether a body's ankle mostly lies further than a foot's extent from where the foot's own landmarks put it, while `use` (N,) holds."""
    if side not in body.feet:
        return False
    return median_known(np.linalg.norm(body.leg(side)[2] - body.feet[side][:, FootLandmark.ANKLE], axis=1)[use]) > body.foot_extent_px


def trunk_px(body: Track) -> Array:
    """How long the trunk is in the picture, px (N,)."""
    return np.asarray(np.linalg.norm(down_the_trunk(body), axis=1))


def trunk_over_foot(body: Track) -> float:
    """The trunk's length by the body over the foot's extent by its own points, medians of the whole; infinite where either is not known."""
    ratio = median_known(trunk_px(body)) / body.foot_extent_px
    return ratio if np.isfinite(ratio) else np.inf


@dataclass(frozen=True)
class Posture:
    """Where the body is, on the track's grid: trunk upright or lying, and each leg's tilt. All (N,) bool.

    `on_one_leg` is where somebody stands on one leg and holds the other one out before them, which is taken for a seated one's meanwhile.
    """

    standing: NDArray[np.bool_]
    on_one_leg: NDArray[np.bool_]
    seated_out: dict[str, NDArray[np.bool_]]
    lying_up: dict[str, NDArray[np.bool_]]


# Postures as the picture shows them: tilts of trunk and leg from straight down, in degrees, and lengths over the trunk's. Set on the rendered suite, where
# standing people's legs tilt by under 30 (squats too) and legs stretched out by over 35 from the side and 25 at a slant.
UPRIGHT_DEG = 45.0
LYING_DEG = 50.0
STANDING_LEG_DEG = 33.0
STANDING_LEG_OVER_TRUNK = 1.05
LEG_UP_OVER_TRUNK = 0.45
STRETCHED_KNEE_DEG = 62.0
# The leg on which somebody stands who lifts the other one: upright (rendered: by 11 at most; legs that hang from a chair by 23 and more) and long (those from
# straight ahead, foreshortened: about 1).
STANDS_PLAINLY_DEG = 15.0
STANDS_PLAINLY_OVER_TRUNK = 1.15


def posture(body: Track) -> Posture:
    """The posture over time. A frame in which trunk or leg is not seen has none; where only feet are seen, each posture is taken on trust."""
    if not body.has_body:
        known = {side: np.isfinite(body.leg(side)[2][:, 0]) for side in ("left", "right")}
        either = known["left"] | known["right"]
        return Posture(either, either, known, known)
    shoulders = (body.points[:, LEFT_SHOULDER] + body.points[:, RIGHT_SHOULDER]) / 2
    hips = (body.points[:, LEFT_HIP] + body.points[:, RIGHT_HIP]) / 2
    trunk = running_median(tilt_deg(shoulders, hips), POSTURE_WINDOW_S)
    trunk_px = running_median(np.linalg.norm(hips - shoulders, axis=1), POSTURE_WINDOW_S)
    upright, lying = trunk < UPRIGHT_DEG, trunk > LYING_DEG
    stands, plainly, stretched, up = [], [], [], {}
    for side in ("left", "right"):
        hip, knee, ankle, _, _ = body.leg(side)
        down = running_median(tilt_deg(hip, ankle), POSTURE_WINDOW_S)
        drop = running_median(ankle[:, 1] - hip[:, 1], POSTURE_WINDOW_S)
        bend = running_median(between_deg(knee - hip, ankle - knee), POSTURE_WINDOW_S)
        stands.append((down < STANDING_LEG_DEG) & (drop > STANDING_LEG_OVER_TRUNK * trunk_px))
        plainly.append((down < STANDS_PLAINLY_DEG) & (drop > STANDS_PLAINLY_OVER_TRUNK * trunk_px))
        stretched.append(upright & np.isfinite(down) & (bend < STRETCHED_KNEE_DEG))
        up[side] = mostly(~upright & (-drop > LEG_UP_OVER_TRUNK * smooth(trunk_px, POSTURE_WINDOW_S)), POSTURE_WINDOW_S)
    # Who has one leg stretched out before them sits, and so does the other one that does not plainly stand: from far above both point down in the picture.
    out = [leg & ~on for leg, on in zip(stretched, stands, strict=True)]
    seated = {side: mostly(out[k] | (stretched[k] & out[1 - k] & ~plainly[k]), POSTURE_WINDOW_S) for k, side in enumerate(("left", "right"))}
    upright_on_a_leg = mostly(~lying & upright & (stands[0] | stands[1]), POSTURE_WINDOW_S)
    standing = upright_on_a_leg & ~seated["left"] & ~seated["right"]
    on_one_leg = upright_on_a_leg & ((seated["left"] & plainly[1]) ^ (seated["right"] & plainly[0]))
    return Posture(standing, on_one_leg, seated, up)


def measurable(body: Track) -> NDArray[np.bool_]:
    """(N,) where a whole body is seen that can be one: trunk, and at least one leg from hip to toe; where only feet are seen, a foot."""
    if not body.has_body:
        return np.asarray(np.isfinite(body.leg("left")[2][:, 0]) | np.isfinite(body.leg("right")[2][:, 0]))
    trunk = np.isfinite(body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP]]).all(axis=(1, 2))
    legs = [np.isfinite(np.concatenate(body.leg(side), axis=1)).all(axis=1) for side in ("left", "right")]
    return np.asarray(trunk & (legs[0] | legs[1]))


def down_the_trunk(body: Track) -> Array:
    """From the shoulders to the hips (N, 2), px."""
    return np.asarray((body.points[:, [LEFT_HIP, RIGHT_HIP]] - body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER]]).mean(axis=1))
