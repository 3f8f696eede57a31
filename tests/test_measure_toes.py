"""Drawn feet press with their toes, pick pencils up, or do what resembles it."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import STANDING, body, person, pulses
from footpoints import FOOT_PX, feet_only
from numpy.typing import NDArray
from toepictures import ANKLE, foot_patches, foot_points, shaded

from footcv.exercises import EXERCISES
from footcv.feet.landmarks import FootLandmark
from footcv.measure import measure
from footcv.measure_toes import BARE, DIM, HIDDEN
from footcv.measured import Measured
from footcv.signals.filters import RATE_HZ
from footcv.signals.track import Track

Array = NDArray[np.float64]

SECONDS = 24.0
HOLDS = ((4.0, 6.0), (10.0, 12.5), (17.0, 19.0))
STILL = np.zeros(round(SECONDS * RATE_HZ) + 1)
PRESSES = pulses(SECONDS, *HOLDS)
LIFTS = 0.4 * FOOT_PX * PRESSES
# The toes close a second before the foot leaves the floor, and open when it is down again.
GRIPS = pulses(SECONDS, *((start - 0.6, end + 0.6) for start, end in HOLDS))


def counted(exercise: str, curl: Array, lift_px: Array = STILL, heel_px: Array = STILL, toes_seen: float = 0.9) -> Measured:
    points = foot_points(lift_px)
    points[:, 1, 1] -= heel_px
    return measure(feet_only(left=points), {"left": foot_patches(curl, lift_px, heel_px)}, EXERCISES[exercise], {"left": toes_seen})


def test_presses_are_counted_and_their_holds_timed() -> None:
    reps = counted("toe-press", PRESSES).reps
    assert [(rep.index, rep.side, rep.peak_unit) for rep in reps] == [(1, "left", "share"), (2, "left", "share"), (3, "left", "share")]
    for rep, (start, end) in zip(reps, HOLDS, strict=True):
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.3)


def test_pickups_are_counted_in_metres_and_their_holds_timed() -> None:
    reps = counted("pencil-pickup", GRIPS, LIFTS).reps
    assert [(rep.side, rep.peak_unit) for rep in reps] == [("left", "m")] * 3
    for rep, (start, end) in zip(reps, HOLDS, strict=True):
        assert rep.hold_s == pytest.approx(end - start + 0.2, abs=0.3)
        assert 0.05 < rep.peak < 0.2


def test_a_grip_is_seen_before_a_lift_that_creeps_on_at_its_top() -> None:
    holds = ((4.0, 8.0), (13.0, 17.0), (22.0, 26.0))
    t = np.arange(round(30.0 * RATE_HZ) + 1) / RATE_HZ
    creeping = np.max([np.interp(t, [a - 0.5, a, (a + b) / 2, b, b + 0.5], [0, 0.7, 1, 0.7, 0]) for a, b in holds], axis=0)
    lifts, grips = 0.4 * FOOT_PX * creeping, pulses(30.0, *((a - 0.6, b + 0.6) for a, b in holds))
    found = measure(feet_only(left=foot_points(lifts)), {"left": foot_patches(grips, lifts)}, EXERCISES["pencil-pickup"], {"left": 0.9})
    assert len(found.reps) == 3


def test_a_grip_that_moves_the_landmarks_is_seen_while_the_foot_is_on_the_floor() -> None:
    points = foot_points(np.maximum(LIFTS, 0.12 * FOOT_PX * pulses(SECONDS, *((start - 0.6, end + 0.9) for start, end in HOLDS))))
    found = measure(feet_only(left=points), {"left": foot_patches(0.5 * GRIPS, LIFTS)}, EXERCISES["pencil-pickup"], {"left": 0.9})
    assert len(found.reps) == 3


@pytest.mark.parametrize("up_px", [1.2 * LIFTS, 1.2 * FOOT_PX * pulses(SECONDS, (0.5, 1.5), (7.5, 8.5))], ids=["follows it", "goes over to a passer-by"])
def test_what_a_body_shows_of_a_hidden_foot_takes_no_pickup_from_the_one_that_hides_it(up_px: Array) -> None:
    points = person(SECONDS, STANDING)
    points[:, [28, 30, 32], 1] -= LIFTS[:, None]
    points[:, [27, 29, 31], 1] -= up_px[:, None]
    own = foot_points(LIFTS)
    track = replace(body(points), feet={"right": own[..., :2]}, depths={"right": own[..., 2]})
    found = measure(track, {"right": foot_patches(GRIPS, LIFTS)}, EXERCISES["pencil-pickup"], {"right": 0.9})
    assert [rep.side for rep in found.reps] == ["right"] * 3


@pytest.mark.parametrize(
    ("exercise", "curl", "lift_px", "heel_px"),
    [
        pytest.param("toe-press", STILL, STILL, STILL, id="resting toes"),
        pytest.param("toe-press", STILL, STILL, LIFTS, id="raised heels are no presses"),
        pytest.param("toe-press", (np.sin(np.arange(len(STILL)) / RATE_HZ * 2 * np.pi / 0.4) > 0) * 1.0, STILL, STILL, id="wiggles are no presses"),
        pytest.param("pencil-pickup", GRIPS, STILL, STILL, id="a grip without a lift is no pickup"),
        pytest.param("pencil-pickup", STILL, LIFTS, STILL, id="a lift without a grip is no pickup"),
        pytest.param("pencil-pickup", STILL, STILL, LIFTS, id="raised heels are no pickups"),
    ],
)
def test_what_resembles_them_is_not_counted(exercise: str, curl: Array, lift_px: Array, heel_px: Array) -> None:
    assert counted(exercise, curl, lift_px, heel_px).reps == ()


@pytest.mark.parametrize(("heel_px", "count"), [(4.0, 3), (8.0, 0)])
def test_the_landmarks_of_a_small_foots_heel_may_tremble_by_some_pixels(heel_px: float, count: int) -> None:
    small = 36 / FOOT_PX
    points, pictures = small * foot_points(STILL), foot_patches(PRESSES)
    points[:, 1, 1] -= heel_px * PRESSES
    found = measure(feet_only(left=points), {"left": replace(pictures, places=small * pictures.places)}, EXERCISES["toe-press"], {"left": 0.9})
    assert len(found.reps) == count


@pytest.mark.parametrize(("lift", "count"), [(0.07, 3), (0.12, 0)])
def test_toes_that_press_may_lift_the_foot_behind_them_a_little(lift: float, count: int) -> None:
    lifted = lift * FOOT_PX * PRESSES
    found = measure(feet_only(left=foot_points(STILL)), {"left": foot_patches(PRESSES, heel_px=lifted)}, EXERCISES["toe-press"], {"left": 0.9})
    assert len(found.reps) == count


def sinking(feet: float, own: Array) -> Track:
    """Somebody who stands, whose trunk sinks by so many `feet` during the second hold, and whose left foot has its `own` points."""
    points = person(SECONDS, STANDING)
    points[:, [11, 12, 23, 24], 1] += feet * FOOT_PX * pulses(SECONDS, HOLDS[1])[:, None]
    return replace(body(points), feet={"left": own[..., :2]}, depths={"left": own[..., 2]})


@pytest.mark.parametrize(("sinks", "count"), [(0.1, 3), (0.6, 2)], ids=["sways", "squats"])
def test_what_a_person_who_squats_shows_like_a_press_is_none(sinks: float, count: int) -> None:
    found = measure(sinking(sinks, foot_points(STILL)), {"left": foot_patches(PRESSES, STILL)}, EXERCISES["toe-press"], {"left": 0.9})
    assert len(found.reps) == count
    assert [rejected["reason"][:14] for rejected in found.rejected] == ["the trunk move"] * (3 - count)


@pytest.mark.parametrize(("sinks", "count"), [(0.2, 3), (1.5, 2)], ids=["bends a little", "squats"])
def test_a_foot_that_seems_to_be_lifted_by_who_squats_picks_nothing_up(sinks: float, count: int) -> None:
    found = measure(sinking(sinks, foot_points(LIFTS)), {"left": foot_patches(GRIPS, LIFTS)}, EXERCISES["pencil-pickup"], {"left": 0.9})
    assert len(found.reps) == count
    assert [rejected["reason"][:14] for rejected in found.rejected] == ["the trunk sank"] * (3 - count)


def test_presses_of_a_foot_of_thirty_pixels_are_counted() -> None:
    small = 30 / FOOT_PX
    pictures = foot_patches(PRESSES)
    found = measure(
        feet_only(left=small * foot_points(STILL)), {"left": replace(pictures, places=small * pictures.places)}, EXERCISES["toe-press"], {"left": 0.9}
    )
    assert [rep.side for rep in found.reps] == ["left"] * 3


def test_of_two_feet_that_press_together_one_heel_may_be_seen_badly() -> None:
    left, right = foot_points(STILL), foot_points(STILL) + np.array([3.0 * FOOT_PX, 0.0, 0.0])
    right[:, 1, 1] -= 0.18 * FOOT_PX * PRESSES
    pictures = foot_patches(PRESSES)
    beside = replace(pictures, places=pictures.places + np.array([3.0 * FOOT_PX, 0.0, 0.0]))
    found = measure(feet_only(left=left, right=right), {"left": pictures, "right": beside}, EXERCISES["toe-press"], {"left": 0.9, "right": 0.9})
    assert [rep.side for rep in found.reps] == ["both"] * 3


def test_toes_of_both_that_one_foots_picture_shows_leave_the_heel_of_either_where_it_is() -> None:
    left, right = foot_points(STILL), foot_points(STILL) - np.array([0.2 * FOOT_PX, 0.1 * FOOT_PX, 0.0])
    left[:, 1, 1] -= 0.18 * FOOT_PX * PRESSES
    found = measure(feet_only(left=left, right=right), {"left": foot_patches(PRESSES)}, EXERCISES["toe-press"], {"left": 0.9, "right": 0.9})
    assert [rep.side for rep in found.reps] == ["both"] * 3


def test_of_two_feet_that_press_together_the_one_that_is_seen_more_clearly_counts_more() -> None:
    apart = np.array([3.0 * FOOT_PX, 0.0, 0.0])
    unclear = foot_patches(np.where(np.arange(len(STILL)) / RATE_HZ < 14, PRESSES, 0.7 * PRESSES))
    track = feet_only(left=foot_points(STILL), right=foot_points(STILL) + apart)
    beside = replace(unclear, places=unclear.places + apart)
    found = measure(track, {"left": foot_patches(PRESSES), "right": beside}, EXERCISES["toe-press"], {"left": 0.9, "right": 0.9})
    assert [rep.side for rep in found.reps] == ["both"] * 3
    assert found.rejected == ()


def hiding(hidden_curl: Array, lift_px: Array = STILL) -> Measured:
    """What is counted of a body whose right foot hides the left one, which has no points of its own, but for what the right one's picture shows of it."""
    points, pictures = person(SECONDS, STANDING), foot_patches(hidden_curl, lift_px)
    below_the_body = np.array([*(points[0, 27] - ANKLE), 0.0])
    left = foot_points(STILL) + below_the_body
    right = left + np.array([0.0, 0.4 * FOOT_PX, 0.0])
    seen_of_body = [FootLandmark.ANKLE, FootLandmark.HEEL, FootLandmark.TOE1]
    points[:, [27, 29, 31]], points[:, [28, 30, 32]] = left[:, seen_of_body, :2], right[:, seen_of_body, :2]
    track = replace(body(points), feet={"right": right[..., :2]}, depths={"right": right[..., 2]})
    pictures = replace(pictures, places=pictures.places + below_the_body)
    return measure(track, {"right": pictures}, EXERCISES["toe-press"], {"right": 0.9})


