"""The body over time: the poses of one source on the common grid, and what follows from them about legs, posture and scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.feet.size import FOOT_OVER_SHANK, SMALLEST_FOOT_PX
from footcv.signals.filters import Array, grid, mostly, on_grid, running_median, smooth

# MediaPipe's numbers of one leg's landmarks, left; the right leg's are one higher.
HIP, KNEE, ANKLE, HEEL, TOE = 23, 25, 27, 29, 31
LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP = 11, 12, 23, 24
# A landmark less sure than this is a gap.
VISIBLE = 0.3
# Landmarks missing for longer than this are not guessed.
BRIDGE_S = 0.35
# Poses are judged over this long: nobody sits down and up again within it.
POSTURE_WINDOW_S = 1.0
# Hip to ankle in metres of an adult of 1.70 m: 0.491 H (Drillis and Contini 1966: thigh 0.245 H, shank 0.246 H).
LEG_M = 0.491 * 1.70


@dataclass(frozen=True)
class Track:
    """One person through one source, on the grid of 1/30 s.

    `t` (N,) s; `points` (N, 33, 2) px, NaN where a landmark is not seen; `width`, `height` of the picture in px.
    """

    t: Array
    points: Array
    width: int
    height: int

    def leg(self, side: str) -> tuple[Array, Array, Array, Array, Array]:
        """Hip, knee, ankle, heel and toe of one leg, each (N, 2) px."""
        k = 0 if side == "left" else 1
        return self.points[:, HIP + k], self.points[:, KNEE + k], self.points[:, ANKLE + k], self.points[:, HEEL + k], self.points[:, TOE + k]


def track(
    times: Sequence[float], images: Sequence[NDArray[np.float32] | None], visibilities: Sequence[NDArray[np.float32] | None], size: tuple[int, int]
) -> Track:
    """The track of poses seen at `times` (s); `images` (33, 2) px and `visibilities` (33,), None where nobody was seen; `size` (width, height) px."""
    width, height = size
    t = np.array(times, float)
    points = np.full((len(t), 33, 2), np.nan)
    for i, (image, visibility) in enumerate(zip(images, visibilities, strict=True)):
        if image is None or visibility is None:
            continue
        inside = (image > -0.02 * np.array(size)).all(axis=1) & (image < 1.02 * np.array(size)).all(axis=1)
        seen = (visibility >= VISIBLE) & inside
        points[i, seen] = image[seen]
    times_on_grid = grid(float(t[-1])) if len(t) else np.zeros(0)
    step = float(np.median(np.diff(t))) if len(t) > 1 else 0.0
    bridge = max(BRIDGE_S, 1.5 * step)
    even = np.stack([on_grid(t, points[:, k], times_on_grid, bridge) for k in range(33)], axis=1) if len(t) else points
    return Track(times_on_grid, even, width, height)


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
    known = np.isfinite(foot) & np.isfinite(shank)
    return float(max(np.median(foot[known]), FOOT_OVER_SHANK * np.median(shank[known]), SMALLEST_FOOT_PX)) if known.any() else SMALLEST_FOOT_PX


@dataclass(frozen=True)
class Posture:
    """Where the body is, on the track's grid: trunk upright or lying, and each leg's tilt. All (N,) bool."""

    standing: NDArray[np.bool_]
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


def posture(body: Track) -> Posture:
    """The posture over time. A frame in which trunk or leg is not seen has none."""
    shoulders = (body.points[:, LEFT_SHOULDER] + body.points[:, RIGHT_SHOULDER]) / 2
    hips = (body.points[:, LEFT_HIP] + body.points[:, RIGHT_HIP]) / 2
    trunk = running_median(tilt_deg(shoulders, hips), POSTURE_WINDOW_S)
    trunk_px = running_median(np.linalg.norm(hips - shoulders, axis=1), POSTURE_WINDOW_S)
    upright, lying = trunk < UPRIGHT_DEG, trunk > LYING_DEG
    stands, seated, up = [], {}, {}
    for side in ("left", "right"):
        hip, knee, ankle, _, _ = body.leg(side)
        down = running_median(tilt_deg(hip, ankle), POSTURE_WINDOW_S)
        drop = running_median(ankle[:, 1] - hip[:, 1], POSTURE_WINDOW_S)
        bend = running_median(between_deg(knee - hip, ankle - knee), POSTURE_WINDOW_S)
        stands.append((down < STANDING_LEG_DEG) & (drop > STANDING_LEG_OVER_TRUNK * trunk_px))
        seated[side] = mostly(upright & ~stands[-1] & np.isfinite(down) & (bend < STRETCHED_KNEE_DEG), POSTURE_WINDOW_S)
        up[side] = mostly(~upright & (-drop > LEG_UP_OVER_TRUNK * smooth(trunk_px, POSTURE_WINDOW_S)), POSTURE_WINDOW_S)
    standing = mostly(~lying & upright & (stands[0] | stands[1]), POSTURE_WINDOW_S) & ~seated["left"] & ~seated["right"]
    return Posture(standing, seated, up)


def measurable(body: Track) -> NDArray[np.bool_]:
    """(N,) where a whole body is seen that can be one: trunk, and at least one leg from hip to toe."""
    trunk = np.isfinite(body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP]]).all(axis=(1, 2))
    legs = [np.isfinite(np.concatenate(body.leg(side), axis=1)).all(axis=1) for side in ("left", "right")]
    return np.asarray(trunk & (legs[0] | legs[1]))
