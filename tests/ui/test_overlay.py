from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootLandmark, FootReading
from footcv.pose.landmarks import Landmark, Pose
from footcv.ui.overlay import Image, Overlay, draw
from footcv.words import words_in

WORDS = words_in("en")

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
    drawn = draw(image, standing(), OVERLAY, WORDS)
    assert np.all(image == 128)
    assert drawn.shape == image.shape and drawn.dtype == np.uint8


@pytest.mark.parametrize(
    ("sides", "left", "right"),
    [(("left",), True, False), (("right",), False, True), (("left", "right"), True, True), ((), False, False)],
)
def test_only_the_measured_legs_are_drawn(sides: tuple[str, ...], left: bool, right: bool) -> None:
    drawn = draw(picture(), standing(), replace(OVERLAY, sides=sides, gauge=None), WORDS)
    assert (count(drawn, SKY_BLUE) > 100, count(drawn, ORANGE) > 100) == (left, right)


@pytest.mark.parametrize("problem", ["unseen", "nan", "far"])
def test_a_landmark_that_is_not_seen_takes_its_bones_with_it(problem: str) -> None:
    pose = standing()
    whole = count(draw(picture(), pose, replace(OVERLAY, gauge=None), WORDS), SKY_BLUE)
    if problem == "unseen":
        pose.visibility[Landmark.LEFT_KNEE] = 0.4
    else:
        pose.image[Landmark.LEFT_KNEE] = np.nan if problem == "nan" else 1e9
    rest = count(draw(picture(), pose, replace(OVERLAY, gauge=None), WORDS), SKY_BLUE)
    # Both bones at the knee go; the foot stays.
    assert 0 < rest < whole / 2


# Seen from its side, in its own length: toes to the right, the heel at the origin's left.
SHAPE = np.array([(0.25, 0.35), (0.02, 0.85), (0.68, 0.78), (0.66, 0.92), (1.0, 0.8), (0.98, 0.88), (0.86, 0.95), (0.27, -0.15)])


def foot_at(x: float, y: float, size: float, side: str = "left") -> Foot:
    return Foot(0.0, side, FootReading(SHAPE * size + (x, y), np.ones(8), 1.0, float(side == "right"), 1.0, 0.0, 0.0, np.zeros(8)), "search")


def drawn_feet(feet: list[Foot], pose: Pose | None = None, sides: tuple[str, ...] = ("left",)) -> Image:
    return draw(picture(), pose, replace(OVERLAY, gauge=None, sides=sides), WORDS, feet)


def is_at(image: Image, point: Any, colour: tuple[int, int, int], reach: int = 1) -> bool:
    """Whether a pixel within `reach` px of `point` (x, y) has the colour, near enough for a line that is one pixel thin."""
    x, y = round(point[0]), round(point[1])
    region = image[y - reach : y + reach + 1, x - reach : x + reach + 1].astype(int)
    return bool((np.abs(region - colour).max(axis=2) < 30).any())


@pytest.mark.parametrize(("side", "colour"), [("left", SKY_BLUE), ("right", ORANGE)])
@pytest.mark.parametrize("size", [40, 150, 300])
def test_every_point_of_a_foot_is_drawn_without_any_pose(size: int, side: str, colour: tuple[int, int, int]) -> None:
    foot = foot_at(200, 140, size, side)
    drawn = drawn_feet([foot], sides=(side,))
    assert all(is_at(drawn, point, colour) for point in foot.reading.points)


def test_only_the_feet_of_the_measured_sides_are_drawn() -> None:
    drawn = drawn_feet([foot_at(200, 300, 100), foot_at(400, 300, 100, "right")])
    assert count(drawn, SKY_BLUE) > 100 and count(drawn, ORANGE) == 0


@pytest.mark.parametrize("problem", ["unsure", "nan", "far"])
@pytest.mark.parametrize("mark", FootLandmark)
def test_a_point_that_is_not_sure_takes_its_lines_with_it(mark: FootLandmark, problem: str) -> None:
    foot = foot_at(200, 140, 300)
    where = foot.reading.points[mark].copy()
    if problem == "unsure":
        foot.reading.confidence[mark] = 0.29
    else:
        foot.reading.points[mark] = np.nan if problem == "nan" else 1e9
    drawn = drawn_feet([foot])
    assert not is_at(drawn, where, SKY_BLUE, reach=3)
    assert all(is_at(drawn, point, SKY_BLUE) for other, point in enumerate(foot.reading.points) if other != mark)


def test_nothing_is_drawn_of_a_foot_that_is_nowhere_sure() -> None:
    foot = foot_at(200, 140, 300)
    foot.reading.confidence[:] = 0.2
    assert np.array_equal(drawn_feet([foot]), drawn_feet([]))
    assert np.array_equal(drawn_feet([foot], standing()), drawn_feet([], standing()))


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1920, 1080)])
@pytest.mark.parametrize("size", [40, 80, 300])
def test_a_foot_is_not_covered_by_its_drawing(size: int, width: int, height: int) -> None:
    image = picture(width, height)
    bare = replace(OVERLAY, gauge=None)
    x, y = np.round(SHAPE[:3].mean(axis=0) * size + (300, 170)).astype(int)
    drawn = draw(image, None, bare, WORDS, [foot_at(300, 170, size)])
    # Half way between the ankle, the heel and the ball the foot itself is seen.
    reach = size // 40
    assert np.all(drawn[y - reach : y + reach + 1, x - reach : x + reach + 1] == 128)