def test_toes_of_a_hidden_foot_are_seen_in_the_picture_of_the_one_that_hides_it() -> None:
    found = hiding(PRESSES)
    assert [rep.side for rep in found.reps] == ["left"] * 3
    assert [rep.start_s for rep in found.reps] == pytest.approx([start for start, _ in HOLDS], abs=0.5)


def test_a_hidden_foot_that_moves_as_a_whole_presses_with_no_toes() -> None:
    assert hiding(STILL, 0.3 * LIFTS).reps == ()
    found = hiding(STILL, 0.5 * LIFTS)
    assert found.reps == ()
    assert [other["reason"] for other in found.rejected] == ["the whole foot moved, not the toes"]


def test_presses_are_counted_beside_what_changes_the_picture_more_than_they_do() -> None:
    leans = pulses(SECONDS, (20.5, 22.5))
    pictures = shaded(foot_patches(0.35 * PRESSES), leans, slice(0, 56))
    found = measure(feet_only(left=foot_points(STILL)), {"left": pictures}, EXERCISES["toe-press"], {"left": 0.9})
    assert [rep.start_s for rep in found.reps] == pytest.approx([start for start, _ in HOLDS], abs=0.4)


def test_a_lean_in_which_the_toes_give_a_little_is_no_press() -> None:
    once, again = pulses(SECONDS, (14.2, 15.2)), pulses(SECONDS, (21.0, 22.5))
    pictures = shaded(foot_patches(0.35 * PRESSES + 0.3 * again), once + again, slice(0, 56))
    found = measure(feet_only(left=foot_points(STILL)), {"left": pictures}, EXERCISES["toe-press"], {"left": 0.9})
    assert [rep.start_s for rep in found.reps] == pytest.approx([start for start, _ in HOLDS], abs=0.5)
    assert [other["reason"] for other in found.rejected] == ["the picture changed otherwise than with the toes"]


