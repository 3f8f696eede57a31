"""What the page draws over the picture: legs and feet, as shares of its width and height."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootLandmark
from footcv.pose.landmarks import Pose
from footcv.ui.overlay import FOOT_LINES, LEGS, foot_points, pose_point

# Hip, knee and ankle: below the ankle the foot's own points know better.
_LEG_LINES = ((0, 1), (1, 2))

_Point = tuple[float, float]


def marks_of(pose: Pose | None, feet: Sequence[Foot], sides: Sequence[str], size_px: tuple[int, int], *, outlined: bool = False) -> dict[str, Any]:
    """Return, for each of `sides` of which anything is seen, the `points` and lines of its `foot`, the lines of its `leg` and the foot's `outline`.

    The picture has `size_px` (width, height). A point is [x, y], a line two of them, an outline the corners of what surrounds the foot: empty unless
    `outlined`, which is for feet without a body.
    Points that the network or MediaPipe is unsure of are left out, and their lines with them.
    """
    marks = {}
    for side in sides:
        points = next((seen for foot in feet if foot.side == side and len(seen := foot_points(foot)) > 1), {})
        lines = [(points[a], points[b]) for a, b in FOOT_LINES if a in points and b in points]
        bones: list[tuple[_Point, _Point]] = []
        if pose is not None:
            leg = [pose_point(pose, number) for number in LEGS[side][:3]]
            leg[2] = points.get(FootLandmark.ANKLE, leg[2])
            bones = [(start, end) for a, b in _LEG_LINES if (start := leg[a]) is not None and (end := leg[b]) is not None]
            if len(bones) == 2:
                # The leg is the better shin.
                lines = [line for line in lines if points.get(FootLandmark.SHIN) not in line]
                points.pop(FootLandmark.SHIN, None)
        around = [point for mark, point in points.items() if mark != FootLandmark.SHIN]
        if lines or bones:
            marks[side] = {
                "points": _shares(list(points.values()), size_px),
                "leg": [_shares(bone, size_px) for bone in bones],
                "foot": [_shares(line, size_px) for line in lines],
                "outline": _shares(_hull(around), size_px) if outlined and len(around) > 2 else [],
            }
    return marks


def _hull(points: Sequence[_Point]) -> list[_Point]:
    return [(float(x), float(y)) for x, y in cv2.convexHull(np.array(points, np.float32))[:, 0]]


def _shares(points: Sequence[_Point], size_px: tuple[int, int]) -> list[list[float]]:
    # Four decimals are less than a pixel of a 4K picture.
    return [[round(x / size_px[0], 4), round(y / size_px[1], 4)] for x, y in points]
