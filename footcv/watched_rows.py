"""Poses, feet and their pictures as rows of numbers, as they are kept in memory and in files of poses. Pure: values in, values out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from footcv.feet.cutter import PATCH_PX, Patch
from footcv.feet.foot import SIDES, Foot
from footcv.feet.landmarks import SHIN_SEEN, FootLandmark, FootReading
from footcv.pose.landmarks import Pose

POSE = np.dtype([("t", "f8"), ("image", "f4", (33, 2)), ("world", "f4", (33, 3)), ("visibility", "f4", (33,))])
FOUND_BY = ("body", "search", "box")
READING = ("present", "right", "toes_seen", "toe_flexion_deg", "toe_spread_deg")
PRESENT, RIGHT, TOES_SEEN = (READING.index(name) for name in ("present", "right", "toes_seen"))
FOOT = np.dtype(
    [
        ("t", "f8"),
        ("side", "u1"),
        ("found_by", "u1"),
        ("track", "i4"),
        ("sure", "?"),
        ("points", "f8", (8, 2)),
        ("confidence", "f8", (8,)),
        ("depth", "f8", (8,)),
        ("reading", "f8", (len(READING),)),
    ]
)
PATCH = np.dtype([("t", "f8"), ("side", "u1"), ("place", "f8", (3,)), ("spell", "i8"), ("track", "i4")])
IMAGE = np.dtype(("u1", (PATCH_PX, PATCH_PX)))
# So many rows are looked at at once.
PIECE = 4096


def row_of_pose(pose: Pose) -> tuple[Any, ...]:
    return pose.t, pose.image, pose.world, pose.visibility


def pose_of(row: Any) -> Pose:
    return Pose(float(row["t"]), row["image"], row["world"], row["visibility"])


def row_of_foot(foot: Foot) -> tuple[Any, ...]:
    seen = foot.reading
    numbers = [getattr(seen, name) for name in READING]
    return foot.t, SIDES.index(foot.side), FOUND_BY.index(foot.found_by), foot.track, foot.sure, seen.points, seen.confidence, seen.depth, numbers


def foot_of(row: Any) -> Foot:
    numbers = dict(zip(READING, row["reading"].tolist(), strict=True))
    reading = FootReading(row["points"], row["confidence"], depth=row["depth"], **numbers)
    return Foot(float(row["t"]), SIDES[row["side"]], reading, FOUND_BY[row["found_by"]], int(row["track"]), bool(row["sure"]))


def row_of_patch(patch: Patch) -> tuple[Any, ...]:
    return patch.t, SIDES.index(patch.side), (patch.x_px, patch.y_px, patch.width_px), patch.spell, patch.track


def patch_of(row: Any, image: NDArray[np.uint8]) -> Patch:
    x, y, width = row["place"].tolist()
    return Patch(float(row["t"]), SIDES[row["side"]], image, x, y, width, int(row["spell"]), int(row["track"]))


def sure_points(feet: NDArray[Any]) -> NDArray[np.float64]:
    """The points with their depth (N, 8, 3) of `feet` (N,) of the kind `FOOT`, as `FootReading.sure_points` tells those of one."""
    points = np.concatenate([feet["points"], feet["depth"][..., None]], axis=2)
    points[feet["confidence"][:, FootLandmark.SHIN] < SHIN_SEEN, FootLandmark.SHIN] = np.nan
    return np.asarray(points)
