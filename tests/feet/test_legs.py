"""A body whose legs are told exchanged, now side by side, now with one raised."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from footcv.feet.assignment import Place
from footcv.feet.legs import AGREED_S, EXCHANGED_S, LegKeeper, hips_across, side_by_side
from footcv.pose.landmarks import Landmark, Pose

STEP_S = 0.1


def places(left: float, right: float) -> dict[str, Place]:
    return {"left": (np.array([left, 100.0]), 50.0), "right": (np.array([right, 100.0]), 50.0)}


FEET = places(100, 300)
EXCHANGED = places(300, 100)


SIDE_ON, AT_A_SLANT = np.zeros(2), np.array([0.6, 0.0])


def told(
    keeper: LegKeeper,
    from_s: float,
    seconds: float,
    body: Mapping[str, Place],
    last: Mapping[str, Place],
    together: bool,
    across: NDArray[np.float64] = SIDE_ON,
) -> list[str]:
    return [keeper.update(from_s + i * STEP_S, body, last, together, across) for i in range(round(seconds / STEP_S))]


def test_legs_side_by_side_are_exchanged_for_a_moment_at_most() -> None:
    keeper = LegKeeper()
    assert set(told(keeper, 0.0, 5.0, FEET, FEET, True)) == {"as told"}
    later = told(keeper, 5.0, EXCHANGED_S + 1.0, EXCHANGED, FEET, True)
    assert later.count("insists") == 1
    assert later.index("insists") == pytest.approx(EXCHANGED_S / STEP_S, abs=1)


@pytest.mark.parametrize(("across", "expected"), [(AT_A_SLANT, "insists"), (-AT_A_SLANT, "exchanged"), (SIDE_ON, "exchanged")])
def test_of_legs_side_by_side_hips_that_lie_as_before_tell_at_once_that_the_feet_were_exchanged(across: NDArray[np.float64], expected: str) -> None:
    keeper = LegKeeper()
    told(keeper, 0.0, 5.0, FEET, FEET, True, abs(across))
    assert told(keeper, 5.0, STEP_S, EXCHANGED, FEET, True, across) == [expected]


def test_hips_lie_across_as_the_left_one_does_from_the_right_one_in_lengths_of_a_thigh() -> None:
    pose = standing_on((100, 200), (120, 200))
    pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] = (130, 100), (100, 100), (130, 150), (100, 140)
    assert hips_across(pose).tolist() == [0.6, 0.0]


def test_a_raised_leg_stays_what_it_was_when_the_legs_lay_side_by_side() -> None:
    keeper = LegKeeper()
    told(keeper, 0.0, AGREED_S + 0.3, FEET, FEET, True)
    assert set(told(keeper, 1.0, 60.0, EXCHANGED, FEET, False)) == {"exchanged"}
    # Nor do looks that do not tell change it.
    assert set(told(keeper, 61.0, 1.0, places(200, 200), FEET, True)) == {"exchanged"}
    assert set(told(keeper, 62.0, 1.0, EXCHANGED, {}, False)) == {"exchanged"}
    assert set(told(keeper, 63.0, 1.0, FEET, FEET, False)) == {"as told"}


def test_of_a_leg_that_was_raised_from_the_beginning_the_body_knows_best() -> None:
    keeper = LegKeeper()
    told(keeper, 0.0, 0.3, FEET, FEET, False)
    assert "insists" in told(keeper, 0.3, EXCHANGED_S + 0.5, EXCHANGED, FEET, False)


@pytest.mark.parametrize(("together", "expected"), [(False, "exchanged"), (True, "as told")])
def test_one_foot_alone_tells_of_a_raised_leg_only(together: bool, expected: str) -> None:
    keeper = LegKeeper()
    only_left = {"left": FEET["left"]}
    assert set(told(keeper, 0.0, 1.0, FEET, only_left, True)) == {"as told"}
    assert set(told(keeper, 1.0, 1.0, EXCHANGED, only_left, together)) == {expected}


def standing_on(left: tuple[int, int], right: tuple[int, int]) -> Pose:
    """A body with its hips at (100, 100) and its ankles there."""
    image = np.zeros((33, 2), np.float32)
    image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = (100, 100)
    image[Landmark.LEFT_ANKLE], image[Landmark.RIGHT_ANKLE] = left, right
    return Pose(0.0, image, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


@pytest.mark.parametrize(("left", "right", "expected"), [((100, 200), (120, 200), True), ((100, 200), (200, 100), False), ((100, 200), (150, 200), True)])
def test_legs_are_side_by_side_where_both_go_the_same_way(left: tuple[int, int], right: tuple[int, int], expected: bool) -> None:
    assert side_by_side(standing_on(left, right), {}) == expected


def test_legs_lead_to_the_feet_that_were_seen_wherever_the_body_puts_its_ankles() -> None:
    slipped = standing_on((100, 200), (110, 200))
    raised, lying = (np.array([100.0, 0.0]), 50.0), (np.array([200.0, 150.0]), 50.0)
    assert not side_by_side(slipped, {"left": raised, "right": lying})
    assert not side_by_side(slipped, {"left": lying, "right": raised})
    # Of one foot it is not known to which leg it belongs.
    assert side_by_side(slipped, {"left": raised})
