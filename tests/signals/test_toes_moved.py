"""A bar that turns about its end, grows and shrinks, and is drawn into patches."""

import numpy as np
import pytest
from lying import drawn_foot
from numpy.typing import NDArray

from footcv.signals.appearance import Patches
from footcv.signals.round_path import evenness, roundness
from footcv.signals.toes_moved import toes_moved

T = np.arange(0.0, 8.0, 0.1)
ANKLE, TOES = np.array([300.0, 200.0]), np.array([300.0, 160.0])
FOOT_PX = 50.0


def seen_round(sense: int, flat: float = 0.6, aside: float = 9.0) -> Patches:
    """Four times round in 2 s each, clockwise in the picture where `sense` is 1."""
    phase = np.pi * T
    return drawn_foot(T, TOES + aside * np.stack([np.sin(phase), -sense * flat * np.cos(phase)], axis=1), ANKLE)


@pytest.mark.parametrize("sense", [1, -1])
def test_toes_that_go_round_are_seen_to_go_that_way(sense: int) -> None:
    path = toes_moved(seen_round(sense), ANKLE, TOES, FOOT_PX)
    assert path.shape == (len(T), 2)
    for start in range(1, len(T) - 21, 20):
        turn = path[start : start + 21]
        assert sense * evenness(turn - turn.mean(axis=0)) > 0.8


def test_toes_that_go_to_and_fro_go_nowhere_else() -> None:
    path = toes_moved(seen_round(1, flat=0.0), ANKLE, TOES, FOOT_PX)
    assert roundness(path - path.mean(axis=0)) < 0.1
    assert np.ptp(path[:, 0]) > 5 * np.ptp(path[:, 1])


def test_a_foot_that_rests_and_one_that_is_elsewhere_in_the_next_patch_do_not_move() -> None:
    assert np.allclose(toes_moved(seen_round(1, aside=0.0), ANKLE, TOES, FOOT_PX), 0, atol=1e-6)
    going: NDArray[np.float64] = seen_round(1).t * 10
    seldom = seen_round(1)
    assert np.allclose(toes_moved(Patches(going, seldom.images, seldom.places, seldom.spells), ANKLE, TOES, FOOT_PX), 0)
