"""The legs that are rendered: what moves where when a joint bends, on all bodies and both sides."""

from itertools import product

import numpy as np
import pytest

from training import POINTS
from training.legs import BALL_IN, BALL_OUT, DATA, FOOT, HEEL_HEIGHT, SUBJECTS, Angles, Array, Leg, normals, pose, rotation
from training.shape import mean_shape

ANKLE, HEEL, IN, OUT, TOE1, TOE2, TOE5, SHIN = range(8)
EVERY = [pytest.param(side, subject, id=f"{side}{subject}") for side, subject in product("LR", range(SUBJECTS))]


def leg(side: str, subject: int, *, covered: bool = False, thickness: float = 0.0, toes: float | Array = 0.0, **angles: float) -> Leg:
    bend = {"knee": 0.0, "ankle": 0.0, "inversion": 0.0, "abduction": 0.0} | angles
    return pose(side, subject, Angles(**bend, toes=np.broadcast_to(toes, (5, 3))), covered=covered, thickness=thickness, shape=np.ones(3))


def outwards(side: str) -> float:
    """The sign of x away from the other leg: the left leg's outside is at larger x."""
    return 1.0 if side == "L" else -1.0


def test_the_points_have_the_networks_order() -> None:
    assert POINTS == ("ankle", "heel", "ball_in", "ball_out", "toe1", "toe2", "toe5", "shin")


@pytest.mark.parametrize("subject", range(SUBJECTS))
def test_the_legs_of_a_body_mirror_each_other(subject: int) -> None:
    angles = {"knee": 40.0, "ankle": 25.0, "inversion": 12.0, "abduction": -9.0, "toes": np.arange(15.0).reshape(5, 3)}
    left, right = leg("L", subject, **angles), leg("R", subject, **angles)
    assert left.points * [-1, 1, 1] == pytest.approx(right.points, abs=1e-3)
    assert left.toe_flexion_deg == pytest.approx(right.toe_flexion_deg, abs=0.1)


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_plantar_flexion_moves_the_toes_down_and_the_heel_up(side: str, subject: int) -> None:
    rest, pointed, pulled = leg(side, subject), leg(side, subject, ankle=25), leg(side, subject, ankle=-15)
    down, up = pointed.points - rest.points, pulled.points - rest.points
    assert (down[[IN, OUT, TOE1, TOE2, TOE5], 1] < -0.1).all()
    assert down[HEEL, 1] > 0.05
    assert (up[[TOE1, TOE2, TOE5], 1] > 0.1).all()
    assert np.abs(down[[ANKLE, SHIN]]).max() < 1e-9


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_abduction_moves_the_toes_away_from_the_other_leg(side: str, subject: int) -> None:
    moved = leg(side, subject, abduction=15).points - leg(side, subject).points
    assert (moved[[TOE1, TOE2, TOE5], 0] * outwards(side) > 0.1).all()
    assert np.abs(moved[[ANKLE, SHIN]]).max() < 1e-9


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_a_bent_knee_swings_shin_and_foot_back_as_one_piece(side: str, subject: int) -> None:
    rest, bent = leg(side, subject).points, leg(side, subject, knee=60).points
    assert bent[ANKLE, 2] < rest[ANKLE, 2] - 1
    assert np.linalg.norm(bent[:, None] - bent, axis=-1) == pytest.approx(np.linalg.norm(rest[:, None] - rest, axis=-1), abs=0.02)


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_toe_flexion_is_positive_when_curled_and_zero_at_rest(side: str, subject: int) -> None:
    def flexion(toes: float, **angles: float) -> float:
        return leg(side, subject, toes=np.tile([toes, 0.0, 0.0], (5, 1)), **angles).toe_flexion_deg

    assert flexion(0) == pytest.approx(0, abs=1e-6)
    # The toes' first joints alone turn the toes as a whole.
    assert flexion(20) == pytest.approx(20, abs=1)
    assert flexion(-20) == pytest.approx(-20, abs=1)
    # It is the toes' own: the foot and the leg may do what they like.
    assert flexion(20, ankle=40, knee=80, abduction=10, inversion=-10) == pytest.approx(flexion(20), abs=1e-6)
    assert leg(side, subject, toes=25.0).points[TOE2, 1] < leg(side, subject).points[TOE2, 1]


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_the_points_lie_where_a_foot_has_them(side: str, subject: int) -> None:
    points = leg(side, subject).points
    across = points[:, 0] * outwards(side)
    assert points[HEEL, 2] < points[ANKLE, 2] < points[OUT, 2] < points[IN, 2] < points[TOE1, 2]
    assert points[TOE5, 2] < points[TOE1, 2]
    assert across[TOE1] < across[TOE2] < across[TOE5]
    assert (points[[HEEL, IN, OUT, TOE1, TOE2, TOE5], 1] < points[ANKLE, 1]).all()
    assert points[SHIN, 1] > points[ANKLE, 1] + 1


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_the_balls_lie_at_the_edge_between_heel_and_toes(side: str, subject: int) -> None:
    rest = leg(side, subject)
    foot = rest.vertices[DATA["w" + side][:, FOOT:].sum(axis=1) > 0.5]
    # A foot may stand a little turned outwards.
    axis = rest.points[TOE2] - rest.points[ANKLE]
    axis = np.array([axis[0], 0, axis[2]]) / np.hypot(axis[0], axis[2])
    out = np.cross([0, 1, 0], axis) * outwards(side)
    low = foot[foot[:, 1] < foot[:, 1].min() + 0.5]
    along, wide = low @ axis, low @ out
    for ball, share, sign in ((IN, BALL_IN, -1), (OUT, BALL_OUT, 1)):
        at = float(rest.points[ball] @ axis)
        assert (at - along.min()) / (along.max() - along.min()) == pytest.approx(share, abs=0.06)
        edge = (sign * wide[np.abs(along - at) < 0.2]).max()
        assert edge - 0.1 < sign * float(rest.points[ball] @ out) <= edge + 0.01
    behind = low[:, 1] < low[:, 1].min() + HEEL_HEIGHT
    assert float(rest.points[HEEL] @ axis) == pytest.approx(along[behind].min(), abs=0.1)
    assert rest.points[HEEL, 1] < low[:, 1].min() + HEEL_HEIGHT


