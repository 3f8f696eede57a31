"""Two feet's signals as one of both."""

import numpy as np
import pytest

from footcv.signals.filters import RATE_HZ
from footcv.signals.signal import Signal, mean_signal

T = np.arange(round(12 * RATE_HZ)) / RATE_HZ
COURSE = 0.5 - 0.5 * np.cos(2 * np.pi * T / 4)


def signal(side: str, known: np.ndarray, full: float = 1.0, course: np.ndarray = COURSE, unit: str = "deg") -> Signal:
    return Signal(side, T[known], full * course[known], unit, "picture", 0.0, full, 0.9 if side == "left" else 0.7)


def test_both_is_the_mean_and_as_sure_as_the_less_sure_one() -> None:
    always = T >= 0
    both = mean_signal(signal("left", always, 20.0), signal("right", always, 30.0), 0.6)
    assert both is not None and (both.side, both.unit, both.confidence) == ("both", "deg", 0.7)
    assert both.value == pytest.approx(25 * COURSE)


def test_the_foot_that_is_seen_more_clearly_may_count_more() -> None:
    always, noise = T >= 0, 0.2 * np.sin(2 * np.pi * 3 * T)
    noisy = signal("right", always, course=COURSE + noise)
    both = mean_signal(signal("left", always), noisy, 0.6, (3.0, 1.0))
    assert both is not None and both.value == pytest.approx(COURSE + noise / 4)
    # Where it alone is known it tells as much as ever.
    alone = mean_signal(signal("left", T < 6), noisy, 0.6, (3.0, 1.0))
    assert alone is not None and alone.value[T >= 6] == pytest.approx((COURSE + noise)[T >= 6])


def test_where_one_foot_is_not_known_the_other_one_tells() -> None:
    both = mean_signal(signal("left", T < 9), signal("right", T > 3), 0.6)
    assert both is not None
    assert both.t == pytest.approx(T) and both.value == pytest.approx(COURSE)


def test_where_the_other_one_is_needed_what_one_foot_tells_is_left_out() -> None:
    both = mean_signal(signal("left", T < 9), signal("right", T > 3), 0.6, or_one_at=T[T > 9.5])
    assert both is not None
    told = (T > 3) & ((T < 9) | (T > 9.5))
    assert both.t == pytest.approx(T[told]) and both.value == pytest.approx(COURSE[told])


def test_feet_that_do_not_move_together_are_not_one() -> None:
    always = T >= 0
    assert mean_signal(signal("left", always), signal("right", always, course=1 - COURSE), 0.6) is None
    assert mean_signal(signal("left", T < 5), signal("right", T > 6), 0.6) is None
