"""Paths of toes that go round, by the foot's own landmarks and in the picture, and what they tell together."""

import numpy as np
import pytest
from numpy.typing import NDArray

from footcv.counting.turns import Turn
from footcv.signals.circles import FootPath
from footcv.signals.sense import AWAY, direction_of_turns

Array = NDArray[np.float64]

TURN_S = 2.0
T = np.arange(0.0, 8.0, 1 / 30)
TURNS = [Turn(start, start + TURN_S, None) for start in np.arange(0.0, 8.0, TURN_S)]


def going_round(sense: int, flat: float = 1.0) -> Array:
    phase = 2 * np.pi * T / TURN_S
    return np.stack([np.sin(phase), -sense * flat * np.cos(phase)], axis=1)


def path_of(moved: Array, away: float, own: Array | None = None) -> FootPath:
    return FootPath("left", T, moved[:, 0], moved, moved, own, None, 0.9, away, lambda: None, lambda: moved)


@pytest.mark.parametrize(
    ("sense", "away", "expected"),
    [(1, 0.5, "clockwise"), (-1, 0.5, "counterclockwise"), (1, -0.5, "counterclockwise"), (-1, -0.5, "clockwise"), (1, 0.1, None), (1, 0.0, None)],
    ids=["its sole is seen", "its sole is seen, other way", "its top is seen", "its top is seen, other way", "it is seen edge-on", "it is not known"],
)
def test_the_direction_is_as_the_exerciser_sees_the_foot(sense: int, away: float, expected: str | None) -> None:
    assert direction_of_turns(path_of(going_round(sense, 0.2), away), TURNS) == [expected] * len(TURNS)


@pytest.mark.parametrize(("flat", "expected"), [(0.08, None), (0.12, "clockwise")])
def test_a_path_that_is_flat_in_the_picture_tells_no_direction_whatever_end_the_foot_is_seen_from(flat: float, expected: str | None) -> None:
    """A shoe that turns about its own length moves its sole's edge to and fro: by so much the other sense."""
    assert set(direction_of_turns(path_of(going_round(1, flat), 0.6), TURNS)) == {expected}


@pytest.mark.parametrize(("flat", "expected"), [(0.1, None), (0.4, "clockwise")])
def test_a_foot_that_is_almost_seen_edge_on_tells_it_on_a_round_path_only(flat: float, expected: str | None) -> None:
    assert set(direction_of_turns(path_of(going_round(1, flat), AWAY - 0.03), TURNS)) == {expected}


@pytest.mark.parametrize(("uneven", "told"), [(0.0, "clockwise"), (1.0, None)])
def test_toes_whose_path_is_mostly_uneven_tell_none_though_some_of_their_turns_are_even(uneven: float, told: str | None) -> None:
    trembling = going_round(1) + uneven * np.random.default_rng(0).normal(size=(len(T), 2)) * (T > TURN_S)[:, None]
    assert set(direction_of_turns(path_of(trembling, 0.5), TURNS)) == {told}


def test_a_turn_that_is_not_clear_goes_as_those_before_and_after_it() -> None:
    moved = going_round(-1)
    moved[(T > TURN_S) & (T < 2 * TURN_S)] *= [1, 0.0]
    assert direction_of_turns(path_of(moved, 0.5), TURNS) == ["counterclockwise"] * len(TURNS)


@pytest.mark.parametrize(("own", "expected"), [(1, "clockwise"), (-1, None)])
def test_witnesses_that_do_not_agree_are_not_believed(own: int, expected: str | None) -> None:
    assert set(direction_of_turns(path_of(going_round(1), 0.5, going_round(own)), TURNS)) == {expected}


def test_no_turn_has_no_direction() -> None:
    assert direction_of_turns(path_of(going_round(1), 0.5), []) == []
