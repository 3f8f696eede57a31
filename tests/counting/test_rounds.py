"""Feet that have gone round so and so often: the turns that are counted."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from footcv.counting.rounds import count_rounds

Array = NDArray[np.float64]
HZ = 30.0


def gone(*pieces: tuple[float, float], noise: float = 0.0) -> tuple[Array, Array]:
    """Times and turns gone so far, from pieces of (turns, seconds)."""
    path = [np.zeros(1)]
    for turns, seconds in pieces:
        path.append(path[-1][-1] + turns * np.arange(1, round(seconds * HZ) + 1) / round(seconds * HZ))
    whole = np.concatenate(path)
    return np.arange(len(whole)) / HZ, whole + np.random.default_rng(0).normal(0, noise, len(whole))


@given(count=st.integers(2, 9), sense=st.sampled_from([-1, 1]), turn_s=st.floats(0.8, 4.0), lost=st.floats(-0.3, 0.3))
def test_every_time_round_is_a_turn_in_its_sense(count: int, sense: int, turn_s: float, lost: float) -> None:
    t, round_so_far = gone((0, 2), (sense * (count - lost), count * turn_s), (0, 2))
    turns = count_rounds(t, round_so_far)
    assert [(turn.sense, turn.reason) for turn in turns] == [(sense, None)] * count
    # What comes before a twentieth of a turn is rest.
    within = 0.05 * turn_s + 0.1
    assert turns[0].start_s == pytest.approx(2, abs=within)
    assert turns[-1].end_s == pytest.approx(2 + count * turn_s, abs=within)
    assert all(one.end_s == other.start_s for one, other in pairwise(turns))


def test_a_reversal_parts_the_turns_with_and_without_a_pause() -> None:
    for pause_s in (0.1, 0.5, 3.0):
        turns = count_rounds(*gone((3, 6), (0, pause_s), (-2, 5), noise=0.002))
        assert [turn.sense for turn in turns] == [1, 1, 1, -1, -1]
        assert turns[2].end_s == pytest.approx(6, abs=0.3)


def test_a_single_turn_back_between_others_is_one() -> None:
    assert [turn.sense for turn in count_rounds(*gone((3, 6), (-1, 2), (3, 6)))] == [1, 1, 1, -1, 1, 1, 1]


def test_single_turns_to_and_fro_are_a_pump_that_was_misread() -> None:
    assert count_rounds(*gone((0, 2), (1, 0.8), (-1, 1.6), (1, 0.8), (0, 2))) == []
    assert len(count_rounds(*gone((0, 2), (2, 1.6), (-1, 0.8), (1, 0.8), (0, 2)))) == 4


def test_a_pause_is_in_no_turn() -> None:
    turns = count_rounds(*gone((2, 4), (0, 3), (2, 4)))
    assert len(turns) == 4
    assert (turns[1].end_s, turns[2].start_s) == pytest.approx((4, 7), abs=0.2)


def test_less_than_a_turn_and_back_is_none() -> None:
    assert len(count_rounds(*gone((10, 20), (0, 2), (0.5, 1), (-0.5, 1)))) == 10


def test_a_third_of_a_turn_and_back_between_two_runs_is_none_of_theirs() -> None:
    turns = count_rounds(*gone((3, 5), (0, 0.8), (0.4, 1), (-0.45, 1), (0, 0.8), (-3, 5)))
    assert [turn.sense for turn in turns] == [1, 1, 1, -1, -1, -1]
    assert (turns[2].end_s, turns[3].start_s) == pytest.approx((5, 8.6), abs=0.2)


def test_a_pump_that_seems_to_go_round_once_and_back_is_none() -> None:
    turns = count_rounds(*gone((2, 4), (0, 1.5), (1.0, 1.5), (-1.1, 1.8), (0, 1.5), (-2, 4)))
    assert [turn.sense for turn in turns] == [1, 1, -1, -1]


def test_what_does_not_come_back_was_part_of_a_turn_that_was_not_seen() -> None:
    assert count_rounds(*gone((2, 4), (0, 1.5), (0.5, 1), (0, 1.5), (-3, 5))) == []
    assert count_rounds(*gone((2, 4), (0, 1.5), (0.5, 1), (-3, 5))) == []


def test_a_foot_that_goes_on_soon_was_misread_and_not_at_rest() -> None:
    """The path of its toes stands still for three quarters of a second in the middle of the second turn."""
    for pause_s, expected in ((0.75, 3), (1.5, 0)):
        assert len(count_rounds(*gone((0, 2), (1.5, 3), (0, pause_s), (1.5, 3), (0, 2)))) == expected


def test_what_goes_to_and_fro_or_trembles_is_no_turn() -> None:
    assert count_rounds(*gone(*[(0.5, 1), (-0.5, 1)] * 6)) == []
    assert count_rounds(*gone((2, 20), noise=0.1)) == []


def test_turns_of_uneven_times_that_are_not_whole_are_not_told_part_of_one_was_not_seen() -> None:
    whole = gone((0, 2), (3, 6), (0, 2))
    uneven = gone((0, 2), (1, 3), (0, 0.8), (2, 3), (0, 2))
    partly = gone((0, 2), (0.7, 1.4), (0, 0.8), (1.6, 3.2), (0, 2))
    assert len(count_rounds(*whole)) == len(count_rounds(*uneven)) == 3
    assert count_rounds(*partly) == []


def test_turns_in_which_the_foot_wanders_on_at_rest_are_not_told() -> None:
    """Half a turn too many before the rest and half a one too few after it: the path was misread."""
    assert count_rounds(*gone((0, 2), (3.5, 7), *[(0.01, 0.7)] * 4, (2.5, 5), (0, 2))) == []


def test_a_single_turn_is_no_set() -> None:
    assert [turn.reason for turn in count_rounds(*gone((0, 2), (1, 2), (0, 2)))] == ["a single turn is no set"]


@pytest.mark.parametrize(("down_s", "reason"), [(0.5, None), (2.0, "a single turn is no set")])
def test_nor_are_two_between_which_the_leg_goes_down(down_s: float, reason: str | None) -> None:
    t, round_so_far = gone((0, 2), (1, 2), (0, 4), (1, 2), (0, 2))
    kept = (t < 6 - down_s / 2) | (t > 6 + down_s / 2)
    assert [turn.reason for turn in count_rounds(t[kept], round_so_far[kept])] == [reason] * 2


def test_a_foot_at_rest_makes_no_turn() -> None:
    assert count_rounds(*gone((0, 5))) == []
