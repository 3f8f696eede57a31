"""Seated people made of sticks whose ankle goes through known angles, seen by landmarks alone and by landmarks and picture."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import SEATED_LEG_OUT, body, person, pulses
from footpoints import brightening, feet_only, moving
from numpy.typing import NDArray

from footcv.signals.flexion import Witnessed, bystanders, flexion, foot_stays, leg_rests
from footcv.signals.signal import Signal
from footcv.signals.track import KNEE, Track

Array = NDArray[np.float64]

HOLDS = ((3.0, 5.0), (8.0, 10.5))
SECONDS = 14.0
EVERYWHERE = np.ones(round(SECONDS * 30) + 1, bool)


def seated(range_deg: float, noise_px: float = 0.3) -> tuple[Track, Array]:
    """A foot that goes from 100 degrees to 100 + `range_deg` and back twice, and its movement from 0 to 1."""
    movement = pulses(SECONDS, *HOLDS)
    return body(person(SECONDS, SEATED_LEG_OUT, 100 + range_deg * movement), noise_px), movement


def signal_of(witnessed: Witnessed | None) -> Signal:
    assert witnessed is not None
    return witnessed.signal


@pytest.mark.parametrize(("range_deg", "sense"), [(38.0, 1.0), (20.0, 1.0), (-20.0, -1.0), (-30.0, -1.0)])
def test_landmarks_alone_give_degrees_that_rise_into_the_repetition(range_deg: float, sense: float) -> None:
    seen, movement = seated(range_deg)
    signal = signal_of(flexion(seen, None, "left", EVERYWHERE, sense))
    assert (signal.side, signal.unit, signal.source) == ("left", "deg", "landmarks")
    assert signal.full - signal.rest == pytest.approx(abs(range_deg), rel=0.15)
    known = np.isin(seen.t, signal.t)
    assert np.corrcoef(signal.value, movement[known])[0, 1] > 0.98


@pytest.mark.parametrize("sense", [1.0, -1.0])
def test_the_picture_leads_and_landmarks_lend_it_degrees(sense: float) -> None:
    seen, movement = seated(sense * 30.0, noise_px=2.0)
    signal = signal_of(flexion(seen, brightening(seen, "left", movement), "left", EVERYWHERE, sense))
    assert (signal.unit, signal.source) == ("deg", "picture")
    assert signal.full - signal.rest == pytest.approx(30, rel=0.2)
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.98


def test_landmarks_that_see_nothing_leave_shares_of_the_range() -> None:
    seen, movement = seated(0.0, noise_px=2.0)
    signal = signal_of(flexion(seen, brightening(seen, "left", movement), "left", EVERYWHERE, 1.0))
    assert (signal.unit, signal.source, signal.rest, signal.full) == ("share", "picture", 0.0, 1.0)
    # A set starts and ends at rest: so the sense is known without them.
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.98


def test_landmarks_that_go_through_no_range_do_not_bend_what_the_picture_shows() -> None:
    """Between the holds the foot goes a quarter of the way; the landmarks move by 6 degrees in all, most of it at once, and so does the band, in a corner."""
    movement = pulses(SECONDS, *HOLDS) + 0.25 * pulses(SECONDS, (6.2, 6.8))
    at_once = movement**0.3
    seen = body(person(SECONDS, SEATED_LEG_OUT, 100 + 6 * at_once), 0.1)
    patches = brightening(seen, "left", movement, contrast=20.0)
    images = np.array(patches.images[:], float)
    images[:, 80:100, 30:80] += 6 * at_once[::4, None, None]
    signal = signal_of(flexion(seen, replace(patches, images=images.clip(0, 255).astype(np.uint8)), "left", EVERYWHERE, 1.0))
    assert signal.unit == "share"
    assert signal.value[(signal.t > 6.2) & (signal.t < 6.8)].max() < 0.4


def test_a_foot_that_rests_gives_no_signal() -> None:
    seen, movement = seated(0.0)
    assert flexion(seen, None, "left", EVERYWHERE, 1.0) is None
    assert flexion(seen, brightening(seen, "left", 0 * movement), "left", EVERYWHERE, 1.0) is None


def test_out_of_the_posture_there_is_no_signal() -> None:
    seen, _ = seated(38.0)
    assert flexion(seen, None, "left", ~EVERYWHERE, 1.0) is None
    part = EVERYWHERE & (seen.t < 7.0)
    signal = signal_of(flexion(seen, None, "left", part, 1.0))
    assert signal.t.max() < 7.0


def test_a_leg_that_is_moved_is_left_out() -> None:
    """From 6 s to 9 s the whole leg is lifted: what the ankle does meanwhile is no exercise."""
    seen, _ = seated(38.0)
    lifted = (seen.t > 6.0) & (seen.t < 9.0)
    seen.points[lifted, KNEE::2] += (0, -60)
    rests = leg_rests(seen, "left", EVERYWHERE)
    assert not rests[(seen.t > 6.5) & (seen.t < 8.5)].any()
    assert rests[(seen.t < 5.0) | (seen.t > 10.0)].all()


@pytest.mark.parametrize("ankle_goes", [0.0, 0.5], ids=["it stays", "it goes along"])
def test_a_knee_that_slips_does_not_move_the_leg_where_the_foot_s_own_ankle_stays(ankle_goes: float) -> None:
    """From 6 s to 8 s the body's knee, and with it the posture, is elsewhere."""
    seen, _ = seated(38.0)
    slips = (seen.t > 6.0) & (seen.t < 8.0)
    own = np.repeat(seen.leg("left")[2][:, None], 8, axis=1)
    own[slips, :, 1] -= ankle_goes * 100
    seen.points[slips, KNEE] += (0, -60)
    seen = replace(seen, feet={"left": own}, depths={"left": np.zeros(own.shape[:2])}, foot_extent_px=60.0)
    assert not leg_rests(seen, "left", ~slips)[(seen.t > 6.5) & (seen.t < 7.5)].any()
    stays = foot_stays(seen, "left", ~slips)
    assert bool(stays[(seen.t > 6.5) & (seen.t < 7.5)].all()) == (ankle_goes == 0.0)
    assert stays[(seen.t < 5.0) | (seen.t > 9.0)].all()