@pytest.mark.parametrize(
    ("comes_s", "goes_s", "count"),
    [(0.5, 0.5, 3), (0.5, 0.0, 3), (0.0, 0.5, 3), (0.0, 0.0, 2)],
    ids=["all of it seen", "a key frame at its end", "a key frame at its start", "nothing but key frames"],
)
def test_a_press_is_seen_to_come_or_to_go(comes_s: float, goes_s: float, count: int) -> None:
    t, (start, end) = np.arange(len(STILL)) / RATE_HZ, HOLDS[0]
    first = np.interp(t, [start - comes_s - 1e-3, start, end, end + goes_s + 1e-3], [0.0, 1.0, 1.0, 0.0])
    found = counted("toe-press", np.where(t < 8.0, first, PRESSES))
    assert len(found.reps) == count
    assert [other["reason"] for other in found.rejected] == ["it came or went from one picture to the next: compression or light, no toes"] * (3 - count)


def test_what_goes_with_a_key_frame_is_no_press_where_no_other_is_one() -> None:
    t = np.arange(len(STILL)) / RATE_HZ
    found = counted("toe-press", np.interp(t, [3.5, 4.0, 9.0, 9.001], [0.0, 1.0, 1.0, 0.0]))
    assert found.reps == ()
    assert [other["reason"] for other in found.rejected] == ["it came or went from one picture to the next: compression or light, no toes"]


