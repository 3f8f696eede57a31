"""Drawn toes that curl, rest, or only seem to change."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import pulses
from footpoints import feet_only
from numpy.typing import NDArray
from toepictures import foot_patches, foot_points

from footcv.signals.toes import toe_signal

SECONDS = 16.0
CURL = pulses(SECONDS, (3.0, 5.0), (9.0, 11.0))
STANDING = np.ones(len(CURL), bool)


def curl_of(curl: NDArray[np.float64]) -> NDArray[np.float64] | None:
    toes = toe_signal(feet_only(left=foot_points(np.zeros(len(curl)))), foot_patches(curl), "left", STANDING)
    return None if toes is None else toes.signal.value


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


@pytest.mark.parametrize(("seen_from_s", "holds"), [(2.0, [(4.0, 6.0), (9.0, 11.0)]), (4.5, [(4.0, 6.0), (9.0, 11.0)]), (2.0, [(3.0, 9.0), (10.5, 14.5)])])
def test_toes_that_are_seen_late_have_their_sense_by_how_they_are_seen_first_and_last_and_mostly(seen_from_s: float, holds: list[tuple[float, float]]) -> None:
    curl = pulses(SECONDS, *holds)
    standing = np.arange(len(curl)) / 30 >= seen_from_s
    toes = toe_signal(feet_only(left=foot_points(np.zeros(len(curl)))), foot_patches(curl), "left", standing)
    assert toes is not None and np.corrcoef(toes.signal.value, curl[-len(toes.signal.value) :])[0, 1] > 0.9


def test_what_sways_beside_the_toes_may_change_more_than_they_do() -> None:
    patches = foot_patches(CURL)
    across = np.arange(patches.images.shape[2])
    shadow = 80 * np.abs(patches.t % 2.7 - 1.35)[:, None, None] * ((across > 60) & (across < 75))
    swaying = replace(patches, images=np.clip(np.asarray(patches.images[:], float) - shadow, 0, 255).astype(np.uint8))
    toes = toe_signal(feet_only(left=foot_points(np.zeros(len(CURL)))), swaying, "left", STANDING)
    assert toes is not None and np.corrcoef(toes.signal.value, CURL)[0, 1] > 0.9


def test_toes_that_rest_have_no_signal() -> None:
    assert curl_of(np.zeros(len(CURL))) is None


def test_a_change_from_one_picture_to_the_next_is_marked() -> None:
    t = np.arange(len(CURL)) / 30
    toes = toe_signal(feet_only(left=foot_points(np.zeros(len(t)))), foot_patches(((t > 6) & (t < 10)) * 1.0), "left", STANDING)
    assert toes is not None and toes.jumps_s == pytest.approx([6.0, 10.0], abs=0.1)
