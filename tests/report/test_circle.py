import re
from dataclasses import replace

import numpy as np
from sections import circling, of_class, section, turn, words

from footcv.report.circle import foot_paths

TURNS = (turn(0.0), turn(2.0), turn(4.0, None))


def area(points: str) -> float:
    """Twice what a path goes round, positive clockwise on a page whose y runs down."""
    x, y = np.array([[float(value) for value in pair] for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", points)]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def test_each_turn_is_a_picture_of_its_own() -> None:
    [made] = foot_paths(replace(section(*TURNS, exercise="ankle-circles"), traces=(circling(TURNS, 8.0, told=True),)), "p")
    pictures = list(made.iter("svg"))
    assert [picture.findtext("title") for picture in pictures] == [
        "Turn 1, left foot, clockwise",
        "Turn 2, left foot, clockwise",
        "Turn 3, left foot, direction not told",
    ]
    assert all(picture.get("role") == "img" and picture.findtext("desc") for picture in pictures)


def test_a_clockwise_turn_goes_clockwise_on_the_page_as_its_owner_sees_it() -> None:
    [made] = foot_paths(replace(section(*TURNS, exercise="ankle-circles"), traces=(circling(TURNS, 8.0, told=True),)), "p")
    assert all(area(path.get("d") or "") > 1000 for path in of_class(made, "curve"))
    assert "As you see your own left foot" in words(made)


def test_an_arrow_stands_only_where_the_direction_is_known() -> None:
    [made] = foot_paths(replace(section(*TURNS, exercise="ankle-circles"), traces=(circling(TURNS, 8.0, told=True),)), "p")
    assert [len(list(picture.iter("polygon"))) for picture in made.iter("svg")] == [1, 1, 0]


def test_the_camera_s_own_view_has_no_arrows_and_says_so() -> None:
    [made] = foot_paths(replace(section(*TURNS, exercise="ankle-circles"), traces=(circling(TURNS, 8.0, told=False),)), "p")
    assert list(made.iter("polygon")) == []
    assert "As the camera saw the toes" in words(made)


def test_where_no_path_is_known_nothing_is_drawn() -> None:
    assert foot_paths(section(*TURNS, exercise="ankle-circles"), "p") == []
