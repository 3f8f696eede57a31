"""Short arrays in, arrays out; the grid has 30 samples a second, and `_` is a gap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.signals.filters import (
    away_from_usual,
    closed,
    correlation,
    grid,
    mostly,
    on_grid,
    running_median,
    running_quantile,
    shrunk,
    smooth,
    two_levels,
    unclear,
)

_ = np.nan
FRAME_S = 1 / 30


def flags(text: str) -> np.ndarray:
    return np.array([mark == "#" for mark in text])


def same(a: np.ndarray, b: list[float]) -> bool:
    return np.allclose(a, b, equal_nan=True)


@pytest.mark.parametrize(("end_s", "count"), [(0.0, 1), (0.1, 4), (1.0, 31), (0.99, 30), (10.0, 301)])
def test_the_grid_ends_with_the_source(end_s: float, count: int) -> None:
    times = grid(0.0, end_s)
    assert len(times) == count
    assert times[-1] <= end_s + 1e-6 < times[-1] + FRAME_S


@pytest.mark.parametrize(
    ("t", "values", "bridge_s", "expected"),
    [
        ([0, 1], [0, 6], 1.0, [0, 1, 2, 3, 4, 5, 6]),
        ([0, 1], [0, 6], 0.9, [_, _, _, _, _, _, _]),
        ([0, 0.5, 1], [0, _, 6], 1.0, [0, 1, 2, 3, 4, 5, 6]),
        ([0, 1 / 6, 3.9 / 6, 5 / 6, 1], [0, 1, 3.9, 5, 6], 0.2, [0, 1, _, _, 4, 5, 6]),
        ([1 / 3, 2 / 3], [2, 4], 1.0, [_, _, 2, 3, 4, _, _]),
        ([0.5], [3], 1.0, [_, _, _, _, _, _, _]),
        ([0, 1], [_, _], 1.0, [_, _, _, _, _, _, _]),
    ],
    ids=["a line", "too far apart", "a gap bridged", "a gap kept", "never beyond the ends", "one sample", "none"],
)
def test_on_grid(t: list[float], values: list[float], bridge_s: float, expected: list[float]) -> None:
    times = np.arange(7) / 6
    assert same(on_grid(np.array(t, float), np.array(values, float), times, bridge_s), expected)


def test_a_point_of_which_half_is_missing_is_a_gap() -> None:
    points = np.array([[0.0, 0.0], [1.0, _], [2.0, 2.0]])
    assert on_grid(np.array([0.0, 0.5, 1.0]), points, np.array([0.0, 0.5, 1.0]), 0.6).shape == (3, 2)
    assert np.isnan(on_grid(np.array([0.0, 0.5, 1.0]), points, np.array([0.5]), 0.6)).all()


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([3, 3, 3, 3], [3, 3, 3, 3]),
        ([0, 0, 3, 0, 0], [0, 1, 1, 1, 0]),
        ([0, 3, _, 6, 0], [1.5, 1.5, _, 3, 3]),
        ([_, _], [_, _]),
    ],
)
def test_smooth_is_a_mean_of_three_over_a_tenth_of_a_second(x: list[float], expected: list[float]) -> None:
    assert same(smooth(np.array(x, float), 3 * FRAME_S), expected)


@pytest.mark.parametrize(
    ("x", "expected"),
    [([1, 1, 9, 1, 1], [1, 1, 1, 1, 1]), ([0, 0, 5, 5, 5], [0, 0, 5, 5, 5]), ([0, 9, _, 4, 4], [0, 0, _, 4, 4]), ([_, _], [_, _])],
    ids=["a spike goes", "an edge stays", "a gap stays", "nothing"],
)
def test_median(x: list[float], expected: list[float]) -> None:
    assert same(running_median(np.array(x, float), 3 * FRAME_S), expected)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 2), (0.25, 3), (0.75, 5), (1.0, 6)])
def test_quantile(share: float, expected: float) -> None:
    assert running_quantile(np.arange(9.0), 5 * FRAME_S, share)[4] == expected


@pytest.mark.parametrize(("marks", "expected"), [("..#..", "....."), ("..##..", "..##.."), ("##.##", "#####"), ("#.", "..")])
def test_mostly_is_a_vote_of_three(marks: str, expected: str) -> None:
    assert (mostly(flags(marks), 3 * FRAME_S) == flags(expected)).all()


@pytest.mark.parametrize(("marks", "expected"), [("####", "####"), ("##.####", "#...###"), (".#####.", "..###.."), ("....", "....")])
def test_shrunk_by_one_at_every_border_but_the_ends(marks: str, expected: str) -> None:
    assert (shrunk(flags(marks), FRAME_S) == flags(expected)).all()


@pytest.mark.parametrize(("marks", "expected"), [("#..#", "####"), ("#...#", "#...#"), ("..##.#", "..####"), ("##..", "##.."), ("...", "...")])
def test_closed_over_two_but_not_at_the_ends(marks: str, expected: str) -> None:
    assert (closed(flags(marks), 2 * FRAME_S) == flags(expected)).all()


@pytest.mark.parametrize(
    ("x", "expected"),
    [([0, 0, 0, 1, 1], (0, 1, 1)), ([4, 4, 4, 10], (4, 10, 1)), ([7, 7, 7], (7, 7, 0)), ([0, 2, 10, 12], (1, 11, 25 / 26))],
)
def test_two_levels(x: list[float], expected: tuple[float, float, float]) -> None:
    assert two_levels(np.array(x, float)) == pytest.approx(expected)


def test_noise_has_no_two_levels() -> None:
    rng = np.random.default_rng(0)
    noise, square = rng.normal(size=2000), np.arange(2000) // 100 % 2 + rng.normal(0, 0.1, 2000)
    assert two_levels(noise)[2] == pytest.approx(0.64, abs=0.03)
    assert two_levels(square)[2] > 0.95


numbers = st.lists(st.one_of(st.floats(-100, 100), st.just(np.nan)), min_size=1, max_size=60)


@given(numbers, st.floats(0.0, 1.0), st.floats(-50, 50))
def test_filters_keep_gaps_and_bounds_and_follow_shifts(x: list[float], seconds: float, offset: float) -> None:
    values = np.array(x)
    known = np.isfinite(values)
    for filtered in (smooth, running_median):
        out = filtered(values, seconds)
        assert (np.isfinite(out) == known).all()
        assert (filtered(values + offset, seconds)[known] == pytest.approx(out[known] + offset, abs=1e-6)) if known.any() else True
        assert (out[known] >= values[known].min() - 1e-9).all() and (out[known] <= values[known].max() + 1e-9).all() if known.any() else True


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=60), st.floats(-1000, 1000))
def test_two_levels_lie_in_order_within_the_values(x: list[float], offset: float) -> None:
    values = np.array(x)
    low, high, clear = two_levels(values)
    assert values.min() - 1e-6 <= low <= high + 1e-9 and high <= values.max() + 1e-6
    assert -1e-9 <= clear <= 1 + 1e-6


@pytest.mark.parametrize(
    ("a", "b", "r"), [([0, 1, 2], [1, 3, 5], 1.0), ([0, 1, 2], [2, 1, 0], -1.0), ([0, 1, 2], [4, 4, 4], 0.0), ([3, 3], [3, 3], 0.0), ([1], [2], 0.0)]
)
def test_what_does_not_change_follows_nothing(a: list[float], b: list[float], r: float) -> None:
    assert correlation(np.array(a, float), np.array(b, float)) == pytest.approx(r)


@given(st.lists(st.tuples(st.floats(-1e150, 1e150), st.floats(-1e-150, 1e-150)), max_size=20))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_correlation_is_a_number_whatever_it_is_of(pairs: list[tuple[float, float]]) -> None:
    a, b = (np.array([pair[k] for pair in pairs]) for k in (0, 1))
    assert -1.001 <= correlation(a, b) <= 1.001


def test_unclear_is_what_does_not_part_into_two_levels() -> None:
    assert unclear(np.array([0.0, 0, _, 1, 1])) == pytest.approx(0.0)
    assert unclear(np.array([0.0, 1, 2, 3])) == pytest.approx(0.2)
    assert unclear(np.array([5.0, _])) == unclear(np.array([5.0, 5.0])) == 1.0


def test_how_far_a_place_is_from_its_usual_one_is_told_by_the_part_that_is_used() -> None:
    place = np.zeros((90, 2))
    place[60:] = [3.0, 4.0]
    early = np.arange(90) < 40
    away = away_from_usual(place, early, 0.5)
    assert (away[:40] == 0.0).all() and (away[75:] == 5.0).all()
    assert (away_from_usual(place, ~early & (np.arange(90) > 60), 0.5)[:40] == 5.0).all()
