"""Ellipses and lines, with x right and y down."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.signals.round_path import evenness, gone_round, roundness

SENSES = st.sampled_from([-1, 1])
TURNS = st.integers(1, 12)


def ellipse(turns: int, sense: int, flat: float = 1.0, tilt: float = 0.0) -> np.ndarray:
    """`turns` times round, clockwise in the picture where `sense` is 1, `flat` times as wide across as along, which is turned by `tilt` rad."""
    angle = sense * np.linspace(0, 2 * np.pi * turns, 60 * turns + 1)
    along, across = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    return np.cos(angle)[:, None] * along + flat * np.sin(angle)[:, None] * across


@given(TURNS, SENSES, st.floats(0.2, 1.0), st.floats(0, 2 * np.pi))
def test_each_time_round_counts_whatever_the_ellipse(turns: int, sense: int, flat: float, tilt: float) -> None:
    path = ellipse(turns, sense, flat, tilt)
    assert abs(gone_round(path)[-1]) == pytest.approx(turns, abs=0.05)
    assert gone_round(path * [-1, 1])[-1] == pytest.approx(-gone_round(path)[-1], abs=1e-6)


@given(SENSES, st.floats(0.1, 1.0), st.floats(0, 2 * np.pi))
def test_one_turn_of_an_ellipse_is_as_even_as_can_be_and_as_round_as_it_is_wide(sense: int, flat: float, tilt: float) -> None:
    path = ellipse(1, sense, flat, tilt)[:-1]
    assert abs(evenness(path)) == pytest.approx(1, abs=0.05)
    assert np.sign(evenness(path)) == np.sign(gone_round(path)[-1])
    assert roundness(path) == pytest.approx(flat, rel=1e-3)


def test_clockwise_is_as_people_see_the_picture() -> None:
    right_down_left_up = np.array([[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1.0]]).repeat(3, axis=0)
    assert gone_round(right_down_left_up)[-1] > 0
    assert evenness(right_down_left_up) > 0


def test_to_and_fro_is_not_round_and_rest_does_not_go() -> None:
    line = np.column_stack([np.sin(np.linspace(0, 20, 300)), np.zeros(300)])
    assert roundness(line) == pytest.approx(0)
    assert evenness(line) == pytest.approx(0)
    trembling = np.vstack([ellipse(2, 1), 0.05 * ellipse(30, 1)])
    assert gone_round(trembling)[-1] == pytest.approx(2, abs=0.3)
    assert evenness(line[:3]) == 0
