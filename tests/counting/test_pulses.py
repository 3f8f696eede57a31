"""Signals whose repetitions are known: rest is 0, a whole repetition reaches 1, and each row says what the counter must find."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footcv.counting.pulse_settings import PulseSettings
from footcv.counting.pulses import Pulse, PulseCounter, count_pulses

Array = NDArray[np.float64]
# One movement: when it begins to rise, how long it rises, stays up and falls (s), and how high it comes.
Shape = tuple[float, float, float, float, float]

HZ = 30.0
FRAME_S = 1 / HZ
FLEXION = PulseSettings(up=0.5, down=0.35, least=0.4, shortest_s=0.5, settle_s=0.15)
WALK = PulseSettings(up=0.5, down=0.35, least=0.4, shortest_s=2.5, settle_s=0.5, gap_s=1.0, plateau=True)


def times(end_s: float, hz: float = HZ) -> Array:
    return np.arange(int(end_s * hz) + 1) / hz


def trapezoids(t: Array, *shapes: Shape) -> Array:
    """Straight up, level, straight down."""
    x = np.zeros(len(t))
    for begin, rise, hold, fall, height in shapes:
        corners = np.cumsum([begin, rise, hold, fall])
        x = np.maximum(x, np.interp(t, corners, [0, height, height, 0]))
    return x


def half_sines(t: Array, *pulses: tuple[float, float]) -> Array:
    """Half waves from each (begin, length)."""
    x = np.zeros(len(t))
    for begin, length in pulses:
        inside = (t >= begin) & (t <= begin + length)
        x[inside] = np.sin(np.pi * (t[inside] - begin) / length)
    return x


def count(t: Array, x: Array, how: PulseSettings = FLEXION, rest: float = 0.0, full: float = 1.0) -> list[Pulse]:
    return count_pulses(t, x, rest, full, how)


def reps(pulses: list[Pulse]) -> list[Pulse]:
    return [pulse for pulse in pulses if pulse.reason is None]


def marks(pulse: Pulse) -> tuple[float, float, float, float]:
    return pulse.start_s, pulse.hold_start_s, pulse.hold_end_s, pulse.end_s


def trapezoid_marks(begin: float, rise: float, hold: float, fall: float, _height: float) -> tuple[float, float, float, float]:
    """The contract: 20 % and 80 % of the repetition's own excursion."""
    down = begin + rise + hold
    return begin + 0.2 * rise, begin + 0.8 * rise, down + 0.2 * fall, down + 0.8 * fall


# Times


@pytest.mark.parametrize(
    "shapes",
    [
        [(2.0, 0.8, 2.2, 0.8, 1.0)],
        [(2.013, 0.71, 2.2, 0.93, 1.0)],
        [(2.0, 0.2, 5.0, 0.2, 1.0), (9.0, 1.5, 1.0, 1.5, 0.8)],
        [(2.0, 0.4, 0.1, 0.4, 1.0)],
        [(1.0, 0.5, 1.0, 0.5, 1.1), (3.7, 0.5, 1.0, 0.5, 0.7), (6.4, 0.5, 1.0, 0.5, 0.9)],
    ],
    ids=["one", "between frames", "quick and slow", "hardly held", "uneven heights"],
)
def test_trapezoids_are_timed_to_a_frame(shapes: list[Shape]) -> None:
    t = times(16)
    found = count(t, trapezoids(t, *shapes))
    assert [pulse.reason for pulse in found] == [None] * len(shapes)
    for pulse, shape in zip(found, shapes, strict=True):
        assert marks(pulse) == pytest.approx(trapezoid_marks(*shape), abs=FRAME_S)
        assert pulse.peak == pytest.approx(shape[-1], abs=0.01)


@pytest.mark.parametrize("length", [1.2, 2.0, 6.0])
def test_half_sines_are_timed_to_a_frame(length: float) -> None:
    t = times(20)
    low, high = np.arcsin(0.2) / np.pi * length, np.arcsin(0.8) / np.pi * length
    begins = (2.0, 11.3)
    found = count(t, half_sines(t, *((begin, length) for begin in begins)))
    assert len(found) == len(reps(found)) == 2
    for pulse, begin in zip(found, begins, strict=True):
        assert marks(pulse) == pytest.approx((begin + low, begin + high, begin + length - high, begin + length - low), abs=FRAME_S)


def test_levels_are_those_of_the_repetition_and_not_of_the_session() -> None:
    """A repetition of 0.6 is held from 0.48 on, which is under the session's 0.8."""
    t, shape = times(10), (2.0, 1.0, 3.0, 1.0, 0.6)
    [pulse] = count(t, trapezoids(t, shape))
    assert marks(pulse) == pytest.approx(trapezoid_marks(*shape), abs=FRAME_S)


