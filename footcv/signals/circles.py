"""Ankle circles: the foot's path round its ankle, from two witnesses, the foot's landmarks and its own picture.

The landmarks give the foot's flexion and its swing to the side (or, where only the body's are known, the toes' place about the knee in the picture); the
mixture of the picture's components that follows them best gives the same path without their noise. A circle drives the components both with the foot's
flexion and a quarter of a turn after it; a foot that only pumps, or goes to and fro, has no such second part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from footcv.counting.turns import LEG_DOWN_S, OnSwayingLeg
from footcv.feet.foot_pose import TOES, FootPose, Told, told_movement
from footcv.feet.landmarks import FootLandmark
from footcv.signals.appearance import Patches, components, lasting
from footcv.signals.facing import toes_away
from footcv.signals.filters import RATE_HZ, Array, away_from_usual, correlation, median_known, on_grid, running_median, shrunk, smooth, usual_place
from footcv.signals.round_path import gone_round, roundness
from footcv.signals.sway import laid_on_leg
from footcv.signals.toes_moved import toes_moved
from footcv.signals.track import BRIDGE_S, Track, between_deg, down_the_trunk, foot_px, tilt_deg
from footcv.stretches import stretches

COMPONENTS = 6
# Leg raised and quiet: the knee within this of its median place, the leg within this of its median tilt, over the spell.
MOVED_SHANKS = 0.15
TILTED_DEG = 10.0
# So is a leg whose ankle, by the foot's own landmarks, stays this near to its median place, in foot lengths: the body's knee slips more often.
ANKLE_MOVED_FEET = 0.35
# A leg that has just been raised still swings.
SETTLE_S = 0.4
SHORTEST_SPELL_S = 2.0
# But one that is bent for a moment is seen to go there and to come back: for so long in all between these shares of the way, within so long before and after;
# by both witnesses, whose ways differ by less than this share of it.
ON_ITS_WAY, SEEN_ON_ITS_WAY_S, ON_ITS_WAY_S, TOGETHER = (0.2, 0.8), 0.3, 0.7, 0.5
SMOOTH_S = 0.2
# What changes more slowly than a turn (at most 5 s) is the leg's drift.
DRIFT_S = 2.5
FOLLOWED_R = 0.6
# They tell how far the foot has gone round where the picture follows both this well.
SEEN_R = 0.6
# And in which sense, where the foot's own points are to be trusted: they fit a foot's shape this well, go on a path as round as this (its minor over its major
# axis; seen from the side the swing is a matter of depth, and where that is not seen it comes out small, or the wrong way), and either its bare toes are seen
# this surely, or toes in thin socks are and the swing is followed closely. A shoe's sole is taken for its top, and its swing then goes the wrong way: on 76
# recordings of 39 rendered clips, by three networks, it did in 23. Those of them that fit so well seem bare by 0.53 at most, and are followed by 0.84 at most;
# of 28 sets of bare feet on rounder paths none goes the wrong way, of 11 on flatter ones two do.
FITS_WELL = 0.07
BARE_TOES, ROUND_PATH = 0.7, 0.2
SOCKS, CLOSE_R = 0.18, 0.9
# Of a trunk that lies this much across the picture it is known which side of the person it shows.
ACROSS = 0.8
# The toes' place, across and down.
BODY_MARKS = 2
# The foot's own landmarks are asked where they are known in this share of the spell.
OWN_SHARE = 0.25
# And say where the foot usually is where they are known in this one.
MOSTLY = 0.5


@dataclass(frozen=True)
class FootPath:
    """The foot's movement about its ankle over one spell with the leg raised, on a grid of 1/30 s.

    `t` (N,) s; `flexion` (N,) the strongest oscillation of the foot, free of drift, standard deviation 1; `picture` (N, K) all components of the picture,
    likewise; `toes_px` (N, 2) the toes' path in the picture; `own` (N, 2) their path as the person sees it by the foot's own landmarks, to the right and away
    from the shin, radians of the ankle times the foot's px, None where its sense is not sure; `gone_round` (N,) how often they have gone round on it,
    clockwise, None where not even that is told; `followed` how closely the components follow the best mark; `away` how much of the foot's length points away
    from the camera, in [-1, 1], 0 where that is not known. `swaying` gives the foot without its leg's sway, None where the leg is not seen, and `moved` the
    toes' path (N, 2), px, as the picture itself moves: the first takes as long as all else, and both are asked only where the rest does not tell.
    """

    side: str
    t: Array
    flexion: Array
    picture: Array
    toes_px: Array
    own: Array | None
    gone_round: Array | None
    followed: float
    away: float
    swaying: Callable[[], OnSwayingLeg | None]
    moved: Callable[[], Array]


def foot_path(body: Track, patches: Patches, side: str, raised: NDArray[np.bool_], toes_seen: float = 1.0) -> FootPath | None:
    """The path of one foot while its leg is raised and still; None where neither witness sees it move. `toes_seen` is how sure it is that its toes are bare."""
    still = _still(body, side, raised)
    if not still.any() or not len(patches.t):
        return None
    nearest = np.searchsorted(body.t, patches.t).clip(0, len(body.t) - 1)
    # A place that is soon left was not the foot's yet.
    chosen = lasting(patches.where(still[nearest]), SHORTEST_SPELL_S)
    if len(chosen.t) < 20:
        return None
    _, knee, ankle, _, toe = body.leg(side)
    middle = np.nanmedian(0.6 * ankle[still] + 0.4 * toe[still], axis=0)
    foot = foot_px(body, side, still)
    if not np.isfinite(middle).all():
        return None
    centre = (float(middle[0]), float(middle[1]))
    scores = on_grid(chosen.t, components(chosen, centre, foot, COMPONENTS).scores, body.t, BRIDGE_S)
    seen = [toe - body.anchor(side)[0]]
    if body.has_body:
        seen.append(np.radians(between_deg(toe - ankle, knee - ankle))[:, None] * foot)
    by_body = sum(rows.shape[1] for rows in seen)
    if (own_toes := _own_toes(body, side, still)) is not None:
        seen.append(own_toes)
    if (told := _told(body, side, still)) is not None:
        seen.append(np.radians(_angles(told, side)) * foot)
    picture, marks = (_oscillations(rows, still) for rows in (scores, np.hstack(seen)))
    known = np.asarray(np.isfinite(picture).all(axis=1))
    fits = [_fit(picture, mark, known) for mark in marks.T]
    if any(fit is None for fit in fits[:BODY_MARKS]):
        return None
    follows = np.array([fit[1] if fit is not None else 0.0 for fit in fits])
    weights = np.stack([fit[0] if fit is not None else np.zeros(picture.shape[1]) for fit in fits], axis=1)
    picture = picture[known]
    led = picture @ weights
    own = led[:, -2:] * [1, -1]
    goes_round = told is not None and min(follows[-2:]) >= SEEN_R
    is_sure = told is not None and _is_trusted(told.pose, toes_seen, follows[-2], roundness(own))
    best = int(np.argmax(follows))
    # The toes' path in the picture is that of the landmarks that are followed more closely.
    better = own_toes is not None and follows[by_body : by_body + 2].mean() > follows[:2].mean()
    # Landmarks that follow nothing leave the picture's own strongest oscillation.
    flexion = led[:, best] if follows[best] >= FOLLOWED_R else picture[:, 0]

    def swaying() -> OnSwayingLeg | None:
        laid = laid_on_leg(body, chosen, side, still, foot)
        return _on_leg(body, chosen, centre, foot, laid, still, known, flexion) if laid is not None else None

    @cache
    def moved() -> Array:
        ankle, _, toes = _usually(body, side, still)
        way = _oscillations(on_grid(chosen.t, toes_moved(chosen, ankle, toes, foot), body.t, BRIDGE_S), still)[known]
        return picture @ np.linalg.lstsq(picture, way, rcond=None)[0]

    return FootPath(
        side,
        body.t[known],
        flexion / flexion.std(),
        picture / np.linalg.norm(picture.std(axis=0)),
        led[:, by_body : by_body + 2] if better else led[:, :2],
        own if is_sure else None,
        gone_round(own) if goes_round else None,
        max(follows[best], 0.0),
        _away(body, side, still, told),
        swaying,
        moved,
    )


def _is_trusted(pose: FootPose, toes_seen: float, follows: float, round_by: float) -> bool:
    """Whether the foot's own points tell which way it swings."""
    return pose.error <= FITS_WELL and round_by >= ROUND_PATH and (toes_seen >= BARE_TOES or (toes_seen >= SOCKS and follows >= CLOSE_R))


