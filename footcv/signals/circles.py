"""Ankle circles: the foot's path round its ankle, from two witnesses, the body's landmarks and the foot's own picture.

The landmarks give the toes' place about the knee in the picture, coarsely; the mixture of the picture's components that follows them best gives the same path
without their noise. A circle drives the components both with the foot's flexion and a quarter of a turn after it; a foot that only pumps, or goes to and
fro, has no such second part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footcv.signals.appearance import Patches, components
from footcv.signals.filters import RATE_HZ, Array, on_grid, running_median, runs, shrunk, smooth
from footcv.signals.track import LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER, Track, between_deg, foot_px, tilt_deg

COMPONENTS = 6
# Leg raised and quiet: the knee within this of its median place, the leg within this of its median tilt, over the spell.
MOVED_SHANKS = 0.15
TILTED_DEG = 10.0
# A leg that has just been raised still swings.
SETTLE_S = 0.4
SHORTEST_SPELL_S = 2.0
# No leg goes down and up again in this time; landmarks that do have slipped.
GLITCH_S = 1.5
SMOOTH_S = 0.2
# What changes more slowly than a turn (at most 5 s) is the leg's drift.
DRIFT_S = 2.5
FOLLOWED_R = 0.6


@dataclass(frozen=True)
class FootPath:
    """The foot's movement about its ankle over one spell with the leg raised, on a grid of 1/30 s.

    `t` (N,) s; `flexion` (N,) the strongest oscillation of the foot, free of drift, standard deviation 1; `picture` (N, K) all components of the picture,
    likewise; `toes_px` (N, 2) the toes' path in the picture; `followed` how closely the components follow the landmarks, r in [0, 1].
    """

    side: str
    t: Array
    flexion: Array
    picture: Array
    toes_px: Array
    followed: float


def foot_path(body: Track, patches: Patches, side: str, raised: NDArray[np.bool_]) -> FootPath | None:
    """The path of one foot while its leg is raised and still; None where neither witness sees it move."""
    still = _still(body, side, raised)
    if not still.any() or not len(patches.t):
        return None
    nearest = np.searchsorted(body.t, patches.t).clip(0, len(body.t) - 1)
    chosen = patches.where(still[nearest])
    if len(chosen.t) < 20:
        return None
    _, knee, ankle, _, toe = body.leg(side)
    middle = np.nanmedian(0.6 * ankle[still] + 0.4 * toe[still], axis=0)
    foot = foot_px(body, side, still)
    if not np.isfinite(middle).all():
        return None
    scores = on_grid(chosen.t, components(chosen, (float(middle[0]), float(middle[1])), foot, COMPONENTS).scores, body.t, 0.35)
    seen = np.column_stack([toe - knee, np.radians(between_deg(toe - ankle, knee - ankle)) * foot])
    picture = np.stack([_drift_free(np.where(still, x, np.nan)) for x in scores.T], axis=1)
    marks = np.stack([_drift_free(np.where(still, x, np.nan)) for x in seen.T], axis=1)
    known = np.isfinite(picture).all(axis=1) & np.isfinite(marks).all(axis=1)
    if known.sum() < SHORTEST_SPELL_S * RATE_HZ:
        return None
    picture, marks = picture[known], marks[known]
    led = picture @ np.linalg.lstsq(picture, marks, rcond=None)[0]
    follows = [float(np.corrcoef(a, b)[0, 1]) if b.std() > 0 else 0.0 for a, b in zip(led.T, marks.T, strict=True)]
    best = int(np.argmax(follows))
    # Landmarks that follow nothing leave the picture's own strongest oscillation.
    flexion = led[:, best] if follows[best] >= FOLLOWED_R else picture[:, 0]
    return FootPath(side, body.t[known], flexion / flexion.std(), picture / np.linalg.norm(picture.std(axis=0)), led[:, :2], max(follows[best], 0.0))


def _drift_free(x: Array) -> Array:
    return smooth(x, SMOOTH_S) - smooth(smooth(x, DRIFT_S), DRIFT_S)


def _still(body: Track, side: str, raised: NDArray[np.bool_]) -> NDArray[np.bool_]:
    hip, knee, ankle, _, _ = body.leg(side)
    if not np.isfinite(ankle[raised]).any() or not np.isfinite(knee[raised]).any():
        return np.zeros(len(body.t), bool)
    shank = float(np.nanmedian(np.linalg.norm(knee - ankle, axis=1)[raised]))
    middle = np.nanmedian(knee[raised], axis=0)
    still = raised & ~(np.hypot(*(np.stack([running_median(knee[:, k], 0.7) for k in range(2)]) - middle[:, None])) > MOVED_SHANKS * shank)
    tilt = running_median(tilt_deg(hip, ankle), 0.7)
    still &= ~(np.abs(tilt - np.nanmedian(tilt[raised])) > TILTED_DEG)
    for start, stop in runs(~still):
        if start > 0 and stop < len(still) and stop - start <= GLITCH_S * RATE_HZ:
            still[start:stop] = True
    kept = np.zeros(len(body.t), bool)
    for start, stop in runs(shrunk(still, SETTLE_S)):
        if stop - start >= SHORTEST_SPELL_S * RATE_HZ:
            kept[start:stop] = True
    return kept


# The toes' path tells the sense where it is this round (its minor over its major axis) and turns this evenly (its area over that of the ellipse with its
# axes), and where the picture follows the landmarks this well: on rendered three-quarter views all turns so judged are right.
ROUND = 0.14
EVEN = 0.6
SURE_R = 0.9
# How much lower in the picture the hips lie than the shoulders, over the trunk's length, when the camera stands before the feet; less is the side.
BEFORE_THE_FEET = 0.19


def direction_of_turns(body: Track, path: FootPath, turns: list[tuple[float, float]]) -> list[str | None]:
    """`clockwise` or `counterclockwise` for each turn (start, end in s) as the exerciser sees the foot, None where the view does not tell.

    Seen from before the feet a clockwise turn is clockwise in the picture too, seen from behind the head it is the other way round. From the side the path
    is flat and tells nothing.
    """
    end = _camera_end(body, path)
    if end == 0 or path.followed < SURE_R:
        return [None] * len(turns)
    senses = [_sense(path, *turn) for turn in turns]
    return [{1: "clockwise", -1: "counterclockwise", 0: None}[end * sense] for sense in senses]


def _camera_end(body: Track, path: FootPath) -> int:
    """1 with the camera before the feet, -1 behind the head, 0 at the side."""
    shoulders, hips = body.points[:, [LEFT_SHOULDER, RIGHT_SHOULDER]].mean(axis=1), body.points[:, [LEFT_HIP, RIGHT_HIP]].mean(axis=1)
    there = np.isin(body.t, path.t)
    lower = (hips - shoulders)[there, 1] / np.maximum(np.linalg.norm((hips - shoulders)[there], axis=1), 1.0)
    middle = float(np.nanmedian(lower)) if np.isfinite(lower).any() else 0.0
    return 0 if abs(middle) < BEFORE_THE_FEET else (1 if middle > 0 else -1)


def _sense(path: FootPath, start_s: float, end_s: float) -> int:
    """1 for a turn clockwise in the picture, -1 for the other way, 0 where the path is too flat or too uneven."""
    toes = path.toes_px[(path.t >= start_s) & (path.t <= end_s)]
    if len(toes) < 5:
        return 0
    toes = toes - toes.mean(axis=0)
    axes = np.linalg.svd(toes, compute_uv=False) / np.sqrt(len(toes))
    # y runs down the picture, so a positive area is clockwise as people see it.
    area = float((toes[:-1, 0] * toes[1:, 1] - toes[1:, 0] * toes[:-1, 1]).sum() / 2)
    even = area / max(2 * np.pi * axes[0] * axes[1], 1e-9)
    return 0 if axes[1] < ROUND * axes[0] or abs(even) < EVEN else (1 if even > 0 else -1)