# What is a repetition, and what is none


@pytest.mark.parametrize(("height", "counted"), [(0.20, 0), (0.27, 0), (0.34, 0), (0.45, 0), (0.6, 1), (0.9, 1)])
def test_partial_movements_are_no_repetitions(height: float, counted: int) -> None:
    t = times(12)
    x = trapezoids(t, (2.0, 0.5, 1.5, 0.5, 1.0), (7.0, 0.5, 1.5, 0.5, height))
    assert len(reps(count(t, x))) == 1 + counted


@pytest.mark.parametrize(
    ("x", "how", "reason"),
    [
        (lambda t: trapezoids(t, (2.0, 0.1, 0.1, 0.1, 1.0)), FLEXION, "shorter than 0.50 s"),
        (lambda t: trapezoids(t, (2.0, 0.4, 1.0, 0.4, 1.0)), WALK, "shorter than 2.50 s"),
        (lambda t: trapezoids(t, (2.0, 0.4, 1.0, 0.4, 0.6)), replace(FLEXION, least=0.7), "excursion 0.60 of the session's range is under 0.70"),
        (lambda t: trapezoids(t, (8.0, 0.5, 9.0, 0.5, 1.0)), FLEXION, "cut off"),
        (lambda t: np.interp(t, [0, 2, 3], [0.7, 1.2, 0.0]), FLEXION, "its beginning was not seen"),
    ],
    ids=["a twitch", "a raise and no walk", "too low", "still held at the end", "up before anybody looked"],
)
def test_what_is_refused_is_kept_with_its_reason(x: object, how: PulseSettings, reason: str) -> None:
    assert callable(x)
    t = times(12)
    [pulse] = count(t, x(t), how)
    assert pulse.reason is not None and reason in pulse.reason


def test_a_repetition_on_its_way_back_at_the_end_counts() -> None:
    t = times(5.4)
    [pulse] = count(t, trapezoids(t, (2.0, 0.5, 2.0, 1.0, 1.0)))
    assert pulse.reason is None
    assert pulse.hold_end_s - pulse.hold_start_s == pytest.approx(2.3, abs=FRAME_S)


@pytest.mark.parametrize(("rest_s", "found"), [(0.8, 2), (0.4, 2), (0.25, 2)])
def test_short_rests_split_two_repetitions(rest_s: float, found: int) -> None:
    t = times(12)
    shape = (0.5, 1.5, 0.5, 1.0)
    x = trapezoids(t, (2.0, *shape), (4.5 + rest_s, *shape))
    pulses = count(t, x)
    assert len(reps(pulses)) == found
    for pulse, begin in zip(pulses, (2.0, 4.5 + rest_s), strict=True):
        assert marks(pulse) == pytest.approx(trapezoid_marks(begin, *shape), abs=2 * FRAME_S)


@pytest.mark.parametrize(
    ("dip_s", "how", "found"),
    [(0.1, FLEXION, 1), (0.6, FLEXION, 2), (0.3, WALK, 1), (0.45, WALK, 1), (1.5, WALK, 2)],
    ids=["tremor", "let go", "wobble", "longer wobble", "heels down"],
)
def test_a_dip_under_the_settling_time_ends_nothing(dip_s: float, how: PulseSettings, found: int) -> None:
    t = times(16)
    x = trapezoids(t, (2.0, 0.5, 8.0, 0.5, 1.0))
    x[(t >= 6.0) & (t < 6.0 + dip_s)] = 0.0
    pulses = count(t, x, how)
    assert len(reps(pulses)) == len(pulses) == found
    if found == 1:
        assert marks(pulses[0]) == pytest.approx(trapezoid_marks(2.0, 0.5, 8.0, 0.5, 1.0), abs=FRAME_S)


def test_steps_are_a_plateau() -> None:
    """On tiptoe each step lets the heel sink and spring: one bout, and its peak is a usual height and not the one sample that is highest."""
    t = times(16)
    x = trapezoids(t, (2.0, 0.5, 8.0, 0.5, 1.0))
    x += np.where((t > 2.6) & (t < 10.4), 0.2 * np.sin(2 * np.pi * t / 0.5), 0.0)
    [pulse] = count(t, x, WALK)
    assert pulse.reason is None
    assert 1.0 < pulse.peak < 1.19
    assert marks(pulse) == pytest.approx(trapezoid_marks(2.0, 0.5, 8.0, 0.5, 1.0), abs=0.1)


def test_a_gap_in_the_signal_is_no_repetition() -> None:
    t = times(16)
    x = trapezoids(t, (2.0, 0.5, 4.0, 0.5, 1.0), (10.0, 0.5, 2.0, 0.5, 1.0))
    seen = (t < 4.0) | (t > 8.0)
    lost, whole = count(t[seen], x[seen])
    assert lost.reason == "signal lost"
    assert whole.reason is None and whole.start_s == pytest.approx(10.1, abs=FRAME_S)