def _away(body: Track, side: str, still: NDArray[np.bool_], told: Told | None) -> float:
    """How much of the foot's length points away from the camera, by the body or, of a foot alone, by its own points; 0 where that is not known."""
    if body.has_body:
        ankle, heel, toes = _usually(body, side, still)
        return toes_away(body, toes - heel, ankle, still) or 0.0
    # Who films a raised foot alone films it from below: it points towards the camera only where its depths are misread.
    return max(0.0, float(told.pose.rotation[2, 2])) if told is not None else 0.0


def _usually(body: Track, side: str, still: NDArray[np.bool_]) -> list[Array]:
    """Where ankle, heel and toes usually are, (2,) px each, by the foot's own landmarks where those are mostly known, else by the body's."""
    _, _, *points = body.leg(side)
    if side in body.feet and np.isfinite(body.feet[side][still, 0, 0]).mean() >= MOSTLY:
        foot = body.feet[side]
        points = [foot[:, FootLandmark.ANKLE], foot[:, FootLandmark.HEEL], foot[:, TOES].mean(axis=1)]
    return [usual_place(point[still]) for point in points]


def _on_leg(
    body: Track,
    chosen: Patches,
    centre: tuple[float, float],
    foot: float,
    laid: Array,
    still: NDArray[np.bool_],
    known: NDArray[np.bool_],
    flexion: Array,
) -> OnSwayingLeg:
    """The foot in patches that `laid` (M, 2) lays on the leg, and how that swayed, where `known` (N,) of the grid."""
    swayed = laid - chosen.shifts
    along = np.linalg.svd(swayed, full_matrices=False)[2][0]
    scores = components(chosen, centre, foot, COMPONENTS, laid).scores
    found = _oscillations(on_grid(chosen.t, np.column_stack([scores, swayed @ along]), body.t, BRIDGE_S), still)[known]
    picture, sway = found[:, :-1], found[:, -1]
    follows = picture @ np.linalg.lstsq(picture, flexion, rcond=None)[0]
    return OnSwayingLeg(follows / follows.std(), picture / np.linalg.norm(picture.std(axis=0)), sway / max(float(sway.std()), 1e-9))


