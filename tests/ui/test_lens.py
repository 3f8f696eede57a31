"""The lens: the foot enlarged in a corner, and its signal below."""

from dataclasses import replace

import numpy as np
import pytest
from footpoints import pictured

from footcv.counting.rep import Rep
from footcv.feet.foot import Foot
from footcv.feet.landmarks import FootReading
from footcv.signals.signal import Signal
from footcv.ui.lens import TRACE_S, Lens, draw_lens, lens_at, lens_places

TIMES = np.arange(0.0, 20.0, 0.1)
REST, FULL = 10.0, 40.0
RAMP = Signal("left", TIMES, REST + (FULL - REST) * (TIMES % 1.0), "deg", "picture", REST, FULL, 1.0)
REP = Rep(1, "left", None, 5.0, 5.5, 6.5, 7.0, 30.0, "deg", 0.9)
NO_TRACE = np.zeros((0, 2))


def a_foot(t: float, side: str, middle: tuple[float, float] = (100.0, 200.0), px: float = 60.0) -> Foot:
    points = pictured(side, 90.0, 0.0, 0.0, px=px)[:, :2]
    reading = FootReading(points, np.ones(8), 1.0, 0.5, 0.9, 0.0, 1.0, np.zeros(8))
    return Foot(t, side, replace(reading, points=points + np.array(middle) - reading.centre), "body")


def test_the_place_follows_slowly_so_that_the_foot_moves_and_not_the_picture() -> None:
    swinging = [[a_foot(t, "left", (100 + 20 * np.sin(4.1 * np.pi * t), 200))] for t in TIMES]
    places = lens_places(swinging, ["left"])
    x = np.array([places[float(t)][1] for t in TIMES])
    assert np.abs(x[20:-20] - 100).max() < 6


def test_of_two_feet_the_larger_is_enlarged_and_only_of_the_sides_asked_for() -> None:
    both = [[a_foot(t, "left", px=50), a_foot(t, "right", px=70)] for t in TIMES]
    assert lens_places(both, ["left", "right"])[0.0][0] == "right"
    assert lens_places(both, ["left"])[0.0][0] == "left"
    assert lens_places([[]] * 5, ["left"]) == {}


def test_the_trace_is_the_signal_of_the_last_seconds_and_its_repetitions() -> None:
    lens = lens_at(9.0, ("left", 100.0, 200.0, 90.0), 640, [RAMP], [REP])
    assert lens.trace[-1] == pytest.approx([1.0, 0.0], abs=0.02)
    assert lens.trace[:, 0].min() > 0 and np.ptp(lens.trace[:, 1]) == pytest.approx(0.9, abs=0.02)
    assert lens.spans == ((1 - 4 / TRACE_S, 1 - 2 / TRACE_S),)
    assert lens_at(6.0, ("left", 100.0, 200.0, 90.0), 640, [RAMP], [REP]).spans == ()
    assert lens_at(6.0, ("left", 100.0, 200.0, 90.0), 640, [], []).trace.shape == (0, 2)


@pytest.mark.parametrize(("x", "left_of_middle"), [(100.0, True), (500.0, False)])
def test_it_lies_in_the_lower_corner_that_the_foot_is_not_in(x: float, left_of_middle: bool) -> None:
    image = np.full((480, 640, 3), 90, np.uint8)
    drawn = image.copy()
    lens = lens_at(9.0, ("left", x, 200.0, 90.0), 640, [RAMP], [REP])
    draw_lens(drawn, image, lens, [a_foot(9.0, "left", (x, 200.0))])
    changed = (drawn != image).any(axis=2)
    assert lens.left_of_middle is left_of_middle
    assert not changed[:200].any()
    assert changed[:, 320:].any() is np.bool_(left_of_middle) and changed[:, :320].any() is np.bool_(not left_of_middle)


def test_it_shows_the_foot_larger() -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    image[190:210, 90:110] = 255
    drawn = image.copy()
    draw_lens(drawn, image, Lens(100.0, 200.0, 50.0, True, "left", NO_TRACE, ()), [])
    assert (drawn[:, 320:] == 255).all(axis=2).sum() > 4 * 400


def test_a_foot_that_is_large_already_gets_none() -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    drawn = image.copy()
    draw_lens(drawn, image, Lens(300.0, 200.0, 200.0, True, "left", NO_TRACE, ()), [])
    assert not drawn.any()


def test_a_foot_none_of_whose_points_is_sure_is_enlarged_without_them() -> None:
    image = np.full((480, 640, 3), 90, np.uint8)
    foot = a_foot(9.0, "left")
    hidden = replace(foot, reading=replace(foot.reading, confidence=np.zeros(8)))
    lens = lens_at(9.0, ("left", 100.0, 200.0, 90.0), 640, [RAMP], [REP])
    without, shown = image.copy(), image.copy()
    draw_lens(without, image, lens, [])
    draw_lens(shown, image, lens, [hidden])
    assert (shown == without).all()
