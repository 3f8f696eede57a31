"""Standing people made of sticks whose heels rise by known heights."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import STANDING, body, person, pulses
from footpoints import FOOT_PX, feet_only, pictured
from numpy.typing import NDArray

from footcv.counting.pulses import Pulse
from footcv.feet.landmarks import FootLandmark
from footcv.signals.heel import heel_signal, vouching
from footcv.signals.heights import FOOT_M, metres_per_px
from footcv.signals.signal import Signal
from footcv.signals.track import HEEL, LEFT_HIP, LEFT_SHOULDER, LEG_M, RIGHT_HIP, RIGHT_SHOULDER, Track

Array = NDArray[np.float64]

SECONDS = 16.0
HOLDS = ((3.0, 6.0), (9.5, 12.0))
# Hip to ankle is 200 px.
PX_PER_M = 200 / LEG_M
SHOULDERS = [LEFT_SHOULDER, RIGHT_SHOULDER]
HEELS = [HEEL, HEEL + 1]
TRUNK = [*SHOULDERS, LEFT_HIP, RIGHT_HIP]


def tiptoe(rise_m: float, left: float = 1.0, right: float = 1.0, trunk: float = 1.0, noise_px: float = 0.5) -> tuple[Track, Array]:
    """Heels, ankles and all above them rise over the toes by `rise_m` times the share given for each foot and for the trunk."""
    movement = pulses(SECONDS, *HOLDS)
    points = person(SECONDS, STANDING, 90.0)
    up = rise_m * PX_PER_M * movement
    for k, share in ((0, left), (1, right)):
        points[:, [27 + k, 29 + k], 1] -= share * up[:, None]
    points[:, [11, 12, 23, 24, 25, 26], 1] -= trunk * up[:, None]
    return body(points, noise_px), movement


def signal_of(seen: Track, window_s: float = 0.25) -> Signal:
    [signal] = heel_signal(seen, np.ones(len(seen.t), bool), window_s)
    return signal


def pulse(start_s: float, end_s: float) -> Pulse:
    return Pulse(start_s - 0.4, start_s - 0.1, end_s + 0.1, end_s + 0.4, 0.05, None)


@pytest.mark.parametrize("rise_m", [0.05, 0.08, 0.10])
@pytest.mark.parametrize("window_s", [0.25, 1.1], ids=["heel raise", "toe walking"])
def test_both_heels_are_measured_in_metres(rise_m: float, window_s: float) -> None:
    seen, movement = tiptoe(rise_m)
    signal = signal_of(seen, window_s)
    assert (signal.side, signal.unit, signal.source) == ("both", "m", "landmarks")
    assert signal.full - signal.rest == pytest.approx(rise_m, rel=0.2)
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.97


@pytest.mark.parametrize(("side", "left", "right"), [("left", 1.0, 0.0), ("right", 0.1, 1.0)])
def test_one_heel_is_known_by_its_side(side: str, left: float, right: float) -> None:
    seen, movement = tiptoe(0.08, left, right)
    signal = signal_of(seen)
    assert signal.side == side
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.97


def test_heels_that_stay_down_give_no_signal() -> None:
    seen, _ = tiptoe(0.0)
    assert heel_signal(seen, np.ones(len(seen.t), bool), 0.25) == []


@pytest.mark.parametrize(("noise_px", "found"), [(0.5, True), (8.0, False)])
def test_a_faint_rise_is_one_where_it_is_clear(noise_px: float, found: bool) -> None:
    seen, _ = tiptoe(0.021, noise_px=noise_px)
    assert bool(heel_signal(seen, np.ones(len(seen.t), bool), 0.25)) == found


def test_out_of_the_posture_there_is_no_signal() -> None:
    seen, _ = tiptoe(0.08)
    assert heel_signal(seen, np.zeros(len(seen.t), bool), 0.25) == []
    [signal] = heel_signal(seen, seen.t < 8.0, 0.25)
    assert signal.t.max() < 8.0


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_how_near_the_camera_is_does_not_matter(factor: float) -> None:
    seen, _ = tiptoe(0.08, noise_px=0.0)
    near = Track(seen.t, seen.points * factor, seen.width, seen.height)
    assert signal_of(near).full - signal_of(near).rest == pytest.approx(signal_of(seen).full - signal_of(seen).rest, rel=1e-6)


def test_somebody_on_tiptoe_may_walk_towards_the_camera() -> None:
    seen, movement = tiptoe(0.08)
    # Half as far away in two seconds, and back: as fast as a walk across a room, and faster than the legs' own length tells.
    seen.points[:] *= np.interp(seen.t, [3.5, 5.5, 9.5, 11.5], [1.0, 2.0, 2.0, 1.0])[:, None, None]
    signal = signal_of(seen)
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.95
    assert [vouching(seen, on_the_spot=False)(pulse(*hold)) for hold in HOLDS] == [None, None]


def test_the_heels_alone_are_asked_where_the_trunks_height_is_far_less_clear() -> None:
    seen, movement = tiptoe(0.06)
    seen.points[:, TRUNK, 1] += (0.05 * PX_PER_M * np.sin(2 * np.pi * seen.t / 5))[:, None]
    signal = signal_of(seen, 1.1)
    assert np.corrcoef(signal.value, movement[np.isin(seen.t, signal.t)])[0, 1] > 0.97


@pytest.mark.parametrize(("heels_m", "refused"), [(0.08, False), (0.03, True)])
def test_of_somebody_who_comes_nearer_heels_that_rise_clearly_need_no_trunk(heels_m: float, refused: bool) -> None:
    seen, _ = tiptoe(heels_m, trunk=0.0)
    near = np.interp(seen.t, [3.5, 5.5, 9.5, 11.5], [1.0, 1.5, 1.5, 1.0])
    seen.points[:] *= near[:, None, None]
    assert (vouching(seen, on_the_spot=False)(pulse(*HOLDS[0])) is not None) == refused


def test_a_raised_heel_is_vouched_for() -> None:
    seen, _ = tiptoe(0.08)
    assert [vouching(seen, on_the_spot=True)(pulse(*hold)) for hold in HOLDS] == [None, None]


@pytest.mark.parametrize(("feet", "trunk"), [(1.0, 0.0), (0.0, 1.0)], ids=["heels alone", "trunk alone"])
def test_heels_and_trunk_must_both_have_risen(feet: float, trunk: float) -> None:
    seen, _ = tiptoe(0.08, feet, feet, trunk)
    reason = vouching(seen, on_the_spot=False)(pulse(*HOLDS[0]))
    assert reason is not None and "rose by" in reason


def test_a_trunk_that_rises_much_further_than_the_heels_was_crouching_or_jumps() -> None:
    seen, _ = tiptoe(0.08, 0.5, 0.5, 2.0)
    reason = vouching(seen, on_the_spot=False)(pulse(*HOLDS[0]))
    assert reason is not None and "the trunk rose" in reason


def test_on_the_spot_means_that_the_feet_stay() -> None:
    seen, _ = tiptoe(0.08)
    seen.points[:, :, 0] += np.interp(seen.t, [3.0, 6.0], [0, 120])[:, None]
    assert vouching(seen, on_the_spot=False)(pulse(*HOLDS[0])) is None
    reason = vouching(seen, on_the_spot=True)(pulse(*HOLDS[0]))
    assert reason is not None and "the feet moved" in reason


@pytest.mark.parametrize(("stays", "refused"), [(True, False), (False, True)], ids=["on the spot", "a step"])
def test_feet_alone_stay_where_they_rest_before_and_after_however_their_toes_are_read_meanwhile(stays: bool, refused: bool) -> None:
    """From behind, the toes of a shoe seem to come down by more than its length as its heel goes up."""
    movement = pulses(SECONDS, *HOLDS)
    foot = np.repeat(pictured("left", 180.0, 5.0, 0.0)[None], len(movement), axis=0)
    foot[:, [FootLandmark.ANKLE, FootLandmark.HEEL], 1] -= 0.4 * FOOT_PX * movement[:, None]
    foot[:, FootLandmark.BALL_IN : FootLandmark.SHIN, 1] += 1.2 * FOOT_PX * movement[:, None]
    foot[:, :, 0] += 0.0 if stays else FOOT_PX * np.interp(np.arange(len(movement)) / 30, [3.5, 5.5], [0, 1])[:, None]
    reason = vouching(feet_only(left=foot), on_the_spot=True)(pulse(*HOLDS[0]))
    assert (reason is not None and "the feet moved" in reason) == refused


def test_the_heels_of_feet_alone_are_measured_by_themselves() -> None:
    """The ankle of a foot on tiptoe is misread where it is seen from behind."""
    movement = pulses(SECONDS, *HOLDS)
    foot = np.repeat(pictured("left", 90.0, 0.0, 0.0)[None], len(movement), axis=0)
    foot[:, FootLandmark.HEEL, 1] -= 0.3 * FOOT_PX * movement
    signal = signal_of(feet_only(left=foot))
    assert signal.full - signal.rest == pytest.approx(0.3 * FOOT_M, rel=0.25)


def test_feet_that_rise_and_sink_alike_have_their_length() -> None:
    """On average such a foot is a point: its scale is told by each time that it is seen."""
    flat, upright = pictured("left", 90.0, 0.0, 0.0), pictured("left", -90.0, 0.0, 0.0)
    foot = np.stack([flat, upright] * 100)
    assert FOOT_M / metres_per_px(feet_only(left=foot)) == pytest.approx(FOOT_PX, rel=0.1)


def with_own_feet(seen: Track, rise_px: Array, turned: bool = False) -> Track:
    """The same with the right foot's own points, whose heel rises by so much over the toes; `turned` is from profile to the camera."""
    foot = np.zeros((len(seen.t), 8, 2))
    foot[:] = seen.leg("right")[4][:, None]
    foot[:, FootLandmark.HEEL] -= np.column_stack([np.full(len(rise_px), 40.0), rise_px])
    points = seen.points.copy()
    # In profile the shoulders lie one behind the other.
    points[:, SHOULDERS, 0] = points[:, SHOULDERS, 0].mean(axis=1, keepdims=True) + (np.array([[30.0, -30.0]]) if turned else 0.0)
    return replace(seen, points=points, feet={"right": foot}, depths={"right": np.zeros(foot.shape[:2])})