def _oscillations(rows: Array, still: NDArray[np.bool_]) -> Array:
    """What of the columns of `rows` (N, M) is no drift while the leg is still; elsewhere NaN."""
    return np.stack([_drift_free(np.where(still, x, np.nan)) for x in rows.T], axis=1)


def _fit(picture: Array, mark: Array, known: NDArray[np.bool_]) -> tuple[Array, float] | None:
    """The mixture (K,) of the picture's components (N, K) that follows a mark (N,) best, and how closely, r; None where the mark is seldom known."""
    both = known & np.isfinite(mark)
    if both.sum() < SHORTEST_SPELL_S * RATE_HZ:
        return None
    weights = np.asarray(np.linalg.lstsq(picture[both], mark[both], rcond=None)[0], float)
    return weights, correlation(picture[both] @ weights, mark[both])


def _told(body: Track, side: str, still: NDArray[np.bool_]) -> Told | None:
    """How the foot moves by its own landmarks; None where they do not tell it."""
    return told_movement(body.own_points(side), side, still, OWN_SHARE, _left_away(body, still)) if side in body.feet else None


def _angles(told: Told, side: str) -> Array:
    """The toes' way to the person's right and towards the shin, degrees (N, 2)."""
    return np.column_stack([told.outwards_deg if side == "right" else -told.outwards_deg, -told.flexion_deg])


