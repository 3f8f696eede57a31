"""A hold is timed by its two changes, wherever the level between them drifts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.counting.edges import sharpened
from footcv.counting.pulses import Pulse

T = np.arange(0, 12, 1 / 30)
# Up from 2.0 to 2.5 s, down from 7.0 to 8.0 s, by straight lines.
UP = np.interp(T, [2.0, 2.5, 7.0, 8.0], [0.0, 1.0, 1.0, 0.0])
TRUE = (2.1, 2.4, 7.2, 7.8)


def rough(start: float = 2.3, hold_start: float = 4.5, hold_end: float = 7.1, end: float = 7.9) -> Pulse:
    """What one level for the whole repetition makes of it."""
    return Pulse(start, hold_start, hold_end, end, 1.0, None)


def marks(pulse: Pulse) -> tuple[float, float, float, float]:
    return pulse.start_s, pulse.hold_start_s, pulse.hold_end_s, pulse.end_s


@pytest.mark.parametrize("drift", [0.0, 0.06, -0.06], ids=["level", "creeping up", "sinking"])
def test_a_drift_does_not_move_the_marks(drift: float) -> None:
    held = UP * (1 + drift * (T - 2.5))
    assert marks(sharpened(T, held, rough())) == pytest.approx(TRUE, abs=0.12)


def test_a_late_step_in_the_hold_is_no_arrival() -> None:
    """Compression shows the last quarter of the grip only with the next key frame."""
    late = UP * np.where(T < 4.5, 0.75, 1.0)
    assert marks(sharpened(T, late, rough()))[1] == pytest.approx(2.4, abs=0.12)


def test_where_nothing_changes_the_marks_stay() -> None:
    assert sharpened(T, np.zeros(len(T)), rough()) == rough()


@given(st.floats(0.3, 1.2), st.floats(0.3, 1.2), st.floats(0.5, 4.0), st.floats(0.2, 50.0), st.floats(-20.0, 20.0))
def test_the_marks_are_in_order_and_no_scale_or_offset_moves_them(rise: float, fall: float, hold: float, scale: float, offset: float) -> None:
    ends = [2.0, 2.0 + rise, 2.0 + rise + hold, 2.0 + rise + hold + fall]
    value = np.interp(T, ends, [0.0, 1.0, 1.0, 0.0])
    pulse = Pulse(ends[0] + 0.2 * rise, ends[0] + 0.8 * rise, ends[2] + 0.2 * fall, ends[2] + 0.8 * fall, 1.0, None)
    found = sharpened(T, value, pulse)
    assert list(marks(found)) == sorted(marks(found))
    assert marks(found) == pytest.approx(marks(pulse), abs=0.1)
    assert marks(sharpened(T, scale * value + offset, pulse)) == pytest.approx(marks(found), abs=1e-6)