@pytest.mark.parametrize(("unread_s", "stays"), [(0.8, True), (2.0, False)])
def test_a_foot_that_is_not_read_for_a_moment_stays(unread_s: float, stays: bool) -> None:
    seen, _ = seated(38.0)
    own = np.repeat(seen.leg("left")[2][:, None], 8, axis=1)
    unread = (seen.t > 6.0) & (seen.t < 6.0 + unread_s)
    own[unread] = np.nan
    seen = replace(seen, feet={"left": own}, depths={"left": np.zeros(own.shape[:2])}, foot_extent_px=60.0)
    stood = foot_stays(seen, "left", EVERYWHERE)
    assert bool(stood[unread].all()) == stays
    assert stood[(seen.t < 5.0) | (seen.t > 9.0)].all()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"left": 1.0, "right": 0.1}, ["right"]), ({"left": 0.2, "right": 1.0}, ["left"]), ({"left": 1.0, "right": 0.9}, []), ({"left": 0.1}, []), ({}, [])],
)
def test_the_weaker_of_two_very_different_changes_is_a_bystander(changes: dict[str, float], expected: list[str]) -> None:
    signal = signal_of(flexion(seated(38.0)[0], None, "left", EVERYWHERE, 1.0))
    assert list(bystanders({side: Witnessed(signal, change) for side, change in changes.items()}, alone=False)) == expected
    assert not bystanders({side: Witnessed(signal, max(change, 0.1), by_own=True) for side, change in changes.items()}, alone=False)


@pytest.mark.parametrize(("change", "expected"), [(0.45, ["right"]), (0.72, ["right"]), (0.84, [])])
def test_a_foot_whose_landmarks_saw_nothing_has_less_to_say_beside_one_whose_did(change: float, expected: list[str]) -> None:
    signal = signal_of(flexion(seated(38.0)[0], None, "left", EVERYWHERE, 1.0))
    assert list(bystanders({"left": Witnessed(signal, 1.0, by_own=True), "right": Witnessed(signal, change)}, alone=False)) == expected
    assert list(bystanders({"left": Witnessed(signal, 1.0), "right": Witnessed(signal, change)}, alone=False)) == []


@pytest.mark.parametrize(("other_deg", "expected"), [(30.0, []), (18.0, []), (9.0, ["right"])])
def test_a_foot_that_moves_far_less_than_the_other_fidgets(other_deg: float, expected: list[str]) -> None:
    one, other = (signal_of(flexion(seated(range_deg)[0], None, "left", EVERYWHERE, 1.0)) for range_deg in (38.0, other_deg))
    assert list(bystanders({"left": Witnessed(one, 0.2), "right": Witnessed(other, 0.2, by_own=True)}, alone=False)) == expected


def test_the_bodys_degrees_are_not_held_against_those_of_the_others_own_landmarks() -> None:
    body_s, own_s = (signal_of(flexion(seated(range_deg)[0], None, "left", EVERYWHERE, 1.0)) for range_deg in (9.0, 38.0))
    assert not bystanders({"left": Witnessed(body_s, 0.2), "right": Witnessed(own_s, 0.2, by_own=True)}, alone=False)
    assert list(bystanders({"left": Witnessed(body_s, 0.2), "right": Witnessed(own_s, 0.2)}, alone=False)) == ["left"]


