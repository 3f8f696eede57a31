import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footcv.signals.circles import FootPath
from footcv.signals.filters import RATE_HZ
from footcv.signals.signal import Signal
from footcv.signals.trace import TRACE_HZ, LiveTraces, Trace, joined, thinned, traces_of


def ramp(from_s: float, to_s: float, scale: float = 1.0, source: str = "picture") -> Trace:
    """Rises by `scale` a second, measured as often as signals are."""
    t = np.arange(round(from_s * RATE_HZ), round(to_s * RATE_HZ)) / RATE_HZ
    return Trace("left", "signal", t, scale * t, "deg", source)


def test_a_signal_is_told_above_its_rest() -> None:
    signal = Signal("left", np.array([0.0, 1.0]), np.array([10.0, 35.0]), "deg", "picture", 10.0, 40.0, 0.9)
    [trace] = traces_of([signal], [])
    assert (trace.side, trace.kind, trace.unit, trace.source, trace.value.tolist()) == ("left", "signal", "deg", "picture", [0.0, 25.0])


@pytest.mark.parametrize(("own", "kind"), [(np.ones((2, 2)), "own path"), (None, "picture path")])
def test_a_path_is_told_as_its_owner_sees_it_where_that_is_known(own: np.ndarray | None, kind: str) -> None:
    t = np.array([0.0, 1.0])
    [trace] = traces_of([], [FootPath("right", t, t, np.zeros((2, 3)), np.zeros((2, 2)), own, None, 0.9, 0.0, lambda: None, lambda: np.zeros((2, 2)))])
    assert (trace.kind, trace.unit, trace.value.tolist()) == (kind, None, (np.zeros((2, 2)) if own is None else own).tolist())


def test_every_second_sample_is_kept_at_its_own_time() -> None:
    thin = thinned(ramp(0.0, 2.0))
    assert thin.t == pytest.approx(np.arange(2 * TRACE_HZ) / TRACE_HZ)
    assert thin.value == pytest.approx(thin.t)


@given(st.lists(st.integers(0, 300), min_size=1, unique=True).map(sorted))
def test_wherever_nothing_was_measured_no_time_moves_by_a_step(frames: list[int]) -> None:
    t = np.array(frames) / RATE_HZ
    thin = thinned(Trace("left", "signal", t, t, "deg"))
    assert np.abs(thin.t - thin.value).max() < 1 / TRACE_HZ
    assert (np.diff(thin.t) > 0.5 / TRACE_HZ).all()
    # Thinned again it stays.
    assert thinned(thin).t.tolist() == thin.t.tolist()


def test_of_two_pieces_that_tell_of_one_time_the_later_is_right() -> None:
    [whole] = joined([ramp(0.0, 6.0), ramp(4.0, 8.0, scale=2.0)])
    assert whole.t == pytest.approx(np.arange(8 * TRACE_HZ) / TRACE_HZ)
    assert whole.value == pytest.approx(np.where(whole.t < 4.0, whole.t, 2 * whole.t))


def test_another_witness_is_another_trace() -> None:
    assert [trace.source for trace in joined([ramp(0.0, 1.0), ramp(1.0, 2.0, source="landmarks")])] == ["picture", "landmarks"]


def test_a_look_tells_the_last_stretch_anew_and_keeps_what_came_before() -> None:
    live = LiveTraces()
    live.look([ramp(0.0, 5.0)], 0.0)
    live.look([ramp(2.0, 8.0, scale=2.0)], 3.0)
    [trace] = live.so_far
    assert trace.value == pytest.approx(np.where(trace.t < 3.0 - 1e-6, trace.t, 2 * trace.t))
    # What a later look no longer finds is gone.
    live.look([], 6.0)
    assert live.so_far[0].t[-1] < 6.0


def test_of_nothing_there_are_no_traces() -> None:
    live = LiveTraces()
    live.look([], 0.0)
    assert live.so_far == ()