def _left_away(body: Track, still: NDArray[np.bool_]) -> int:
    """Of somebody who lies on the back: 1 where the person's left is away from the camera, -1 where it is turned to it, 0 where that cannot be told."""
    if not body.has_body:
        return 0
    trunk = -down_the_trunk(body)[still]
    across, down = median_known(trunk[:, 0]), median_known(trunk[:, 1])
    return 0 if not abs(across) > ACROSS * np.hypot(across, down) else (-1 if across > 0 else 1)


def _own_toes(body: Track, side: str, still: NDArray[np.bool_]) -> Array | None:
    """The toes' place about the ankle in the picture, px (N, 2), from the foot's own landmarks; None where they are seldom known."""
    if side not in body.feet:
        return None
    points = body.own_points(side)
    toes = points[:, TOES, :2].mean(axis=1) - points[:, FootLandmark.ANKLE, :2]
    return np.asarray(toes) if np.isfinite(toes[still, 0]).mean() >= OWN_SHARE else None


def _drift_free(x: Array) -> Array:
    return smooth(x, SMOOTH_S) - smooth(smooth(x, DRIFT_S), DRIFT_S)


def _is_bent(body: Track, side: str, start: int, stop: int, foot: float) -> bool:
    """Whether a leg that is elsewhere from one sample to another was moved there.

    The body's ankle and the foot's own are then elsewhere together, by the foot's size or more, and on the way for a while. Landmarks that slip do so alone, or
    from one picture to the next.
    """
    if side not in body.feet or not body.has_body:
        return False
    around = round(ON_ITS_WAY_S * RATE_HZ)
    first, last = max(0, start - around), stop + around
    by_body, by_own = body.leg(side)[2], body.feet[side][:, FootLandmark.ANKLE]

    body_way, own_way = (usual_place(ankle[start:stop]) - usual_place(ankle[first:start]) for ankle in (by_body, by_own))
    length = float(np.linalg.norm(own_way))
    away = (by_own[first:last] - usual_place(by_own[first:start])) @ own_way / max(length, 1e-9) ** 2
    seen_s = float(((away > ON_ITS_WAY[0]) & (away < ON_ITS_WAY[1])).sum()) / RATE_HZ
    return length >= foot and bool(np.linalg.norm(body_way - own_way) < TOGETHER * length) and seen_s >= SEEN_ON_ITS_WAY_S


def _still(body: Track, side: str, raised: NDArray[np.bool_]) -> NDArray[np.bool_]:
    hip, _, ankle, _, _ = body.leg(side)
    anchor, shank = body.anchor(side)
    if not np.isfinite(anchor[raised]).any() or not np.isfinite(shank):
        return np.zeros(len(body.t), bool)
    foot = foot_px(body, side, raised)
    still = raised & ~(away_from_usual(anchor, raised, 0.7) > MOVED_SHANKS * shank)
    tilt = running_median(tilt_deg(hip, ankle), 0.7)
    still &= ~(np.abs(tilt - median_known(tilt[raised])) > TILTED_DEG)
    if side in body.feet:
        still |= raised & (away_from_usual(body.feet[side][:, FootLandmark.ANKLE], raised, 0.7) < ANKLE_MOVED_FEET * foot)
    for start, stop in stretches(~still):
        if start > 0 and stop < len(still) and stop - start <= LEG_DOWN_S * RATE_HZ and not _is_bent(body, side, start, stop, foot):
            still[start:stop] = True
    kept = np.zeros(len(body.t), bool)
    for start, stop in stretches(shrunk(still, SETTLE_S)):
        if stop - start >= SHORTEST_SPELL_S * RATE_HZ:
            kept[start:stop] = True
    return kept
