import pytest

from footcv.errors import UsageError
from footcv.feet.box import FootBox, parse_foot_box, parse_foot_boxes


def test_a_box_is_a_side_and_four_whole_pixels() -> None:
    assert parse_foot_box("left:320,400,160,120") == FootBox("left", 320, 400, 160, 120)


@pytest.mark.parametrize(
    "text",
    ["", "left", "left:1,2,3", "left:1,2,3,4,5", "both:1,2,3,4", "Left:1,2,3,4", "left:1,2,3,x", "left:-1,2,3,4", "left:1.5,2,3,4", "left:1,2,3,999999",
     "left:1,2,3,4\n", "left:١,2,3,4"],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="write SIDE:X,Y,W,H in whole pixels, such as left:320,400,160,120"):
        parse_foot_box(text)


@pytest.mark.parametrize("text", ["left:1,2,0,4", "right:1,2,3,0"])
def test_a_box_without_area_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no area"):
        parse_foot_box(text)


def test_each_foot_has_one_box() -> None:
    assert [box.side for box in parse_foot_boxes(["right:1,1,9,9", "left:5,5,9,9"])] == ["right", "left"]
    with pytest.raises(UsageError, match="the left foot twice"):
        parse_foot_boxes(["left:1,1,9,9", "right:1,1,9,9", "left:5,5,9,9"])