def test_the_pose_gives_the_leg_and_the_network_the_foot() -> None:
    pose, foot = standing(), foot_at(330, 350, 60)
    with_both, leg_only = drawn_feet([foot], pose), drawn_feet([], pose)
    toe, heel, knee, hip = (pose.image[Landmark[f"LEFT_{name}"]] for name in ("FOOT_INDEX", "HEEL", "KNEE", "HIP"))
    for point in (toe, heel):
        assert not np.array_equal(leg_only[round(point[1]), round(point[0])], [128] * 3)
        assert np.array_equal(with_both[round(point[1]), round(point[0])], [128] * 3)
    assert is_at(with_both, (knee + hip) / 2, SKY_BLUE)
    # The shank ends at the foot's own ankle, not at the pose's, and stands for the foot's shin.
    ankle, shin = foot.reading.points[FootLandmark.ANKLE], foot.reading.points[FootLandmark.SHIN]
    assert is_at(with_both, (knee + ankle) / 2, SKY_BLUE)
    assert not is_at(with_both, (knee + pose.image[Landmark.LEFT_ANKLE]) / 2, SKY_BLUE)
    assert is_at(drawn_feet([foot]), shin, SKY_BLUE) and not is_at(with_both, shin, SKY_BLUE)


def test_a_leg_without_a_foot_keeps_the_poses_own() -> None:
    other = drawn_feet([foot_at(200, 380, 60, "right")], standing(), ("left", "right"))
    heel = standing().image[Landmark.LEFT_HEEL]
    assert not np.array_equal(other[round(heel[1]), round(heel[0])], [128] * 3)


def gauge_height(value: float | None, holding_s: float | None = None) -> int:
    drawn = draw(picture(), None, replace(OVERLAY, gauge=value, holding_s=holding_s), WORDS)
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
    _, _, right, bottom = changed(draw(picture(), None, OVERLAY, WORDS), draw(picture(), None, replace(OVERLAY, **change), WORDS))
    assert right < 0.5 and bottom < 0.25


@pytest.mark.parametrize("change", [{"holding_s": 2.3, "gauge": None}, {"message": "Rep 3: held 4.9 s", "gauge": None}])
def test_hold_and_verdict_stand_under_the_count(change: dict[str, Any]) -> None:
    _, top, right, bottom = changed(draw(picture(), None, replace(OVERLAY, gauge=None), WORDS), draw(picture(), None, replace(OVERLAY, **change), WORDS))
    assert top > 0.2 and bottom < 0.4 and right < 0.6


def test_the_verdict_waits_while_a_hold_is_shown() -> None:
    holding = replace(OVERLAY, holding_s=2.3)
    assert np.array_equal(draw(picture(), None, holding, WORDS), draw(picture(), None, replace(holding, message="Rep 3: held 4.9 s"), WORDS))


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1920, 1080), (3840, 2160), (320, 240)])
def test_the_texts_grow_with_the_picture(size: tuple[int, int]) -> None:
    overlay = replace(OVERLAY, message="Rep 3: held 4.9 s")
    image = picture(*size)
    left = slice(0, round(0.75 * size[0]))
    texts = np.any(draw(image, None, overlay, WORDS)[:, left] != image[:, left], axis=2)
    assert texts.sum() / min(size) ** 2 == pytest.approx(0.08, rel=0.06)


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (8, 400), (400, 8)])
def test_no_picture_is_too_small(size: tuple[int, int]) -> None:
    overlay = replace(OVERLAY, holding_s=2.0, sides=("left", "right"))
    assert draw(picture(*size), standing(*size), overlay, WORDS).shape == (size[1], size[0], 3)


def test_a_long_verdict_stays_within_the_picture() -> None:
    image = picture()
    drawn = draw(image, None, replace(OVERLAY, gauge=None, message="Rep 12: held 17.9 s, which is short of the 20 s asked for, and shallow too"), WORDS)
    _, _, right, _ = changed(draw(image, None, replace(OVERLAY, gauge=None), WORDS), drawn)
    assert right < 0.9


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_the_text_reads_on_any_picture(grey: int) -> None:
    drawn = draw(picture(grey=grey), None, OVERLAY, WORDS)
    panel = drawn[20:100, 20:150].max(axis=2)
    # White letters, and a panel dark enough behind them.
    assert panel.max() == 255 and np.median(panel) < 130


def test_the_words_are_those_of_the_language() -> None:
    german = words_in("de")
    for change in ({}, {"holding_s": 2.3}):
        overlay = replace(OVERLAY, **change)
        assert not np.array_equal(draw(picture(), None, overlay, WORDS), draw(picture(), None, overlay, german))