def test_landmarks_that_were_misled_by_the_other_foot_do_not_count_where_the_picture_stood_still() -> None:
    signal = signal_of(flexion(seated(38.0)[0], None, "left", EVERYWHERE, 1.0))
    seen = {"left": Witnessed(signal, 0.33, by_own=True), "right": Witnessed(signal, 0.02, by_own=True)}
    assert list(bystanders(seen, alone=False)) == ["right"]
    # Of feet alone, which stand apart, the picture of each follows its own landmarks.
    assert not bystanders(seen, alone=True)


# The foot's own points


def own_points(range_deg: float, azimuth: float, side: str = "left", noise: float = 0.0) -> tuple[Track, Array]:
    """A foot alone that goes from 10 degrees of plantar flexion to 10 + `range_deg` and back twice, and its movement from 0 to 1."""
    movement = pulses(SECONDS, *HOLDS)
    return feet_only(**{side: moving(side, azimuth, 10 + range_deg * movement, noise=noise)}), movement


@pytest.mark.parametrize("noise", [0.0, 0.02])
@pytest.mark.parametrize(("range_deg", "sense"), [(30.0, 1.0), (-20.0, -1.0)])
@pytest.mark.parametrize("azimuth", [90.0, -90.0, 50.0, -130.0])
@pytest.mark.parametrize("side", ["left", "right"])
def test_own_points_give_the_true_degrees_from_any_side(side: str, azimuth: float, range_deg: float, sense: float, noise: float) -> None:
    seen, movement = own_points(range_deg, azimuth, side, noise)
    signal = signal_of(flexion(seen, None, side, EVERYWHERE, sense))
    assert (signal.side, signal.unit, signal.source) == (side, "deg", "landmarks")
    assert signal.full - signal.rest == pytest.approx(abs(range_deg), rel=0.15)
    assert signal.rest == pytest.approx(sense * 10, abs=5)
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.98


@pytest.mark.parametrize("azimuth", [90.0, 50.0])
def test_the_picture_leads_and_own_points_lend_it_degrees(azimuth: float) -> None:
    seen, movement = own_points(30.0, azimuth, noise=0.03)
    signal = signal_of(flexion(seen, brightening(seen, "left", movement), "left", EVERYWHERE, 1.0))
    assert (signal.unit, signal.source) == ("deg", "picture")
    assert signal.full - signal.rest == pytest.approx(30, rel=0.15)


def test_where_no_foot_is_seen_the_signal_has_a_gap() -> None:
    seen, _ = own_points(30.0, 90.0)
    gone = (seen.t > 6.0) & (seen.t < 7.0)
    seen.feet["left"][gone] = np.nan
    signal = signal_of(flexion(seen, None, "left", EVERYWHERE, 1.0))
    assert not np.isin(seen.t[gone], signal.t).any()
    assert signal.full - signal.rest == pytest.approx(30, rel=0.15)


@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_a_foot_alone_that_rests_or_goes_elsewhere_gives_no_signal(noise: float) -> None:
    seen, movement = own_points(0.0, 60.0, noise=noise)
    assert flexion(seen, None, "left", EVERYWHERE, 1.0) is None
    seen.feet["left"][:] += movement[:, None, None] * [50.0, 20.0]
    assert flexion(seen, None, "left", EVERYWHERE, 1.0) is None


# Body and foot together


def seen_by_both(body_range_deg: float, own_range_deg: float) -> tuple[Track, Array]:
    """A seated body whose foot goes through one range by the body's landmarks and another one by its own, laid where the body has its shank."""
    seen, movement = seated(body_range_deg)
    own = moving("left", 60.0, 10 + own_range_deg * movement, noise=0.01)
    _, knee, ankle, _, _ = seen.leg("left")
    shin, shank = own[:, 7, :2] - own[:, 0, :2], knee - ankle
    turn = np.arctan2(*shank.T[::-1]) - np.arctan2(*shin.T[::-1])
    turns = np.stack([np.stack([np.cos(turn), -np.sin(turn)]), np.stack([np.sin(turn), np.cos(turn)])]).transpose(2, 0, 1)
    laid = ((own[..., :2] - own[:, :1, :2]) @ turns.transpose(0, 2, 1)) + ankle[:, None]
    return replace(seen, feet={"left": laid}, depths={"left": own[..., 2]}), movement


def test_where_the_body_sees_nothing_the_foots_own_landmarks_lend_degrees() -> None:
    seen, movement = seen_by_both(0.0, 30.0)
    signal = signal_of(flexion(seen, brightening(seen, "left", movement), "left", EVERYWHERE, 1.0))
    assert (signal.unit, signal.source) == ("deg", "picture")
    assert signal.full - signal.rest == pytest.approx(30, rel=0.25)


def test_a_foot_whose_own_landmarks_rest_does_not_exercise() -> None:
    seen, movement = seen_by_both(30.0, 0.0)
    pictures = brightening(seen, "left", movement)
    assert flexion(seen, pictures, "left", EVERYWHERE, 1.0) is None
    assert flexion(replace(seen, feet={}, depths={}), pictures, "left", EVERYWHERE, 1.0) is not None
