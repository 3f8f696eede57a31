"""How a foot stands in space and how it moves about its ankle, from its eight points in the picture and their depths.

The mean pose of a foot over a set is found by laying a foot of mean shape on the median points (weak perspective). That pose says how each point
moves when the ankle flexes and when the foot swings sideways; the two angles over time follow by least squares over all points at once. Points are
(..., 8, 3): x and y in px, and how much further than the foot's middle, in lengths from heel to big toe.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footcv.feet.landmarks import FootLandmark

Array = NDArray[np.float64]

SHIN = FootLandmark.SHIN
TOES = [FootLandmark.TOE1, FootLandmark.TOE2, FootLandmark.TOE5]
# The points of a left foot at rest, in lengths from heel to big toe, from the ankle: x to the person's left, y up the shin, z towards the toes. The mean of
# nine bodies of both sexes and all ages (CC0, MakeHuman), as `python -m training.shape` prints it; a right foot is its mirror image.
SHAPE = np.array(
    [
        [0.000, 0.000, 0.000],
        [0.019, -0.228, -0.206],
        [-0.173, -0.228, 0.531],
        [0.220, -0.241, 0.401],
        [-0.090, -0.243, 0.787],
        [-0.005, -0.252, 0.783],
        [0.177, -0.251, 0.622],
        [-0.084, 0.873, 0.044],
    ]
)
# Sideways a foot swings about the shin and tips a third as much about its own length.
TIP = 1 / 3
# Between full dorsiflexion and full plantar flexion (degrees) a foot is found by trying; in between the fit goes on by itself.
FLEXIONS_DEG = (-15.0, 10.0, 35.0)
# Where the shin is not seen, the foot is taken to hang as it does at rest.
HANGING_DEG = 15.0
STEPS = 12
ROUNDS = 3
# The mid-shin is placed less surely than the foot's own points.
SHIN_WEIGHT = 0.5
# Depths are read this much less surely than places: on renders not learnt from they are off by 0.12, places by 0.05 foot lengths.
DEPTH_WEIGHT = 0.4
# Points that lie further from a foot's shape than this, in foot lengths, are not read well.
LARGEST_MISFIT = 0.1
# Those that were taken for the other foot's fit so well inverted: on rendered clips 0.053 and 0.059, against 0.105 and 0.111 as they were.
LARGEST_INVERTED = 0.07
# As many poses tell a foot's mean pose.
FEW = 60
# No ankle turns further than this from its mean.
FURTHEST = 1.2
# So many feet are laid on their pose at once.
PIECE = 2048


@dataclass(frozen=True)
class FootPose:
    """A foot in space.

    `rotation` (3, 3) from the shape's axes to the camera's (right, down, forward), `scale` px per foot length, `flexion_deg` plantar flexion of the ankle from
    a right angle, `error` the root mean square distance of its points from the shape's, in foot lengths.
    """

    side: str
    rotation: Array
    scale: float
    flexion_deg: float
    error: float


class Told(NamedTuple):
    """What a foot's points tell over time: plantar flexion and outward swing, degrees (N,), NaN where they are not known, about their mean `pose`."""

    flexion_deg: Array
    outwards_deg: Array
    pose: FootPose


def shape_of(side: str) -> Array:
    """The points (8, 3) of a foot of that side at rest."""
    return np.asarray(SHAPE * np.array([1.0 if side == "left" else -1.0, 1.0, 1.0]))


def fit_pose(points: Array, side: str) -> FootPose:
    """The pose of a foot from its `points` (8, 3), all finite but for the shin, which may be NaN: then the flexion is a guess."""
    shin_seen = bool(np.isfinite(points[SHIN]).all())
    weights = np.ones(8)
    weights[SHIN] = SHIN_WEIGHT if shin_seen else 0.0
    seen = _centred(np.nan_to_num(points), weights)
    starts = FLEXIONS_DEG if shin_seen else (HANGING_DEG,)
    return min((_fit(seen, side, np.radians(start), weights) for start in starts), key=lambda fit: fit.error)


