"""Drawn toes that curl, rest, or only seem to change."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import pulses
from footpoints import feet_only
from numpy.typing import NDArray
from toepictures import foot_patches, foot_points, shaded

from footcv.counting.pulses import Pulse
from footcv.signals.appearance import Patches
from footcv.signals.toes import Toes, parting_axes, toe_signals

SECONDS = 16.0
CURL = pulses(SECONDS, (3.0, 5.0), (9.0, 11.0))
STANDING = np.ones(len(CURL), bool)


def toes_of(patches: Patches, standing: NDArray[np.bool_] = STANDING) -> list[Toes]:
    return toe_signals(feet_only(left=foot_points(np.zeros(len(standing)))), patches, "left", standing)


def curl_of(curl: NDArray[np.float64]) -> NDArray[np.float64] | None:
    return next((toes.signal.value for toes in toes_of(foot_patches(curl))), None)


@pytest.mark.parametrize("share", [1.0, 0.6])
def test_the_signal_rises_into_the_grip_and_is_a_share_of_the_sets_own_range(share: float) -> None:
    value = curl_of(share * CURL)
    assert value is not None
    assert np.corrcoef(value, CURL)[0, 1] > 0.9
    assert np.median(value[CURL == 0]) == pytest.approx(0.0, abs=0.15) and np.median(value[CURL == 1]) == pytest.approx(1.0, abs=0.15)


def test_a_source_that_ends_in_the_middle_of_a_press_has_its_sense_by_how_it_starts() -> None:
    curl = pulses(SECONDS, (2.0, 7.0), (8.5, SECONDS + 1))
    value = curl_of(curl)
    assert value is not None and np.corrcoef(value, curl)[0, 1] > 0.9


@pytest.mark.parametrize(
    ("seen_from_s", "holds"),
    [(2.0, [(4.0, 6.0), (9.0, 11.0)]), (3.3, [(4.0, 8.5), (10.0, 14.5)]), (4.5, [(4.0, 6.0), (9.0, 11.0)]), (2.0, [(3.0, 9.0), (10.5, 14.5)])],
)
def test_toes_that_are_seen_late_have_their_sense_by_how_they_are_seen_first_and_last_and_mostly(seen_from_s: float, holds: list[tuple[float, float]]) -> None:
    curl = pulses(SECONDS, *holds)
    standing = np.arange(len(curl)) / 30 >= seen_from_s
    [toes, *_] = toes_of(foot_patches(curl), standing)
    assert np.corrcoef(toes.signal.value, curl[-len(toes.signal.value) :])[0, 1] > 0.9


def test_what_sways_beside_the_toes_may_change_more_than_they_do() -> None:
    patches = foot_patches(CURL)
    across = np.arange(patches.images.shape[2])
    shadow = 80 * np.abs(patches.t % 2.7 - 1.35)[:, None, None] * ((across > 50) & (across < 62))
    swaying = replace(patches, images=np.clip(np.asarray(patches.images[:], float) - shadow, 0, 255).astype(np.uint8))
    [toes, *_] = toes_of(swaying)
    assert np.corrcoef(toes.signal.value, CURL)[0, 1] > 0.9


def test_what_comes_and_goes_as_clearly_as_the_toes_and_changes_more_is_told_before_them() -> None:
    leans = pulses(SECONDS, (12.5, 14.5))
    first, second, *_ = toes_of(shaded(foot_patches(0.35 * CURL), leans, slice(0, 56)))
    assert first.change > second.change and abs(np.corrcoef(first.signal.value, CURL)[0, 1]) < 0.5
    assert np.corrcoef(second.signal.value, CURL)[0, 1] > 0.9
    press, lean = (Pulse(start, start + 0.5, end, end + 0.5, 1.0, None) for start, end in ((8.5, 11.0), (12.0, 14.5)))
    assert first.likeness(lean) > 0.9 and second.likeness(press) > 0.9
    assert first.likeness(press) < 0.5 and second.likeness(lean) < 0.5


def test_what_a_curl_changes_is_not_asked_where_its_rest_is_not_seen() -> None:
    [toes, *_] = toes_of(foot_patches(CURL))
    assert toes.likeness(Pulse(-9.0, -8.5, -6.0, -5.5, 1.0, None)) == 1.0


def test_toes_that_change_about_as_much_as_what_sways_are_parted_from_it() -> None:
    sway = np.abs(np.arange(len(CURL)) / 30 % 5.0 - 2.5) / 2.5
    [toes] = toes_of(shaded(foot_patches(0.35 * CURL), sway, slice(50, 62), greys=20.0))
    assert np.corrcoef(toes.signal.value, CURL)[0, 1] > 0.98


def test_components_are_mixed_as_they_part_two_levels_most_clearly() -> None:
    sway = 0.5 * np.abs(np.arange(len(CURL)) / 30 % 5.0 - 2.5)
    scores = np.stack([CURL + sway, CURL - sway, np.zeros(len(CURL))], axis=1)
    axes = parting_axes(scores)
    assert np.linalg.norm(axes, axis=1) == pytest.approx(1.0)
    assert axes[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0.0], abs=0.01)


def test_toes_that_uncover_something_bright_may_change_the_picture_much() -> None:
    [toes, *_] = toes_of(shaded(foot_patches(CURL), CURL, slice(60, 75), greys=60.0))
    assert toes.change > 0.45 and np.corrcoef(toes.signal.value, CURL)[0, 1] > 0.9


def test_a_shadow_that_is_led_over_the_toes_is_told_from_toes_as_it_parts_less_clearly() -> None:
    """By a weight that is shifted, and not held still."""
    t = np.arange(len(CURL)) / 30
    shifted = CURL * (1 + 0.35 * np.sin(7 * t)) + 0.12 * np.sin(2.5 * t)
    assert toes_of(shaded(foot_patches(0 * CURL), shifted, slice(60, 75), greys=60.0)) == []
    assert toes_of(shaded(foot_patches(0 * CURL), CURL, slice(60, 75), greys=60.0)) != []


def test_toes_that_rest_have_no_signal() -> None:
    assert curl_of(np.zeros(len(CURL))) is None


def test_a_change_from_one_picture_to_the_next_is_marked() -> None:
    t = np.arange(len(CURL)) / 30
    [toes, *_] = toes_of(foot_patches(((t > 6) & (t < 10)) * 1.0))
    assert toes.jumps_s == pytest.approx([6.0, 10.0], abs=0.1)


def test_nor_is_a_foot_that_steps_on_the_spot_as_it_changes_the_picture_more() -> None:
    """What parts no more clearly than that passes for toes while it changes less."""
    t = np.arange(len(CURL)) / 30
    stepped = CURL * (1 + 0.2 * np.sin(7 * t)) + 0.06 * np.sin(2.5 * t)
    assert toes_of(shaded(foot_patches(0 * CURL), stepped, slice(60, 75), greys=35.0)) == []
    assert toes_of(shaded(foot_patches(0 * CURL), stepped, slice(60, 75), greys=25.0)) != []
