"""A foot that is lifted, with and without a grip."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from bodies import FOOT, body, person, pulses
from bodies import STANDING as UPRIGHT
from footpoints import FOOT_PX, feet_only
from toepictures import RESTING, foot_patches, foot_points, shaded

from footcv.feet.landmarks import FootLandmark
from footcv.signals.appearance import Patches
from footcv.signals.filters import RATE_HZ
from footcv.signals.forefoot import FOREFOOT, Forefoot, forefoot
from footcv.signals.lift import EDGES, gripped, lift_signal
from footcv.signals.track import Track

SECONDS = 18.0
LIFT = pulses(SECONDS, (4.0, 6.0), (12.0, 14.0))
GRIP = pulses(SECONDS, (3.4, 6.6), (11.4, 14.6))
STANDING = np.ones(len(LIFT), bool)
ALOFT = [(3.3, 6.7), (11.3, 14.7)]


def test_the_height_is_in_metres_and_follows_the_foot() -> None:
    signal = lift_signal(feet_only(left=foot_points(0.4 * FOOT_PX * LIFT)), "left", STANDING)
    assert signal is not None and signal.unit == "m"
    assert np.corrcoef(signal.value, LIFT)[0, 1] > 0.98


def test_a_pencil_that_is_held_for_ten_seconds_with_four_of_rest_between_is_lifted_each_time() -> None:
    held = pulses(66.0, *((start, start + 11.0) for start in (4.0, 20.0, 36.0, 52.0)))
    signal = lift_signal(feet_only(left=foot_points(0.4 * FOOT_PX * held)), "left", np.ones(len(held), bool))
    assert signal is not None
    assert np.corrcoef(signal.value, held)[0, 1] > 0.98


def somebody(own: Callable[[np.ndarray], np.ndarray]) -> tuple[Track, np.ndarray]:
    """Somebody who stands and lifts the left foot, whose own points are what `own` makes of its place (N, 2) px; and the lift (N,) px. The body's toes sway."""
    lift_px = 0.4 * FOOT * LIFT
    points = person(SECONDS, UPRIGHT)
    points[:, [27, 29, 31], 1] -= lift_px[:, None]
    place = points[:, 31].copy()
    points[:, 31, 1] += 0.05 * FOOT * np.sin(np.arange(len(LIFT)) / RATE_HZ * 2 * np.pi / 1.7)
    feet = own(place)[:, None, :] + np.linspace(-FOOT / 2, FOOT / 2, 8)[None, :, None] * [1.0, 0.0]
    return replace(body(points), feet={"left": feet}, depths={"left": np.zeros(feet.shape[:2])}), lift_px


def lost_while_lifted(place: np.ndarray) -> np.ndarray:
    return np.where((LIFT > 0.9)[:, None], np.nan, place + np.array([3.0, 8.0]))


def read_off_the_other_foot(place: np.ndarray) -> np.ndarray:
    return place[0] - np.array([0.0, 0.3 * FOOT]) + np.random.default_rng(1).normal(0, 0.5, place.shape)


def on_another_foot(place: np.ndarray, away: float, *times_s: tuple[float, float]) -> np.ndarray:
    t = np.arange(len(LIFT)) / RATE_HZ
    there = np.any([(t > start) & (t < end) for start, end in times_s], axis=0)
    return np.where(there[:, None], place[0] - np.array([0.0, away * FOOT]), place)


def on_another_one_when_put_down(place: np.ndarray) -> np.ndarray:
    return on_another_foot(place, 0.35, (6.5, 7.3))


def on_a_near_one_after_each_lift(place: np.ndarray) -> np.ndarray:
    return on_another_foot(place, 0.2, (6.2, 9.0), (14.2, 17.0))


@pytest.mark.parametrize("own", [lost_while_lifted, read_off_the_other_foot, on_another_one_when_put_down, on_a_near_one_after_each_lift])
def test_where_a_foot_is_not_followed_well_the_body_says_how_high_it_is(own: Callable[[np.ndarray], np.ndarray]) -> None:
    seen, lift_px = somebody(own)
    signal = lift_signal(seen, "left", STANDING)
    assert signal is not None and len(signal.t) == len(lift_px)
    assert np.corrcoef(signal.value, lift_px)[0, 1] > 0.95


@pytest.mark.parametrize(("seconds", "known"), [(2.5, True), (3.5, False)])
def test_who_stands_before_and_soon_after_has_stood_meanwhile(seconds: float, known: bool) -> None:
    standing = STANDING.copy()
    away = slice(round(5.0 * RATE_HZ), round((5.0 + seconds) * RATE_HZ))
    standing[away] = False
    seen = feet_only(left=foot_points(0.4 * FOOT_PX * LIFT))
    signal = lift_signal(seen, "left", standing)
    assert signal is not None
    assert np.isin(seen.t[away], signal.t).all() == known


