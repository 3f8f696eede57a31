"""Where the feet of a rendered clip are."""

from pathlib import Path

import numpy as np

from footcv.feet.foot import SIDES
from footcv.feet.landmarks import FootLandmark

# The network's points that the truth has too, and its names for them.
MARKS = {
    FootLandmark.ANKLE: "ankle",
    FootLandmark.HEEL: "heel",
    FootLandmark.TOE1: "big_toe_tip",
    FootLandmark.TOE2: "second_toe_tip",
    FootLandmark.TOE5: "little_toe_tip",
}


class Truth:
    """Where the feet of a clip are: `points` (N, 2, 5, 2) px, pixel centres at whole numbers, of left and right foot, whether they are in `sight` (N, 2, 5),
    and the feet's `length` (N, 2) px."""

    def __init__(self, npz: Path) -> None:
        with np.load(npz) as data:
            names = [str(name) for name in data["point_names"]]
            sides = [[str(side) for side in data["sides"]].index(side) for side in SIDES]
            pick = np.ix_(np.arange(len(data["t"])), sides, [names.index(name) for name in MARKS.values()])
            self.t = data["t"]
            # The truth's (0, 0) is the outer corner of the first pixel.
            self.points = data["points_px"][pick].astype(float) - 0.5
            self.sight = data["visible"][pick] & data["in_frame"][pick]
        extent = np.ptp(self.points, axis=2).max(axis=2)
        self.length = np.maximum(np.linalg.norm(self.points[:, :, 1] - self.points[:, :, 2], axis=2), 0.8 * extent)

    def at(self, t: float) -> int:
        return int(np.abs(self.t - t).argmin())
