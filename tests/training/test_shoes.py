"""The shoes that are rendered: about the foot, whole, turned the right way out, and worn as the foot moves."""

from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest

from training.legs import DATA, SUBJECTS, Angles, Leg, normals, pose
from training.shoes import Style

STYLE = Style(
    sole=0.2,
    rim=0.7,
    tongue=0.2,
    counter=0.1,
    room=0.2,
    box=0.45,
    snug=0.1,
    welt=0.05,
    spring=0.1,
    waist=0.0,
    pointed=0.2,
    capped=0.85,
    backed=0.2,
    striped=(20.0, 1.0, 0.3),
    laced=40.0,
    under=np.array([0.9, 0.9, 0.9]),
    upper=np.array([0.1, 0.2, 0.6]),
    trim=np.array([0.8, 0.1, 0.1]),
    lining=np.array([0.3, 0.3, 0.3]),
)
STYLES = [STYLE, replace(STYLE, rim=1.8), replace(STYLE, rim=0.4, box=0.6, counter=-0.35, sole=0.08, welt=0.0)]
EVERY = [pytest.param(*choice, id=f"{choice[0]}{choice[1]}-rim{choice[2].rim}") for choice in product("LR", range(SUBJECTS), STYLES)]


def leg(side: str, subject: int, style: Style = STYLE, *, ankle: float = 0.0, toes: float = 0.0) -> Leg:
    angles = Angles(0.0, ankle, 0.0, 0.0, np.array([[toes, 0.0, 0.0]] * 5))
    return pose(side, subject, angles, covered=True, thickness=0.0, shape=np.ones(3), style=style)


@pytest.mark.parametrize(("side", "subject", "style"), EVERY)
def test_the_foot_lies_in_its_shoe(side: str, subject: int, style: Style) -> None:
    made = leg(side, subject, style)
    around = cv2.convexHull(made.worn[:, [0, 2]].astype(np.float32))
    points = made.points[:7, [0, 2]].astype(np.float32)
    assert all(cv2.pointPolygonTest(around, (float(x), float(z)), False) > 0 for x, z in points)
    ground = made.vertices[:, 1].min()
    assert made.lowest == pytest.approx(ground - style.sole, abs=1e-6)
    assert made.worn[:, 1].max() > ground + style.rim


@pytest.mark.parametrize(("side", "subject", "style"), EVERY)
def test_its_outside_looks_outwards(side: str, subject: int, style: Style) -> None:
    made = leg(side, subject, style)
    assert made.shoe is not None
    facing = normals(made.worn, made.shoe.triangles)
    beside = (np.abs(made.worn[:, 0] - made.worn[:, 0].mean()) > 0.4 * np.ptp(made.worn[:, 0])) & (made.shoe.paints != STYLE.lining).any(axis=1)
    assert (facing[beside, 0] * (made.worn[beside, 0] - made.worn[:, 0].mean()) > 0).mean() > 0.9
    assert facing[made.worn[:, 1].argmin(), 1] < 0


@pytest.mark.parametrize("subject", range(SUBJECTS))
def test_shoes_of_a_pair_mirror_each_other(subject: int) -> None:
    left, right = leg("L", subject), leg("R", subject)
    assert left.shoe is not None and right.shoe is not None
    assert left.worn * [-1, 1, 1] == pytest.approx(right.worn, abs=0.02)
    assert np.array_equal(left.shoe.paints, right.shoe.paints)


@pytest.mark.parametrize("side", "LR")
def test_it_moves_with_the_ankle_and_bends_with_the_toes(side: str) -> None:
    rest, pointed, bent = (leg(side, 0), leg(side, 0, ankle=30), leg(side, 0, toes=-30))
    tip, heel = rest.worn[:, 2].argmax(), rest.worn[:, 2].argmin()
    assert pointed.worn[tip, 1] < rest.worn[tip, 1] - 0.5
    assert pointed.worn[heel, 1] > rest.worn[heel, 1] + 0.1
    assert bent.worn[tip, 1] > rest.worn[tip, 1] + 0.1
    assert bent.worn[heel] == pytest.approx(rest.worn[heel], abs=1e-6)
    assert rest.shoe is not None and rest.shoe.weights.sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_it_has_its_colours_and_no_open_triangle() -> None:
    shoe = leg("L", 0).shoe
    assert shoe is not None
    assert {tuple(paint) for paint in shoe.paints} == {tuple(paint) for paint in (STYLE.under, STYLE.upper, STYLE.trim, STYLE.lining)}
    assert sorted(set(shoe.triangles.ravel())) == list(range(len(shoe.vertices)))


def test_a_bare_foot_wears_none() -> None:
    bare = pose("L", 0, Angles(0, 0, 0, 0, np.zeros((5, 3))), covered=False, thickness=0, shape=np.ones(3))
    assert bare.shoe is None and bare.worn.shape == (0, 3) and len(bare.vertices) == len(DATA["vL"][0])
    assert bare.lowest == bare.vertices[:, 1].min()
