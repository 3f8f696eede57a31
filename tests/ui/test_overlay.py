from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from footcv.pose.landmarks import Landmark, Pose
from footcv.ui.overlay import Image, Overlay, draw

OVERLAY = Overlay("Heel raise", count=3, prescribed_reps=15, gauge=0.5, holding_s=None, message=None, sides=("left",))
SKY_BLUE, ORANGE, GREEN = (233, 180, 86), (0, 159, 230), (115, 158, 0)


def picture(width: int = 640, height: int = 480, grey: int = 128) -> Image:
    return np.full((height, width, 3), grey, np.uint8)


def standing(width: int = 640, height: int = 480) -> Pose:
    """A person whose legs hang in the middle of the picture, the left one on the right."""
    image = np.full((33, 2), np.nan, np.float32)
    for side, x in (("LEFT", 0.55), ("RIGHT", 0.45)):
        for joint, y, dx in (("HIP", 0.5, 0), ("KNEE", 0.7, 0), ("ANKLE", 0.85, 0), ("HEEL", 0.9, -0.02), ("FOOT_INDEX", 0.92, 0.06)):
            image[Landmark[f"{side}_{joint}"]] = (width * (x + dx), height * y)
    return Pose(0.0, image, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def count(image: Image, colour: tuple[int, int, int]) -> int:
    return int(np.all(image == colour, axis=2).sum())


def changed(a: Image, b: Image) -> tuple[float, float, float, float]:
    """Return the box (left, top, right, bottom), as shares of the picture, in which two pictures differ."""
    rows, columns = np.nonzero(np.any(a != b, axis=2))
    return columns.min() / a.shape[1], rows.min() / a.shape[0], columns.max() / a.shape[1], rows.max() / a.shape[0]


def test_the_picture_given_stays_as_it_was() -> None:
    image = picture()
    drawn = draw(image, standing(), OVERLAY)
    assert np.all(image == 128)
    assert drawn.shape == image.shape and drawn.dtype == np.uint8


@pytest.mark.parametrize(
    ("sides", "left", "right"),
    [(("left",), True, False), (("right",), False, True), (("left", "right"), True, True), ((), False, False)],
)
def test_only_the_measured_legs_are_drawn(sides: tuple[str, ...], left: bool, right: bool) -> None:
    drawn = draw(picture(), standing(), replace(OVERLAY, sides=sides, gauge=None))
    assert (count(drawn, SKY_BLUE) > 100, count(drawn, ORANGE) > 100) == (left, right)


@pytest.mark.parametrize("problem", ["unseen", "nan", "far"])
def test_a_landmark_that_is_not_seen_takes_its_bones_with_it(problem: str) -> None:
    pose = standing()
    whole = count(draw(picture(), pose, replace(OVERLAY, gauge=None)), SKY_BLUE)
    if problem == "unseen":
        pose.visibility[Landmark.LEFT_KNEE] = 0.4
    else:
        pose.image[Landmark.LEFT_KNEE] = np.nan if problem == "nan" else 1e9
    rest = count(draw(picture(), pose, replace(OVERLAY, gauge=None)), SKY_BLUE)
    # Both bones at the knee go; the foot stays.
    assert 0 < rest < whole / 2


def gauge_height(value: float | None, holding_s: float | None = None) -> int:
    drawn = draw(picture(), None, replace(OVERLAY, gauge=value, holding_s=holding_s))
    right_edge = drawn[:, 560:]
    return count(right_edge, GREEN if holding_s is not None else SKY_BLUE)


def test_the_gauge_grows_with_the_signal() -> None:
    heights = [gauge_height(value) for value in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert heights == sorted(heights) and len(set(heights)) == 5
    # Even steps, give or take the ticks drawn over the bar.
    assert heights[4] - heights[2] == pytest.approx(heights[3] - heights[1], rel=0.2)


@pytest.mark.parametrize(("value", "same_as"), [(-3.0, 0.0), (1.7, 1.0)])
def test_the_gauge_ends_where_the_range_does(value: float, same_as: float) -> None:
    assert gauge_height(value) == gauge_height(same_as) > 0


def test_no_measure_no_bar() -> None:
    assert gauge_height(None) == 0


def test_the_gauge_is_green_while_holding() -> None:
    assert gauge_height(0.9, holding_s=1.0) > 0


@pytest.mark.parametrize("change", [{"count": 4}, {"prescribed_reps": 10}, {"prescribed_reps": None}, {"exercise_name": "Toe walking"}])
def test_count_and_name_are_written_at_the_upper_left(change: dict[str, Any]) -> None:
    _, _, right, bottom = changed(draw(picture(), None, OVERLAY), draw(picture(), None, replace(OVERLAY, **change)))
    assert right < 0.5 and bottom < 0.25


@pytest.mark.parametrize("change", [{"holding_s": 2.3, "gauge": None}, {"message": "Rep 3: held 4.9 s", "gauge": None}])
def test_hold_and_verdict_stand_under_the_count(change: dict[str, Any]) -> None:
    _, top, right, bottom = changed(draw(picture(), None, replace(OVERLAY, gauge=None)), draw(picture(), None, replace(OVERLAY, **change)))
    assert top > 0.2 and bottom < 0.4 and right < 0.6


def test_the_verdict_waits_while_a_hold_is_shown() -> None:
    holding = replace(OVERLAY, holding_s=2.3)
    assert np.array_equal(draw(picture(), None, holding), draw(picture(), None, replace(holding, message="Rep 3: held 4.9 s")))


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1920, 1080), (3840, 2160), (320, 240)])
def test_the_texts_grow_with_the_picture(size: tuple[int, int]) -> None:
    overlay = replace(OVERLAY, message="Rep 3: held 4.9 s")
    image = picture(*size)
    left = slice(0, round(0.75 * size[0]))
    texts = np.any(draw(image, None, overlay)[:, left] != image[:, left], axis=2)
    assert texts.sum() / min(size) ** 2 == pytest.approx(0.08, rel=0.06)


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (8, 400), (400, 8)])
def test_no_picture_is_too_small(size: tuple[int, int]) -> None:
    overlay = replace(OVERLAY, holding_s=2.0, sides=("left", "right"))
    assert draw(picture(*size), standing(*size), overlay).shape == (size[1], size[0], 3)


def test_a_long_verdict_stays_within_the_picture() -> None:
    image = picture()
    drawn = draw(image, None, replace(OVERLAY, gauge=None, message="Rep 12: held 17.9 s, which is short of the 20 s asked for, and shallow too"))
    _, _, right, _ = changed(draw(image, None, replace(OVERLAY, gauge=None)), drawn)
    assert right < 0.9


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_the_text_reads_on_any_picture(grey: int) -> None:
    drawn = draw(picture(grey=grey), None, OVERLAY)
    panel = drawn[20:100, 20:150].max(axis=2)
    # White letters, and a panel dark enough behind them.
    assert panel.max() == 255 and np.median(panel) < 130