def one_edge_read_off_the_foot_behind(own_edge: list[int]) -> np.ndarray:
    points = foot_points(0.4 * FOOT_PX * LIFT)
    points[:, [point for point in FOREFOOT if point not in own_edge]] = RESTING[[point for point in FOREFOOT if point not in own_edge]]
    return points


@pytest.mark.parametrize("own_edge", EDGES, ids=["outer", "inner"])
def test_a_foot_whose_other_edge_is_read_off_the_foot_behind_it_is_lifted_as_high_as_its_own_edge(own_edge: list[int]) -> None:
    signal = lift_signal(feet_only(left=one_edge_read_off_the_foot_behind(own_edge)), "left", STANDING)
    whole = lift_signal(feet_only(left=foot_points(0.4 * FOOT_PX * LIFT)), "left", STANDING)
    assert signal is not None and whole is not None
    assert np.corrcoef(signal.value, LIFT)[0, 1] > 0.98
    assert signal.full == pytest.approx(whole.full, rel=0.05)


def test_feet_that_come_up_to_the_floor_as_somebody_walks_in_are_not_lifted() -> None:
    """Nearer to the camera feet lie lower in the picture; they go off to where they stand, which is further away."""
    nearer = np.where(np.arange(len(LIFT)) < 60, -0.8 * FOOT_PX, 0.0)
    assert lift_signal(feet_only(left=foot_points(nearer)), "left", STANDING) is None


def test_on_tiptoe_the_foot_is_not_lifted() -> None:
    points = foot_points(np.zeros(len(LIFT)))
    points[:, [FootLandmark.HEEL, FootLandmark.ANKLE], 1] -= 0.4 * FOOT_PX * LIFT[:, None]
    assert lift_signal(feet_only(left=points), "left", STANDING) is None


def tips_of(lift_px: np.ndarray, pictures: Patches) -> Forefoot:
    seen = forefoot(feet_only(left=foot_points(lift_px)), pictures, "left", lift_px == 0, about_tips=True)
    assert seen is not None
    return seen


@pytest.mark.parametrize(("curl", "expected"), [(GRIP, [True, True]), (np.zeros(len(GRIP)), [False, False])], ids=["grip", "no grip"])
def test_a_grip_is_seen_before_the_lift(curl: np.ndarray, expected: list[bool]) -> None:
    lift_px = 0.4 * FOOT_PX * LIFT
    assert gripped(tips_of(lift_px, foot_patches(curl, lift_px)), ALOFT) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.5, [True, True, True]), (0.05, [True, True, False])])
def test_toes_that_hardly_close_do_not_grip(share: float, expected: list[bool]) -> None:
    faint = pulses(24.0, (3.4, 6.6), (11.4, 14.6)) + share * pulses(24.0, (18.4, 21.6))
    lift_px = 0.4 * FOOT_PX * pulses(24.0, (4.0, 6.0), (12.0, 14.0), (19.0, 21.0))
    assert gripped(tips_of(lift_px, foot_patches(faint, lift_px)), [*ALOFT, (18.3, 21.7)]) == expected


def test_a_foot_that_leans_before_it_is_lifted_does_not_grip() -> None:
    lift_px = 0.4 * FOOT_PX * LIFT
    leaning = foot_patches(np.zeros(len(GRIP)), lift_px + 0.015 * FOOT_PX * GRIP)
    assert gripped(tips_of(lift_px, leaning), ALOFT) == [False, False]


def test_nor_does_one_that_is_tilted_alike_before_each_lift_and_not_when_it_is_put_down() -> None:
    lift_px, tilted = 0.4 * FOOT_PX * LIFT, 0.5 * pulses(SECONDS, (3.0, 4.5), (11.0, 12.5))
    assert gripped(tips_of(lift_px, foot_patches(tilted, lift_px)), ALOFT) == [False, False]


def test_nor_one_beside_which_a_leg_sways_before_each_lift_and_after_it() -> None:
    lift_px = 0.4 * FOOT_PX * LIFT
    leg = slice(46, 52)  # two thirds of a foot behind the middle of the forefoot
    pictures = shaded(foot_patches(np.zeros(len(GRIP)), lift_px), GRIP, leg, greys=35.0)
    assert gripped(tips_of(lift_px, pictures), ALOFT) == [False, False]


def test_no_lifts_no_grips() -> None:
    seen = forefoot(feet_only(left=foot_points(np.zeros(len(LIFT)))), foot_patches(GRIP), "left", STANDING)
    assert seen is not None and gripped(seen, []) == []


def test_what_the_next_lift_changes_is_no_rest_to_compare_with() -> None:
    lifts_s = [(4.0, 6.0), (7.6, 9.6), (11.2, 13.2), (14.8, 16.8)]
    lift_px = 0.08 * FOOT_PX * pulses(24.0, *lifts_s)
    assert gripped(tips_of(lift_px, foot_patches(np.zeros(len(lift_px)), lift_px)), [(start - 0.4, end + 0.4) for start, end in lifts_s]) == [False] * 4
