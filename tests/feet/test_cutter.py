"""A grey picture with a light square at the foot: where the patch is cut, and when it moves."""

import numpy as np
import pytest

from footcv.feet.cutter import PATCH_IN_FEET, PATCH_PX, FootCutter, Patch
from footcv.pose.landmarks import Landmark, Pose
from footcv.video.frame import Frame

FOOT_PX = 60.0


def pose_at(t: float, x: float, y: float, foot_px: float = FOOT_PX, side: str = "LEFT", visibility: float = 1.0) -> Pose:
    """A leg that hangs, its ankle at (x, y) and its foot pointing to the right; the other leg is not seen."""
    image = np.zeros((33, 2), np.float32)
    sure = np.zeros(33, np.float32)
    for name, dx, dy in (("KNEE", 0.0, -1.6), ("ANKLE", 0.0, 0.0), ("HEEL", -0.25, 0.0), ("FOOT_INDEX", 0.75, 0.0)):
        image[Landmark[f"{side}_{name}"]] = (x + dx * foot_px, y + dy * foot_px)
        sure[Landmark[f"{side}_{name}"]] = visibility
    return Pose(t, image, np.zeros((33, 3), np.float32), sure)


def frame_at(t: float, x: float, y: float, half_px: int = 10, size: tuple[int, int] = (640, 480)) -> Frame:
    """A light square about (x, y)."""
    image = np.full((size[1], size[0], 3), 60, np.uint8)
    image[max(0, round(y) - half_px) : round(y) + half_px, max(0, round(x) - half_px) : round(x) + half_px] = 220
    return Frame(t, image)


def square(patch: Patch) -> tuple[float, float, float]:
    """Middle and side of the light square, in patch pixels."""
    rows, columns = np.nonzero(patch.image > 140)
    return columns.mean() + 0.5, rows.mean() + 0.5, float(np.sqrt(len(rows)))


def cut(places: list[tuple[float, float]], hz: float = 15.0, square_at: tuple[float, float] | None = None) -> list[Patch]:
    """The left foot's patches of a foot that goes through `places`."""
    cutter = FootCutter()
    patches = []
    for i, (x, y) in enumerate(places):
        patches += cutter.update(frame_at(i / hz, *(square_at or (x, y))), pose_at(i / hz, x, y))
    return patches


# Three tenths of the way from ankle to toes, which is 0.75 of a foot.
def middle(x: float, y: float, foot_px: float = FOOT_PX) -> tuple[float, float]:
    return x + 0.3 * 0.75 * foot_px, y


@pytest.mark.parametrize("foot_px", [30.0, 60.0, 110.0])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (20.0, -10.0)])
def test_the_patch_shows_the_foot_at_its_place_and_scale(foot_px: float, offset: tuple[float, float]) -> None:
    x, y = middle(300, 250, foot_px)
    [patch] = FootCutter().update(frame_at(0.0, x + offset[0], y + offset[1]), pose_at(0.0, 300, 250, foot_px))
    scale = PATCH_PX / (PATCH_IN_FEET * foot_px)
    assert (patch.side, patch.t, patch.spell, patch.image.shape, patch.image.dtype) == ("left", 0.0, 1, (PATCH_PX, PATCH_PX), np.uint8)
    assert (patch.x_px, patch.y_px, patch.width_px) == pytest.approx((x, y, PATCH_IN_FEET * foot_px), rel=1e-5)
    u, v, side = square(patch)
    assert (u, v) == pytest.approx((PATCH_PX / 2 + scale * offset[0], PATCH_PX / 2 + scale * offset[1]), abs=1.0)
    assert side == pytest.approx(20 * scale, abs=1.5)


@pytest.mark.parametrize("x", [5.0, 635.0])
def test_beyond_the_picture_its_edge_goes_on(x: float) -> None:
    [patch] = cut([(x, 470.0)])
    assert patch.image.shape == (PATCH_PX, PATCH_PX)
    assert {60, 220} >= {int(patch.image[0, 0])} and patch.image.min() >= 55


def test_a_foot_wholly_outside_is_a_black_patch() -> None:
    [patch] = cut([(3000.0, 240.0)], square_at=(100, 100))
    assert not patch.image.any()


def test_the_patch_stays_while_the_foot_wiggles() -> None:
    t = np.arange(90) / 15
    patches = cut([(300 + 25 * np.sin(3 * ti), 250 + 15 * np.cos(5 * ti)) for ti in t], square_at=(320, 250))
    assert {(patch.x_px, patch.y_px, patch.width_px, patch.spell) for patch in patches} == {(patches[0].x_px, patches[0].y_px, patches[0].width_px, 1)}
    assert all((patch.image == patches[0].image).all() for patch in patches)


def test_the_patch_goes_where_the_foot_has_gone_and_stays() -> None:
    patches = cut([(200.0, 250.0)] * 30 + [(420.0, 250.0)] * 60)
    assert {patch.spell for patch in patches} == {1, 2}
    before, after = ([patch for patch in patches if patch.spell == spell] for spell in (1, 2))
    assert (before[0].x_px, after[-1].x_px) == pytest.approx((middle(200, 250)[0], middle(420, 250)[0]))
    assert 2.0 + 0.3 <= after[0].t <= 2.0 + 2.0


def test_one_wrong_pose_moves_nothing() -> None:
    places = [(300.0, 250.0)] * 60
    places[30:33] = [(500.0, 100.0)] * 3
    assert {patch.spell for patch in cut(places)} == {1}


@pytest.mark.parametrize(("hz", "expected"), [(10.0, 10), (15.0, 15), (30.0, 15), (60.0, 15), (240.0, 15)])
def test_never_much_more_than_fifteen_a_second(hz: float, expected: int) -> None:
    patches = cut([(300.0, 250.0)] * round(4 * hz), hz)
    assert len(patches) / 4 == pytest.approx(expected, abs=1)


def test_no_foot_no_patch_and_a_foot_that_was_seen_is_still_there() -> None:
    cutter = FootCutter()
    assert cutter.update(frame_at(0.0, 300, 250), None) == []
    assert cutter.update(frame_at(0.1, 300, 250), pose_at(0.1, 300, 250, visibility=0.1)) == []
    assert [patch.side for patch in cutter.update(frame_at(0.2, 300, 250), pose_at(0.2, 300, 250, side="RIGHT"))] == ["right"]
    assert [patch.side for patch in cutter.update(frame_at(0.3, 300, 250), None)] == ["right"]
