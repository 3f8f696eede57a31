"""Left and right are kept through the network's exchanges."""

import numpy as np
import pytest

from footcv.pose.landmarks import Landmark, Pose
from footcv.pose.sides import SideKeeper

FPS = 20
UP, DOWN = 100.0, 400.0


def pose(t: float, left_y: float, right_y: float) -> Pose:
    """Somebody lying with one leg up: ankles at the heights given, knees half-way to the hips."""
    image = np.zeros((33, 2), np.float32)
    for side, y in (("LEFT", left_y), ("RIGHT", right_y)):
        image[Landmark[f"{side}_HIP"]] = 300, 350
        image[Landmark[f"{side}_KNEE"]] = 400 if y == DOWN else 300, (y + 350) / 2
        image[Landmark[f"{side}_ANKLE"]] = 500 if y == DOWN else 300, y
    return Pose(t, image, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def left_heights(heights: list[tuple[float, float]]) -> list[float]:
    keeper = SideKeeper()
    return [float(keeper.update(pose(i / FPS, *h)).image[Landmark.LEFT_ANKLE, 1]) for i, h in enumerate(heights)]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([(3, (UP, DOWN))], {UP}),
        ([(3, (UP, DOWN)), (2, (DOWN, UP)), (2, (UP, DOWN))], {UP}),
        ([(3, (UP, DOWN)), (5, (DOWN, UP))], {UP}),
    ],
    ids=["as seen", "exchanged for two seconds", "exchanged to the end"],
)
def test_the_legs_keep_their_sides(seconds: list[tuple[int, tuple[float, float]]], expected: set[float]) -> None:
    assert set(left_heights([h for s, h in seconds for _ in range(s * FPS)])) == expected


def test_a_mistake_at_the_start_is_given_up() -> None:
    """What is exchanged for longer than it was right was wrong before."""
    heights = [(DOWN, UP)] * FPS + [(UP, DOWN)] * (10 * FPS)
    assert left_heights(heights)[-1] == UP


def test_a_leg_that_is_raised_slowly_is_no_exchange() -> None:
    heights = [(DOWN, DOWN)] * FPS + [(DOWN - 300 * k / 40, DOWN) for k in range(1, 41)] + [(UP, DOWN)] * FPS
    assert left_heights(heights) == [left for left, _ in heights]