def test_a_press_that_is_seen_only_as_a_key_frame_at_its_end_is_none() -> None:
    t = np.arange(len(STILL)) / RATE_HZ
    points = foot_points(STILL)
    # The foot is somewhere else until the second press is held.
    points[(t > 8.0) & (t < 10.0), :, :2] += 0.5 * FOOT_PX
    curl = np.where((t > 12.5) & (t < 14.0), 0.0, PRESSES)
    found = measure(feet_only(left=points), {"left": foot_patches(curl)}, EXERCISES["toe-press"], {"left": 0.9})
    assert [rep.start_s for rep in found.reps] == pytest.approx([HOLDS[0][0], HOLDS[2][0]], abs=0.5)


@pytest.mark.parametrize(("broken_off_s", "count"), [((7.9, 8.6), 3), ((8.2, 8.9), 2)], ids=["earlier", "just before"])
def test_a_foot_that_picks_up_stood_before_most_of_the_time(broken_off_s: tuple[float, float], count: int) -> None:
    lifts = np.maximum(LIFTS, 0.25 * FOOT_PX * pulses(SECONDS, broken_off_s))
    assert len(counted("pencil-pickup", GRIPS, lifts).reps) == count


def beside_a_foot_that_is_up(times_s: list[float], shares: list[float], lost_s: tuple[float, float] = (0.0, 0.0)) -> Measured:
    """What is found of three pickups of the left foot while the right one's landmarks lie on the floor, 0, or above it, 1, and are lost for a time."""
    beside = np.array([3.0 * FOOT_PX, 0.0, 0.0])
    t = np.arange(len(STILL)) / RATE_HZ
    up = np.interp(t, times_s, shares) * 0.6 * FOOT_PX
    pictures = foot_patches(STILL, up)
    points = foot_points(up) + beside
    points[(t > lost_s[0]) & (t < lost_s[1])] = np.nan
    track = feet_only(left=foot_points(LIFTS), right=points)
    right = replace(pictures, places=pictures.places + beside)
    return measure(track, {"left": foot_patches(GRIPS, LIFTS), "right": right}, EXERCISES["pencil-pickup"], {"left": 0.9, "right": 0.9})