def test_of_somebody_in_profile_the_feets_own_points_are_asked_where_they_are_clearer() -> None:
    blurred, movement = tiptoe(0.035, noise_px=4.0)
    signal = signal_of(with_own_feet(blurred, 0.08 * PX_PER_M * movement), 1.1)
    assert signal.full - signal.rest == pytest.approx(0.08, rel=0.15)
    turned = signal_of(with_own_feet(blurred, 0.08 * PX_PER_M * movement, turned=True), 1.1)
    assert turned.full - turned.rest < 0.05
    clear, _ = tiptoe(0.09, noise_px=0.1)
    trembling = 0.08 * PX_PER_M * np.random.default_rng(0).random(len(movement)) * np.linspace(0, 3, len(movement))
    assert signal_of(with_own_feet(clear, trembling), 0.25).full == pytest.approx(0.09, rel=0.2)


@pytest.mark.parametrize(("goes_px", "found"), [(0.0, True), (60.0, False)])
def test_and_seen_half_from_the_front_where_the_body_shows_no_rise_if_the_feet_stay(goes_px: float, found: bool) -> None:
    seen, movement = tiptoe(0.005)
    shown = replace(with_own_feet(seen, 0.08 * PX_PER_M * movement, turned=True), foot_extent_px=40.0)
    shown.points[..., 0] += goes_px * np.linspace(0, 1, len(shown.t))[:, None]
    signals = heel_signal(shown, np.ones(len(shown.t), bool), 1.1)
    assert [signal.full - signal.rest for signal in signals] == ([pytest.approx(0.08, rel=0.15)] if found else [])


