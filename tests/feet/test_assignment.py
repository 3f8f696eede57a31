"""Whose foot each reading is: prices of being off the body's place, of moving, of doubt."""

from itertools import permutations

import numpy as np
import pytest

from footcv.feet.assignment import assigned, exchanged, same_foot
from footcv.feet.landmarks import FootReading

SIZE = 50.0
SHAPE = np.array([(-0.3, -0.1), (-0.5, 0.0), (0.2, 0.12), (0.1, -0.12), (0.5, 0.0), (0.45, 0.05), (0.35, -0.1), (-0.35, -0.8)])


def foot(x: float, y: float = 100.0, size: float = SIZE, sure: float = 1.0, right: float = 0.5) -> FootReading:
    return FootReading(np.array([x, y]) + size * SHAPE, np.full(8, sure), 1.0, right, 1.0, 0.0, 5.0, np.zeros(8))


def place(x: float, y: float = 100.0) -> tuple[np.ndarray, float]:
    return np.array([x, y]), SIZE


BODY = {"left": place(100), "right": place(200)}


def test_each_side_has_the_foot_that_the_body_puts_there_whatever_the_order() -> None:
    left, right, third = foot(110), foot(185), foot(400)
    for readings in permutations([left, right, third]):
        assert assigned(readings, BODY, {}) == {"left": left, "right": right}


def test_one_foot_is_not_both() -> None:
    twice = [foot(148), foot(152)]
    assert same_foot(*twice)
    assert len(assigned(twice, BODY, {})) == 1


def test_a_foot_out_of_the_bodys_reach_is_none_of_its_feet_unless_it_was_followed_there() -> None:
    far = foot(100 + 2 * SIZE, 300)
    assert assigned([far], {"left": BODY["left"]}, {}) == {}
    assert assigned([far], {"left": BODY["left"]}, {"left": (far.centre, SIZE)}) == {"left": far}


@pytest.mark.parametrize("size", [0.3 * SIZE, 2.5 * SIZE])
def test_what_is_much_smaller_or_larger_than_the_bodys_foot_is_another(size: float) -> None:
    assert assigned([foot(100, size=size)], {"left": BODY["left"]}, {}) == {}


def test_feet_that_pass_each_other_stay_whose_they_were() -> None:
    """The body's landmarks have exchanged the feet for a moment."""
    left, right = foot(160, 90), foot(140, 110)
    exchanged = {"left": place(140, 110), "right": place(160, 90)}
    last = {"left": (left.centre, SIZE), "right": (right.centre, SIZE)}
    assert assigned([left, right], exchanged, last) == {"left": left, "right": right}


def test_the_surer_and_then_the_likelier_of_two_readings_is_taken() -> None:
    sure, doubtful = foot(120), foot(80, sure=0.4)
    assert assigned([doubtful, sure], {"left": BODY["left"]}, {}) == {"left": sure}
    looks_left, looks_right = foot(120, right=0.1), foot(80, right=0.9)
    assert assigned([looks_left, looks_right], {"right": BODY["left"]}, {}) == {"right": looks_right}


def test_a_foot_that_moves_is_not_given_to_the_side_that_has_none() -> None:
    """The left foot is hidden behind the right one, which is lifted."""
    lifted = foot(105, 85)
    together = {"left": place(108, 90), "right": place(100, 85)}
    assert assigned([lifted], together, {"right": (np.array([100.0, 100.0]), SIZE)}) == {"right": lifted}


@pytest.mark.parametrize(("left", "right", "is_so"), [(205, 95, True), (95, 205, False), (148, 152, False)])
def test_legs_are_exchanged_where_each_foot_is_put_where_the_other_one_was(left: float, right: float, is_so: bool) -> None:
    assert exchanged({"left": place(left), "right": place(right)}, BODY) == is_so


def test_of_one_foot_that_was_seen_the_other_leg_must_end_about_there() -> None:
    assert exchanged({"left": place(200), "right": place(100)}, {"left": place(110)})
    assert not exchanged({"left": place(500), "right": place(250)}, {"left": place(100)})
    assert not exchanged({"left": place(200)}, BODY)
    assert not exchanged({"left": place(200), "right": place(100)}, {})
