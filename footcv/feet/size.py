"""Where a foot is and how big, by the body: when its own landmarks cannot be trusted alone, or are not known yet."""

import numpy as np
from numpy.typing import NDArray

from footcv.pose.landmarks import Landmark, Pose

Points = NDArray[np.float64]

# The foot is at least this share of the shank: 0.152 H over 0.246 H (Drillis and Contini 1966), seen at a slant; from the front its landmarks collapse.
FOOT_OVER_SHANK = 0.45
SMALLEST_FOOT_PX = 18.0
# A leg whose ankle the body's landmarks are less sure of than this has no foot.
SEEN = 0.3
TRUNK_ENDS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


def trunk_px(pose: Pose) -> float:
    """How long the trunk is in the picture, px."""
    shoulders, hips = (pose.image[pair].mean(axis=0) for pair in (TRUNK_ENDS[:2], TRUNK_ENDS[2:]))
    return float(np.linalg.norm(shoulders - hips))


def foot_of_body(pose: Pose, side: str) -> tuple[Points, float] | None:
    """Ankle, heel and toe (3, 2) of one foot by the body's landmarks, and its length, px; None where its ankle is not seen."""
    knee, ankle, heel, toe = (Landmark[f"{side.upper()}_{name}"] for name in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX"))
    if pose.visibility[ankle] < SEEN:
        return None
    points = pose.image.astype(float)
    size = max(float(np.linalg.norm(points[toe] - points[heel])), FOOT_OVER_SHANK * float(np.linalg.norm(points[knee] - points[ankle])), SMALLEST_FOOT_PX)
    return points[[ankle, heel, toe]], size