@pytest.mark.parametrize(("own_m", "raised"), [(0.08, True), (0.01, False)])
def test_the_feets_own_points_vouch_where_they_rise_clearly(own_m: float, raised: bool) -> None:
    seen, movement = tiptoe(0.08, trunk=0.0)
    refuse = vouching(with_own_feet(seen, own_m * PX_PER_M * movement), on_the_spot=False)
    assert (refuse(pulse(*HOLDS[0])) is None) == raised


@pytest.mark.parametrize(("heels", "own_m", "raised"), [(0.12, 0.035, True), (0.12, 0.0, False), (0.0, 0.035, False)])
def test_and_help_heels_that_read_half_of_what_they_should(heels: float, own_m: float, raised: bool) -> None:
    seen, movement = tiptoe(0.08, left=heels, right=heels)
    refuse = vouching(with_own_feet(seen, own_m * PX_PER_M * movement), on_the_spot=False)
    assert (refuse(pulse(*HOLDS[0])) is None) == raised


@pytest.mark.parametrize("sinks", ["heels", "trunk"])
def test_nor_where_the_heels_or_the_trunk_come_down_instead(sinks: str) -> None:
    down = -0.4
    seen, movement = tiptoe(0.08, left=down, right=down) if sinks == "heels" else tiptoe(0.08, trunk=down)
    assert vouching(with_own_feet(seen, 0.08 * PX_PER_M * movement), on_the_spot=False)(pulse(*HOLDS[0])) is not None


def test_nor_do_they_vouch_while_the_person_turns() -> None:
    seen, movement = tiptoe(0.08, trunk=0.0)
    shown = with_own_feet(seen, 0.08 * PX_PER_M * movement)
    turning = pulses(SECONDS, *((start + 0.5, end - 0.5) for start, end in HOLDS))
    shown.points[:, SHOULDERS, 0] += turning[:, None] * np.array([60.0, -60.0])
    assert vouching(shown, on_the_spot=False)(pulse(*HOLDS[0])) is not None


def test_what_another_scene_shows_is_no_rest() -> None:
    seen, _ = tiptoe(0.08)
    other = seen.t > SECONDS - 3.0
    # Over a cut, a knee for instance: heels that far under the toes.
    seen.points[np.ix_(other, HEELS, [1])] += 0.5 * PX_PER_M
    seen.points[(seen.t > SECONDS - 4.0) & ~other] = np.nan
    signal = signal_of(seen)
    assert signal.t.max() < SECONDS - 3.0
    assert signal.full - signal.rest == pytest.approx(0.08, rel=0.2)


def test_heels_that_lie_still_on_both_sides_of_a_gap_are_one_scene() -> None:
    seen, _ = tiptoe(0.0, noise_px=0.0)
    seen.points[200:260] = np.nan
    assert heel_signal(seen, np.ones(len(seen.t), bool), 0.25) == []
