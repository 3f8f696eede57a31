"""People made of sticks: what posture they are in, and what is done where landmarks are missing."""

from itertools import pairwise

import numpy as np
import pytest
from bodies import LYING_LEG_UP, POSES, SEATED_LEG_OUT, STANDING, body, person
from footpoints import pictured
from hypothesis import given
from hypothesis import strategies as st

from footcv.pose.landmarks import Landmark
from footcv.signals.track import ANKLE, Track, between_deg, measurable, posture, tilt_deg, track, trunk_over_foot


def tracked(points: np.ndarray, visibility: np.ndarray | None = None, hz: float = 30.0, nobody: slice | None = None) -> Track:
    """Landmarks as the pose model gives them: every point is somewhere, its visibility says how sure it is."""
    images = np.nan_to_num(points).astype(np.float32)
    sure = np.isfinite(points).all(axis=2).astype(np.float32) if visibility is None else visibility
    if nobody is not None:
        images[nobody] = np.nan
    return track(np.arange(len(points)) / hz, images, sure, (640, 480))


def seen_share(body: Track, landmark: int) -> float:
    return float(np.isfinite(body.points[:, landmark]).all(axis=1).mean())


@pytest.mark.parametrize(
    ("pose", "standing", "seated", "lying_up"),
    [
        ("standing", True, False, False),
        ("squatting", False, False, False),
        ("seated", False, True, False),
        ("seated on the floor", False, True, False),
        ("lying", False, False, False),
        ("lying with a leg up", False, False, True),
    ],
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_posture(pose: str, standing: bool, seated: bool, lying_up: bool, mirrored: bool) -> None:
    points = person(2.0, POSES[pose])
    if mirrored:
        points[..., 0] = 640 - points[..., 0]
    seen = posture(body(points, noise_px=1.0))
    assert (bool(seen.standing.all()), bool(seen.seated_out["left"].all()), bool(seen.lying_up["left"].all())) == (standing, seated, lying_up)
    assert (bool(seen.standing.any()), bool(seen.seated_out["left"].any()), bool(seen.lying_up["left"].any())) == (standing, seated, lying_up)


def test_each_leg_has_its_own_place() -> None:
    lying = posture(body(person(2.0, LYING_LEG_UP, right=POSES["lying"])))
    assert lying.lying_up["left"].all() and not lying.lying_up["right"].any()
    chair = posture(body(person(2.0, SEATED_LEG_OUT, right=(0.0, 80.0, -10.0))))
    assert chair.seated_out["left"].all() and not chair.seated_out["right"].any()


def test_who_lifts_a_leg_stands_on_the_other_one() -> None:
    lifted = (0.0, 45.0, 40.0)
    assert posture(body(person(6.0, lifted, right=STANDING))).on_one_leg.all()
    # The other leg hangs from a chair.
    assert not posture(body(person(6.0, lifted, right=(0.0, 60.0, 0.0)))).on_one_leg.any()


@pytest.mark.parametrize(("leg_deg", "is_out"), [(25.0, True), (8.0, False)])
def test_beside_a_leg_that_is_stretched_out_the_other_one_is_too_unless_it_stands(leg_deg: float, is_out: bool) -> None:
    """From far above the legs of somebody who sits on the floor point down in the picture, one more than the other."""
    seen = posture(body(person(2.0, (0.0, leg_deg, leg_deg), right=(0.0, 50.0, 50.0))))
    assert seen.seated_out["right"].all() and not seen.standing.any()
    assert seen.seated_out["left"].all() == is_out


def test_a_posture_lasts_from_when_it_is_taken() -> None:
    seen = posture(body(np.concatenate([person(4.0, STANDING), person(4.0, SEATED_LEG_OUT)])))
    t = np.arange(len(seen.standing)) / 30
    assert seen.standing[t < 3.4].all() and not seen.standing[t > 4.7].any()
    assert seen.seated_out["left"][t > 4.7].all() and not seen.seated_out["left"][t < 3.4].any()


@pytest.mark.parametrize("hidden", [Landmark.LEFT_ANKLE, 11, 23])
def test_what_is_not_seen_has_no_posture(hidden: int) -> None:
    points = person(2.0, STANDING)
    points[:, hidden : hidden + 2] = np.nan
    seen = posture(body(points))
    assert not seen.standing.any() and not seen.seated_out["left"].any() and not seen.lying_up["left"].any()


# From landmarks to the track


@pytest.mark.parametrize(("visibility", "share"), [(0.0, 0.0), (0.1, 0.0), (0.9, 1.0)])
def test_an_unsure_landmark_is_a_gap(visibility: float, share: float) -> None:
    points = person(2.0, STANDING)
    sure = np.ones(points.shape[:2], np.float32)
    sure[:, Landmark.LEFT_ANKLE] = visibility
    assert seen_share(tracked(points, sure), ANKLE) == share


def test_a_landmark_outside_the_picture_is_a_gap() -> None:
    points = person(2.0, STANDING)
    points[:, Landmark.LEFT_ANKLE] += (0, 200)
    assert seen_share(tracked(points), ANKLE) == 0
    assert seen_share(tracked(points), ANKLE + 1) == 1


@pytest.mark.parametrize(("missing_s", "bridged"), [(0.15, True), (0.3, True), (0.5, False), (2.0, False)])
@pytest.mark.parametrize("hz", [15.0, 30.0, 60.0])
def test_short_gaps_are_bridged_and_long_ones_stay(missing_s: float, bridged: bool, hz: float) -> None:
    points = person(10.0, STANDING)[: round(5 * hz)]
    seen = tracked(points, hz=hz, nobody=slice(round(2 * hz) + 1, round((2 + missing_s) * hz)))
    known = np.isfinite(seen.points[:, ANKLE]).all(axis=1)
    assert known[(seen.t <= 2.0) | (seen.t > 2.0 + missing_s + 1 / 30)].all()
    assert known[(seen.t > 2.1) & (seen.t < 2.0 + missing_s - 0.1)].all() == bridged
    assert known.all() == bridged


def test_every_rate_comes_out_on_the_same_grid() -> None:
    x = {hz: tracked(person(10.0, STANDING)[: round(4 * hz) + 1], hz=hz) for hz in (5.0, 15.0, 30.0, 60.0)}
    for a, b in pairwise(x.values()):
        assert (a.t == b.t).all() and len(a.t) == 121
        assert np.allclose(a.points[:, ANKLE], b.points[:, ANKLE], atol=1e-3)


def test_nobody_is_a_track_of_gaps() -> None:
    seen = tracked(person(2.0, STANDING), nobody=slice(None))
    assert len(seen.t) == 61 and np.isnan(seen.points).all()
    assert not measurable(seen).any()
    assert len(track(np.zeros(0), np.zeros((0, 33, 2), np.float32), np.zeros((0, 33), np.float32), (640, 480)).t) == 0


@pytest.mark.parametrize(("hidden", "expected"), [([], True), ([27], True), ([27, 28], False), ([11], False), ([31, 30], False), ([0, 13, 14], True)])
def test_a_body_can_be_measured_with_trunk_and_one_leg(hidden: list[int], expected: bool) -> None:
    points = person(2.0, STANDING)
    points[:, hidden] = np.nan
    assert measurable(body(points)).all() == expected
    assert measurable(body(points)).any() == expected


# Angles


@pytest.mark.parametrize(("b", "expected"), [((0, 1), 0), ((1, 0), 90), ((-1, 0), 90), ((0, -1), 180), ((1, 1), 45)])
def test_tilt(b: tuple[float, float], expected: float) -> None:
    assert tilt_deg(np.zeros((1, 2)), np.array([b], float))[0] == pytest.approx(expected)


@given(st.floats(-180, 180), st.floats(0, 180), st.floats(0.1, 100), st.floats(0.1, 100))
def test_the_angle_between_two_directions_is_theirs_alone(turned_deg: float, between: float, u_px: float, v_px: float) -> None:
    a, b = np.radians(turned_deg), np.radians(turned_deg + between)
    u, v = u_px * np.array([[np.cos(a), np.sin(a)]]), v_px * np.array([[np.cos(b), np.sin(b)]])
    assert between_deg(u, v)[0] == pytest.approx(between, abs=1e-4)
    assert between_deg(v, u)[0] == pytest.approx(between, abs=1e-4)


# Body and feet


def with_a_foot(px: float, first_s: float, last_s: float) -> Track:
    """Somebody who stands for 6 s, trunk 120 px, and a left foot of `px` that is seen for a part of that."""
    points = person(6.0, STANDING)
    t = np.arange(len(points)) / 30
    seen = (t >= first_s) & (t <= last_s)
    foot = np.repeat(pictured("left", 90, 0, 0, px=px)[None], seen.sum(), axis=0)
    return track(t, points.astype(np.float32), np.ones((len(t), 33), np.float32), (640, 480), {"left": (t[seen], foot)})


def test_a_foot_that_is_seldom_seen_beside_a_body_is_not_its_own_but_has_its_size() -> None:
    always, seldom = with_a_foot(60.0, 0.0, 6.0), with_a_foot(60.0, 4.6, 6.0)
    assert "left" in always.feet and "left" not in seldom.feet
    assert seldom.foot_extent_px == pytest.approx(always.foot_extent_px)


def test_a_foot_that_is_found_a_little_late_is_its_own() -> None:
    """Until the first search a body that is imagined in a picture of feet is all that is seen."""
    assert "left" in with_a_foot(60.0, 2.8, 6.0).feet


@pytest.mark.parametrize(("px", "squeezed"), [(40.0, False), (200.0, True)])
def test_a_trunk_beside_a_foot_larger_than_itself_is_squeezed(px: float, squeezed: bool) -> None:
    assert (trunk_over_foot(with_a_foot(px, 0.0, 6.0)) < 1) is squeezed
    assert trunk_over_foot(tracked(person(6.0, STANDING))) == np.inf