def mean_points(points: Array) -> Array:
    """The median (8, 3) of the points (N, 8, 3) of a foot, the shin NaN where it is seldom known; the foot's own points have no gaps."""
    shins = points[np.isfinite(points[:, SHIN, 0]), SHIN]
    shin = np.median(shins, axis=0) if len(shins) > len(points) / 2 else np.full(3, np.nan)
    return np.vstack([*(np.median(points[:, k], axis=0) for k in range(SHIN)), shin])


def told_movement(points: Array, side: str, use: NDArray[np.bool_], least_share: float, left_away: int = 0) -> Told | None:
    """How a foot with these `points` (N, 8, 3) moves where `use` (N,) holds.

    A left foot from outside and a right one from inside look alike: where the depths are clearly those of the other foot they are inverted. None where the
    points do not tell: known in less than `least_share` of the time, not lying as a foot's do, or seen from another side than `left_away` says, 1 where the
    person's left is turned away from the camera, -1 where it is turned to it, 0 where that is not known.
    """
    known = use & np.isfinite(points[:, 0, 0])
    if known.sum() < max(FEW, least_share * use.sum()):
        return None
    seen = points[known]
    for largest in (LARGEST_MISFIT, LARGEST_INVERTED):
        pose = fit_pose(mean_points(seen), side)
        if pose.error <= largest and left_away * pose.rotation[2, 0] >= 0:
            told = np.full((2, len(points)), np.nan)
            told[:, known] = movement(seen, pose)
            return Told(told[0], told[1], pose)
        seen[..., 2] *= -1
    return None


def movement(points: Array, pose: FootPose) -> tuple[Array, Array]:
    """Plantar flexion and outward swing over time, degrees (N,), of `points` (N, 8, 3) about their mean `pose`; NaN where a point of the foot is missing.

    Gauss and Newton's least squares over the seven points of the foot; where the foot as a whole goes is of no matter.
    """
    weights = [1, 1, DEPTH_WEIGHT * pose.scale]
    middle = np.array([[np.nanmedian(points[:, k, axis] * weight) for axis, weight in enumerate(weights)] for k in range(SHIN)])
    # Piece by piece: all slopes of an hour would fill the memory.
    pieces = [_turned(points[start : start + PIECE, :SHIN] * weights - middle, pose) for start in range(0, len(points), PIECE)]
    angles = np.concatenate(pieces) if pieces else np.zeros((0, 2))
    return pose.flexion_deg + np.degrees(angles[:, 0]), np.degrees(angles[:, 1])


def _turned(moved: Array, pose: FootPose) -> Array:
    """Flexion and outward swing (N, 2), radians, that move the foot's points by `moved` (N, 7, 3), px, the depth by its weight."""
    moved = moved - moved.mean(axis=1, keepdims=True)
    rest = _projected(pose, np.zeros((1, 2)))[0]
    angles, step = np.zeros((len(moved), 2)), 1e-3
    for _ in range(ROUNDS):
        at = _projected(pose, angles)
        slopes = np.stack([(_projected(pose, angles + step * axis) - at) / step for axis in np.eye(2)], axis=-1)
        design = slopes.reshape(len(moved), -1, 2)
        off = (moved - (at - rest)).reshape(len(moved), -1, 1)
        square = design.transpose(0, 2, 1) @ design + 1e-6 * pose.scale**2 * np.eye(2)
        angles = (angles + np.linalg.solve(square, design.transpose(0, 2, 1) @ off)[..., 0]).clip(-FURTHEST, FURTHEST)
    return np.asarray(angles)