def test_a_short_gap_does_no_harm() -> None:
    t, shape = times(10), (2.0, 0.5, 4.0, 0.5, 1.0)
    seen = (t < 4.0) | (t > 4.4)
    [pulse] = count(t[seen], trapezoids(t, shape)[seen])
    assert pulse.reason is None
    assert marks(pulse) == pytest.approx(trapezoid_marks(*shape), abs=FRAME_S)


def test_what_rested_when_the_signal_was_lost_and_is_up_when_it_is_seen_again_went_up_meanwhile() -> None:
    t = times(16)
    x = trapezoids(t, (2.0, 0.5, 2.0, 0.5, 1.0), (8.0, 0.5, 4.0, 0.5, 1.0))
    seen = (t < 6.0) | (t > 9.0)
    before, after = count(t[seen], x[seen])
    assert before.reason is None and after.reason is None
    # Nobody saw it rise: its marks begin where it is seen.
    assert after.start_s == after.hold_start_s == pytest.approx(9.0, abs=2 * FRAME_S)
    assert after.end_s == pytest.approx(12.9, abs=FRAME_S)
    assert after.peak == pytest.approx(1.0, abs=0.01)


def test_what_was_never_seen_at_rest_is_no_repetition() -> None:
    t = times(16)
    x = trapezoids(t, (2.0, 0.5, 8.0, 0.5, 1.0))
    seen = (t > 3.0) & ((t < 5.0) | (t > 8.0))
    assert reps(count(t[seen], x[seen])) == []


def test_in_quick_succession_each_rises_from_where_the_last_one_came_down_and_not_from_its_top() -> None:
    t = times(8.0)
    # Down for a third of a second, and creeping up meanwhile, as heels that bounce do.
    x = np.interp((t - 1.0) % 1.0, [0.0, 0.3, 0.45, 0.85, 1.0], [0.0, 0.2, 1.0, 1.0, 0.0]) * (t > 1.0)
    counted = reps(count(t, x, replace(FLEXION, shortest_s=0.3, settle_s=0.1), rest=0.1))
    assert [int(pulse.start_s) for pulse in counted] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("above_rest", [0.1, 0.25, 0.33])
def test_one_that_rises_from_above_rest_is_measured_from_there(above_rest: float) -> None:
    """Pictures that are compressed keep some of a movement until the next one."""
    t = times(14)
    x = np.maximum(trapezoids(t, (2.0, 0.5, 2.0, 0.5, 1.0), (6.5, 0.5, 2.0, 0.5, 1.0)), np.where((t > 4.0) & (t < 8.0), above_rest, 0.0))
    first, second = count(t, x)
    assert first.reason is None and second.reason is None
    assert second.start_s == pytest.approx(6.5 + 0.5 * (above_rest + 0.2 * (1 - above_rest)), abs=FRAME_S)


@pytest.mark.parametrize(("least", "counted"), [(0.8, 1), (0.9, 0)])
def test_of_one_that_falls_further_than_it_rose_the_mean_is_meant(least: float, counted: int) -> None:
    t = times(14)
    x = np.maximum(trapezoids(t, (4.0, 0.5, 2.0, 0.5, 1.0)), np.where(t < 5.0, 0.3, 0.0))
    assert len(reps(count(t, x, replace(FLEXION, least=least)))) == counted


@pytest.mark.parametrize("seed", range(5))
def test_noise_makes_and_breaks_no_repetition(seed: int) -> None:
    t, shapes = times(24), [(3.0, 0.7, 2.0, 0.7, 1.0), (9.0, 0.7, 2.0, 0.7, 0.9), (15.0, 0.7, 2.0, 0.7, 1.1)]
    noise = np.random.default_rng(seed).normal(0, 0.04, len(t))
    found = count(t, trapezoids(t, *shapes) + noise)
    assert [pulse.reason for pulse in found] == [None] * 3
    for pulse, shape in zip(found, shapes, strict=True):
        truth = trapezoid_marks(*shape)
        assert pulse.hold_end_s - pulse.hold_start_s == pytest.approx(truth[2] - truth[1], abs=0.2)


def test_rest_may_drift() -> None:
    t, shapes = times(30), [(begin, 0.7, 2.0, 0.7, 1.0) for begin in (3.0, 9.0, 15.0, 21.0)]
    found = count(t, trapezoids(t, *shapes) + 0.25 * t / 30)
    assert [pulse.reason for pulse in found] == [None] * 4
    for pulse, shape in zip(found, shapes, strict=True):
        assert marks(pulse) == pytest.approx(trapezoid_marks(*shape), abs=2 * FRAME_S)


