"""What is drawn over the page's picture: shares of its size, and only what was surely seen."""

from typing import Any

import numpy as np
import pytest

from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootLandmark, FootReading
from footcv.pose.landmarks import Landmark, Pose
from footcv.ui.page.marks import marks_of

# Seen from its side, in its own length.
SHAPE = np.array([(0.25, 0.35), (0.02, 0.85), (0.68, 0.78), (0.66, 0.92), (1.0, 0.8), (0.98, 0.88), (0.86, 0.95), (0.27, -0.15)])
SIZE = (640, 480)


def foot_at(x: float, y: float, side: str = "left") -> Foot:
    return Foot(0.0, side, FootReading(SHAPE * 100 + (x, y), np.ones(8), 1.0, float(side == "right"), 1.0, 0.0, 0.0, np.zeros(8)), "search")


def legs() -> Pose:
    """A person of whom hips, knees and ankles are seen, in a picture of SIZE."""
    image = np.full((33, 2), np.nan, np.float32)
    for side, x in (("LEFT", 350), ("RIGHT", 290)):
        for joint, y in (("HIP", 240), ("KNEE", 330), ("ANKLE", 400)):
            image[Landmark[f"{side}_{joint}"]] = x, y
    return Pose(0.0, image, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def test_points_are_shares_of_the_picture() -> None:
    marks = marks_of(None, [foot_at(200, 100)], ("left",), SIZE)
    assert list(marks) == ["left"]
    assert len(marks["left"]["points"]) == 8
    assert marks["left"]["points"][FootLandmark.TOE1] == pytest.approx([300 / 640, 180 / 480], abs=1e-4)
    assert marks["left"]["leg"] == [] and marks["left"]["outline"] == []


def test_a_foot_without_a_body_is_outlined_without_its_shin() -> None:
    outline = marks_of(None, [foot_at(200, 100)], ("left",), SIZE, outlined=True)["left"]["outline"]
    assert len(outline) >= 3
    shin = [round(value / size, 4) for value, size in zip(SHAPE[FootLandmark.SHIN] * 100 + (200, 100), SIZE, strict=True)]
    assert shin not in outline


def test_only_the_sides_asked_for_are_marked() -> None:
    feet = [foot_at(100, 100), foot_at(400, 100, "right")]
    assert list(marks_of(None, feet, ("right",), SIZE)) == ["right"]
    assert set(marks_of(None, feet, ("left", "right"), SIZE)) == {"left", "right"}


def test_an_unsure_point_takes_its_lines_with_it() -> None:
    foot = foot_at(200, 100)
    whole = marks_of(None, [foot], ("left",), SIZE)["left"]
    foot.reading.confidence[FootLandmark.TOE5] = 0.1
    part = marks_of(None, [foot], ("left",), SIZE)["left"]
    assert len(part["points"]) == 7 and len(part["foot"]) == len(whole["foot"]) - 2


def test_the_leg_ends_at_the_foots_own_ankle_and_stands_for_its_shin() -> None:
    foot: Any = foot_at(330, 350)
    alone, both = marks_of(None, [foot], ("left",), SIZE)["left"], marks_of(legs(), [foot], ("left",), SIZE)["left"]
    assert both["leg"][-1][1] == alone["points"][FootLandmark.ANKLE]
    assert len(both["leg"]) == 2 and len(both["points"]) == 7 and len(both["foot"]) == len(alone["foot"]) - 1


def test_a_leg_without_a_foot_ends_at_the_bodys_ankle() -> None:
    pose = legs()
    marks = marks_of(pose, [], ("right",), SIZE)["right"]
    assert marks["foot"] == [] and marks["points"] == []
    assert marks["leg"][-1][1] == pytest.approx(pose.image[Landmark.RIGHT_ANKLE] / SIZE, abs=1e-4)


def test_nothing_seen_nothing_marked() -> None:
    assert marks_of(None, [], ("left", "right"), SIZE) == {}
