"""Paths whose highs and lows are known."""

import numpy as np
import pytest

from footcv.counting.extremes import extremes_of, half_way, usual_swing

T = np.arange(300) / 30
# Two seconds from high to high, between 1 and 5.
PATH = 3 - 2 * np.cos(np.pi * T)


def test_highs_and_lows_come_in_turn() -> None:
    found = extremes_of(PATH)
    assert [round(i / 30) for i, _ in found] == list(range(1, 10))
    assert [high for _, high in found] == [True, False] * 4 + [True]


def test_what_trembles_less_than_the_path_swings_is_no_extreme() -> None:
    assert len(extremes_of(PATH + 0.2 * np.sin(40 * T))) == len(extremes_of(PATH))


def test_the_swing_and_its_middle_are_those_of_most() -> None:
    slip = np.where(np.abs(T - 5) < 0.1, 9.0, PATH)
    for path in (PATH, slip):
        assert usual_swing(path, extremes_of(path)) == pytest.approx(4.0, abs=0.01)
        assert half_way(path, extremes_of(path)) == pytest.approx(3.0, abs=0.01)


def test_a_path_that_only_rises_has_no_swing() -> None:
    assert usual_swing(T, extremes_of(T)) == np.inf
    assert half_way(T, extremes_of(T)) is None