def test_rest_alone_gives_nothing() -> None:
    t = times(30)
    assert count(t, np.random.default_rng(1).normal(0, 0.1, len(t))) == []
    assert count(t, 0.3 * np.sin(t)) == []
    assert count(np.zeros(0), np.zeros(0)) == []


# The same, however it comes


SESSION = [(2.0, 0.7, 2.0, 0.7, 1.0), (7.0, 0.7, 1.0, 0.7, 0.34), (11.0, 0.7, 3.0, 0.7, 0.9), (17.0, 0.7, 0.5, 0.7, 1.1)]


def test_fifteen_and_sixty_samples_a_second_give_the_same() -> None:
    slow, fast = (reps(count(t, trapezoids(t, *SESSION))) for t in (times(22, 15), times(22, 60)))
    assert len(slow) == len(fast) == 3
    for a, b in zip(slow, fast, strict=True):
        assert marks(a) == pytest.approx(marks(b), abs=1 / 15)


def test_a_pulse_is_told_when_it_ends_and_as_the_whole_signal_tells_it() -> None:
    t = times(22)
    x = trapezoids(t, *SESSION)
    counter = PulseCounter(0.0, 1.0, FLEXION)
    told = [(ti, pulse) for ti, xi in zip(t, x, strict=True) if (pulse := counter.update(ti, xi)) is not None]
    assert counter.finish() is None
    assert [pulse for _, pulse in told] == count(t, x)
    assert all(0 <= when - pulse.end_s < 0.5 for when, pulse in told)


def test_a_counter_that_was_reset_is_a_new_one() -> None:
    t = times(22)
    x = trapezoids(t, *SESSION)
    counter = PulseCounter(0.0, 1.0, FLEXION)
    runs = []
    for _ in range(2):
        runs.append([pulse for ti, xi in zip(t, x, strict=True) if (pulse := counter.update(ti, xi)) is not None])
        counter.reset()
    assert runs[0] == runs[1]


shapes = st.tuples(st.floats(0.25, 1.5), st.floats(0.3, 4.0), st.floats(0.25, 1.5), st.floats(0.7, 1.2))
sessions = st.lists(st.tuples(st.floats(1.0, 3.0), shapes), min_size=1, max_size=4)


def session(gaps: list[tuple[float, tuple[float, float, float, float]]]) -> list[Shape]:
    """Movements with rests between them."""
    out: list[Shape] = []
    t = 0.0
    for rest_s, shape in gaps:
        t += rest_s
        out.append((t, *shape))
        t += sum(shape[:3])
    return out


@settings(max_examples=60, deadline=None)
@given(sessions)
def test_every_clean_repetition_is_found_and_timed(gaps: list[tuple[float, tuple[float, float, float, float]]]) -> None:
    known = session(gaps)
    t = times(known[-1][0] + sum(known[-1][1:4]) + 2)
    found = count(t, trapezoids(t, *known))
    assert [pulse.reason for pulse in found] == [None] * len(known)
    for pulse, shape in zip(found, known, strict=True):
        assert marks(pulse) == pytest.approx(trapezoid_marks(*shape), abs=FRAME_S)


@settings(max_examples=60, deadline=None)
@given(sessions, st.integers(-1000, 1000), st.floats(0.01, 100), st.floats(-50, 50), st.integers(0, 2**32 - 1))
def test_shifts_and_units_change_nothing_else(
    gaps: list[tuple[float, tuple[float, float, float, float]]], later_s: int, unit: float, offset: float, seed: int
) -> None:
    known = session(gaps)
    # Frames at 1/32 s and shifts in whole seconds are exact in binary: no window loses a sample to rounding.
    t = times(known[-1][0] + sum(known[-1][1:4]) + 2, 32)
    x = trapezoids(t, *known) + np.random.default_rng(seed).normal(0, 0.02, len(t))
    plain = count(t, x)
    moved = count(t + later_s, unit * x + offset, rest=offset, full=unit + offset)
    assert len(moved) == len(plain)
    for a, b in zip(plain, moved, strict=True):
        assert [mark - later_s for mark in marks(b)] == pytest.approx(marks(a), abs=1e-3)
        assert b.peak == pytest.approx(unit * a.peak, rel=1e-3)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-0.5, 1.5), min_size=2, max_size=200), st.booleans(), st.floats(0.01, 0.2))
def test_times_are_in_order_whatever_the_signal(values: list[float], walking: bool, step_s: float) -> None:
    t = np.arange(len(values)) * step_s
    for pulse in count(t, np.array(values), WALK if walking else FLEXION):
        start, hold_start, hold_end, end = marks(pulse)
        assert t[0] <= start <= hold_start <= hold_end <= end <= t[-1]
