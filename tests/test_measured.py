"""A signal's pulses become repetitions."""

from dataclasses import replace

import numpy as np
import pytest
from bodies import pulses

from footcv.exercises import EXERCISES
from footcv.exercises.pencil_pickup import PULSES as LIFT
from footcv.measured import pulse_reps
from footcv.signals.filters import RATE_HZ
from footcv.signals.signal import Signal

HOLDS = ((3.0, 5.0), (8.0, 10.0), (13.0, 15.0), (18.0, 20.0))


def test_what_goes_less_than_four_tenths_as_far_as_is_typical_was_broken_off() -> None:
    value = np.max([share * pulses(22.0, hold) for share, hold in zip((1.0, 0.35, 0.9, 0.95), HOLDS, strict=True)], axis=0)
    signal = Signal("left", np.arange(len(value)) / RATE_HZ, value, "deg", "picture", 0.0, 0.6, 1.0)
    reps, rejected = pulse_reps(signal, EXERCISES["dorsiflexion"])
    assert [round(rep.peak, 2) for rep in reps] == [1.0, 0.9, 0.95]
    assert [reject["reason"] for reject in rejected] == ["excursion 0.35 is under 0.4 of the typical 0.925"]


@pytest.mark.parametrize(("source", "hold_s", "count"), [("picture", 0.2, 3), ("picture", 2.0, 4), ("landmarks", 0.2, 4)])
def test_what_goes_three_quarters_as_far_and_is_over_soon_was_broken_off_where_the_picture_tells(source: str, hold_s: float, count: int) -> None:
    holds = (*HOLDS[:3], (18.0, 18.0 + hold_s))
    value = np.max([share * pulses(22.0, hold) for share, hold in zip((1.0, 0.95, 1.0, 0.7), holds, strict=True)], axis=0)
    value = np.max([value, 0.9 * pulses(22.0, (3.0, 5.5), (8.0, 10.5), (13.0, 15.5))], axis=0)
    reps, rejected = pulse_reps(Signal("left", np.arange(len(value)) / RATE_HZ, value, "deg", source, 0.0, 0.8, 1.0), EXERCISES["dorsiflexion"])
    assert (len(reps), len(rejected)) == (count, 4 - count)


def test_a_hold_whose_level_drifts_lasts_from_its_rise_to_its_fall() -> None:
    """Heels of somebody who walks nearer on tiptoe seem to go up all the way."""
    t = np.arange(12 * RATE_HZ) / RATE_HZ
    value = np.interp(t, [2.0, 2.5, 9.5, 10.0], [0.0, 0.5, 1.0, 0.0])
    [rep], _ = pulse_reps(Signal("both", t, value, "m", "landmarks", 0.0, 1.0, 1.0), EXERCISES["toe-walking"])
    assert (rep.hold_start_s, rep.hold_end_s) == (pytest.approx(2.4, abs=0.15), pytest.approx(9.6, abs=0.15))


def test_what_is_too_short_between_its_own_edges_is_a_step_and_no_lift() -> None:
    """It goes up and down at once, from a foot that creeps: its tenth of a lift is no part of it."""
    t = np.arange(8 * RATE_HZ) / RATE_HZ
    value = np.interp(t, [2.0, 2.6, 2.8, 3.0, 3.1, 3.6], [0.0, 0.25, 1.0, 1.0, 0.25, 0.0])
    signal = Signal("left", t, value, "m", "landmarks", 0.0, 1.0, 1.0)
    reps, [rejected] = pulse_reps(signal, replace(EXERCISES["pencil-pickup"], pulses=replace(LIFT, shortest_s=0.5)))
    assert reps == []
    assert "between its edges" in rejected["reason"]


@pytest.mark.parametrize(
    ("first_seen_s", "height", "others", "count"),
    [(3.4, 1.0, 3, 4), (3.4, 1.0, 2, 3), (3.4, 1.0, 1, 1), (4.6, 1.0, 3, 3), (3.4, 1.7, 3, 3), (3.4, 0.65, 3, 3)],
    ids=["like three others", "like two", "beside one only", "its end alone", "far more", "far less"],
)
def test_what_was_under_way_when_the_foot_was_first_seen_counts_where_it_is_like_the_others(
    first_seen_s: float, height: float, others: int, count: int
) -> None:
    value = np.max([share * pulses(22.0, hold) for share, hold in zip((height, 1.0, 0.95, 1.0), HOLDS[: 1 + others], strict=False)], axis=0)
    t = np.arange(len(value)) / RATE_HZ
    seen = t >= first_seen_s
    reps, rejected = pulse_reps(Signal("left", t[seen], value[seen], "deg", "picture", 0.0, 0.9, 1.0), EXERCISES["dorsiflexion"])
    assert (len(reps), len(rejected)) == (count, 1 + others - count)
    if count > others:
        assert (reps[0].start_s, reps[0].end_s) == (pytest.approx(first_seen_s, abs=0.05), pytest.approx(5.3, abs=0.3))
        assert reps[0].hold_start_s == pytest.approx(first_seen_s, abs=0.05)
