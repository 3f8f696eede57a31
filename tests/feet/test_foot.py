"""Which side the feet are of that no body leads to."""

from dataclasses import replace

import numpy as np
import pytest
from footpoints import Array, pictured

from footcv.feet.foot import SIDES, Foot, settled
from footcv.feet.landmarks import FootReading

# Seen exactly from the side, without its breadth: as much a left foot as a right one.
FLAT = pictured("left", 90, 0, 10) * [1, 1, 0]


def loose(track: int, right: float, side: str = "left", points: Array = FLAT) -> Foot:
    """A foot found by search that looks like a right one with the probability `right`."""
    reading = FootReading(points[:, :2], np.ones(8), 1.0, right, 1.0, 0.0, 5.0, points[:, 2])
    return Foot(0.0, side, reading, "search", track)


def told(frames: list[list[Foot]]) -> dict[int, str]:
    """The sides of tracks that were seen in these frames."""
    feet = [foot for frame in frames for foot in frame]
    tracks, sure = (np.array([getattr(foot, name) for foot in feet]) for name in ("track", "sure"))
    points = np.stack([foot.reading.sure_points for foot in feet])
    frame = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    return settled(
        frame, tracks, sure, *(np.array([getattr(foot.reading, name) for foot in feet]) for name in ("present", "right")), lambda chosen: points[chosen]
    )


def test_a_side_is_judged_by_all_that_was_seen_of_a_foot() -> None:
    # Two doubtful frames at first, under the wrong side, then plenty of clear ones.
    frames = [[loose(1, 0.4)], [loose(1, 0.45)]] + [[loose(1, 0.9, "right")]] * 8
    assert told(frames) == {1: "right"}


def test_a_foot_that_is_hardly_seen_tells_nothing_of_its_side() -> None:
    hardly = loose(1, 0.99)
    hardly = replace(hardly, reading=replace(hardly.reading, present=0.3))
    assert told([[loose(1, 0.2)]] * 3 + [[hardly]] * 20) == {1: "left"}


def test_two_feet_seen_together_are_a_left_and_a_right_one() -> None:
    frames = [[loose(1, 0.8), loose(2, 0.95)]] * 5
    assert told(frames) == {1: "left", 2: "right"}


def test_the_clearer_of_two_feet_names_the_other_however_long_that_was_seen() -> None:
    frames = [[loose(1, 0.2), loose(2, 0.4)]] * 30 + [[loose(2, 0.4)]] * 200
    assert told(frames) == {1: "left", 2: "right"}


def test_a_foot_that_was_lost_and_found_keeps_the_side_it_looks_like() -> None:
    frames = [[loose(1, 0.1), loose(2, 0.9)]] * 3 + [[loose(2, 0.9)]] + [[loose(2, 0.9), loose(3, 0.2)]] * 3
    assert told(frames) == {1: "left", 2: "right", 3: "left"}


def test_of_what_was_seen_beside_both_the_side_is_that_of_which_it_was_seen_beside_less() -> None:
    frames = [[loose(1, 0.1), loose(2, 0.9)]] * 3 + [[loose(1, 0.1), loose(3, 0.3)]] * 5 + [[loose(2, 0.9), loose(3, 0.3)]]
    assert told(frames) == {1: "left", 2: "right", 3: "right"}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("azimuth", [-60, -20, 30, 120])
def test_where_the_looks_are_doubtful_the_way_the_points_lie_tells_the_side(side: str, azimuth: float) -> None:
    frames = [[loose(1, 0.5, points=pictured(side, azimuth, 10, 10))]] * 20
    assert told(frames) == {1: side}


def test_the_body_has_the_last_word_on_sides() -> None:
    assert told([[replace(loose(0, 0.99), found_by="body")]]) == {}


def test_what_has_not_moved_as_a_foot_has_no_side() -> None:
    assert told([[loose(1, 0.9), replace(loose(2, 0.1), sure=False)]] * 5) == {1: "right"}


def beside(sizes: float, apart: float, present: float) -> Foot:
    """What is not sure to be a foot, so many sizes of the other one large, so many of them away, and so surely present."""
    foot = replace(loose(2, 0.9), sure=False)
    middle = FLAT[:7, :2].mean(axis=0)
    points = middle + (foot.reading.points - middle) * sizes + np.array([apart * np.ptp(FLAT[:7, :2], axis=0).max(), 0.0])
    return replace(foot, reading=replace(foot.reading, points=points, present=present))


@pytest.mark.parametrize(
    ("sizes", "apart", "present", "frames", "sides"),
    [
        pytest.param(0.9, 0.8, 0.9, 20, {1: "left", 2: "right"}, id="its other foot"),
        pytest.param(0.9, 0.1, 0.9, 20, {1: "left"}, id="the same foot"),
        pytest.param(0.4, 0.8, 0.9, 20, {1: "left"}, id="too small"),
        pytest.param(0.9, 3.0, 0.9, 20, {1: "left"}, id="far away"),
        pytest.param(0.9, 0.8, 0.3, 20, {1: "left"}, id="hardly seen"),
        pytest.param(0.9, 0.8, 0.9, 5, {1: "left"}, id="seen for a moment"),
    ],
)
def test_what_stands_beside_a_foot_and_looks_like_one_is_its_other_foot(sizes: float, apart: float, present: float, frames: int, sides: dict[int, str]) -> None:
    foot = loose(1, 0.2)
    assert told([[foot, beside(sizes, apart, present)]] * frames + [[foot]] * (20 - frames)) == sides
