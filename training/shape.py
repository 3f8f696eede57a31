"""Prints the foot of mean shape that footcv/feet/foot_pose.py lays on what it sees: python -m training.shape."""

import numpy as np

from training import POINTS
from training.legs import SUBJECTS, Angles, Array, pose

ANKLE, HEEL, TOE1 = (POINTS.index(name) for name in ("ankle", "heel", "toe1"))


def mean_shape() -> Array:
    """The eight points (8, 3) of a left foot at rest from its ankle, in lengths from heel to big toe: the mean of all bodies' left and mirrored right feet."""
    return np.asarray(np.mean([_rest(side, subject) for side in "LR" for subject in range(SUBJECTS)], axis=0))


def _rest(side: str, subject: int) -> Array:
    flat = Angles(0, 0, 0, 0, np.zeros((5, 3)))
    points = pose(side, subject, flat, covered=False, thickness=0, shape=np.ones(3)).points
    mirror = np.array([1 if side == "L" else -1, 1, 1])
    return (points - points[ANKLE]) * mirror / np.linalg.norm(points[HEEL] - points[TOE1])


def main() -> None:
    print("SHAPE = np.array(\n    [")
    for row in mean_shape():
        # Adding zero turns -0.0 into 0.0.
        print("        [" + ", ".join(f"{round(value, 3) + 0.0:.3f}" for value in row) + "],")
    print("    ]\n)")


if __name__ == "__main__":
    main()
