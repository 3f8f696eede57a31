"""The signal of a session: kept small, and gone with its session."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import fill, hold, log_in, wave

from footcv.records.entries import MARGIN_S
from footcv.records.log import log_path
from footcv.records.traces import kept_around, packed, trace_object, trace_of, traces_by_set, unpacked
from footcv.signals.trace import TRACE_HZ, Trace, thinned

values = st.floats(-400, 4000, width=32)


@given(st.dictionaries(st.integers(0, 400), values, min_size=1), st.sampled_from(["m", "deg", "share"]))
def test_a_signal_comes_back_with_its_gaps(samples: dict[int, float], unit: str) -> None:
    steps = sorted(samples)
    trace = Trace("left", "signal", np.array(steps) / TRACE_HZ, np.array([samples[step] for step in steps]), unit, "picture")
    for back in (unpacked(packed(trace)), trace_of(json.loads(json.dumps(trace_object(("toe-press", 2), trace), allow_nan=False)))[1]):
        assert (back.side, back.kind, back.unit, back.source) == ("left", "signal", unit, "picture")
        assert back.t == pytest.approx(trace.t, abs=1e-9)
        assert back.value == pytest.approx(trace.value, abs=1e-4)


@given(st.lists(st.tuples(values, values), min_size=1, max_size=20))
def test_so_does_a_path(points: list[tuple[float, float]]) -> None:
    trace = Trace("right", "own path", np.arange(len(points)) / TRACE_HZ, np.array(points))
    assert unpacked(packed(trace)).value == pytest.approx(trace.value, abs=1e-4)
    own_set, back = trace_of(json.loads(json.dumps(trace_object(("ankle-circles", 1), trace))))
    assert own_set == ("ankle-circles", 1)
    assert back.value == pytest.approx(trace.value, abs=1e-4)


@pytest.mark.parametrize("wrong", [{"kind": "film"}, {"side": "up"}, {"unit": "kg"}, {"values": []}, {"values": [None]}, {"values": [[1, 2]]}, {"rate_hz": 30}])
def test_what_is_no_signal_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="signal"):
        trace_of({**trace_object(("toe-press", 1), wave(0.0, 2.0)), **wrong})


def test_what_lies_round_the_repetitions_is_kept_and_no_more() -> None:
    [kept] = kept_around([wave(0.0, 60.0)], 20.0, 30.0, MARGIN_S)
    back = unpacked(kept)
    assert (back.t[0], back.t[-1]) == pytest.approx((20.0 - MARGIN_S, 30.0 + MARGIN_S))
    assert list(kept_around([wave(0.0, 5.0)], 20.0, 30.0, MARGIN_S)) == []


def test_a_minute_takes_less_than_four_thousand_bytes() -> None:
    noisy = Trace("left", "signal", np.arange(60 * 30) / 30, np.random.default_rng(0).normal(20, 8, 1800), "deg", "picture")
    assert len(packed(noisy).samples) < 4000


def test_each_set_of_a_session_has_its_own_and_pieces_are_joined(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session, other = fill(log, [hold(1)]), fill(log, [hold(1)])
        for number, piece in ((1, wave(0.0, 4.0)), (2, wave(0.0, 1.0)), (1, wave(4.0, 8.0))):
            log.add_traces(session, ("toe-press", number), [packed(piece)])
        by_set = traces_by_set(log.traces(session))
        assert list(by_set) == [("toe-press", 1), ("toe-press", 2)]
        [whole] = by_set["toe-press", 1]
        assert whole.t == pytest.approx(thinned(wave(0.0, 8.0)).t)
        assert traces_by_set(log.traces(other)) == {}


def test_a_session_that_is_deleted_takes_its_signal_with_it(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        session = fill(log, [hold(1)])
        kept = packed(wave(0.0, 20.0))
        log.add_traces(session, ("toe-press", 1), [kept])
        log.delete(session)
        assert list(log.rows("SELECT * FROM trace")) == []
    assert kept.samples not in log_path(tmp_path).read_bytes()