def _projected(pose: FootPose, angles: Array) -> Array:
    """The foot's points (N, 7, 3) about their mean, flexed and swung outwards from `pose` by `angles` (N, 2), radians: px, the depth by its weight."""
    outwards = 1.0 if pose.side == "left" else -1.0
    foot = np.broadcast_to(shape_of(pose.side)[:SHIN], (len(angles), SHIN, 3))
    foot = _about(0, np.radians(pose.flexion_deg) + angles[:, 0], foot)
    foot = _about(2, TIP * outwards * angles[:, 1], foot)
    foot = _about(1, outwards * angles[:, 1], foot)
    seen = pose.scale * foot @ pose.rotation.T * [1, 1, DEPTH_WEIGHT]
    return np.asarray(seen - seen.mean(axis=1, keepdims=True))


def _about(axis: int, angle: Array, points: Array) -> Array:
    """`points` (N, M, 3) turned about x, y or z by `angle` (N,), radians."""
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    out = points.copy()
    out[..., first], out[..., second] = c * points[..., first] - s * points[..., second], s * points[..., first] + c * points[..., second]
    return out


def _across(axis: int, points: Array) -> Array:
    """The cross product of the unit vector along x, y or z with `points` (M, 3)."""
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    out = np.zeros_like(points)
    out[:, first], out[:, second] = -points[:, second], points[:, first]
    return out


def _centred(points: Array, weights: Array) -> Array:
    """Points (8, 3) about their weighted mean."""
    return np.asarray(points - (points * weights[:, None]).sum(axis=0) / weights.sum())


def _bent(shape: Array, flexion: float) -> Array:
    """The shape with its ankle flexed by `flexion` (radians), toes down; the shin stays."""
    bent = _about(0, np.array([flexion]), shape[None])[0]
    bent[SHIN] = shape[SHIN]
    return np.asarray(bent)


def _fit(seen: Array, side: str, flexion: float, weights: Array) -> FootPose:
    """Gauss and Newton's least squares over turn, scale and (with a shin) flexion, from the rigid fit (Kabsch 1976) at a first `flexion`."""
    rest, root = shape_of(side), np.sqrt(weights)[:, None]
    free = weights[SHIN] > 0
    at = _centred(_bent(rest, flexion), weights)
    # What of the shape's size is not in the depths is in the picture.
    scale = float(np.sqrt((weights @ seen[:, :2] ** 2).sum() / max(weights @ ((at**2).sum(axis=1) - seen[:, 2] ** 2), 0.1 * weights @ (at**2).sum(axis=1))))
    left, _, right = np.linalg.svd((seen / [scale, scale, 1] * weights[:, None]).T @ at)
    rotation = left @ np.diag([1, 1, np.linalg.det(left @ right)]) @ right
    for _ in range(STEPS):
        bent = _bent(rest, flexion)
        slope = _across(0, bent) * free
        slope[SHIN] = 0.0
        at = _centred(bent, weights) @ rotation.T
        measure = root * [1, 1, DEPTH_WEIGHT]
        columns = [*(_across(axis, at) * scale for axis in range(3)), at * [1, 1, 0], scale * _centred(slope, weights) @ rotation.T]
        design = np.stack([(column * measure).ravel() for column in columns], axis=1)
        left_over = ((seen * [1, 1, scale] - scale * at) * measure).ravel()
        step = np.linalg.solve(design.T @ design + 1e-3 * np.diag([scale**2] * 3 + [1.0, scale**2]), design.T @ left_over)
        rotation = _rotation(step[:3]) @ rotation
        scale, flexion = max(scale + float(step[3]), 1e-3), float(np.clip(flexion + step[4], -0.7, FURTHEST))
    off = (seen / [scale, scale, 1] - _centred(_bent(rest, flexion), weights) @ rotation.T) * [1, 1, DEPTH_WEIGHT]
    error = float(np.sqrt(np.average((off**2).sum(axis=1), weights=weights)))
    return FootPose(side, rotation, scale, float(np.degrees(flexion)), error)


def _rotation(vector: Array) -> Array:
    """Rodrigues' formula: the rotation (3, 3) by the length of `vector` about it."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)
