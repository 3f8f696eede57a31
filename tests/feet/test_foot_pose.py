"""A foot's pose in space and its movement about the ankle come back from eight points in the picture."""

import numpy as np
import pytest
from footpoints import pictured
from hypothesis import given
from hypothesis import strategies as st

from footcv.feet.foot_pose import FEW, SHAPE, FootPose, fit_pose, movement, shape_of, told_movement

SIDES = ("left", "right")


@pytest.mark.parametrize("side", SIDES)
def test_a_foot_at_rest_fits_without_error(side: str) -> None:
    pose = fit_pose(pictured(side, 60, 10, 0), side)
    assert pose.error < 0.01
    assert pose.flexion_deg == pytest.approx(0, abs=1)
    assert pose.scale == pytest.approx(80, rel=0.02)


@given(side=st.sampled_from(SIDES), azimuth=st.floats(-180, 180), height=st.floats(-5, 40), flexion=st.floats(-10, 40))
def test_flexion_is_read_from_either_side(side: str, azimuth: float, height: float, flexion: float) -> None:
    assert fit_pose(pictured(side, azimuth, height, flexion), side).flexion_deg == pytest.approx(flexion, abs=3)


@given(side=st.sampled_from(SIDES), azimuth=st.floats(-180, 180), flexion=st.floats(-12, 12), outwards=st.floats(-12, 12))
def test_movement_about_the_mean_pose_is_told_apart(side: str, azimuth: float, flexion: float, outwards: float) -> None:
    mean = pictured(side, azimuth, 10, 15)
    moved = pictured(side, azimuth, 10, 15 + flexion, outwards)
    # Seen three times at rest, so that the median is the mean pose.
    flexions, swings = movement(np.stack([mean, mean, moved, mean]), fit_pose(mean, side))
    assert flexions[2] - flexions[0] == pytest.approx(flexion, abs=0.15 * abs(flexion) + 2.5)
    assert swings[2] - swings[0] == pytest.approx(outwards, abs=0.15 * abs(outwards) + 4)


def test_a_walk_through_the_picture_is_no_movement_of_the_ankle() -> None:
    still = pictured("left", 80, 5, 10)
    walking = np.stack([still + np.array([shift, 0.3 * shift, 0.0]) for shift in range(0, 90, 10)])
    flexions, swings = movement(walking, fit_pose(still, "left"))
    assert np.ptp(flexions) < 0.01 and np.ptp(swings) < 0.01


def test_a_missing_point_is_a_gap() -> None:
    points = np.stack([pictured("right", 70, 5, 10)] * 5)
    points[2, 4] = np.nan
    flexions, _ = movement(points, fit_pose(points[0], "right"))
    assert np.isfinite(flexions).tolist() == [True, True, False, True, True]


def test_the_other_foot_is_a_mirror_image() -> None:
    assert np.allclose(shape_of("right"), SHAPE * [-1, 1, 1])
    left, right = (fit_pose(points, side) for points, side in ((pictured("left", 50, 10, 20), "left"), (pictured("right", -50, 10, 20), "right")))
    assert isinstance(left, FootPose)
    assert left.flexion_deg == pytest.approx(right.flexion_deg, abs=0.5)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("azimuth", [90.0, -90.0])
def test_a_foot_that_is_seen_from_another_side_than_the_body_tells_nothing(side: str, azimuth: float) -> None:
    points = np.repeat(pictured(side, azimuth, 10, 15)[None], FEW, axis=0)
    left_away = 1 if fit_pose(points[0], side).rotation[2, 0] > 0 else -1
    told = [told_movement(points, side, np.ones(FEW, bool), 0.5, known) is not None for known in (0, left_away, -left_away)]
    assert told == [True, True, False]