@pytest.mark.parametrize(("side", "subject"), EVERY)
def test_a_sock_or_a_shoe_leaves_the_points_where_the_foot_has_them(side: str, subject: int) -> None:
    bare, shod = leg(side, subject, ankle=20), leg(side, subject, ankle=20, covered=True, thickness=0.1)
    assert (bare.points == shod.points).all()
    assert np.abs(bare.vertices - shod.vertices).max() > 0.05


@pytest.mark.parametrize("side", ["L", "R"])
def test_padding_makes_a_foot_larger_all_round(side: str) -> None:
    bare, padded = (leg(side, 0, thickness=thickness).vertices for thickness in (0.0, 0.1))
    feet = [vertices[DATA["w" + side][:, FOOT:].sum(axis=1) > 0.9] for vertices in (bare, padded)]
    assert (np.ptp(feet[1], axis=0) - np.ptp(feet[0], axis=0))[[0, 2]] == pytest.approx([0.2, 0.2], abs=0.02)
    assert feet[0][:, 1].min() - feet[1][:, 1].min() == pytest.approx(0.1, abs=0.02)


def test_normals_have_length_one_and_point_outwards() -> None:
    rest = leg("L", 0)
    outward = normals(rest.vertices, DATA["fL"])
    used = np.unique(DATA["fL"])
    assert np.linalg.norm(outward[used], axis=1) == pytest.approx(np.ones(len(used)))
    sole = used[rest.vertices[used, 1] < rest.vertices[:, 1].min() + 0.03]
    assert outward[sole, 1].mean() < -0.8


def test_a_rotation_is_right_handed_and_in_degrees() -> None:
    assert rotation([0, 0, 2], 90) @ [1, 0, 0] == pytest.approx([0, 1, 0])


def test_the_mean_shape_is_the_one_that_poses_are_fitted_with() -> None:
    from footcv.feet.foot_pose import SHAPE

    assert mean_shape() == pytest.approx(SHAPE, abs=6e-4)
    assert np.linalg.norm(SHAPE[HEEL] - SHAPE[TOE1]) == pytest.approx(1, abs=0.01)
