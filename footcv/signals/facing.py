"""From which end a raised foot is seen: the toes of one whose sole is seen point away from the camera, those of one that is seen from above towards it."""

import numpy as np
from numpy.typing import NDArray

from footcv.signals.filters import Array, usual_place
from footcv.signals.track import LEFT_SHOULDER, RIGHT_SHOULDER, SHOULDERS_OVER_TRUNK, Track, down_the_trunk

# The lens in lengths of the picture's longer side: 58 degrees wide. Webcams and phones see 55 to 78; a wider one looks up to a raised foot more steeply.
LENS = 0.9
# So far a foot may turn from the trunk's own direction to straight up and on, degrees: no leg that is up leaves it elsewhere.
FURTHEST_DEG = 120.0
# No camera looks down on somebody's trunk more steeply, degrees: such a trunk is misread.
STEEPEST_DEG = 45.0
# Who lies with the head this much nearer to the camera than the hips, or further from it, as a share of the trunk's length, has it lower in the picture, or
# higher: else the trunk is misread.
SLANTED = 0.3
# What comes of that is too small: against the toes' paths in 33 rendered clips by this much, with a standard deviation of 0.12.
TOO_SMALL = 0.26
# Where the trunk's middle is taken.
TRUNK = slice(4)


def toes_away(body: Track, heel_to_toe: Array, ankle: Array, use: NDArray[np.bool_]) -> float | None:
    """How much of the length of a foot of somebody who lies on the back points away from the camera, in [-1, 1]; None where the trunk does not tell.

    `heel_to_toe` (2,) is its usual direction and `ankle` (2,) its usual place, px, while `use` (N,) holds. How the trunk and the line between its shoulders lie
    in the picture says how the body lies in space, as their lengths are known; the foot lies in the plane of trunk and leg, up to the ceiling and towards the
    head, and the picture says how it lies in that.
    """
    trunk, shoulders = (usual_place(vector[use]) for vector in (-down_the_trunk(body), body.points[:, LEFT_SHOULDER] - body.points[:, RIGHT_SHOULDER]))
    middle = usual_place(body.points[use][:, TRUNK].mean(axis=1))
    if not (np.isfinite([*trunk, *shoulders, *middle]).all() and np.linalg.norm(trunk) > 0):
        return None
    to_head, upwards = _lying(trunk, shoulders)
    # In the picture it has the foot's own direction.
    turn = np.arctan2(-_cross(to_head, heel_to_toe), _cross(upwards, heel_to_toe))
    toes = np.cos(turn) * to_head + np.sin(turn) * upwards
    if toes[:2] @ heel_to_toe < 0:
        turn, toes = turn + np.pi, -toes
    is_misread = abs(to_head[2]) > SLANTED and to_head[1] * to_head[2] > 0
    if is_misread or np.degrees(turn) % 360 > FURTHEST_DEG or upwards[2] < -np.sin(np.radians(STEEPEST_DEG)):
        return None
    ray = np.array([*(ankle - middle), LENS * max(body.width, body.height)])
    away = TOO_SMALL + float(toes @ ray / np.linalg.norm(ray))
    # A foot points towards the camera where the head does; else it is seen from far above, or the trunk is misread.
    return away if away > 0 or to_head[2] < -SLANTED else None


def _lying(trunk: Array, shoulders: Array) -> tuple[Array, Array]:
    """The unit vectors (3,) towards the head and up from the chest, right, down and forward of the camera, of somebody lying on the back.

    `trunk` from hips to shoulders, and `shoulders` from the right to the left one, are (2,) px: in space they are at right angles, and of known lengths.
    """
    along, across, both = (float(a @ b) for a, b in ((trunk, trunk), (shoulders, shoulders), (trunk, shoulders)))
    share = SHOULDERS_OVER_TRUNK**2
    whole = float(across + share * along + np.sqrt((across - share * along) ** 2 + 4 * share * both**2)) / (2 * share)
    depth, aside = np.sqrt(max(whole - along, 0.0)), -np.copysign(np.sqrt(max(share * whole - across, 0.0)), both)
    to_head, to_left = np.array([*trunk, depth]) / np.sqrt(whole), np.array([*shoulders, aside]) / np.sqrt(share * whole)
    if np.cross(to_left, to_head)[1] > 0:
        # The chest is up: the same picture is that of the other end turned to the camera.
        to_head, to_left = to_head * [1, 1, -1], to_left * [1, 1, -1]
    return to_head, np.cross(to_left, to_head)


def _cross(a: Array, b: Array) -> float:
    return float(a[0] * b[1] - a[1] * b[0])
