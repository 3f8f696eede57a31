"""Feet that circle from rest to rest, whose rests are known."""

import numpy as np
import pytest

from footcv.counting.extremes import extremes_of
from footcv.counting.rests import Array, Mask, as_long_as_the_toes, but_for_turning_points, rests, toes_rest

T = np.arange(360) / 30
# Two turns of 2 s, a rest, and two more.
RESTING = (T < 1.5) | ((T >= 5.5) & (T < 6.5)) | (T >= 10.5)
TURN_S, SWING = 2.0, 2.0


def circling(sideways: float = 0.7) -> Array:
    """Toes that leave the middle of their circle for it within a moment, and come back (N, 2)."""
    angle = np.cumsum(~RESTING) * np.pi / 30
    radius = np.convolve(~RESTING, np.ones(5) / 5, "same")
    return np.column_stack([-radius * np.cos(angle), sideways * radius * np.sin(angle)])


def share_of(found: Mask, where: Mask) -> float:
    return float(found[where].mean())


@pytest.mark.parametrize("sideways", [0.7, 0.2])
def test_toes_that_stay_in_the_middle_of_their_circle_rest(sideways: float) -> None:
    toes = circling(sideways)
    found = toes_rest(T, 20 * toes, toes, TURN_S)
    assert share_of(found, RESTING) > 0.85
    assert share_of(found, ~RESTING) < 0.06


def test_toes_tell_a_rest_in_which_the_leg_sways() -> None:
    """The sway changes the flexion as much as half of a circle, and the picture half as fast as a turn."""
    toes = circling()
    sway = 0.5 * np.sin(2 * np.pi * T / 2.4)
    flexion, picture = toes[:, 0] + sway, toes + sway[:, None]
    assert share_of(rests(T, flexion, picture, TURN_S, SWING), (T >= 5.6) & (T < 6.4)) == 0.0
    assert share_of(toes_rest(T, toes, picture, TURN_S), (T >= 5.6) & (T < 6.4)) > 0.9


def test_toes_that_are_slow_at_the_ends_of_their_way_do_not_rest_there() -> None:
    """Seen from the side a circle is a line, with two stops that are as long as a rest."""
    way = np.clip(1.4 * np.sin(np.pi * T), -1.0, 1.0)
    assert not toes_rest(T, np.column_stack([way, 0 * way]), np.column_stack([way, np.cos(np.pi * T)]), TURN_S).any()


def test_toes_that_never_go_to_and_fro_tell_no_rest() -> None:
    line = np.column_stack([T, T])
    assert not toes_rest(T, line, line, TURN_S).any()


def between(*times_s: tuple[float, float]) -> Mask:
    return np.logical_or.reduce([(start <= T) & (end > T) for start, end in times_s])


def test_a_rest_is_as_long_as_that_of_the_toes_within_it() -> None:
    resting = between((0.0, 1.8), (5.1, 6.9), (10.2, 12.0))
    assert (as_long_as_the_toes(T, resting, RESTING, TURN_S) == RESTING).all()


def test_toes_that_rest_much_later_or_nowhere_leave_a_rest_as_it_is() -> None:
    """The leg still sways, and the toes with it."""
    resting = between((0.0, 1.5), (4.5, 6.5), (8.0, 12.0))
    assert (as_long_as_the_toes(T, resting, between((5.5, 6.5), (9.0, 10.0)), TURN_S) == resting).all()


def test_a_short_rest_away_from_half_way_that_the_toes_do_not_tell_is_a_turning_point() -> None:
    flexion, nowhere = circling()[:, 0], np.zeros(len(T), bool)
    extremes = extremes_of(flexion)
    at_a_high = next(mark for mark, high in extremes if high and 1.5 < T[mark] < 5.5) + np.arange(-6, 7)
    resting = RESTING.copy()
    resting[at_a_high] = True
    assert (but_for_turning_points(T, flexion, extremes, resting, nowhere, SWING, TURN_S) == RESTING).all()
    assert (but_for_turning_points(T, flexion, extremes, resting, resting, SWING, TURN_S) == resting).all()