def test_what_the_other_foot_does_at_the_end_of_the_source_takes_no_pickup_away() -> None:
    # The other foot's landmarks lie on the floor until the last pickup, and then higher up to the end.
    found = beside_a_foot_that_is_up([18.0, 18.5], [0.0, 1.0])
    assert [rep.side for rep in found.reps] == ["left"] * 3
    assert [(other["side"], other["reason"]) for other in found.rejected] == [("right", "cut off")]


def test_nor_does_what_it_does_until_it_is_lost() -> None:
    found = beside_a_foot_that_is_up([5.0, 5.5], [1.0, 0.0], lost_s=(4.6, 6.2))
    assert [rep.side for rep in found.reps] == ["left"] * 3
    assert [(other["side"], other["reason"]) for other in found.rejected] == [("right", "signal lost")]


def test_nor_does_what_was_up_when_it_was_first_seen() -> None:
    found = beside_a_foot_that_is_up([6.6, 7.2], [1.0, 0.0])
    assert [rep.side for rep in found.reps] == ["left"] * 3
    assert [(other["side"], other["reason"]) for other in found.rejected] == [("right", "its beginning was not seen")]


def test_of_two_feet_that_seem_to_be_lifted_together_the_one_that_grips_is() -> None:
    beside = np.array([3.0 * FOOT_PX, 0.0, 0.0])
    pictures = foot_patches(STILL, 1.3 * LIFTS)
    track = feet_only(left=foot_points(LIFTS), right=foot_points(1.3 * LIFTS) + beside)
    along = replace(pictures, places=pictures.places + beside)
    found = measure(track, {"left": foot_patches(GRIPS, LIFTS), "right": along}, EXERCISES["pencil-pickup"], {"left": 0.9, "right": 0.9})
    assert [rep.side for rep in found.reps] == ["left"] * 3


def test_an_aborted_press_is_none() -> None:
    half_hearted = np.maximum(PRESSES, 0.3 * pulses(SECONDS, (14.2, 15.0)))
    assert len(counted("toe-press", half_hearted).reps) == 3


@pytest.mark.parametrize("exercise", ["toe-press", "pencil-pickup"])
def test_in_shoes_nothing_is_counted_and_it_is_said(exercise: str) -> None:
    found = counted(exercise, PRESSES, toes_seen=BARE / 2)
    assert found.reps == () and HIDDEN in found.warnings


@pytest.mark.parametrize("exercise", ["toe-press", "pencil-pickup"])
def test_too_small_a_foot_is_said_with_its_size_and_the_size_it_needs(exercise: str) -> None:
    smallest_px = EXERCISES[exercise].smallest_foot_px
    points = foot_points(STILL) * (0.6 * smallest_px / FOOT_PX)
    found = measure(feet_only(left=points), {}, EXERCISES[exercise], {"left": 0.9})
    assert found.reps == ()
    assert any("px" in warning and f"{smallest_px:.0f} px" in warning for warning in found.warnings)


@pytest.mark.parametrize(("light", "curl", "dim"), [(1.0, STILL, False), (0.3, STILL, True), (0.3, PRESSES, False)], ids=["light", "dark", "dark but counted"])
def test_where_nothing_is_counted_of_feet_in_the_dark_it_is_the_light(light: float, curl: Array, dim: bool) -> None:
    patches = foot_patches(curl)
    darker = replace(patches, images=(patches.images * light).astype(np.uint8))
    found = measure(feet_only(left=foot_points(STILL)), {"left": darker}, EXERCISES["toe-press"], {"left": 0.9})
    assert len(found.reps) == (len(HOLDS) if curl is PRESSES else 0)
    assert (DIM in found.warnings) == dim
